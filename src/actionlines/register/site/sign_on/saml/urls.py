"""Addresses of sign-on by SAML below `/account/`: allauth includes them by the name of this package.

The provider's form comes from another site, and browsers send no session with it (SameSite=Lax). So the answer is
checked where it arrives, kept for a minute, and finished by a redirect, with which the session comes along.
"""

from __future__ import annotations

import logging
import secrets
import time

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.views import BaseLoginView
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from actionlines.errors import SetupError
from actionlines.register.site.saml_messages import AnswerRefused
from actionlines.register.site.sign_on.saml.provider import SamlProvider
from actionlines.register.site.sign_on_file import SAML

_log = logging.getLogger(__name__)
_KEPT = 60  # seconds between the two steps of an answer


def _provider(request: HttpRequest, provider_id: str) -> SamlProvider:
    try:
        saml_provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    if not isinstance(saml_provider, SamlProvider):
        raise Http404
    return saml_provider


class Login(BaseLoginView):
    """Asks the provider who is there; a GET shows the button."""

    def get_provider(self) -> SamlProvider:
        """Return the provider of the address. Raises Http404."""
        return _provider(self.request, self.kwargs["provider_id"])

    def dispatch(self, request: HttpRequest, *args: object, **fields: object) -> HttpResponse:
        """Send the reader to the provider; a page says so where its metadata are too old."""
        try:
            answer: HttpResponse = super().dispatch(request, *args, **fields)
        except SetupError as error:
            return _refused(request, self.get_provider(), error)
        return answer


@csrf_exempt  # the form of another site: the signature says who wrote it
@require_POST
def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Check an answer, and lead the browser on to where its session is known."""
    provider = _provider(request, provider_id)
    try:
        matches = provider.party.answer(request.POST.get("SAMLResponse", ""))
        left = matches.until - int(time.time())
        if not cache.add(f"saml:{provider_id}:used:{matches.number}", True, max(left, _KEPT)):
            raise AnswerRefused("it was used before")
    except AnswerRefused as error:
        return _refused(request, provider, error)
    key = secrets.token_urlsafe(24)
    cache.set(f"saml:{provider_id}:{key}", dict(matches.claims), _KEPT)
    return HttpResponseRedirect(f"{reverse(f'{SAML}_finish', args=[provider_id])}?{urlencode({'answer': key})}")


@require_GET
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sign in whom a checked answer names, where this browser asked the question."""
    provider = _provider(request, provider_id)
    key = f"saml:{provider_id}:{request.GET.get('answer', '')}"
    claims = cache.get(key)
    cache.delete(key)
    try:
        if not isinstance(claims, dict):
            raise AnswerRefused("its minute is over")
        state = provider.unstash_redirect_state(request, claims["nonce"])
        login = provider.sociallogin_from_response(request, claims)
    except (AnswerRefused, PermissionDenied) as error:
        return _refused(request, provider, error)
    login.state = state
    done: HttpResponse = complete_social_login(request, login)
    return done


def _refused(request: HttpRequest, provider: SamlProvider, error: Exception) -> HttpResponse:
    reason = str(error) or "this browser did not ask"
    _log.error("Provider %s: a sign-in is refused: %s", provider.app.provider_id, reason)
    page: HttpResponse = render_authentication_error(request, provider, exception=error)
    return page


@require_GET
def metadata(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Return the metadata of this register, which the provider is given."""
    text = _provider(request, provider_id).party.description()
    return HttpResponse(text, content_type="application/samlmetadata+xml")


urlpatterns = [
    path("saml/<slug:provider_id>/login/", Login.as_view(), name=f"{SAML}_login"),
    path("saml/<slug:provider_id>/answer/", answer, name=f"{SAML}_answer"),
    path("saml/<slug:provider_id>/finish/", finish, name=f"{SAML}_finish"),
    path("saml/<slug:provider_id>/metadata/", metadata, name=f"{SAML}_metadata"),
]

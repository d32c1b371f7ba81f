"""Addresses of sign-on below `/account/`: allauth includes them by the name of this package."""

from __future__ import annotations

import logging
from importlib import import_module

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from requests import RequestException

from actionlines.register.core.pages.page import View
from actionlines.register.site.accounts import log_line
from actionlines.register.site.sign_on.adapter import SID
from actionlines.register.site.sign_on.provider import CheckedAdapter
from actionlines.register.site.sign_on_file import PROVIDER

_log = logging.getLogger(__name__)


def _view(kind: type[OAuth2LoginView | OAuth2CallbackView]) -> View:
    def view(request: HttpRequest, provider_id: str) -> HttpResponse:
        """Do one step with the provider; a page says so where it cannot be reached."""
        adapter = CheckedAdapter(request, provider_id)
        try:
            provider = adapter.get_provider()
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        try:
            answer: HttpResponse = kind.adapter_view(adapter)(request)
        except (RequestException, OAuth2Error, ValueError, KeyError) as error:
            _log.error("Provider %s cannot be used: %s", provider_id, error)
            answer = render_authentication_error(request, provider, exception=error)
        return answer

    return view


@csrf_exempt  # the provider itself asks: the signature says so
@require_POST
def end_sessions(request: HttpRequest, provider_id: str) -> HttpResponse:
    """End the sessions that a logout token of the provider names (OpenID Connect Back-Channel Logout 1.0)."""
    try:
        claims = CheckedAdapter(request, provider_id).read_logout(request.POST.get("logout_token", ""))
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (RequestException, OAuth2Error, ValueError, KeyError) as error:
        _log.warning("Provider %s: no session is ended: %s", provider_id, error)
        return HttpResponse(status=400)
    people = {"user__socialaccount__provider": provider_id}
    people |= {"user__socialaccount__uid": claims["sub"]} if "sub" in claims else {}
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for held in UserSession.objects.filter(**people).select_related("user").distinct():
        session = store(held.session_key)
        methods = session.get(AUTHENTICATION_METHODS_SESSION_KEY, ())
        came = any(item.get("provider") == provider_id for item in methods)
        if came and claims.get("sid", session.get(SID)) == session.get(SID):
            held.end()
            log_line("signed out by the provider", request, held.user)
    return HttpResponse()


urlpatterns = [
    path("oidc/<slug:provider_id>/logout/", end_sessions, name="openid_connect_logout"),
    path("oidc/<slug:provider_id>/login/", _view(OAuth2LoginView), name=f"{PROVIDER}_login"),
    path("oidc/<slug:provider_id>/login/callback/", _view(OAuth2CallbackView), name="openid_connect_callback"),
]

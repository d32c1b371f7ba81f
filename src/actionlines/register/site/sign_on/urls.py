"""Addresses of sign-on below `/account/`: allauth includes them by the name of this package."""

from __future__ import annotations

import logging

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from requests import RequestException

from actionlines.register.core.pages.page import View
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


urlpatterns = [
    path("oidc/<slug:provider_id>/login/", _view(OAuth2LoginView), name=f"{PROVIDER}_login"),
    path("oidc/<slug:provider_id>/login/callback/", _view(OAuth2CallbackView), name="openid_connect_callback"),
]

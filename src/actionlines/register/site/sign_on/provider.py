"""OpenID Connect as allauth speaks it, stricter: each sign-in has a nonce, and each signature is checked."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from requests import RequestException

from actionlines.json_types import JsonObject
from actionlines.register.site.sign_on_file import PROVIDER, Claims

# By a key that the provider alone has (RFC 7518): with HS256 everybody who knows our secret signs, and `none` does not.
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
_log = logging.getLogger(__name__)
_DESCRIBED = 600  # seconds; a provider that moves an address is known again after them
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
# What is kept of the claims: what the next sign-in and the checks of this one need.
_KEPT = ("sub", "sid", "iss", "nonce", "email", "email_verified", "name", "preferred_username")


class CheckedAdapter(OpenIDConnectOAuth2Adapter):
    """Asks the provider; the document that describes it must name the issuer of our settings."""

    @cached_property
    def openid_config(self) -> JsonObject:
        """Return how the provider describes itself. Raises OAuth2Error for another issuer."""
        expected = self.get_provider().app.settings["issuer"]
        saved = f"openid:{expected}"
        data: JsonObject = cache.get(saved) or super().openid_config
        if data.get("issuer") != expected:
            raise OAuth2Error(f"The provider calls itself {data.get('issuer')!r}, and not {expected!r}")
        cache.add(saved, data, _DESCRIBED)
        return data

    def read_logout(self, token: str) -> Claims:
        """Return the claims of a logout token, which names a person (`sub`), a session (`sid`) or both; it works once.

        OpenID Connect Back-Channel Logout 1.0, 2.6. Raises OAuth2Error for any other token.
        """
        claims = self._decode_id_token(self.get_provider().app, token)
        names = [claims[name] for name in ("sub", "sid", "jti") if name in claims]
        fits = (
            "jti" in claims and len(names) > 1 and all(isinstance(name, str) and name for name in names),
            "exp" in claims and abs(time.time() - claims.get("iat", 0)) < _DESCRIBED,
            isinstance(claims.get("events"), dict) and isinstance(claims["events"].get(_LOGOUT), dict),
            "nonce" not in claims and str(jwt.get_unverified_header(token).get("typ")).lower() == "logout+jwt",
        )
        if not all(fits):
            raise OAuth2Error("The token ends no session")
        return claims

    def _decode_id_token(self, app: SocialApp, id_token: str) -> Claims:
        """Return the claims of a token whose signature, issuer, audience, holder and time are right.

        Raises OAuth2Error for any other, whatever it is.
        """
        try:
            if jwt.get_unverified_header(id_token).get("alg") not in _ALGORITHMS:
                raise OAuth2Error("The token is not signed by a key pair")
            claims: Claims = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The token of the provider cannot be read") from error
        several = isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else app.client_id) != app.client_id:
            raise OAuth2Error("The token was given to another site")
        return claims

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **fields: Any) -> SocialLogin:
        """Return the sign-in. Raises OAuth2Error without a token that names the person in a form that can be kept."""
        if not fields["response"].get("id_token"):
            raise OAuth2Error("The provider gave no id_token")
        try:
            return super().complete_login(request, app, token, **fields)
        except ImproperlyConfigured as error:  # the subject is longer than its column
            raise OAuth2Error("The provider names the person by a text that is too long") from error


def ending_at(request: HttpRequest, provider_id: str, after: str) -> str:
    """Return the address that ends the session at a provider and leads to `after`; "" where it has none.

    OpenID Connect RP-Initiated Logout 1.0. A provider that cannot be reached keeps nobody from signing out here.
    """
    adapter = CheckedAdapter(request, provider_id)
    try:
        client = adapter.get_provider().app.client_id
        endpoint = str(adapter.openid_config.get("end_session_endpoint") or "")
    except (SocialApp.DoesNotExist, OAuth2Error, RequestException, ValueError) as error:
        _log.warning("The session at provider %s is not ended: %s", provider_id, error)
        return ""
    question = urlencode({"client_id": client, "post_logout_redirect_uri": after})
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{question}" if endpoint.startswith("http") else ""


class Provider(OpenIDConnectProvider):
    """One provider of the file. What the address of a request adds to the question is not passed on."""

    id = PROVIDER
    oauth2_adapter_class = CheckedAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: object = None, **fields: object
    ) -> HttpResponse:
        """Send the reader to the provider with a nonce, which is kept in the session."""
        nonce = secrets.token_urlsafe(24)
        fields["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        fields["scope"] = self.get_scope()
        # Never `connect`: accounts are linked by a verified address alone.
        answer: HttpResponse = super().redirect(request, AuthProcess.LOGIN, next_url, data, nonce=nonce, **fields)
        return answer

    def extract_email_addresses(self, data: Claims) -> list[EmailAddress]:
        """Return the address, verified only where the provider is trusted and says it in so many words."""
        email_address: list[EmailAddress] = super().extract_email_addresses(data)
        for item in email_address:
            item.verified = item.verified is True and self.app.settings["trust_email"]
        return email_address

    def extract_extra_data(self, data: Claims) -> dict[str, object]:
        """Return the claims that are kept: both sources, without what nothing here reads."""
        names = (*_KEPT, self.app.settings["groups_claim"])
        return {
            source: {name: claims[name] for name in names if name in claims}
            for source, claims in data.items()
            if isinstance(claims, Mapping)
        }


provider_classes = [Provider]

"""A provider of SAML as allauth asks it: from then on a sign-in goes the way of all others."""

from __future__ import annotations

from functools import cache

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess, Provider, ProviderAccount
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from actionlines.register.site.saml_messages import Party
from actionlines.register.site.sign_on_file import SAML, Claims


class SamlProvider(Provider):
    """One provider of the file, which is asked by a redirect and answers by a form."""

    id = SAML
    name = "SAML"
    supports_redirect = True
    account_class = ProviderAccount

    def __init__(self, request: HttpRequest, app: SocialApp) -> None:
        super().__init__(request, app=app)
        self.name = app.name

    @property
    def party(self) -> Party:
        """Return this register as the provider knows it."""
        return _party(self.app.provider_id)

    def get_login_url(self, request: HttpRequest, **text: str) -> str:
        """Return the address that the button of the provider posts to."""
        url = reverse(f"{SAML}_login", args=[self.app.provider_id])
        return f"{url}?{urlencode(text)}" if text else url

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: object = None, **fields: object
    ) -> HttpResponse:
        """Send the reader to the provider; the session keeps the number of the question."""
        number, where = self.party.question()
        # Never `connect`: accounts are linked by a verified address alone.
        self.stash_redirect_state(request, AuthProcess.LOGIN, next_url, data, state_id=number, nonce=number)
        return HttpResponseRedirect(where)

    def extract_uid(self, data: Claims) -> str:
        """Return how the provider names the person."""
        return str(data["sub"])

    def extract_common_fields(self, data: Claims) -> dict[str, object]:
        """Return what a new account is made from."""
        return {"email": data["email"], "name": data["name"]}

    def extract_email_addresses(self, data: Claims) -> list[EmailAddress]:
        """Return the address, verified where the provider is trusted: SAML has no word for it."""
        verified = self.app.settings["trust_email"]
        return [EmailAddress(email=data["email"], verified=verified, primary=True)] if data["email"] else []

    def extract_extra_data(self, data: Claims) -> dict[str, object]:
        """Return the claims that are kept."""
        return {"assertion": dict(data)}


@cache
def _party(provider_id: str) -> Party:
    settings = get_adapter().get_app(None, provider=provider_id).settings
    entity, takes = (
        f"{settings['site']}{reverse(f'{SAML}_{name}', args=[provider_id])}" for name in ("metadata", "answer")
    )
    return Party(settings, entity, takes)


provider_classes = [SamlProvider]

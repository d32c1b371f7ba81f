"""Whom a provider lets in, as which account, and with which roles."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from django.dispatch import receiver
from django.http import HttpRequest
from requests import Session

from actionlines.errors import ActionlinesError
from actionlines.register.core.texts import without_unseen
from actionlines.register.people.actions import SetRoles, scope_problem
from actionlines.register.people.models import User
from actionlines.register.site.accounts import log_line
from actionlines.register.site.sign_on_file import Claims

_log = logging.getLogger(__name__)
SID = "sid"  # in a session: how the provider names its own


class SignOnAccounts(DefaultSocialAccountAdapter):
    """What allauth asks about a person whom a provider has named."""

    def get_requests_session(self) -> Session:
        """Return a session that follows no redirect: what a provider gets goes to the addresses that it named."""
        session: Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse a sign-in with a nonce or subject that does not fit, or a subject longer than its column."""
        claims = sociallogin.account.extra_data
        token = claims.get("id_token") or claims.get("assertion", {})
        other = claims.get("userinfo", {})
        query, subject = sociallogin.state.get("nonce"), token.get("sub")
        fits = other.get("sub", subject) == subject and len(sociallogin.account.uid) <= app_settings.UID_MAX_LENGTH
        if not query or token.get("nonce") != query or not fits:
            log_line("sign-on refused", request)
            raise ImmediateHttpResponse(render_authentication_error(request, sociallogin.provider))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Claims) -> User:
        """Return the account to make, with the address and the name that the provider gives."""
        user: User = sociallogin.user
        user.email = str(data.get("email") or "").lower()
        user.name = without_unseen(str(data.get("name") or ""))[:150]
        return user

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Return whether a verified address of this provider opens the account that has it."""
        return bool(_set(login, "trust_email"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return whether somebody without an account gets one."""
        return bool(_set(sociallogin, "new_accounts"))

    def on_authentication_error(self, request: HttpRequest, provider: object, **_more: object) -> None:
        """Log a sign-in that the provider or the checks refused."""
        log_line("sign-on failed", request)


class NoPasswords(AuthenticationBackend):
    """Lets nobody in by a password: local accounts are switched off."""

    def authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Return None, whatever is given."""


def _set(login: SocialLogin, name: str) -> Any:
    return login.provider.app.settings[name]


@receiver(user_logged_in, dispatch_uid="actionlines.roles_of_groups")
def roles_of_groups(
    sender: object, request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_more: object
) -> None:
    """Give the account the roles that the provider's rules give to its groups, where it has rules; keep its SID."""
    if sociallogin is not None:
        request.session[SID] = (sociallogin.account.extra_data.get("id_token") or {}).get("sid")
    rules = _set(sociallogin, "roles") if sociallogin is not None else []
    if sociallogin is None or not rules:
        return
    groups = _groups(sociallogin)
    wanted = set()
    for rule in rules:
        role, scope = rule["role"], str(rule.get("scope", ""))
        if rule["group"] not in groups:
            continue
        if problem := scope_problem(role, scope):
            _log.error("Rule of group %r for the role %s: %s", rule["group"], role, problem)
            continue
        wanted.add((role, scope))
    if wanted == set(user.roles.values_list("role", "scope")):
        return
    try:
        SetRoles(None, user, roles=sorted(wanted), reason=f"Groups of {sociallogin.provider.name}").do()
    except ActionlinesError as error:  # the last administrator stays one
        _log.error("Account %s keeps its roles: %s", user.pk, error)


def _groups(login: SocialLogin) -> frozenset[str]:
    """Return the groups that either source names; a provider may give one as a plain text, or null."""
    matches: set[str] = set()
    for claims in login.account.extra_data.values():
        held = claims.get(_set(login, "groups_claim"))
        if isinstance(held, str):
            matches.add(held)
        elif isinstance(held, list):
            matches.update(map(str, held))
    return frozenset(matches)

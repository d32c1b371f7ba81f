"""Accounts: messages with links, idle sessions, and the log `actionlines.access` of sign-ins and refusals.

Lines name the account by its number and never an e-mail address: what somebody types at a sign-in that fails may
be a password.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from actionlines.registry.models import User
from actionlines.site.middleware.limits import address_of

log = logging.getLogger("actionlines.access")
SEEN = "seen"  # in a session: when it was last used, in seconds


@receiver(user_logged_in, dispatch_uid="actionlines.signed_in")
def signed_in(sender: object, request: HttpRequest, user: User, **_more: Any) -> None:
    """Log a sign-in, and note when the session was last used."""
    if hasattr(request, "session"):
        request.session[SEEN] = int(time.time())
    log_line("signed in", request, user)


@receiver(user_logged_out, dispatch_uid="actionlines.signed_out")
def signed_out(sender: object, request: HttpRequest, user: User, **_more: Any) -> None:
    """Log a sign-out, by the user or at the end of an idle session."""
    log_line("signed out", request, user)


@receiver(user_login_failed, dispatch_uid="actionlines.failed")
def failed(sender: object, request: HttpRequest | None = None, **_more: Any) -> None:
    """Log a sign-in that failed; the line does not say whether the account exists."""
    log_line("sign-in failed", request, None)


def log_line(what: str, request: HttpRequest | None, user: User | None = None) -> None:
    """Write one line: what happened, the account, the address of the reader, the path of the page."""
    number = getattr(user, "pk", None)
    where = _plain(request.path_info) if request else "-"
    log.info(
        "%s account=%s from=%s path=%s", what, number or "-", address_of(request) if request else "-", where
    )


def _plain(path: str) -> str:
    """A path in one line. What stands behind `/account/…/` may be a key that lets somebody in."""
    if path.startswith("/account/"):
        path = "/".join(path.split("/")[:3]) + "/"
    return "".join(sign if sign.isprintable() else " " for sign in path[:200])


class Accounts(DefaultAccountAdapter):
    """The adapter by which allauth writes to people."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it with links to ADDRESS, where one is set."""
        links = {
            name: settings.ADDRESS + _path(value)
            for name, value in context.items()
            if settings.ADDRESS and isinstance(value, str) and value.startswith(("http://", "https://"))
        }
        super().send_mail(template_prefix, email, {**context, **links})


def _path(url: str) -> str:
    """An address without scheme and host."""
    parts = urlsplit(url)
    return url[len(f"{parts.scheme}://{parts.netloc}") :]


IDLE = 8 * 3600  # seconds
_NOTED = 300  # a session is not written to for every page
_REFUSED = frozenset({401, 403, 429})


class IdleSessions:
    """After the user is known: sign out who was away for too long, then go on as a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(SEEN, now - _NOTED)
            if now - seen >= IDLE:
                logout(request)
                messages.info(request, _("You were signed out, as you had not used the site for some hours."))
            elif now - seen >= _NOTED:
                request.session[SEEN] = now
        answer = self.get_response(request)
        if answer.status_code in _REFUSED:
            log_line(f"refused {answer.status_code}", request, getattr(request, "user", None))
        return answer

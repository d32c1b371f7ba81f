"""Who signs in and out, and who is refused, on record: one line each in the log `actionlines.access`.

Lines name the account by its number and never an e-mail address: what somebody types at a sign-in that fails may
be a password.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from actionlines.site.middleware.limits import address_of

log = logging.getLogger("actionlines.access")
SEEN = "seen"  # in a session: when it was last used, in seconds


@receiver(user_logged_in, dispatch_uid="actionlines.signed_in")
def signed_in(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    """A new session begins to count."""
    if hasattr(request, "session"):
        request.session[SEEN] = int(time.time())
    told("signed in", request, user)


@receiver(user_logged_out, dispatch_uid="actionlines.signed_out")
def signed_out(sender: Any, request: HttpRequest, user: Any, **_more: Any) -> None:
    """By the user, or by an end of the session."""
    told("signed out", request, user)


@receiver(user_login_failed, dispatch_uid="actionlines.failed")
def failed(sender: Any, request: HttpRequest | None = None, **_more: Any) -> None:
    """A wrong password, or no such account: the two are not told apart."""
    told("sign-in failed", request, None)


def told(what: str, request: HttpRequest | None, user: Any = None) -> None:
    """One line: what, account, address of the one who asks, and of the page."""
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

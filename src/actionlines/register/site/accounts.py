"""Accounts: messages with links, the end of sessions, and the log `actionlines.access` of sign-ins and refusals.

Lines name the account by its number and never an e-mail address: what somebody types at a sign-in that fails may
be a password.
"""

import base64
import hashlib
import hmac
import logging
import os
import time
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit

from allauth.account import signals as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa import app_settings as factor_settings
from allauth.mfa import signals as factors
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.hashers import get_hasher, identify_hasher, make_password
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from actionlines.json_types import JsonObject
from actionlines.register.core.limits import Limit
from actionlines.register.core.notices import address, language_of
from actionlines.register.people.models import User
from actionlines.register.preferences.schema import current
from actionlines.register.site.middleware import limits

log = logging.getLogger("actionlines.access")
faults = logging.getLogger(__name__)
SEEN, BEGAN = "seen", "began"  # in a session: when it was last used and when it began, in seconds


@receiver(user_logged_in, dispatch_uid="actionlines.signed_in")
def signed_in(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    """Log a sign-in, and note when the session began."""
    if hasattr(request, "session"):
        request.session[SEEN] = request.session[BEGAN] = int(time.time())
    log_line("signed in", request, user)


@receiver(user_logged_out, dispatch_uid="actionlines.signed_out")
def signed_out(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
    """Log a sign-out, by the user or at the end of an idle session."""
    log_line("signed out", request, user)


@receiver(user_login_failed, dispatch_uid="actionlines.failed")
def failed(sender: object, request: HttpRequest | None = None, **_more: object) -> None:
    """Log a sign-in that failed; the line does not say whether the account exists."""
    log_line("sign-in failed", request, None)


# Signal of allauth -> what the log says of it.
_CHANGES = {
    account.password_set: "password set",
    account.password_changed: "password changed",
    account.password_reset: "password reset",
    account.email_added: "address added",
    account.email_changed: "address changed",
    account.email_removed: "address removed",
    factors.authenticator_added: "second factor added",
    factors.authenticator_removed: "second factor removed",
    factors.authenticator_reset: "recovery codes made",
    factors.authenticator_used: "second factor shown",
    factors.authentication_failed: "second factor failed",
}


def _log_change(what: str) -> Callable[..., None]:
    def log_it(sender: object, request: HttpRequest, user: User, **_more: object) -> None:
        """Write the line for one signal of allauth."""
        log_line(what, request, user)

    return log_it


for _signal, _what in _CHANGES.items():
    _signal.connect(_log_change(_what), weak=False, dispatch_uid=f"actionlines.{_what}")


@receiver(account.authentication_step_completed, dispatch_uid="actionlines.again")
def signed_in_again(
    sender: object, request: HttpRequest, user: User, reauthenticated: bool = False, **_more: object
) -> None:
    """Give the session a new key when its user shows the password or a code again; the old key ends."""
    if reauthenticated:
        old = request.session.session_key
        request.session.cycle_key()
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def log_line(what: str, request: HttpRequest | None, user: User | None = None) -> None:
    """Write one line: what happened, the account, the address of the reader, the path of the page."""
    number = getattr(user, "pk", None)
    where = _plain(request.path_info) if request else "-"
    log.info(
        "%s account=%s from=%s path=%s", what, number or "-", limits.address_of(request) if request else "-", where
    )


def _plain(path: str) -> str:
    """A path in one line. What is behind `/account/…/` may be a key that lets somebody in."""
    if path.startswith("/account/"):
        path = "/".join(path.split("/")[:3]) + "/"
    return "".join(sign if sign.isprintable() else " " for sign in path[:200])


def _failing(request: HttpRequest, credentials: Mapping[str, Any]) -> list[tuple[Limit, str]]:
    """Return the limits of sign-ins that fail, and whom each counts: an account from a browser that signed in to it
    before, or from a block of addresses and all accounts from there. So no stranger locks its owner out.
    """
    email = str(credentials.get("email") or "").casefold()
    number, block = limits.device_of(request), limits.block_of(request)
    if number and User.objects.filter(pk=number, email__iexact=email).exists():
        return [(limits.FAILED, f"{email} {request.COOKIES[limits.DEVICE]}")]
    return [(limits.FAILED, f"{email} {block}"), (limits.FAILED_OF_ALL, block)]


class Accounts(DefaultAccountAdapter):
    """The adapter by which allauth signs people in and writes to them."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raise ValidationError after too many sign-ins that failed: each counts until it has come to a good end."""
        if any(limits.COUNTS.take(limit, who) for limit, who in _failing(request, credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the account of an address and its password, or None."""
        user = super().authenticate(request, **credentials)
        for limit, who in _failing(request, credentials) if user else ():
            limits.COUNTS.give(limit, who)
        return user

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the holder of an account; a new account hashes a password, so that this takes as much work."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: JsonObject) -> None:
        """Send it in the name of the site, with links to ADDRESS, where one is set."""
        links = {
            name: settings.ADDRESS + _path(value)
            for name, value in context.items()
            if settings.ADDRESS and isinstance(value, str) and value.startswith(("http://", "https://"))
        }
        super().send_mail(template_prefix, email, {**context, **links, "site_name": current().name, "site": address()})

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return where a reader goes who signs out: to the provider who signed them in, where it ends sessions too."""
        home: str = super().get_logout_redirect_url(request)
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, ())
        provider = next((item["provider"] for item in reversed(methods) if item.get("provider")), "")
        if not (provider and settings.SIGN_ON.providers):
            return home
        from actionlines.register.site.sign_on.provider import ending_at

        return ending_at(request, provider, address() + home) or home

    def format_email_subject(self, subject: str) -> str:
        """Return the subject after the name of the site."""
        return f"[{current().name}] {subject}"


def _path(url: str) -> str:
    """An address without scheme and host."""
    parts = urlsplit(url)
    return url[len(f"{parts.scheme}://{parts.netloc}") :]


def invited(account: User, by: User) -> None:
    """Send the invitation of a new account, by the worker."""
    transaction.on_commit(partial(send_invitation.enqueue, account.pk, by.pk))


@task()
def send_invitation(number: int, by: int) -> None:
    """Write to somebody who is invited, with a link that lets them set a password. The link is kept nowhere."""
    account = User.objects.filter(pk=number, is_active=True).first()
    if account is None or account.has_usable_password():
        return
    with override(language_of(account)):
        from actionlines.register.organisations.names import role_words  # slow to load

        roles = "; ".join(role_words(account.roles.all()))
        lines = (
            _("%(name)s invites you to the register of mandates and activities.")
            % {"name": User.objects.filter(pk=by).first() or _("The administrator")},
            *([_("Your role there: %(roles)s.") % {"roles": roles}] if roles else ()),
            *_way_in(account),
        )
        message = EmailMessage(
            _("You are invited to %(site)s") % {"site": current().name}, "\n\n".join(lines) + "\n", to=[account.email]
        )
    try:
        message.send()
    except Exception:  # as for every message: nobody waits for a mail server
        faults.exception("The invitation of account %s could not be sent.", number)


def _way_in(account: User) -> tuple[str, ...]:
    """Return the lines of an invitation that say how to sign in, in the language that is on."""
    if not settings.SIGN_ON.local_accounts:
        return (_("Sign in here: %(url)s") % {"url": address() + reverse("account_login")},)
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    uid, _dash, key = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return (
        _("Later, ask for a new link on the page “Forgotten password”."),
        _("Set your password here, within %(days)d days: %(url)s")
        % {"days": settings.PASSWORD_RESET_TIMEOUT // 86400, "url": address() + path},
    )


class _MessageCookie(CookieStorage):
    cookie_name = f"{settings.COOKIES_BEGIN}messages"


class Messages(FallbackStorage):
    """Messages for the next page, in a cookie that is named as the other cookies of the site are."""

    storage_classes = (_MessageCookie, SessionStorage)


IDLE = 8 * 3600  # seconds
LONGEST = 14 * 86400  # seconds; a session that is used ends too
_NOTED = 300  # a session is not written to for every page
_REFUSED = frozenset({400, 401, 403, 413, 429})
# What a browser kept of the pages of a user goes when the session ends; the cookie of the language stays.
_CLEAR = '"cache", "storage"'


def forget_sessions() -> None:
    """Delete the sessions that have ended, with the network address and browser of each."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


class IdleSessions:
    """After the user is known: sign out who was away for IDLE or signed in LONGEST ago; go on as a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, to a visitor where the session has ended."""
        if known := bool(request.session.session_key) and request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(SEEN, now - _NOTED)
            if now - seen >= IDLE or now - request.session.setdefault(BEGAN, now) >= LONGEST:
                logout(request)
                messages.info(request, _("You were signed out, as you had not used the site for some hours."))
            elif now - seen >= _NOTED:
                request.session[SEEN] = now
        answer = self.get_response(request)
        if not known and request.user.is_authenticated:
            device = signing.dumps(request.user.pk, salt=limits.DEVICE)
            answer.set_cookie(
                limits.DEVICE, device, limits.DEVICE_FOR, secure=settings.HTTPS, httponly=True, samesite="Lax"
            )
        if known and not request.user.is_authenticated:
            answer["Clear-Site-Data"] = _CLEAR
        if answer.status_code in _REFUSED:
            log_line(f"refused {answer.status_code}", request, getattr(request, "user", None))
        return answer


_CODES = Authenticator.Type.RECOVERY_CODES
_SEALED = "gAAAA"  # how an encrypted text begins


def _factor_cipher() -> Fernet:
    digest = hashlib.sha256(f"actionlines second factor {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


@lru_cache(maxsize=1)  # the codes of one account share a salt: what somebody types is hashed once for all ten
def _hash_code(code: str, hasher: str, **of_hash: Any) -> str:
    return str(get_hasher(hasher).encode(code, **of_hash))


class _HashedCode(str):
    """The hash of a recovery code, equal to the code that it was made of."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, code: object) -> bool:
        if not isinstance(code, str) or len(code) != factor_settings.RECOVERY_CODE_DIGITS:
            return False
        hasher = identify_hasher(str(self))
        of_hash = {name: value for name, value in hasher.decode(str(self)).items() if name in ("salt", "iterations")}
        return hmac.compare_digest(_hash_code(code, hasher.algorithm, **of_hash), str(self))


@receiver(post_save, sender=Authenticator, dispatch_uid="actionlines.hash_codes")
def hash_codes(sender: object, instance: Authenticator, **_more: object) -> None:
    """Replace recovery codes by their hashes once they were shown; `instance` still has what the page shows."""
    if instance.type != _CODES or not {"seed", "viewed_at"} <= instance.data.keys():
        return
    salt = get_hasher().salt()
    hashes = [make_password(code, salt) for code in instance.wrap().get_unused_codes()]
    data = {"migrated_codes": hashes, "viewed_at": instance.data["viewed_at"]}
    Authenticator.objects.filter(pk=instance.pk).update(data=data)


class Factors(DefaultMFAAdapter):
    """How second factors are kept: their seeds encrypted with the secret key of the site, recovery codes as hashes.
    A backup alone gives no code.
    """

    def encrypt(self, text: str) -> str:
        """Return the seed as it is stored."""
        return _factor_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the seed, of another secret key a new one, to which no code is right; a hashed code as it is."""
        if "$" in encrypted_text:
            return _HashedCode(encrypted_text)
        try:
            return _factor_cipher().decrypt(encrypted_text).decode() if is_sealed(encrypted_text) else encrypted_text
        except InvalidToken:
            return base64.b32encode(os.urandom(20)).decode()


def is_sealed(text: object) -> bool:
    """Return whether a seed is encrypted; those of earlier releases are not."""
    return str(text).startswith(_SEALED)


def seal_factors() -> int:
    """Encrypt the seeds of earlier releases, hash all recovery codes, delete what is of another secret key, and
    return how many factors this is.
    """
    deleted = 0
    for factor in Authenticator.objects.iterator():
        for name in {"seed", "secret"} & factor.data.keys():
            try:
                if is_sealed(factor.data[name]):
                    _factor_cipher().decrypt(factor.data[name])
                else:
                    factor.data[name] = Factors().encrypt(factor.data[name])
                    factor.save(update_fields=["data"])
                if factor.type == _CODES:  # those not yet shown too: who comes later makes new ones
                    factor.data.setdefault("viewed_at", time.time())
                    factor.save(update_fields=["data"])
            except InvalidToken:
                factor.delete()
                deleted += 1
    alone = Authenticator.objects.filter(type=_CODES).exclude(
        user__in=Authenticator.objects.exclude(type=_CODES).values("user")
    )
    return deleted + int(alone.delete()[0])

"""How often somebody may do what costs much or lets them guess: 429 with Retry-After beyond that.

Counts are held in memory that the processes of the server share (core.limits): a limit that had to write to the
database at every reading would itself be what slows the site down. allauth keeps its own counts of failed sign-ins
in the cache of the database.
"""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from actionlines.errors import TooManyRequests
from actionlines.register.core.kinds import kinds
from actionlines.register.core.limits import Counts, Limit, rate_of
from actionlines.register.site.sign_on_file import PROVIDER, SAML

if TYPE_CHECKING:
    from actionlines.register.core.models import Person


def _file() -> Path:
    folder: Path = settings.DATA
    return folder / "work" / "limits"


COUNTS = Counts(where=_file)

# Name of an address -> limit of its POST requests.
POSTS = {
    "account_login": rate_of("sign-in"),
    "account_signup": rate_of("sign-up"),
    "account_reset_password": rate_of("reset"),
    "account_reset_password_from_key": rate_of("reset-key"),
    "mfa_authenticate": rate_of("second-factor"),
    # Forms that ask for the password once more: together they let nobody guess it.
    **dict.fromkeys(
        ("account_reauthenticate", "account-delete", "account_change_password", "mfa_reauthenticate"), rate_of("again")
    ),
    f"{PROVIDER}_login": rate_of("sign-on"),  # asks a provider; an office has one address
    f"{SAML}_login": rate_of("sign-on"),
    f"{SAML}_answer": rate_of("sign-on-back"),
    "first": rate_of("first"),
    "token-new": rate_of("token"),
    "import-new": rate_of("import"),
    "data-make": rate_of("bulk-make"),
    **{name: rate_of(limit) for kind in kinds().values() for name, limit in kind.posts.items()},
}
# Name of an address -> limit of any request.
READS = {
    "ask": rate_of("ask"),
    "suggest": rate_of("suggest"),
    "data-file": rate_of("bulk"),
    "oai": rate_of("oai"),
    "sdmx": rate_of("bulk"),
    "sitemap": rate_of("bulk"),
    "sitemaps": rate_of("bulk"),
    "openid_connect_callback": rate_of("sign-on-back"),
    **{name: rate_of(limit) for kind in kinds().values() for name, limit in kind.reads.items()},
}
DOWNLOADS = rate_of("download")  # `?as=` of any list
CHANGES = rate_of("change")  # any other POST
# Sign-ins that fail: of one account from one block or known device, and of all accounts from one block.
FAILED, FAILED_OF_ALL = rate_of("failed"), rate_of("failed-of-all")
# Comments and answers of somebody without an account, by address and consultation.
VISITOR_COMMENT = rate_of("comment-visitor")


def reading(user: Person) -> Limit:
    """Return the limit of pages in a minute: of one account, or of all visitors at one address together.

    A school or a library has one address, so that the second is a bound for programs, not for a class.
    """
    if user.is_authenticated:
        return replace(rate_of("read-account"), most=settings.READS_SIGNED_IN)
    return replace(rate_of("read"), most=settings.READS)


def address_of(request: HttpRequest) -> str:
    """The address of the one who asks. Behind a proxy (ACTIONLINES_HTTPS) the last one that it wrote down: what
    is before it, anybody can write.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    last = forwarded.rpartition(",")[2].strip()
    return (last or request.META.get("REMOTE_ADDR") or "")[:64]


def block_of(request: HttpRequest) -> str:
    """Return the block of addresses that counts as one reader: of IPv6 the /64 that a line or a phone has."""
    address = address_of(request)
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))


# The cookie of a browser that signed in: others at its address who guess do not keep it out.
DEVICE, DEVICE_FOR = f"{settings.COOKIES_BEGIN}device", 365 * 86400  # seconds


def device_of(request: HttpRequest) -> int:
    """Return the account that last signed in from this browser; 0 for none."""
    try:
        return int(signing.loads(request.COOKIES.get(DEVICE, "")[:200], salt=DEVICE, max_age=DEVICE_FOR))
    except signing.BadSignature:
        return 0


class Limits(MiddlewareMixin):
    """Counts requests once it is known which page they ask for."""

    def process_response(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Return the answer; a 429 says how long to wait."""
        if answer.status_code == 429 and not answer.has_header("Retry-After"):
            # allauth does not say how long.
            answer["Retry-After"] = "300"
        return answer

    def process_view(self, request: HttpRequest, view: object, parts: object, named: object) -> HttpResponse | None:
        """Return 429 where a request comes too often, else None."""
        if (limit := _limit(request)) is None:
            return None
        user = request.user
        if limit is _PAGES:
            limit = reading(user)
        who = f"user:{user.pk}" if limit.per == "account" and user.is_authenticated else block_of(request)
        if limit.name == "sign-in" and device_of(request):
            who = request.COOKIES[DEVICE]
        if not (wait := COUNTS.take(limit, who)):
            return None
        answer = too_often(request, wait)
        if limit.name == "oai":
            answer.status_code = 503  # with which the protocol asks a harvester to wait
        return answer


_PAGES = Limit("page", 1, 60)  # counted as `reading`


def _limit(request: HttpRequest) -> Limit | None:
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    if match and match.namespaces and match.namespaces[0].startswith("api"):
        return None  # which counts by its tokens
    if name in READS:
        return READS[name]
    if request.method == "POST":
        return POSTS.get(name, CHANGES)
    return DOWNLOADS if request.GET.get("as") else _PAGES


def too_often(request: HttpRequest, wait: float) -> HttpResponse:
    """The page that says how long to wait."""
    seconds = max(1, round(wait + 0.5))
    error = TooManyRequests(
        "request", _("this was done too often"), _("Wait %(seconds)d seconds, then try again.") % {"seconds": seconds}
    )
    answer = render(request, "error.html", {"error": error}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer

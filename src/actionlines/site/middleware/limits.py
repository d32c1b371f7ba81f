"""How often somebody may do what costs much or lets them guess: 429 with Retry-After beyond that.

Counts are held in the memory of each process: a limit that had to write to the database at every reading would
itself be what slows the site down. allauth keeps its own counts of failed sign-ins in the cache of the database.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from actionlines.errors import TooManyRequests

_KEPT = 20_000  # counts at once; the oldest are forgotten first


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` times in `seconds`."""

    name: str
    most: int
    seconds: int


class Counts:
    """Who has done what how often; for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, limit: Limit, who: str) -> float:
        """Count one; 0 when it is within the limit, else the seconds to wait. What is refused is not counted.

        A bucket that fills evenly: after a pause `most` at once, then one each `seconds / most`.
        """
        each, now, key = limit.seconds / limit.most, self._clock(), (limit.name, who)
        with self._lock:
            left, at = self._held.get(key, (float(limit.most), now))
            left = min(float(limit.most), left + (now - at) / each)
            if left < 1:
                return (1 - left) * each
            self._held[key] = (left - 1, now)
            self._held.move_to_end(key)
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return 0.0

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._held.clear()


COUNTS = Counts()

# Name of an address -> limit of its POST requests.
POSTS = {
    "account_login": Limit("sign-in", 20, 300),
    "account_signup": Limit("sign-up", 10, 3600),
    "account_reset_password": Limit("reset", 10, 3600),
    "account_reset_password_from_key": Limit("reset-key", 20, 3600),
    "mfa_authenticate": Limit("second-factor", 10, 300),
    "account_reauthenticate": Limit("again", 20, 300),
    "first": Limit("first", 20, 300),
    "token-new": Limit("token", 20, 3600),
    "activity-save": Limit("autosave", 120, 60),
    "import-new": Limit("import", 60, 3600),
    "data-make": Limit("bulk-make", 6, 3600),
}
# Name of an address -> limit of any request.
READS = {
    "suggest": Limit("suggest", 120, 60),
    "activity-duplicates": Limit("duplicates", 120, 60),
    "activity-organisations": Limit("names", 120, 60),
    "feed-activities": Limit("feed", 60, 60),
    "feed-mandates": Limit("feed", 60, 60),
    "data-file": Limit("bulk", 30, 60),
}
DOWNLOADS = Limit("download", 30, 60)  # `?as=` of any list
CHANGES = Limit("change", 300, 60)  # any other POST


def address_of(request: HttpRequest) -> str:
    """The address of the one who asks. Behind a proxy (ACTIONLINES_HTTPS) the last one that it wrote down: what
    stands before it, anybody can write.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    last = forwarded.rpartition(",")[2].strip()
    return (last or request.META.get("REMOTE_ADDR") or "")[:64]


class Limits:
    """Counts requests once it is known which page they ask for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == 429 and not answer.has_header("Retry-After"):
            # allauth does not say how long.
            answer["Retry-After"] = "300"
        return answer

    def process_view(self, request: HttpRequest, view: Any, parts: Any, named: Any) -> HttpResponse | None:
        """429 where it was too often."""
        limit = _limit(request)
        if limit is None:
            return None
        user = request.user
        who = f"user:{user.pk}" if limit.name in _BY_USER and user.is_authenticated else address_of(request)
        wait = COUNTS.take(limit, who)
        return too_often(request, wait) if wait else None


_BY_USER = frozenset(
    {"token", "autosave", "import", "change", "duplicates", "names", "second-factor", "again"}
)


def _limit(request: HttpRequest) -> Limit | None:
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    if match and match.namespaces and match.namespaces[0].startswith("api"):
        return None  # which counts by its tokens
    if name in READS:
        return READS[name]
    if request.method == "POST":
        return POSTS.get(name, CHANGES)
    return DOWNLOADS if request.GET.get("as") else None


def too_often(request: HttpRequest, wait: float) -> HttpResponse:
    """The page that says how long to wait."""
    seconds = max(1, round(wait + 0.5))
    error = TooManyRequests(
        "request",
        _("this was done too often"),
        _("Wait %(seconds)d seconds, then try again.") % {"seconds": seconds},
    )
    answer = render(request, "error.html", {"error": error}, status=429)
    answer["Retry-After"] = str(seconds)
    return answer

"""How many requests a minute, counted where no reading waits for a database."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from actionlines.site.middleware.counts import Limit
from actionlines.site.middleware.limits import COUNTS, address_of

# Reading a whole list takes a few hundred requests of a hundred rows: a minute or two.
VISITOR = Limit("api", 120, 60)
TOKEN = Limit("api-token", 600, 60)


class PerMinute(BaseThrottle):
    """A user counts by their account, whatever token they use; a visitor by their address."""

    def __init__(self) -> None:
        self._wait: float | None = None

    def allow_request(self, request: HttpRequest) -> bool:
        """Count this request."""
        user = request.user
        who = f"user:{user.pk}" if user.is_authenticated else address_of(request)
        self._wait = COUNTS.take(TOKEN if user.is_authenticated else VISITOR, who)
        return not self._wait

    def wait(self) -> float | None:
        """Seconds until the next one is let in."""
        return self._wait or None

"""Who is asking: a token, the session of the site, or nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from actionlines.register.models import Token
from actionlines.register.site.middleware.counts import Limit
from actionlines.register.site.middleware.limits import COUNTS, address_of

NOTED_EVERY = timedelta(hours=1)  # the day of last use is for people; it need not be exact


class TokenOrNobody(HttpBearer):
    """The user of a token; without one the visitor, whom the permission table then lets read or not.

    A session of the site does not count here: a page elsewhere that makes a browser send a request can do
    nothing, and no operation needs a CSRF token. Raises AuthenticationError for a token that is unknown, ended,
    or of an account that is kept out.
    """

    def __call__(self, request: HttpRequest) -> Any:
        """The user; never None, so that operations without a token run."""
        if not request.headers.get("Authorization"):
            request.user = AnonymousUser()
            return request.user
        found = super().__call__(request)
        if not found:
            raise AuthenticationError
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The user of the token, or None."""
        now = timezone.now()
        held = (
            Token.objects.select_related("user")
            .filter(Q(ends_at=None) | Q(ends_at__gt=now), digest=Token.digest_of(token), user__is_active=True)
            .first()
        )
        if held is None:
            return None
        if held.used_at is None or now - held.used_at > NOTED_EVERY:
            Token.objects.filter(pk=held.pk).update(used_at=now)
        # Pages, API and actions ask `decide`, which asks the scope too.
        held.user.token_scope = held.scope
        request.user = held.user
        return held.user


# Reading a whole list takes a few hundred requests of a hundred rows: a minute or two.
VISITOR = Limit("api", 120, 60)
TOKEN = Limit("api-token", 600, 60)


class PerMinute(BaseThrottle):
    """A user counts by their account, whatever token they use; a visitor by their address."""

    def __init__(self) -> None:
        self._wait: float | None = None

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and return whether the limit allows it."""
        user = request.user
        who = f"user:{user.pk}" if user.is_authenticated else address_of(request)
        self._wait = COUNTS.take(TOKEN if user.is_authenticated else VISITOR, who)
        return not self._wait

    def wait(self) -> float | None:
        """Seconds until the next one is let in."""
        return self._wait or None

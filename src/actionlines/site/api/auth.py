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

from actionlines.registry.models import Token

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
        request.user = held.user
        return held.user

"""A database that cannot be reached is 503 with Retry-After, not a fault of the reader's."""

from __future__ import annotations

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = 10  # seconds


class DatabaseAway:
    """Outermost, so that no other middleware needs the database on the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of the connection; other errors go their way."""
        if not isinstance(error, InterfaceError | OperationalError):
            return None
        return unavailable()


def unavailable() -> HttpResponse:
    """503 in words that need no database."""
    return HttpResponse(
        render_to_string("unavailable.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)}
    )

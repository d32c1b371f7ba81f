"""Errors of the register as pages: each has a status of HTTP, and says what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actionlines.errors import (
    ActionlinesError,
    InvalidFields,
    NoSuchRecord,
    NotAllowed,
    OriginalGone,
    StaleRecord,
    TooManyRequests,
    UploadRefused,
    WrongState,
)

STATUS: dict[type[ActionlinesError], int] = {
    NotAllowed: 403,
    NoSuchRecord: 404,
    OriginalGone: 410,
    StaleRecord: 409,
    WrongState: 409,
    InvalidFields: 422,
    UploadRefused: 422,
    TooManyRequests: 429,
}


class PlainErrors:
    """Views that can show an error beside its field do so; this is for all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours."""
        if not isinstance(error, ActionlinesError):
            return None
        return render(request, "error.html", {"error": error}, status=status_of(error))


def status_of(error: ActionlinesError) -> int:
    """The status of HTTP for an error."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)

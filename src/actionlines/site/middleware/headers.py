"""Headers of every answer: pages, errors, redirects and static files too."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Django sets some of these too, but on the answers of views alone, not on those that a middleware gives.
_ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Headers:
    """Adds them to every answer, errors too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        for name, value in _ALWAYS.items():
            answer.headers.setdefault(name, value)
        # What one person sees stays out of the caches between them and the site; static files are for all.
        person = hasattr(request, "user") and settings.SESSION_COOKIE_NAME in request.COOKIES
        if person and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"
        return answer

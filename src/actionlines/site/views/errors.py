"""Pages for what went wrong."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actionlines.site.middleware.door import too_large
from actionlines.site.middleware.limits import too_often
from actionlines.site.middleware.unavailable import is_away, unavailable

FIVE_MINUTES = 299.0  # seconds
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 for a form that is too large once it is read."""
    if isinstance(exception, _TOO_LARGE):
        return too_large(request, int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason that the permission table gave."""
    return render(request, "errors/403.html", {"why": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "errors/404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """429, by the counts of allauth, which do not say when they end."""
    return too_often(request, FIVE_MINUTES)


def failed(request: HttpRequest) -> HttpResponse:
    """500, without anything that could fail again; 503 where a middleware met a database that is away."""
    if is_away(sys.exc_info()[1]):
        return unavailable()
    return render(request, "errors/500.html", status=500)

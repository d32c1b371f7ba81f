"""The guard of all requests: it refuses methods that no page has, tokens sent unencrypted, large bodies and NUL
characters, and sets the headers of answers.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from actionlines.errors import UploadRefused

_ROOM = 1 << 20  # bytes of a form beside its file
_MB = 1 << 20
# Pages with a description for programs that ask for one: its first choice counts.
_DESCRIBED = re.compile(r"/data/|/activities/(\d{1,18})/")
_DESCRIBED_AS = {"application/ld+json": "", "text/turtle": "?as=turtle"}
# TRACE would send back what the browser sent, cookies too.
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class RequestGuard:
    """413 for a body beyond UPLOAD_LIMIT (with a file) or DATA_UPLOAD_MAX_MEMORY_SIZE (without), 400 for a NUL
    character in the path. In the query it is dropped: lists are forgiving about what they are asked. 405 for
    other methods; 403 for the API without HTTPS, where the site has it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, or the refusal of a request that no view should see."""
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return HttpResponseForbidden()  # the API: pages were sent to HTTPS before
        if request.method == "OPTIONS" and request.path_info.startswith("/api/"):
            allowed = {"Methods": "GET, HEAD", "Headers": "Accept-Language, If-None-Match"}
            return HttpResponse(status=204, headers={f"Access-Control-Allow-{name}": allowed[name] for name in allowed})
        form = _DESCRIBED_AS.get(request.headers.get("Accept", "").partition(",")[0].partition(";")[0].strip())
        if form is not None and request.method == "GET" and (thing := _DESCRIBED.fullmatch(request.path_info)):
            place = f"/activity/{thing[1]}.jsonld" if thing[1] else "/data/catalogue.jsonld"
            return HttpResponseRedirect(place + form, status=303)
        if "\0" in request.path_info:
            return render(request, "errors/400.html", status=400)
        while "%00" in request.META.get("QUERY_STRING", ""):
            # What is left may make a new one.
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        limit = _limit(request)
        return too_large(request, limit) if _length(request) > limit else self.get_response(request)


def _limit(request: HttpRequest) -> int:
    if request.content_type == "multipart/form-data":
        return int(settings.UPLOAD_LIMIT) + _ROOM
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _length(request: HttpRequest) -> int:
    fields = request.META.get("CONTENT_LENGTH") or "0"
    return int(fields) if fields.isascii() and fields.isdecimal() and len(fields) < 19 else 0


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    """413 that says how much may come."""
    error = UploadRefused(
        "request",
        _("what was sent is too large; at most %(limit)d MB are taken") % {"limit": limit // _MB},
        _("Split the file, or send it without pictures."),
    )
    return render(request, "error.html", {"error": error}, status=413)


# Django sets some of these too, but on the answers of views alone, not on those that a middleware gives.
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


# Pages with addresses of people, sessions and tokens: a browser keeps no copy.
_PERSONAL = ("/account/", "/me/", "/people/", "/first/")

# What is public and for programs, pages of other sites may read too, as a visitor: no cookie and no token goes along.
ELSEWHERE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Retry-After"}
_READ_ELSEWHERE = ("/api/", "/data/", "/oai", "/feeds/", "/embed/")
_FILES = (".json", ".jsonld", ".ttl", ".iati.xml", ".ics")


class Headers(MiddlewareMixin):
    """Adds them to every answer, errors too."""

    def process_response(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Return the answer with the headers that it lacks."""
        described = _DESCRIBED.fullmatch(request.path_info)
        if described:
            patch_vary_headers(answer, ("Accept",))  # the page and its description have one address
        is_free = request.path_info.startswith(_READ_ELSEWHERE) or request.path_info.endswith(_FILES)
        is_free = is_free or bool(described and answer.status_code == 303)
        for name, value in (ALWAYS | ELSEWHERE if is_free else ALWAYS).items():
            answer.headers.setdefault(name, value)
        if "frame-ancestors *" in answer.headers.get("Content-Security-Policy", ""):
            del answer.headers["X-Frame-Options"]  # the one page that others may show in theirs
        if deprecated := getattr(request, "deprecated", None):  # an operation that a later release drops
            for name, value in deprecated.headers().items():
                answer[name] = value
        kind = answer.headers.get("Content-Type", "")
        if kind.endswith("xml"):  # such as an icon; who sets no charset means UTF-8
            answer["Content-Type"] = f"{kind}; charset=utf-8"
        if request.path_info.startswith(_PERSONAL):
            answer["Cache-Control"] = "private, no-store"
        # What one person sees stays out of the caches between them and the site; static files are for all.
        person = hasattr(request, "user") and settings.SESSION_COOKIE_NAME in request.COOKIES
        if person and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"
        return answer

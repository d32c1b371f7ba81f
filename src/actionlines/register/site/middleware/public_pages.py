"""Public pages as visitors see them: not rendered again while nothing has changed.

What such a page shows follows from its address, its language, the records, the search index and the day. Together
they are its version: a browser that has this version gets 304, and a page that another visitor has read comes from
the cache `pages` of the process, which is bounded in pages and in bytes of each. Any event of the trail makes
another version at once, so that a withdrawn record is gone with the next request.

Who is signed in, or has a message waiting, is never answered from here. The CSRF token of a visitor is put into
the kept page when it is sent; no cache between browser and site may keep a page that has one.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from actionlines import __version__
from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Event
from actionlines.register.core.search.index_store import store
from actionlines.register.doors import bulk
from actionlines.register.pages.who import COOKIE
from actionlines.register.preferences.schema import current

LARGEST = 256 * 1024  # bytes of a page that is kept
SECONDS = 300  # that a page is kept
# Two transactions may end in another order than that of their numbers: more than the last number is looked at.
_LAST = 20
# Pages with forms, whose CSRF token is that of one visitor.
PAGES = frozenset(
    (
        "home", "explore", "lines", "action_line", "commitments", "commitment", "goals", "goal", "targets", "target",
        "bodies", "body", "countries", "country", "regions", "region", "budgets", "budget", "search", "ask",
        "version",
        "progress", "progress-series", "progress-compare", "about", "help", "method", "privacy", "accessibility",
        "programs", "first-steps", *(name for kind in kinds().values() for name in kind.kept),
    )
)  # fmt: skip
# Answers that are the same for every visitor.
PLAIN = frozenset(
    (
        "record-json",
        "data-catalogue",
        "data-croissant",
        "api:openapi-json",
        *(name for kind in kinds().values() for name in kind.same_for_all),
    )
)
# What names the newest file with everything, which is made without an event.
_OF_FILES = frozenset(("data-catalogue", "data-croissant"))
_DESCRIPTION = "api:openapi-json"
_TOKEN = b"\0csrf token\0"


class _Kept(NamedTuple):
    """A page in the cache: `headers` with the type of its content."""

    content: bytes
    headers: tuple[tuple[str, str], ...]


class PageRequest(HttpRequest):
    """A request with what is known of its page."""

    page_version: str
    page_is_kept: bool
    page_token: str


class PublicPages:
    """Answers 304, or with a page that is kept, before the view is called; keeps what the view answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse | StreamingHttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Return the answer, and keep it where its view names a version of the page."""
        answer = self.get_response(request)
        version: str = getattr(request, "page_version", "")
        if version and answer.status_code == 200 and not answer.has_header("Cache-Control"):
            if not getattr(request, "page_is_kept", False):
                self._keep(request, answer, version)
            _mark(request, answer, version)
        return answer

    def process_view(self, request: PageRequest, view: object, parts: object, named: object) -> HttpResponse | None:
        """Return 304 or the page that is kept; None where the view must answer."""
        if not _is_for_all(request):
            return None
        if not (version := _version(request)):
            return None
        request.page_version = version
        if "HTTP_IF_NONE_MATCH" in request.META:
            bare = HttpResponse()
            _mark(request, bare, version)
            conditional_response = get_conditional_response(request, etag=bare["ETag"], response=bare)
            if isinstance(conditional_response, HttpResponse) and conditional_response.status_code == 304:
                return conditional_response
        saved: _Kept | None = cache.get(version) if (cache := _cache()) else None
        if saved is None:
            return None
        request.page_is_kept = True
        content = saved.content
        if _TOKEN in content:
            content = content.replace(_TOKEN, token_of(request).encode())
        return HttpResponse(content, headers=dict(saved.headers))

    def _keep(self, request: HttpRequest, answer: HttpResponse | StreamingHttpResponse, version: str) -> None:
        cache = _cache()
        if cache is None or answer.cookies:
            return
        headers = tuple(answer.items())
        if isinstance(answer, StreamingHttpResponse):
            answer.streaming_content = _kept_when_whole(iter(answer), cache, version, headers)
            return
        content = answer.content
        token: str = getattr(request, "page_token", "")
        if token:
            content = content.replace(token.encode(), _TOKEN)
        elif request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return  # a token that is not known here is in it
        if len(content) <= LARGEST:
            cache.set(version, _Kept(content, headers), SECONDS)


def _kept_when_whole(
    pieces: Iterable[bytes], cache: BaseCache, version: str, headers: tuple[tuple[str, str], ...]
) -> Iterator[bytes]:
    """Give the pieces of a download, and keep them all when it is small and complete."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size <= LARGEST:
            held.append(piece)
        yield piece
    if size <= LARGEST:
        cache.set(version, _Kept(b"".join(held), headers), SECONDS)


def token_of(request: PageRequest) -> str:
    """Return the CSRF token of the page that answers this request: one text, wherever the page has it."""
    if not hasattr(request, "page_token"):
        request.page_token = get_token(request)
    return request.page_token


def csrf(request: PageRequest) -> dict[str, object]:
    """Return `csrf_token` for templates, made only where a page has a form."""
    return {"csrf_token": SimpleLazyObject(lambda: token_of(request))}


def _cache() -> BaseCache | None:
    return caches["pages"] if "pages" in settings.CACHES else None


def _is_for_all(request: HttpRequest) -> bool:
    """Whether the answer is that of any visitor who reads this language."""
    match, cookies = request.resolver_match, request.COOKIES
    named = match.view_name if match else ""
    return (
        request.method == "GET"
        and (named in PAGES or named in PLAIN)
        and settings.SESSION_COOKIE_NAME not in cookies
        and f"{settings.COOKIES_BEGIN}messages" not in cookies
        and "HTTP_AUTHORIZATION" not in request.META
        and "HTTP_HX_REQUEST" not in request.META
        and "HTTP_RANGE" not in request.META
    )


def _version(request: HttpRequest) -> str:
    """Return a digest of all that the page follows from; "" while there is no search index."""
    if request.resolver_match and request.resolver_match.view_name == _DESCRIPTION:
        # It follows from the code alone; what is after its address changes nothing.
        parts: tuple[object, ...] = (__version__, request.build_absolute_uri(request.path), get_language())
        return blake2b(repr(parts).encode(errors="replace"), digest_size=16).hexdigest()
    if (stamp := store().stamp()) is None:
        return ""
    match = request.resolver_match
    dumps = bulk.held()[:1] if match and match.view_name in _OF_FILES else []
    events = tuple(Event.objects.order_by("-pk").values_list("pk", flat=True)[:_LAST])
    parts = (
        __version__, request.build_absolute_uri(), get_language(), str(timezone.now().date()), events, stamp,
        current().version, dumps, request.COOKIES.get(COOKIE, "")[:60] if match and match.view_name == "home" else "",
    )  # fmt: skip
    return blake2b(repr(parts).encode(errors="replace"), digest_size=16).hexdigest()


def _mark(request: HttpRequest, answer: HttpResponseBase, version: str) -> None:
    """Set the headers by which browsers and caches know the version."""
    match = request.resolver_match
    plain = match is not None and match.view_name in PLAIN
    # A page with the token of an older cookie is another page: its forms would be refused.
    cookie = "" if plain else str(request.META.get("CSRF_COOKIE", ""))
    own = blake2b(f"{version}{cookie}".encode(), digest_size=16).hexdigest()
    if not answer.has_header("ETag"):
        answer["ETag"] = f'W/"{own}"'
    answer["Cache-Control"] = "public, no-cache" if plain else "private, no-cache"
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))

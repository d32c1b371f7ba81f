"""The pages of the register as a visitor reads them, called in this process through the addresses of the site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve
from django_htmx.middleware import HtmxDetails

from actionlines.register.doors.sitemaps import SITEMAPS
from actionlines.register.site.middleware.public_pages import PAGES as KEPT

# Pages that a server makes from what a reader asks, and those that are for programs or for people with an account.
_ASKED = frozenset(("ask", "search", "compare", "version", "progress-compare", "programs", "first-steps"))
_MORE = (
    "reports-due", "budgets", "budget", "cooperation", "cooperation-country", "consultations", "consultation",
    "consultation-paragraph", "consultation-whole", "consultation-versions", "consultation-dispositions",
    "consultation-statistics", "comment",
)  # fmt: skip
# Names of the addresses that a copy holds.
PAGES = KEPT - _ASKED | frozenset(_MORE)
# What may stand after the address of a page in the copy: a list has pages, a long text has parts.
_PARTS = ("page", "part")
_KEPT_STATUSES = (200, 410)  # what is withdrawn has a page that says so


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to: a page of the copy by its address, and a place on it."""

    address: str
    fragment: str = ""


def site() -> str:
    """Return the address of the register for its readers; "" where ACTIONLINES_ADDRESS is not set."""
    return str(settings.ADDRESS)


@lru_cache(maxsize=2**16)
def _name_of(path: str) -> str:
    resolver_match = match_of(path)
    return resolver_match.view_name if resolver_match else ""


def match_of(path: str) -> ResolverMatch | None:
    """Return what the site has at a path; None where it has nothing."""
    try:
        return resolve(path)
    except Resolver404:
        return None


def target_of(href: str, page: str) -> Target | None:
    """Return what a link on a page means; None where it leads out of the register."""
    own = f"{_own()}/"
    matches = urlsplit(urljoin(f"{own.rstrip('/')}{page}", href.strip()))
    if f"{matches.scheme}://{matches.netloc}/" != own:
        return None
    saved = parse_qsl(matches.query, keep_blank_values=True)
    if [name for name, _value in saved] == ["p"]:
        saved = []  # the server looks for the part of a text that holds the paragraph; the copy knows it
    if saved in ([(name, "1")] for name in _PARTS):
        saved = []
    address = quote(unquote(matches.path), safe="/:@") + (f"?{urlencode(saved)}" if saved else "")
    return Target(address, matches.fragment)


def is_page(address: str) -> bool:
    """Return whether a copy has pages of this name, whatever is after the address."""
    return _name_of(unquote(urlsplit(address).path)) in PAGES


def is_kept(address: str) -> bool:
    """Return whether a copy holds this very address: a page, or a further page or part of it."""
    query = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    plain = not query or (len(query) == 1 and query[0][0] in _PARTS and query[0][1].isdecimal())
    return plain and is_page(address)


def seeds() -> Iterator[str]:
    """Yield the addresses to begin with, those of the sitemap: it names records that no page of a list has."""
    for part in SITEMAPS.values():
        for item in part.items():
            yield part.location(item)


def answer(address: str) -> HttpResponseBase | None:
    """Return what the site answers a visitor in the language that is active; None where it answers nothing.

    The view is called as the site calls it, past its row of the permission table. The middleware that counts
    and keeps requests is not in between.
    """
    path, _mark, query = address.partition("?")
    request = _request(unquote(path), query)
    if (match := match_of(request.path_info)) is None:
        return None
    request.resolver_match = match
    try:
        matches: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return None
    return matches if matches.status_code in (*_KEPT_STATUSES, 301, 302) else None


def rendered(address: str, template: str, context: Mapping[str, object]) -> str:
    """Return a page that the copy alone has, in the frame of the site's pages."""
    return render_to_string(template, {**context}, _request(address, ""))


def _own() -> str:
    """Scheme and host of the links: the register's, else a name that no machine has."""
    return site() or "http://copy.invalid"


class _Visit(WSGIRequest):
    """A request of a visitor; its host is that of the links, which no setting has to allow."""

    htmx: HtmxDetails
    is_copy = True  # pages hold their pictures, which a copy has nowhere else

    def get_host(self) -> str:
        """Return the host that links of the copy name."""
        return urlsplit(_own()).netloc


def _request(path: str, query: str) -> HttpRequest:
    own = urlsplit(_own())
    request = _Visit({
        "REQUEST_METHOD": "GET", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query,
        "SERVER_NAME": own.hostname, "SERVER_PORT": "443" if own.scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(),
        "wsgi.url_scheme": own.scheme,
    })  # fmt: skip
    request.user = AnonymousUser()
    request.session = SessionStore()
    request.htmx = HtmxDetails(request)
    return request

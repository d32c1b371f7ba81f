"""Pages: which action of the permission table a view needs, how its record is found, what every page shows."""

import functools
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.signing import BadSignature, dumps, loads
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils.module_loading import import_string

from actionlines.framework import load
from actionlines.framework.bodies import NAMED
from actionlines.register.core.imports.models import Reading
from actionlines.register.core.imports.run import is_worker_there
from actionlines.register.core.pages.kept_form import kept_fields, leave_form
from actionlines.register.core.permissions import decide, table
from actionlines.register.core.schema import Data
from actionlines.register.people.models import User

View = Callable[..., HttpResponseBase]
Finder = Callable[..., Any]
T = TypeVar("T")
M = TypeVar("M", bound=Model)

PAGES: dict[View, str] = {}


class SignedIn(HttpRequest):
    """A request of somebody with an account: of a page or an operation that the permission table keeps from
    visitors.
    """

    user: User


def page(action: str, record: Finder | None = None) -> Callable[[View], View]:
    """Guard a view by a row of the permission table. With `record`, the view gets what the finder made of the
    address's parts instead of these parts: the record, or a tuple of it and of what else the address says.
    KeyError at import for an action that is not in the table.
    """
    table()[action]

    def _guarded(view: View) -> View:
        @functools.wraps(view)
        def _inner(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
            try:
                fields = record(*parts, *named.values()) if record else None
            except Moved as moved:
                head, _slash, _last = request.path.rstrip("/").rpartition("/")
                question = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(
                    f"{head}/{quote(moved.to, safe=':')}/{'?' if question else ''}{question}"
                )
            matches, *rest = fields if isinstance(fields, tuple) else (fields,)
            if not (decision := decide(request.user, action, matches)):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied(decision.why)
            if request.method == "POST" and (answer := leave_form(request)):
                return answer
            if request.method == "GET" and (form_data := kept_fields(request)):
                request.POST = form_data  # type: ignore[assignment] # immutable too; the stubs have a class of their own
            return view(request, matches, *rest) if record else view(request, *parts, **named)

        PAGES[_inner] = action
        return _inner

    return _guarded


def moved(request: HttpRequest, url: str) -> HttpResponse | None:
    """Return 301 to the address of what a page shows, where the reader came by another one; else None."""
    if request.path == unquote(url):
        return None
    question = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{url}{'?' if question else ''}{question}")


def concept_ids(table: str) -> None:
    """Let addresses begin with an id of a table of the framework, in any letters, as `<bodies:part>/`."""

    class _Id(StringConverter):
        regex = f"{NAMED}.+|[^/]+"

        def to_python(self, value: str) -> str:
            """Return the id as it was typed; raise ValueError where the table has none."""
            if value.lower() not in _small_ids(table) and not (table == "bodies" and value.startswith(NAMED)):
                raise ValueError(value)
            return value

    register_converter(_Id, table)


@functools.cache
def _small_ids(table: str) -> frozenset[str]:
    return frozenset(id_.lower() for id_ in getattr(load(), table))


def find_record(model: type[M], field: str = "pk", **more: Any) -> Callable[[object], M]:
    """Finds a record by the only part of its address; 404 where there is none. `more`: `related=(...)`,
    `prefetch=(...)`.
    """

    def _find(part: object) -> M:
        rows = model._default_manager.select_related(*more.get("related", ())).prefetch_related(
            *more.get("prefetch", ())
        )
        try:
            return rows.get(**{field: part})
        except (ObjectDoesNotExist, OverflowError, ValueError) as error:
            raise Http404 from error

    return _find


class Moved(Exception):
    """A finder knows what an address means, and that it is written in another way; `to` replaces its last part."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


def entry(table: str, prefix: str = "") -> Finder:
    """Return a finder of entries of the framework: `entry("goals", "sdg:")`; 404 where there is none.

    An id in other letters (`c5`) raises Moved, and the page sends the reader on to the id as it is (`C5`).
    """

    def _find(part: str) -> Any:
        held = getattr(load(), table)
        if (matches := held.get(f"{prefix}{part}")) is None:
            wanted = f"{prefix}{part}".lower()
            if (same := next((item for item in held if item.lower() == wanted), None)) is not None:
                raise Moved(same.removeprefix(prefix))
            raise Http404
        return matches

    return _find


def converter(name: str, words: Iterable[str]) -> None:
    """Let addresses hold one of some words, as `<name:part>`."""
    known = tuple(words)

    class _OneOf(StringConverter):
        regex = "|".join(known)

        def to_url(self, value: str) -> str:
            """Return the word; raise ValueError for another one."""
            if value not in known:
                raise ValueError(value)
            return value

    register_converter(_OneOf, name)


def whole_number(text: str | None, otherwise: T, digits: int = 9) -> int | T:
    """Return the number that an address or a form holds; `otherwise` for another text, or more digits."""
    good = text and text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if text and good else otherwise


def site_of(request: HttpRequest) -> str:
    """Return scheme and host without a slash at the end: as the operator's card has it, else that of the request."""
    return str(import_string(settings.CARD)().address or request.build_absolute_uri("/")).rstrip("/")


def page_number(request: HttpRequest) -> int:
    """Return the page that an address asks for with `?page=`; 1 where it asks for none."""
    return whole_number(request.GET.get("page"), 1, 5)


# Seconds after which a page that waits asks again, by a script or without one.
REFRESH = 2


def waiting(request: HttpRequest, reading: Reading, address: str = "") -> HttpResponse:
    """Return the page that waits for a reading, or the part of it that a script asked for.

    address  of the page that shows the answer; this one where it is empty
    """
    context = {
        "reading": reading,
        "address": address or request.get_full_path(),
        "before": reading.before,
        "seconds": REFRESH,
        "no_worker": not is_worker_there(),
    }
    if request.headers.get("HX-Request"):
        if reading.is_going or reading.is_file:
            return render(request, "waiting/state.html", context)
        # The answer is a whole page.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    answer = render(request, "waiting/page.html", context, status=202)
    answer["Retry-After"] = str(REFRESH)
    return answer


def signed(request: HttpRequest, reading: Reading) -> str:
    """Return a reading as an address of this reader holds it: nobody looks into those of others."""
    return dumps(reading.pk, salt=f"reading-{request.user.pk}")


def reading_of(request: HttpRequest, token: str) -> Reading:
    """Return the reading of a signed address. Raises Http404 for that of somebody else."""
    try:
        number = loads(token, salt=f"reading-{request.user.pk}")
        return Reading.objects.select_related("file").get(pk=number)
    except (BadSignature, Reading.DoesNotExist) as error:
        raise Http404 from error


def unread(request: HttpRequest, error: Data, name: str) -> HttpResponse:
    """Return the page that says why a file could not be read."""
    return render(request, "imports/unread.html", {"error": error, "name": name}, status=422)

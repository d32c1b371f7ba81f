"""Pages that every kind of record has: versions, trail, difference, and its verbs."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, Unsettled
from actionlines.register.core import public_view
from actionlines.register.core.kinds import Asks, Kind, Verb, kinds, versioned_models
from actionlines.register.core.models import Drafted, Event, Record, Version
from actionlines.register.core.pages.difference import differences, fields
from actionlines.register.core.pages.page import converter, find_record, page, page_number, whole_number
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.schema import Data, parse_id
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import isolated
from actionlines.register.people.models import User

EVENTS = 50  # on one page of a history
_LARGEST = 2**63 - 1


converter("record_kind", versioned_models())


def record_at(kind: str, pk: int) -> Record:
    """The record of an address; 404 where there is none."""
    if pk > _LARGEST:
        raise Http404
    if (record := versioned_models()[kind].objects.filter(pk=pk).first()) is None:
        raise Http404
    return record


def _version_at(kind: str, pk: int, number: int) -> tuple[Record, int]:
    return record_at(kind, pk), number


def gone(request: HttpRequest, record: Record) -> HttpResponse:
    """Return the page of a withdrawn record."""
    return render(request, "records/gone.html", {"record": record, "gone": public_view.gone_with(record)}, status=410)


@page("trail.view", record=_version_at)
def version(request: HttpRequest, record: Record, number: int) -> HttpResponse:
    """One version; with `?against=N` what differs from version N."""
    all_of_it = sees_draft(request.user, record)
    if public_view.is_withdrawn(record) and not all_of_it:
        return gone(request, record)
    rows = public_view.list_versions(record, all_of_it=all_of_it)
    content = _numbered(request, record, number, rows)
    _hide(request, record, content, all_of_it)
    numbers = list(rows.values_list("number", flat=True)[:200])
    before = max((number for number in numbers if number < content.number), default=None)
    against = whole_number(request.GET.get("against"), None)
    changes = None
    if against is not None and against != content.number:
        other = _numbered(request, record, against, rows)
        _hide(request, record, other, all_of_it)
        changes = differences(record.kind, other.data, content.data)
    context = {
        "record": record,
        "version": content,
        "numbers": numbers,
        "before": before,
        "against": against if changes is not None else None,
        "changes": changes,
        "fields": fields(record.kind, content.data) if changes is None else (),
        "title": title_of(record.kind, content.data),
        "language": content.data.get("language", "") or getattr(record, "title_language", ""),
    }
    return render(request, "records/version.html", context)


def _hide(request: HttpRequest, record: Record, context: Version, all_of_it: bool) -> None:
    """Take from a version what its reader may not see: proposed links, addresses of contacts."""
    if not all_of_it:
        context.data = public_view.without_proposals(record.kind, context.data)
    if not request.user.is_authenticated:
        context.data = public_view.without_contacts(context.data)


def _numbered(request: HttpRequest, record: Record, number: int, rows: QuerySet[Version]) -> Version:
    """Return a version that this reader may see. Raise PermissionDenied where it is not public, else Http404."""
    if number <= 2**31 - 1:
        if matches := rows.filter(number=number).first():
            return matches
        if sees_draft(request.user, record) and (typed := typed_version(record, number)):
            return typed
        if Version.objects.filter(kind=record.kind, record=record.pk, number=number).exists():
            raise PermissionDenied(_("This version is not public."))
    raise Http404


@page("trail.view", record=record_at)
def trail(request: HttpRequest, record: Record) -> HttpResponse:
    """Return the steps of a record that the reader may see. Only those who work on it see who did them."""
    all_of_it = sees_draft(request.user, record)
    content = Paginator(public_view.list_events(record, all_of_it=all_of_it), EVENTS).get_page(page_number(request))
    actors = User.objects.in_bulk({item.actor_id for item in content if item.actor_id}) if all_of_it else {}
    versions = public_view.list_versions(record, all_of_it=all_of_it)
    saved = set(versions.filter(number__in={item.version for item in content}).values_list("number", flat=True))
    rows = [
        {
            "event": item,
            "actor": actors.get(item.actor_id),
            "version": item.version if item.version in saved else None,
            "changes": _changes(record.kind, item) if all_of_it else (),
        }
        for item in public_view.hide_reasons(content, record, all_of_it=all_of_it)
    ]
    context = {
        "record": record,
        "rows": rows,
        "page": content,
        "all_of_it": all_of_it,
        "title": _title(record, all_of_it),
    }
    return render(request, "records/trail.html", context)


def _changes(kind: str, event: Event) -> Any:
    old = {name: pair[0] for name, pair in event.changes.items()}
    new = {name: pair[1] for name, pair in event.changes.items()}
    return differences(kind, old, new)


@page("trail.view", record=record_at)
def as_json(request: HttpRequest, record: Record) -> HttpResponse:
    """The record as plain values: as the public sees it, or as it is now for who may see the draft."""
    if public_view.is_withdrawn(record) and not sees_draft(request.user, record):
        return _json(public_view.tombstone(record), 410)
    return _json(public_view.values_for(request.user, record))


def _json(data: Data, status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _title(record: Record, all_of_it: bool) -> str:
    data = public_view.public_data([record]) or ([as_dict(record)] if all_of_it else [])
    return title_of(record.kind, data[0]) if data else f"{kinds()[record.kind].name} {record.pk}"


def typed_version(record: Record, number: int) -> Version | None:
    """Return what was saved as it was typed, as a version; None for a kind or number that has none."""
    typed = kinds()[record.kind].typed_version
    return typed(record, number) if typed else None


def title_of(kind: str, data: Data) -> str:
    """Return what a serialised record is called."""
    if title := kinds()[kind].title:
        return title(data)
    return str(data.get("title") or data.get("name") or data.get("symbol") or data["id"])


def whom(record: Drafted) -> str:
    """Return whom a record waits for, in the reader's language; "" where it waits for nobody."""
    if record.waits_for() == "submitter":
        return _("Waits for the submitter")
    if record.waits_for() != "reviewer":
        return ""
    if reviewer := getattr(record, "reviewer", None):
        return _("Waits for %(name)s") % {"name": reviewer}
    waits_about = kinds()[record.kind].waits_about
    if about := waits_about(record) if waits_about else "":
        return _("Waits for a reviewer of %(what)s") % {"what": isolated(about)}
    return _("Waits for a reviewer")


def seen(request: HttpRequest) -> int | None:
    """The version that the form or button was shown with; None where it does not say. What is no number is 0, as
    no record has it.
    """
    values = request.POST.get("version")
    return None if values is None else whole_number(values, 0)


def ticked(values: Iterable[str]) -> dict[int, int | None]:
    """Return number -> version that was seen, of records ticked in a list as `12:3`."""
    matches: dict[int, int | None] = {}
    for value in values:
        number, _colon, version = value.partition(":")
        if known := parse_id(number):
            matches[known] = parse_id(version)
    return matches


def onward(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to `next` of the form, a path of this site; else to another address of it."""
    to = request.POST.get("next", "")[:2000]
    safe = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return redirect(to if safe else otherwise)


def _view(kind: Kind, verb: Verb) -> Any:
    @page(verb.action.code, record=find_record(kind.model, related=kind.related, prefetch=kind.prefetched))
    def _verb_page(request: HttpRequest, record: Record) -> HttpResponse:
        if request.method == "POST":
            return _done(request, record, verb)
        return _asked(request, record, verb.asks) if verb.asks else HttpResponseNotAllowed(["POST"])

    return _verb_page


def _done(request: HttpRequest, record: Record, verb: Verb) -> HttpResponse:
    asks = verb.asks
    reason = request.POST.get("reason", "")[: asks.most] if asks and asks.help else ""
    try:
        made = verb.action(request.user, record, version=seen(request), reason=reason).do()
    except InvalidFields as error:
        problem = " ".join(error.fields.values())
        if asks:
            return _asked(request, record, asks, problem, reason)
        messages.error(request, verb.missing or problem)
        return redirect(f"{record.kind}-edit", record.pk) if verb.missing else redirect(record)
    except Unsettled as error:
        messages.error(request, str(error))
        return redirect(record)
    if verb.then:
        verb.then(made)
    if verb.said:
        messages.success(request, verb.said)
    return redirect(verb.to(request, made) if callable(verb.to) else verb.to or made)


def _asked(request: HttpRequest, record: Record, asks: Asks, wrong: str = "", reason: str = "") -> HttpResponse:
    context = {"record": record, "words": asks, "wrong": wrong, "reason": reason}
    return render(request, "records/ask.html", context, status=422 if wrong else 200)


urlpatterns = [
    path("<record_kind:kind>/<int:pk>/v/<int:number>/", version, name="version"),
    path("<record_kind:kind>/<int:pk>/history/", trail, name="trail"),
    path("<record_kind:kind>/<int:pk>.json", as_json, name="record-json"),
    *(
        # `/roadmaps/12/publish/`, called `roadmap-publish`
        path(f"{kind.listed}/<int:part>/{verb.name}/", _view(kind, verb), name=f"{key}-{verb.name}")
        for key, kind in kinds().items()
        for verb in kind.verbs
    ),
]

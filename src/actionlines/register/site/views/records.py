"""What all records share: each of its versions at an address of its own, its history, the record as JSON.

A version that is not public is for those who may see the draft. Of a withdrawn record the public sees a tombstone,
at all its addresses: 410 with when and why, and no content; its history stays, without its versions.
"""

from __future__ import annotations

from typing import Any, TypeGuard

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from actionlines.register.activities.drafts import as_version
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.published import public_data, without_contacts, without_proposals
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict, as_shown
from actionlines.register.models import Drafted, Event, Record, User, Version
from actionlines.register.site.difference import MODELS, differences, fields
from actionlines.register.site.pages import converter, page, page_number, whole_number

EVENTS = 50  # on one page of a history
_LARGEST = 2**63 - 1
GONE = ("withdrawn", "removed")  # of which the public sees a tombstone


converter("record_kind", MODELS)


def record_at(kind: str, pk: int) -> Record:
    """The record of an address; 404 where there is none."""
    if pk > _LARGEST:
        raise Http404
    found = MODELS[kind].objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _version_at(kind: str, pk: int, number: int) -> tuple[Record, int]:
    return record_at(kind, pk), number


def is_withdrawn(record: Record) -> TypeGuard[Drafted | Consultation | Comment]:
    """Whether only a tombstone is left for the public."""
    return getattr(record, "status", "") in GONE


def tombstone(record: Drafted | Consultation | Comment) -> Data:
    """Return the fields of a withdrawn record that stay visible."""
    return {
        "kind": record.kind,
        "id": record.pk,
        "status": record.status,
        "status_since": record.status_since.isoformat(),
        "status_reason": record.status_reason,
    }


def gone(request: HttpRequest, record: Record) -> HttpResponse:
    """Return the page of a withdrawn record."""
    return render(request, "records/gone.html", {"record": record}, status=410)


@page("trail.view", record=_version_at)
def version(request: HttpRequest, record: Record, number: int) -> HttpResponse:
    """One version; with `?against=N` what differs from version N."""
    all_of_it = sees_draft(request.user, record)
    if is_withdrawn(record) and not all_of_it:
        return gone(request, record)
    rows = Version.objects.filter(kind=record.kind, record=record.pk)
    if not all_of_it:
        rows = rows.filter(public=True)
    shown = _numbered(request, record, number, rows)
    _hide(request, record, shown, all_of_it)
    numbers = list(rows.values_list("number", flat=True)[:200])
    before = max((one for one in numbers if one < shown.number), default=None)
    against = whole_number(request.GET.get("against"), None)
    changes = None
    if against is not None and against != shown.number:
        other = _numbered(request, record, against, rows)
        _hide(request, record, other, all_of_it)
        changes = differences(record.kind, other.data, shown.data)
    context = {
        "record": record,
        "version": shown,
        "numbers": numbers,
        "before": before,
        "against": against if changes is not None else None,
        "changes": changes,
        "fields": fields(record.kind, shown.data) if changes is None else (),
        "title": title_of(record.kind, shown.data),
        "language": shown.data.get("language", ""),
    }
    return render(request, "records/version.html", context)


def _hide(request: HttpRequest, record: Record, shown: Version, all_of_it: bool) -> None:
    """Take from a version what its reader may not see: proposed links, addresses of contacts."""
    if not all_of_it:
        shown.data = without_proposals(record.kind, shown.data)
    if not request.user.is_authenticated:
        shown.data = without_contacts(shown.data)


def _numbered(request: HttpRequest, record: Record, number: int, rows: QuerySet[Version]) -> Version:
    """Return a version that this reader may see. Raise PermissionDenied where it is not public, else Http404."""
    if number <= 2**31 - 1:
        if found := rows.filter(number=number).first():
            return found
        if sees_draft(request.user, record) and (found := as_version(record, number)):
            return found
        if Version.objects.filter(kind=record.kind, record=record.pk, number=number).exists():
            raise PermissionDenied(_("This version is not public."))
    raise Http404


@page("trail.view", record=record_at)
def trail(request: HttpRequest, record: Record) -> HttpResponse:
    """What was done to a record. The public sees what became public; who did it is for those who work on it."""
    all_of_it = sees_draft(request.user, record)
    events = Event.objects.filter(kind=record.kind, record=record.pk)
    versions = Version.objects.filter(kind=record.kind, record=record.pk)
    if not all_of_it:
        versions = versions.filter(public=True)
        events = events.filter(version__in=versions.values("number"))
    shown = Paginator(events, EVENTS).get_page(page_number(request))
    actors = User.objects.in_bulk({one.actor_id for one in shown if one.actor_id}) if all_of_it else {}
    if is_withdrawn(record) and not all_of_it:
        # That something was done stays on record; what it said is gone.
        versions = versions.none()
    kept = set(versions.filter(number__in={one.version for one in shown}).values_list("number", flat=True))
    rows = [
        {
            "event": one,
            "actor": actors.get(one.actor_id),
            "version": one.version if one.version in kept else None,
            "changes": _changes(record.kind, one) if all_of_it else (),
        }
        for one in shown
    ]
    context = {"record": record, "rows": rows, "page": shown, "all_of_it": all_of_it, "title": _title(record)}
    return render(request, "records/trail.html", context)


def _changes(kind: str, event: Event) -> Any:
    old = {name: pair[0] for name, pair in event.changes.items()}
    new = {name: pair[1] for name, pair in event.changes.items()}
    return differences(kind, old, new)


@page("trail.view", record=record_at)
def as_json(request: HttpRequest, record: Record) -> HttpResponse:
    """The record as plain values: as the public sees it, or as it is now for who may see the draft."""
    if sees_draft(request.user, record):
        return _json(as_shown(record))
    if is_withdrawn(record):
        return _json(tombstone(record), 410)
    found = public_data([record], request.user)
    if not found:
        raise Http404
    return _json(found[0])


def _json(data: Data, status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _title(record: Record) -> str:
    shown = public_data([record])
    return title_of(record.kind, shown[0] if shown else as_dict(record))


def title_of(kind: str, data: Data) -> str:
    """What a serialised record is called."""
    if kind == "mandate":
        return f"{data['instrument']}, {data['paragraph']}"
    if kind == "envelope":
        return f"{data['plan']}: {data['objective']}"
    return str(data.get("title") or data.get("name") or data.get("symbol") or data["id"])


urlpatterns = [
    path("<record_kind:kind>/<int:pk>/v/<int:number>/", version, name="version"),
    path("<record_kind:kind>/<int:pk>/history/", trail, name="trail"),
    path("<record_kind:kind>/<int:pk>.json", as_json, name="record-json"),
]

"""Records in the API: the form of one, its versions, its verbs."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from actionlines.register.core import public_view
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import allow, find, operation
from actionlines.register.core.kinds import versioned_models
from actionlines.register.core.models import Event, Record, Version
from actionlines.register.core.pages.records import typed_version
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.schema import ID, Data
from actionlines.register.people.models import User

router = Router(tags=["records"])
Kind = Annotated[str, s.OneOf(tuple(versioned_models()))]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _record(request: HttpRequest, kind: str, number: int) -> tuple[Record, bool]:
    """(the record, whether the reader sees what is not public of it)."""
    matches = find(versioned_models()[kind], number)
    allow(request, "trail.view", matches)
    return matches, sees_draft(request.user, matches)


@router.get("/records/{kind}/{id}/versions", response={200: s.page_of(s.Version), 304: None, **PROBLEMS})
@operation("trail.view")
def versions(request: HttpRequest, kind: Path[Kind], id: Path[ID], query: Query[Paged]) -> HttpResponse:
    """The versions of a record, the newest first; of a withdrawn one the public sees none."""
    record, all_of_it = _record(request, kind, id)
    return paged(request, query, public_view.list_versions(record, all_of_it=all_of_it).defer("data"), _version)


def _version(row: Version) -> Data:
    return {"number": row.number, "at": row.at.isoformat(), "public": row.public, "data": None}


@router.get(
    "/records/{kind}/{id}/versions/{number}", response={200: s.Version, 304: None, 410: s.Tombstone, **PROBLEMS}
)
@operation("trail.view")
def version(request: HttpRequest, kind: Path[Kind], id: Path[ID], number: Path[Number]) -> HttpResponse:
    """A version of a record: its fields at that time."""
    record, all_of_it = _record(request, kind, id)
    if public_view.is_withdrawn(record) and not all_of_it:
        return given(request, public_view.tombstone(record), 410)
    row = public_view.list_versions(record, all_of_it=all_of_it).filter(number=number).first()
    if row is None and all_of_it:
        row = typed_version(record, number)
    if row is None:
        raise Http404
    data = row.data if all_of_it else public_view.without_proposals(record.kind, row.data)
    data = data if request.user.is_authenticated else public_view.without_contacts(data)
    return given(request, {**_version(row), "data": data})


@router.get("/records/{kind}/{id}/events", response={200: s.page_of(s.Event), 304: None, **PROBLEMS})
@operation("trail.view")
def events(request: HttpRequest, kind: Path[Kind], id: Path[ID], query: Query[Paged]) -> HttpResponse:
    """What was done to a record, the latest first. The public sees what became public."""
    record, all_of_it = _record(request, kind, id)
    rows = public_view.list_events(record, all_of_it=all_of_it)
    first = (query.page - 1) * query.size
    wanted = rows[first : first + query.size].values_list("actor_id", flat=True)
    actors = User.objects.in_bulk({item for item in wanted if item}) if all_of_it else {}
    return paged(request, query, rows, lambda row: _event(row, record, actors, all_of_it))


def _event(row: Event, record: Record, actors: dict[int, User], all_of_it: bool) -> Data:
    actor = actors.get(row.actor_id or 0)
    return {
        "at": row.at.isoformat(),
        "action": row.action,
        "version": row.version,
        "reason": public_view.hide_reasons([row], record, all_of_it=all_of_it)[0].reason,
        "actor": str(actor) if actor else None,
        "changes": row.changes if all_of_it else {},
    }

"""Activities and good practices: reading them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query
from ninja import Schema as _Schema

from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.published import public_data
from actionlines.register.core.schema import ID
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Activity
from actionlines.register.site.api import activities_doing
from actionlines.register.site.api import schemas as s
from actionlines.register.site.api.answers import PROBLEMS
from actionlines.register.site.api.lists import Asked, given, listed
from actionlines.register.site.api.operations import operation, seen_by
from actionlines.register.site.views.records import tombstone

router = activities_doing.router  # one router for one path, or the second would hide behind the first


class Which(_Schema):
    """`published`: the published version, also for those who may see the draft of the next one."""

    published: bool = False


def records() -> QuerySet[Activity]:
    """Return activities with the related rows that their serialiser needs."""
    rows = Activity.objects.select_related("organisation")
    return rows.prefetch_related("partners", "places", "links", "mandate_links")


@router.get("/activities", response={200: s.page_of(s.Activity, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def activities(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """All published activities, filtered."""
    return listed(request, asked, "activity", records)


@router.get("/activities/{id}", response={200: s.Activity, 304: None, 410: s.Tombstone, **PROBLEMS})
@operation("activity.view")
def activity(request: HttpRequest, id: Path[ID], which: Query[Which]) -> HttpResponse:
    """The published version; for those who may see it, the record as it is now. 410 when it was withdrawn."""
    found = seen_by(request, records(), id)
    if sees_draft(request.user, found) and not which.published:
        return given(request, as_dict(found))
    if found.status == "withdrawn":
        return given(request, tombstone(found), 410)
    public = public_data([found], request.user)
    if not public:
        raise Http404
    return given(request, public[0])

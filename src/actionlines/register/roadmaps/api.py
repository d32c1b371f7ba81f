"""Road maps in the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from actionlines.papers.write import FORMATS, MEDIA_TYPES
from actionlines.register.activities.api import Reason, Which
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Asked, given, listed
from actionlines.register.core.api.operations import Seen, do, operation, seen_by
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.pages.records import tombstone
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import ID, Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.roadmaps import actions as own
from actionlines.register.roadmaps import parts
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.papers import made
from actionlines.register.roadmaps.schema import MetricFields, MilestoneFields, NewRoadMapFields, RoadMapFields
from actionlines.register.roadmaps.schema import RoadMap as RoadMapOutside

router = Router(tags=["road maps"])
DONE: Any = {200: RoadMapOutside, **PROBLEMS}
_Line = Annotated[str, Field(max_length=40)]
_Year = Annotated[int, Field(ge=2003, le=2100)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class NewRoadMap(Schema):
    """The fields of a new road map."""

    model_config = ConfigDict(extra="forbid")
    fields: NewRoadMapFields


class EditedRoadMap(Seen):
    """The fields of a road map to change."""

    fields: RoadMapFields


class Chosen(Seen):
    """A target, goal, commitment or indicator (`ref`, an id of the framework): included, excluded or undecided."""

    kind: Literal["target", "goal", "commitment", "indicator"]
    ref: _Line
    decision: Literal["taken", "left", "proposed"]


class PutMetric(Seen):
    """A metric to add, or with its `id` to change."""

    id: Number | None = None
    fields: MetricFields


class PutMilestone(Seen):
    """A milestone to add, or with its `id` to change."""

    id: Number | None = None
    fields: MilestoneFields


class Done(Seen):
    """The day on which it was reached; today where none is given, "" takes the mark back."""

    on: Annotated[str, Field(max_length=10)] | None = None


class File(Schema):
    """In which form, and with the words of the program in which language."""

    form: Annotated[str, s.OneOf(FORMATS)] = "html"
    language: Annotated[str, Field(max_length=2)] = ""
    published: bool = False


@router.get("/roadmaps", response={200: s.page_of(RoadMapOutside, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def roadmaps(request: HttpRequest, query: Query[Asked]) -> HttpResponse:
    """All published road maps, filtered."""
    return listed(request, query, "roadmap", RoadMap.objects.all)


@router.post("/roadmaps", response={201: RoadMapOutside, **PROBLEMS})
@operation("roadmap.create")
def create(request: SignedIn, body: NewRoadMap) -> HttpResponse:
    """Begin a road map of one line, or the joint one of several."""
    fields = body.fields.model_dump(exclude_unset=True)
    return given(request, as_dict(own.CreateRoadMap(request.user, fields=fields).do()), 201)


@router.get("/roadmaps/{id}", response={200: RoadMapOutside, 304: None, 410: s.Tombstone, **PROBLEMS})
@operation("roadmap.view")
def roadmap(request: HttpRequest, id: Path[ID], which: Query[Which]) -> HttpResponse:
    """The published version; for those who may see it, the record as it is now. 410 when it was withdrawn."""
    road_map = seen_by(request, RoadMap, id)
    if road_map.status == "withdrawn":
        return given(request, tombstone(road_map), 410)
    return given(request, _data(request, road_map, which.published))


def _data(request: HttpRequest, road_map: RoadMap, published: bool) -> Data:
    if sees_draft(request.user, road_map) and not published:
        return as_dict(road_map)
    public = public_data([road_map])
    if not public:
        raise Http404
    return public[0]


@router.patch("/roadmaps/{id}", response=DONE)
@operation("roadmap.edit")
def edit(request: SignedIn, id: Path[ID], body: EditedRoadMap) -> HttpResponse:
    """Change fields. Of what is published, this makes a draft of the next version."""
    fields = body.fields.model_dump(exclude_unset=True)
    return do(request, RoadMap, id, own.EditRoadMap, body, fields=fields)


@router.post("/roadmaps/{id}/items", response=DONE)
@operation("roadmap.edit")
def choose(request: SignedIn, id: Path[ID], body: Chosen) -> HttpResponse:
    """Take or leave what is proposed."""
    more = {"kind": body.kind, "ref": body.ref, "decision": body.decision}
    return do(request, RoadMap, id, parts.ChooseItem, body, **more)


@router.post("/roadmaps/{id}/metrics", response=DONE)
@operation("roadmap.edit")
def put_metric(request: SignedIn, id: Path[ID], body: PutMetric) -> HttpResponse:
    """Add a metric to the road map, or change one."""
    fields = body.fields.model_dump(exclude_unset=True)
    return do(request, RoadMap, id, parts.PutMetric, body, id=body.id, fields=fields)


@router.post("/roadmaps/{id}/metrics/{part}/remove", response=DONE)
@operation("roadmap.edit")
def remove_metric(request: SignedIn, id: Path[ID], part: Path[Number], body: Seen) -> HttpResponse:
    """Remove a metric from the road map."""
    return do(request, RoadMap, id, parts.RemoveMetric, body, id=part)


@router.post("/roadmaps/{id}/milestones", response=DONE)
@operation("roadmap.edit")
def put_milestone(request: SignedIn, id: Path[ID], body: PutMilestone) -> HttpResponse:
    """Add a milestone, or change one."""
    fields = body.fields.model_dump(exclude_unset=True)
    return do(request, RoadMap, id, parts.PutMilestone, body, id=body.id, fields=fields)


@router.post("/roadmaps/{id}/milestones/{part}/remove", response=DONE)
@operation("roadmap.edit")
def remove_milestone(request: SignedIn, id: Path[ID], part: Path[Number], body: Seen) -> HttpResponse:
    """Remove a milestone from the road map."""
    return do(request, RoadMap, id, parts.RemoveMilestone, body, id=part)


@router.post("/roadmaps/{id}/milestones/{part}/done", response=DONE)
@operation("roadmap.milestone")
def done(request: SignedIn, id: Path[ID], part: Path[Number], body: Done) -> HttpResponse:
    """Say that a milestone was reached; what is published stays so."""
    return do(request, RoadMap, id, parts.MarkMilestoneDone, body, id=part, on=body.on)


@router.post("/roadmaps/{id}/submit", response=DONE)
@operation("roadmap.submit")
def submit(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Submit the road map to the reviewers."""
    return do(request, RoadMap, id, own.SubmitRoadMap, body)


@router.post("/roadmaps/{id}/changes", response=DONE)
@operation("roadmap.changes")
def changes(request: SignedIn, id: Path[ID], body: Reason) -> HttpResponse:
    """Send the road map back to its owner, with a reason."""
    return do(request, RoadMap, id, own.RequestRoadMapChanges, body, reason=body.reason)


@router.post("/roadmaps/{id}/publish", response=DONE)
@operation("roadmap.publish")
def publish(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Make this version what the public sees."""
    return do(request, RoadMap, id, own.PublishRoadMap, body)


@router.post("/roadmaps/{id}/withdraw", response=DONE)
@operation("roadmap.withdraw")
def withdraw(request: SignedIn, id: Path[ID], body: Reason) -> HttpResponse:
    """Take it from the public, with a reason that the public reads."""
    return do(request, RoadMap, id, own.WithdrawRoadMap, body, reason=body.reason)


@router.get(
    "/roadmaps/{id}/file",
    response={200: None, **PROBLEMS},
    openapi_extra={
        "responses": {200: {"description": "The file", "content": {item: {} for item in MEDIA_TYPES.values()}}}
    },
)
@operation("roadmap.view")
def file(request: HttpRequest, id: Path[ID], query: Query[File]) -> HttpResponse:
    """The whole road map as a page, a document, a PDF, a workbook or data."""
    road_map = seen_by(request, RoadMap, id)
    if road_map.status == "withdrawn":
        raise Http404
    data = _data(request, road_map, query.published)
    return HttpResponse(made(data, query.form, query.language), content_type=MEDIA_TYPES[query.form])

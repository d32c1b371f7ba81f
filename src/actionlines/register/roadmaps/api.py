"""Road maps in the API."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from actionlines.papers.write import FORMATS, MEDIA_TYPES
from actionlines.register.activities.api import Reason, Which
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, given
from actionlines.register.core.api.operations import Seen, operation, seen_by
from actionlines.register.core.public_view import tombstone, values_for
from actionlines.register.core.schema import ID
from actionlines.register.roadmaps import actions as own
from actionlines.register.roadmaps import parts
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.papers import made
from actionlines.register.roadmaps.schema import MetricFields, MilestoneFields, NewRoadMapFields, RoadMapFields
from actionlines.register.roadmaps.schema import RoadMap as RoadMapOutside

router = Router(tags=["road maps"])
_Line = Annotated[str, Field(max_length=40)]
_Year = Annotated[int, Field(ge=2003, le=2100)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


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


_operations = KindOperations(router, "roadmaps", RoadMap, RoadMapOutside)
_PART: Any = [("part", "id", Path[Number])]
_operations.list("roadmap", RoadMap.objects.all, "All published road maps, filtered.")
_operations.create(
    own.CreateRoadMap,
    NewRoadMapFields,
    "Begin a road map of one line, or the joint one of several.",
    "The fields of a new road map.",
)
_operations.edit(
    own.EditRoadMap,
    RoadMapFields,
    "Change fields. Of what is published, this makes a draft of the next version.",
    "The fields of a road map to change.",
)
_operations.verb("items", parts.ChooseItem, "Take or leave what is proposed.", Chosen, name="choose")
says = "Add a metric to the road map, or change one."
_operations.verb("metrics", parts.PutMetric, says, PutMetric, name="put_metric")
says = "Remove a metric from the road map."
_operations.verb("metrics/{part}/remove", parts.RemoveMetric, says, name="remove_metric", parts=_PART)
_operations.verb(
    "milestones", parts.PutMilestone, "Add a milestone, or change one.", PutMilestone, name="put_milestone"
)
says = "Remove a milestone from the road map."
_operations.verb("milestones/{part}/remove", parts.RemoveMilestone, says, name="remove_milestone", parts=_PART)
says = "Say that a milestone was reached; what is published stays so."
_operations.verb("milestones/{part}/done", parts.MarkMilestoneDone, says, Done, name="done", parts=_PART)
_operations.verb("submit", own.SubmitRoadMap, "Submit the road map to the reviewers.")
says = "Send the road map back to its owner, with a reason."
_operations.verb("changes", own.RequestRoadMapChanges, says, Reason)
_operations.verb("publish", own.PublishRoadMap, "Make this version what the public sees.")
_operations.verb(
    "withdraw", own.WithdrawRoadMap, "Take it from the public, with a reason that the public reads.", Reason
)


@router.get("/roadmaps/{id}", response={200: RoadMapOutside, 304: None, 410: s.Tombstone, **PROBLEMS})
@operation("roadmap.view")
def roadmap(request: HttpRequest, id: Path[ID], which: Query[Which]) -> HttpResponse:
    """The published version; for those who may see it, the record as it is now. 410 when it was withdrawn."""
    road_map = seen_by(request, RoadMap, id)
    if road_map.status == "withdrawn":
        return given(request, tombstone(road_map), 410)
    return given(request, values_for(request.user, road_map, which.published))


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
    data = values_for(request.user, road_map, query.published)
    return HttpResponse(made(data, query.form, query.language), content_type=MEDIA_TYPES[query.form])

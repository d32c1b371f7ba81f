"""Reports in the API."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import ConfigDict, Field

from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, given
from actionlines.register.core.api.operations import Seen, allow, do, find, operation, seen_by
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.public_view import public_data, values_for
from actionlines.register.core.schema import ID, Data, JsonBool
from actionlines.register.core.serialise import as_dict
from actionlines.register.reports import actions as act
from actionlines.register.reports.builds import seen_now, started
from actionlines.register.reports.models import Report, ReportBuild, ReportStatus
from actionlines.register.reports.schema import Report as ReportOutside
from actionlines.register.reports.schema import ReportFields, ReportPaper

router = Router(tags=["reports"])
_Short = Annotated[str, Field(max_length=160)]


class NewReportParameters(Schema):
    """What it is about, as far as its type has it: `symbol`, `area`, `since` and `until` (years), `body`."""

    model_config = ConfigDict(extra="forbid")
    symbol: _Short = ""
    area: _Short = ""
    since: _Short = ""
    until: _Short = ""
    body: _Short = ""


class NewReport(Schema):
    """The type, parameters and fields of a new report."""

    model_config = ConfigDict(extra="forbid")
    type: _Short
    parameters: NewReportParameters = Field(default_factory=NewReportParameters)
    fields: ReportFields = Field(default_factory=lambda: ReportFields.model_validate({}))


class WrittenSection(Seen):
    """The text of a section, with facts as `{{question}}`. `anew`: the values of today count as seen."""

    section: _Short
    text: str = Field("", max_length=20_000)
    anew: JsonBool = False


class Why(Seen):
    """The reason of a decision on a report."""

    reason: str = Field("", max_length=4000)


def _public() -> QuerySet[Report]:
    rows = Report.objects.filter(published_build__isnull=False).exclude(status=ReportStatus.WITHDRAWN)
    return rows.select_related("published_build").order_by("-published_at", "pk")


@router.get("/reports/{id}/paper", response={200: ReportPaper, 304: None, **PROBLEMS})
@operation("report.view")
def paper(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The paper: what was published, or what was last built for those who may see the draft."""
    record = seen_by(request, Report, id)
    values_for(request.user, record)
    held = record.builds.first() if sees_draft(request.user, record) else record.published_build
    if held is None:
        raise Http404
    return given(request, _built(held))


def _built(held: ReportBuild) -> Data:
    names = ("version", "language", "status", "sha256", "flags", "error", "paper")
    return {name: getattr(held, name) for name in names}


@router.post("/reports", response={201: ReportOutside, **PROBLEMS})
@operation("report.create")
def create(request: SignedIn, body: NewReport) -> HttpResponse:
    """Create a draft of a report."""
    made = act.CreateReport(
        request.user,
        type=body.type,
        parameters=body.parameters.model_dump(),
        fields=body.fields.model_dump(exclude_unset=True),
    ).do()
    return given(request, as_dict(made), 201)


@router.post("/reports/{id}/write", response={200: ReportOutside, **PROBLEMS})
@operation("report.edit")
def write(request: SignedIn, id: Path[ID], body: WrittenSection) -> HttpResponse:
    """Write the text of a section; an empty one takes it away."""
    record = find(Report, id)
    allow(request, "report.edit", record)
    seen = seen_now(record, body.section, body.text, renew=body.anew)
    more = {"section": body.section, "text": body.text, "seen": seen}
    return do(request, Report, id, act.WriteSection, body, **more)


@router.post("/reports/{id}/build", response={200: ReportPaper, **PROBLEMS})
@operation("report.edit")
def build(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Begin to make the paper; ask for it until its status is done."""
    record = find(Report, id)
    allow(request, "report.edit", record)
    return given(request, _built(started(record)))


_operations = KindOperations(router, "reports", Report, ReportOutside)
says = "Change title, language, masthead or what was chosen."
_operations.edit(act.EditReport, ReportFields, says, "The fields of a report to change.")
_operations.verb("submit", act.SubmitReport, "Submit the report to those who may publish it.")
_operations.verb("recall", act.RecallReport, "Take a submitted report back to work on it.")
_operations.verb("return", act.ReturnReport, "Send it back with what should change.", Why, name="send_back")
_operations.verb("publish", act.PublishReport, "Make public what was last built of this version.")
_operations.verb("revise", act.ReviseReport, "Begin the next version of a published report.")
_operations.verb("withdraw", act.WithdrawReport, "Take it away; a published one leaves a tombstone.", Why)
_operations.pages(_public, "All published reports, the newest first.", lambda report: public_data([report])[0])
says = "One report: as it was published, or the draft for those who may see it."
_operations.record("report.view", says)

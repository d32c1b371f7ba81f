"""The register of mandates: reading, and what a reviewer or a lead does with one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from actionlines.mandates.model import FIELDS
from actionlines.register.core.permissions import decide
from actionlines.register.core.published import without_proposals
from actionlines.register.core.schema import ID, Input
from actionlines.register.core.serialise import as_shown
from actionlines.register.mandates import actions as act
from actionlines.register.mandates.models import ProgressEvidence
from actionlines.register.mandates.schema import Corrected
from actionlines.register.models import Mandate
from actionlines.register.site.api import schemas as s
from actionlines.register.site.api.answers import PROBLEMS
from actionlines.register.site.api.lists import Asked, given, listed
from actionlines.register.site.api.operations import do, operation, seen_by
from actionlines.register.site.pages import SignedIn

router = Router(tags=["mandates"])
DONE: Any = {200: s.Mandate, **PROBLEMS}
Reason = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(max_length=120)]


class Seen(Schema):
    """`version`: that which you saw; where the record has another by now, nothing is done (409)."""

    model_config = ConfigDict(extra="forbid")
    version: int = Field(ge=1, le=2**31 - 1)


class Rejected(Seen):
    """The reason why a proposal is no mandate."""

    reason: Reason


class Correction(Corrected, Seen):
    """Only what differs need be given."""

    reason: Reason = ""


class Checked(Seen):
    """A field of `checks` that somebody has read and found right."""

    field: Annotated[str, s.OneOf(FIELDS)]


class Lead(Seen):
    """The number of the organisation that sees to it, null for none; or `body`, a body of the framework."""

    lead: ID | None
    body: Name = ""


class Evidence(Input):
    """`paragraph`: symbol, anchor, quote; `activity`: activity; `link`: url; `indicator`: series, area, year,
    value.
    """

    symbol: Name = ""
    anchor: Name = ""
    quote: str = Field("", max_length=2000)
    activity: ID | None = None
    series: Name = ""
    area: Name = ""
    year: int | None = Field(None, ge=1, le=9999)
    value: float | None = None
    url: str = Field("", max_length=500)


class Progress(Seen):
    """What was done, and what shows it."""

    text: str = Field(max_length=4000)
    evidence_kind: Annotated[str, s.OneOf(ProgressEvidence)]
    evidence: Evidence


class Status(Seen):
    """What has become of it, why and since when."""

    status: Literal["under_way", "delivered", "superseded"]
    reason: Reason
    on: date | None = None
    superseded_by: ID | None = None
    again: bool = Field(False, description="delivered for this time: what recurs is due on its next day")


class LinkDecision(Seen):
    """A concept confirmed, rejected or added."""

    concept: Annotated[str, Field(max_length=40)]
    status: Literal["confirmed", "rejected"]


def _records() -> QuerySet[Mandate]:
    rows = Mandate.objects.select_related("instrument", "paragraph")
    return rows.prefetch_related("addressees", "links", "progress").defer("instrument__warnings")


@router.get("/mandates", response={200: s.page_of(s.Mandate, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def mandates(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Mandates that a text decides, all but rejected proposals, filtered; `force=any` gives the others too."""
    return listed(request, asked, "mandate", _records)


@router.get("/mandates/{id}", response={200: s.Mandate, 304: None, **PROBLEMS})
@operation("mandate.view")
def mandate(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The mandate with this number."""
    found = seen_by(request, _records(), id)
    data = as_shown(found)
    decides = decide(request.user, act.DecideMandateLink.code, found)
    return given(request, data if decides else without_proposals(found.kind, data))


@router.post("/mandates/{id}/confirm", response=DONE)
@operation("mandate.confirm")
def confirm(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """It is a mandate, as it stands."""
    return do(request, Mandate, id, act.ConfirmMandate, body)


@router.post("/mandates/{id}/correct", response=DONE)
@operation("mandate.correct")
def correct(request: SignedIn, id: Path[ID], body: Correction) -> HttpResponse:
    """Fields as people read them; a proposal is confirmed by it, and the fields given are no longer to check."""
    given_ = {name: getattr(body, name) for name in body.model_fields_set - {"version"}}
    return do(request, Mandate, id, act.CorrectMandate, body, **given_)


@router.post("/mandates/{id}/checked", response=DONE)
@operation("mandate.correct")
def checked(request: SignedIn, id: Path[ID], body: Checked) -> HttpResponse:
    """A doubtful field is right as it stands: nobody need check it any more."""
    return do(request, Mandate, id, act.ConfirmField, body, field=body.field)


@router.post("/mandates/{id}/reject", response=DONE)
@operation("mandate.reject")
def reject(request: SignedIn, id: Path[ID], body: Rejected) -> HttpResponse:
    """It is none: nobody is asked to do anything."""
    return do(request, Mandate, id, act.RejectMandate, body, reason=body.reason)


@router.post("/mandates/{id}/lead", response=DONE)
@operation("mandate.assign")
def lead(request: SignedIn, id: Path[ID], body: Lead) -> HttpResponse:
    """Say which organisation sees to it."""
    return do(request, Mandate, id, act.AssignLead, body, lead=body.lead, body=body.body)


@router.post("/mandates/{id}/progress", response=DONE)
@operation("mandate.progress")
def progress(request: SignedIn, id: Path[ID], body: Progress) -> HttpResponse:
    """What was done, with evidence that the register can look up."""
    shown = body.evidence.plain()
    return do(
        request,
        Mandate,
        id,
        act.RecordProgress,
        body,
        text=body.text,
        evidence_kind=body.evidence_kind,
        evidence=shown,
    )


@router.post("/mandates/{id}/status", response=DONE)
@operation("mandate.status")
def status(request: SignedIn, id: Path[ID], body: Status) -> HttpResponse:
    """Under way, delivered or superseded."""
    names = ("status", "reason", "on", "superseded_by", "again")
    return do(request, Mandate, id, act.SetStatus, body, **{name: getattr(body, name) for name in names})


@router.post("/mandates/{id}/links", response=DONE)
@operation("mandate.correct")
def links(request: SignedIn, id: Path[ID], body: LinkDecision) -> HttpResponse:
    """Decide on a link to a concept."""
    return do(request, Mandate, id, act.DecideMandateLink, body, concept=body.concept, status=body.status)

"""Organisations and envelopes in the API."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from actionlines.register.activities.api import records
from actionlines.register.activities.checks import checked, facts_of
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Asked, Paged, given, listed, paged
from actionlines.register.core.api.operations import Seen, do, find, operation, seen_by
from actionlines.register.core.models import Record
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import ID, Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.organisations import actions as org
from actionlines.register.organisations.models import Organisation
from actionlines.register.organisations.schema import Organisation as OrganisationOutside
from actionlines.register.organisations.schema import OrganisationFields
from actionlines.register.resources import actions as money
from actionlines.register.resources.models import Envelope
from actionlines.register.resources.schema import AllocationFields, EnvelopeFields
from actionlines.register.resources.schema import Envelope as EnvelopeOutside

router = Router(tags=["organisations and resources"])
_Short = Annotated[str, Field(max_length=60)]
_Amount = Annotated[str, Field(max_length=20, description="an amount: `250000.00`")]
_Day = Annotated[str, Field(max_length=10, description="2027-05-31")]


class NewOrganisation(Schema):
    """An organisation to be entered; it belongs to you."""

    model_config = ConfigDict(extra="forbid")
    fields: OrganisationFields


class EditedOrganisation(Seen):
    """The fields of an organisation to change."""

    fields: OrganisationFields


class Declined(Seen):
    """Why it is not published, for its owner."""

    reason: Annotated[str, Field(max_length=4000)]


class NewEnvelope(Schema):
    """The fields of a new envelope."""

    model_config = ConfigDict(extra="forbid")
    fields: EnvelopeFields


class EditedEnvelope(Seen):
    """The fields of an envelope to change."""

    fields: EnvelopeFields


class Allocated(AllocationFields, Seen):
    """An amount for an activity, in place of what was allocated to it before."""


def _envelopes() -> QuerySet[Envelope]:
    return Envelope.objects.prefetch_related("allocations").order_by("plan", "objective", "starts_on", "pk")


def _plain(record: Record) -> Data:
    return as_dict(record)


@router.get("/organisations", response={200: s.page_of(OrganisationOutside, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def organisations(request: HttpRequest, query: Query[Asked]) -> HttpResponse:
    """List the organisations, filtered."""
    return listed(request, query, "organisation", org.public)


@router.get("/organisations/{id}", response={200: OrganisationOutside, 304: None, **PROBLEMS})
@operation("organisation.view")
def organisation(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """One organisation: as the public sees it, or with the change that waits for who may see that."""
    record = seen_by(request, Organisation, id)
    return given(request, as_dict(record) if sees_draft(request.user, record) else public_data([record])[0])


@router.post("/organisations", response={201: OrganisationOutside, **PROBLEMS})
@operation("organisation.create")
def create(request: SignedIn, body: NewOrganisation) -> HttpResponse:
    """Enter an organisation. It waits for review: the public sees it once somebody else publishes it."""
    fields = body.fields.model_dump(exclude_unset=True)
    return given(request, as_dict(org.CreateOrganisation(request.user, fields=fields).do()), 201)


@router.patch("/organisations/{id}", response={200: OrganisationOutside, **PROBLEMS})
@operation("organisation.edit")
def edit(request: SignedIn, id: Path[ID], body: EditedOrganisation) -> HttpResponse:
    """Change fields. The public sees it without the change until somebody else publishes it."""
    fields = body.fields.model_dump(exclude_unset=True)
    record = find(Organisation, id)
    done = org.EditOrganisation(request.user, record, version=body.version, fields=fields).do()
    return given(request, as_dict(done))


@router.post("/organisations/{id}/publish", response={200: OrganisationOutside, **PROBLEMS})
@operation("organisation.publish")
def publish(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Make public what was submitted."""
    return do(request, Organisation, id, org.PublishOrganisation, body)


@router.post("/organisations/{id}/decline", response={200: OrganisationOutside, **PROBLEMS})
@operation("organisation.publish")
def decline(request: SignedIn, id: Path[ID], body: Declined) -> HttpResponse:
    """Send what was submitted back to its owner, with a reason."""
    return do(request, Organisation, id, org.DeclineOrganisation, body, reason=body.reason)


@router.get("/envelopes", response={200: s.page_of(EnvelopeOutside), 304: None, **PROBLEMS})
@operation("site.read")
def envelopes(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """All envelopes by plan, objective and period."""
    return paged(request, query, _envelopes(), _plain)


@router.get("/envelopes/{id}", response={200: EnvelopeOutside, 304: None, **PROBLEMS})
@operation("envelope.view")
def envelope(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """One envelope with its allocations."""
    return given(request, as_dict(seen_by(request, _envelopes(), id)))


@router.post("/envelopes", response={201: EnvelopeOutside, **PROBLEMS})
@operation("envelope.edit")
def create_envelope(request: SignedIn, body: NewEnvelope) -> HttpResponse:
    """Enter an envelope of a plan."""
    fields = body.fields.model_dump(exclude_unset=True)
    return given(request, as_dict(money.CreateEnvelope(request.user, fields=fields).do()), 201)


@router.patch("/envelopes/{id}", response={200: EnvelopeOutside, **PROBLEMS})
@operation("envelope.edit")
def edit_envelope(request: SignedIn, id: Path[ID], body: EditedEnvelope) -> HttpResponse:
    """Change fields of an envelope."""
    fields = body.fields.model_dump(exclude_unset=True)
    record = find(Envelope, id)
    done = money.EditEnvelope(request.user, record, version=body.version, fields=fields).do()
    return given(request, as_dict(done))


@router.put("/envelopes/{id}/allocations/{activity}", response={200: EnvelopeOutside, **PROBLEMS})
@operation("allocation.edit")
def allocate(request: SignedIn, id: Path[ID], activity: Path[ID], body: Allocated) -> HttpResponse:
    """Allocate a part of it to an activity. More than there is can be allocated; the checks tell it."""
    record = find(Envelope, id)
    done = money.SetAllocation(
        request.user, record, version=body.version, activity=activity, amount=body.amount, note=body.note
    ).do()
    return given(request, as_dict(done))


@router.post("/envelopes/{id}/allocations/{activity}/remove", response={200: EnvelopeOutside, **PROBLEMS})
@operation("allocation.edit")
def take_back(request: SignedIn, id: Path[ID], activity: Path[ID], body: Seen) -> HttpResponse:
    """Take back what is allocated to an activity."""
    record = find(Envelope, id)
    done = money.RemoveAllocation(request.user, record, version=body.version, activity=activity).do()
    return given(request, as_dict(done))


@router.get("/activities/{id}/checks", response={200: list[s.Check], 304: None, **PROBLEMS})
@operation("activity.view")
def checks(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The three checks of an activity: of the published version, or of the draft for those who may see it."""
    matches = seen_by(request, records(), id)
    data = [as_dict(matches)] if sees_draft(request.user, matches) else public_data([matches])
    if not data or matches.status == "withdrawn":
        raise Http404
    (facts,) = facts_of(data, with_outdated=True)
    return given(
        request,
        [
            {"name": item.kind, "verdict": item.verdict, "why": " ".join(str(why.words) for why in item.reasons)}
            for item in checked(facts)
        ],
    )

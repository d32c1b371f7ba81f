"""Organisations and envelopes in the API."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from actionlines.register.activities.api import records
from actionlines.register.activities.checks import checked, facts_of
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import Seen, operation, seen_by
from actionlines.register.core.public_view import values_for
from actionlines.register.core.schema import ID
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


class Declined(Seen):
    """Why it is not published, for its owner."""

    reason: Annotated[str, Field(max_length=4000)]


class Allocated(AllocationFields, Seen):
    """An amount for an activity, in place of what was allocated to it before."""


_operations = KindOperations(router, "organisations", Organisation, OrganisationOutside)
_operations.list("organisation", org.public, "List the organisations, filtered.")
says = "Enter an organisation. It waits for review: the public sees it once somebody else publishes it."
body_says = "An organisation to be entered; it belongs to you."
_operations.create(org.CreateOrganisation, OrganisationFields, says, body_says)
says = "Change fields. The public sees it without the change until somebody else publishes it."
_operations.edit(org.EditOrganisation, OrganisationFields, says, "The fields of an organisation to change.")
_operations.verb("publish", org.PublishOrganisation, "Make public what was submitted.")
says = "Send what was submitted back to its owner, with a reason."
_operations.verb("decline", org.DeclineOrganisation, says, Declined)


@router.get("/organisations/{id}", response={200: OrganisationOutside, 304: None, **PROBLEMS})
@operation("organisation.view")
def organisation(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """One organisation: as the public sees it, or with the change that waits for who may see that."""
    return given(request, values_for(request.user, seen_by(request, Organisation, id)))


@router.get("/envelopes", response={200: s.page_of(EnvelopeOutside), 304: None, **PROBLEMS})
@operation("site.read")
def envelopes(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """All envelopes by plan, objective and period."""
    rows = Envelope.objects.prefetch_related("allocations").order_by("plan", "objective", "starts_on", "pk")
    return paged(request, query, rows, as_dict)


_money = KindOperations(router, "envelopes", Envelope, EnvelopeOutside)
_money.record("envelope.view", "One envelope with its allocations.")
says, body_says = "Enter an envelope of a plan.", "The fields of a new envelope."
_money.create(money.CreateEnvelope, EnvelopeFields, says, body_says, name="create_envelope")
says, body_says = "Change fields of an envelope.", "The fields of an envelope to change."
_money.edit(money.EditEnvelope, EnvelopeFields, says, body_says, name="edit_envelope")
_ACTIVITY: Any = [("activity", "activity", Path[ID])]
says = "Allocate a part of it to an activity. More than there is can be allocated; the checks tell it."
_money.verb(
    "allocations/{activity}", money.SetAllocation, says, Allocated, method="put", name="allocate", parts=_ACTIVITY
)
says = "Take back what is allocated to an activity."
_money.verb("allocations/{activity}/remove", money.RemoveAllocation, says, name="take_back", parts=_ACTIVITY)


@router.get("/activities/{id}/checks", response={200: list[s.Check], 304: None, **PROBLEMS})
@operation("activity.view")
def checks(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """The three checks of an activity: of the published version, or of the draft for those who may see it."""
    matches = seen_by(request, records(), id)
    if matches.status == "withdrawn":
        raise Http404
    (facts,) = facts_of([values_for(request.user, matches)], with_outdated=True)
    return given(
        request,
        [
            {"name": item.kind, "verdict": item.verdict, "why": " ".join(str(why.words) for why in item.reasons)}
            for item in checked(facts)
        ],
    )

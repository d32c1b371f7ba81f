"""Envelopes in the API, and the checks of what they pay for."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router

from actionlines.register.activities.api import records
from actionlines.register.activities.checks import checked, facts_of
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, given
from actionlines.register.core.api.operations import Seen, operation, seen_by
from actionlines.register.core.public_view import values_for
from actionlines.register.core.schema import ID
from actionlines.register.organisations.api import TAG
from actionlines.register.resources import actions as act
from actionlines.register.resources.models import Envelope
from actionlines.register.resources.schema import AllocationFields, EnvelopeFields
from actionlines.register.resources.schema import Envelope as EnvelopeOutside

router = Router(tags=[TAG])


class Allocated(AllocationFields, Seen):
    """An amount for an activity, in place of what was allocated to it before."""


def _list_envelopes() -> QuerySet[Envelope]:
    return Envelope.objects.prefetch_related("allocations").order_by("plan", "objective", "starts_on", "pk")


_operations = KindOperations(router, "envelopes", Envelope, EnvelopeOutside)
_operations.pages(_list_envelopes, "All envelopes by plan, objective and period.")
_operations.record("envelope.view", "One envelope with its allocations.")
says, body_says = "Enter an envelope of a plan.", "The fields of a new envelope."
_operations.create(act.CreateEnvelope, EnvelopeFields, says, body_says, name="create_envelope")
says, body_says = "Change fields of an envelope.", "The fields of an envelope to change."
_operations.edit(act.EditEnvelope, EnvelopeFields, says, body_says, name="edit_envelope")
_ACTIVITY: Any = [("activity", "activity", Path[ID])]
says = "Allocate a part of it to an activity. More than there is can be allocated; the checks tell it."
_operations.verb(
    "allocations/{activity}", act.SetAllocation, says, Allocated, method="put", name="allocate", parts=_ACTIVITY
)
says = "Take back what is allocated to an activity."
_operations.verb("allocations/{activity}/remove", act.RemoveAllocation, says, name="take_back", parts=_ACTIVITY)


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

"""Each action in each state: it is done, or refused and nothing changes."""

from datetime import date

import pytest

from actionlines.errors import InvalidFields, NotAllowed, StaleRecord, WrongState
from actionlines.register.core.models import Event, Version
from actionlines.register.mandates.actions import (
    AssignLead,
    ConfirmMandate,
    CorrectMandate,
    DecideMandateLink,
    RecordProgress,
    RejectMandate,
    SetStatus,
)
from actionlines.register.mandates.models import MandateStatus, late_days
from tests.people import organisation, person
from tests.register.mandates.samples import mandate, noted

pytestmark = pytest.mark.django_db

WORDS = {"symbol": "A/RES/80/901", "anchor": "2", "quote": "masts that stand idle"}
ALL = set(MandateStatus.values)
OPEN = {"confirmed", "under_way", "overdue"}
FAR = date(2999, 1, 1)

# action, what is given, {from: to}; every other state refuses.
ACTIONS = {
    "confirm": (ConfirmMandate, {}, {"proposed": "confirmed", "rejected": "confirmed"}),
    "reject": (RejectMandate, {"reason": "Nobody is asked."}, {"proposed": "rejected", "confirmed": "rejected"}),
    "correct": (
        CorrectMandate,
        {"deliverable": "report"},
        {"proposed": "confirmed", "confirmed": "confirmed", "under_way": "under_way", "delivered": "delivered",
         "overdue": "overdue"},
    ),
    "lead": (AssignLead, {"lead": None}, {one: one for one in OPEN}),
    "link": (
        DecideMandateLink,
        {"concept": "C2", "status": "confirmed"},
        {one: one for one in OPEN | {"proposed", "delivered"}},
    ),
    "progress": (
        RecordProgress,
        {"text": "Mapped.", "evidence_kind": "paragraph", "evidence": WORDS},
        {"confirmed": "under_way", "under_way": "under_way", "overdue": "overdue", "delivered": "delivered"},
    ),
    "under way": (
        SetStatus,
        {"status": "under_way", "reason": "Begun."},
        dict.fromkeys(("confirmed", "delivered", "superseded"), "under_way"),
    ),
    "delivered": (SetStatus, {"status": "delivered", "reason": "Done."}, dict.fromkeys(OPEN, "delivered")),
}  # fmt: skip


@pytest.mark.parametrize("status", sorted(ALL))
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_in_a_state(name, status):
    action, given, ways = ACTIONS[name]
    one = mandate("2", status, due_on=late_days()[1])
    notes = int(given.get("status") == "delivered" and bool(noted(one)))
    doing = action(person("reviewer"), one, version=1, **given)
    if status in ways:
        doing.do()
        one.refresh_from_db()
        assert (one.status, one.version) == (ways[status], 2)
        assert Event.objects.get().changes.get("status", [status, status]) == [status, ways[status]]
        assert Version.objects.get().data["status"] == ways[status]
        return
    with pytest.raises((WrongState, InvalidFields)):
        doing.do()
    one.refresh_from_db()
    assert (one.status, one.version, one.progress.count()) == (status, 1, notes)
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("who", ["member", "stranger"])
def test_who_has_no_role_for_it_is_refused(name, who):
    action, given, ways = ACTIONS[name]
    one = mandate("2", next(iter(ways)))
    with pytest.raises(NotAllowed):
        action(person(who), one, **given).do()
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ACTIONS)
def test_a_reviewer_of_another_action_line_is_refused(name):
    action, given, ways = ACTIONS[name]
    one = mandate("2", next(iter(ways)))
    one.links.filter(concept="C5").delete()
    with pytest.raises(NotAllowed):
        action(person("reviewer"), one, **given).do()


def test_two_reviewers_the_second_is_told():
    one = mandate("2")
    ConfirmMandate(person("reviewer"), one, version=1).do()
    with pytest.raises(StaleRecord):
        CorrectMandate(person("secretariat"), one, version=1, deliverable="report").do()
    one.refresh_from_db()
    assert one.deliverable != "report"


def test_a_focal_point_of_the_lead_records_progress():
    lead = organisation()
    one = mandate("2", "confirmed", lead=lead)
    focal = person("focal")
    focal.roles.update(scope=f"org:{lead.pk}")
    RecordProgress(focal, one, text="Mapped.", evidence_kind="paragraph", evidence=WORDS).do()
    assert one.progress.get().by == focal
    with pytest.raises(NotAllowed):
        AssignLead(focal, one, lead=None).do()

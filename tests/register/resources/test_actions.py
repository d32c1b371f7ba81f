"""Organisations and envelopes: what is refused and why, over-allocation told, the index that follows."""

from datetime import date
from decimal import Decimal

import pytest

from actionlines.errors import InvalidFields, NotAllowed, StaleRecord
from actionlines.register.activities.actions import DeleteDraft, WithdrawActivity
from actionlines.register.core.models import Event, Version
from actionlines.register.core.search import Query, catch_up, query
from actionlines.register.organisations.actions import CreateOrganisation, EditOrganisation
from actionlines.register.resources.actions import CreateEnvelope, EditEnvelope, RemoveAllocation, SetAllocation
from actionlines.register.resources.models import Allocation
from tests.people import activity, organisation, person
from tests.register.search.samples import published

pytestmark = pytest.mark.django_db

GIVEN = {
    "plan": "Village plan",
    "objective": "Safe networks",
    "starts_on": "2026-01-01",
    "ends_on": "2027-12-31",
    "currency": "usd",
    "amount": "1000",
    "lines": ["C5"],
}


def envelope(**given):
    return CreateEnvelope(person("secretariat"), fields={**GIVEN, **given}).do()


def wrong(action):
    with pytest.raises(InvalidFields) as caught:
        action.do()
    return caught.value.fields


def test_an_organisation_belongs_to_the_one_who_enters_it():
    made = CreateOrganisation(person("member"), fields={"name": "  Mast  Trust ", "type": "academia"}).do()
    assert (made.name, made.owner) == ("Mast Trust", person("member"))
    assert Version.objects.get(kind="organisation", record=made.pk).data["name"] == "Mast Trust"
    EditOrganisation(person("member"), made, version=1, fields={"country": "KEN"}).do()
    with pytest.raises(NotAllowed):
        EditOrganisation(person("stranger"), made, fields={"country": "UGA"}).do()
    made.refresh_from_db()
    assert (made.country, made.version, made.type) == ("KEN", 2, "academia")


@pytest.mark.parametrize(
    "fields,field",
    [
        ({"type": "academia"}, "name"),
        ({"name": "x" * 301, "type": "academia"}, "name"),
        ({"name": "VILLAGE network TRUST", "type": "academia"}, "name"),
        ({"name": "Mast Trust"}, "type"),
        ({"name": "Mast Trust", "type": "club"}, "type"),
        ({"name": "Mast Trust", "type": "academia", "country": "XYZ"}, "country"),
        ({"name": "Mast Trust", "type": "academia", "body": "nobody"}, "body"),
        ({"name": "Mast Trust", "type": "academia", "website": "javascript:alert(1)"}, "website"),
        ({"name": "Mast Trust", "type": "academia", "description": "x" * 4001}, "description"),
        ({"name": "Mast Trust", "type": "academia", "owner": "1"}, "owner"),
    ],
)
def test_what_is_wrong_with_an_organisation_is_said_at_its_field(fields, field):
    organisation()
    assert set(wrong(CreateOrganisation(person("member"), fields=fields))) == {field}


def test_the_second_of_two_who_edit_is_told():
    made = CreateOrganisation(person("member"), fields={"name": "Mast Trust", "type": "academia"}).do()
    EditOrganisation(person("secretariat"), made, version=1, fields={"acronym": "MT"}).do()
    with pytest.raises(StaleRecord):
        EditOrganisation(person("member"), made, version=1, fields={"acronym": "M"}).do()


@pytest.mark.parametrize(
    "fields,field",
    [
        ({"plan": ""}, "plan"),
        ({"objective": "x" * 301}, "objective"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "2028-01-01"}, "ends_on"),
        ({"currency": "dollars"}, "currency"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e15"}, "amount"),
        ({"organisation": 999}, "organisation"),
        ({"lines": ["C99"]}, "lines"),
        ({"lines": "C5"}, "lines"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_is_wrong_with_an_envelope_is_said_at_its_field(fields, field):
    assert field in wrong(CreateEnvelope(person("secretariat"), fields={**GIVEN, **fields}))


def test_one_envelope_for_a_plan_objective_period_and_currency():
    made = envelope()
    assert (made.currency, made.amount, made.starts_on) == ("USD", Decimal("1000.00"), date(2026, 1, 1))
    assert "objective" in wrong(CreateEnvelope(person("secretariat"), fields=GIVEN))
    with pytest.raises(NotAllowed):
        CreateEnvelope(person("reviewer"), fields={**GIVEN, "objective": "Other"}).do()


def test_more_than_there_is_may_be_allocated_and_is_told():
    purse, boss = envelope(), person("secretariat")
    first = SetAllocation(boss, purse, activity=activity().pk, amount="700")
    first.do()
    assert first.over == 0
    second = SetAllocation(boss, purse, version=2, activity=activity().pk, amount="500", note="half")
    second.do()
    assert second.over == Decimal(200)
    back = RemoveAllocation(boss, purse, activity=second.given["activity"])
    back.do()
    assert back.over == 0
    assert [one.amount for one in Allocation.objects.all()] == [Decimal(700)]
    assert list(Event.objects.values_list("action", flat=True).order_by("pk")) == [
        "envelope.edit", *["allocation.edit"] * 3,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "given,field",
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"activity": 10**30}, "activity"),
        ({"activity": None}, "activity"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_what_is_wrong_with_an_allocation(given, field):
    purse = envelope()
    action = SetAllocation(person("secretariat"), purse, **{"activity": activity().pk, "amount": "1", **given})
    assert set(wrong(action)) == {field}


def test_nothing_is_allocated_to_what_was_withdrawn_nor_by_whom_it_is_not_for():
    purse = envelope()
    gone = activity(status="withdrawn")
    assert "activity" in wrong(SetAllocation(person("secretariat"), purse, activity=gone.pk, amount="1"))
    assert "activity" in wrong(RemoveAllocation(person("secretariat"), purse, activity=gone.pk))
    for who in ("member", "reviewer", "focal"):
        with pytest.raises(NotAllowed):
            SetAllocation(person(who), purse, activity=activity().pk, amount="1").do()


def test_the_currency_stays_while_money_is_allocated():
    purse = envelope()
    SetAllocation(person("secretariat"), purse, activity=activity().pk, amount="1").do()
    assert "currency" in wrong(EditEnvelope(person("secretariat"), purse, fields={"currency": "EUR"}))


def found(verdict):
    catch_up()
    return set(query(Query(kind="activity", filters={"check_resources": [verdict]})).ids)


def test_the_index_follows_what_is_allocated():
    boss, purse = person("secretariat"), envelope()
    one, other = (published(name, links=(("action_line", "C5"),), starts_on=date(2026, 3, 1)) for name in ("A", "B"))
    assert found("doubt") == {one.pk, other.pk}
    SetAllocation(boss, purse, activity=one.pk, amount="600").do()
    assert (found("pass"), found("doubt")) == ({one.pk}, {other.pk})
    # The second makes the envelope too small for both, so the first one fails as well.
    SetAllocation(boss, purse, activity=other.pk, amount="600").do()
    assert found("fail") == {one.pk, other.pk}
    EditEnvelope(boss, purse, fields={"amount": "1200"}).do()
    assert found("pass") == {one.pk, other.pk}
    RemoveAllocation(boss, purse, activity=one.pk).do()
    assert (found("pass"), found("doubt")) == ({other.pk}, {one.pk})


def test_a_draft_that_is_deleted_frees_what_it_was_allocated():
    boss, purse = person("secretariat"), envelope()
    one = published("A", links=(("action_line", "C5"),), starts_on=date(2026, 3, 1))
    draft = activity()
    SetAllocation(boss, purse, activity=one.pk, amount="600").do()
    SetAllocation(boss, purse, activity=draft.pk, amount="600").do()
    assert found("fail") == {one.pk}
    DeleteDraft(person("member"), draft).do()
    assert found("pass") == {one.pk}


def test_what_a_withdrawn_activity_had_is_free_again_and_the_checks_follow():
    stays, goes = published("Masts"), published("Radio lessons for harbours")
    made = envelope(amount="1000", lines=[])
    for one in (stays, goes):
        SetAllocation(person("secretariat"), made, activity=one.pk, amount="800").do()
    catch_up()
    failing = Query(kind="activity", filters={"check_resources": ("fail",)})
    assert set(query(failing).ids) == {stays.pk, goes.pk}
    WithdrawActivity(person("secretariat"), goes, reason="It has ended.").do()
    catch_up()
    assert made.allocated() == Decimal(800)
    assert goes.pk not in set(query(failing).ids)
    assert stays.pk not in set(query(failing).ids)
    # It stays on record what was meant for it.
    assert Allocation.objects.filter(activity=goes).count() == 1

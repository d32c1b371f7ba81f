"""What each action leaves behind."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actionlines.errors import InvalidFields
from actionlines.framework.calendar import next_session
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
from actionlines.register.mandates.batches import confirm_all
from actionlines.register.mandates.models import Mandate, late_days
from tests.people import organisation, person
from tests.register.mandates.samples import mandate, noted

pytestmark = pytest.mark.django_db


def correct(one, **given):
    return CorrectMandate(person("secretariat"), one, **given).do()


def test_a_correction_keeps_the_proposal_and_the_words_of_who_stays():
    one = mandate("2")
    proposed = dict(one.proposal)
    words = one.addressees.get().words
    assert words
    correct(one, addressees=["itu", "cstd"], action="map idle masts", due=["year:2028"], report_to=["ecosoc"])
    one.refresh_from_db()
    assert one.proposal == proposed
    assert {row.body: row.words for row in one.addressees.all()} == {"itu": words, "cstd": ""}
    assert (one.action, one.due_on, one.report_to) == ("map idle masts", date(2028, 7, 23), ["ecosoc"])
    changes = Event.objects.get().changes
    assert changes["action"][0] == proposed["action"]
    assert [row["body"] for row in Version.objects.get().data["addressees"]] == ["itu", "cstd"]


def test_a_mandate_without_a_kept_proposal_gets_one_before_it_is_changed():
    one = mandate("2", proposal={})
    correct(one, deliverable="mapping", strength="requests")
    one.refresh_from_db()
    assert (one.proposal["strength"], one.strength) == ("invites", "requests")


def test_a_day_that_is_given_stands_before_the_one_that_follows():
    one = mandate("2")
    correct(one, due=["year:2028"], due_on=date(2028, 6, 1))
    one.refresh_from_db()
    assert one.due_on == date(2028, 6, 1)


def test_an_overdue_mandate_is_open_again_with_a_later_day():
    one = mandate("2", "overdue", due_on=late_days()[1])
    correct(one, due_on=timezone.now().date() + timedelta(days=30))
    one.refresh_from_db()
    assert one.status == "confirmed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("addressees", []),
        ("addressees", ["no-such-body"]),
        ("addressees", "itu"),
        ("report_to", ["no-such-body"]),
        ("action", "  "),
        ("action", "x" * 10_001),
        ("deliverable", "cake"),
        ("strength", "shouts"),
        ("due", ["some day"]),
        ("due", ["2027-02-30"]),
        ("due", ["recurring:never"]),
        ("due", ["year:2027"] * 41),
        ("due_on", "soon"),
        ("status", "delivered"),
        ("verb", "ask"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(field, value):
    one = mandate("2")
    with pytest.raises(InvalidFields) as told:
        correct(one, **{field: value, "report_to": ["ecosoc"] if field != "report_to" else value})
    assert set(told.value.fields) == {field}
    one.refresh_from_db()
    assert (one.status, one.version, one.report_to) == ("proposed", 1, mandate("2").report_to)


@pytest.mark.parametrize("due", ["year:2027", "session:81", "2027-03-31", "2027-03", "from:2026-12", "next-report",
                                 "recurring:annual", "event:review-x", "relative:6-months"])  # fmt: skip
def test_every_due_form_of_the_finder_may_be_written(due):
    one = mandate("2")
    correct(one, due=[due])
    one.refresh_from_db()
    assert one.due == [due]


def test_a_rejection_without_a_reason_is_refused():
    with pytest.raises(InvalidFields) as told:
        RejectMandate(person("secretariat"), mandate("2"), reason="  ").do()
    assert "reason" in told.value.fields


def test_what_was_rejected_is_not_public_and_comes_back():
    one = mandate("2")
    RejectMandate(person("secretariat"), one, reason="It only recalls.").do()
    one.refresh_from_db()
    assert (one.is_public(), one.status_reason) == (False, "It only recalls.")
    assert not Version.objects.get(number=2).public
    ConfirmMandate(person("secretariat"), one).do()
    one.refresh_from_db()
    assert (one.is_public(), one.status_reason) == (True, "")


def test_a_lead_is_assigned_and_taken_back():
    one, lead = mandate("2", "confirmed"), organisation()
    AssignLead(person("secretariat"), one, lead=lead.pk).do()
    assert Mandate.objects.get(pk=one.pk).lead == lead
    AssignLead(person("secretariat"), one, lead=None).do()
    assert Mandate.objects.get(pk=one.pk).lead is None


@pytest.mark.parametrize("lead", [999, 2**70, "x", 0, -1])
def test_a_lead_that_does_not_exist_is_refused(lead):
    with pytest.raises(InvalidFields):
        AssignLead(person("secretariat"), mandate("2", "confirmed"), lead=lead).do()


def test_a_decision_on_a_link_keeps_its_probability():
    one = mandate("2")
    DecideMandateLink(person("secretariat"), one, concept="C2", status="rejected").do()
    DecideMandateLink(person("secretariat"), one, concept="sdg:9.c", status="confirmed").do()
    rows = {link.concept: (link.level, link.status, link.origin, link.p) for link in one.links.all()}
    assert rows["C2"] == ("action_line", "rejected", "machine", 0.8)
    assert rows["sdg:9.c"] == ("target", "confirmed", "person", 1.0)


@pytest.mark.parametrize(
    ("concept", "status"),
    [("KEN", "confirmed"), ("itu", "confirmed"), ("nothing", "confirmed"), ("C2", "proposed"), ("C3", "rejected")],
)
def test_a_link_that_makes_no_sense_is_refused(concept, status):
    with pytest.raises(InvalidFields):
        DecideMandateLink(person("secretariat"), mandate("2"), concept=concept, status=status).do()


def test_delivery_counts_from_the_day_it_happened():
    one = noted(mandate("2", "confirmed"))
    day = timezone.now().date() - timedelta(days=10)
    SetStatus(person("secretariat"), one, status="delivered", on=day, reason="Sent.").do()
    one.refresh_from_db()
    assert (one.status_since.date(), one.status_reason) == (day, "Sent.")


def test_a_day_that_lies_ahead_is_refused():
    ahead = timezone.now().date() + timedelta(days=2)
    with pytest.raises(InvalidFields) as told:
        SetStatus(person("secretariat"), mandate("2", "confirmed"), status="delivered", on=ahead, reason="x").do()
    assert "on" in told.value.fields


def test_what_recurs_is_delivered_for_this_time_and_due_again():
    one = noted(mandate("5", "confirmed"))
    assert one.due == ["recurring:annual"]
    before = one.due_on
    SetStatus(person("secretariat"), one, status="delivered", again=True, reason="Report of the year.").do()
    one.refresh_from_db()
    last = max(before, timezone.localdate())  # the day of the sample may have passed
    assert one.report_to == ["ecosoc"]
    assert (one.status, one.due_on) == ("under_way", next_session("ecosoc", last).starts)


def test_what_does_not_recur_cannot_be_due_again():
    with pytest.raises(InvalidFields) as told:
        SetStatus(
            person("secretariat"), noted(mandate("2", "confirmed")), status="delivered", again=True, reason="x"
        ).do()
    assert "again" in told.value.fields


def test_a_later_mandate_takes_its_place_but_never_in_a_circle():
    old, new = mandate("2", "confirmed"), mandate("4", "confirmed")
    boss = person("secretariat")
    SetStatus(boss, old, status="superseded", superseded_by=new.pk, reason="Asked anew.").do()
    old.refresh_from_db()
    assert (old.status, old.superseded_by) == ("superseded", new)
    for later in (new.pk, old.pk, None, 999, 2**70):
        with pytest.raises(InvalidFields) as told:
            SetStatus(boss, new, status="superseded", superseded_by=later, reason="x").do()
        assert "superseded_by" in told.value.fields
    SetStatus(boss, old, status="under_way", reason="Still asked.").do()
    old.refresh_from_db()
    assert old.superseded_by is None


def test_many_are_confirmed_as_one_group_and_the_rest_is_said():
    one, two, other = mandate("2"), mandate("1"), mandate("4")
    other.links.all().delete()
    result = confirm_all(person("reviewer"), [(one, 1), (two, 7), (other, 1)])
    assert result.done == (one,)
    assert [(mandate, error.code) for mandate, error in result.refused] == [(two, "AL702"), (other, "AL701")]
    assert Event.objects.get().group == result.group


def test_delivered_needs_progress_with_evidence():
    one = mandate("2", "confirmed")
    delivered = {"status": "delivered", "reason": "Sent."}
    with pytest.raises(InvalidFields) as told:
        SetStatus(person("secretariat"), one, **delivered).do()
    assert "evidence" in told.value.fields["status"]
    RecordProgress(
        person("secretariat"), one, text="Sent.", evidence_kind="link",
        evidence={"url": "https://example.org/a"},
    ).do()  # fmt: skip
    assert SetStatus(person("secretariat"), one, **delivered).do().status == "delivered"


@pytest.mark.parametrize(
    "url",
    ["", "http://example.org/a", "javascript:alert(1)", "https://", "https://itu.int@example.org/", "ftp://a.org",
     f"https://example.org/{'a' * 500}", "https://exa mple.org", "//example.org/a", "https://[::1"],
)  # fmt: skip
def test_a_link_is_a_public_address_of_bounded_length(url):
    with pytest.raises(InvalidFields) as told:
        RecordProgress(
            person("secretariat"), mandate("2", "confirmed"), text="Sent.", evidence_kind="link", evidence={"url": url}
        ).do()
    assert set(told.value.fields) == {"url"}


def test_a_body_of_the_framework_leads_and_is_entered_once():
    boss, first, second = person("secretariat"), mandate("2", "confirmed"), mandate("1", "confirmed")
    made = AssignLead(boss, first, lead=None, body="itu").do().lead
    assert (made.name, made.acronym, made.body) == ("International Telecommunication Union", "ITU", "itu")
    assert made.is_public()
    assert AssignLead(boss, second, lead=None, body="itu").do().lead == made
    assert AssignLead(boss, second, lead=None).do().lead is None


def test_an_organisation_that_has_the_name_of_the_body_is_that_body():
    held = organisation(name="United Nations Educational, Scientific and Cultural Organization")
    made = AssignLead(person("secretariat"), mandate("2", "confirmed"), lead=None, body="unesco").do()
    assert made.lead == held


@pytest.mark.parametrize("body", ["member-states", "all-stakeholders", "unspecified", "nobody"])
def test_a_group_and_what_nobody_knows_cannot_lead(body):
    with pytest.raises(InvalidFields) as told:
        AssignLead(person("secretariat"), mandate("2", "confirmed"), lead=None, body=body).do()
    assert set(told.value.fields) == {"lead"}

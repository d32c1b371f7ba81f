"""What a mandate is, and what of it a person should read: only what a text decides is owed by anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actionlines.errors import InvalidFields
from actionlines.mandates.find import reason_words
from actionlines.mandates.model import FIELDS, reasons
from actionlines.register.activities.checks.facts import Facts, MandateFact
from actionlines.register.activities.checks.rules import mandate as check_of
from actionlines.register.core.search import Query, counts, query
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.actions import ConfirmField, ConfirmMandate, CorrectMandate, mark_overdue
from actionlines.register.mandates.models import Force, Mandate, waits_for
from actionlines.register.mandates.queue import waited_on
from actionlines.register.mandates.wording import field_name
from tests.indexed import reindex
from tests.people import person
from tests.register.mandates.samples import mandate
from tests.register.site.locale.in_code import messages

pytestmark = pytest.mark.django_db
DOUBTS = [{"field": "due", "reason": "two dates in the sentence"},
          {"field": "addressees", "reason": "name not in the framework"}]  # fmt: skip
OTHERS = [force for force in Force.values if force != Force.DECIDED]


def yesterday():
    return timezone.now().date() - timedelta(days=1)


@pytest.mark.parametrize("force", OTHERS)
def test_what_no_text_decides_is_waited_for_by_nobody_and_never_overdue(force):
    one = mandate("2", "confirmed", force=force, due_on=yesterday())
    assert mark_overdue() == 0
    assert waited_on() == []
    assert waits_for(one) == ""


def test_what_a_text_decides_is():
    mandate("2", "confirmed", due_on=yesterday())
    assert [one.key for one in waited_on()] == ["body:itu"]
    assert mark_overdue() == 1


def test_a_proposal_of_the_machine_waits_for_a_reviewer_whatever_its_force():
    assert waits_for(mandate("2", force="recommended")) == "reviewer"


def test_confirming_settles_every_check_and_the_proposal_keeps_them():
    one = mandate("2", checks=DOUBTS, proposal={"checks": DOUBTS})
    ConfirmMandate(person("secretariat"), one).do()
    one = Mandate.objects.get(pk=one.pk)
    assert (one.checks, one.proposal["checks"]) == ([], DOUBTS)


def test_a_field_that_is_corrected_has_been_read():
    one = mandate("2", checks=DOUBTS)
    CorrectMandate(person("secretariat"), one, due=["year:2029"]).do()
    assert list(Mandate.objects.get(pk=one.pk).to_check) == ["addressees"]


def test_the_last_day_and_the_strength_settle_what_they_are_read_with():
    checks = [{"field": "due", "reason": "a"}, {"field": "verb", "reason": "b"}]
    one = mandate("2", checks=checks)
    CorrectMandate(person("secretariat"), one, due_on=None, strength="requests").do()
    assert Mandate.objects.get(pk=one.pk).checks == []


def test_one_field_is_confirmed_and_the_mandate_still_waits():
    one = mandate("2", checks=DOUBTS)
    ConfirmField(person("secretariat"), one, field="due").do()
    one = Mandate.objects.get(pk=one.pk)
    assert (one.status, list(one.to_check), one.version) == ("proposed", ["addressees"], 2)


def test_a_field_without_a_check_is_not_confirmed():
    with pytest.raises(InvalidFields) as caught:
        ConfirmField(person("secretariat"), mandate("2", checks=DOUBTS), field="verb").do()
    assert set(caught.value.fields) == {"field"}


def test_force_is_corrected_and_an_overdue_duty_is_none_any_more():
    one = mandate("2", "overdue", due_on=yesterday())
    CorrectMandate(person("secretariat"), one, force="proposed").do()
    one = Mandate.objects.get(pk=one.pk)
    assert (one.force, one.status) == ("proposed", "confirmed")


def test_no_other_force_can_be_written():
    with pytest.raises(InvalidFields):
        CorrectMandate(person("secretariat"), mandate("2"), force="ordered").do()


def test_the_record_outside_says_all_of_it():
    change = {"operation": "replace", "paragraph": "3", "of": "A/RES/70/125", "words": "shall meet"}
    one = mandate("2", force="restated", rests_on=["A/RES/70/125#p3"], candidates=["itu", "cstd"], checks=DOUBTS,
                  amendment=change)  # fmt: skip
    said = as_dict(one)
    assert (said["force"], said["rests_on"], said["candidates"]) == ("restated", ["A/RES/70/125#p3"], ["itu", "cstd"])
    assert (said["checks"], said["amendment"]) == (DOUBTS, change)


def test_counts_leave_out_what_is_not_owed_unless_they_are_asked():
    mandate("2"), mandate("4", force="proposed")
    reindex()
    assert counts("force", "", kind="mandate").get(("proposed", "")) is None
    assert counts("force", "", {"force": ()}, "mandate")["proposed", ""] == 1


def test_the_most_doubtful_come_first_and_are_found_by_their_fields():
    few, many = mandate("2", checks=DOUBTS[:1]), mandate("4", checks=DOUBTS)
    reindex()
    hits = query(Query(kind="mandate", filters={"to_check": ("any",)}, sort="checks"))
    assert hits.ids == (many.pk, few.pk)
    assert query(Query(kind="mandate", filters={"to_check": ("addressees",)})).ids == (many.pk,)


@pytest.mark.parametrize(("force", "verdict"), [("decided", "pass"), ("proposed", "doubt"), ("restated", "doubt")])
def test_an_activity_is_within_a_mandate_that_a_text_decides(force, verdict):
    fact = MandateFact(1, "A/RES/80/901", "2", "confirmed", "confirmed", force=force)
    assert check_of(Facts(mandates=(fact,))).verdict == verdict


def test_every_reason_of_the_finder_and_every_field_has_words_for_pages():
    assert {*reasons().values(), *reason_words().values()} <= messages()
    assert all(field_name(name) != name for name in FIELDS)

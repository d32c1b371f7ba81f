"""A document imported again after the finder learned something: what people confirmed stays with its words."""

from dataclasses import replace

import pytest

from actionlines.mandates.model import Amendment, Check, Phrase
from actionlines.register.core.imports.files import path_of, store
from actionlines.register.instruments.document_reader import extracted
from actionlines.register.mandates.actions import ConfirmField, ConfirmMandate, CorrectMandate
from actionlines.register.mandates.documents import import_document
from actionlines.register.mandates.models import Mandate
from tests.people import person
from tests.register.imports.samples import TEXT

pytestmark = pytest.mark.django_db
DOUBT = Check("due", "two dates in the sentence")


def bring(change=lambda rows: rows):
    """Import the resolution with its mandates as `change` gives them; what became of them."""
    file = store(TEXT.encode(), "resolution.txt")
    found = extracted(path_of(file), "resolution.txt")
    rows = tuple(change(found.mandates))
    return import_document(None, replace(found, mandates=rows), file, "")


def only(anchor="2"):
    return Mandate.objects.get(paragraph__anchor=anchor, ordinal=0)


def doubted(rows, **more):
    return [replace(row, checks=(DOUBT,), force="recommended", **more) for row in rows]


def test_what_the_finder_says_of_a_mandate_is_kept():
    change = Amendment("insert", "5 bis", "A/RES/70/125", "shall meet")
    bring(lambda rows: doubted(rows, rests_on=("A/RES/70/1",), candidates=("itu", "cstd"), amendment=change))
    one = only()
    assert (one.force, one.rests_on, one.candidates) == ("recommended", ["A/RES/70/1"], ["itu", "cstd"])
    assert one.checks == [{"field": "due", "reason": DOUBT.reason}] == one.proposal["checks"]
    assert one.amendment == {
        "operation": "insert",
        "paragraph": "5 bis",
        "of": "A/RES/70/125",
        "words": "shall meet",
        "old": "",
    }


def test_rows_from_before_are_filled_and_nobody_need_look_again():
    bring()
    one = only()
    ConfirmMandate(person("secretariat"), one).do()
    Mandate.objects.update(proposal={k: v for k, v in only().proposal.items() if k not in ("force", "checks")})
    counts = bring(doubted)[2]
    one = only()
    # The decision stands, the force follows, no check comes back, and no reason says that the text has changed.
    assert (one.status, one.force, one.checks, one.status_reason) == ("confirmed", "recommended", [], "")
    assert counts["flagged"] == 0
    assert only("1").checks  # nobody had touched this one


def test_a_force_that_a_person_chose_stays():
    bring()
    CorrectMandate(person("secretariat"), only(), force="proposed").do()
    bring(doubted)
    assert only().force == "proposed"


def test_a_field_that_was_read_is_not_to_be_checked_again():
    bring(doubted)
    ConfirmField(person("secretariat"), only(), field="due").do()
    another = Check("action", "very long")
    bring(lambda rows: [replace(row, checks=(DOUBT, another)) for row in rows])
    assert list(only().to_check) == ["action"]


def test_a_mandate_found_before_another_does_not_take_its_decision():
    bring()
    ConfirmMandate(person("secretariat"), only()).do()
    words = only().action

    def one_more(rows):
        for row in rows:
            if row.paragraph == "2":
                text = row.action.text[:3]
                yield replace(row, action=Phrase(text, 0, 3, "2"), verb="encourage")
            yield row

    bring(one_more)
    held = Mandate.objects.filter(paragraph__anchor="2").order_by("ordinal")
    assert [(one.status, one.action == words) for one in held] == [("confirmed", True), ("proposed", False)]


def test_an_action_that_ends_later_is_the_same_mandate():
    bring()
    ConfirmMandate(person("secretariat"), only()).do()

    def longer(rows):
        for row in rows:
            if row.paragraph == "2":
                yield replace(row, action=Phrase("x", 0, 1, "2"), verb="note")
                end = row.action.end - 2
                row = replace(row, action=Phrase(row.action.text[:-2], row.action.start, end, "2"))
            yield row

    bring(longer)
    kept = Mandate.objects.get(paragraph__anchor="2", status="confirmed")
    assert kept.ordinal == 0
    assert kept.proposal["action"] == kept.action[:-2]

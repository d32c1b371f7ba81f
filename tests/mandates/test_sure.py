"""How sure each field of a mandate is, and the closed list of reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actionlines.framework.tables import read_table
from actionlines.mandates import Check
from actionlines.mandates.doubts import View
from actionlines.mandates.field_checks import RULES, with_checks
from actionlines.mandates.model import FIELDS, check, key_of, reasons
from actionlines.mandates.words import DATA
from tests.mandates.build import document, find

# sentence, field, key of the reason
DOUBTED = [
    # Two dates: which of them is the mandate's?
    ("Requests the Secretary-General to hold a workshop in 2031 and to close the fund by 2034;",
     "due", "two-dates"),
    # A session that nobody can date
    (
        "Invites Member States to open the wells at their opening session;",
        "due",
        "session-left",
    ),
    # How often, in words that the finder leaves
    (
        "Requests the Secretary-General to open a well each meeting;",
        "due",
        "often-left",
    ),
    # A time without a date
    (
        "Requests the Secretary-General to open a well upon completion of the road;",
        "due",
        "time-left",
    ),
    # Nobody is named
    ("Calls for swift repair of all wells;", "addressees", "nobody-named"),
    # The body stands in no table
    ("Invites the Guild of Well Diggers of Amaris to repair the wells;", "addressees", "nobody-named"),
    # A report for nobody
    ("Requests the Secretary-General to prepare a report on wells;", "report_to", "no-receiver"),
    # A product that the closed list does not reach through this verb
    ("Requests the Secretary-General to circulate a handbook on wells;", "deliverable", "product-left"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "field", "key"), DOUBTED)
def test_each_doubt_has_its_reason(sentence: str, field: str, key: str) -> None:
    found = find(sentence)
    assert found
    assert (field, reasons()[key]) in {(one.field, one.reason) for one in found[0].checks}
    assert found[0].how_sure(field) == "check"  # type: ignore[arg-type]


def test_a_plain_request_is_sure_in_every_field() -> None:
    (found,) = find(
        "Requests the Secretary-General to submit a report on wells to the General Assembly in 2031;"
    )
    assert found.checks == ()


def test_a_year_in_the_name_of_an_instrument_is_no_date() -> None:
    (found,) = find("Invites Member States to carry out the 2030 Agenda for Wells;")
    assert found.how_sure("due") == "sure"


def test_an_action_that_asks_somebody_else_leaves_its_receiver_open() -> None:
    (found, *_) = find(
        "Recommends that the Board request the Secretary-General to report on wells to the Council;"
    )
    assert found.how_sure("report_to") == "check"


def test_words_of_other_languages_are_read_too() -> None:
    view = View(find("Invites Member States to dig;")[0], "fr", "operative", "", "")
    assert view.has("often", "présenter chaque année un rapport")
    assert not view.has("often", "présenter un rapport")


def test_checks_of_a_finder_stay_and_come_first() -> None:
    text = document("Calls for swift repair of all wells;")
    (found,) = find("Calls for swift repair of all wells;")
    own = check("addressees", "no-keyword-line")
    (both,) = with_checks(text, [replace(found, checks=(own,))])
    assert both.checks[0] == own
    assert check("addressees", "nobody-named") in both.checks


def test_the_list_of_reasons_is_closed() -> None:
    rows = read_table("checks", DATA)
    assert {row["field"] for row in rows} <= {*FIELDS, ""}
    assert len({row["words"] for row in rows}) == len(rows)
    field_of = {row["key"]: row["field"] for row in rows}
    assert all(field_of[key] in (field, "") for field, key, _ in RULES)
    assert all(key_of(words) == key for key, words in reasons().items())
    assert key_of("words of nobody") == ""
    with pytest.raises(KeyError):
        check("due", "no-such-key")


def test_a_check_holds_the_words() -> None:
    assert check("due", "two-dates") == Check("due", "two dates in the sentence")


def test_every_word_of_doubt_is_of_a_language_that_is_read() -> None:
    rows = read_table("doubt_words", DATA)
    assert {row["language"] for row in rows} == {"en", "fr", "es", "ru", "ar", "zh"}
    assert len({(row["language"], row["role"]) for row in rows}) == len(rows)

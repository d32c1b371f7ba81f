"""How sure each field of a mandate is, and the closed list of reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actionlines.framework.tables import read_table
from actionlines.mandates import Check
from actionlines.mandates.fields import LIMIT, OTHER, RULES, View, estimate, signs, with_checks
from actionlines.mandates.model import FIELDS, Field, check, key_of, reasons
from actionlines.mandates.words import DATA
from tests.mandates.build import document, find

# sentence, field, key of the sign
SIGNS = [
    # Two dates: which of them is the mandate's?
    ("Requests the Secretary-General to hold a fair in 2031 and to close the fund by 2034;", "due", "two-dates"),
    # A session that nobody can date
    ("Invites Member States to open the wells at their opening session;", "due", "session-left"),
    # A time without a date
    ("Requests the Secretary-General to open a well upon completion of the road;", "due", "time-left"),
    # Nobody is named
    ("Calls for swift repair of all wells;", "addressees", "nobody-named"),
    # Whose candidates?
    ("Urges all candidates to share the wells;", "addressees", "parties-open"),
    # A report for nobody
    ("Requests the Secretary-General to prepare a report on wells;", "report_to", "no-receiver"),
    # A product that the closed list does not reach through this verb
    ("Requests the Secretary-General to circulate guidelines on wells;", "deliverable", "product-left"),
    # A second sentence
    ("Requests the Secretary-General to dig wells; to fill them; and to rest;", "action", "asks-inside"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "field", "key"), SIGNS)
def test_each_sign_is_seen(sentence: str, field: Field, key: str) -> None:
    found, *_ = find(sentence)
    assert key in signs(document(sentence), found)[field]


def test_the_heaviest_sign_is_the_reason() -> None:
    (found,) = find("Urges all candidates to share the wells before the feast;")
    assert [(one.field, key_of(one.reason)) for one in found.checks] == [("addressees", "parties-open")]
    assert (found.how_sure("addressees"), found.how_sure("due")) == ("check", "sure")


def test_the_estimate_grows_with_its_signs() -> None:
    alone, one, both = (estimate("due", keys) for keys in ((), ("two-dates",), ("two-dates", "date-by-event")))
    assert 0 < alone < one < LIMIT < both < 1
    assert estimate("addressees", ("ambiguous",)) == 1


def test_a_plain_request_is_sure_in_every_field() -> None:
    (found,) = find("Requests the Secretary-General to submit a report on wells to the General Assembly in 2031;")
    assert found.checks == ()


def test_a_year_in_the_name_of_an_instrument_is_no_date() -> None:
    (found,) = find("Invites Member States to carry out the 2030 Agenda for Wells;")
    assert found.how_sure("due") == "sure"


def test_words_of_other_languages_are_read_too() -> None:
    view = View(find("Invites Member States to dig;")[0], "fr", "")
    assert view.has("time", "présenter un rapport avant la fête")
    assert not view.has("time", "présenter un rapport")


def test_the_check_of_a_finder_stays_the_one_of_its_field() -> None:
    text = document("Calls for swift repair of all wells;")
    (found,) = find("Calls for swift repair of all wells;")
    own = check("addressees", "no-keyword-line")
    (both,) = with_checks(text, [replace(found, checks=(own,))])
    assert both.checks == (own,)


def test_the_list_of_reasons_is_closed() -> None:
    rows = read_table("checks", DATA)
    assert {row["field"] for row in rows} <= {*FIELDS, ""}
    assert len({row["words"] for row in rows}) == len(rows)
    field_of = {row["key"]: row["field"] for row in rows}
    assert all(field_of[key] in (field, "") for field, key, _ in RULES)
    weights = read_table("check_weights", DATA)
    known = {key for _, key, _ in RULES} | {"", OTHER}
    assert {row["key"] for row in weights} <= known
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

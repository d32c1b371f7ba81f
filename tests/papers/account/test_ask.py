"""Questions to an account: counted, summed and looked up on a few records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actionlines.errors import BadQuestion
from actionlines.papers.account.model import (
    Account,
    ActivityRecord,
    Envelope,
    Linked,
    MandateRecord,
    Organisation,
    SeriesStanding,
)
from actionlines.papers.account.query import answer_question
from actionlines.papers.account.question import normalise_question


def _line(concept: str, status: str = "confirmed") -> Linked:
    return Linked(concept, "action_line", status, 0.9)


MANDATE = MandateRecord(
    1, "A/RES/80/173", "113", 0, "requests", "requests", "to develop road maps", "action-plan", ("CSTD",),
    ("year:2027",), "2027-12-31", (("action-line-facilitators", "facilitators"),), "Requests …", "confirmed",
    "2026-01-05", "", None, (_line("C5"), _line("C7-ehealth", "proposed")), (), "en", 2, "2026-01-05", "/m/1/",
)  # fmt: skip
ACTIVITY = ActivityRecord(
    7, "Passwords", "", "project", True, 3, "Trust", (), ("KEN",), "2024-01-01", "2025-06-30", (), (), (), "", "",
    "", (_line("C5"),), ((1, "confirmed"),), "en", 4, "2025-01-01", "2025-01-01", "/activities/7/",
)  # fmt: skip
STANDING = SeriesStanding(
    "KEN", "IT_USE_ii99", "sdg:17.8.1", "", "Internet users", "percent", ("sdg:17.8", "sdg:17", "C2"),
    (2019, 2022), (22.6, 28.8), 100.0, "all", (), 0.71, "", "ITU", "net.csv", "ab",
)  # fmt: skip
ACCOUNT = Account(
    mandates=(MANDATE, replace(MANDATE, id=2, status="delivered", links=(), lead=3)),
    activities=(ACTIVITY, replace(ACTIVITY, id=8, places=("BRA",), practice=False, ends="2020-01-01")),
    organisations=(Organisation(3, "Trust", "", "civil-society", "KEN", "", "/o/3/"),),
    envelopes=(
        Envelope(1, "Plan", "A", "2024-01-01", "2027-12-31", "CHF", "1000.50", 3, ("C5",), ((7, "400.25"),), 1,
                 "2024-01-01", "/e/1/"),
        Envelope(2, "Plan", "B", "2024-01-01", "2027-12-31", "USD", "70.00", 3, ("C2",), (), 1, "2024-01-01",
                 "/e/2/"),
    ),
    standings=(STANDING,),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mandates", 2),
        ("mandates?line=C5", 1),
        ("mandates?line=C7", 1),  # a line covers its parts
        ("mandates?line=C7&linked=confirmed", 0),  # that link is a proposal
        ("mandates?status=confirmed,delivered", 2),
        ("mandates?due-by=2026-12-31", 0),
        ("mandates?lead=no", 1),
        ("mandates?lead=3", 1),
        ("mandates?body=action-line-facilitators&symbol=A/RES/80/173", 2),
        ("mandates?evidence=yes", 0),
        ("activities?line=C5&area=itu-region:AFR", 1),  # a region covers its countries
        ("activities?practice=yes", 1),
        ("activities?since=2021", 1),
        ("activities?mandate=1", 2),
        ("organisations?type=civil-society", 1),
        ("countries?line=C5", 2),
        ("countries?area=itu-region:AFR", 1),
        ("envelopes.amount?currency=CHF&line=C5", 1000.5),
        ("allocations.amount?currency=CHF", 400.25),
        ("envelopes.amount?currency=USD", 70),
        ("standings?target=sdg:17.8&behind=yes", 1),
        ("standings?area=BRA", 0),
        ("value?area=KEN&series=IT_USE_ii99", 28.8),
        ("value?area=KEN&series=IT_USE_ii99&year=2019", 22.6),
        ("value?area=KEN&series=IT_USE_ii99&year=2020", None),  # no such year: no answer, and no guess
        ("year?area=KEN&series=IT_USE_ii99", 2022),
        ("aim?area=KEN&series=IT_USE_ii99", 100.0),
    ],
)
def test_the_answer_is_counted_from_the_records(text: str, value: object) -> None:
    assert answer_question(ACCOUNT, text).value == value


def test_an_answer_names_its_question_in_one_form_and_its_evidence() -> None:
    fact = answer_question(ACCOUNT, "value?series=IT_USE_ii99&area=KEN")
    assert (fact.id, fact.unit) == ("value?area=KEN&series=IT_USE_ii99", "percent")
    assert fact.evidence == ("series:KEN/IT_USE_ii99/2022",)
    assert normalise_question(fact.id) == fact.id


@pytest.mark.parametrize(
    "text",
    [
        "people",  # cannot be asked
        "mandates?colour=red",  # cannot be narrowed by it
        "mandates?line=C5&line=C2",  # twice
        "mandates?line=",  # nothing given
        "envelopes.amount?line=C5",  # amounts of several currencies make no sum
        "value?area=KEN",
        "",
    ],
)
def test_what_is_no_question_is_refused_with_what_can_be_asked(text: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        answer_question(ACCOUNT, text)
    assert caught.value.advice

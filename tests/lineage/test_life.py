"""The life of a mandate: each stage by its evidence, never by age alone."""

from __future__ import annotations

from datetime import date

import pytest

from actionlines.lineage.life import Answer, AskedText, ends_on, life_of

_DAY = date(2029, 6, 1)
_FIRST, _NEXT = "A/RES/2027/1#4", "A/RES/2028/1#4"
_EVERY_YEAR = ("recurring:annual",)


def _yearly(*years: int, due: date | None = date(2029, 12, 31)) -> list[AskedText]:
    return [
        AskedText(
            f"A/RES/{year}/1#4", f"{year}-12-10", _EVERY_YEAR, due if year == years[-1] else date(year + 1, 12, 31)
        )
        for year in years
    ]


def _answered(*days: str) -> list[Answer]:
    return [Answer(day, f"report-{day}") for day in days]


def test_asked_every_year_since_and_answered_twice() -> None:
    life = life_of(_yearly(2024, 2025, 2026, 2027, 2028), _answered("2026-07-01", "2027-07-01", "2019-01-01"), _DAY)
    assert (life.pace, life.since, len(life.asked), len(life.answers)) == (12, "2024", 5, 2)
    assert life.every == "annual" and life.last_answer is not None and life.last_answer.date == "2027-07-01"


def test_a_pace_needs_three_texts() -> None:
    assert (life_of(_yearly(2027, 2028), (), _DAY).pace, life_of(_yearly(2024, 2026, 2028), (), _DAY).pace) == (0, 24)


@pytest.mark.parametrize(
    "of, stage, renews, renewed_by", [(_FIRST, "renewed", None, _NEXT), (_NEXT, "awaited", _FIRST, None)]
)
def test_an_older_text_is_renewed_by_the_next(of: str, stage: str, renews: str | None, renewed_by: str | None) -> None:
    life = life_of(_yearly(2027, 2028), (), _DAY, of=of)
    found = [one and one.text for one in (life.renews, life.renewed_by)]
    assert (life.stage, found) == (stage, [renews, renewed_by])


def test_a_day_that_passed_without_an_answer_is_unanswered_and_one_with_an_answer_is_not() -> None:
    asked = [AskedText("A/RES/82/1#4", "2027-12-10", ("year:2028",), date(2028, 12, 31))]
    assert (life_of(asked, (), _DAY).stage, life_of(asked, (), _DAY).missed) == ("unanswered", date(2028, 12, 31))
    assert life_of(asked, _answered("2028-08-01"), _DAY).stage == "answered"


def test_what_recurs_misses_the_day_before_the_next() -> None:
    asked = [AskedText("A/RES/79/1#4", "2024-12-10", _EVERY_YEAR, date(2029, 12, 10))]
    assert life_of(asked, _answered("2027-05-01"), _DAY).missed == date(2028, 12, 10)
    assert life_of(asked, _answered("2028-05-01"), _DAY).missed is None


def test_age_alone_says_nothing() -> None:
    old = [AskedText("A/RES/40/1#4", "1985-12-10")]
    assert life_of(old, (), _DAY).stage == "open"
    assert life_of([AskedText("A/RES/40/1#4", "")], (), _DAY).stage == "open"


def test_what_people_found_comes_first_but_one_delivery_does_not_discharge_what_recurs() -> None:
    once = [AskedText("A/RES/82/1#4", "2027-12-10")]
    assert life_of(once, (), _DAY, delivered=True).stage == "discharged"
    assert life_of(once, (), _DAY, delivered=True, superseded=True).stage == "superseded"
    assert life_of(_yearly(2028), (), _DAY, delivered=True).stage == "awaited"


def test_an_end_in_the_text_ends_it_once_it_has_passed() -> None:
    asked = [AskedText("A/RES/80/1#4", "2025-12-10", ends="2028-12-31")]
    assert life_of(asked, (), _DAY).stage == "ended"
    assert life_of(asked, (), date(2028, 12, 31)).stage == "open"


@pytest.mark.parametrize(
    "text, end",
    [
        ("Decides to extend the mandate of the Panel until 31 March 2031", "2031-03-31"),
        ("Decides that the term of the Board shall continue until the end of 2031", "2031-12-31"),
        ("Renews the mandate of the expert for a further period of 18 months", "2027-06-10"),
        ("Decides to prolong the trial for a term of two years", "2027-12-10"),
        ("Invites States to plant trees until 2031", ""),
        ("Extends its thanks for a period of calm", ""),
        ("Decides to extend the plan until 31 February 2031", ""),
    ],
)  # fmt: skip
def test_the_end_that_a_paragraph_sets(text: str, end: str) -> None:
    assert ends_on(text, "2025-12-10") == end

"""The table of sessions: every row whole, right in itself, and from a source that someone can open."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from actionlines.framework.bodies import bodies
from actionlines.framework.calendar import FIRST_YEAR, LAST_YEAR
from actionlines.framework.tables import read_table

LOOKED_AT = "2026-12-07"
"""The day on which the table was last looked through: what had ended by then is held, the rest is planned."""
_COLUMNS = ("body", "number", "kind", "starts", "ends", "place", "status", "source", "seen")
_KINDS = {"session", "part", "additional", "meeting"}
_ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]{2,}(?::\d+)?/\S*")
_SYMBOL = re.compile(r"(?:A|E|S|TD|HSP|UNEP)/[A-Z0-9][\w./()-]*")
_ROWS = read_table("sessions")


def _name(row: dict[str, str]) -> str:
    return f"{row['body']} {row['number']} {row['starts']}"


@pytest.mark.parametrize("row", _ROWS, ids=_name)
def test_a_row_is_whole(row: dict[str, str]) -> None:
    assert tuple(row) == _COLUMNS
    starts, ends = date.fromisoformat(row["starts"]), date.fromisoformat(row["ends"])
    assert starts <= ends and FIRST_YEAR <= starts.year <= LAST_YEAR
    assert row["kind"] in _KINDS
    assert row["number"].isdecimal() or not row["number"]
    assert row["status"] == ("held" if row["ends"] < LOOKED_AT else "planned")
    assert bool(row["source"]) == bool(row["seen"])
    if row["source"]:
        assert _ADDRESS.fullmatch(row["source"]) or _SYMBOL.fullmatch(row["source"])
        assert date.fromisoformat(row["seen"]) <= date.fromisoformat(LOOKED_AT)


@pytest.mark.parametrize("table", ["sessions", "session_rules"])
def test_the_calendar_knows_its_bodies(table: str) -> None:
    assert {row["body"] for row in read_table(table)} <= set(bodies())


def test_no_session_has_two_rows() -> None:
    days = [(row["body"], row["kind"], row["starts"]) for row in _ROWS]
    numbers = [(row["body"], row["number"]) for row in _ROWS if row["kind"] == "session" and row["number"]]
    assert len(set(days)) == len(days) and len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("body", sorted({row["body"] for row in _ROWS}))
def test_numbers_rise_and_sessions_do_not_overlap(body: str) -> None:
    sessions = [row for row in _ROWS if row["body"] == body and row["kind"] == "session"]
    for earlier, later in pairwise(sorted(sessions, key=lambda row: row["starts"])):
        assert earlier["ends"] < later["starts"]
        assert not (earlier["number"] and later["number"]) or int(earlier["number"]) < int(later["number"])


def test_nine_in_ten_of_the_years_at_work_have_a_source() -> None:
    at_work = [row for row in _ROWS if "2025" <= row["starts"][:4] <= "2028"]
    assert sum(bool(row["source"]) for row in at_work) >= 0.9 * len(at_work)

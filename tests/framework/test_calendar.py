"""Sessions of bodies: what is known, and what a rule says later."""

from __future__ import annotations

from datetime import date

import pytest

from actionlines.framework.bodies import bodies
from actionlines.framework.calendar import (
    LAST_YEAR,
    bodies_with_calendar,
    list_sessions,
    next_session,
    session_in,
    session_numbered,
)


@pytest.mark.parametrize(
    ("body", "number", "starts", "estimated"),
    [
        # the Tuesday of the second week of September, where 1 September is a Friday
        ("general-assembly", 78, date(2023, 9, 5), False),
        # ... where it is a Sunday
        ("general-assembly", 79, date(2024, 9, 10), False),
        # ... where it is a Monday
        ("general-assembly", 80, date(2025, 9, 9), False),
        # a session with known days
        ("cstd", 27, date(2024, 4, 15), False),
        # a body that counts by years
        ("itu-council", 2024, date(2024, 6, 4), False),
        # a conference of ITU, from the table of conferences
        ("itu-pp", 2022, date(2022, 9, 26), False),
        # a later one, by the rule
        ("itu-pp", 2030, date(2030, 10, 5), True),
        # every two years
        ("unesco-general-conference", 44, date(2027, 11, 2), True),
        # three sessions a year
        ("human-rights-council", 65, date(2027, 6, 15), True),
    ],
)
def test_session_by_number(body: str, number: int, starts: date, estimated: bool) -> None:
    session = session_numbered(body, number)
    assert session is not None
    assert (session.starts, session.estimated) == (starts, estimated)


def test_the_next_session_opens_after_the_day() -> None:
    council = next_session("itu-council", date(2024, 6, 4))
    assert council is not None and council.number == 2025
    assert next_session("igf", date(LAST_YEAR, 12, 31)) is None


def test_a_body_without_a_calendar_has_no_sessions() -> None:
    assert list_sessions("unicef") == ()
    assert session_in("unicef", 2027) is None


@pytest.mark.parametrize("body", bodies_with_calendar())
def test_sessions_are_in_order_and_end_after_they_start(body: str) -> None:
    assert body in bodies()
    held = list_sessions(body)
    assert all(session.starts <= session.ends and session.documents_due < session.starts for session in held)
    assert [session.starts for session in held] == sorted({session.starts for session in held})
    assert any(session.starts.year >= 2027 for session in held)
    assert all(session.source or session.estimated for session in held)

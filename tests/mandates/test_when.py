"""Due forms become days by the sessions of the body that receives the product."""

from __future__ import annotations

from datetime import date

import pytest

from actionlines.mandates.when import resolve, when_of

ISSUED = date(2025, 12, 17)


@pytest.mark.parametrize(
    ("forms", "receivers", "days"),
    [
        # a year, taken up by a body with a calendar: the session of that year
        (["year:2027"], ["cstd"], ["2027-04-13"]),
        # a year without a receiver: its last day
        (["year:2027"], [], ["2027-12-31"]),
        # the receiver has no calendar
        (["year:2027"], ["unicef"], ["2027-12-31"]),
        # a session of the General Assembly: the end of its main part
        (["session:81"], ["general-assembly"], ["2026-12-31"]),
        # asked for late in the session itself: its last day
        (["session:80"], ["general-assembly"], ["2026-09-07"]),
        # each year at the Council
        (["recurring:annual"], ["itu-council"], ["2026-04-28", "2027-06-02", "2028-06-02"]),
        # every two years after the document
        (["recurring:biennial"], ["cstd"], ["2027-04-13"]),
        # every two years from a year on
        (["recurring:biennial", "from:2026"], ["cstd"], ["2026-04-13", "2028-04-13"]),
        # every year, nobody receives it
        (["recurring:annual"], [], ["2026-12-17", "2027-12-17", "2028-12-17"]),
        # the next session of the receiver
        (["next-session"], ["igf"], ["2026-11-09"]),
        (["event:next-session-of-the-internet-governance-forum"], ["igf"], ["2026-11-09"]),
        # the first receiver with a calendar counts
        (["next-session"], ["unicef", "hlpf"], ["2026-07-07"]),
        # from time to time: no day
        (["recurring:periodic"], ["cstd"], []),
        # an event without a date
        (["event:high-level-meeting"], ["cstd"], []),
        # a day
        (["2026-03-31"], ["cstd"], ["2026-03-31"]),
    ],
)
def test_due_days(forms: list[str], receivers: list[str], days: list[str]) -> None:
    due = resolve(map(when_of, forms), ISSUED, receivers, date(2028, 12, 31))
    assert [found.day.isoformat() for found in due] == days


def test_days_by_a_rule_are_marked_as_estimated() -> None:
    first, second, *_ = resolve([when_of("recurring:annual")], ISSUED, ["itu-council"])
    assert (first.estimated, second.estimated) == (False, True)
    assert first.session is not None and first.session.number == 2026


def test_recurrences_have_no_day_without_the_date_of_the_document() -> None:
    assert resolve([when_of("recurring:annual"), when_of("next-session")], None, ["itu-council"]) == ()

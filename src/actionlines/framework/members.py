"""Membership of areas and groups on a day: groups change, and a figure for a group must say of which day."""

from __future__ import annotations

from datetime import date

from actionlines.framework.model import Membership


def holds(membership: Membership, on: date) -> bool:
    """Whether the membership holds on that day: from `since`, up to but not including `until`.

    A date of a year alone counts from its first of January: the sources give no day for entries.
    A scheduled exit counts from its day, as the resolution says.
    """
    if membership.since and on < first_day(membership.since):
        return False
    return not membership.until or on < first_day(membership.until)


def first_day(text: str) -> date:
    """The first day of `1971`, `2024-12` or `2024-12-13`. Raises ValueError for anything else.

    >>> first_day("1971")
    datetime.date(1971, 1, 1)
    """
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        raise ValueError(f"{text!r} is not a year, a month or a day")
    year, month, day = [*map(int, parts), 1, 1][:3]
    return date(year, month, day)

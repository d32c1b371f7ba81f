"""The last day on which a mandate is in time, worked out from its canonical due forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from actionlines.mandates.due import last_day as ends_on
from actionlines.mandates.due import recurrences, resolve, shifted


def last_day(
    due: str | Sequence[str], issued_on: date | None = None, today: date | None = None
) -> date | None:
    """The next day by which something is due, seen from `today`; where all are past, the last of them.

    due        one form or several, as the mandate finder gives them (docs/explanation/mandates.md)
    issued_on  date of the document: periods and recurrences count from it
    today      None for today: what recurs has a next day only as seen from one. So the same forms can give a
               later day next year; compare `due`, not the day, to learn whether a mandate changed.

    Single forms end as `mandates.due.last_day` says. `from:` alone ends nothing; with a recurrence
    it says in which year or month the first of them falls. Events and "periodically" have no day.

    >>> last_day("year:2027"), last_day(["session:81"])
    (datetime.date(2027, 12, 31), datetime.date(2026, 12, 31))
    >>> last_day("recurring:biennial", date(2020, 5, 6), today=date(2025, 1, 1))
    datetime.date(2026, 5, 6)
    """
    forms = [due] if isinstance(due, str) else list(due)
    today = today or date.today()
    first = next((day for day in map(_begins, forms) if day), issued_on)
    begins = any(form.startswith("from:") for form in forms)
    days = sorted(
        day
        for form in forms
        for day in (
            _next(form, first, today, begins) if form.startswith("recurring:") else _fixed(form, issued_on)
        )
    )
    return next((day for day in days if day >= today), days[-1] if days else None)


def _fixed(form: str, issued_on: date | None) -> Iterable[date]:
    if found := ends_on(form, issued_on.isoformat() if issued_on else ""):
        yield date.fromisoformat(found)


def _begins(form: str) -> date | None:
    """The last day of the year or month in which something begins."""
    kind, _, value = form.partition(":")
    found = resolve(f"year:{value}", "")[0] if kind == "from" else None
    return date.fromisoformat(found) if found else None


def _next(form: str, start: date | None, today: date, at_start: bool) -> Iterable[date]:
    """The next day of a recurrence; the first one is at the start itself, or one period after the document."""
    months = next((row.months for row in recurrences() if f"recurring:{row.form}" == form), 0)
    if start is None or not months:
        return
    passed = max(0, (today.year - start.year) * 12 + today.month - start.month)
    for count in range(max(passed // months, 0 if at_start else 1), passed // months + 3):
        day = shifted(start, count * months)
        if day and day >= today:
            yield day
            return

"""A date to sort by and words to read for every due form, and the years of numbered sessions and of conferences."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import cache

from actionlines.framework.bodies import bodies
from actionlines.framework.calendar import numbered_rules
from actionlines.framework.references import list_conferences
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.words import DATA

FIRST_SESSION_YEAR = (
    1945  # session S of the General Assembly opens in September of 1945 + S (rules of procedure, rule 1)
)
_EVERY = 4  # years between Plenipotentiary Conferences (ITU Constitution, article 8)
MONTHS = tuple(calendar.month_name[1:])
_RELATIVE = expression(r"(\d{1,3})-(day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often (`data/recurrences.csv`): `months` between two occurrences (0: not fixed), and the label."""

    form: str
    months: int
    label: str


@cache
def recurrences() -> tuple[Recurrence, ...]:
    """Return all recurrences; those whose words contain others' come first."""
    rows = read_table("recurrences", DATA)
    return tuple(Recurrence(row["form"], int(row["months"]), row["label"]) for row in rows)


@dataclass(frozen=True, slots=True)
class Series:
    """Sessions of a body: `number` was or is the first of `year`; `per_year` of them every `every` years."""

    number: int
    year: int
    per_year: int
    every: int


@cache
def series() -> dict[str, tuple[Series, ...]]:
    """Return the sessions of each body, by its id or by each of its names: of the calendar and `data/sessions.csv`."""
    matches: dict[str, tuple[Series, ...]] = {body: (Series(*rule),) for body, rule in numbered_rules().items()}
    for row in read_table("sessions", DATA):
        numbers = Series(*(int(row[key]) for key in ("number", "year", "per_year", "every")))
        for name in filter(None, (row["body"], *row["names"].split("|"))):
            matches[name] = (*matches.get(name, ()), numbers)
    return matches


def year_of_session(body: str, number: int) -> int | None:
    """Return the year in which a body, given by its id or its name, holds its session of that number.

    >>> year_of_session("human-rights-council", 62), year_of_session("cstd", 30)
    (2026, 2027)
    """
    # A body that changed its rhythm has several rows; the nearest counts.
    row = min(series().get(body, ()), key=lambda item: abs(item.number - number), default=None)
    return row.year + (number - row.number) // row.per_year * row.every if row else None


def next_session(body: str, year: int) -> int | None:
    """Return the year of the next session of a body after `year`; None where it holds several a year.

    >>> next_session("cstd", 2026), next_session("human-rights-council", 2026)
    (2027, None)
    """
    row = next((row for row in series().get(body, ()) if row.per_year == 1), None)
    return row.year + ((year - row.year) // row.every + 1) * row.every if row else None


@cache
def conference_cycles() -> dict[str, str]:
    """Return the ids of the bodies of ITU that meet in cycles, with the name of the cycle ("PP")."""
    cycles = {held.body for held in list_conferences()}
    itu = (body for body in bodies().values() if body.id.startswith("itu-"))
    return {body.id: name for body in itu for name in body.acronyms if name in cycles}


@cache
def next_year(cycle: str, year: int) -> int:
    """Return the year of the first conference of a cycle (PP, WTDC, WTSA, WRC) after `year`; 0 if unknown.

    >>> next_year("PP", 2018), next_year("PP", 2022), next_year("PP", 2030)
    (2022, 2026, 2034)
    """
    years = sorted(held.year for held in list_conferences() if held.body == cycle)
    if later := [held for held in years if held > year]:
        return later[0]
    return years[-1] + _EVERY * ((year - years[-1]) // _EVERY + 1) if cycle == "PP" else 0


def resolve(due: str, document_date: str) -> tuple[str | None, str]:
    """(ISO date to sort by, or None; label) of a due form or a comma-separated list of them.

    `document_date` is the ISO date of the document, or "". A session counts from its opening on 1 September
    (the second Tuesday in fact), a year and a month from their last day, a recurrence from its next
    occurrence after the document. Unknown forms are their own label.

    >>> resolve("session:81", "2025-12-17")
    ('2026-09-01', 'at the 81st session (2026–2027)')
    >>> resolve("recurring:biennial", "2025-12-17")
    ('2027-12-17', 'every two years')
    """
    parts = [part.strip() for part in due.split(",") if part.strip()]
    resolved = [_one(part, _iso(document_date)) for part in parts]
    # What recurs "starting in 2032" is first due in 2032.
    dated = [item for item, part in zip(resolved, parts, strict=True) if not part.startswith("recurring:")]
    keys = sorted(key for key, _ in dated if key) or sorted(key for key, _ in resolved if key)
    return (keys[0] if keys else None), "; ".join(label for _, label in resolved)


def last_day(form: str, document_date: str) -> str | None:
    """ISO date of the last day on which one due form is met in time; None where it has none (`from:`, an event)
    or has no single one (`recurring:`).

    A session of the General Assembly is met until the end of the year in which it opens: its main part, which
    takes up the reports asked for, ends in December. A numbered session of another body is the year in which
    it is held (`sessions.csv`), and so ends with it too.

    >>> last_day("session:81", ""), last_day("2027-02", ""), last_day("recurring:annual", "2025-12-17")
    ('2026-12-31', '2027-02-28', None)
    """
    kind, _, _ = form.partition(":")
    if kind in ("from", "recurring"):
        return None
    matches = _one(form.strip(), _iso(document_date))[0]
    return f"{matches[:4]}-12-31" if matches and kind == "session" else matches


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one(due: str, document: date | None) -> tuple[str | None, str]:
    kind, _, value = due.partition(":")
    if kind == "session" and value.isascii() and value.isdigit() and len(value) <= 3:
        year = FIRST_SESSION_YEAR + int(value)
        return f"{year}-09-01", f"at the {_ordinal(int(value))} session ({year}–{year + 1})"
    if kind == "year":
        return _last_day(value), f"Due {value}"
    if kind == "from":
        return _first_day(value), f"from {_readable(value)}"
    if kind == "recurring":
        matches = {row.form: row for row in recurrences()}.get(value)
        months, label = (matches.months, matches.label) if matches else (0, value)
        return _later(document, months), label
    if kind == "relative":
        return _relative(value, document)
    if kind == "next-report":
        return None, "in the next report"
    if kind == "event":
        return None, value.replace("-", " ").strip() or "at an event"
    key = _last_day(due)
    return (key, f"Due {_readable(due)}") if key else (None, due)


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _parts(value: str) -> tuple[int, int, int] | None:
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value)
    if not match:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    if not year or month > 12 or (month and day > calendar.monthrange(year, month)[1]):
        return None
    return (year, month, day) if not (match[2] and not month) and not (match[3] and not day) else None


def _last_day(value: str) -> str | None:
    parts = _parts(value)
    if not parts:
        return None
    year, month, day = parts
    month = month or 12
    return f"{year:04d}-{month:02d}-{day or calendar.monthrange(year, month)[1]:02d}"


def _first_day(value: str) -> str | None:
    parts = _parts(value)
    return f"{parts[0]:04d}-{parts[1] or 1:02d}-{parts[2] or 1:02d}" if parts else None


def _readable(value: str) -> str:
    parts = _parts(value)
    if not parts:
        return value
    year, month, day = parts
    words = [str(day)] if day else []
    return " ".join([*words, *([calendar.month_name[month]] if month else []), str(year)])


def shifted(start: date, months: int) -> date | None:
    """Return the day so many months later (or earlier), the last of its month where it has no such day.

    None beyond the last day of the calendar.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _later(start: date | None, months: int) -> str | None:
    day = shifted(start, months) if start and months else None
    return day.isoformat() if day else None


def _relative(value: str, document: date | None) -> tuple[str | None, str]:
    match = _RELATIVE.fullmatch(value)
    if not match:
        return None, value.replace("-", " ")
    number, unit = int(match[1]), match[2]
    label = f"within {number} {unit}{'' if number == 1 else 's'}"
    if document is None:
        return None, label
    if unit in ("day", "week"):
        try:
            return (document + timedelta(days=number * (7 if unit == "week" else 1))).isoformat(), label
        except OverflowError:
            return None, label
    return _later(document, number * (12 if unit == "year" else 1)), label

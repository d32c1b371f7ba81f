"""When bodies meet: past and agreed sessions, and later ones by the rule of the body, marked as estimated.

`data/sessions.csv` has sessions with their days, `data/cycles.csv` those of ITU's conferences, and
`data/session_rules.csv` says how each body goes on: how often, in which days of a year, and how many weeks
before a session its documents are due.

>>> next_session("cstd", date(2025, 12, 17)).number
29
>>> session_numbered("general-assembly", 82).starts
datetime.date(2027, 9, 7)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from actionlines.framework.references import list_conferences
from actionlines.framework.tables import read_table

FIRST_YEAR, LAST_YEAR = 2003, 2040
"""The calendar reaches over these years."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a body.

    number         its number, or its year where the body counts by years
    documents_due  the last day for documents of the session
    estimated      whether its days come from the rule of the body and not from the body itself
    """

    body: str
    number: int
    starts: date
    ends: date
    place: str
    documents_due: date
    estimated: bool
    source: str


@dataclass(frozen=True, slots=True)
class _Rule:
    body: str
    number: int
    year: int
    per_year: int
    every: int
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    weeks: int
    source: str

    def sessions(self) -> Iterator[Session]:
        """Yield the sessions that the rule gives, earliest first."""
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            cycles, rest = divmod(year - self.year, self.every)
            for place in range(0 if rest else self.per_year):
                by_years = self.number == self.year
                number = year if by_years else self.number + cycles * self.per_year + place
                if number > 0:
                    yield self.session(year, number, place)

    def session(self, year: int, number: int, place: int) -> Session:
        """Return the session of a year; `place` is 0 for the first of the year."""
        if not self.starts:
            starts, ends = _opening_day(year), _opening_day(year + 1) - timedelta(days=1)
        else:
            starts, ends = (date.fromisoformat(f"{year}-{days[place]}") for days in (self.starts, self.ends))
        due = starts - timedelta(weeks=self.weeks)
        return Session(self.body, number, starts, ends, "", due, bool(self.starts), self.source)


def _opening_day(year: int) -> date:
    """Return the day on which the session of the General Assembly opens: the Tuesday of the second week of
    September, counted from the first week with a working day (rules of procedure, rule 1).
    """
    first = date(year, 9, 1)
    monday = (
        first - timedelta(days=first.weekday()) if first.weekday() < 5 else first + timedelta(days=7 - first.weekday())
    )
    return monday + timedelta(days=8)


@cache
def _read_rules() -> dict[str, _Rule]:
    return {
        row["body"]: _Rule(
            row["body"], int(row["number"]), int(row["year"]), int(row["per_year"]), int(row["every"]),
            tuple(row["starts"].split()), tuple(row["ends"].split()), int(row["documents_weeks"]), row["source"],
        )
        for row in read_table("session_rules")
    }  # fmt: skip


def numbered_rules() -> dict[str, tuple[int, int, int, int]]:
    """Return body -> (number of the first session of a year, the year, sessions in it, years from one to the next).

    Only of bodies that number their sessions; the General Assembly counts in another way.
    """
    rules = (rule for rule in _read_rules().values() if rule.number != rule.year and rule.starts)
    return {rule.body: (rule.number, rule.year, rule.per_year, rule.every) for rule in rules}


def bodies_with_calendar() -> tuple[str, ...]:
    """Return the ids of the bodies whose sessions the calendar knows."""
    return tuple(_read_rules())


@cache
def _dated_sessions() -> tuple[tuple[str, int, str, str, str, str], ...]:
    """Return the sessions with days, as (body, number, first day, last day, place, source)."""
    rows = [
        (row["body"], int(row["number"]), row["starts"], row["ends"], row["place"], row["source"])
        for row in read_table("sessions")
    ]
    rows += [
        (f"itu-{held.body.lower()}", held.year, held.start, held.until, held.place, held.source)
        for held in list_conferences()
        if held.year >= FIRST_YEAR
    ]
    return tuple(rows)


@cache
def list_sessions(body: str) -> tuple[Session, ...]:
    """Return the sessions of a body from 2003 to 2040, earliest first; () for a body without a calendar."""
    if (rule := _read_rules().get(body)) is None:
        return ()
    early = timedelta(weeks=rule.weeks)
    known = [
        Session(name, number, first, date.fromisoformat(ends), place, first - early, False, source)
        for name, number, starts, ends, place, source in _dated_sessions()
        if name == body
        for first in (date.fromisoformat(starts),)
    ]
    last = max((session.starts.year for session in known), default=0)
    later = [session for session in rule.sessions() if session.starts.year > last]
    return tuple(sorted(known + later, key=lambda session: session.starts))


def next_session(body: str, after: date) -> Session | None:
    """Return the first session of a body that opens later than a day; None where the calendar has none."""
    return next((session for session in list_sessions(body) if session.starts > after), None)


def session_numbered(body: str, number: int) -> Session | None:
    """Return the session of that number (or year, where the body counts by years); None where there is none."""
    return next((session for session in list_sessions(body) if session.number == number), None)


def session_in(body: str, year: int) -> Session | None:
    """Return the first session of a body in a year; None where there is none."""
    return next((session for session in list_sessions(body) if session.starts.year == year), None)


def later_conference(symbol: str, on: date) -> str:
    """Return the last conference of ITU that met after that of an instrument and before a day; "" where none did.

    >>> later_conference("itu:PP/RES/11@2018", date(2025, 1, 1))
    'Bucharest, 2022'
    """
    body, _slash, rest = symbol.removeprefix("itu:").partition("/")
    year = rest.rpartition("@")[2]
    later = (
        [
            held
            for held in list_conferences()
            if held.body == body and held.verified and held.until < on.isoformat() and held.year > int(year or 0)
        ]
        if symbol.startswith("itu:") and year.isdecimal()
        else []
    )
    return max((f"{held.place}, {held.year}" for held in later), key=lambda name: name[-4:], default="")


def adopted_on(symbol: str, stated: str) -> date | None:
    """Return the day on which an instrument was adopted: as its text states it (ISO), or the last day of the
    session of ITU that its symbol names; None where neither is known.

    >>> adopted_on("itu:PP/RES/140@2018", "2018"), adopted_on("A/RES/80/173", "2025-12-17")
    (datetime.date(2018, 11, 16), datetime.date(2025, 12, 17))
    """
    try:
        return date.fromisoformat(stated)
    except ValueError:
        head, _slash, rest = symbol.removeprefix("itu:").partition("/")
        body = "itu-council" if head == "C" else f"itu-{head.lower()}"
        year = rest.rpartition("@")[2]
        session = session_in(body, int(year)) if symbol.startswith("itu:") and year.isdecimal() else None
        return session.ends if session and not session.estimated else None

"""When bodies meet: sessions with their days and sources, and later ones by the rule of the body.

`data/sessions.csv` has sessions with their days, `data/cycles.csv` those of ITU's conferences, and
`data/session_rules.csv` says how each body goes on: how often, in which days of a year, and how many weeks
before a session its documents are due. A session is agreed where a source is named that somebody has looked at;
every other is estimated.

>>> next_session("cstd", date(2025, 12, 17)).number
29
>>> session_numbered("general-assembly", 82).starts
datetime.date(2027, 9, 7)
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from actionlines.framework.references import list_conferences
from actionlines.framework.tables import read_table

FIRST_YEAR, LAST_YEAR = 2003, 2040
"""The calendar reaches over these years."""
GENERAL_ASSEMBLY = "general-assembly"
FIRST_SESSION_YEAR = 1945
"""Session S of the General Assembly opens in September of 1945 + S (rules of procedure, rule 1)."""


def this_day() -> date:
    """Return today, or the day of SOURCE_DATE_EPOCH (reproducible-builds.org) for outputs of the same bytes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else date.today()


@dataclass(frozen=True, slots=True)
class Session:
    """A session of a body.

    number         its number, or its year where the body counts by years
    documents_due  the last day for documents of the session
    estimated      whether its days have no source that somebody has looked at
    by_rule        whether its days come from the rule of the body and not from a list of sessions
    kind           "session"; "part", "additional" or "meeting" for what is no session of its own
    seen           the ISO day on which the source was looked at, "" where nobody has
    """

    body: str
    number: int
    starts: date
    ends: date
    place: str
    documents_due: date
    estimated: bool
    source: str
    by_rule: bool = False
    kind: str = "session"
    seen: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a body meets: session `number` is the first of `year`, with `per_year` of them every `every` years.

    until   the last year in which it met so, 0 where it still does
    names   what a body without an id among the bodies is called in texts
    starts  month and day of each session of a year; empty where only the rhythm is known
    """

    body: str
    names: tuple[str, ...]
    number: int
    year: int
    until: int
    per_year: int
    every: int
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    weeks: int
    source: str

    @property
    def has_days(self) -> bool:
        """Return whether the rule gives the days of a session: the Assembly's are in its rules of procedure."""
        return bool(self.starts) or self.body == GENERAL_ASSEMBLY

    @property
    def is_by_years(self) -> bool:
        """Return whether the body counts its sessions by years."""
        return self.number == self.year

    def year_of(self, number: int) -> int:
        """Return the year of a session by its number."""
        return number if self.is_by_years else self.year + (number - self.number) // self.per_year * self.every

    def sessions(self) -> Iterator[Session]:
        """Yield the sessions that the rule gives, earliest first."""
        for year in range(FIRST_YEAR, (self.until or LAST_YEAR) + 1) if self.has_days else ():
            cycles, rest = divmod(year - self.year, self.every)
            for place in range(0 if rest else self.per_year):
                number = year if self.is_by_years else self.number + cycles * self.per_year + place
                if number > 0:
                    yield self._session(year, number, place)

    def _session(self, year: int, number: int, place: int) -> Session:
        if not self.starts:
            starts, ends = _opening_day(year), _opening_day(year + 1) - timedelta(days=1)
        else:
            starts, ends = (date.fromisoformat(f"{year}-{days[place]}") for days in (self.starts, self.ends))
        due = starts - timedelta(weeks=self.weeks)
        return Session(self.body, number, starts, ends, "", due, bool(self.starts), self.source, by_rule=True)


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
def _read_rules() -> dict[str, tuple[_Rule, ...]]:
    """Return body -> its rules, the one in force first."""
    rules: dict[str, tuple[_Rule, ...]] = {}
    for row in read_table("session_rules"):
        rule = _Rule(
            row["body"],
            tuple(filter(None, row["names"].split("|"))),
            int(row["number"]),
            int(row["year"]),
            int(row["until_year"] or 0),
            int(row["per_year"]),
            int(row["every"]),
            tuple(row["starts"].split()),
            tuple(row["ends"].split()),
            int(row["documents_weeks"] or 0),
            row["source"],
        )
        held = (*rules.get(rule.body, ()), rule)
        rules[rule.body] = tuple(sorted(held, key=lambda item: -(item.until or LAST_YEAR)))
    return rules


@cache
def bodies_by_session_name() -> dict[str, str]:
    """Return what texts call the bodies that the calendar names itself -> body, longest names first."""
    named = {name: body for body, rules in _read_rules().items() for rule in rules for name in rule.names}
    return dict(sorted(named.items(), key=lambda item: -len(item[0])))


def year_of_session(body: str, number: int) -> int | None:
    """Return the year in which a body holds its session of that number; None where the calendar lacks its rhythm.

    >>> year_of_session("human-rights-council", 62), year_of_session("cstd", 30)
    (2026, 2027)
    """
    if session := session_numbered(body, number):
        return session.starts.year
    # A body that changed its rhythm has several rules; the nearest counts.
    rules = (rule for rule in _read_rules().get(body, ()) if not rule.is_by_years or FIRST_YEAR <= number <= LAST_YEAR)
    rule = min(rules, key=lambda item: abs(item.number - number), default=None)
    return rule.year_of(number) if rule else None


def next_session_year(body: str, year: int) -> int | None:
    """Return the year of the next session of a body after `year`; None where it holds several a year.

    >>> next_session_year("cstd", 2026), next_session_year("human-rights-council", 2026)
    (2027, None)
    """
    rule = next(iter(_read_rules().get(body, ())), None)
    if rule is None or rule.per_year > 1:
        return None
    if session := next_session(body, date(year, 12, 31)):
        return session.starts.year
    return rule.year + ((year - rule.year) // rule.every + 1) * rule.every


@cache
def bodies_with_calendar() -> tuple[str, ...]:
    """Return the ids of the bodies whose sessions have days in the calendar."""
    return tuple(body for body, rules in _read_rules().items() if any(rule.has_days for rule in rules))


@cache
def _dated_sessions() -> dict[str, tuple[Session, ...]]:
    """Return body -> its sessions and meetings with days, as the tables have them."""
    sessions: dict[str, list[Session]] = {}
    for row in read_table("sessions"):
        starts, ends = date.fromisoformat(row["starts"]), date.fromisoformat(row["ends"])
        is_estimated = row["status"] == "estimated" or not (row["source"] and row["seen"])
        session = Session(
            row["body"], int(row["number"] or 0), starts, ends, row["place"], _documents_due(row["body"], starts),
            is_estimated, row["source"], kind=row["kind"] or "session", seen=row["seen"],
        )  # fmt: skip
        sessions.setdefault(session.body, []).append(session)
    for held in list_conferences():
        body, starts = f"itu-{held.body.lower()}", date.fromisoformat(held.start)
        session = Session(
            body, held.year, starts, date.fromisoformat(held.until), held.place, _documents_due(body, starts),
            not held.verified, held.source,
        )  # fmt: skip
        sessions.setdefault(body, []).append(session)
    return {body: tuple(sorted(rows, key=lambda session: session.starts)) for body, rows in sessions.items()}


def _documents_due(body: str, starts: date) -> date:
    weeks = next((rule.weeks for rule in _read_rules().get(body, ()) if rule.weeks), 0)
    return starts - timedelta(weeks=weeks)


@cache
def list_meetings(body: str) -> tuple[Session, ...]:
    """Return the sessions of a body from 2003 to 2040 with its parts, additional sessions and meetings."""
    dated = tuple(session for session in _dated_sessions().get(body, ()) if session.starts.year >= FIRST_YEAR)
    last = max((session.starts.year for session in dated if session.kind == "session"), default=0)
    by_rule = (session for rule in _read_rules().get(body, ()) for session in rule.sessions())
    later = {session.starts: session for session in by_rule if session.starts.year > last}
    return tuple(sorted((*dated, *later.values()), key=lambda session: session.starts))


@cache
def list_sessions(body: str) -> tuple[Session, ...]:
    """Return the sessions of a body from 2003 to 2040, earliest first; () for a body without days."""
    return tuple(session for session in list_meetings(body) if session.kind == "session")


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
        return session.ends if session and not session.by_rule else None

"""When a duty is to be met: what its words say about time, and the days that follow from the calendar.

    Words -> When       `languages.dates` reads them; `when_of` reads a promised due form ("year:2027")
    When -> DueDay      `resolve`, by the sessions of the body that takes the product up

"Report annually to the Council" is due at each session of the Council; "in 2027, to the Commission" at the session
that the Commission holds in 2027; "at its next session" at the first after the document. No other module computes a
day by which a duty is due.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum
from functools import cache
from typing import Literal, cast

from actionlines.framework.calendar import (
    GENERAL_ASSEMBLY,
    LAST_YEAR,
    Session,
    list_sessions,
    next_session,
    session_in,
    session_numbered,
    year_of_session,
)
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.words import DATA

MONTHS = tuple(calendar.month_name[1:])
NEXT_SESSION = "next-session"
Unit = Literal["day", "week", "month", "year"]
_SPAN = expression(r"(\d{1,3})-(day|week|month|year)s?")
_DATE = expression(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FIRST_OF_YEAR, _LAST_OF_YEAR = (1, 1), (12, 31)


class Anchor(StrEnum):
    """What the words of a time hang on."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SESSION = "session"
    MEETING_BEFORE = "before-meeting"
    AFTER = "after"
    EVENT = "event"
    NEXT_REPORT = "next-report"
    NONE = "none"


class Certainty(StrEnum):
    """How a day is known: stated by a text or source, by a rule or a count of months, or not at all."""

    AGREED = "agreed"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class Unknown(StrEnum):
    """What is missing where no day follows from the words."""

    EVENT = "event"  # the day of an event or meeting
    NEXT_REPORT = "next-report"  # which report is the next
    ADOPTION = "adoption"  # the day on which the text was adopted
    CALENDAR = "calendar"  # the sessions of the body
    SESSION = "session"  # a session of that number
    RHYTHM = "rhythm"  # how often
    BEGINNING = "beginning"  # words that only say when something begins
    WORDS = "words"  # words of time


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
class Span:
    """A stretch of time: 2 months, 6 weeks."""

    number: int
    unit: Unit

    def after(self, day: date, sign: int = 1) -> date | None:
        """Return the day so long after another, or before it with `sign` -1; None beyond the calendar."""
        if self.unit in ("month", "year"):
            return shifted(day, sign * self.number * (12 if self.unit == "year" else 1))
        try:
            return day + timedelta(days=sign * self.number * (7 if self.unit == "week" else 1))
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Every:
    """How often: `months` between two occurrences (0: not fixed), or each session of the body."""

    months: int = 0
    each_session: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """When a duty is to be met, as its words say it.

    form    the promised string: `year:2027`, `session:81`, `2027-02`, `from:2032`, `recurring:annual`, ...
    words   a part of the text, never made up; "" where only the form is held
    body    whose session: an id, or the name in the text; "" where the words name none
    number  of the session, or its year; None for "the next session"
    day     the first day of a stated day, month or stretch of a year; `until`: the last on which it is met in time
    span    "two months" before the meeting or after the adoption
    begins  the first day from which something recurs or holds
    """

    form: str
    anchor: Anchor
    words: str = ""
    body: str = ""
    number: int | None = None
    day: date | None = None
    until: date | None = None
    span: Span | None = None
    every: Every | None = None
    begins: date | None = None

    def as_data(self) -> dict[str, object]:
        """Return what is not empty, in types of JSON; `when_from_data` reads it back."""
        data: dict[str, object] = {"form": self.form, "anchor": self.anchor.value}
        for name in ("words", "body"):
            data |= {name: value} if (value := getattr(self, name)) else {}
        for name in ("day", "until", "begins"):
            data |= {name: value.isoformat()} if (value := getattr(self, name)) else {}
        data |= {"number": self.number} if self.number is not None else {}
        data |= {"span": f"{self.span.number}-{self.span.unit}"} if self.span else {}
        data |= {"every": "session" if self.every.each_session else self.every.months} if self.every else {}
        return data


def when_from_data(data: Mapping[str, object]) -> When:
    """Return the value that `When.as_data` gave. Raises KeyError or ValueError for anything else."""

    def day(name: str) -> date | None:
        return date.fromisoformat(str(data[name])) if name in data else None

    every = data.get("every")
    number = data.get("number")
    return When(
        str(data["form"]),
        Anchor(str(data["anchor"])),
        str(data.get("words", "")),
        str(data.get("body", "")),
        int(str(number)) if number is not None else None,
        day("day"),
        day("until"),
        span_of(str(data["span"])) if "span" in data else None,
        None if every is None else Every(each_session=True) if every == "session" else Every(int(str(every))),
        day("begins"),
    )


def span_of(text: str) -> Span | None:
    """Return the span of "6-months"; None for other words."""
    match = _SPAN.fullmatch(text)
    return Span(int(match[1]), cast("Unit", match[2])) if match else None


def when_of(form: str) -> When:
    """Return what a promised due form says; a form that nobody promised has no day.

    >>> when_of("year:2027").until, when_of("2027-02").until, when_of("session:81").number
    (datetime.date(2027, 12, 31), datetime.date(2027, 2, 28), 81)
    """
    kind, _, value = form.strip().partition(":")
    if kind == "session" and value.isascii() and value.isdigit() and len(value) <= 3:
        return When(form, Anchor.SESSION, body=GENERAL_ASSEMBLY, number=int(value))
    if kind == "from":
        return When(form, Anchor.NONE, begins=first_day(value))
    if kind == "recurring":
        months = next((row.months for row in recurrences() if row.form == value), 0)
        return When(form, Anchor.NONE, every=Every(months))
    if kind == "relative":
        return When(form, Anchor.AFTER, span=span_of(value))
    if kind == "next-report":
        return When(form, Anchor.NEXT_REPORT)
    if kind == NEXT_SESSION or (kind == "event" and value.startswith(NEXT_SESSION)):
        return When(form, Anchor.SESSION)
    if kind == "event":
        return When(form, Anchor.EVENT)
    stated = value if kind == "year" else kind if not value else ""
    anchor = {4: Anchor.YEAR, 7: Anchor.MONTH, 10: Anchor.DAY}.get(len(stated), Anchor.NONE)
    day, until = first_day(stated), last_day(stated)
    return When(form, anchor if day else Anchor.NONE, day=day, until=until)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which a duty falls due.

    day        the day itself; of a stated year or month the last one
    until      the last day on which it is met in time
    when       the words that give it
    session    at which it is taken up, None where no calendar of the body is known
    certainty  AGREED or ESTIMATED
    """

    day: date
    until: date
    when: When
    session: Session | None = None
    certainty: Certainty = Certainty.AGREED

    @property
    def form(self) -> str:
        """Return the promised string."""
        return self.when.form

    @property
    def estimated(self) -> bool:
        """Return whether the day comes from a rule or a count of months."""
        return self.certainty is not Certainty.AGREED


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline of a duty as one looks at it on a day: the value that every entrance shows.

    whens  what the words say
    due    the next day; where all are past, the last of them; None where no day follows
    why    what is missing where there is no day
    """

    whens: tuple[When, ...] = ()
    due: DueDay | None = None
    why: Unknown | None = None

    @property
    def certainty(self) -> Certainty:
        """Return how the day is known."""
        return self.due.certainty if self.due else Certainty.UNKNOWN

    @property
    def recurs(self) -> str:
        """Return the promised form of how often it recurs, "" for what is due once."""
        return next((when.form for when in self.whens if when.every), "")

    def as_data(self) -> dict[str, str]:
        """Return the fields of machine formats: ISO days, the certainty, "cstd:30", and the words of the text."""
        due, session = self.due, self.due.session if self.due else None
        return {
            "due_on": due.day.isoformat() if due else "",
            "due_until": due.until.isoformat() if due else "",
            "due_certainty": self.certainty.value if self.whens else "",
            "due_session": f"{session.body}:{session.number}" if session else "",
            "due_words": "; ".join(dict.fromkeys(when.words for when in self.whens if when.words)),
        }


def deadline_of(
    whens: Iterable[When], adopted: date | None, receivers: Sequence[str], today: date, until: date | None = None
) -> Deadline:
    """Return the deadline of a duty as seen on a day.

    receivers  as `whose_sessions` gives them
    until      the last day that is looked at, by default ten years ahead or as far as the calendar reaches

    >>> from datetime import date
    >>> shown = deadline_of([when_of("recurring:annual")], date(2022, 10, 14), ["itu-council"], date(2025, 1, 1))
    >>> shown.as_data()["due_session"]
    'itu-council:2025'
    """
    whens = tuple(whens)
    days = resolve(whens, adopted, receivers, until or reach_of(adopted, today))
    due = next((due for due in days if due.until >= today), days[-1] if days else None)
    return Deadline(whens, due, None if due else why_unknown(whens, adopted, receivers))


def reach_of(*days: date | None) -> date:
    """Return the last day that is looked at: ten years after these, or as far as the calendar reaches."""
    return date(min(max([LAST_YEAR, *(day.year + 10 for day in days if day)]), MAXYEAR), 12, 31)


def whose_sessions(deliverable: str, report_to: Sequence[str], bodies: Sequence[str]) -> Sequence[str]:
    """Return the bodies whose sessions give the day: those that receive the product, else a body that is asked.

    A body that meets in sessions does what it is asked at them, no later.

    >>> whose_sessions("meeting", [], ["wsis-forum"]), whose_sessions("report", ["cstd"], ["itu"])
    (['wsis-forum'], ['cstd'])
    >>> whose_sessions("none", [], ["cstd"]), whose_sessions("none", [], ["itu"])
    (['cstd'], ())
    """
    meets = deliverable == "meeting" or (bodies and list_sessions(bodies[0]))
    return report_to or (bodies if meets else ())


def resolve(
    whens: Iterable[When], adopted: date | None, receivers: Sequence[str] = (), until: date | None = None
) -> tuple[DueDay, ...]:
    """Return the days on which a duty falls due, earliest first; () where no words give a day.

    adopted    date of the document, None where unknown: recurrences and next sessions then have no day
    receivers  ids of the bodies whose sessions give the day (`whose_sessions`); the first with a calendar counts
    until      the last day on which what recurs is looked for, by default ten years on or the calendar's end

    >>> from datetime import date
    >>> [due.day.isoformat() for due in resolve([when_of("year:2027")], date(2025, 12, 17), ["cstd"])]
    ['2027-04-13']
    >>> yearly = resolve([when_of("recurring:annual")], date(2022, 10, 14), ["itu-council"], date(2026, 12, 31))
    >>> [due.day.year for due in yearly]
    [2023, 2024, 2025, 2026]
    """
    whens = tuple(whens)
    until = until or reach_of(adopted, adopted)
    case = _Case(whens, adopted, next((body for body in receivers if list_sessions(body)), ""), until)
    # What recurs "starting in 2032" is first due in 2032.
    days = (due for when in whens for due in case.days(when))
    return tuple(sorted(days, key=lambda due: due.day))


def why_unknown(whens: Iterable[When], adopted: date | None, receivers: Sequence[str] = ()) -> Unknown | None:
    """Return what is missing for a day; None where `resolve` gives one.

    >>> str(why_unknown([when_of("recurring:periodic")], None)), why_unknown([when_of("2027-02")], None)
    ('rhythm', None)
    """
    whens = tuple(whens)
    if resolve(whens, adopted, receivers):
        return None
    return next((_lack(when, adopted) for when in whens), Unknown.WORDS)


def _lack(when: When, adopted: date | None) -> Unknown:
    if when.anchor is Anchor.NEXT_REPORT:
        return Unknown.NEXT_REPORT
    if when.anchor in (Anchor.EVENT, Anchor.MEETING_BEFORE):
        return Unknown.EVENT
    if when.every:
        return Unknown.RHYTHM if not (when.every.months or when.every.each_session) else Unknown.ADOPTION
    if when.anchor is Anchor.SESSION:
        known = bool(when.body and list_sessions(when.body))
        return Unknown.CALENDAR if not known else Unknown.SESSION if when.number else Unknown.ADOPTION
    if when.anchor is Anchor.AFTER:
        return Unknown.ADOPTION if adopted is None else Unknown.EVENT
    return Unknown.BEGINNING if when.begins else Unknown.WORDS


@dataclass(frozen=True, slots=True)
class _Case:
    whens: tuple[When, ...]
    adopted: date | None
    receiver: str
    until: date

    @property
    def begins(self) -> date | None:
        """Return the day from which it recurs: as the words say, else the day of the document."""
        return next((when.begins for when in self.whens if when.begins), self.adopted)

    def days(self, when: When) -> Iterator[DueDay]:
        """Yield the days that one time gives."""
        if when.every:
            yield from (due for due in self._recurring(when, when.every) if due.day <= self.until)
        elif when.anchor is Anchor.SESSION:
            yield from self._session(when)
        elif when.anchor is Anchor.MEETING_BEFORE:
            yield from self._before(when)
        elif when.anchor is Anchor.AFTER:
            day = when.span.after(self.adopted) if when.span and self.adopted and not when.body else None
            if day:
                yield DueDay(day, day, when, certainty=Certainty.ESTIMATED)
        elif when.until:
            yield from self._stated(when, when.until)

    def _stated(self, when: When, until: date) -> Iterator[DueDay]:
        """Yield a stated day, month or year: of a year, the session that the receiver holds in it."""
        session = None
        if when.anchor is Anchor.YEAR and self.receiver not in ("", GENERAL_ASSEMBLY):
            first = when.day or date(until.year, 1, 1)
            held = (held for held in list_sessions(self.receiver) if first <= held.starts <= until)
            session = next((item for item in held if not self.adopted or item.starts > self.adopted), None)
        yield _at(session, when) if session else DueDay(until, until, when)

    def _session(self, when: When) -> Iterator[DueDay]:
        body = when.body or self.receiver
        if when.number is None:
            session = next_session(body, self.adopted) if body and self.adopted else None
        else:
            session = session_numbered(body, when.number) or self._of_year(body, when.number)
        if session and body == GENERAL_ASSEMBLY:
            # Its main part, which takes up the reports asked for, ends in December. Asked for late in a session, a
            # product of that session is due when the session ends.
            is_late = self.adopted is not None and self.adopted > date(session.starts.year, 11, 1)
            day = session.ends if is_late else date(session.starts.year, 12, 31)
            yield DueDay(day, day, when, session)
        elif session:
            yield _at(session, when)
        elif when.number is not None and (year := year_of_session(body, when.number)):
            # Of a body whose rhythm alone is known the year follows, and no day in it.
            yield DueDay(date(year, 12, 31), date(year, 12, 31), when, certainty=Certainty.ESTIMATED)

    def _of_year(self, body: str, number: int) -> Session | None:
        """Return the session of a year, where the words name the session by its year."""
        return session_in(body, number) if 1990 <= number <= LAST_YEAR else None

    def _before(self, when: When) -> Iterator[DueDay]:
        """Yield the day so long before a session; of a meeting that no calendar has, nothing."""
        body = when.body or self.receiver
        session = session_numbered(body, when.number) if when.number is not None else None
        if session is None and when.number is None and body and self.adopted:
            session = next_session(body, self.adopted)
        day = when.span.after(session.starts, -1) if session and when.span else session.starts if session else None
        if session and day:
            yield DueDay(day, day, when, session, _certainty(session))

    def _recurring(self, when: When, every: Every) -> Iterator[DueDay]:
        start, months = _end_of_beginning(self.begins) if self.begins != self.adopted else self.begins, every.months
        body = self.receiver or when.body
        if not start or not self.adopted or not (months or every.each_session):
            return
        is_named = start > self.adopted
        if list_sessions(body) and (months >= 12 or every.each_session):
            for session in _spaced(list_sessions(body), 0 if every.each_session else months // 12, start, is_named):
                yield _at(session, when)
            return
        for step in range(0 if is_named else 1, (self.until.year - start.year + 1) * 12 // (months or 12) + 1):
            if (day := shifted(start, months * step)) and months:
                yield DueDay(day, day, when, certainty=Certainty.ESTIMATED)


def _end_of_beginning(begins: date | None) -> date | None:
    """Return the last day of the year or month in which something begins: what recurs is first due by then."""
    if begins is None or begins.day > 1:
        return begins
    return date(begins.year, 12, 31) if begins.month == 1 else shifted(begins, 1)


def _at(session: Session, when: When) -> DueDay:
    return DueDay(session.starts, session.ends, when, session, _certainty(session))


def _certainty(session: Session) -> Certainty:
    return Certainty.ESTIMATED if session.estimated else Certainty.AGREED


def _spaced(held: Iterable[Session], years: int, start: date, at_start: bool) -> Iterator[Session]:
    """Yield the first session of every so many years, each where `years` is 0; with `at_start` from its year on."""
    last = None
    for session in held:
        if session.starts.year < start.year if at_start else session.starts <= start:
            continue
        if last is None:
            # "every two years" of a document of 2025 begins with the session of 2027, where it names no year.
            last = max(session.starts.year, start.year + (0 if at_start or years <= 1 else years)) - years
        if session.starts.year >= last + years:
            last = session.starts.year
            yield session


def shifted(start: date, months: int) -> date | None:
    """Return the day so many months later (or earlier), the last of its month where it has no such day.

    None beyond the last day of the calendar.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def first_day(stated: str) -> date | None:
    """Return the first day of "2027", "2027-02" or a day; None for a day that no calendar has."""
    return _stated_day(stated, _FIRST_OF_YEAR)


def last_day(stated: str) -> date | None:
    """Return the last day of "2027", "2027-02" or a day; None for a day that no calendar has.

    >>> last_day("2027-02"), last_day("2027-02-31")
    (datetime.date(2027, 2, 28), None)
    """
    return _stated_day(stated, _LAST_OF_YEAR)


def _stated_day(stated: str, missing: tuple[int, int]) -> date | None:
    match = _DATE.fullmatch(stated)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or missing[0])
    if not year or not 1 <= month <= 12:
        return None
    days = calendar.monthrange(year, month)[1]
    day = int(match[3] or (1 if missing == _FIRST_OF_YEAR else days))
    return date(year, month, day) if 1 <= day <= days else None

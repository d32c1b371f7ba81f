"""Days for the due forms of a mandate, by the sessions of the body that receives it.

"Report annually to the Council" is due at each session of the Council; "in 2027, to the Commission" at the
session that the Commission holds in 2027; "at its next session" at the first after the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from actionlines.framework.calendar import LAST_YEAR, Session, list_sessions, next_session, session_in, session_numbered
from actionlines.mandates.due import last_day, recurrences, resolve, shifted

GENERAL_ASSEMBLY = "general-assembly"
NEXT_SESSION = "next-session"


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which a mandate falls due.

    form       the due form that gives it
    session    at which the receiver takes it up, None where no calendar of the receiver is known
    estimated  whether the day comes from a rule (of the body, or a count of months) and not from a known session
    """

    day: date
    form: str
    session: Session | None = None
    estimated: bool = False


def whose_sessions(deliverable: str, report_to: Sequence[str], bodies: Sequence[str]) -> Sequence[str]:
    """Return the bodies whose sessions give the day: those that receive the product, else those that are to meet.

    >>> whose_sessions("meeting", [], ["wsis-forum"]), whose_sessions("report", ["cstd"], ["itu"])
    (['wsis-forum'], ['cstd'])
    """
    return report_to or (bodies if deliverable == "meeting" else ())


def due_days(
    forms: Sequence[str], receivers: Sequence[str], issued_on: date | None, until: date = date(LAST_YEAR, 12, 31)
) -> tuple[DueDay, ...]:
    """Return the days on which a mandate falls due up to `until`, earliest first; () where no form has a day.

    forms      due forms of the finder (`year:2027`, `session:81`, `recurring:annual`, `event:next-session`, ...)
    receivers  ids of the bodies whose sessions give the day (`whose_sessions`); the first with a calendar counts
    issued_on  date of the document, None where unknown: recurrences and next sessions then have no day

    >>> from datetime import date
    >>> [due.day.isoformat() for due in due_days(["year:2027"], ["cstd"], date(2025, 12, 17))]
    ['2027-04-13']
    >>> yearly = due_days(["recurring:annual"], ["itu-council"], date(2022, 10, 14), date(2026, 12, 31))
    >>> [due.day.year for due in yearly]
    [2023, 2024, 2025, 2026]
    """
    receiver = next((body for body in receivers if list_sessions(body)), "")
    start = next((day for form in forms if (day := _begins(form))), issued_on)
    days = (day for form in forms for day in _days_of(form, receiver, issued_on, start, until))
    return tuple(sorted((due for due in days if due.day <= until), key=lambda due: due.day))


def _begins(form: str) -> date | None:
    """Return the last day of the year or month in which something begins."""
    kind, _, value = form.partition(":")
    begins = resolve(f"year:{value}", "")[0] if kind == "from" and value else None
    return date.fromisoformat(begins) if begins else None


def _days_of(form: str, receiver: str, issued_on: date | None, start: date | None, until: date) -> Iterator[DueDay]:
    kind, _, value = form.partition(":")
    if kind == "recurring":
        yield from _recurring(form, receiver, issued_on, start, until)
    elif kind == NEXT_SESSION or value.startswith(NEXT_SESSION):
        session = next_session(receiver, issued_on) if receiver and issued_on else None
        yield from _at(session, form)
    elif (
        kind == "year"
        and receiver not in ("", GENERAL_ASSEMBLY)
        and value.isdecimal()
        and (session := session_in(receiver, int(value)))
    ):
        yield from _at(session, form)
    elif day := last_day(form, issued_on.isoformat() if issued_on else ""):
        session = session_numbered(GENERAL_ASSEMBLY, int(value)) if kind == "session" else None
        late = session and issued_on and issued_on > date(session.starts.year, 11, 1)
        # Asked for late in a session, a product of that session is due when the session ends.
        yield DueDay(session.ends if session and late else date.fromisoformat(day), form, session)


def _at(session: Session | None, form: str) -> Iterator[DueDay]:
    if session:
        yield DueDay(session.starts, form, session, session.estimated)


def _recurring(form: str, receiver: str, issued_on: date | None, start: date | None, until: date) -> Iterator[DueDay]:
    months = next((row.months for row in recurrences() if f"recurring:{row.form}" == form), 0)
    if not start or not issued_on or not months:
        return
    if receiver and months >= 12:
        for session in _every(list_sessions(receiver), months // 12, start, start > issued_on):
            yield from _at(session, form)
        return
    count = 0 if start > issued_on else 1
    for step in range(count, (until.year - start.year + 1) * 12 // months + 1):
        if day := shifted(start, months * step):
            yield DueDay(day, form, None, True)


def _every(held: Iterable[Session], years: int, start: date, at_start: bool) -> Iterator[Session]:
    """Yield the first session of every so many years; with `at_start` from the year of the start on."""
    first = None
    for session in held:
        if session.starts.year < start.year if at_start else session.starts <= start:
            continue
        if first is None:
            # "every two years" of a document of 2025 begins with the session of 2027, where it names no year.
            first = max(session.starts.year, start.year + (0 if at_start or years == 1 else years))
            last = first - years
        if session.starts.year >= last + years:
            last = session.starts.year
            yield session

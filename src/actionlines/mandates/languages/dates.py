"""When: the due forms that the words of a mandate state, in six languages.

Each time is a `When`; its promised form is `year:2027`, `session:81` (General Assembly), an ISO date, a month
`2026-12`, `from:2026`, `recurring:annual|biennial|semi-annual|periodic|...`, `next-report`, `event:...` or
`relative:...`.
`data/dates.csv` has the patterns of each language by their role; a role without words never matches.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice

from actionlines.framework.bodies import NAMED, bodies, body_of, by_alias
from actionlines.framework.calendar import (
    FIRST_SESSION_YEAR,
    GENERAL_ASSEMBLY,
    bodies_by_session_name,
    next_session_year,
    year_of_session,
)
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.languages.grammar import DATA, Grammar, number_of
from actionlines.mandates.languages.names import Named, within
from actionlines.mandates.when import Anchor, Every, When, recurrences, when_of

MOST = 40  # dates looked at in one action
MOST_FORMS = 4
# A number from RECENT on is the Assembly's where nobody else's fits; where the text has no year, sessions before
# OLDEST are long over.
OLDEST, RECENT = 60, 78
FAR_AHEAD = 15  # years: no text dates further ahead by a session, none beyond LAST where its year is unknown
LAST = 2100
_NEAR = 120  # letters between a day and the session in which it falls
_LEAD = 90  # letters of what is before the number of a session
_DATES = (
    "date of two", "date namely", "date moved", "date", "year moved", "monthdate", "yeardate of a session",
    "yeardate from", "yeardate", "proclaimed",
)  # fmt: skip
_UNITS = ("day", "week", "month", "year")
# The parts of a year by the role of their words: the first and the last month.
_PARTS_OF_A_YEAR = {
    "first half": (1, 6), "second half": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6),
    "third quarter": (7, 9), "last quarter": (10, 12), "early part": (1, 4), "middle part": (1, 6),
    "late part": (9, 12),
}  # fmt: skip

Holders = Callable[[int, int], tuple[str, ...]]
"""(start, end) of the words that name a session -> whose it may be: ids or names, the likeliest first."""
FoundDate = tuple[int, int, tuple[When, ...]]
"""(start, end, times) of a date."""
MEETING_NOUN = expression(
    r"\b(?:Assembly|Commission|Council|Committee|Board|Conference|Forum|Authority|Group|Agency|Subcommittee"
    r"|Summit|Congress)\b"
)
_YEAR = expression(r"(?:19|20)\d\d")
_CONFERENCES = ("itu-pp", "itu-wtdc", "itu-wtsa", "itu-wrc")
_EDGES = {"zh": ("", ""), "ar": (r"(?<!\w)(?:و)?", r"(?!\w)")}
_DAY = expression(r"20\d\d-\d\d-\d\d")
_SLUG = expression(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Due:
    """Times in reading order, and the words that say so (start..end)."""

    whens: tuple[When, ...]
    start: int
    end: int


def find_due(grammar: Grammar, text: str, start: int, end: int, year: int, holders: Holders) -> Due | None:
    """Return when something is due by start..end of `text`, folded unless it is English; None where there are none.

    year     of the document, 0 when unknown; earlier years are not due dates
    holders  gives the bodies whose session a numbered session may be
    """
    return _Action(grammar, text, start, end, year, holders).due() if end > start else None


@dataclass(slots=True)
class _Action:
    grammar: Grammar
    text: str
    start: int
    end: int
    year: int
    holders: Holders
    found: list[FoundDate] = field(default_factory=list)

    def due(self) -> Due | None:
        """Return when the action is due, by all forms that its words have; None where they state no date."""
        if self.has("session word"):
            self.add(self.sessions())
            self.add(self.next_sessions())
        if _YEAR.search(self.text, self.start, self.end):
            self.add(self.dates())
        if self.has("conference word"):
            self.add(self.conferences())
        reports = [(*match.span(), (when_of("next-report"),)) for match in self.places("{nextreport}")]
        often = next(self.recurring(), None)
        dated = bool(self.found)
        self.found += reports
        if often and self.is_free(*often[:2]) and not (dated and self.before("in a report", often[0], 30)):
            self.found.append(often)
        self.found += self.spans()
        if self.has("event word"):
            self.add(self.events())
        matches = self.without_purpose(_without_session(sorted(self.found, key=lambda date: date[:2])))
        if not matches:
            return None
        whens: dict[str, When] = {}
        for start, end, values in matches:
            for when in values:
                whens.setdefault(when.form, replace(when, words=self.text[start:end]))
        return Due(tuple(whens.values())[:MOST_FORMS], matches[0][0], self.words_end(matches))

    def add(self, dates: Iterator[FoundDate]) -> None:
        """Keep dates whose words no date found earlier has."""
        self.found += (date for date in dates if self.is_free(date[0], date[1]))

    def is_free(self, start: int, end: int) -> bool:
        """Return whether no date that was found before has words between `start` and `end`."""
        return all(end <= low or high <= start for low, high, _ in self.found)

    def has(self, role: str) -> bool:
        """Return whether the action has words of this role."""
        return self.grammar.pattern(f"{{{role}}}").search(self.text, self.start, self.end) is not None

    def before(self, role: str, at: int, reach: int) -> re.Match[str] | None:
        """Return words of that role that end at `at`, looked for in so many letters."""
        return self.grammar.pattern(f"{{{role}}}").search(self.text, max(self.start, at - reach), at)

    def after(self, role: str, at: int) -> re.Match[str] | None:
        """Return words of that role that begin at `at`; None where there are none."""
        return self.grammar.pattern(f"{{{role}}}").match(self.text, at, self.end)

    def places(self, template: str) -> Iterator[re.Match[str]]:
        """Yield the places of a pattern as whole words, the first MOST of them."""
        left, right = _EDGES.get(self.grammar.language, (r"(?<!\w)", r"(?!\w)"))
        pattern = self.grammar.pattern(f"{left}(?:{template}){right}")
        return islice(pattern.finditer(self.text, self.start, self.end), MOST)

    # Sessions

    def sessions(self) -> Iterator[FoundDate]:
        """Yield the sessions by number at or for which something is due."""
        numbers = self.grammar.pattern(r"{ordinal}|\d{1,3}")
        for match in self.places("{session}"):
            lead = self.before("sessionlead", match.start(), _LEAD)
            if lead is None or self.before("session done", match.start(), 180) or not self.waits(lead.start()):
                continue
            words = (number.group() for number in numbers.finditer(match.group().lower()))
            counted = [n for word in words if (n := number_of(word, "ordinals", self.grammar.language))]
            holders = self.holders(lead.start(), match.end())
            year = self.after("in", match.end()) or self.before("in the year of", match.start(), 16)
            if counted and year and int(year["y"]) >= self.year:
                ours = counted[0] >= self.recent and holders[:1] in ((GENERAL_ASSEMBLY,), ("",), ())
                both = (when_of(f"session:{counted[0]}"),) if ours else ()
                years = _years(year.group())
                if not ours and len(years) < len(counted):
                    years = self.held(holders, counted) or years
                elif not ours:
                    years = tuple(map(_of_session, years, counted, [next(iter(holders), "")] * len(years)))
                start, end = min(lead.start(), year.start()), max(match.end(), year.end())
                yield start, end, (*both, *years)
            elif counted and not year and (whens := self.held(holders, counted)):
                yield lead.start(), match.end(), whens

    def held(self, holders: tuple[str, ...], numbers: list[int]) -> tuple[When, ...]:
        """Return the times of sessions by number: in the promised form another's become years or words."""
        for holder in holders or ("",):
            if not holder or _sits_with_assembly(holder):
                if whens := self.of_assembly(numbers, 1 if self.year else OLDEST):
                    return whens
                continue
            body = session_body(holder)
            years = {number: year for number in numbers if (year := year_of_session(body, number)) is not None}
            if ahead := {number: year for number, year in years.items() if self.is_ahead(year)}:
                return tuple(_of_session(when_of(f"year:{year}"), number, body) for number, year in ahead.items())
        holder = next(iter(holders), "")
        whens = self.of_assembly(numbers, self.recent)
        if whens or year_of_session(session_body(holder), 1) is not None or _sits_with_assembly(holder):
            return whens
        named = _meeting(holder)
        form = f"event:{slug(f'session {numbers[0]} of the {named}')}" if named else ""
        return (_of_session(when_of(form), numbers[0], holder),) if form else ()

    def of_assembly(self, numbers: list[int], oldest: int) -> tuple[When, ...]:
        """Return the sessions of the General Assembly that are ahead, from number `oldest` on."""
        ahead = (number for number in numbers if self.is_ahead(FIRST_SESSION_YEAR + number))
        return tuple(when_of(f"session:{number}") for number in ahead if number >= oldest)

    @property
    def recent(self) -> int:
        """The least number that only the Assembly's sessions have reached by the year of the document."""
        known = self.year > FIRST_SESSION_YEAR + OLDEST
        return min(RECENT, self.year - FIRST_SESSION_YEAR) if known else RECENT

    def is_ahead(self, held: int) -> bool:
        """Return whether a year is that of the document or one of the years that follow it."""
        return self.year <= held <= (self.year + FAR_AHEAD if self.year else LAST)

    def next_sessions(self) -> Iterator[FoundDate]:
        """The session after the document: a number for the Assembly, a year by the calendar, else an event."""
        for match in self.places("{nextsession}"):
            if not self.waits(match.start()) or self.after("in", match.end()):
                continue  # the date beside it says more
            # "at the next Council session": the name may stand inside
            holder = next(iter(self.holders(match.end(), match.end())), "")
            body = session_body(holder)
            if body == GENERAL_ASSEMBLY and self.year:
                when = when_of(f"session:{self.year - FIRST_SESSION_YEAR + 1}")
            elif self.year and (later := next_session_year(body, self.year)):
                when = replace(when_of(f"year:{later}"), anchor=Anchor.SESSION, body=body)
            else:
                named = _meeting(holder, known=True)
                form = f"event:{slug(f'next session of the {named}' if named else 'next session')}"
                when = When(form, Anchor.SESSION, body=body)
            yield match.start(), match.end(), (when,)

    # Days, months and years

    def dates(self) -> Iterator[FoundDate]:
        """Yield the days, months and years by which something is due."""
        taken: list[tuple[int, int]] = []
        for role in filter(self.grammar.has, _DATES):
            for match in self.places(f"{{{role}}}"):
                start, end = match.span()
                if any(start < high and low < end for low, high in taken) or not self.is_free(start, end):
                    continue
                if role.endswith("moved") and not self.before("moves", start, start):
                    continue
                groups = match.groupdict()
                if (year := int(next(filter(None, (groups.get(key) for key in ("y", "y2", "z")))))) < self.year:
                    continue
                taken.append((start, end))
                if self.is_of_action(match, year) and (whens := self.stated(match, year, role)):
                    yield start, end, whens

    def is_of_action(self, match: re.Match[str], year: int) -> bool:
        """Return whether a date is that of the action by a word beside it, not of another text or event."""
        groups, at = match.groupdict(), match.start()
        if "post" in groups and not f"{groups.get('prep') or ''}{groups['post'] or ''}".strip():
            return False
        if (not self.year or year <= self.year + 1) and self.before("cited", at, 60):
            return False
        number = min(match.start(key) for key in ("d", "mo", "y", "d2", "mo2", "y2", "z") if groups.get(key))
        if self.found and self.before("second date", number, 240):
            return False
        return not self.before("date of something else", at, 160) and self.waits(at)

    def waits(self, at: int) -> bool:
        """Return whether words that begin with "until" say when something is due, not how long it lasts."""
        waits = self.grammar.pattern("{waits}").match(self.text, self.start, at)
        return waits is not None or not self.after("until", at)

    def stated(self, match: re.Match[str], year: int, role: str) -> tuple[When, ...]:
        """Return the times of a date; () for a day that no month has."""
        groups = match.groupdict()
        form = self.day(year, groups.get("mo") or groups.get("mo2"), groups.get("d") or groups.get("d2"))
        if form and role == "monthdate" and self.grammar.pattern("{end of a month}").search(match.group()):
            form += f"-{calendar.monthrange(year, int(form[5:]))[1]}"
        if not form:
            return ()
        if self.grammar.pattern("{begins}").match(match.group()):
            form = f"from:{form.removeprefix('year:')}"
        first = self.day(year, groups["mo1"], groups["d1"]) if "d1" in groups else ""
        whens = (self.narrowed(when_of(form), match.group()), *_years(groups.get("more") or ""))
        return (when_of(first), *whens) if first else whens

    def narrowed(self, when: When, words: str) -> When:
        """Return a year or month with the days that its words leave: "before 2028" ends with 2027."""
        if when.day and when.until and self.grammar.pattern("{strictly before}").search(words.lower()):
            return replace(when, day=None, until=when.day - timedelta(days=1))
        if when.anchor is Anchor.YEAR and when.day:
            for role, (first, last) in _PARTS_OF_A_YEAR.items():
                if self.grammar.pattern(f"{{{role}}}").search(words.lower()):
                    until = date(when.day.year, last, calendar.monthrange(when.day.year, last)[1])
                    return replace(when, day=date(when.day.year, first, 1), until=until)
        return when

    def day(self, year: int, month: str | None, day: str | None) -> str:
        """Return the form of a day, month or year in ISO style; "" for a day that no month has."""
        number = number_of(month, "months", self.grammar.language) if month else 0
        if not month:
            return f"year:{year}"
        if not 1 <= number <= 12 or (day and not 1 <= int(day) <= calendar.monthrange(year, number)[1]):
            return ""
        return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")

    def conferences(self) -> Iterator[FoundDate]:
        """Yield the conferences at or for which something is due."""
        names = "|".join(map(re.escape, _conferences()))
        for match in self.places(self.grammar.roles["conference"].replace("{cycle}", names)):
            if not self.before("conference lead", match.start(), 20):
                continue
            groups = match.groupdict()
            numbers = (groups[key] for key in ("y", "y2", "y3", "y4"))
            year = next(filter(None, numbers), f"20{groups['short']}" if groups["short"] else "")
            body = _conferences().get((groups["what"] or "").lower(), "")
            if not year and self.year:
                year = str(next_session_year(body, self.year) or "")
            elif not year:
                yield match.start(), match.end(), (When(f"event:{slug('next ' + groups['what'])}", Anchor.EVENT),)
            if year and int(year) >= self.year:
                when = when_of(f"year:{year}")
                yield match.start(), match.end(), (_of_session(when, int(year), body) if body else when,)

    # How often, in what time, at which event

    def recurring(self) -> Iterator[FoundDate]:
        """Yield how often something is asked for."""
        rows = enumerate(row.form for row in recurrences())
        for match in self.places("|".join(f"(?P<r{number}>{{{form}}})" for number, form in rows)):
            if self.is_each_time(match):
                form = recurrences()[int((match.lastgroup or "")[1:])].form
                yield match.start(), match.end(), (self.every(when_of(f"recurring:{form}"), match),)

    def every(self, when: When, match: re.Match[str]) -> When:
        """Return a recurrence with the number of months or the body's sessions that its form cannot say."""
        words = match.group()
        if self.grammar.pattern("{each session}").search(words):
            body = session_body(next(iter(self.holders(match.end(), match.end())), ""))
            return replace(when, every=Every(when.every.months if when.every else 0, each_session=True), body=body)
        interval = self.grammar.pattern("{interval}").search(words)
        number = number_of(interval["n"], "numbers", self.grammar.language) if interval else 0
        if interval and number and when.form == "recurring:periodic":
            return replace(when, every=Every(number * (12 if interval["years"] else 1)))
        return when

    def is_each_time(self, match: re.Match[str]) -> bool:
        """Return whether words that recur are of the action: "annual" of a product that is not there yet."""
        if self.before("of another", match.start(), 60):
            return False
        if not self.grammar.pattern("{how often as an adjective}").fullmatch(match.group().lower()):
            return True
        # "its annual meetings" take place anyway; "the annual reports" are what is asked for
        definite = self.before("the only", match.start(), 7)
        product = self.after("report of each time" if definite else "product of each time", match.end())
        return product is not None and not self.before("not each time", match.start(), 40)

    def spans(self) -> Iterator[FoundDate]:
        """Yield how long after something else the action is due."""
        for match in self.places("{span of time}"):
            groups = match.groupdict()
            words, unit = (groups.get(key) or groups.get(f"{key}2") or "" for key in ("k", "u"))
            number = number_of(words, "numbers", self.grammar.language)
            units = (unit_of for unit_of in _UNITS if self.grammar.pattern(f"{{unit-{unit_of}}}").fullmatch(unit))
            if number and (named := next(units, "")):
                stop = self.anchor_end(match.end())
                yield match.start(), stop, (self.span(when_of(f"relative:{number}-{named}s"), match.start(), stop),)

    def span(self, when: When, start: int, end: int) -> When:
        """Return a span with what it is counted from: a session, a meeting, another event, or the text itself."""
        stop = self.grammar.pattern(r"[,;.，；。،؛]|$").search(self.text, end, min(self.end, end + 90))
        words = self.text[start : stop.start() if stop else end]
        if self.grammar.pattern("{from the adoption}").search(words):
            return when
        if self.grammar.pattern("{before it}").search(words):
            is_session = self.grammar.pattern("{session word}").search(words) is not None
            body = session_body(next(iter(self.holders(end, end)), "")) if is_session else words
            return replace(when, anchor=Anchor.MEETING_BEFORE, body=body)
        return replace(when, body=words) if self.grammar.pattern("{after it}").search(words) else when

    def anchor_end(self, stop: int) -> int:
        """Return where the words end from which a span is counted: "15 days after the adoption"."""
        if self.grammar.language == "zh":
            return stop
        near = min(self.end, stop + 60)
        matches = (pattern.search(self.text, stop, near) for _, pattern in anchors(self.grammar.language))
        return min((match.end() for match in matches if match), default=stop)

    def events(self) -> Iterator[FoundDate]:
        """Yield occasions without a date: "in the context of the upcoming review of the Department ..."."""
        roles = ("coming event",) if self.found else ("coming event", "before an event")  # a date says more
        for role in filter(self.grammar.has, roles):
            for match in self.places(f"{{{role}}}"):
                yield match.start(), match.end(), (when_of(f"event:{slug(match['what'])}"),)

    # All that was found

    def without_purpose(self, matches: list[FoundDate]) -> list[FoundDate]:
        """Return dates without those of a purpose: "by 1 May, in order to prepare for the floods of 2033"."""
        purpose, deadline = self.grammar.pattern("{purpose of a date}"), self.grammar.pattern("{deadline}")
        first = matches[0][1] if matches else 0
        return [
            date
            for date in matches
            if date[0] <= first or deadline.match(self.text, date[0]) or not purpose.search(self.text, first, date[0])
        ]

    def words_end(self, matches: list[FoundDate]) -> int:
        """Where the words of the first date end, with those that follow at once: "annually, starting in 2032"."""
        stop, close = matches[0][1], self.grammar.pattern("{date goes on}")
        for low, high, _ in matches[1:]:
            if not close.fullmatch(self.text, stop, max(stop, low)):
                break
            stop = max(stop, high)
        return stop


def slug(words: str) -> str:
    """Return words as the form of an event has them: "high-level-meeting"."""
    return _SLUG.sub("-", words.lower()).strip("-")


def _years(words: str) -> tuple[When, ...]:
    return tuple(when_of(f"year:{year}") for year in re.findall(r"(?:19|20)\d\d", words))


def _of_session(when: When, number: int, body: str) -> When:
    """Return a time as that of a session of a body."""
    return replace(when, anchor=Anchor.SESSION, body=session_body(body), number=number)


def session_body(holder: str) -> str:
    """Return the id of a body whose sessions words name: by the names of the calendar and of the framework."""
    if not holder or holder in bodies():
        return holder
    # "Council" alone is a short name of more than one.
    called = by_alias(holder) if " " in holder or holder.isupper() else ()
    return bodies_by_session_name().get(holder, "") or next(iter(called), holder)


def _without_session(matches: list[FoundDate]) -> list[FoundDate]:
    """A day says more than the session it falls in: "on 26 September 2031 during the eighty-sixth session"."""
    times = ((low, when) for low, _, whens in matches for when in whens)
    days = [(low, when.day.year) for low, when in times if when.day and _DAY.fullmatch(when.form)]

    def is_dated(low: int, whens: tuple[When, ...]) -> bool:
        """Return whether one of the days falls in this session."""
        opened = FIRST_SESSION_YEAR + (whens[0].number or 0) if whens[0].form.startswith("session:") else 0
        return len(whens) == 1 and any(year - opened in (0, 1) and abs(low - day) < _NEAR for day, year in days)

    return [date for date in matches if not is_dated(date[0], date[2])]


def _meeting(body: str, known: bool = False) -> str:
    """Return what a body that meets in sessions is called in the form of an event; "" for any other."""
    named = body_of(body)
    if not MEETING_NOUN.search(named.name if named else body) or (known and not named):
        return ""
    return named.name if named and (known or body.startswith(NAMED)) else body


def _sits_with_assembly(body: str) -> bool:
    """Return whether the sessions of a body are those of the General Assembly: a Main Committee's are."""
    if body == GENERAL_ASSEMBLY:
        return True
    ids = (body,) if body in bodies() else by_alias(body)
    return any(id_ == "general-committee" or bodies()[id_].parent == "main-committees" for id_ in ids)


@cache
def _conferences() -> dict[str, str]:
    """Return English names of ITU's conferences, in lower case and longest first -> body."""
    rows = {id_: bodies()[id_] for id_ in _CONFERENCES}
    names = {name.lower(): id_ for id_, body in rows.items() for name in (body.name, *body.acronyms, *body.aliases)}
    return dict(sorted(names.items(), key=lambda name: -len(name[0])))


@cache
def anchors(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return from what spans of time are counted: (in English, pattern)."""
    rows = read_table("anchors", DATA) if language != "en" else []
    return tuple((row["en"], re.compile(row[language])) for row in rows)


def next_conference(grammar: Grammar, text: str, names: Sequence[Named], start: int, end: int, year: int) -> Due | None:
    """Return the year of "the next plenipotentiary conference", at or for which something is due."""
    for name in within(names, start, end):
        body = name.bodies[0]
        follows = grammar.pattern("{next}").search(text[name.start : name.end])
        if body in _CONFERENCES and year and follows and (held := next_session_year(body, year)):
            when = replace(_of_session(when_of(f"year:{held}"), held, body), words=text[name.start : name.end])
            return Due((when,), name.start, name.end)
    return None

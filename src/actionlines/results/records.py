"""Questions answered from records: who, what, by when, where to, how many, paragraph N of X, what changed.

    found = answer_question("Which reports are due in 2027?", "en", starter_rows(), Passages(()))
    found.answers[0].passage.text, found.total

A question that the grammar (`results.question`) does not read as one of records is answered by passages; what
neither holds is refused. The command, the page, the API and assistants all ask here.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from typing import Protocol
from urllib.parse import urlencode

from actionlines.framework import load
from actionlines.framework.bodies import LEFT_OPEN, bodies, organ_of
from actionlines.framework.calendar import next_session, session_in, session_numbered
from actionlines.framework.called import name_in, short_name_in
from actionlines.framework.groups import CURRENT_ROLES, asked_of
from actionlines.framework.starter import in_force, starter_instruments, starter_mandates, summary_in
from actionlines.lineage.comparison import REPORTS
from actionlines.lineage.overlap import Provision
from actionlines.mandates.when import resolve, shifted, when_of, whose_sessions
from actionlines.results.ask import MOST, Answer, AnswerPassage, FoundAnswers, Passages, drop_joints, list_stems
from actionlines.results.question import Question, labels_in, parse_question
from actionlines.results.things import find_things

_STATES, _GOVERNMENTS, _ASSEMBLY = "member-states", "governments", "general-assembly"
_FACILITATORS = "action-line-facilitators"
_COMMAS, _STOPS = {"ar": "، ", "zh": "、"}, {"ar": "؛ ", "zh": "；"}
_Span = tuple[date, date]  # the first and the last day
# How much of the subject of a question a record must hold: where the grammar reads nothing else, and where it does.
_ALL_WORDS, _SOME_WORDS = 0.7, 0.5
_BESIDE, _UNKNOWN = 0.7, 0.5  # the weight of words of other records of the paragraph, and of words nobody knows


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A mandate as a record: of the starter register, of files or of a register.

    days     on which it falls due, earliest first; `closed`: the symbol that replaces its text, "" in force
    words    the action in the words of the text, or a summary
    address  of its paragraph, "" where it has none
    """

    symbol: str
    paragraph: str
    words: str
    bodies: tuple[str, ...]
    deliverable: str = "none"
    days: tuple[date, ...] = ()
    report_to: tuple[str, ...] = ()
    closed: str = ""
    address: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """Return who is asked; the Member States of a text of ITU are those of ITU."""
        own = self.symbol.startswith("itu:")
        return tuple(f"itu-{body}" if own and body == _STATES else body for body in self.bodies)


@cache
def starter_rows() -> tuple[RecordRow, ...]:
    """Return the mandates of the starter register as records."""
    issued = {instrument.symbol: instrument.date for instrument in starter_instruments().values()}
    rows = []
    for mandate in starter_mandates():
        receivers = whose_sessions(mandate.deliverable, mandate.report_to, mandate.bodies)
        days = resolve(map(when_of, mandate.due), issued.get(mandate.symbol), receivers)
        latest = in_force(mandate.symbol)
        closed = latest if latest != mandate.symbol else ""
        until = issued[closed] if closed else date.max
        rows.append(
            RecordRow(
                mandate.symbol, mandate.paragraph, mandate.summary, mandate.bodies, mandate.deliverable,
                tuple(due.day for due in days if due.day <= until), mandate.report_to, closed,
            )
        )  # fmt: skip
    return tuple(rows)


def rows_of(provisions: Iterable[Provision]) -> Iterator[RecordRow]:
    """Yield the duties of provisions as records: those of files, or those that are in a register."""
    for provision in provisions:
        issued = date.fromisoformat(provision.date) if len(provision.date) == 10 else None
        latest = in_force(provision.symbol)
        for duty in provision.duties:
            receivers = whose_sessions(duty.deliverable, duty.report_to, duty.bodies)
            days = tuple(due.day for due in resolve(map(when_of, duty.due), issued, receivers))
            yield RecordRow(
                provision.symbol, provision.anchor, duty.action, duty.bodies, duty.deliverable, days,
                duty.report_to, latest if latest != provision.symbol else "", provision.url,
            )  # fmt: skip


class Texts(Protocol):
    """The paragraphs that answer where no record does: those of files, or of a register."""

    def ask(self, question: str, language: str = "en") -> FoundAnswers:
        """Return the passages closest to a question."""

    def at(self, symbol: str, anchor: str) -> Sequence[AnswerPassage]:
        """Return the paragraph of a text; none where the text is not held."""


def answer_question(
    question: str, language: str, rows: Iterable[RecordRow], texts: Texts, today: date | None = None
) -> FoundAnswers:
    """Return what records answer, else passages: at most five with the number of all; what neither holds, none.

    `today` decides which session is the next. KeyError for a language that is none of the six.
    """
    reader = _Reader(rows, texts, language, today or date.today())
    query = parse_question(question, language, reader.list_symbols)
    if (found := reader.answer(query)) is None:
        found = texts.ask(question, language)
        # Without its text, the summary of a record may still hold what is asked.
        if not found.supported:
            return reader.weak or reader.answer_by_words(query) or found
    return found


def answer_from_records(
    question: str, language: str, rows: Iterable[RecordRow], today: date | None = None
) -> FoundAnswers | None:
    """Return what the records alone answer; None for a question that is not one of records."""
    reader = _Reader(rows, Passages(()), language, today or date.today())
    return reader.answer(parse_question(question, language, reader.list_symbols))


class _Reader:
    """What answers a question: records and texts, in a language, on a day."""

    def __init__(self, rows: Iterable[RecordRow], texts: Texts, language: str, today: date) -> None:
        self._rows, self.texts, self.language, self.today = rows, texts, language, today
        self.labels = labels_in(language)
        self.weak: FoundAnswers | None = None  # records that hold only a part of the subject

    @cached_property
    def rows(self) -> tuple[RecordRow, ...]:
        """Return the records, read when a question first needs them."""
        return tuple(self._rows)

    def list_symbols(self) -> tuple[str, ...]:
        """Return the symbols of texts that a question may name by a number alone."""
        return tuple(dict.fromkeys((*starter_instruments(), *(row.symbol for row in self.rows))))

    def answer(self, query: Question) -> FoundAnswers | None:
        """Return what the records answer; None for a question that is not one of records."""
        leads = query.keys & {"lead", "leads", "who"} or _FACILITATORS in query.bodies
        if leads and (line := query.line or self._line_about(query)):
            return self._facilitators(line)
        if query.place:
            return self._at_place(query)
        if query.symbols and query.keys & {"changed", "force"} and not query.keys & {"asked", "due"}:
            return self._changed(query.symbols[0])
        wants_days = query.keys & {"session", "when", "next"} and not query.keys & {"report", "due", "asked", "count"}
        is_bare = bool(query.number or query.years) and query.keys <= {"other"}  # "IGF 2025", "CSTD 29"
        is_sure = query.keys >= {"session", "when"} or query.keys >= {"session", "next"}
        if query.bodies and (wants_days or query.number or is_bare) and len(query.left) < 1 + is_sure:
            found = self._session(query)
            if found or (query.keys & {"next", "when"} and query.keys & {"next", "session"}):
                return found or FoundAnswers(())
        return self._selected(query)

    def _line_about(self, query: Question) -> str:
        """Return the line whose name the words of a question of who leads are a part of; "" for none or several."""
        if not query.keys & {"lead", "leads"} or not query.words or query.bodies:
            return ""
        lines = find_things(query.words, keep=lambda id_: id_ in load().action_lines)
        return lines[0].id if len(lines) == 1 else ""

    def _at_place(self, query: Question) -> FoundAnswers:
        """Return the mandates of the paragraph that is named, else its words."""
        number = ".".join(query.place)
        for symbol in query.symbols or ("",):
            held = [row for row in self.rows if symbol in ("", row.symbol) and _is_place(row.paragraph, query.place)]
            verbs = {key.partition(".")[2] for key in query.keys if key.startswith("heading.")}
            ids = {id_ for body in query.bodies for id_ in (body, f"itu-{body}")}
            for narrow in (
                [row for row in held if row.paragraph.partition("-")[0].partition(".")[0] in verbs],
                [row for row in held if not ids.isdisjoint(row.asked)],
                [row for row in held if ids and ids.issuperset(row.asked)],
            ):
                held = narrow or held
            if held:
                return self._answers(held)
            if symbol and (passages := self.texts.at(symbol, number) or self.texts.at(symbol, query.place[0])):
                return FoundAnswers(tuple(Answer(passage, 1.0) for passage in passages[:MOST]), total=len(passages))
        return FoundAnswers(())

    def _selected(self, query: Question) -> FoundAnswers | None:
        keys = query.keys
        is_named = bool(query.bodies or query.years or query.symbols or query.ahead)
        wants = keys & {"asked", "report", "due", "count", "receive", "who", "whom", "late"}
        if not is_named and not keys & {"report", "due", "count", "receive", "late"} and not keys >= {"when", "asked"}:
            return None
        held = list(self.rows)
        if query.symbols:
            held = next((part for symbol in query.symbols if (part := self._of_text(symbol))), [])
            if not held:
                return None if query.left else self._instrument(query.symbols[0])
        if span := self._span(query):
            held = [row for row in held if self._due_day(row, span)]
            to_come = (max(span[0], self.today), span[1])
            if "until" in keys and (ahead := [row for row in held if self._due_day(row, to_come)]):
                held, span = ahead, to_come
        elif "late" in keys:
            held = [row for row in held if row.days and row.days[-1] < self.today and not row.closed]
        elif keys & {"due", "next"} == {"due", "next"}:
            held = [row for row in held if self._due_day(row)]
        elif keys & {"due", "count", "asked"} == {"due"}:
            held = [row for row in held if row.days] or held
        if "report" in keys and (query.years or "asked" not in keys):
            held = [row for row in held if row.deliverable in REPORTS or row.report_to] or ([] if query.years else held)
        ids, about = self._split_bodies(query)
        if ids:
            held = self._of_bodies(ids, keys, held)
        if query.left or about:
            shares = self._shares(held, query, about)
            best = max(shares.values(), default=0.0)
            # A country is named in many questions that no record answers.
            is_firm = is_named and wants and not load().countries.keys() & set(query.bodies)
            if best < (_SOME_WORDS if is_firm else _ALL_WORDS):
                return None
            held = [row for row in held if shares[row] >= best - 0.2]
            if best < _ALL_WORDS:
                self.weak = self._answers(held, _listing_address(query, held, span), None, query)
                return None
        elif not is_named and "late" not in keys and not keys >= {"due", "next"}:
            return None
        elif not wants and query.symbols and not query.bodies and not query.years:
            return self._instrument(query.symbols[0])
        elif not held and not wants:
            return None
        listing = _listing_address(query, held, span)
        if "count" in keys:
            return self._count(query, held, listing)
        return self._answers(held, listing, span, query)

    def _span(self, query: Question) -> _Span | None:
        """Return the first and the last day that a question asks about."""
        years, months, is_until = sorted(query.years), sorted(query.months), "until" in query.keys
        if query.ahead:
            unit, count = query.ahead
            if not unit:
                return self.today, _months_later(self.today, count)
            first = _months_later(self.today.replace(day=1, month=1 if unit == 12 else self.today.month), unit * count)
            return first, _months_later(first, unit) - timedelta(1)
        if not years:
            return None
        first, after = date(years[0], (*months, 1)[0], 1), _months_later(date(years[-1], (12, *months)[-1], 1), 1)
        if len(years) == 1 and is_until and len(months) < 2:
            first = min(self.today if months else self.today.replace(day=1, month=1), first)
        return first, after - timedelta(1)

    def _of_text(self, symbol: str) -> list[RecordRow]:
        return [row for row in self.rows if row.symbol == symbol]

    def _split_bodies(self, query: Question) -> tuple[list[str], list[str]]:
        """Return the bodies that records ask or that receive, and the others, whose names are words of the subject."""
        known = {body for row in self.rows for body in (*row.asked, *row.report_to)}
        ids = [body for body in query.bodies if not known.isdisjoint(asked_of(body).all)] or list(query.bodies[:1])
        return ids, [body for body in query.bodies if body not in ids]

    def _of_bodies(self, ids: Sequence[str], keys: set[str], rows: Sequence[RecordRow]) -> list[RecordRow]:
        """Return the records in which all bodies of a question have a part, else those in which one of them has."""
        parts = [self._of_body(body, keys, rows) for body in ids]
        both = [row for row in parts[0] if all(row in part for part in parts[1:])]
        if len(ids) > 1 and not both:
            # One of them may be what the question is about: "the Secretary-General on the Forum".
            for body, part in zip(ids, parts, strict=True):
                shares = self._shares(part, None, [other for other in ids if other != body])
                both = both or [row for row in part if shares[row] >= _ALL_WORDS]
        return both or parts[0]

    def _of_body(self, body: str, keys: set[str], rows: Sequence[RecordRow]) -> list[RecordRow]:
        """Return the records that ask a body by name or through its parts, then through its groups; or those that
        report to it, where the question says so or more of them are reports to it than its own.
        """
        own, groups = _own_names(body), set(asked_of(body).groups)
        if body == _GOVERNMENTS:  # those of Member States, as most texts say
            own |= {_STATES, f"itu-{_STATES}"}
        named = [row for row in rows if not own.isdisjoint(row.asked)]
        asked = named + [row for row in rows if own.isdisjoint(row.asked) and not groups.isdisjoint(row.asked)]
        received = [row for row in rows if body in row.report_to]
        if "report" in keys and "whom" not in keys:
            if "receive" in keys or "who" in keys:
                return received if received or keys & {"asked", "receive"} else asked
            if "asked" not in keys and len(received) > len(named):
                return received + [row for row in asked if row not in received]
        return asked or received

    def answer_by_words(self, query: Question) -> FoundAnswers | None:
        """Return the records that hold the words of a question; None where none does."""
        shares = self._shares(self.rows, query, query.bodies)
        held = [row for row, share in shares.items() if share >= _ALL_WORDS]
        return self._answers(held, "", None, query) if held else None

    def _shares(
        self, rows: Sequence[RecordRow], query: Question | None, about: Sequence[str] = ()
    ) -> dict[RecordRow, float]:
        """Return how much of the subject of a question, with the names of bodies, each record holds: of its English
        words, or of those in the language of the question where more of them are there.
        """
        words = [*(query.left if query else ()), *(word for body in about for word in _name_words(body, "en"))]
        shares = _word_shares(rows, words, self.rows)
        if self.language == "en":
            return shares
        own = list(query.own if query else ())
        if self.language == "zh":
            own = _list_apart(drop_joints(own, {stem for row in self.rows for stem in _row_stems(row, "zh")}))
        words = [*({stem: 1.0} for stem in own), *(word for body in about for word in _name_words(body, self.language))]
        in_own = _word_shares(rows, words, self.rows, self.language)
        return {row: max(share, in_own[row]) for row, share in shares.items()}

    def _count(self, query: Question, rows: Sequence[RecordRow], listing: str) -> FoundAnswers:
        """Return how many records answer, then the first of them."""
        labels, held = self.labels, [row for row in rows if not row.closed] or list(rows)
        own = len(held)
        if query.bodies and not ("report" in query.keys and any(query.bodies[0] in row.report_to for row in held)):
            own = sum(not _own_names(query.bodies[0]).isdisjoint(row.asked) for row in held)
        text = f"{labels['reports' if 'report' in query.keys else 'mandates']} {own}"
        text += f"; {labels['group']} {len(held) - own}" if held and len(held) > own else ""
        names = [self._names([body]) for body in query.bodies] + [*query.symbols[:1], *map(str, query.years)]
        first = AnswerPassage(
            (*query.bodies, *query.symbols, "")[0], "", f"{', '.join(names)}: {text}".lstrip(": "), kind="record"
        )
        rest = self._answers(held).answers
        return FoundAnswers((Answer(first, 1.0), *rest)[:MOST] if held else (), total=len(held), listing=listing)

    def _answers(
        self, rows: Sequence[RecordRow], listing: str = "", span: _Span | None = None, query: Question | None = None
    ) -> FoundAnswers:
        """Return records as answers: in force first, those that name the bodies of the question, by the next day."""
        own = {name for body in (query.bodies if query else ()) for name in _own_names(body)}
        wants_report = bool(query and "report" in query.keys)
        shares = self._shares(rows, query) if query and query.left else {}

        def rank(row: RecordRow) -> tuple[bool, float, bool, bool, int, bool, date]:
            """Return whether the text was replaced, what words it lacks, whether it names none of the bodies, whether
            all its days are over, since when, whether it is no report where one is asked, and the next day.
            """
            is_other = own.isdisjoint((*row.asked, *row.report_to))
            day, is_report = self._due_day(row, span), row.deliverable in REPORTS
            lacks, is_over = -round(shares.get(row, 0.0), 2), bool(row.days) and day is None
            last = -row.days[-1].toordinal() if is_over else 0  # what fell due of late comes first
            return bool(row.closed), lacks, is_other, is_over, last, wants_report and not is_report, day or date.max

        answers = (
            AnswerPassage(row.symbol, row.paragraph, row.words, row.address, "record", self._facts(row, span))
            for row in sorted(rows, key=rank)[:MOST]
        )
        return FoundAnswers(tuple(Answer(answer, 1.0) for answer in answers), total=len(rows), listing=listing)

    def _due_day(self, row: RecordRow, span: _Span | None = None) -> date | None:
        days = (day for day in row.days if (span[0] <= day <= span[1] if span else day >= self.today))
        return next(days, None)

    def _facts(self, row: RecordRow, span: _Span | None) -> str:
        """Return who is asked, by when, to whom it reports, and what replaces the text."""
        labels, day = self.labels, self._due_day(row, span) or (row.days[-1] if row.days else None)
        parts = []
        for label, named in (("asked", row.asked), ("to", row.report_to)):
            if ids := [body for body in named if body not in LEFT_OPEN]:
                parts.append(f"{labels[label]} {self._names(ids)}")
        if day:
            parts.append(f"{labels['due']} {day.isoformat()}")
        if row.closed:
            parts.append(f"{labels['replaced']} {row.closed}")
        return self._join(*parts)

    def _join(self, *facts: str) -> str:
        return _STOPS.get(self.language, "; ").join(facts)

    def _names(self, ids: Iterable[str]) -> str:
        return _COMMAS.get(self.language, ", ").join(short_name_in(body, self.language)[0] for body in ids)

    def _session(self, query: Question) -> FoundAnswers | None:
        """Return the session that a question names, else the next one; None where no body of it has a calendar."""
        labels, ids = self.labels, list(query.bodies)
        if len(ids) > 1 and _ASSEMBLY in ids:
            # "The Assembly of the organisation": its own, where it has one.
            organs = [organ for body in ids if body != _ASSEMBLY and (organ := organ_of(body, "assembly"))]
            ids = [organ for organ in organs if organ != _ASSEMBLY] or ids
        for body in ids:
            if query.number and "next" not in query.keys:
                session = session_numbered(body, query.number)
            elif query.years:
                session = session_in(body, query.years[0])
            else:
                session = next_session(body, self.today)
            if session:
                days = f"{session.starts.isoformat()} – {session.ends.isoformat()}"
                sure = f" ({labels['estimated']})" if session.estimated else ""
                place = f", {session.place}" if session.place else ""
                text = f"{self._names([body])} {session.number}: {days}{place}{sure}"
                facts = self._join(f"{labels['documents']} {session.documents_due.isoformat()}", session.source)
                passage = AnswerPassage(body, str(session.number), text, kind="record", facts=facts)
                return FoundAnswers((Answer(passage, 1.0),), total=1)
        return None

    def _facilitators(self, line: str) -> FoundAnswers:
        """Return who facilitates a line, or each of its parts, today; none for a line that is not one."""
        lines = [row.id for row in load().action_lines.values() if line in (row.id, row.parent)]
        answers = [Answer(self._facilitators_of(row), 1.0) for row in lines if load().facilitators_of(row)]
        return FoundAnswers(tuple(answers), total=len(answers))

    def _facilitators_of(self, line: str) -> AnswerPassage:
        roles = [row for row in load().facilitators_of(line) if row.role in CURRENT_ROLES]
        facts = [
            f"{self.labels[role]} {self._names(row.body for row in roles if row.role == role)}"
            for role in dict.fromkeys(row.role for row in roles)
        ]
        return AnswerPassage(line, "", name_in(line, self.language)[0], kind="record", facts=self._join(*facts))

    def _instrument(self, symbol: str) -> FoundAnswers | None:
        """Return what a text is and whether it is in force, then what it asks."""
        if not (known := starter_instruments().get(symbol)):
            return None
        latest, labels = in_force(symbol), self.labels
        state = labels["inforce"] if latest == symbol else f"{labels['replaced']} {latest}"
        facts = self._join(f"{labels['adopted']} {known.date.isoformat()}", state)
        first = Answer(AnswerPassage(symbol, "", known.title, known.source, "record", facts), 1.0)
        rest = self._answers([row for row in self.rows if row.symbol == symbol])
        return FoundAnswers((first, *rest.answers)[:MOST], total=1 + rest.total)

    def _changed(self, symbol: str) -> FoundAnswers | None:
        """Return the text that replaces another, then what it asks of bodies that the other did not ask."""
        latest, known = in_force(symbol), starter_instruments()
        if latest == symbol:
            return self._instrument(symbol)
        new, labels = known[latest], self.labels
        facts = self._join(f"{labels['adopted']} {new.date.isoformat()}", f"{labels['replaces']} {symbol}")
        before = {body for row in self.rows if row.symbol == symbol for body in row.asked}
        newly = [row for row in self.rows if row.symbol == latest and not before.issuperset(row.asked)]
        first = Answer(AnswerPassage(latest, "", new.title, new.source, "record", facts), 1.0)
        rest = self._answers(newly)
        return FoundAnswers((first, *rest.answers)[:MOST], total=1 + rest.total)


def _months_later(day: date, months: int) -> date:
    return shifted(day, months) or date.max


def _own_names(body: str) -> set[str]:
    """Return the ids of a body and its parts; what an official has set up is no part of the office."""
    under, known = asked_of(body), bodies().get(body)
    return {*under.named, *(() if known and known.kind.endswith("official") else under.parts)}


def _is_place(paragraph: str, place: Sequence[str]) -> bool:
    """Return whether a paragraph has the number of a place: "12", "12(b)", or "5" of "instructs-SG.5"."""
    parts = re.findall(r"\d+|(?<=[\d.(])[a-z]+", paragraph.partition(".")[2] if "-" in paragraph else paragraph)
    plain = parts if "." not in paragraph else re.findall(r"[^.]+", paragraph)[1:]
    return tuple(plain[: len(place)]) == tuple(place)


@lru_cache(100_000)
def _row_stems(row: RecordRow, language: str = "en") -> frozenset[str]:
    """Return what a record says in stems: its words, the title of its text; in English its product and bodies too."""
    known = starter_instruments().get(row.symbol)
    texts = (row.words, known.title if known else "")
    if language != "en":
        in_language = (summary_in(text, language) for text in texts)
        return frozenset(list_stems(" ".join(text for text, own in in_language if own == language), language))
    names = (name_in(body)[0] for body in (*row.asked, *row.report_to))
    return frozenset(list_stems(" ".join((*texts, row.deliverable, *names)), "en"))


def _list_apart(pairs: Sequence[str]) -> list[str]:
    """Return pairs of signs without each that begins with the last sign of the one before: "联网" of "互联网"."""
    apart: list[str] = []
    for pair in pairs:
        if not apart or apart[-1][-1] != pair[0]:
            apart.append(pair)
    return apart


@cache
def _name_words(body: str, language: str) -> list[Mapping[str, float]]:
    stems = list_stems(name_in(body, language)[0], language, is_question=True)
    return [{stem: 1.0} for stem in dict.fromkeys(stems)]


def _word_shares(
    rows: Iterable[RecordRow], words: Sequence[Mapping[str, float]], whole: Sequence[RecordRow], language: str = "en"
) -> dict[RecordRow, float]:
    """Return how much of the words each record holds, 0 to 1; rare words count for more, those of other records of
    its paragraph for less.
    """
    stems = frozenset(stem for ways in words for stem in ways)
    often: Counter[str] = Counter()
    beside: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in whole:
        if has := stems & _row_stems(row, language):
            often.update(has)
            beside[row.symbol, row.paragraph] |= has

    def weight(stem: str) -> float:
        """Return more for a stem that few of the rows have."""
        return math.log(1 + (len(whole) - often[stem] + 0.5) / (often[stem] + 0.5))

    def held(row: RecordRow, ways: Mapping[str, float]) -> float:
        """Return the weight of the best stem that a row or its paragraph has."""
        own, near = _row_stems(row, language), beside.get((row.symbol, row.paragraph), ())
        return max(
            (
                weight(stem) * min(1.0, 2 * sure) * (1.0 if stem in own else _BESIDE)
                for stem, sure in ways.items()
                if stem in near
            ),
            default=0.0,
        )

    def whole_weight(ways: Mapping[str, float]) -> float:
        """Return the weight of the best stem that any row has."""
        known = max((weight(stem) for stem in ways if often[stem]), default=0.0)
        return known or weight("") * max(ways.values(), default=_UNKNOWN)

    total = sum(map(whole_weight, words)) or 1.0
    return {
        row: sum(held(row, ways) for ways in words) / total if (row.symbol, row.paragraph) in beside else 0.0
        for row in rows
    }


def _listing_address(query: Question, rows: Sequence[RecordRow], span: _Span | None) -> str:
    """Return the address of the list in a register that shows all: reports to a body, else mandates."""
    body = query.bodies[0] if query.bodies else ""
    if body and rows and body in rows[0].report_to:
        return f"mandates/reports/?to={body}" + (f"&from={span[0].year}&until={span[1].year}" if span else "")
    wanted = {"asked": body, "instrument": query.symbols[0] if query.symbols else ""}
    if span:
        wanted |= {"due_from": span[0].isoformat(), "due_to": span[1].isoformat()}
    if "late" in query.keys:
        wanted["status"] = "overdue"
    filters = {name: value for name, value in wanted.items() if value}
    return f"mandates/?{urlencode(filters, safe='/:')}" if filters else "mandates/reports/"

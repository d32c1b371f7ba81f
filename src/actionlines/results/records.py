"""Questions answered from records: who, what, by when, where to, how many, paragraph N of X, what changed.

    found = answer("Which reports are due in 2027?", "en", starter_rows())
    found.answers[0].passage.text, found.total

`data/question_words.csv` has the words of questions in six languages; bodies and symbols are those of the
framework. `answer_question` returns None for a question with words that neither the grammar nor a record holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from actionlines.alignment.encode import stem_word
from actionlines.citations import find_citations
from actionlines.framework.bodies import bodies, organ_of
from actionlines.framework.calendar import next_session
from actionlines.framework.called import in_all, short_name_in
from actionlines.framework.groups import asked_of
from actionlines.framework.starter import in_force, starter_instruments, starter_mandates
from actionlines.framework.tables import read_table
from actionlines.lineage.comparison import REPORTS
from actionlines.lineage.overlap import Provision
from actionlines.mandates.schedule import due_days
from actionlines.results.ask import MOST, Answer, AnswerPassage, FoundAnswers, asking_stems, list_stems, words_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOKEN = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile("^(?:[وفبل]?ال|لل|[وفبل])(?=...)")
_STATES, _HEAD = "member-states", "secretary-general"


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
        days = due_days(mandate.due, mandate.report_to, issued.get(mandate.symbol))
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
            days = tuple(due.day for due in due_days(duty.due, duty.report_to, issued))
            yield RecordRow(
                provision.symbol, provision.anchor, duty.action, duty.bodies, duty.deliverable, days,
                duty.report_to, latest if latest != provision.symbol else "", provision.url,
            )  # fmt: skip


@dataclass(slots=True)
class _Question:
    """A question as the grammar reads it: the keys of its words, its bodies, symbol and year, and other words."""

    keys: set[str] = field(default_factory=set)
    bodies: tuple[str, ...] = ()
    symbol: str = ""
    paragraph: str = ""
    year: int = 0
    left: list[Mapping[str, float]] = field(default_factory=list)


def answer_question(
    question: str, language: str, rows: Iterable[RecordRow], today: date | None = None
) -> FoundAnswers | None:
    """Return what the records answer, at most five with the number of all; none answers: no answers at all.

    None for a question that is not one of records: then `rows` are not read, so that a generator costs nothing.
    `today` decides which session is the next.
    """
    parsed, today = _parse_question(question, language), today or date.today()
    keys = parsed.keys
    if parsed.paragraph and not keys & {"changed"}:
        held = [row for row in rows if (row.symbol, row.paragraph) == (parsed.symbol, parsed.paragraph)]
        return _answer_rows(held, language, today) if held else None
    if "changed" in keys and parsed.symbol:
        return _changed_rows(parsed.symbol, rows, language, today)
    if "next" in keys and keys & {"session", "when"} and parsed.bodies:
        return None if parsed.left else _next_session(parsed.bodies, language, today)
    selected = _select_rows(parsed, rows)
    if selected is None:
        return None
    # Words of a subject: the records that have them all, else the passages may.
    held = [row for row in selected if _holds_words(row, parsed.left)]
    if parsed.left and not held:
        return None
    listing = _listing_address(parsed)
    if "count" in keys:
        labels, held = _read_labels(language), [row for row in held if not row.closed] or held
        under = asked_of(*parsed.bodies)
        own = sum(not {*under.named, *under.parts}.isdisjoint(row.asked) for row in held)
        text = f"{labels['mandates']} {own}" + (f"; {labels['group']} {len(held)}" if held and not own else "")
        count = AnswerPassage(
            parsed.bodies[0], "", f"{short_name_in(parsed.bodies[0], language)[0]}: {text}", kind="record"
        )
        rest = _answer_rows(held, language, today).answers
        return FoundAnswers((Answer(count, 1.0), *rest)[:MOST] if held else (), total=len(held), listing=listing)
    return _answer_rows(held, language, today, listing, parsed.year, parsed.bodies)


def _select_rows(query: _Question, rows: Iterable[RecordRow]) -> list[RecordRow] | None:
    """Return the records of a question; None where the question is not one of records."""
    keys = query.keys
    if query.year and keys & {"report", "due"}:
        held = [row for row in rows if any(day.year == query.year for day in row.days)]
        if "report" in keys:
            held = [row for row in held if row.deliverable in REPORTS or row.report_to]
        return _rows_of_bodies(query.bodies, held) if query.bodies else held
    if not query.bodies or not keys & {"asked", "report", "due", "count"}:
        return None
    receives = "report" in keys and "count" not in keys and keys & {"who", "receive"} and not keys & {"when"}
    if receives and not ("asked" in keys and "who" not in keys):
        names = set(asked_of(*query.bodies).named)
        rows = list(rows)
        received = [row for row in rows if names & set(row.report_to)]
        if received or keys & {"asked", "receive"}:
            return received  # else "To whom does X report?"
    held = _rows_of_bodies(query.bodies, rows)
    wants_report = "report" in keys and not keys & {"asked", "count"}
    return [row for row in held if row.deliverable in REPORTS or row.report_to] if wants_report else held


def _rows_of_bodies(ids: Sequence[str], rows: Iterable[RecordRow]) -> list[RecordRow]:
    """Return the records that ask these bodies by name or through their parts; else through a group of theirs."""
    under, rows = asked_of(*ids), list(rows)
    own = {*under.named, *under.parts}
    named = [row for row in rows if not own.isdisjoint(row.asked)]
    return named or [row for row in rows if not set(under.groups).isdisjoint(row.asked)]


def _holds_words(row: RecordRow, left: Iterable[Mapping[str, float]]) -> bool:
    have = set(list_stems(row.words, "en"))
    return all(not have.isdisjoint(ways) for ways in left)


def _listing_address(query: _Question) -> str:
    if query.year or not query.bodies:
        return "mandates/reports/"
    return f"mandates/?asked={query.bodies[0]}"


def _answer_rows(
    rows: Sequence[RecordRow], language: str, today: date, listing: str = "", year: int = 0, ids: Sequence[str] = ()
) -> FoundAnswers:
    """Return records as answers: in force first, those that name `ids`, then by the next day they fall due."""

    def rank(row: RecordRow) -> tuple[bool, bool, date]:
        """Return whether the text was replaced, whether it names none of the bodies, and the next day."""
        return bool(row.closed), set(ids).isdisjoint(row.asked), _due_day(row, today, year) or date.max

    answers = (
        Answer(
            AnswerPassage(row.symbol, row.paragraph, _row_sentence(row, language, today, year), row.address, "record"),
            1.0,
        )
        for row in sorted(rows, key=rank)[:MOST]
    )
    return FoundAnswers(tuple(answers), total=len(rows), listing=listing)


def _due_day(row: RecordRow, today: date, year: int = 0) -> date | None:
    days = [day for day in row.days if (day.year == year if year else day >= today)]
    return days[0] if days else None


def _row_sentence(row: RecordRow, language: str, today: date, year: int) -> str:
    """Return a record in a sentence: what, who, by when, where to, and what replaces it."""
    labels, day = _read_labels(language), _due_day(row, today, year) or (row.days[-1] if row.days else None)
    parts = [row.words]
    for label, named in (("asked", row.asked), ("to", row.report_to)):
        if named:
            parts.append(f"{labels[label]} {', '.join(short_name_in(body, language)[0] for body in named)}")
    if day:
        parts.append(f"{labels['due']} {day.isoformat()}")
    if row.closed:
        parts.append(f"{labels['replaced']} {row.closed}")
    return "; ".join(parts)


def _next_session(ids: Sequence[str], language: str, today: date) -> FoundAnswers:
    labels = _read_labels(language)
    for body in ids:
        if session := next_session(body, today):
            days = f"{session.starts.isoformat()} – {session.ends.isoformat()}"
            sure = f" ({labels['estimated']})" if session.estimated else ""
            text = f"{short_name_in(body, language)[0]} {session.number}: {days}{sure}; "
            text += f"{labels['documents']} {session.documents_due.isoformat()}. {session.source}"
            return FoundAnswers((Answer(AnswerPassage(body, str(session.number), text, kind="record"), 1.0),), total=1)
    return FoundAnswers(())


def _changed_rows(symbol: str, rows: Iterable[RecordRow], language: str, today: date) -> FoundAnswers | None:
    """Return the text that replaces another, then what it asks of bodies that the other did not ask."""
    latest, known, rows = in_force(symbol), starter_instruments(), list(rows)
    if latest == symbol:
        return None
    text = f"{known[latest].title}, {known[latest].date.isoformat()}; {_read_labels(language)['replaces']} {symbol}"
    before = {body for row in rows if row.symbol == symbol for body in row.asked}
    newly = [row for row in rows if row.symbol == latest and not before.issuperset(row.asked)]
    first = Answer(AnswerPassage(latest, "", text, known[latest].source, "record"), 1.0)
    rest = _answer_rows(newly, language, today)
    return FoundAnswers((first, *rest.answers)[:MOST], total=1 + rest.total)


def _parse_question(question: str, language: str) -> _Question:
    """Return the question read by the grammar: symbols, years and bodies go out first, then its own words."""
    parsed, text = _Question(), question
    for citation in find_citations(question):
        parsed.symbol, _, place = citation.canonical.partition("#")
        parsed.paragraph = parsed.paragraph or place.removeprefix("p")
        text = text.replace(citation.quote, " ")
    if parsed.symbol and not parsed.paragraph:
        words = "|".join(phrase.strip() for phrase, key in _list_phrases(language) if key == "paragraph")
        if number := re.search(rf"(?:{words})\w*\W*(\d+)(?!\d*/)", text, re.IGNORECASE):
            parsed.paragraph = number[1]
    if parsed.symbol:
        text = re.sub(r"[\d/]+", " ", text)
    if year := _YEAR.search(text):
        parsed.year = int(year[0])
    folded = _fold_words(text, language)
    for name, body in _list_names(language):
        if name in folded:
            parsed.bodies = (*parsed.bodies, body)
            folded = folded.replace(name, " ")
    if len(parsed.bodies) > 1 and _HEAD in parsed.bodies:
        # "ITU's Secretary-General": the head of the organisation that is named beside the office.
        owner = next(body for body in parsed.bodies if body != _HEAD)
        parsed.bodies = (organ_of(owner, "executive-head") or owner,)
    whole = folded
    for phrase, key in _list_phrases(language):
        if phrase in whole:
            parsed.keys.add(key)
            folded = folded.replace(phrase, " ")
    left = [
        word for word in folded.split() if language == "zh" or (len(word) > 2 and word not in asking_stems(language))
    ]
    parsed.left = words_of(" ".join(left), language) if left else []
    return parsed


def _fold_words(text: str, language: str) -> str:
    """Return a text as stems between blanks; that of Chinese as it is."""
    if language == "zh":
        return text
    words = (_PREFIX.sub("", token) if language == "ar" else token for token in _TOKEN.findall(text))
    # An acronym keeps its capitals: "WHO" is a body, "who" is not.
    stems_of = (word if word.isupper() else stem_word(word.lower(), language) for word in words if len(word) > 1)
    return f" {' '.join(stems_of)} "


@cache
def _list_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return the names of bodies in a language, folded, the longest first."""
    names: dict[str, str] = {}
    for body in bodies().values():
        own = [in_all(body.id).get(language, ""), short_name_in(body.id, language)[0], body.name, *body.acronyms]
        own += [alias for alias in body.aliases if language == "en" and len(alias) > 9]
        for name in own:
            if len((folded := _fold_words(name, language)).strip()) > 1:
                names.setdefault(folded, body.id)
    return tuple(sorted(names.items(), key=lambda item: -len(item[0])))


@cache
def _read_words() -> list[dict[str, str]]:
    return read_table("question_words", Path(__file__).parent / "data")


@cache
def _list_phrases(language: str) -> tuple[tuple[str, str], ...]:
    phrases = [
        (_fold_words(phrase, language), row["key"])
        for row in _read_words()
        if "." not in row["key"]
        for phrase in row[language].split("|")
    ]
    return tuple(sorted(phrases, key=lambda item: -len(item[0])))


@cache
def _read_labels(language: str) -> Mapping[str, str]:
    return {row["key"].partition(".")[2]: row[language] for row in _read_words() if "." in row["key"]}

"""The model of the follow-up: documents, mandates with addressees and due dates, and citations.

    FollowUp
    ├── documents   what was read, with its text, counts, warnings and SHA-256
    ├── failed      inputs that could not be read, each with its error
    ├── mandates    one row per mandate, with names, labels and the words of the text
    ├── citations   one row per citation
    ├── cited       instruments cited, most cited first (the citation graph is documents x cited)
    ├── versions    revised instruments: the version meant, and its replacement
    ├── due         mandates with a due date, first date first
    ├── asked       bodies by the number of mandates addressed to them, what is decided first
    ├── speaks      action lines, goals, targets and commitments that the texts are about
    └── standing    where a country or region is in them, where it was asked for

Every writer (page, workbook, document, JSON) reads this model and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actionlines.citations.model import CellPlace
from actionlines.documents.model import Cell, Change, NoteMark
from actionlines.mandates.model import Amendment, Check, Force, Phrase, Strength
from actionlines.papers.words import ENGLISH, Due, Words

if TYPE_CHECKING:
    from actionlines.alignment.model import Alignment, DocumentAlignment, Label
    from actionlines.papers.follow_up.alignment_model import Speaks
    from actionlines.papers.follow_up.standing.model import AreaStanding


STRENGTHS: tuple[Strength, ...] = ("decides", "requests", "invites", "encourages", "commits")
FORCES: tuple[Force, ...] = ("decided", "proposed", "recommended", "restated")


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A paragraph as the reader shows it: see `documents.model.Paragraph` for the fields.

    alignment  what it is about, without links and scores; None where it was not aligned (headings, notes)
    """

    id: str
    kind: str
    text: str
    number: str = ""
    level: int = 0
    parent: str = ""
    page: int | None = None
    notes: tuple[NoteMark, ...] = ()
    changes: tuple[Change, ...] = ()
    alignment: Alignment | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document, standing after the paragraph with id `after`."""

    after: str
    caption: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document that was read.

    label  its symbol, or its file name where it states none; where two inputs state one symbol, both
    also   other inputs with the same bytes: read and counted once
    lines, tables   tuples; in a review of many documents rows on disk (review.py)
    alignment  what it is about as a whole (its passages stand with the lines); None where it was not aligned
    """

    index: int
    name: str
    label: str
    symbol: str
    title: str
    body: str
    body_name: str
    date: str
    session: str
    language: str
    kind: str
    format: str
    pages: int | None
    sha256: str
    warnings: tuple[str, ...]
    lines: Sequence[DocumentLine]
    tables: Sequence[Grid] = ()
    mandates: int = 0
    citations: int = 0
    also: tuple[str, ...] = ()
    alignment: DocumentAlignment | None = None

    @property
    def names(self) -> str:
        """Return the names of all inputs with this content."""
        return "; ".join((self.name, *self.also))


@dataclass(frozen=True, slots=True)
class MandateRow:
    """One mandate. `id` is stable: document label, paragraph, place among the paragraph's mandates.

    aligned  what its paragraph is about, highest probability first
    deadline the next day by which it is due, as `mandates.when` resolves it
    force, rests_on, candidates, checks, amendment   as in `mandates.model.Mandate`
    """

    id: str
    document: int
    label: str
    paragraph: str
    page: int | None
    verb: str
    strength: Strength
    verb_phrase: Phrase
    addressees: tuple[Phrase, ...]
    bodies: tuple[str, ...]
    body_names: tuple[str, ...]
    action: Phrase
    deliverable: str
    report_to: tuple[str, ...]
    report_to_names: tuple[str, ...]
    due: tuple[Due, ...]
    due_phrase: Phrase | None
    implied: bool
    body_shorts: tuple[str, ...] = ()
    report_to_shorts: tuple[str, ...] = ()
    aligned: tuple[Label, ...] = ()
    force: Force = "decided"
    rests_on: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    amendment: Amendment | None = None
    due_on: str = ""
    due_until: str = ""
    due_certainty: str = ""
    due_session: str = ""
    due_words: str = ""
    when: tuple[dict[str, object], ...] = ()

    @property
    def place(self) -> str:
        """Return the paragraph as one would cite it: "para. 113", "annex I, para. 38"."""
        return ENGLISH.place(self.paragraph)

    @property
    def due_date(self) -> str:
        """Return the earliest due date as an ISO date, "" where there is none."""
        return min((due.date for due in self.due if due.date), default="")

    @property
    def due_label(self) -> str:
        """Return all due values in words, separated by semicolons."""
        return "; ".join(due.label for due in self.due)

    @property
    def asked(self) -> str:
        """Return the addressees by their short names, separated by semicolons."""
        return "; ".join(self.body_shorts or self.body_names)

    @property
    def reports(self) -> str:
        """Return the recipients of the product by their short names."""
        return "; ".join(self.report_to_shorts or self.report_to_names)


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One citation of `instrument`, called `name` ("" if unknown).

    `quote` is at start..end of paragraph `paragraph` of document number `document`; in a table, of its `cell`,
    and `paragraph` is then "". `link` is the address that the words lead to, or "".
    """

    document: int
    label: str
    paragraph: str
    kind: str
    canonical: str
    instrument: str
    quote: str
    start: int
    end: int
    url: str = ""
    name: str = ""
    cell: CellPlace | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument that is cited: its name ("" if unknown), how often, by which documents.

    `read_as` is the index of the document read that it is, or None.
    """

    instrument: str
    name: str
    citations: int
    documents: tuple[int, ...]
    read_as: int | None = None


@dataclass(frozen=True, slots=True)
class CitationEdge:
    """An edge of the citation graph: document number `document` cites `instrument` so many times."""

    document: int
    instrument: str
    citations: int


@dataclass(frozen=True, slots=True)
class VersionNote:
    """A revised instrument among those read or cited.

    instrument  the version concerned, `name` its name ("" if unknown)
    replaced_by the latest version seen, "" when this is the latest
    read        whether the version concerned was itself among the documents read
    cited_by    documents that cite this version
    means       for a mention without its version: the latest version seen, which it means; else ""
    """

    instrument: str
    replaced_by: str
    read: bool
    cited_by: tuple[int, ...] = ()
    means: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DueEntry:
    """A mandate on the timeline; `mandate` is its position in `FollowUp.mandates`."""

    date: str
    label: str
    mandate: int
    until: str = ""
    raw: str = ""

    @property
    def due(self) -> Due:
        """Return the due value of the entry."""
        return Due(self.raw, self.label, self.date, self.until)


@dataclass(frozen=True, slots=True)
class RequestedBody:
    """A body, and how many mandates are addressed to it.

    mandates     what is decided; what is proposed, recommended or restated counts apart, in `by_force`
    by_strength  the decided ones in the order of STRENGTHS
    by_force     all of them in the order of FORCES
    short        a name that fits a table ("CSTD")
    """

    body: str
    name: str
    mandates: int
    by_strength: tuple[int, ...]
    short: str = ""
    by_force: tuple[int, ...] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that could not be read; the fields are those of `ActionlinesError.as_dict`."""

    code: str
    subject: str
    problem: str
    advice: str

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: {self.problem.rstrip('.')}. {self.advice}".rstrip()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The content of a report. The same inputs in the same order give an equal FollowUp.

    speaks    None where the texts were not to be aligned
    standing  None where no country or region was asked for
    """

    documents: tuple[DocumentRead, ...] = ()
    failed: tuple[Failed, ...] = ()
    mandates: tuple[MandateRow, ...] = ()
    citations: tuple[CitationRow, ...] = ()
    cited: tuple[Cited, ...] = ()
    links: tuple[CitationEdge, ...] = ()
    versions: tuple[VersionNote, ...] = ()
    due: tuple[DueEntry, ...] = ()
    asked: tuple[RequestedBody, ...] = ()
    speaks: Speaks | None = None
    standing: AreaStanding | None = None


def has_decided(follow_up: FollowUp) -> bool:
    """Return whether some mandate is decided: then only such count, and all others apart."""
    return any(row.force == "decided" for row in follow_up.mandates)


def count_mandates(request: RequestedBody, follow_up: FollowUp) -> int:
    """Return the number of mandates that count for a body: the decided ones, all where nothing is decided."""
    return request.mandates if has_decided(follow_up) else sum(request.by_force)


def find_counting(follow_up: FollowUp) -> frozenset[int]:
    """Return the positions of the mandates that count: the decided ones, all where nothing is decided."""
    only = has_decided(follow_up)
    return frozenset(at for at, row in enumerate(follow_up.mandates) if not only or row.force == "decided")


def describe_forces(follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return what is not decided as a sentence with its numbers, "" where everything is."""
    counter = Counter(row.force for row in follow_up.mandates)
    text = ", ".join(f"{words(f'force.{item}')} {words.number(counter[item])}" for item in FORCES[1:] if counter[item])
    return words("brief.apart" if counter["decided"] else "brief.none-decided", list=text) if text else ""

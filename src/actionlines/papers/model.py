"""The one model of a document that people read: road map, table, report, contribution, profile.

    Paper
    ├── blocks     sections, paragraphs, tables, figures, quotes and what is missing, in their order
    ├── evidence   the supporting evidence, numbered in the order in which it is first cited
    ├── facts      every number in it, each with its source
    ├── annex      tables that go into the workbook only
    └── made       data, model and software that the paper was made with

Code that writes a paper puts no digits into `Text`, except in symbols, places, names and dates that are
themselves evidence. Every other number is a `Number` with its fact; `papers.check` finds digits that are not.
All values are frozen, so that one paper gives the same bytes whenever it is written.

Ids of blocks are short and stable (`s-mandates`, `t-metrics`, `f-sdg-17.8`); a `See` leads to one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from actionlines.papers.charts.model import Chart

Kind = Literal[
    "roadmap",
    "follow-up",
    "biennial",
    "contribution",
    "profile",
    "cooperation",
    "brief",
    "pack",
    "implementation",
    "disposition",
    "comparison",
    "agenda",
    "lineage",
    "progress",
]
EvidenceKind = Literal["paragraph", "activity", "series", "envelope", "record", "file"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words. `language` where it is not that of the paper: the words of a document, a name that has no other.

    name  a name or words of a record (a series, an activity, a unit): digits in it are part of what it is called
    """

    text: str
    bold: bool = False
    italic: bool = False
    muted: bool = False
    language: str = ""
    name: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it is shown, bound to `Paper.facts[fact]`. `shown` is in the form of the paper's language."""

    shown: str
    fact: str


@dataclass(frozen=True, slots=True)
class See:
    """A cross-reference to the block with the id `block`; writers make the words ("table 3", "section 2.1")."""

    block: str


@dataclass(frozen=True, slots=True)
class Cite:
    """Marks that lead to entries of `Paper.evidence` by their ids."""

    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address (http, https or a path of the site)."""

    text: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mark: a program proposed the words before it, and no person has confirmed them.

    p  its probability as it is shown ("83 %"), "" where there is none
    """

    p: str = ""


Inline = Text | Number | See | Cite | Link | Proposal
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: level 1 to 4. Writers number it (1, 1.1) unless `numbered` is false."""

    id: str
    title: str
    level: int = 1
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. `numbered`: counted through the whole paper, as paragraphs of United Nations reports are.

    by   who wrote the words: "" for the program, else what the paper says of them ("secretariat")
    """

    inlines: Inlines
    id: str = ""
    numbered: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of short entries, each as inlines; `ordered` lists are numbered."""

    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds figures."""

    title: str
    share: int = 10
    number: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row. A cell is a tuple of paragraphs' inlines run together. `head`: one cell over the whole width."""

    cells: tuple[Inlines, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a numbered caption, or with none. Where it has no rows, `empty` says so in its place."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    note: Inlines = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with a numbered caption; the workbook has its figures, and its evidence is under it."""

    id: str
    chart: Chart
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation of a document, with its source."""

    text: str
    language: str = ""
    source: Inlines = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A note in the place of content that is not available, and advice for the reader."""

    what: str
    advice: str = ""


Block = Section | Para | Listing | Table | Figure | Quote | Missing


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its source.

    id        the question it answers (`mandates?line=C5&status=confirmed`), see `account.question`
    value     whole number, number or text as the source has it; None where it cannot be answered
    label     what it is, in words
    evidence  ids of `Paper.evidence` that show it; () for a count over records, which `id` repeats
    """

    id: str
    value: int | float | str | None
    unit: str = ""
    label: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry of the supporting evidence.

    id      stable (`A/RES/80/173#113`, `activity:12@3`, `series:KEN/IT_NET_USER/2023`)
    label   what one would cite ("A/RES/80/173, para. 113"; "Activity 12: Digital skills for all, version 3")
    quote   the words, or the value in words; "" where the label says all
    url     permanent address, "" where there is none
    details pairs of what else is known, in words: ("method", "CAGR"), ("file", sha256)
    """

    id: str
    kind: EvidenceKind
    label: str
    quote: str = ""
    language: str = ""
    url: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """The records, data, model and software that the paper was made with.

    as_of     ISO date of the newest record used, never the clock's: the same records give the same bytes
    data      pairs (name, version or SHA-256) of files of figures and of the framework
    records   how many records of each kind were drawn on, by kind
    model     version of the alignment model
    software  version of Actionlines
    """

    as_of: str
    data: tuple[tuple[str, str], ...] = ()
    records: tuple[tuple[str, int], ...] = ()
    model: str = ""
    software: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document in one language (a code of words.LANGUAGES).

    status    in words ("Draft", "Published, version 3"), shown under the title
    masthead  pairs shown before the text as a table: ("Agenda item", "PL 3"), ("Source", ...)
    brief     how many of the first blocks are a page for a reader with a minute, before the contents
    wide      whether pages are landscape, for tables of many columns
    concise   whether pages that are printed name the evidence without quoting it; other formats have it whole
    """

    kind: Kind
    id: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    status: str = ""
    masthead: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    annex: tuple[Table, ...] = ()
    made: Made = Made(as_of="")
    brief: int = 0
    wide: bool = False
    concise: bool = False


def list_runs(block: Block) -> Iterator[Inlines]:
    """Yield every run of inlines in a block, cells before the note of their table."""
    match block:
        case Para():
            yield block.inlines
        case Listing():
            yield from block.items
        case Table():
            for row in block.rows:
                yield from row.cells
            yield block.note
        case Quote():
            yield block.source
        case _:
            return


def list_inlines(block: Block) -> Iterator[Inline]:
    """Yield every inline of a block, in the order of the text."""
    for run in list_runs(block):
        yield from run


def list_citations(block: Block) -> Iterator[str]:
    """Yield the ids of the evidence that a block cites, once for each citation."""
    for inline in list_inlines(block):
        if isinstance(inline, Cite):
            yield from inline.evidence
    if isinstance(block, Figure):
        yield from block.evidence


def id_of(block: Block) -> str:
    """Return the id of a block, "" for one that has none."""
    return str(getattr(block, "id", ""))


# Where the paper names no date.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def paper_timestamp(paper: Paper) -> int:
    """Return seconds since 1970, at midnight UTC."""
    try:
        date = datetime.fromisoformat(paper.made.as_of[:10]).replace(tzinfo=UTC)
    except ValueError:
        date = _NO_DATE
    return int(max(date, datetime(1980, 1, 2, tzinfo=UTC)).timestamp())


def paper_date(paper: Paper) -> datetime:
    """Return the date of the paper without a zone, as office files need it."""
    return datetime.fromtimestamp(paper_timestamp(paper), UTC).replace(tzinfo=None)

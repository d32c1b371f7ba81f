"""A paper ready to be written: numbered, with references in words and checked links.

    Laid
    ├── blocks    as in the paper, each with its number and anchor, its inlines as spans
    ├── contents  the headings of levels 1 to 3
    ├── evidence  entries by number, each with where it is cited
    ├── facts     with their numbers of evidence
    └── made      pairs

Writers of pages, documents and print turn these values into their own format and decide nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from actionlines.papers.charts.model import Chart
from actionlines.papers.model import Column, Evidence, Fact, Paper
from actionlines.papers.words import Words


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one style.

    to    where they lead: "#anchor" within the paper, an address, or ""
    mark  what they are: "" text, "number" (bound to `fact`), "see", "cite" or "proposal"
    counted  of a cross-reference: the number in its words ("3" in "table 3"), "" where it has none
    """

    text: str
    bold: bool = False
    italic: bool = False
    muted: bool = False
    language: str = ""
    to: str = ""
    mark: str = ""
    fact: str = ""
    counted: str = ""


Spans = tuple[Span, ...]
LONG_ROW = 1_500  # letters


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number ("2.1", or "")."""

    anchor: str
    level: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `number` "" for one that is not counted."""

    anchor: str
    number: str
    spans: Spans
    by: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short entries, each as spans; `ordered` lists are numbered."""

    anchor: str
    ordered: bool
    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, as many cells as there are columns; `head`: one cell over the whole width."""

    cells: tuple[Spans, ...]
    head: bool

    @property
    def long(self) -> bool:
        """Return whether the table may fill a page, so that it must break over two."""
        return sum(len(span.text) for cell in self.cells for span in cell) > LONG_ROW


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `label` is "Table 3"."""

    anchor: str
    number: str
    label: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    note: Spans
    empty: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart. `label` is "Figure 2"; `evidence` the marks of what shows it."""

    anchor: str
    number: str
    label: str
    chart: Chart
    evidence: Spans


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation of a document in its own language, with its source as spans."""

    anchor: str
    text: str
    language: str
    source: Spans


@dataclass(frozen=True, slots=True)
class Absent:
    """A note in the place of content that is not available, and advice for the reader."""

    anchor: str
    what: str
    advice: str


LaidBlock = Heading | Paragraph | Items | Grid | Picture | Said | Absent


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the evidence. `url` is "" unless it may be followed; `cited_in` are the words that lead back."""

    anchor: str
    number: int
    evidence: Evidence
    url: str
    cited_in: Spans


@dataclass(frozen=True, slots=True)
class Bound:
    """A fact with the anchor of its row and the numbers of the evidence that shows it."""

    anchor: str
    fact: Fact
    evidence: Spans


@dataclass(frozen=True, slots=True)
class Laid:
    """The whole paper, ready to be written.

    given  as it was given; `paper` is the same with every text safe to show
    kind   its kind in words
    """

    given: Paper
    paper: Paper
    words: Words
    kind: str
    blocks: tuple[LaidBlock, ...]
    contents: tuple[Heading, ...]
    evidence: tuple[Entry, ...]
    facts: tuple[Bound, ...]
    annex: tuple[Grid, ...]
    made: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]

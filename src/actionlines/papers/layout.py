"""A paper ready to be written: numbered, with references in words and checked links, once for all formats.

    PaperLayout
    ├── blocks    as in the paper, each with its number and anchor, its inlines as spans
    ├── contents  the headings of levels 1 to 3
    ├── evidence  entries by number, each with where it is cited
    ├── facts     with their numbers of evidence
    └── made      pairs

Writers of pages, documents and print turn these values into their own format and decide nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actionlines.lazily import expression
from actionlines.papers import model as m
from actionlines.papers.charts.model import Chart
from actionlines.papers.files import make_safe
from actionlines.papers.numbers import Numbers, find_ranges, name_place, number_paper
from actionlines.papers.words import Words
from actionlines.papers.words import words as catalogue


@dataclass(frozen=True, slots=True)
class StyledSpan:
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


Spans = tuple[StyledSpan, ...]
LONG_ROW = 1_500  # letters


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number ("2.1", or "")."""

    anchor: str
    level: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
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
class GridRow:
    """A row of a table, as many cells as there are columns; `head`: one cell over the whole width."""

    cells: tuple[Spans, ...]
    head: bool

    @property
    def long(self) -> bool:
        """Return whether the table may fill a page, so that it must break over two."""
        return sum(len(span.text) for cell in self.cells for span in cell) > LONG_ROW


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `label` is "Table 3", "" where it has no caption."""

    anchor: str
    number: str
    label: str
    caption: str
    columns: tuple[m.Column, ...]
    rows: tuple[GridRow, ...]
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
class Quotation:
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


LayoutBlock = Heading | NumberedParagraph | Items | Grid | Picture | Quotation | Absent


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """An entry of the evidence. `url` is "" unless it may be followed; `cited_in` are the words that lead back."""

    anchor: str
    number: int
    evidence: m.Evidence
    url: str
    cited_in: Spans


@dataclass(frozen=True, slots=True)
class Bound:
    """A fact with the anchor of its row and the numbers of the evidence that shows it."""

    anchor: str
    fact: m.Fact
    evidence: Spans


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """The whole paper, ready to be written.

    original  as it was built; `paper` is the same with every text safe to show
    kind      its kind in words
    """

    original: m.Paper
    paper: m.Paper
    words: Words
    kind: str
    blocks: tuple[LayoutBlock, ...]
    contents: tuple[Heading, ...]
    evidence: tuple[EvidenceEntry, ...]
    facts: tuple[Bound, ...]
    annex: tuple[Grid, ...]
    made: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]

    @property
    def printed(self) -> tuple[EvidenceEntry, ...]:
        """Return the evidence as it is printed: of a concise paper what it cites, by labels and sources of figures."""
        if not self.paper.concise:
            return self.evidence
        return tuple(
            replace(
                entry,
                evidence=replace(
                    entry.evidence,
                    quote="",
                    details=entry.evidence.details[:2] if entry.evidence.kind == "series" else (),
                ),
                cited_in=(),
            )
            for entry in self.evidence
            if entry.cited_in
        )


DEEPEST = 3  # level of headings in the contents
# Places that an entry of the evidence names; what is cited in every row of a report would fill pages.
PLACES = 12
_ADDRESS = expression(r"(?:https?://[^\s/\\]|/(?![/\\]))[^\s\x00-\x1f<>\"\\]*", re.IGNORECASE)
_SIGNED = expression(r"\s*[-+−±–<>≤≥]")
SHORT = 12  # letters of a figure that stays on one line
# Digits before the first letter, which is one of a language that runs from left to right.
_DIGITS_FIRST = expression(r"\d[^A-Za-z\u00c0-\u024f\u0400-\u04ff\u0590-\u08ff]*[A-Za-z\u00c0-\u024f\u0400-\u04ff]")
LONGEST_ADDRESS = 2_000


def lay_out(paper: m.Paper) -> PaperLayout:
    """Return the paper ready to be written. No character in it reverses its neighbours or breaks a file."""
    return _Layer(make_safe(paper)).number_blocks(paper)


def safe_address(url: str) -> str:
    """Return the address if it is http, https or a path of the site, "" for any other.

    >>> safe_address("https://un.org/x"), safe_address("/activities/3"), safe_address("javascript:alert(1)")
    ('https://un.org/x', '/activities/3', '')
    """
    return url if len(url) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(url) else ""


class _Layer:
    def __init__(self, paper: m.Paper) -> None:
        self.paper = paper
        self.words: Words = catalogue(paper.language)
        self.numbers: Numbers = number_paper(paper)
        self.facts = {fact.id: f"x-{at}" for at, fact in enumerate(paper.facts, start=1)}
        self.apart = self.words("language.direction") == "rtl"

    def number_blocks(self, original: m.Paper) -> PaperLayout:
        """Return the paper with its numbered blocks, contents, evidence and facts."""
        paper, words = self.paper, self.words
        blocks = tuple(self._block(index, block) for index, block in enumerate(paper.blocks))
        made, remarks = tuple(self._made()), tuple(self._remarks())
        ends = [Heading("evidence", 1, "", words("evidence"))] if paper.evidence else []
        ends += [Heading("made", 1, "", words("made"))] if made or remarks else []
        headings = (block for block in blocks[paper.brief :] if isinstance(block, Heading))
        return PaperLayout(
            original,
            paper,
            words,
            words(f"kind.{paper.kind}"),
            blocks,
            (*(heading for heading in headings if heading.level <= DEEPEST), *ends),
            tuple(self._entries()),
            tuple(Bound(self.facts[fact.id], fact, self._marks(fact.evidence)) for fact in paper.facts),
            tuple(
                self._grid(table, f"annex-{at}", str(at), words("numbered.annex", n=at))
                for at, table in enumerate(paper.annex, start=1)
            ),
            made,
            remarks,
        )

    def _block(self, index: int, block: m.Block) -> LayoutBlock:
        place = self.numbers.places[index]
        match block:
            case m.Section():
                return Heading(place.anchor, place.level, place.number, self._text(block.title))
            case m.Para():
                return NumberedParagraph(place.anchor, place.number, self._spans(block.inlines), self._by(index))
            case m.Listing():
                return Items(place.anchor, block.ordered, tuple(map(self._spans, block.items)))
            case m.Table():
                label = self.words("numbered.table", n=place.number) if place.number else ""
                return self._grid(block, place.anchor, place.number, label)
            case m.Figure():
                label = self.words("numbered.figure", n=place.number)
                chart = replace(block.chart, spec=_make_safe(block.chart.spec), title=self._text(block.chart.title))
                return Picture(place.anchor, place.number, label, chart, self._marks(block.evidence))
            case m.Quote():
                return Quotation(place.anchor, block.text, block.language, self._spans(block.source))
        return Absent(place.anchor, block.what, block.advice)

    def _by(self, index: int) -> str:
        # Of paragraphs by the same person the last names the person.
        by, after = (b.by if isinstance(b, m.Para) else "" for b in (*self.paper.blocks, None)[index : index + 2])
        return "" if by == after else by

    def _grid(self, table: m.Table, anchor: str, number: str, label: str) -> Grid:
        wide = len(table.columns)
        rows = tuple(
            GridRow(tuple(map(self._spans, row.cells))[:1], True)
            if row.head
            # A row that is too short or too long is a flaw that `check` tells of; the table stays a table.
            else GridRow((*map(self._spans, row.cells), *((),) * wide)[: max(wide, 1)], False)
            for row in table.rows
        )
        return Grid(
            anchor, number, label, self._text(table.caption), table.columns, rows, self._spans(table.note), table.empty
        )

    def _spans(self, run: m.Inlines) -> Spans:
        out: list[StyledSpan] = []
        for span in (span for item in run for span in self._span(item)):
            if span.mark == "cite" and span.text[0] == "[" and out and not out[-1].text[-1:].isspace():
                # A mark stands apart from what it marks, and on its line.
                span = replace(span, text=f"\u00a0{span.text}")
            out.append(span)
        return tuple(out)

    def _text(self, text: str) -> str:
        """Return the text; digits before Latin letters keep that order in a line of Arabic."""
        return f"\u200e{text}" if self.apart and _DIGITS_FIRST.match(text) else text

    def _span(self, inline: m.Inline) -> Iterator[StyledSpan]:
        words = self.words
        match inline:
            case m.Text():
                if inline.text:
                    yield StyledSpan(
                        self._text(inline.text), inline.bold, inline.italic, inline.muted, self._other(inline.language)
                    )
            case m.Number():
                # A sign before a number would else stand behind it in a line from right to left.
                signed = self.apart and _SIGNED.match(inline.shown)
                text = f"\u200e{inline.shown}\u200e" if signed else inline.shown
                yield StyledSpan(text, mark="number", fact=inline.fact, to=self._to_fact(inline.fact))
            case m.See():
                yield self._see(inline.block)
            case m.Cite():
                yield from self._marks(inline.evidence)
            case m.Link():
                yield StyledSpan(
                    inline.text or inline.url, language=self._other(inline.language), to=safe_address(inline.url)
                )
            case m.Proposal():
                mark = words("proposal.p", p=_keep_together(inline.p)) if inline.p else words("proposal")
                yield StyledSpan(f"[{mark}]", mark="proposal")

    def _other(self, language: str) -> str:
        return "" if language == self.paper.language else language

    def _to_fact(self, fact: str) -> str:
        return f"#{self.facts[fact]}" if fact in self.facts else ""

    def _see(self, block: str) -> StyledSpan:
        if (at := self.numbers.at.get(block)) is None:
            return StyledSpan(self.words("none"), mark="see")
        place = self.numbers.places[at]
        return StyledSpan(self._called(at), mark="see", to=f"#{place.anchor}", counted=place.number)

    def _called(self, at: int) -> str:
        """Return a place in words; a place without a number by the section around it."""
        place = self.numbers.places[at]
        if not place.number and place.kind != "section":
            if place.section < 0:
                return self.words("ref.beginning")
            at = place.section
            place = self.numbers.places[at]
        block = self.paper.blocks[at]
        return name_place(place, block.title if isinstance(block, m.Section) else "", self.words)

    def _marks(self, evidence: Sequence[str]) -> Spans:
        """Return `[1, 4–6]`, each number leading to its entry."""
        known = [self.numbers.evidence[entry] for entry in evidence if entry in self.numbers.evidence]
        if not evidence:
            return ()
        if not known:
            return (StyledSpan(f"[{self.words('none')}]", mark="cite"),)
        out = [StyledSpan("[", mark="cite")]
        for low, high in find_ranges(known):
            if len(out) > 1:
                out.append(StyledSpan(self.words("list.comma"), mark="cite"))
            out.append(StyledSpan(str(low), mark="cite", to=f"#e-{low}"))
            if high > low:
                out += [StyledSpan("–", mark="cite"), StyledSpan(str(high), mark="cite", to=f"#e-{high}")]
        return (*out, StyledSpan("]", mark="cite"))

    def _entries(self) -> Iterator[EvidenceEntry]:
        order = {entry.id: entry for entry in reversed(self.paper.evidence)}
        for id, number in self.numbers.evidence.items():
            entry = order[id]
            blocks = self.numbers.cited_in.get(id, ())
            yield EvidenceEntry(f"e-{number}", number, entry, safe_address(entry.url), tuple(self._back(blocks)))

    def _back(self, blocks: Iterable[int]) -> Iterator[StyledSpan]:
        places: dict[str, str] = {}
        for at in blocks:
            places.setdefault(self._called(at), self.numbers.places[at].anchor)
        for count, (item, anchor) in enumerate(places.items()):
            if count:
                yield StyledSpan(self.words("list.comma"))
            if count == PLACES:
                yield StyledSpan("…")
                return
            yield StyledSpan(item, to=f"#{anchor}")

    def _made(self) -> Iterator[tuple[str, str]]:
        made, words = self.paper.made, self.words
        if made.as_of:
            yield words("made.as-of"), words.date(made.as_of)
        if made.records:
            kinds = ((words.table.get(f"record.{kind}", kind), count) for kind, count in made.records)
            counts = (f"{kind}: {words.number(count)}" for kind, count in kinds)
            yield words("made.records"), words("list.comma").join(counts)
        for name, version in made.data:
            yield words("made.data"), words.apart(f"{name} {version}".strip())
        if made.model:
            yield words("made.model"), words.apart(made.model)
        if made.software:
            yield words("made.software"), words.apart(f"Actionlines {made.software}")

    def _remarks(self) -> Iterator[str]:
        if self.paper.facts:
            yield self.words("made.bound")
        if any(isinstance(inline, m.Proposal) for block in self.paper.blocks for inline in m.list_inlines(block)):
            yield self.words("made.proposals")


def _keep_together(words: str) -> str:
    """Keep a short figure and its sign on one line; long text must be able to break."""
    return words.replace(" ", "\u00a0") if len(words) <= SHORT else words


def _make_safe(value: Any) -> Any:
    """Make the texts of a chart safe as `shown` does, also in lists and mappings."""
    if isinstance(value, Mapping):
        return {key: _make_safe(item) for key, item in value.items()}
    return [_make_safe(item) for item in value] if isinstance(value, list | tuple) else make_safe(value)


def plain_text(spans: Spans) -> str:
    """Return the words of spans in one string."""
    return "".join(span.text for span in spans)


def join_spans(spans: Spans) -> Spans:
    """Return spans, with neighbours of the same style joined; citation marks without links stay text."""
    out: list[StyledSpan] = []
    for span in spans:
        if out and not span.to and not out[-1].to and replace(out[-1], text="") == replace(span, text=""):
            out[-1] = replace(span, text=out[-1].text + span.text)
        else:
            out.append(span)
    return tuple(out)

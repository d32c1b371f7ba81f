"""Make a paper ready for its writers: numbers, references, links and safe text, once for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from actionlines.lazily import expression
from actionlines.papers.document_layout import (
    Absent,
    Bound,
    Entry,
    Grid,
    Heading,
    Items,
    Laid,
    LaidBlock,
    Line,
    Paragraph,
    Picture,
    Said,
    Span,
    Spans,
)
from actionlines.papers.model import (
    Block,
    Cite,
    Figure,
    Inline,
    Inlines,
    Link,
    Listing,
    Number,
    Paper,
    Para,
    Proposal,
    Quote,
    Section,
    See,
    Table,
    Text,
    inlines,
)
from actionlines.papers.numbering import Numbers, called, numbers, ranges
from actionlines.papers.text_safety import shown
from actionlines.papers.words import Words
from actionlines.papers.words import words as catalogue

DEEPEST = 3  # level of headings in the contents
# Places that an entry of the evidence names; what is cited in every row of a report would fill pages.
PLACES = 12
_ADDRESS = expression(r"(?:https?://[^\s/\\]|/(?![/\\]))[^\s\x00-\x1f<>\"\\]*", re.IGNORECASE)
_SIGNED = expression(r"\s*[-+−±–<>≤≥]")
SHORT = 12  # letters of a figure that stays on one line
# Digits before the first letter, which is one of a language that runs from left to right.
_DIGITS_FIRST = expression(
    r"\d[^A-Za-z\u00c0-\u024f\u0400-\u04ff\u0590-\u08ff]*[A-Za-z\u00c0-\u024f\u0400-\u04ff]"
)
LONGEST_ADDRESS = 2_000


def lay(paper: Paper) -> Laid:
    """Return the paper ready to be written. No character in it reverses its neighbours or breaks a file."""
    return _Layer(shown(paper)).laid(paper)


def followed(url: str) -> str:
    """Return the address if it is http, https or a path of the site, "" for any other.

    >>> followed("https://un.org/x"), followed("/activities/3"), followed("javascript:alert(1)")
    ('https://un.org/x', '/activities/3', '')
    """
    return url if len(url) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(url) else ""


class _Layer:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.words: Words = catalogue(paper.language)
        self.numbers: Numbers = numbers(paper)
        self.facts = {fact.id: f"x-{at}" for at, fact in enumerate(paper.facts, start=1)}
        self.apart = self.words("language.direction") == "rtl"

    def laid(self, given: Paper) -> Laid:
        """Return the paper with its numbered blocks, contents, evidence and facts."""
        paper, words = self.paper, self.words
        blocks = tuple(self._block(index, block) for index, block in enumerate(paper.blocks))
        ends = [Heading("evidence", 1, "", words("evidence"))] if paper.evidence else []
        ends += [Heading("made", 1, "", words("made"))]
        return Laid(
            given,
            paper,
            words,
            words(f"kind.{paper.kind}"),
            blocks,
            (*(one for one in blocks if isinstance(one, Heading) and one.level <= DEEPEST), *ends),
            tuple(self._entries()),
            tuple(Bound(self.facts[one.id], one, self._marks(one.evidence)) for one in paper.facts),
            tuple(
                self._grid(table, f"annex-{at}", str(at), words("numbered.annex", n=at))
                for at, table in enumerate(paper.annex, start=1)
            ),
            tuple(self._made()),
            tuple(self._remarks()),
        )

    def _block(self, index: int, block: Block) -> LaidBlock:
        place = self.numbers.places[index]
        match block:
            case Section():
                return Heading(place.anchor, place.level, place.number, self._text(block.title))
            case Para():
                return Paragraph(place.anchor, place.number, self._spans(block.inlines), block.by)
            case Listing():
                return Items(place.anchor, block.ordered, tuple(map(self._spans, block.items)))
            case Table():
                label = self.words("numbered.table", n=place.number)
                return self._grid(block, place.anchor, place.number, label)
            case Figure():
                label = self.words("numbered.figure", n=place.number)
                chart = replace(
                    block.chart, spec=_safe(block.chart.spec), title=self._text(block.chart.title)
                )
                return Picture(place.anchor, place.number, label, chart, self._marks(block.evidence))
            case Quote():
                return Said(place.anchor, block.text, block.language, self._spans(block.source))
        return Absent(place.anchor, block.what, block.advice)

    def _grid(self, table: Table, anchor: str, number: str, label: str) -> Grid:
        wide = len(table.columns)
        rows = tuple(
            Line(tuple(map(self._spans, row.cells))[:1], True)
            if row.head
            # A row that is too short or too long is a flaw that `check` tells of; the table stays a table.
            else Line((*map(self._spans, row.cells), *((),) * wide)[: max(wide, 1)], False)
            for row in table.rows
        )
        return Grid(
            anchor,
            number,
            label,
            self._text(table.caption),
            table.columns,
            rows,
            self._spans(table.note),
            table.empty,
        )

    def _spans(self, run: Inlines) -> Spans:
        out: list[Span] = []
        for span in (span for one in run for span in self._span(one)):
            if span.mark == "cite" and span.text[0] == "[" and out and not out[-1].text[-1:].isspace():
                # A mark stands apart from what it marks, and on its line.
                span = replace(span, text=f"\u00a0{span.text}")
            out.append(span)
        return tuple(out)

    def _text(self, text: str) -> str:
        """Return the text; digits before Latin letters keep that order in a line of Arabic."""
        return f"\u200e{text}" if self.apart and _DIGITS_FIRST.match(text) else text

    def _span(self, one: Inline) -> Iterator[Span]:
        words = self.words
        match one:
            case Text():
                if one.text:
                    yield Span(
                        self._text(one.text), one.bold, one.italic, one.muted, self._other(one.language)
                    )
            case Number():
                # A sign before a number would else stand behind it in a line from right to left.
                signed = self.apart and _SIGNED.match(one.shown)
                text = f"\u200e{one.shown}\u200e" if signed else one.shown
                yield Span(text, mark="number", fact=one.fact, to=self._to_fact(one.fact))
            case See():
                yield self._see(one.block)
            case Cite():
                yield from self._marks(one.evidence)
            case Link():
                yield Span(one.text or one.url, language=self._other(one.language), to=followed(one.url))
            case Proposal():
                said = words("proposal.p", p=_together(one.p)) if one.p else words("proposal")
                yield Span(f"[{said}]", mark="proposal")

    def _other(self, language: str) -> str:
        return "" if language == self.paper.language else language

    def _to_fact(self, fact: str) -> str:
        return f"#{self.facts[fact]}" if fact in self.facts else ""

    def _see(self, block: str) -> Span:
        at = self.numbers.at.get(block)
        if at is None:
            return Span(self.words("none"), mark="see")
        place = self.numbers.places[at]
        return Span(self._called(at), mark="see", to=f"#{place.anchor}", counted=place.number)

    def _called(self, at: int) -> str:
        """Return a place in words; a place without a number by the section around it."""
        place = self.numbers.places[at]
        if not place.number and place.kind != "section":
            if place.section < 0:
                return self.words("ref.beginning")
            at = place.section
            place = self.numbers.places[at]
        block = self.paper.blocks[at]
        return called(place, block.title if isinstance(block, Section) else "", self.words)

    def _marks(self, evidence: Sequence[str]) -> Spans:
        """Return `[1, 4–6]`, each number leading to its entry."""
        known = [self.numbers.evidence[one] for one in evidence if one in self.numbers.evidence]
        if not evidence:
            return ()
        if not known:
            return (Span(f"[{self.words('none')}]", mark="cite"),)
        out = [Span("[", mark="cite")]
        for low, high in ranges(known):
            if len(out) > 1:
                out.append(Span(self.words("list.comma"), mark="cite"))
            out.append(Span(str(low), mark="cite", to=f"#e-{low}"))
            if high > low:
                out += [Span("–", mark="cite"), Span(str(high), mark="cite", to=f"#e-{high}")]
        return (*out, Span("]", mark="cite"))

    def _entries(self) -> Iterator[Entry]:
        order = {one.id: one for one in reversed(self.paper.evidence)}
        for id, number in self.numbers.evidence.items():
            one = order[id]
            blocks = self.numbers.cited_in.get(id, ())
            yield Entry(f"e-{number}", number, one, followed(one.url), tuple(self._back(blocks)))

    def _back(self, blocks: Iterable[int]) -> Iterator[Span]:
        places: dict[str, str] = {}
        for at in blocks:
            places.setdefault(self._called(at), self.numbers.places[at].anchor)
        for count, (said, anchor) in enumerate(places.items()):
            if count:
                yield Span(self.words("list.comma"))
            if count == PLACES:
                yield Span("…")
                return
            yield Span(said, to=f"#{anchor}")

    def _made(self) -> Iterator[tuple[str, str]]:
        made, words = self.paper.made, self.words
        if made.as_of:
            yield words("made.as-of"), words.date(made.as_of)
        if made.records:
            kinds = ((words.table.get(f"record.{kind}", kind), count) for kind, count in made.records)
            said = (f"{kind}: {words.number(count)}" for kind, count in kinds)
            yield words("made.records"), words("list.comma").join(said)
        for name, version in made.data:
            yield words("made.data"), words.apart(f"{name} {version}".strip())
        if made.model:
            yield words("made.model"), words.apart(made.model)
        if made.software:
            yield words("made.software"), words.apart(f"Actionlines {made.software}")

    def _remarks(self) -> Iterator[str]:
        if self.paper.facts:
            yield self.words("made.bound")
        if any(isinstance(one, Proposal) for block in self.paper.blocks for one in inlines(block)):
            yield self.words("made.proposals")


def _together(words: str) -> str:
    """Keep a short figure and its sign on one line; long text must be able to break."""
    return words.replace(" ", "\u00a0") if len(words) <= SHORT else words


def _safe(value: Any) -> Any:
    """Make the texts of a chart safe as `shown` does, also in lists and mappings."""
    if isinstance(value, Mapping):
        return {key: _safe(one) for key, one in value.items()}
    return [_safe(one) for one in value] if isinstance(value, list | tuple) else shown(value)


def plain(spans: Spans) -> str:
    """Return the words of spans in one string."""
    return "".join(span.text for span in spans)


def joined(spans: Spans) -> Spans:
    """Return spans, with neighbours of the same style joined; citation marks without links stay text."""
    out: list[Span] = []
    for span in spans:
        if out and not span.to and not out[-1].to and replace(out[-1], text="") == replace(span, text=""):
            out[-1] = replace(span, text=out[-1].text + span.text)
        else:
            out.append(span)
    return tuple(out)

"""The words of a paragraph under the marks of mandates, citations and alignments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from actionlines.papers import names
from actionlines.papers.names import write_percent
from actionlines.papers.words import Words
from actionlines.register.core.concepts import Concept, concept
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import reader_words
from actionlines.register.instruments.citation_targets import Place
from actionlines.register.instruments.text_marks import Segment, Span, quoted, segments
from actionlines.register.models import DocumentTable, Instrument, Mandate, ParagraphCitation, ParagraphLink

# Part of a mandate -> the class of its mark.
STRONGEST = 3  # pieces of evidence of a link that are marked
LIKELY = 0.5  # links whose evidence is marked: the rest would cover the text
PARTS = {"verb": "verb", "addressees": "who", "action": "what", "due": "due"}

Phrases = Mapping[str, Sequence[tuple[Span, str]]]


def phrases(mandates: Iterable[Mandate]) -> Phrases:
    """Spans and their words by the anchor of the paragraph in which they stand: those of an item's mandate stand
    in part in its chapeau.
    """
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for mandate in mandates:
        for kind, phrase in _phrases(mandate):
            place = found[phrase.get("anchor", "")]
            place += [
                (_span(phrase, name, f"m{mandate.pk}"), phrase.get("text", "")) for name in ("mandate", kind)
            ]
    return found


def marked_segments(
    text: str,
    of_mandates: Sequence[tuple[Span, str]] = (),
    links: Iterable[ParagraphLink] = (),
    citations: Iterable[ParagraphCitation] = (),
) -> list[Segment]:
    """Segments of a paragraph's text. Kinds: `mandate` with `verb`, `who`, `what` or `due`; `citation`;
    `alignment`, for the words that count most for the likely ones of `links`. Refs: `m12` and `c34`, the numbers
    of a mandate and of a citation.
    """
    evidence = [one for link in links if link.p >= LIKELY for one in _strongest(link.evidence)]
    about = [(_span(one, "alignment", ""), one.get("quote", "")) for one in evidence]
    spans = quoted(text, [*of_mandates, *about])
    cited = (Span(one.start, one.end, "citation", f"c{one.pk}") for one in citations)
    return segments(text, [*spans, *cited])


def as_html(found: Iterable[Segment], links: Mapping[str, str]) -> SafeString:
    """The segments as `<mark>`s; `links` has the address for the ref of a citation, where it leads anywhere."""
    # By hand, for a page has thousands of segments: everything that is not of this module is escaped here.
    return mark_safe("".join(_one(segment, links) for segment in found))  # noqa: S308


def _one(segment: Segment, links: Mapping[str, str]) -> str:
    text = escape(segment.text)
    if not segment.kinds:
        return text
    of = " ".join(ref for ref in segment.refs if ref[0] == "m")
    about = f' data-of="{escape(of)}"' if of else ""
    words = f'<mark class="{" ".join(segment.kinds)}"{about}>{text}</mark>'
    url = next((links[ref] for ref in segment.refs if ref in links), "") if links else ""
    return f'<a class="cited" href="{escape(url)}">{words}</a>' if url else words


def chips(links: Iterable[ParagraphLink], known: dict[str, tuple[str, str]]) -> SafeString:
    """Links to concepts as chips with their probability, each in a list item; `known` keeps what stands before and
    behind the probability of a concept.
    """
    words = reader_words()
    return mark_safe("".join(_chip(link, known, words) for link in links))  # noqa: S308


def _chip(link: ParagraphLink, known: dict[str, tuple[str, str]], words: Words) -> str:
    ends = known.get(link.concept)
    if ends is None:
        ends = known[link.concept] = _ends(link.concept)
    return f"{ends[0]}{write_percent(link.p, words)}{ends[1]}"


def _ends(identifier: str) -> tuple[str, str]:
    found = concept(identifier)
    if found is None:
        return f'<li><span class="chip chip-proposed">{escape(identifier)} <small>', "</small></span></li>"
    url, name, short = (escape(one) for one in (found.url, found.name, found.short))
    return (
        f'<li><a class="chip chip-proposed" href="{url}" title="{name}"><bdi>{short}</bdi> <small dir="ltr">',
        "</small></a></li>",
    )


def _phrases(mandate: Mandate) -> Iterator[tuple[str, Data]]:
    for part, kind in PARTS.items():
        found = mandate.words.get(part) or []
        for phrase in found if isinstance(found, list) else [found]:
            yield kind, phrase


def _strongest(evidence: Sequence[Data]) -> list[Data]:
    return sorted(evidence, key=lambda one: -float(one.get("weight", 0)))[:STRONGEST]


def _span(phrase: Data, kind: str, ref: str) -> Span:
    return Span(int(phrase.get("start", 0)), int(phrase.get("end", 0)), kind, ref)


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that a paragraph cites, however often. `held`: it can be read here; `outside`: only elsewhere."""

    symbol: str
    place: str
    url: str
    held: bool
    name: str

    @property
    def outside(self) -> bool:
        """Whether the address leads out of the register."""
        return bool(self.url) and not self.held


def address(place: Place) -> str:
    """The address of a paragraph; with its anchor in the question too, so that a part of a long text is found."""
    url = reverse("instrument", args=[place.symbol])
    return f"{url}?p={place.anchor}#p{place.anchor}" if place.anchor else url


def cited(found: ParagraphCitation, places: Mapping[tuple[str, str], Place]) -> Cited:
    """Return the link to which a citation leads."""
    place = places.get((found.symbol, found.place))
    known = _concept(found.symbol)
    if known:
        return Cited(known.short, "", known.url, True, known.name)
    url = address(place) if place else names.find_url(found.symbol)
    return Cited(found.symbol, found.place, url, place is not None, names.name_instrument(found.symbol))


def _concept(symbol: str) -> Concept | None:
    return concept(symbol.removeprefix("al:")) if symbol.startswith(("al:", "sdg:", "gdc:")) else None


ROWS = 200  # of one table that a page shows; the original has them all
_FIGURE = re.compile(r"[\s\d().,%–-]*\d[\s\d().,%–-]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, what it spans, and whether it is a figure."""

    text: str
    columns: int
    rows: int
    figure: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is shown; `more` rows are not. `order`: its place among the tables of the document."""

    order: int
    caption: str
    rows: list[list[Cell]]
    more: int


def tables(instrument: Instrument, after: Iterable[str]) -> dict[str, list[Grid]]:
    """Anchor -> tables that stand behind it, in order; one query."""
    found: dict[str, list[Grid]] = defaultdict(list)
    for one in DocumentTable.objects.filter(instrument=instrument, after__in=list(after)):
        found[one.after].append(_grid(one))
    return found


def _grid(one: DocumentTable) -> Grid:
    rows = [
        [Cell(text, columns, lines, bool(_FIGURE.fullmatch(text))) for text, columns, lines in row]
        for row in one.rows[:ROWS]
    ]
    return Grid(one.order, one.caption, rows, max(0, len(one.rows) - ROWS))

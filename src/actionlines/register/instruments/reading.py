"""A document as its reader sees it: paragraphs, marks, targets of its citations."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q

from actionlines.citations.graph import find_superseded, version_of
from actionlines.framework.starter import in_force, replaced_by
from actionlines.register.instruments.models import Instrument, Paragraph, ParagraphCitation

_PARAGRAPH = re.compile(r"(?:(annex)([IVXLC]*)\.)?(?:s([IVXLC]+)\.)?p(\d+)((?:\([a-z0-9]+\))*)")
_LANGUAGE = re.compile(r"@[a-z]{2}$")
_RANGE = 50  # paragraphs of a range that are looked at
_OTHER = re.compile(r"[\w-]+\.\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """An instrument that is held; `anchor` of the paragraph meant, "" for the whole."""

    symbol: str
    anchor: str = ""


def anchors(place: str) -> tuple[str, ...]:
    """The ids that the paragraph meant by a place may have, the likeliest first (docs/reference/citations.md).

    >>> anchors("p3(a),4"), anchors("annexII.p12"), anchors("resolves.2"), anchors("annex")
    (('3(a)', '3'), ('annex-II.12', 'annex.12'), ('resolves.2',), ())
    """
    if match := _PARAGRAPH.match(place):
        annex, roman, section, number, items = match.groups()
        if annex:
            return tuple(dict.fromkeys((f"annex-{roman or 'I'}.{number}", f"annex.{number}")))
        head = f"{section}.{number}" if section else number
        return (head + items, head) if items else (head,)
    return (place,) if _OTHER.fullmatch(place) else ()


def list_places(place: str) -> list[str]:
    """Return each paragraph of a place that names several.

    >>> list_places("p69-71"), list_places("p3(a),4"), list_places("p27(c),(d)"), list_places("resolves.2")
    (['p69', 'p70', 'p71'], ['p3(a)', 'p4'], ['p27(c)', 'p27(d)'], ['resolves.2'])
    """
    if not (match := re.match(r"(.*?p)\d", place)):
        return [place]
    places: list[str] = []
    number = ""
    for part in place[match.end(1) :].split(","):
        if limits := re.fullmatch(r"(\d+)-(\d+)", part):
            first, last = map(int, limits.groups())
            places += [f"{match[1]}{n}" for n in range(first, min(last, first + _RANGE) + 1)]
        else:
            own = re.match(r"\d+", part)
            number = own[0] if own else number
            places.append(f"{match[1]}{part if own else number + part}")
    return places


def held(cited: Iterable[ParagraphCitation]) -> dict[tuple[str, str], Place]:
    """(symbol, place) of citations -> where it can be read here. Two queries.

    A mention of a revised instrument without its version leads to the latest version that is held; what is held
    in several languages is read in the first of them.
    """
    wanted = {(paragraph_citation.symbol, paragraph_citation.place) for paragraph_citation in cited}
    families = {version_of(symbol)[0] for symbol, _place in wanted}
    rows = Instrument.objects.filter(family__in=families).values_list("pk", "symbol", "family")
    known: dict[str, tuple[int, str]] = {}
    # What comes later counts more: the family by its latest version, and above all the symbol alone.
    for pk, symbol, family in sorted(rows, key=lambda row: _order(row[1])):
        known[family] = pk, symbol
    for pk, symbol, _family in rows:
        known[symbol] = pk, symbol
    query = {item: known[item[0]] for item in wanted if item[0] in known}
    ids = {anchor for _symbol, place in query for anchor in anchors(place)}
    there = set(
        Paragraph.objects.filter(instrument__in={pk for pk, _s in query.values()}, anchor__in=ids).values_list(
            "instrument_id", "anchor"
        )
    )
    return {
        (name, place): Place(symbol, next((anchor for anchor in anchors(place) if (pk, anchor) in there), ""))
        for (name, place), (pk, symbol) in query.items()
    }


def names_of(instrument: Instrument) -> set[str]:
    """The symbols by which others cite this instrument: its own, that of the text in another language, and
    without a version where it is the latest.
    """
    own = without_language(instrument.symbol)
    versions = Instrument.objects.filter(family=instrument.family).values_list("symbol", flat=True)
    latest = max(versions, key=_order, default=own)
    return {instrument.symbol, own} | ({instrument.family} if without_language(latest) == own else set())


def without_language(symbol: str) -> str:
    """The symbol of the text itself: a second language of the same document has its mark behind.

    >>> without_language("A/RES/80/173@ar"), without_language("itu:PP/RES/140@2022")
    ('A/RES/80/173', 'itu:PP/RES/140@2022')
    """
    return _LANGUAGE.sub("", symbol)


def successor_of(instrument: Instrument) -> str:
    """Return the symbol of the text that replaces an instrument: as the starter register knows it, or the latest
    revision that is held; "" where the instrument is in force.
    """
    symbol = without_language(instrument.symbol)
    latest = in_force(symbol)
    if latest == symbol and version_of(symbol)[1]:
        family = Instrument.objects.filter(family=instrument.family).values_list("symbol", flat=True)
        latest = find_superseded(map(without_language, family)).get(symbol, symbol)
    return "" if latest == symbol else latest


def replaced_instruments(by: Instrument) -> list[Instrument]:
    """Return the instruments of the register whose place another takes, the latest first."""
    symbol = without_language(by.symbol)
    versions = by.family if version_of(symbol)[1] else ""
    earlier = replaced_by(symbol)
    if not (versions or earlier) or successor_of(by):
        return []
    rows = Instrument.objects.filter(Q(family=versions) | Q(symbol__in=earlier))
    names = ((row, without_language(row.symbol)) for row in rows)
    return [item for item, name in names if name != symbol and version_of(name)[1] is not None]


def _order(symbol: str) -> tuple[int, int]:
    """By version; of several languages the one without a mark is the last."""
    own = without_language(symbol)
    return version_of(own)[1] or 0, int(own == symbol)


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is marked as `kind` (a word such as `citation`); `ref` says by what ("" for nothing)."""

    start: int
    end: int
    kind: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Contiguous words under the same marks. `kinds` in order of the alphabet; `refs` in order of the spans."""

    text: str
    start: int
    kinds: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """Return the offset in the text behind the segment."""
        return self.start + len(self.text)


def segments(text: str, spans: Sequence[Span]) -> list[Segment]:
    """The text cut at every edge of a span. Joined, the segments are the text, character for character.

    Edges beyond the text count as its ends; spans without a character mark nothing. A segment is under a span
    just when the span covers it, however many do.

    >>> [(one.text, one.kinds) for one in segments("abcd", [Span(0, 3, "x"), Span(2, 4, "y")])]
    [('ab', ('x',)), ('c', ('x', 'y')), ('d', ('y',))]
    """
    size = len(text)
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    edges = {0, size}
    for index, span in enumerate(spans):
        start, end = min(max(span.start, 0), size), min(max(span.end, 0), size)
        if start < end:
            opening[start].append(index)
            closing[end].append(index)
            edges |= {start, end}
    matches: list[Segment] = []
    over: set[int] = set()
    places = sorted(edges)
    for start, end in pairwise(places):
        over.difference_update(closing[start])
        over.update(opening[start])
        kinds = tuple(sorted({spans[item].kind for item in over}))
        refs = tuple(dict.fromkeys(spans[item].ref for item in sorted(over) if spans[item].ref))
        matches.append(Segment(text[start:end], start, kinds, refs))
    return matches


def quoted(text: str, spans: Iterable[tuple[Span, str]]) -> list[Span]:
    """The spans whose words are in the text as they were quoted; a text that was corrected since has others."""
    return [span for span, words in spans if words and text[max(span.start, 0) : span.end] == words]

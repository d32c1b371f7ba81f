"""`find_citations`: the citations of a document or of plain text, each resolved to its canonical form.

What one mention needs from the others: antecedents of "Ibid." and "thereof", bodies of ITU numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from actionlines.citations import context as contexts
from actionlines.citations import places
from actionlines.citations.itu import find_basic_texts, find_documents, find_recommendations
from actionlines.citations.model import Citation, Context, Mention, Unit
from actionlines.citations.names import find_goals, find_lines, find_names
from actionlines.citations.numbers import find_chinese, find_numbers
from actionlines.citations.passages import make_flow, with_links
from actionlines.citations.places import find_ibid, find_pointers, find_treaties
from actionlines.citations.symbols import find_addresses, find_symbols
from actionlines.lazily import expression

if TYPE_CHECKING:  # the readers behind it are heavy, and text needs none of them
    from actionlines.citations.passages import CitingPassage
    from actionlines.documents.model import Document


_RESOLUTIONS = frozenset({"un_res", "un_dec", "itu_res", "itu_dec"})
_INSTRUMENTS = _RESOLUTIONS | {"un_doc", "named", "wsis_doc", "itu_doc"}
_NOTED = _INSTRUMENTS | {"treaty", "ibid"}
_CONFERENCES = frozenset({"PP", "WTDC", "WTSA", "WRC", "RA", "WCIT"})
_NOTE = expression(r"^[ \t]{0,4}(?:\d{1,3}|\*{1,3})[ \t]{1,4}(?=\S)", re.M)
_CHAPTER = expression(r"ch[IVXLC]+")
_SECTION = expression(r"s[A-Z](?![a-z])")
# "that resolution" was named in the same or the preceding sentences, what "thereof" means a few words before
_REACH = {"resolution": 1500, "thereof": 200}
_FINDERS = (
    find_symbols,
    find_addresses,
    find_numbers,
    find_chinese,
    find_names,
    find_treaties,
    find_ibid,
    find_pointers,
    find_goals,
    find_lines,
    find_documents,
    find_recommendations,
    find_basic_texts,
)
_PLACED = frozenset({"un_res", "un_dec", "un_doc", "named", "wsis_doc", "itu_res", "itu_dec"})


def settle_mentions(units: list[tuple[Unit, list[Mention]]], context: Context) -> None:
    """Complete the pending mentions in place; what finds no antecedent stays pending."""
    _settle_bodies([mention for _, mentions in units for mention in mentions], context)
    last: Mention | None = None
    noted = _Notes()
    for unit, mentions in units:
        recent: list[Mention] = []
        if unit.note:
            noted.enter(unit)
        for mention in mentions:
            if mention.pending == "ibid":
                _take_ibid(mention, noted.antecedent(mention) if unit.note else last)
            elif mention.pending == "antecedent":
                antecedent = _find_antecedent(unit, mention, recent)
                if antecedent is not None:
                    mention.instrument, mention.pending = antecedent.instrument.partition("#")[0], ""
            if mention.kind in _NOTED and not mention.pending:
                last = mention
                if unit.note:
                    noted.seen(mention)
                if mention.kind in _INSTRUMENTS:
                    recent.append(mention)


class _Notes:
    """What each footnote cites last: "Ibid." means the note before it, or nothing that we know."""

    def __init__(self) -> None:
        self._number = 0
        self._starts: list[int] = []
        self._last: dict[int, Mention] = {}

    def enter(self, unit: Unit) -> None:
        """Go on to the next note, or to all notes of a file."""
        self._number += len(self._starts) + 1
        self._starts = [] if unit.single else [m.start() for m in _NOTE.finditer(unit.text)]

    def _note_of(self, mention: Mention) -> int:
        return self._number + bisect_right(self._starts, mention.start)

    def seen(self, mention: Mention) -> None:
        """Keep the mention as the last of its note."""
        self._last[self._note_of(mention)] = mention

    def antecedent(self, mention: Mention) -> Mention | None:
        """Return the last mention of the same note, or of the one before."""
        note = self._note_of(mention)
        return self._last.get(note) or self._last.get(note - 1)


def _find_antecedent(unit: Unit, mention: Mention, recent: list[Mention]) -> Mention | None:
    """Return the last resolution before a pointer, or failing that the last instrument, in reach."""
    reach = next(length for word, length in _REACH.items() if unit.lower.endswith(word, 0, mention.end))
    near = [candidate for candidate in recent[-12:] if mention.start - candidate.end < reach]
    resolutions = [candidate for candidate in near if candidate.kind in _RESOLUTIONS]
    return (resolutions or near or [None])[-1]  # type: ignore[list-item]


def _take_ibid(mention: Mention, antecedent: Mention | None) -> None:
    if antecedent is None:
        return
    if not mention.place:
        mention.instrument, mention.place = antecedent.instrument, antecedent.place
    else:
        mention.instrument = antecedent.instrument.partition("#")[0]
        chapter = _CHAPTER.match(antecedent.place)
        if _SECTION.match(mention.place) and chapter is not None:  # the section of the same chapter
            mention.place = f"{chapter.group()}.{mention.place[1:]}"
    mention.pending = ""


def _settle_bodies(mentions: list[Mention], context: Context) -> None:
    """Bodies of ITU numbers that stand alone: as elsewhere in the document, else the body that meets."""
    named: dict[str, str] = {}
    for mention in mentions:
        if mention.kind in ("itu_res", "itu_dec") and not mention.pending:
            body, _, number = mention.instrument.removeprefix("itu:").partition("/")
            named.setdefault(number.partition("@")[0], body)
    for mention in mentions:
        if mention.pending == "itu":
            body = named.get(mention.instrument.partition("@")[0], "")
            if not body and context.family == "itu":
                # numbers below 1000 are never the Council's: its papers mean those of the Plenipotentiary
                body = context.series if context.series in _CONFERENCES else "PP"
            if body:
                mention.instrument = f"itu:{body}/{mention.instrument}"
                mention.pending = ""


def mentions_of(unit: Unit) -> list[Mention]:
    """What the finders see in one unit, in order, without overlaps; the longer of two that overlap stays."""
    all_mentions = [mention for finder in _FINDERS for mention in finder(unit)]
    for mention in all_mentions:
        if mention.kind in _PLACED:
            _settle_place(unit.text, mention)
    all_mentions.sort(key=lambda mention: (mention.start, -mention.end))
    mentions: list[Mention] = []
    for mention in all_mentions:
        if not mentions or mention.start >= mentions[-1].end:
            mentions.append(mention)
        elif mention.end - mention.start > mentions[-1].end - mentions[-1].start:
            mentions[-1] = mention
    return mentions


def _settle_place(text: str, mention: Mention) -> None:
    """Widen a mention by the place named before or behind it."""
    labels = [mention.place]
    if mention.kind in ("itu_res", "itu_dec"):
        mention.start, label = places.provision_before(text, mention.start)
        labels.append(label)
    start, label = places.place_before(text, mention.start)
    if label and not (mention.kind.startswith("itu") and label.startswith("annex")):
        mention.start = start
        labels.append(label)
    mention.end, label = places.place_after(text, mention.end)
    labels.append(label)
    mention.place = ".".join(filter(None, labels))


def find_citations(source: Document | str, *, body: str = "") -> list[Citation]:
    """Return all citations of a document, or of plain text, in reading order.

    source  a Document: offsets are those of the paragraph named by `Citation.paragraph`, or of the cell of
            a table named by `Citation.cell`; links count where they lead to a document service. A str is
            taken as the raw text of a file, with running headers, page numbers, notes and hard line
            breaks; offsets are its own.
    body    id of the body that speaks (`general-assembly`, `itu-council`), when the caller knows better than
            the document: it decides whose "resolution 17/4" an unadorned number is.

    The document's own symbol is not reported. Raises nothing: text without citations gives [].
    """
    return _of_text(source, body) if isinstance(source, str) else _of_document(source, body)


def _of_document(document: Document, body: str) -> list[Citation]:
    from actionlines.citations.passages import list_passages

    context = contexts.of_document(document, body)
    places = list(list_passages(document, context))
    mentions_by_place = [mentions_of(place.unit) for place in places]
    settle_mentions(
        [(place.unit, mentions) for place, mentions in zip(places, mentions_by_place, strict=True)], context
    )
    return [
        citation
        for place, mentions in zip(places, mentions_by_place, strict=True)
        for citation in with_links(place, list(_in_passage(place, _list_reported(mentions, context))), context.own)
    ]


def _in_passage(place: CitingPassage, mentions: Iterable[Mention]) -> Iterator[Citation]:
    """Return mentions of a unit as citations in its passage, without the heading put before its text."""
    for mention in mentions:
        start, end = max(mention.start - place.cut, 0), min(mention.end - place.cut, len(place.text))
        if start < end:
            quote = place.text[start:end]
            yield Citation(mention.kind, mention.canonical, quote, start, end, place.paragraph, place.cell)


def _of_text(text: str, body: str) -> list[Citation]:
    context = contexts.of_text(text, body)
    flows = make_flow(text)
    units = [Unit(piece.text, context, note=piece.note, single=False) for piece in flows]
    mentions_by_unit = [mentions_of(unit) for unit in units]
    settle_mentions(list(zip(units, mentions_by_unit, strict=True)), context)
    citations = [
        _make_citation(mention, text, *piece.span(mention.start, mention.end), "")
        for piece, mentions in zip(flows, mentions_by_unit, strict=True)
        for mention in _list_reported(mentions, context)
    ]
    return sorted(citations, key=lambda citation: (citation.start, citation.end))


def _list_reported(mentions: Iterable[Mention], context: Context) -> Iterator[Mention]:
    for mention in mentions:
        if not mention.pending and mention.instrument not in context.own:
            yield mention


def _make_citation(mention: Mention, text: str, start: int, end: int, paragraph: str) -> Citation:
    return Citation(mention.kind, mention.canonical, text[start:end], start, end, paragraph)

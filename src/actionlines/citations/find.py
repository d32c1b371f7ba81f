"""`find_citations`: the citations of a document or of plain text, each resolved to its canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from actionlines.citations import context as contexts
from actionlines.citations import places, resolve
from actionlines.citations.addresses import find_addresses
from actionlines.citations.chinese import find_chinese
from actionlines.citations.flow import flow
from actionlines.citations.goals import find_goals
from actionlines.citations.itufinders import find_basic_texts, find_documents, find_recommendations
from actionlines.citations.lines import find_lines
from actionlines.citations.model import Citation
from actionlines.citations.names import find_names
from actionlines.citations.numbers import find_numbers
from actionlines.citations.passages import with_links
from actionlines.citations.pointers import find_ibid, find_pointers, find_treaties
from actionlines.citations.symbols import find_symbols
from actionlines.citations.unit import Context, Mention, Unit

if TYPE_CHECKING:  # the readers behind it are heavy, and text needs none of them
    from actionlines.citations.passages import Passage
    from actionlines.documents.model import Document

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


def mentions_of(unit: Unit) -> list[Mention]:
    """What the finders see in one unit, in order, without overlaps; the longer of two that overlap stays."""
    found = [mention for finder in _FINDERS for mention in finder(unit)]
    for mention in found:
        if mention.kind in _PLACED:
            _place(unit.text, mention)
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept


def _place(text: str, mention: Mention) -> None:
    """Widen a mention by the place named before or behind it."""
    labels = [mention.place]
    if mention.kind in ("itu_res", "itu_dec"):
        mention.start, label = places.provision_before(text, mention.start)
        labels.append(label)
    start, label = places.before(text, mention.start)
    if label and not (mention.kind.startswith("itu") and label.startswith("annex")):
        mention.start = start
        labels.append(label)
    mention.end, label = places.after(text, mention.end)
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
    from actionlines.citations.passages import passages

    context = contexts.of_document(document, body)
    places = list(passages(document, context))
    found = [mentions_of(place.unit) for place in places]
    resolve.settle([(place.unit, mentions) for place, mentions in zip(places, found, strict=True)], context)
    return [
        citation
        for place, mentions in zip(places, found, strict=True)
        for citation in with_links(place, list(_in_passage(place, _reported(mentions, context))), context.own)
    ]


def _in_passage(place: Passage, mentions: Iterable[Mention]) -> Iterator[Citation]:
    """Return mentions of a unit as citations in its passage, without the heading put before its text."""
    for mention in mentions:
        start, end = max(mention.start - place.cut, 0), min(mention.end - place.cut, len(place.text))
        if start < end:
            quote = place.text[start:end]
            yield Citation(mention.kind, mention.canonical, quote, start, end, place.paragraph, place.cell)


def _of_text(text: str, body: str) -> list[Citation]:
    context = contexts.of_text(text, body)
    flows = flow(text)
    units = [Unit(piece.text, context, note=piece.note, single=False) for piece in flows]
    found = [mentions_of(unit) for unit in units]
    resolve.settle(list(zip(units, found, strict=True)), context)
    citations = [
        _citation(mention, text, *piece.span(mention.start, mention.end), "")
        for piece, mentions in zip(flows, found, strict=True)
        for mention in _reported(mentions, context)
    ]
    return sorted(citations, key=lambda citation: (citation.start, citation.end))


def _reported(mentions: Iterable[Mention], context: Context) -> Iterator[Mention]:
    for mention in mentions:
        if not mention.pending and mention.instrument not in context.own:
            yield mention


def _citation(mention: Mention, text: str, start: int, end: int, paragraph: str) -> Citation:
    return Citation(mention.kind, mention.canonical, text[start:end], start, end, paragraph)

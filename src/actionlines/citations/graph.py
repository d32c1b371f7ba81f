"""Which document cites which, and which version of a revised resolution is meant or superseded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actionlines.citations.model import Citation
from actionlines.citations.symbols import parse_symbol
from actionlines.framework.references import label_of
from actionlines.lazily import expression

if TYPE_CHECKING:
    from actionlines.documents.model import Document

_VERSION = expression(r"(?P<stem>itu:[A-Z]+/(?:RES|DEC)/[\d-]+)(?:@(?P<year>\d{4}))?")
_REVISION = expression(r"/Rev\.(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Node:
    """An instrument: `read` or only cited; `superseded_by` is the latest version known, or ""."""

    canonical: str
    label: str
    read: bool
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` cites `target` `count` times, in these paragraphs (in the order of the document)."""

    source: str
    target: str
    count: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by canonical form, edges by source and target, both sorted."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def citing(self, canonical: str) -> tuple[Edge, ...]:
        """Return the edges that lead to an instrument."""
        return tuple(edge for edge in self.edges if edge.target == canonical)

    def cited_by(self, canonical: str) -> tuple[Edge, ...]:
        """Return the edges that start at a document."""
        return tuple(edge for edge in self.edges if edge.source == canonical)


def version_of(canonical: str) -> tuple[str, int | None]:
    """Return the family of an instrument, and the order of its version; None where the version is left open.

    >>> version_of("itu:PP/RES/140@2022#resolves.2"), version_of("itu:PP/RES/140")
    (('itu:PP/RES/140', 2022), ('itu:PP/RES/140', None))
    >>> version_of("A/80/L.41/Rev.1"), version_of("A/80/L.41")
    (('A/80/L.41', 1), ('A/80/L.41', 0))
    """
    instrument = canonical.partition("#")[0]
    if revised := _REVISION.search(instrument):
        return instrument[: revised.start()] + instrument[revised.end() :], int(revised[1])
    if (match := _VERSION.fullmatch(instrument)) is None:
        return instrument, None if instrument.startswith("itu:") else 0
    return match["stem"], int(match["year"]) if match["year"] else None


def find_superseded(canonicals: Iterable[str]) -> dict[str, str]:
    """For each dated version that is not the latest among these: the latest.

    A citation without a year means the version in force, so it is never superseded.

    >>> find_superseded(["itu:PP/RES/140@2018", "itu:PP/RES/140@2022", "itu:PP/RES/140"])
    {'itu:PP/RES/140@2018': 'itu:PP/RES/140@2022'}
    """
    latest: dict[str, tuple[int, str]] = {}
    dated = [(canonical, *version_of(canonical)) for canonical in dict.fromkeys(canonicals)]
    for canonical, stem, order in dated:
        if order is not None:
            latest[stem] = max((order, canonical.partition("#")[0]), latest.get(stem, (0, "")))
    return {
        canonical: latest[stem][1] for canonical, stem, order in dated if order is not None and order < latest[stem][0]
    }


def name_of(document: Document) -> str:
    """Return the canonical symbol of a document, or the name that the user gave it."""
    symbol = parse_symbol(document.metadata.symbol) if document.metadata.symbol else None
    return symbol.canonical if symbol is not None else document.metadata.symbol or document.name


def citation_graph(read: Sequence[tuple[Document, Sequence[Citation]]]) -> Graph:
    """Return the graph of documents and what they cite.

    read  each document with its citations (`find_citations(document)`); a document given twice counts once.

    Goals, targets and action lines are subjects, not instruments, and are left out. A document with two
    symbols is found under each of them.
    """
    titles: dict[str, str] = {}
    known: dict[str, str] = {}
    edges: list[Edge] = []
    for document, citations in read:
        if (source := name_of(document)) in titles:
            continue
        titles[source] = document.metadata.title
        symbol = parse_symbol(source)
        for part in (source, *(symbol.parts if symbol is not None else ())):
            known.setdefault(part, source)
        edges.extend(_list_edges(source, citations))
    edges = _merge_edges(edges, known)
    names = sorted({*titles, *(edge.target for edge in edges)})
    older = find_superseded(names)
    nodes = tuple(
        Node(name, titles.get(name) or label_of(name) or name, name in titles, older.get(name, "")) for name in names
    )
    return Graph(nodes, tuple(edges))


def _list_edges(source: str, citations: Sequence[Citation]) -> list[Edge]:
    counts: Counter[str] = Counter()
    places: dict[str, dict[str, None]] = {}
    for citation in citations:
        if citation.kind not in ("sdg_goal", "sdg_target", "action_line"):
            counts[citation.instrument] += 1
            places.setdefault(citation.instrument, {})[citation.paragraph] = None
    return [Edge(source, target, count, tuple(filter(None, places[target]))) for target, count in counts.items()]


def _merge_edges(edges: Sequence[Edge], known: dict[str, str]) -> list[Edge]:
    """Edges whose targets are symbols of one document, put together; none from a document to itself."""
    merged: dict[tuple[str, str], Edge] = {}
    for edge in edges:
        if (target := known.get(edge.target, edge.target)) == edge.source:
            continue
        before = merged.get((edge.source, target))
        count = edge.count + (before.count if before else 0)
        paragraphs = tuple(dict.fromkeys((*(before.paragraphs if before else ()), *edge.paragraphs)))
        merged[edge.source, target] = Edge(edge.source, target, count, paragraphs)
    return [merged[key] for key in sorted(merged)]

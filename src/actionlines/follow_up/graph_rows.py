"""The citation graph as rows of the report. The graph itself is made by `citations.graph`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import cast

from actionlines.citations.graph import citation_graph
from actionlines.citations.model import Citation, CitationKind
from actionlines.documents.model import Document, Metadata
from actionlines.follow_up.model import CitationRow, Cited, DocumentRead, Link


def graph_rows(
    documents: Sequence[DocumentRead], citations: Iterable[CitationRow]
) -> tuple[tuple[Cited, ...], tuple[Link, ...]]:
    """Return instruments cited, most cited first, and the links from documents to them.

    Two documents of one symbol (a draft and its final text, two languages) count as one; it stands for both.
    """
    citations = list(citations)
    by_document: dict[int, list[Citation]] = defaultdict(list)
    for row in citations:
        kind = cast(CitationKind, row.kind)
        by_document[row.document].append(
            Citation(kind, row.canonical, row.quote, row.start, row.end, row.paragraph, row.cell, row.link)
        )
    sources = [_outline(document) for document in documents]
    # Each document is asked for its own name in the graph, which may be the canonical form of its symbol.
    names = [citation_graph([(source, ())]).nodes[0].canonical for source in sources]
    index = {name: place for place, name in reversed(list(enumerate(names)))}
    graph = citation_graph(
        [(source, by_document[document.index]) for source, document in zip(sources, documents, strict=True)]
    )
    links = tuple(Link(index[edge.source], edge.target, edge.count) for edge in graph.edges)
    uses: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        uses[link.instrument].append(link)
    called = {row.instrument: row.name for row in citations}
    titles = {node.canonical: node.label for node in graph.nodes if node.label != node.canonical}
    cited = (
        Cited(
            name,
            titles.get(name) or called.get(name, ""),
            sum(link.citations for link in of),
            tuple(sorted(link.document for link in of)),
            index.get(name),
        )
        for name, of in uses.items()
    )
    ranked = sorted(cited, key=lambda one: (-len(one.documents), -one.citations, one.instrument))
    return tuple(ranked), tuple(sorted(links, key=lambda link: (link.document, link.instrument)))


def _outline(document: DocumentRead) -> Document:
    """Return the fields of a document that the graph needs; a report keeps no others."""
    return Document(
        document.label,
        "text",
        Metadata(symbol=document.symbol, title=document.title),
        (),
    )

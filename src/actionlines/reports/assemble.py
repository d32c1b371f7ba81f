"""Extracts -> FollowUp: numbering, graph, versions, timeline and ranking. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from actionlines.reports.extract import Extract
from actionlines.reports.model import (
    STRENGTHS,
    Asked,
    CitationRow,
    Cited,
    DocumentRead,
    DueEntry,
    Failed,
    FollowUp,
    Link,
    MandateRow,
)
from actionlines.reports.versions import version_notes


def assemble(results: Iterable[Extract | Failed]) -> FollowUp:
    """Put the results of all inputs together, in their order."""
    documents: list[DocumentRead] = []
    mandates: list[MandateRow] = []
    citations: list[CitationRow] = []
    failures: list[Failed] = []
    labels: Counter[str] = Counter()
    for result in results:
        if isinstance(result, Failed):
            failures.append(result)
            continue
        index, label = len(documents), result.document.label
        labels[label] += 1
        # Two inputs may state the same symbol (a draft and its final text, two languages): tell them apart.
        suffix = f" ({labels[label]})" if labels[label] > 1 else ""
        documents.append(replace(result.document, index=index, label=label + suffix))
        mandates += (
            replace(row, document=index, label=label + suffix, id=row.id.replace(label, label + suffix, 1))
            for row in result.mandates
        )
        citations += (replace(row, document=index, label=label + suffix) for row in result.citations)
    cited, links = citation_graph(documents, citations)
    return FollowUp(
        tuple(documents), tuple(failures), tuple(mandates), tuple(citations), cited, links,
        version_notes(documents, cited), timeline(mandates), most_asked(mandates),
    )  # fmt: skip


def citation_graph(
    documents: Iterable[DocumentRead], citations: Iterable[CitationRow]
) -> tuple[tuple[Cited, ...], tuple[Link, ...]]:
    """Instruments cited, most cited first, and the links to them. Citing oneself does not count."""
    symbols = {document.symbol: document.index for document in reversed(list(documents)) if document.symbol}
    own = {index: symbol for symbol, index in symbols.items()}
    pairs = Counter(
        (row.document, row.instrument) for row in citations if row.instrument != own.get(row.document, "")
    )
    by_instrument: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (document, instrument), count in pairs.items():
        by_instrument[instrument].append((document, count))
    cited = sorted(
        (
            Cited(
                instrument,
                sum(count for _, count in uses),
                tuple(sorted(document for document, _ in uses)),
                symbols.get(instrument),
            )
            for instrument, uses in by_instrument.items()
        ),
        key=lambda one: (-len(one.documents), -one.citations, one.instrument),
    )
    links = tuple(
        Link(document, instrument, count) for (document, instrument), count in sorted(pairs.items())
    )
    return tuple(cited), links


def timeline(mandates: Iterable[MandateRow]) -> tuple[DueEntry, ...]:
    """Every dated due value of every mandate, first date first."""
    entries = [
        DueEntry(due.date, due.label, position, due.until)
        for position, row in enumerate(mandates)
        for due in row.due
        if due.date
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.mandate)))


def most_asked(mandates: Iterable[MandateRow]) -> tuple[Asked, ...]:
    """Bodies by the number of mandates addressed to them; a mandate to two bodies counts for both."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for row in mandates:
        for label, name in zip(row.bodies, row.body_names, strict=True):
            counts[label][row.strength] += 1
            names[label] = name
    ranked = (
        Asked(label, names[label], count.total(), tuple(count[strength] for strength in STRENGTHS))
        for label, count in counts.items()
    )
    # `unspecified` is no body: it closes the list whatever its number.
    return tuple(sorted(ranked, key=lambda one: (one.body == "unspecified", -one.mandates, one.name)))

"""Extracts -> FollowUp: numbering, graph, versions, timeline and ranking. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from actionlines.reports import names
from actionlines.reports.extract import Extract
from actionlines.reports.graph_rows import graph_rows
from actionlines.reports.model import (
    STRENGTHS,
    Asked,
    CitationRow,
    DocumentRead,
    DueEntry,
    Failed,
    FollowUp,
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
    citations = list(named(citations, documents))
    cited, links = graph_rows(documents, citations)
    return FollowUp(
        tuple(documents), tuple(failures), tuple(mandates), tuple(citations), cited, links,
        version_notes(documents, cited), timeline(mandates), most_asked(mandates),
    )  # fmt: skip


def named(citations: Iterable[CitationRow], documents: Iterable[DocumentRead]) -> Iterable[CitationRow]:
    """The citations with names of one kind: places of conferences come from all words that name them."""
    rows = list(citations)
    words: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        words[document.symbol].append(document.title)
    for row in rows:
        words[row.instrument].append(row.quote)
    called = {one: names.instrument(one, texts) for one, texts in words.items() if one.startswith("itu:")}
    return (replace(row, name=called.get(row.instrument) or row.name) for row in rows)


def timeline(mandates: Iterable[MandateRow]) -> tuple[DueEntry, ...]:
    """Every dated due value of every mandate, first date first."""
    entries = [
        DueEntry(due.date, due.label, position, due.until, due.raw)
        for position, row in enumerate(mandates)
        for due in row.due
        if due.date
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.mandate)))


def most_asked(mandates: Iterable[MandateRow]) -> tuple[Asked, ...]:
    """Bodies by the number of mandates addressed to them; a mandate to two bodies counts for both."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    called: dict[str, tuple[str, str]] = {}
    for row in mandates:
        for label, *name in zip(row.bodies, row.body_names, row.body_shorts, strict=True):
            counts[label][row.strength] += 1
            called[label] = (name[0], name[1])
    ranked = (
        Asked(
            label, called[label][0], count.total(), tuple(count[one] for one in STRENGTHS), called[label][1]
        )
        for label, count in counts.items()
    )
    # `unspecified` is no body: it closes the list whatever its number.
    return tuple(sorted(ranked, key=lambda one: (one.body == "unspecified", -one.mandates, one.name)))

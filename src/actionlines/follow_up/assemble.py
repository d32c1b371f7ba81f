"""Extracts -> FollowUp: numbering, graph, versions, timeline and ranking. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from actionlines.follow_up.alignment_model import Speaks
from actionlines.follow_up.alignment_rows import speaks
from actionlines.follow_up.extract import Extract
from actionlines.follow_up.graph_rows import graph_rows
from actionlines.follow_up.labels import labels
from actionlines.follow_up.model import (
    FORCES,
    STRENGTHS,
    Asked,
    CitationRow,
    DocumentRead,
    DueEntry,
    Failed,
    FollowUp,
    MandateRow,
)
from actionlines.follow_up.versions import series_notes, version_notes
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers import names


@dataclass(frozen=True, slots=True)
class Repeat:
    """An input called `name` with the bytes of the document read at place `document`."""

    name: str
    document: int


def assemble(results: Iterable[Extract | Failed | Repeat]) -> FollowUp:
    """Put the results of all inputs together, in their order."""
    extracts: list[Extract] = []
    failures: list[Failed] = []
    also: dict[int, list[str]] = defaultdict(list)
    for result in results:
        if isinstance(result, Failed):
            failures.append(result)
        elif isinstance(result, Repeat):
            also[result.document].append(result.name)
        else:
            extracts.append(result)
    documents: list[DocumentRead] = []
    mandates: list[MandateRow] = []
    citations: list[CitationRow] = []
    for index, (one, label) in enumerate(zip(extracts, labels(extracts), strict=True)):
        documents.append(replace(one.document, index=index, label=label, also=tuple(also[index])))
        mandates += (
            replace(row, document=index, label=label, id=row.id.replace(row.label, label, 1))
            for row in one.mandates
        )
        citations += (replace(row, document=index, label=label) for row in one.citations)
    citations = list(named(citations, documents))
    cited, links = graph_rows(documents, citations)
    return FollowUp(
        tuple(documents), tuple(failures), tuple(mandates), tuple(citations), cited, links,
        (*version_notes(documents, cited), *series_notes(documents, cited, citations)),
        timeline(mandates), most_asked(mandates),
        _speaks(documents, extracts),
    )  # fmt: skip


def _speaks(documents: Sequence[DocumentRead], extracts: Iterable[Extract]) -> Speaks | None:
    """Return the alignment; None where nothing was to be aligned, or no document was read."""
    problems = [one.problem for one in extracts if one.problem]
    if not problems and all(one.alignment is None for one in documents):
        return None
    return speaks(documents, problems)


def named(citations: Iterable[CitationRow], documents: Iterable[DocumentRead]) -> Iterable[CitationRow]:
    """Return the citations with names of one kind: places of conferences come from all words that name them."""
    rows = list(citations)
    words: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        words[document.symbol].append(document.title)
    for row in rows:
        words[row.instrument].append(row.quote)
    called = {one: names.instrument(one, texts) for one, texts in words.items() if one.startswith("itu:")}
    return (replace(row, name=called.get(row.instrument) or row.name) for row in rows)


def timeline(mandates: Iterable[MandateRow]) -> tuple[DueEntry, ...]:
    """Return every dated due value of every mandate, first date first."""
    entries = [
        DueEntry(due.date, due.label, position, due.until, due.raw)
        for position, row in enumerate(mandates)
        for due in row.due
        if due.date
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.mandate)))


def most_asked(mandates: Iterable[MandateRow]) -> tuple[Asked, ...]:
    """Return bodies by the number of decided mandates addressed to them; one to two bodies counts for both."""
    decided: dict[str, Counter[str]] = defaultdict(Counter)
    forces: dict[str, Counter[str]] = defaultdict(Counter)
    called: dict[str, tuple[str, str]] = {}
    for row in mandates:
        for label, *name in zip(row.bodies, row.body_names, row.body_shorts, strict=True):
            forces[label][row.force] += 1
            decided[label][row.strength] += row.force == "decided"
            called[label] = (name[0], name[1])
    ranked = (
        Asked(
            label, called[label][0], count["decided"], tuple(decided[label][one] for one in STRENGTHS),
            called[label][1], tuple(count[one] for one in FORCES),
        )
        for label, count in forces.items()
    )  # fmt: skip
    # Labels that stand for no body close the list whatever its number.
    return tuple(
        sorted(ranked, key=lambda one: (one.body in LEFT_OPEN, -one.mandates, -sum(one.by_force), one.name))
    )

"""Extracts -> FollowUp: numbering, graph, versions, timeline and ranking. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from actionlines.alignment.model import LEVELS, Level, all_labels, matrix_links
from actionlines.citations import graph
from actionlines.citations.graph import citation_graph
from actionlines.citations.model import Citation, CitationKind
from actionlines.documents.model import Document, Metadata
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.lineage.members import make_member
from actionlines.lineage.series import Lineage
from actionlines.lineage.stale import Succession
from actionlines.papers import names
from actionlines.papers.follow_up import model as m
from actionlines.papers.follow_up.alignment_model import Pair, PassagePlace, Speaks, Spoken
from actionlines.papers.follow_up.collect import Extract, label_documents


@dataclass(frozen=True, slots=True)
class Repeat:
    """An input called `name` with the bytes of the document read at place `document`."""

    name: str
    document: int


def assemble_follow_up(results: Iterable[Extract | m.Failed | Repeat]) -> m.FollowUp:
    """Put the results of all inputs together, in their order."""
    extracts: list[Extract] = []
    failures: list[m.Failed] = []
    also: dict[int, list[str]] = defaultdict(list)
    for result in results:
        if isinstance(result, m.Failed):
            failures.append(result)
        elif isinstance(result, Repeat):
            also[result.document].append(result.name)
        else:
            extracts.append(result)
    documents: list[m.DocumentRead] = []
    mandates: list[m.MandateRow] = []
    citations: list[m.CitationRow] = []
    for index, (item, label) in enumerate(zip(extracts, label_documents(extracts), strict=True)):
        documents.append(replace(item.document, index=index, label=label, also=tuple(also[index])))
        mandates += (
            replace(row, document=index, label=label, id=row.id.replace(row.label, label, 1)) for row in item.mandates
        )
        citations += (replace(row, document=index, label=label) for row in item.citations)
    citations = list(name_citations(citations, documents))
    cited, links = build_graph(documents, citations)
    problems = [extract.problem for extract in extracts if extract.problem]
    return m.FollowUp(
        tuple(documents),
        tuple(failures),
        tuple(mandates),
        tuple(citations),
        cited,
        links,
        (*find_versions(documents, cited), *find_series_notes(documents, cited, citations)),
        list_due_entries(mandates),
        rank_bodies(mandates),
        None
        if not problems and all(document.alignment is None for document in documents)
        else join_alignments(documents, problems),
    )


def name_citations(citations: Iterable[m.CitationRow], documents: Iterable[m.DocumentRead]) -> Iterable[m.CitationRow]:
    """Return the citations with names of one kind: places of conferences come from all words that name them."""
    rows = list(citations)
    words: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        words[document.symbol].append(document.title)
    for row in rows:
        words[row.instrument].append(row.quote)
    called = {item: names.name_instrument(item, texts) for item, texts in words.items() if item.startswith("itu:")}
    return (replace(row, name=called.get(row.instrument) or row.name) for row in rows)


def list_due_entries(mandates: Iterable[m.MandateRow]) -> tuple[m.DueEntry, ...]:
    """Return every dated due value of every mandate, first date first."""
    entries = [
        m.DueEntry(due.date, due.label, position, due.until, due.raw)
        for position, row in enumerate(mandates)
        for due in row.due
        if due.date
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.mandate)))


def rank_bodies(mandates: Iterable[m.MandateRow]) -> tuple[m.RequestedBody, ...]:
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
        m.RequestedBody(
            label,
            called[label][0],
            count["decided"],
            tuple(decided[label][item] for item in m.STRENGTHS),
            called[label][1],
            tuple(count[item] for item in m.FORCES),
        )
        for label, count in forces.items()
    )
    # Labels without a body come last, whatever their number.
    return tuple(
        sorted(ranked, key=lambda item: (item.body in LEFT_OPEN, -item.mandates, -sum(item.by_force), item.name))
    )


def join_alignments(documents: Sequence[m.DocumentRead], problems: Iterable[str] = ()) -> Speaks:
    """Return the alignment of the paragraphs of all documents; `problems` say why some have none."""
    labels: dict[str, _Passages] = defaultdict(_Passages)
    pairs: dict[tuple[str, str], _Passages] = defaultdict(_Passages)
    levels: dict[str, Level] = {}
    paragraphs = 0
    aligned: list[tuple[int, bool, bool]] = []
    for document in documents:
        lines = [(line.id, line.alignment) for line in document.lines if line.alignment is not None]
        if document.alignment is not None:
            aligned.append((document.index, bool(lines), any(item.language for _, item in lines)))
        for at, alignment in lines:
            paragraphs += bool(alignment.language)
            for level in LEVELS:
                for label in alignment.labels(level):
                    levels[label.id] = level
                    labels[label.id].add(PassagePlace(document.index, at, label.p, label.stated))
            for line in alignment.action_lines:
                for goal in alignment.goals:
                    named = line.stated and goal.stated
                    pairs[line.id, goal.id].add(PassagePlace(document.index, at, min(line.p, goal.p), named))
    order = all_labels().index
    items = [
        Spoken(label, levels[label], seen.count, tuple(sorted(seen.documents)), seen.strongest())
        for label, seen in labels.items()
    ]
    items.sort(key=lambda label: (LEVELS.index(label.level), -label.passages, -label.strongest.p, order[label.id]))
    return Speaks(
        problem=next(iter(filter(None, problems)), ""),
        paragraphs=paragraphs,
        spoken=tuple(items),
        pairs=tuple(
            Pair(line, goal, seen.count, link.known, link.doubtful, seen.strongest())
            for (line, goal), seen in sorted(pairs.items(), key=lambda item: [order[item] for item in item[0]])
            for link in matrix_links([line], [goal])
        ),
        no_text=tuple(index for index, text, _ in aligned if not text),
        no_language=tuple(index for index, text, language in aligned if text and not language),
    )


@dataclass
class _Passages:
    """The passages of a label or pair, counted one by one."""

    count: int = 0
    documents: set[int] = field(default_factory=set)
    best: PassagePlace | None = None

    def add(self, at: PassagePlace) -> None:
        """Count a place where the concept is found, and keep the best."""
        self.count += 1
        self.documents.add(at.document)
        if self.best is None or _place_rank(at) > _place_rank(self.best):
            self.best = at

    def strongest(self) -> PassagePlace:
        """Return the passage that is named or surest, the first of equal ones."""
        assert self.best is not None
        return self.best


def _place_rank(at: PassagePlace) -> tuple[bool, float, int]:
    return at.stated, at.p, -at.document


def build_graph(
    documents: Sequence[m.DocumentRead], citations: Iterable[m.CitationRow]
) -> tuple[tuple[m.Cited, ...], tuple[m.CitationEdge, ...]]:
    """Return instruments cited, most cited first, and the links from documents to them.

    Two documents of one symbol (a draft and its final text, two languages) count as one; it represents both.
    """
    citations = list(citations)
    by_document: dict[int, list[Citation]] = defaultdict(list)
    for row in citations:
        kind = cast(CitationKind, row.kind)
        by_document[row.document].append(
            Citation(kind, row.canonical, row.quote, row.start, row.end, row.paragraph, row.cell, row.link)
        )
    sources = [_outline_document(document) for document in documents]
    # Each document is asked for its own name in the graph, which may be the canonical form of its symbol.
    names = [citation_graph([(source, ())]).nodes[0].canonical for source in sources]
    index = {name: place for place, name in reversed(list(enumerate(names)))}
    graph = citation_graph(
        [(source, by_document[document.index]) for source, document in zip(sources, documents, strict=True)]
    )
    links = tuple(m.CitationEdge(index[edge.source], edge.target, edge.count) for edge in graph.edges)
    uses: dict[str, list[m.CitationEdge]] = defaultdict(list)
    for link in links:
        uses[link.instrument].append(link)
    called = {row.instrument: row.name for row in citations}
    titles = {node.canonical: node.label for node in graph.nodes if node.label != node.canonical}
    cited = (
        m.Cited(
            name,
            titles.get(name) or called.get(name, ""),
            sum(link.citations for link in of),
            tuple(sorted(link.document for link in of)),
            index.get(name),
        )
        for name, of in uses.items()
    )
    ranked = sorted(
        cited, key=lambda instrument: (-len(instrument.documents), -instrument.citations, instrument.instrument)
    )
    return tuple(ranked), tuple(sorted(links, key=lambda link: (link.document, link.instrument)))


def _outline_document(document: m.DocumentRead) -> Document:
    """Return the fields of a document that the graph needs; a report keeps no others."""
    return Document(document.label, "text", Metadata(symbol=document.symbol, title=document.title), ())


def find_versions(documents: Sequence[m.DocumentRead], cited: Sequence[m.Cited]) -> tuple[m.VersionNote, ...]:
    """Return families with more than one version read or cited: each version, oldest first.

    A mention without its version means the latest; an older version is marked as replaced by the latest seen.
    """
    read = {document.symbol for document in documents if document.symbol}
    uses = {instrument.instrument: instrument.documents for instrument in cited}
    called = {instrument.instrument: instrument.name for instrument in cited if instrument.read_as is None}
    called |= {
        document.symbol: names.name_instrument(
            document.symbol, [document.title, *(line.text for line in document.lines[:8])]
        )
        for document in documents
        if document.symbol
    }
    families: dict[str, dict[str, int | None]] = defaultdict(dict)
    for instrument in sorted(read | set(uses)):
        family, order = graph.version_of(instrument)
        families[family][instrument] = order
    notes: list[m.VersionNote] = []
    for _, members in sorted(families.items()):
        versions = [(order, item) for item, order in members.items() if order is not None]
        if len(members) < 2 or not versions:
            continue
        latest = max(versions)[1]
        for _, item in sorted(versions):
            replaced = "" if item == latest else latest
            notes.append(m.VersionNote(item, replaced, item in read, uses.get(item, ()), name=called.get(item, "")))
        notes += [
            m.VersionNote(item, "", item in read, uses.get(item, ()), means=latest, name=called.get(item, ""))
            for item, order in members.items()
            if order is None
        ]
    return tuple(notes)


def find_series_notes(
    documents: Sequence[m.DocumentRead], cited: Sequence[m.Cited], citations: Sequence[m.CitationRow]
) -> tuple[m.VersionNote, ...]:
    """Return instruments that a document cites and that a later text of another series, read here, takes up."""
    places: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in citations:
        places[row.document].append((row.instrument, row.paragraph))
    members = {
        document.index: make_member(
            document.symbol,
            document.title,
            [(line.id, line.text) for line in document.lines],
            places[document.index],
            kind=document.kind,
            session=document.session,
            date=document.date,
        )
        for document in documents
        if document.symbol
    }
    lineage = Lineage(members.values())
    succession = Succession(lineage)
    series_notes = []
    for instrument in cited:
        newer = succession.latest(instrument.instrument)
        if newer is None or newer[1] == "version":
            continue
        own = {member.symbol for member in lineage.series(newer[0]).members}
        stale = tuple(at for at in instrument.documents if at not in members or members[at].symbol not in own)
        if stale:
            read = instrument.instrument in lineage.members
            series_notes.append(m.VersionNote(instrument.instrument, newer[0], read, stale, name=instrument.name))
    return tuple(series_notes)

"""Versions of revised instruments: the version that a mention means, and versions that were replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from actionlines.citations import graph
from actionlines.follow_up.model import CitationRow, Cited, DocumentRead, VersionNote
from actionlines.lineage.members import member
from actionlines.lineage.series import Lineage
from actionlines.lineage.stale import Succession
from actionlines.papers import names


def version_notes(documents: Sequence[DocumentRead], cited: Sequence[Cited]) -> tuple[VersionNote, ...]:
    """Return families of which more than one version was read or cited: each version, oldest first.

    A mention without its version means the latest; an older version is marked as replaced by the latest seen.
    """
    read = {document.symbol for document in documents if document.symbol}
    uses = {one.instrument: one.documents for one in cited}
    called = {one.instrument: one.name for one in cited if one.read_as is None}
    called |= {
        one.symbol: names.instrument(one.symbol, [one.title, *(line.text for line in one.lines[:8])])
        for one in documents
        if one.symbol
    }
    families: dict[str, dict[str, int | None]] = defaultdict(dict)
    for instrument in sorted(read | set(uses)):
        family, order = graph.version_of(instrument)
        families[family][instrument] = order
    notes: list[VersionNote] = []
    for _, members in sorted(families.items()):
        versions = [(order, one) for one, order in members.items() if order is not None]
        if len(members) < 2 or not versions:
            continue
        latest = max(versions)[1]
        for _, one in sorted(versions):
            replaced = "" if one == latest else latest
            notes.append(VersionNote(one, replaced, one in read, uses.get(one, ()), name=called.get(one, "")))
        notes += [
            VersionNote(one, "", one in read, uses.get(one, ()), means=latest, name=called.get(one, ""))
            for one, order in members.items()
            if order is None
        ]
    return tuple(notes)


def series_notes(
    documents: Sequence[DocumentRead], cited: Sequence[Cited], citations: Sequence[CitationRow]
) -> tuple[VersionNote, ...]:
    """Return instruments that a document cites and that a later text of another series, read here, takes up."""
    places: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in citations:
        places[row.document].append((row.instrument, row.paragraph))
    members = {
        one.index: member(
            one.symbol, one.title, [(line.id, line.text) for line in one.lines], places[one.index],
            kind=one.kind, session=one.session, date=one.date,
        )
        for one in documents
        if one.symbol
    }  # fmt: skip
    lineage = Lineage(members.values())
    succession = Succession(lineage)
    found = []
    for one in cited:
        newer = succession.latest(one.instrument)
        if newer is None or newer[1] == "version":
            continue
        own = {member.symbol for member in lineage.series(newer[0]).members}
        stale = tuple(at for at in one.documents if at not in members or members[at].symbol not in own)
        if stale:
            read = one.instrument in lineage.members
            found.append(VersionNote(one.instrument, newer[0], read, stale, name=one.name))
    return tuple(found)

"""Versions of revised instruments: the version that a mention means, and versions that were replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from actionlines.citations import graph
from actionlines.follow_up.model import Cited, DocumentRead, VersionNote
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

"""Which version of a revised instrument is meant, and which has been replaced among those seen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from actionlines.reports.model import Cited, DocumentRead, VersionNote

_REVISION = re.compile(r"/Rev\.(\d{1,3})\b")
_ITU = re.compile(r"^(itu:[A-Z0-9-]{1,12}/(?:RES|DEC)/[0-9A-Z-]{1,12})@(\d{4})$")


@dataclass(frozen=True, slots=True)
class Version:
    """An instrument split into its family and the order of its version in the family."""

    family: str
    order: int


def version_of(instrument: str) -> Version:
    """The family and version of an instrument.

    >>> version_of("itu:PP/RES/140@2022")
    Version(family='itu:PP/RES/140', order=2022)
    >>> version_of("A/80/L.41/Rev.1"), version_of("A/80/L.41").order
    (Version(family='A/80/L.41', order=1), 0)
    """
    if found := _ITU.match(instrument):
        return Version(found[1], int(found[2]))
    if found := _REVISION.search(instrument):
        return Version(instrument[: found.start()] + instrument[found.end() :], int(found[1]))
    return Version(instrument, 0)


def version_notes(documents: Sequence[DocumentRead], cited: Sequence[Cited]) -> tuple[VersionNote, ...]:
    """Families of which more than one version was read or cited: each version, oldest first.

    The latest of a family is what an undated mention means; the others are marked as replaced by it. A year
    is compared with years only: an ITU resolution cited without its year is a mention of the latest.
    """
    read = {document.symbol for document in documents if document.symbol}
    uses = {one.instrument: one.documents for one in cited}
    families: dict[str, dict[str, int]] = defaultdict(dict)
    for instrument in sorted(read | set(uses)):
        version = version_of(instrument)
        families[version.family][instrument] = version.order
    notes = []
    for family in sorted(families):
        members = sorted(families[family], key=lambda one: (families[family][one], one))
        if len(members) < 2:
            continue
        latest = members[-1]
        notes += [
            VersionNote(one, "" if one == latest else latest, one in read, uses.get(one, ()))
            for one in members
        ]
    return tuple(notes)

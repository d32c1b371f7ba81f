"""Which kinds of records the index holds. The register names its own; an app above it declares where its kinds are
when it is loaded, so that the search need not know it, and nothing heavy is imported before something is asked.

    search.declare("actionlines.register.consultations.entries")      a module with SOURCES, a tuple of Source
    sources()["consultation"].read([12])                    its entries
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import MappingProxyType

import tantivy

from actionlines.register.core.models import Record
from actionlines.register.core.search import DECLARED
from actionlines.register.core.search.entries import Entry
from actionlines.register.core.search.index_store import schema, store

Ids = Callable[[Sequence[int]], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record.

    read     ids -> entries of those that a visitor may see, each followed by its parts
    parts    whether it has entries that name it as their `parent`
    follows  kind of another record -> (ids of those that changed -> ids of ours that hold something of them)
    """

    kind: str
    model: type[Record]
    read: Callable[[Iterable[int]], Iterator[Entry]]
    parts: bool = False
    follows: Mapping[str, Ids] = field(default_factory=lambda: MappingProxyType({}))


@cache
def sources() -> Mapping[str, Source]:
    """Kind -> its source, those of the register first."""
    return {one.kind: one for name in DECLARED for one in import_module(name).SOURCES}


def holding(kind: str, facet: str) -> Ids:
    """Ids -> those of a kind whose entries have these in a facet. What is public may name other records than the
    draft does: the index knows which.
    """

    def of(ids: Sequence[int]) -> Iterator[int]:
        """Yield the numbers of the records whose entries have one of the ids."""
        searcher, _ = store().searcher()
        parts = [
            (tantivy.Occur.Must, tantivy.Query.term_query(schema(), "kind", kind)),
            (tantivy.Occur.Must, tantivy.Query.term_set_query(schema(), facet, [str(one) for one in ids])),
        ]
        hits = searcher.search(tantivy.Query.boolean_query(parts), max(1, searcher.num_docs)).hits
        yield from searcher.fast_field_values("number", [address for _, address in hits])

    return of

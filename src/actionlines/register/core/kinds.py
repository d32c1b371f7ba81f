"""What each kind of record declares of itself. The rooms that all kinds share ask here, and name no kind.

A kind is a folder whose `kind.py` has a `Kind`. The setting KINDS lists them in the order of closed lists of the
API.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import Event, Record
from actionlines.register.core.schema import Data, Head, plain

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
# The hits of a kind by key (`search.Hit`) -> `pages.results.Found`. Types of the search would make a circle.
ListHits: TypeAlias = Callable[[Mapping[Any, Any]], Iterator[Any]]

# What a history calls the verbs of records that people draft, and others review and publish.
DRAFTED: Mapping[str, Words] = {
    "create": _("Draft begun"),
    "edit": _("Edited"),
    "submit": _("Submitted"),
    "changes": _("Changes requested"),
    "publish": _("Published"),
    "withdraw": _("Withdrawn"),
}


@dataclass(frozen=True)
class Facet:
    """A filter of lists that a kind brings.

    place       its place in the closed list of the API
    name        value -> its name in the reader's language
    list_names  values -> names of records, in one query
    by_value    whether its values are in their own order, not the most frequent first
    """

    id: str
    label: Words
    place: int
    name: Callable[[str], Words] | None = None
    list_names: Callable[[Iterable[str]], Mapping[str, str]] | None = None
    by_value: bool = False


@dataclass(frozen=True)
class Part:
    """Parts of a record that are found on their own, such as paragraphs: their key in the index, name and hits."""

    key: str
    plural: Words
    hits: ListHits


@dataclass(frozen=True)
class Search:
    """What a search finds of a kind.

    place    its place in the closed list of the API and on pages
    entries  ids -> `Entry` of those that a visitor may see, each followed by its parts
    hits     the hits of the kind by key -> `Found`, as pages show them
    follows  kind of another record -> (ids of those that changed -> ids of ours that hold something of them)
    """

    place: int
    entries: Callable[[Iterable[int]], Iterator[Any]]
    hits: ListHits
    follows: Mapping[str, Callable[[Sequence[int]], Iterable[int]]] = field(default_factory=dict)
    part: Part | None = None
    facets: Sequence[Facet] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    model         its table; `model.kind` is its key: in addresses, events, versions, permissions and the index
    name, plural  in the reader's language
    schema        what a record looks like outside; None where `values` says it
    values        the record as plain values; made from the schema where there is none
    today         the values with what only today says, such as that a mandate is overdue; None for the same values
    listed        name of the address of its list; "" where it has none
    done          verb of the permission table -> what a history calls it
    back          (verb, status that it led to) -> the same, where a verb goes in the other direction too
    has_versions  whether versions and differences have addresses
    related, prefetched  what the values are read with, so that many records ask no more
    in_versions   whether the public sees the published version, not the record
    public        the values that the public sees, where they are not those of today
    rows          the values of a version -> related rows by the name of their relation
    links         relation with links that may be proposals -> its name among the values
    mail          "submitted", "published" -> the sentence of a message about it; {} where it sends none
    search        what a search finds of it; None where it is in no index
    labels        field -> what pages call it, where its model does not say so
    words         field -> (value -> its words), for values that are ids
    title         plain values -> what a record is called
    """

    model: type[Record]
    name: Words
    plural: Words
    schema: type[Head] | None = None
    values: Callable[[Any], Data] | None = None
    today: Callable[[Any], Data] | None = None
    listed: str = ""
    done: Mapping[str, Words] = field(default_factory=dict)
    back: Mapping[tuple[str, str], Words] = field(default_factory=dict)
    has_versions: bool = True
    related: Sequence[str] = ()
    prefetched: Sequence[str] = ()
    in_versions: bool = False
    public: Callable[[Any], Data] | None = None
    rows: Callable[[Data], Mapping[str, Sequence[Data]]] | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    mail: Mapping[str, Words] = field(default_factory=dict)
    search: Search | None = None

    @cached_property
    def as_values(self) -> Callable[[Any], Data]:
        """Return the function that gives a record as plain values."""
        if self.values is not None:
            return self.values
        assert self.schema is not None, self.model
        return partial(plain, self.schema)


@cache
def kinds() -> Mapping[str, Kind]:
    """Return key -> kind, in the order of the setting KINDS."""
    declared: list[Kind] = [import_string(path) for path in settings.KINDS]
    return {kind.model.kind: kind for kind in declared}


@cache
def versioned_models() -> Mapping[str, type[Record]]:
    """Return key -> model of the kinds whose versions and differences have addresses."""
    return {key: kind.model for key, kind in kinds().items() if kind.has_versions}


@cache
def searches() -> Mapping[str, Search]:
    """Return key -> what a search finds of the kind, in the order in which pages show them."""
    declared = {key: kind.search for key, kind in kinds().items() if kind.search}
    return dict(sorted(declared.items(), key=lambda row: row[1].place))


@cache
def kind_facets() -> Mapping[str, Facet]:
    """Return id -> facet of all that kinds bring."""
    return {facet.id: facet for search in searches().values() for facet in search.facets}


@cache
def index_keys() -> tuple[str, ...]:
    """Return the keys of all that the index holds, in the order in which pages show them."""
    parts = ((key, search.part) for key, search in searches().items())
    return (*(name for key, part in parts for name in ((key, part.key) if part else (key,))), "concept")


# Actions that are named by what they change beside the record.
_BESIDE: Mapping[str, Words] = {
    "allocation.edit": _("Allocation changed"),
    "cooperation.import": _("Imported"),
}


def done(event: Event) -> Words:
    """Return what an event did, in the reader's language; its code where no words are known."""
    status = event.changes.get("status", ("", ""))[1]
    key, _dot, verb = event.action.partition(".")
    if key not in kinds():
        return _BESIDE.get(event.action, event.action)
    kind = kinds()[key]
    return kind.back.get((verb, status)) or kind.done.get(verb) or event.action

"""What each kind of record declares of itself. The rooms that all kinds share ask here, and name no kind.

A kind is a folder whose `kind.py` has a `Kind`. The setting KINDS lists them in the order of closed lists of the
API.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.models import Event, Record, Version
from actionlines.register.core.schema import Data, Head, Input, plain

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
R = TypeVar("R", bound=Record)
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
    """Parts of a record that are found on their own, such as paragraphs: their key in the index, name and hits.

    tier  as in `Search`
    """

    key: str
    plural: Words
    hits: ListHits
    tier: int = 0


@dataclass(frozen=True)
class Late:
    """A status that follows from the day: records of some `statuses` have it once their last day has passed.

    met   facet and value that they must have too
    days  the first and the last deadline that is late today
    """

    status: str
    statuses: Sequence[str]
    met: tuple[str, str]
    days: Callable[[], tuple[date, date]]


@dataclass(frozen=True)
class Search:
    """What a search finds of a kind.

    place    its place in the closed list of the API and on pages
    entries  ids -> `Entry` of those that a visitor may see, each followed by its parts
    hits     the hits of the kind by key -> `Found`, as pages show them
    follows  kind of another record -> (ids of those that changed -> ids of ours that hold something of them)
    usual    filters of a list and of counts of the kind alone, unless others of the same facet are chosen
    tier     what a search of everything finds in a higher tier is before the rest
    is_titled  whether a record is a thing that people call by its title, and comes first where they do
    invented   gives the symbols of texts that somebody invented
    """

    place: int
    entries: Callable[[Iterable[int]], Iterator[Any]]
    hits: ListHits
    follows: Mapping[str, Callable[[Sequence[int]], Iterable[int]]] = field(default_factory=dict)
    part: Part | None = None
    facets: Sequence[Facet] = ()
    usual: Mapping[str, Sequence[str]] = field(default_factory=dict)
    late: Late | None = None
    tier: int = 0
    is_titled: bool = False
    invented: Callable[[], Sequence[str]] = tuple


@dataclass(frozen=True)
class MenuEntry:
    """A link of the navigation: its group and its place in it, the name of the address, the row of permissions.

    Without an address it is the group itself: its place among the groups, and its words.
    """

    group: str
    place: int
    address: str
    words: Words
    action: str = "site.read"


@dataclass(frozen=True)
class WorkList:
    """What waits for an account, a list of its page of work.

    place    its place among the lists; with something in it, the first that waits is shown first
    action   row of the permission table that lets an account see the list
    address  name of its address, `query` what follows it
    count    account -> how many; None for a list without a number
    is_waiting  whether they count in the header, among what waits
    """

    key: str
    place: int
    words: Words
    action: str
    address: str
    count: Callable[[Any], int] | None
    query: str = ""
    is_waiting: bool = True


@dataclass(frozen=True)
class ImportFormat:
    """Files that a kind reads.

    key      what a run is called (`ImportRun.what`), at most 12 letters
    place    its place in the closed list of the API
    code     row of the permission table that is asked
    read     path of the function that brings a file in: (run, on_progress) -> None
    needs_country  whether a file is that of a country; `subject`: country -> record on which the code is asked
    is_tried   whether a table is tried before it changes anything
    guess    path of the function headers -> field of each column, where its tables have any columns; their records
             may be published at once. "" for none
    tells    fields; one of them beside a title shows that a table is of this format
    makes    model of the records that its rows made; None where they have no page
    then     path of a task that follows in the background, with the number of the run; "" for none
    """

    key: str
    place: int
    name: Words
    code: str
    read: str
    needs_country: bool = False
    subject: Callable[[str], Record] | None = None
    is_tried: bool = False
    guess: str = ""
    tells: frozenset[str] = frozenset()
    makes: type[Record] | None = None
    then: str = ""


@dataclass(frozen=True)
class Harvest:
    """What a kind says to catalogues, harvesters and readers of the file with everything.

    title       what a catalogue calls its list
    rows        the records that are public or were
    types       general type by DCMI, and by DataCite
    summary     field with a summary; "" for none
    word        plain values -> type of the record in words; None for the key of the kind
    related     plain values -> symbol of the instrument that it belongs to; None for none
    stamp       when the public form changed last, out of the version that did it; None for that of the version
    proposed    filter of the records that nobody has confirmed: harvesters get them where they ask for them
    text        record -> fields of a `Reference` that its text gives: author, day and language
    """

    title: Words
    rows: Callable[[], QuerySet[Any]]
    types: tuple[str, str]
    summary: str = ""
    word: Callable[[Data], str] | None = None
    related: Callable[[Data], str] | None = None
    stamp: Callable[[Any], Any] | None = None
    proposed: Mapping[str, object] = field(default_factory=dict)
    text: Callable[[Any], Data] | None = None


Onward = Callable[[HttpRequest, Any], Any]


@dataclass(frozen=True, slots=True)
class Asks:
    """What a page says before it is done. `help` is at the field of the reason, which has at most `most`
    characters; "" where none is asked for.
    """

    title: Words
    says: Words
    button: Words
    help: Words = ""
    needed: bool = True
    danger: bool = True
    most: int = 2000


def ask_changes(title: Words, says: Words, button: Words) -> Asks:
    """Return what is said before somebody's draft goes back with a reason: its field takes 4,000 characters."""
    return Asks(title, says, button, _("Say what should change."), danger=False, most=4000)


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done.

    name     last part of the address
    action   its class; its row of the permission table is that of the page
    said     the message when it is done
    asks     what is said before; None where a press of the button is enough
    missing  the message where the record lacks something; its form is shown then
    to       where one goes from there: the name of a page, or what `redirect` takes; the record unless given
    then     what else happens once it is done
    """

    name: str
    action: Any
    said: Words = ""
    asks: Asks | None = None
    missing: Words = ""
    to: Onward | str = ""
    then: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    model         its table; `model.kind` is its key: in addresses, events, versions, permissions and the index
    name, plural  in the reader's language
    icon          shape of its icon (`core/pages/icons.py`)
    schema        what a record looks like outside; None where `values` says it
    values        the record as plain values; made from the schema where there is none
    inputs        what people write; a kind without `pages` and `api` gets both from it (`core/entered.py`)
    permissions   rows of the permission table, in its columns, of a kind that it does not name
    at_once       whether what is entered is public at once
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
    mail          "submitted", "published", "many" that were submitted together, "many_subject" -> the words of a
                  message about it; {} where it sends none
    search        what a search finds of it; None where it is in no index
    public_rows   the records that are public now, with what their public form needs; None for no list of them
    harvest       what harvesters and the file with everything get; None for nothing
    reference     plain values -> fields of a citation (`citing.Reference`) that differ from those of any record
    card          (plain values, record) -> what a card says that other sites show; None for no card
    listing       `Listing` of its records in a module of its folder, such as "views.LISTING"; "" for none
    has_news      whether people follow its records
    has_list_news  whether people follow its list, with the filters that they chose
    part_of       (kind of record that it is a part of, field that leads there): its news are those of the whole
    owner         field that leads to the account of the person who made a record; "" for none
    beside        rows of people beside the records: (name, model, field that leads to the account, fields)
    waiting       the records among which some wait for review, with what their row in the inbox needs
    remarks       record -> what its reviewers ask to be changed, part by part
    waits_about   record -> what its reviewer answers for, in words; "" for none
    panels        concept (`action_line`, `body`, `country`, `commitment`), or `home` -> function in a module of its
                  folder: (request, id) -> what that page shows of the kind, by names of its template
    chosen        function in a module of its folder: (text, limit) -> records that people follow up for, as
                  (`org:12`, name, address), by a name or by that key; "" for none
    forget_person  deletes what nobody but the person has seen, when an account is deleted
    tidy          deletes what is no longer needed, once a day: settings of the site -> None
    imports       files that it reads
    readings      what pages wait for (`ReadingKind`) -> path of the function that reads it
    menu          links of the navigation
    work          lists of what waits for an account (`WorkList`) in modules of its folder, such as "desk.PROPOSALS"
    kept          names of addresses whose pages are kept for visitors while nothing has changed
    same_for_all  the same for answers without a form, such as feeds
    posts, reads  name of an address -> limit (name, how often, seconds) of what is sent, or of any request
    verbs         what can be done to a record by a page of its own or the press of a button
    api, pages    routers and lists of addresses in modules of its folder, such as "api.router"
    labels        field -> what pages call it, where its model does not say so
    words         field -> (value, or value in its list -> its words), for ids and for what has several parts
    title         plain values -> what a record is called; None for its title, name or symbol
    typed_version  (record, number) -> what was saved as it was typed, as a version that is not saved
    """

    model: type[Record]
    name: Words
    plural: Words
    schema: type[Head] | None = None
    values: Callable[[Any], Data] | None = None
    inputs: type[Input] | None = None
    permissions: str = ""
    at_once: bool = False
    today: Callable[[Any], Data] | None = None
    listed: str = ""
    icon: str = ""
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
    public_rows: Callable[[], QuerySet[Any]] | None = None
    harvest: Harvest | None = None
    reference: Callable[[Data], Data] | None = None
    card: Callable[[Data, Any], dict[str, object]] | None = None
    listing: str = ""
    has_news: bool = False
    has_list_news: bool = False
    part_of: tuple[str, str] | None = None
    owner: str = ""
    beside: Sequence[tuple[str, type[Model], str, Sequence[str]]] = ()
    waiting: Callable[[], QuerySet[Any]] | None = None
    remarks: Callable[[Any], Iterable[str]] | None = None
    waits_about: Callable[[Any], str] | None = None
    panels: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""
    forget_person: Callable[[Any], None] | None = None
    tidy: Callable[[Any], object] | None = None
    imports: Sequence[ImportFormat] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    menu: Sequence[MenuEntry] = ()
    work: Sequence[str] = ()
    kept: Sequence[str] = ()
    same_for_all: Sequence[str] = ()
    posts: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)
    verbs: Sequence[Verb] = ()
    api: Sequence[str] = ()
    pages: Sequence[str] = ()
    labels: Mapping[str, Words] = field(default_factory=dict)
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    title: Callable[[Data], str] | None = None
    typed_version: Callable[[Any, int], Version | None] | None = None

    def load(self, names: Iterable[str]) -> list[Any]:
        """Return the objects of these names in the folder of the kind, such as "api.router"."""
        folder = self.model.__module__.rpartition(".")[0]
        return [import_string(f"{folder}.{name}") for name in names]

    @cached_property
    def panel_makers(self) -> Mapping[str, Callable[[Any, str], dict[str, object]]]:
        """Return concept -> function that gives what its page shows of the kind."""
        return dict(zip(self.panels, self.load(self.panels.values()), strict=True))

    @cached_property
    def as_values(self) -> Callable[[object], Data]:
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


def read_whole(rows: QuerySet[R]) -> QuerySet[R]:
    """Return rows of a kind, read with what their values need, so that many ask no more than one."""
    kind = kinds()[rows.model.kind]
    return rows.select_related(*kind.related).prefetch_related(*kind.prefetched)


@cache
def versioned_models() -> Mapping[str, type[Record]]:
    """Return key -> model of the kinds whose versions and differences have addresses."""
    return {key: kind.model for key, kind in kinds().items() if kind.has_versions}


@cache
def searches() -> Mapping[str, Search]:
    """Return key -> what a search finds of the kind, in the order in which pages show them."""
    declared = {key: kind.search for key, kind in kinds().items() if kind.search}
    return dict(sorted(declared.items(), key=lambda row: row[1].place))


def usual_filters(kind: str | tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Return the filters that usually hold for a kind alone."""
    search = searches().get(kind) if isinstance(kind, str) else None
    return search.usual if search else {}


@cache
def late_rule() -> tuple[str, Late]:
    """Return the key of the kind whose records are late, and how."""
    return next((key, search.late) for key, search in searches().items() if search.late)


@cache
def import_formats() -> Mapping[str, ImportFormat]:
    """Return key -> files that are read, by kinds and by rooms without a kind (the setting IMPORTS)."""
    formats = [*(each for kind in kinds().values() for each in kind.imports), *map(import_string, settings.IMPORTS)]
    return {each.key: each for each in sorted(formats, key=lambda each: each.place)}


@cache
def mapped_format() -> ImportFormat:
    """Return the format of tables with any columns."""
    return next(each for each in import_formats().values() if each.guess)


@cache
def kind_facets() -> Mapping[str, Facet]:
    """Return id -> facet of all that kinds bring."""
    return {facet.id: facet for search in searches().values() for facet in search.facets}


@cache
def index_keys() -> tuple[str, ...]:
    """Return the keys of all that the index holds, in the order in which pages show them."""
    parts = ((key, search.part) for key, search in searches().items())
    return (*(name for key, part in parts for name in ((key, part.key) if part else (key,))), "concept")


@cache
def found_order() -> tuple[str, ...]:
    """Return the same in the order in which a search of everything finds them: by tier, then as pages show them."""
    tiers = {key: search.tier for key, search in searches().items()}
    tiers |= {search.part.key: search.part.tier for search in searches().values() if search.part}
    return tuple(sorted(index_keys(), key=lambda key: -tiers.get(key, 0)))


# Actions that are named by what they change beside the record.
_BESIDE: Mapping[str, Words] = {"allocation.edit": _("Allocation changed"), "cooperation.import": _("Imported")}


def done(event: Event) -> Words:
    """Return what an event did, in the reader's language; its code where no words are known."""
    status = event.changes.get("status", ("", ""))[1]
    key, _dot, verb = event.action.partition(".")
    if key not in kinds():
        return _BESIDE.get(event.action, event.action)
    kind = kinds()[key]
    return kind.back.get((verb, status)) or kind.done.get(verb) or event.action

"""What the public sees of records: of an activity or report its published version, not the next one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partialmethod
from hashlib import blake2b
from inspect import getattr_static
from types import FunctionType
from typing import Any, NoReturn, TypeVar, get_origin

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.functional import cached_property

from actionlines.json_types import JsonMapping, JsonObject
from actionlines.register.core.kinds import Kind, kinds
from actionlines.register.core.models import Drafted, Event, LinkStatus, Person, Record, Version
from actionlines.register.core.permissions import scope_of, sees_draft
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_shown

_Link = TypeVar("_Link")
_GONE = ("withdrawn", "removed")  # the public sees a tombstone of these


def public_statuses(kind: str) -> tuple[str, ...]:
    """Return the statuses of links that visitors see: confirmed, and proposed where the organiser shows those.

    ACTIONLINES_PUBLIC_PROPOSALS says for which kinds of record.
    """
    confirmed = str(LinkStatus.CONFIRMED)
    return (confirmed, str(LinkStatus.PROPOSED)) if kind in settings.PUBLIC_PROPOSALS else (confirmed,)


def public_links(kind: str, links: Iterable[_Link]) -> list[_Link]:
    """Return the links (rows or serialised) of a record of this kind that visitors see."""
    context = public_statuses(kind)
    return [link for link in links if _status(link) in context]


def _status(link: object) -> str:
    return str(link["status"] if isinstance(link, Mapping) else getattr(link, "status", ""))


def without_proposals(kind: str, data: Data) -> Data:
    """Return a serialised record with the links that visitors see."""
    names = kinds()[kind].links.values() if kind in kinds() else ()
    return {**data, **{name: public_links(kind, data.get(name) or ()) for name in names}}


def without_contacts(data: Data) -> Data:
    """Return a serialised record without e-mail addresses of contacts, which people who are signed in see."""
    return {**data, "contact_email": ""} if data.get("contact_email") else data


def public_data(records: Iterable[Record], to: "Person | None" = None) -> list[Data]:
    """Return the public form of each record in order; those that have none, or only a tombstone, are left out.

    One query for versions.

    to  the reader: addresses of contacts are for those who are signed in
    """
    data = _public_data(list(records))
    return data if getattr(to, "is_authenticated", False) else [without_contacts(item) for item in data]


def gone_with(record: Record) -> Any:
    """Return what was withdrawn or removed: the whole that a record is a part of, or the record; else None."""
    kind = kinds().get(record.kind)
    key, field = (kind.part_of if kind else None) or ("", "")
    whole = gone_with(getattr(record, field)) if key and hasattr(kinds()[key].model, "status") else None
    return whole or (record if getattr(record, "status", "") in _GONE else None)


def is_withdrawn(record: Record) -> bool:
    """Return whether only a tombstone is left for the public."""
    return gone_with(record) is not None


def mark_of_withdrawals() -> str:
    """Return a text that changes whenever a record is taken from the public, or is public again."""
    counts = []
    for kind in kinds().values():
        if kind.public_rows and hasattr(kind.model, "status"):
            model: Any = kind.model
            rows = model.objects.filter(status__in=(*_GONE, "rejected"))
            counts.append(tuple(rows.aggregate(Count("pk"), Max("status_since")).values()))
    return blake2b(repr(counts).encode(), digest_size=8).hexdigest()


def tombstone(record: Record) -> Data:
    """Return the fields of a withdrawn record that stay visible."""
    gone = gone_with(record)
    since = gone.status_since.isoformat()
    words = {"status": gone.status, "status_since": since, "status_reason": gone.status_reason}
    return {"kind": record.kind, "id": record.pk, **words}


def list_versions(record: Record, *, all_of_it: bool) -> QuerySet[Version]:
    """Return the versions that a reader may see; `all_of_it` for who sees drafts. The public sees none of what is
    withdrawn.
    """
    rows = Version.objects.filter(kind=record.kind, record=record.pk)
    if all_of_it:
        return rows
    return rows.none() if is_withdrawn(record) else rows.filter(public=True)


def list_events(record: Record, *, all_of_it: bool) -> QuerySet[Event]:
    """Return the events that a reader may see. That something was done stays where what it wrote is withdrawn."""
    rows = Event.objects.filter(kind=record.kind, record=record.pk)
    public = Version.objects.filter(kind=record.kind, record=record.pk, public=True)
    return rows if all_of_it else rows.filter(version__in=public.values("number"))


def hide_reasons(events: Iterable[Event], record: Record, *, all_of_it: bool) -> list[Event]:
    """Return events with the reasons that a reader may see: the public that of a change which publishes."""
    listed, gone = list(events), is_withdrawn(record)
    for event in () if all_of_it else listed:
        if gone or not event.changes or scope_of(event.action) != "publish":
            event.reason = ""
    return listed


def values_for(reader: Person, record: Record, published: bool = False) -> Data:
    """Return a record as its reader sees it: as it is now, or as it was `published`. Raises Http404 for neither."""
    if sees_draft(reader, record) and not published:
        return as_shown(record)
    if not (data := public_data([record], reader)):
        raise Http404
    return data[0]


def _public_data(held: list[Record]) -> list[Data]:
    versions = _published(held)
    return [
        without_proposals(record.kind, versions.get((record.kind, record.pk)) or _values(record))
        for record in held
        if not is_withdrawn(record)
        and (
            (not _is_in_versions(record) and record.is_public())
            or (record.kind, record.pk) in versions
            or (isinstance(record, Drafted) and _is_published(record))
        )
    ]


def _values(record: Record) -> Data:
    kind = kinds().get(record.kind)
    return kind.public(record) if kind and kind.public else as_shown(record)


def _is_in_versions(record: Record) -> bool:
    kind = kinds().get(record.kind)
    return kind is not None and kind.in_versions


def _is_published(item: Any) -> bool:
    return bool(item.status == "published" and item.version == item.published_version)


def _published(records: Iterable[Record]) -> dict[tuple[str, int], Data]:
    """Return (kind, number) -> the published version of those with one; a query a kind."""
    numbers: dict[type[Drafted], list[int]] = {}
    for record in records:
        if _is_in_versions(record) and isinstance(record, Drafted) and record.published_version:
            numbers.setdefault(type(record), []).append(record.pk)
    versions: dict[tuple[str, int], Data] = {}
    model: Any
    for model, keys in numbers.items():
        number = model.objects.filter(pk=OuterRef("record")).values("published_version")[:1]
        rows = Version.objects.filter(kind=model.kind, record__in=keys).annotate(shown=Subquery(number))
        for row in rows.filter(number=F("shown")):
            versions[row.kind, row.record] = row.data or _blank(row)
    return versions


def _blank(version: Version) -> Data:
    """Return what is shown of a version that cannot be read: without it, the draft would be read in its place."""
    schema = kinds()[version.kind].schema
    assert schema is not None
    shapes = {name: get_origin(field.annotation) or field.annotation for name, field in schema.model_fields.items()}
    blank: Data = {name: shape() if shape in (list, dict, str) else None for name, shape in shapes.items()}
    return {**blank, "kind": version.kind, "id": version.record, "version": version.number}


def list_published(model: Any, ids: Iterable[int]) -> Iterator[tuple[int, datetime, Data]]:
    """Return number, time and published version of those of some records that are public. One query."""
    versions = Version.objects.filter(kind=model.kind, record=OuterRef("pk"), number=OuterRef("published_version"))
    rows = model._default_manager.filter(pk__in=list(ids), published_version__isnull=False, published_at__isnull=False)
    rows = rows.exclude(status="withdrawn").annotate(public_data=Subquery(versions.values("data")[:1]))
    published = rows.values_list("pk", "published_at", "public_data")
    return ((pk, at, data) for pk, at, data in published if at and data)


class Rows(tuple[Any, ...]):
    """Related rows of a view; `all()` as of a manager."""

    def all(self) -> "Rows":
        """Return the rows, as the manager of a relation does."""
        return self


class Frozen:
    """Values that can be read as attributes, and not set."""

    def __init__(self, values: JsonMapping) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name} is frozen")


# What a model has for its row in the database: `save`, `delete`, `refresh_from_db`, ...
_OF_ROWS = frozenset(name for name in dir(models.Model) if not name.startswith("_")) - {"pk"}


class PublicView(Frozen):
    """A record as visitors see it. It reads as the record: fields, properties and methods work on the values that
    are public. It cannot be changed or saved, and has only links that visitors see.
    """

    def __init__(self, record: Record, values: JsonMapping, version: Data | None = None) -> None:
        super().__init__({"_record": record, "_version": version, **values})

    @property
    def values(self) -> Data:
        """Return the record as the plain values that visitors see, with the address of its contact."""
        return without_proposals(self._record.kind, self._version or _values(self._record))

    def extended(self, **values: Any) -> "PublicView":
        """Return the same view with more to be read."""
        return PublicView(self._record, {**self.__dict__, **values}, self._version)

    def __getattr__(self, name: str) -> Any:
        if name in _OF_ROWS or name in ("_record", "_version"):
            raise AttributeError(name)
        record: Any = self._record
        model: Any = type(record)
        if bind := _binding(model, name):
            return bind(self, model)
        value = getattr(record, name)
        if isinstance(value, models.Manager):
            kind = kinds().get(record.kind)
            rows = list(value.all())
            value = Rows(public_links(record.kind, rows) if kind and name in kind.links else rows)
            self.__dict__[name] = value
        return value

    def __str__(self) -> str:
        describe: Any = type(self._record).__str__
        return str(describe(self))


@cache
def _binding(model: type[Record], name: str) -> Callable[[object, type], object] | None:
    """Return how a method or property of a model is bound to another object; None for what is neither."""
    attribute = getattr_static(model, name, None)
    if isinstance(attribute, FunctionType | property | cached_property | partialmethod):
        return attribute.__get__
    return None


def public_view(record: Record) -> PublicView:
    """Return the frozen form of a record that visitors see."""
    return public_views([record])[0]


def public_views(records: Iterable[Record]) -> list[PublicView]:
    """Return the frozen forms of records, in order. No query where each is as it was published."""
    held = list(records)
    versions = _published([record for record in held if _is_in_versions(record) and not _is_published(record)])
    named = _named_records(held, versions)
    return [
        PublicView(record, _attributes(kinds()[record.kind], data, named) if data else {}, data)
        for record in held
        for data in [versions.get((record.kind, record.pk))]
    ]


_Named = Mapping[type[models.Model], Mapping[int, models.Model]]


def _named_records(held: Sequence[Record], versions: Mapping[tuple[str, int], Data]) -> _Named:
    """Return the records that published versions name, one query a model."""
    numbers: dict[Any, set[int]] = {}
    for record in held:
        data = versions.get((record.kind, record.pk))
        for field in (*type(record)._meta.fields, *type(record)._meta.many_to_many) if data else ():
            if data and field.name in data and field.related_model:
                value = data[field.name]
                numbers.setdefault(field.related_model, set()).update(value if field.many_to_many else [value])
    return {model: model._default_manager.in_bulk(keys - {None}) for model, keys in numbers.items()}


def _attributes(kind: Kind, data: Data, named: _Named) -> JsonObject:
    """Return the attributes of a record as one of its versions has them."""
    values: JsonObject = {}
    for name, value in data.items():
        try:
            field: Any = kind.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if field.many_to_many:
            values[name] = Rows(filter(None, map(named[field.related_model].get, value)))
        elif field.concrete:
            values[field.attname] = field.to_python(value)
            if field.related_model:
                values[name] = named[field.related_model].get(value)
    for name, rows in (kind.rows(data) if kind.rows else {}).items():
        visible = public_links(kind.model.kind, rows) if name in kind.links else rows
        values[name] = Rows(Frozen(row) for row in visible)
    return values

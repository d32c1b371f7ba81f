"""Pages of records for harvesters, from what is public.

A list goes by kind and number, which no edit changes: a record that is edited while it is harvested stays in its
place, so that none is missed and none comes twice. Offsets and lists by date would move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from django.core.signing import BadSignature, dumps, loads
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from actionlines.register.core.kinds import Harvest, kinds
from actionlines.register.core.models import Record, Version
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import Data
from actionlines.register.doors import bulk
from actionlines.register.organisations.actions import name_organisations

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Stamp(TypedDict):
    stamp: datetime


# A record with the moment when its public form changed last.
Stamped: TypeAlias = "WithAnnotations[Record, _Stamp]"
PAGE = 100
_SALT = "oai"
_PROPOSED = ":proposed"


@dataclass(frozen=True, slots=True)
class Harvested:
    """A record: when its public form changed last; `data` is that form, None where the record is gone."""

    kind: str
    number: int
    stamp: datetime
    data: Data | None
    path: str = ""
    spec: str = ""  # the set that it is in
    text: Data = field(default_factory=dict)  # what its text says of itself
    names: Mapping[int, str] = field(default_factory=dict)  # of the public organisations of the page


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: behind record `number` of `kind`; its question; `given` records were sent before."""

    prefix: str
    kinds: tuple[str, ...]
    since: str = ""
    until: str = ""
    kind: str = ""
    number: int = 0
    given: int = 0

    def token(self) -> str:
        """Return the place as a resumption token, which holds for ever."""
        return dumps([self.prefix, self.kinds, self.since, self.until, self.kind, self.number, self.given], salt=_SALT)


def place_of(token: str) -> Place | None:
    """Return the place of a resumption token, None for anything that this site did not give."""
    try:
        prefix, kinds, since, until, kind, number, fields = loads(token, salt=_SALT)
    except (BadSignature, ValueError):
        return None
    return Place(prefix, tuple(kinds), since, until, kind, number, fields)


def list_sets() -> dict[str, str]:
    """Return set -> its name: each kind of record, and those of it that nobody has confirmed."""
    sets = {}
    for kind, name in bulk.list_names().items():
        sets[kind] = name.capitalize()
        if _harvest_of(kind).proposed:
            sets[kind + _PROPOSED] = f"{name.capitalize()} that nobody has confirmed"
    return sets


def _harvest_of(kind: str) -> Harvest:
    harvest = kinds()[kind].harvest
    assert harvest, kind
    return harvest


def ever_public(spec: str) -> QuerySet[Stamped]:
    """Return the records of a set that are public or were, each with `stamp`."""
    kind = spec.partition(":")[0]
    harvest, rows = _harvest_of(kind), _harvest_of(kind).rows()
    if harvest.proposed:
        rows = rows.filter(**harvest.proposed) if spec != kind else rows.exclude(**harvest.proposed)
    return stamped(kind, rows)


def stamped(kind: str, rows: QuerySet[Record]) -> QuerySet[Stamped]:
    """Return the rows of a kind with `stamp`: when their public form changed last."""
    latest = Version.objects.filter(kind=kind, record=OuterRef("pk"), public=True).order_by("-number")
    stamp: Any = Coalesce(Subquery(latest.values("at")[:1]), F("changed_at"))
    if (harvest := kinds()[kind].harvest) and harvest.stamp:
        stamp = harvest.stamp(stamp)
    return rows.annotate(stamp=stamp)


def page(place: Place) -> tuple[list[Harvested], Place | None]:
    """Return the next records of a list, and where it goes on; None at its end."""
    matches: list[Harvested] = []
    for kind in place.kinds[place.kinds.index(place.kind) if place.kind else 0 :]:
        after = place.number if kind == place.kind else 0
        rows = _within(ever_public(kind), place).filter(pk__gt=after).order_by("pk")
        wanted = PAGE + 1 - len(matches)
        matches += _harvested(kind, list(rows.values_list("pk", "stamp")[:wanted]))
        if len(matches) > PAGE:
            last = matches[PAGE - 1]
            further = Place(
                place.prefix, place.kinds, place.since, place.until, last.spec, last.number, place.given + PAGE
            )
            return matches[:PAGE], further
    return matches, None


def one(kind: str, number: int) -> Harvested | None:
    """Return the record with this number, None where there is none or it never was public."""
    for spec in (item for item in list_sets() if item.partition(":")[0] == kind):
        if rows := list(ever_public(spec).filter(pk=number).values_list("pk", "stamp")):
            return next(_harvested(spec, rows))
    return None


def earliest() -> datetime:
    """Return a moment before which nothing public changed."""
    first = [
        kind.model.objects.order_by("pk").values_list("created_at", flat=True).first()
        for kind in kinds().values()
        if kind.harvest
    ]
    return min(filter(None, first), default=datetime(1970, 1, 1, tzinfo=UTC))


def _within(rows: QuerySet[Stamped], place: Place) -> QuerySet[Stamped]:
    if place.since:
        since = datetime.fromisoformat(place.since)
        # No version is newer than its record, whose own column is cheaper to ask.
        rows = rows.filter(changed_at__gte=since, stamp__gte=since)
    if place.until:  # which names a whole second
        rows = rows.filter(stamp__lte=datetime.fromisoformat(place.until).replace(microsecond=999_999))
    return rows


def _harvested(spec: str, rows: list[tuple[int, datetime]]) -> Iterator[Harvested]:
    """Yield records of a set with their public form, in the order of `rows`; a few queries for all."""
    kind = spec.partition(":")[0]
    text = _harvest_of(kind).text or (lambda record: {})
    held: dict[int, Record] = {
        record.pk: record for record in bulk.rows(kind).filter(pk__in=[number for number, _stamp in rows])
    }
    context = {data["id"]: data for data in public_data(held.values())}
    named = (item for data in context.values() for item in (data.get("organisation"), *data.get("partners", ())))
    names = name_organisations(named)
    for number, stamp in rows:
        data = context.get(number)
        path, source = (held[number].get_absolute_url(), text(held[number])) if data else ("", {})
        yield Harvested(kind, number, stamp, data, path, spec, source, names)

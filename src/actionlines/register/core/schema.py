"""What the descriptions of all kinds of records share.

Each kind has a `schema.py`: `Input` classes of what people may write, with a rule for each field, and one `Head`
class of what a record looks like outside. Cleaning, saving, versions, API and exports are made from them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.enums import ChoicesType
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, Strict, create_model
from pydantic_core import CoreSchema, core_schema

from actionlines.json_types import JsonMapping, JsonObject
from actionlines.register.core.columns import AnyField
from actionlines.register.core.models import ConceptLink, Level, LinkStatus, Origin
from actionlines.register.core.rules import Rule, Wrong

Json = JsonObject
Data = JsonObject
Serialised = JsonMapping  # a record as plain values, to be read alone
M = TypeVar("M", bound=models.Model)
L = TypeVar("L", bound=ConceptLink)
ID = Annotated[int, Field(ge=1, le=2**63 - 1)]
JsonBool = Annotated[bool, Strict()]  # of a body: 0 and "no" are no truth values of JSON


def _must_be_iso(value: object) -> object:
    if (isinstance(value, str) and _DAY.fullmatch(value)) or not isinstance(value, str | int | float):
        return value
    raise ValueError("write year, month and day, such as 2027-05-31")


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
IsoDate = Annotated[date, BeforeValidator(_must_be_iso)]  # a number is a time of Unix to pydantic


class OneOf:
    """A closed list in an annotation: `Annotated[str, OneOf(Level)]`, values or choices of a model."""

    def __init__(self, values: Iterable[str] | ChoicesType) -> None:
        self.values = list(values.values if isinstance(values, ChoicesType) else values)

    def __get_pydantic_core_schema__(self, source: type, handler: object) -> CoreSchema:
        """Return the schema of exactly these values: pydantic's hook."""
        return core_schema.literal_schema(self.values)


def _without_defaults(described: Json) -> None:
    for item in described["properties"].values():
        item.pop("default", None)


class Input(Schema):
    """Fields that people may write, each with its rule. Fields left out keep their values.

    The description states no defaults: a client that sends them would empty what a record holds.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra=_without_defaults)

    def plain(self) -> Data:
        """Return the fields that were given, as the actions take them."""
        return self.model_dump(exclude_unset=True)


@cache
def rules(kind: type[Input]) -> Mapping[str, Rule]:
    """Return field -> rule of an input, in the order of its fields."""
    matches = {name: _rule([*item.metadata, item.annotation]) for name, item in kind.model_fields.items()}
    return {name: rule for name, rule in matches.items() if rule}


def _rule(parts: Iterable[object]) -> Rule | None:
    for part in parts:
        if isinstance(part, Rule):
            return part
        inner = _rule([*getattr(part, "__metadata__", ()), *get_args(part)]) if get_args(part) else None
        if inner:
            return inner
    return None


def clean(kind: type[Input] | Mapping[str, Rule], fields: Mapping[str, object]) -> tuple[Data, dict[str, str]]:
    """Return the fields that can be saved, and what is wrong with each of the others."""
    known = rules(kind) if isinstance(kind, type) else kind
    good: Data = {}
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        try:
            if name not in known:
                raise Wrong.unknown()
            good[name] = known[name].clean(value)
        except Wrong as error:
            wrong[str(name)[:40]] = str(error)
    return good, wrong


def field_of(model: type[models.Model], name: str) -> AnyField:
    """Return a field of a model. Raises FieldDoesNotExist, also for rows of another model that lead to it."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(name)
    return field


def put(record: models.Model, good: Mapping[str, object]) -> None:
    """Put cleaned fields into a record. It is not saved, but for related organisations, which are."""
    for name, value in good.items():
        field = field_of(type(record), name)
        if field.many_to_many:
            getattr(record, name).set(value)
        else:
            setattr(record, field.attname, field.to_python(value))


class Head(Schema):
    """The fields that every record has."""

    kind: str
    id: int
    version: int
    created_at: datetime | None
    changed_at: datetime | None


def outside(*inputs: type[Input], named: tuple[str, ...] = ()) -> type[Head]:
    """Return the base of what a record looks like outside: its head and the fields of its inputs.

    named  fields of organisations that are followed by their name (`organisation_name`)
    """
    fields: Data = {}
    for item in inputs:
        for name, rule in rules(item).items():
            fields[name] = rule.outside, ...
            if name in named:
                fields[f"{name}_name"] = str | None, ...
    return create_model("Outside", __base__=Head, **fields)


class Link(Schema):
    """The record addresses a concept (`C5`, `sdg:9`, `sdg:9.c`, `gdc:11a`), with the words that say so."""

    concept: str
    level: Annotated[str, OneOf(Level)]
    origin: Annotated[str, OneOf(Origin)]
    status: Annotated[str, OneOf(LinkStatus)]
    p: float = Field(description="probability of the machine's proposal; 1 where a person set it")
    evidence: list[Json]


_LINK = tuple(Link.model_fields)
_of_link = attrgetter(*_LINK)
_NOTHING: Mapping[str, object] = MappingProxyType({})


def plain(schema: type[Schema], record: models.Model, known: Mapping[str, object] = _NOTHING) -> Data:
    """Return a record or a related row as plain values, every field named as in its schema.

    A field is the attribute of its name, dates in ISO form and amounts as text, unless the schema has a
    `resolve_<field>` for it. Values in `known` are not read.
    """
    model: Any = type(record)
    return {name: known[name] if name in known else value(record) for name, value in _values(schema, model).items()}


Value = Callable[[models.Model], object]  # reads a field of a record


@cache
def _values(schema: type[Schema], model: type[models.Model]) -> dict[str, Value]:
    return {name: getattr(schema, f"resolve_{name}", None) or _value(model, name) for name in schema.model_fields}


def _value(model: type[models.Model], name: str) -> Value:
    if name == "id":
        return attrgetter("pk")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return attrgetter(name)
    own = attrgetter(field.attname) if field.concrete and not field.many_to_many else attrgetter(name)
    if field.many_to_many:
        return lambda record: [item.pk for item in in_order(own(record))]
    if isinstance(field, models.DateField):
        return lambda record: iso(own(record))
    if isinstance(field, models.DecimalField):
        return lambda record: None if own(record) is None else str(own(record))
    return own


def iso(value: date | datetime | None) -> str | None:
    """Return a day or moment in ISO form; None for none."""
    return value.isoformat() if value else None


def in_order(rows: models.Manager[M]) -> list[M]:
    """Return related rows in the order in which they came: PostgreSQL gives what was changed last at the end.

    Rows of a version have no number, and are in order.
    """
    return sorted(rows.all(), key=lambda item: getattr(item, "pk", None) or 0)


def links(rows: models.Manager[L]) -> list[Data]:
    """Return the links of a record to concepts, in order."""
    # Without `plain`: an activity has a dozen, and an import writes thousands of activities.
    return [dict(zip(_LINK, _of_link(item), strict=True)) for item in in_order(rows)]


_ID_LIMIT = 2**63


def parse_id(number: object) -> int | None:
    """Return the number of a record, or None for anything that cannot be one."""
    try:
        parsed = int(number)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        return None
    return parsed if 0 < parsed < _ID_LIMIT else None

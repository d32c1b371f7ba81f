"""What a column holds, read so that a damaged value stops no reader.

A value that its field cannot hold reads as an empty one, and fails closed: a status reads as withdrawn. Rows that are
`marked` give `Unreadable` instead. A backup and `actionlines fixity` name these; actions leave them as they are.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin
from uuid import UUID

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.signals import connection_created
from django.db.models.expressions import Col
from django.dispatch import receiver
from django.utils.dateparse import parse_date, parse_datetime
from pydantic import BaseModel

if TYPE_CHECKING:
    from actionlines.register.core.schema import AnyField

DIGITS = 15  # of a number with a fraction: SQLite keeps it as a double, and no more digits come back
_DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
# What an unreadable status or decision reads as: the public sees nothing more by it.
_CLOSED = ("withdrawn", "removed", "rejected", "declined", "failed")
_EMPTY: tuple[tuple[type[AnyField], object], ...] = (
    (models.BooleanField, False),
    (models.DateTimeField, datetime(1970, 1, 1, tzinfo=UTC)),
    (models.DateField, date(1970, 1, 1)),
    (models.UUIDField, UUID(int=0)),
    (models.IntegerField, 0),
    (models.FloatField, 0.0),
    (models.DecimalField, Decimal("0.00")),
    (models.ForeignKey, 0),
)
_KINDS: tuple[tuple[Any, type], ...] = (
    ((models.CharField, models.TextField), str),
    (models.BooleanField, bool),
    (models.DateTimeField, datetime),
    (models.DateField, date),
)
Q = TypeVar("Q", bound="models.QuerySet[Any]")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value of the database that its field cannot hold."""

    raw: object

    def __str__(self) -> str:
        return repr(self.raw)[:80]


def marked(rows: Q) -> Q:
    """Return rows that give `Unreadable` where a value is damaged."""
    rows = rows.all()
    rows.query.marks_damage = True  # type: ignore[attr-defined] # a query keeps it where it is cloned
    return rows


def settled(record: models.Model) -> frozenset[str]:
    """Return the damaged fields of a record of marked rows, each of which now holds an empty value."""
    fields = [
        field for field in record._meta.concrete_fields if isinstance(vars(record).get(field.attname), Unreadable)
    ]
    for field in fields:
        setattr(record, field.attname, empty_of(field))
    return frozenset(field.name for field in fields)


def is_held(number: Decimal) -> bool:
    """Return whether every database gives this number back as it is."""
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= DIGITS


@cache
def check_of(field: AnyField) -> Callable[[Any], bool]:
    """Return what says whether the field can hold a value that is not None."""
    if isinstance(field, models.ForeignKey):
        return check_of(field.target_field)
    if choices := getattr(field, "flatchoices", None):
        return frozenset([value for value, _label in choices] + [""] * field.blank).__contains__
    if isinstance(field, models.DecimalField):
        return is_held
    if isinstance(field, models.FloatField):
        return math.isfinite
    if isinstance(field, models.JSONField):
        shape = (type(field.get_default()) if callable(field.default) else object) if field.has_default() else dict
        inner = _entry_of(field)
        return lambda value: (
            isinstance(value, shape)
            and all(isinstance(item, inner) for item in (value if isinstance(value, list) else ()))
        )
    if isinstance(field, models.IntegerField):
        least, greatest = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
        return lambda value: type(value) is int and least <= value <= greatest
    kind = next((kind for fields, kind in _KINDS if isinstance(field, fields)), object)
    return lambda value: isinstance(value, kind)


def _entry_of(field: AnyField) -> type:
    """Return the type of the entries of a list, as the schema of its kind has it."""
    from actionlines.register.core.kinds import kinds

    kind = kinds().get(getattr(field.model, "kind", ""))
    described = kind.schema.model_fields.get(field.name) if kind and kind.schema else None
    inner: Any = next(iter(get_args(described.annotation)), object) if described else object
    shape: type = get_origin(inner) or inner
    return dict if issubclass(shape, BaseModel) else shape


def empty_of(field: AnyField) -> Any:
    """Return what a reader gets in place of a value that the field cannot hold."""
    if field.null:
        return None
    if values := [value for value, _label in getattr(field, "flatchoices", None) or ()]:
        return next((value for value in _CLOSED if value in values), values[0])
    if field.has_default() and field.get_default() != "":
        return field.get_default()
    if isinstance(field, models.JSONField):
        return {}
    # A text that is not empty: the scope of a role is everything where it is.
    return next((empty for kind, empty in _EMPTY if isinstance(field, kind)), "�")


def _read(
    field: AnyField | None, marks: bool, converters: Sequence[Any], value: Any, expression: Any, connection: Any
) -> Any:
    result = value
    try:
        for converter in converters:
            result = converter(result, expression, connection)
        if value is None or (field is None or check_of(field)(result) if result is not None else field and field.null):
            return result
    except _DAMAGE:
        pass
    return Unreadable(value) if marks else field and empty_of(field)


@cache
def _whole(compiler: type) -> type:
    """Return a compiler of queries whose values are read so."""

    class Whole(compiler):  # type: ignore[misc]
        """Read every value, damaged or not."""

        def get_converters(self, expressions: Sequence[Any]) -> dict[int, Any]:
            """Return place -> (functions that read a value, its expression)."""
            converters: dict[int, Any] = super().get_converters(expressions)
            own = self.query.get_initial_alias() if getattr(self.query, "marks_damage", False) else None
            for at, expression in enumerate(expressions):
                field = expression.target if isinstance(expression, Col) and not expression.target.primary_key else None
                if field or at in converters:
                    functions = converters[at][0] if at in converters else ()
                    marks = field is not None and expression.alias == own
                    converters[at] = [partial(_read, field, marks, functions)], expression
            return converters

    return Whole


@receiver(connection_created, dispatch_uid="actionlines.columns")
def read_whole(connection: Any, **_more: object) -> None:
    """Let a new connection read damaged values too."""
    plain = type(connection.ops).compiler
    connection.ops.compiler = lambda name: _whole(plain(connection.ops, name))
    if connection.vendor == "sqlite":
        connection.connection.text_factory = _as_text
        for name, parse in (("date", parse_date), ("datetime", parse_datetime)):
            sqlite3.register_converter(name, partial(_as_day, parse))
        return
    from psycopg.types.datetime import DateLoader

    adapters = connection.connection.adapters
    adapters.register_loader("date", _lenient(DateLoader))
    adapters.register_loader("timestamptz", _lenient(adapters.get_loader(adapters.types["timestamptz"].oid, 0)))


def _lenient(loader: type) -> type:
    """Return a loader of psycopg that gives the text of a day that Python does not have: infinity, the year 12027."""
    from psycopg import DataError

    class Lenient(loader):  # type: ignore[misc]
        """Load what can be loaded."""

        def load(self, data: Any) -> Any:
            """Return the day or moment, or its text."""
            try:
                return super().load(data)
            except DataError:
                return str(data, "utf-8")

    return Lenient


def _as_day(parse: Callable[[str], date | None], data: bytes) -> date | str | bytes:
    text = _as_text(data)
    try:
        return (parse(text) if isinstance(text, str) else None) or text
    except ValueError:
        return text


def _as_text(data: bytes) -> str | bytes:
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError:
        return data

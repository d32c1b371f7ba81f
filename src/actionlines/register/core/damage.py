"""Read damaged values, so that one stops no reader.

A value that its field cannot hold reads as an empty one, and fails closed: a status reads as withdrawn. Rows that are
`columns.marked` give `Unreadable` instead. A backup and `actionlines fixity` name these; actions leave them.
"""

import math
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, partial
from typing import Any, get_args, get_origin

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.signals import connection_created
from django.db.models.expressions import Col
from django.dispatch import receiver
from django.utils.dateparse import parse_date, parse_datetime
from pydantic import BaseModel

from actionlines.register.core.columns import AnyField, Unreadable, empty_of, is_held
from actionlines.register.core.kinds import kinds

_DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
_KINDS: tuple[tuple[Any, type], ...] = (
    ((models.CharField, models.TextField), str),
    (models.BooleanField, bool),
    (models.DateTimeField, datetime),
    (models.DateField, date),
)


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
    kind = kinds().get(getattr(field.model, "kind", ""))
    described = kind.schema.model_fields.get(field.name) if kind and kind.schema else None
    inner: Any = next(iter(get_args(described.annotation)), object) if described else object
    shape: type = get_origin(inner) or inner
    return dict if issubclass(shape, BaseModel) else shape


def _reader(field: "AnyField | None", marks: bool, converters: Sequence[Any]) -> Callable[[Any, Any, Any], Any]:
    """Return what reads a value of a query; the check of the field is found once for all rows."""
    check, null = (check_of(field), field.null) if field else (None, False)

    def read(value: Any, expression: Any, connection: Any) -> Any:
        """Return the value, or what stands for it."""
        result = value
        try:
            for converter in converters:
                result = converter(result, expression, connection)
            if value is None or (null if result is None else check is None or check(result)):
                return result
        except _DAMAGE:
            pass
        return Unreadable(value) if marks else field and empty_of(field)

    return read


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
                    converters[at] = [_reader(field, marks, functions)], expression
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

"""What a column can hold, and what stands for a value that it cannot: see `core.damage`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import models

AnyField: TypeAlias = "models.Field[Any, Any]"

DIGITS = 15  # of a number with a fraction: SQLite keeps it as a double, and no more digits come back
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
    """Return the damaged fields of a record of marked rows; each holds an empty value now."""
    fields = [
        field for field in record._meta.concrete_fields if isinstance(vars(record).get(field.attname), Unreadable)
    ]
    for field in fields:
        setattr(record, field.attname, empty_of(field))
    return frozenset(field.name for field in fields)


def is_held(number: Decimal) -> bool:
    """Return whether every database gives this number back as it is."""
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= DIGITS


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

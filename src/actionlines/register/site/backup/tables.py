"""Tables as lines of text, the same for every database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models.fields.json import JSONField
from django.db.models.functions import Collate

if TYPE_CHECKING:  # a restore reads a backup before the register is set up
    from actionlines.register.core.schema import AnyField

_EXPONENT = 1e16  # from here on Python writes a float with an exponent, and PostgreSQL as a whole number
CHUNK = 500  # rows at a time: neither memory nor the number of parameters grows with the table


def all_models() -> list[type[models.Model]]:
    """Every model with a table of its own, in the order of table names."""
    found = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy)
    return sorted(found, key=lambda model: model._meta.db_table)


def lines(model: type[models.Model], width: int | None = None, **chosen: Any) -> Iterator[str]:
    """Yield the rows of a table in the order of their keys, the keys of JSON values sorted.

    width   as many fields as an earlier release had: a field that is added stands at the end of its model
    chosen  a filter
    """
    fields = model._meta.concrete_fields[:width]
    names = [field.attname for field in fields]
    rows = model._base_manager.filter(**chosen).order_by(_order(model)).values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield _line([_plain(value) for value in row])


def _order(model: type[models.Model]) -> str | Collate:
    """Return the key to order by: a key of text goes by its bytes, whatever the locale of the database."""
    key = model._meta.pk
    if isinstance(key, models.CharField | models.TextField) and connection.vendor == "postgresql":
        return Collate(key.attname, "C")
    return key.attname


# What rows of an earlier release get in fields that it did not have, as their migrations say; else the default.
_ADDED: dict[str, dict[str, Callable[[Any], Any]]] = {
    "registry_organisation": {
        "status": lambda row: "published",
        "published_at": lambda row: row.changed_at,
        "published_version": lambda row: row.version,
    },
    "registry_token": {"scope": lambda row: "publish"},
}


def load(model: type[models.Model], given: Iterable[str]) -> int | None:
    """Insert lines as they are, without dates of change or signals. Return how many fields they have, if any."""
    fields = list(model._meta.concrete_fields)
    width = None
    rows = iter(given)
    # SQLite allows 32,766 values in one statement.
    size = max(1, min(CHUNK, 30_000 // len(fields)))
    while chunk := list(islice(rows, size)):
        values = [json.loads(line) for line in chunk]
        width = width or len(values[0])
        made = [_object(model, fields, one) for one in values]
        model._base_manager.all()._insert(made, fields=fields, raw=True, using="default")  # type: ignore[attr-defined] # of Django alone
    return width


def reset_sequences() -> None:
    """Let new rows get keys above those that were loaded."""
    from django.core.management.color import no_style

    statements = connection.ops.sequence_reset_sql(no_style(), all_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@dataclass
class Digest:
    """Number and SHA-256 of the rows of a table, the same for every database and every release."""

    rows: int = 0
    sha256: str = hashlib.sha256().hexdigest()

    @classmethod
    def of(cls, given: Iterable[str]) -> Digest:
        """Return the digest of all lines."""
        found = cls()
        for _line in found.passing(given):
            pass
        return found

    def passing(self, given: Iterable[str]) -> Iterator[str]:
        """Yield the lines as they are; after the last one the digest is theirs."""
        found = hashlib.sha256()
        for line in given:
            # Backups of 0.1.0 keep the order of keys of SQLite; jsonb has an order of its own.
            found.update(_line(json.loads(line)).encode())
            self.rows += 1
            yield line
        self.sha256 = found.hexdigest()


def _line(values: list[object]) -> str:
    return json.dumps(_settled(values), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _settled(value: object) -> object:
    """Return a JSON value with the numbers that jsonb writes: no minus zero, no exponent."""
    if isinstance(value, float) and (not value or abs(value) >= _EXPONENT):
        return int(value) if value and value.is_integer() else abs(value)
    if isinstance(value, list):
        return [_settled(one) for one in value]
    return {key: _settled(one) for key, one in value.items()} if isinstance(value, dict) else value


def _plain(value: object) -> object:
    # JSON values come as Python values and go as JSON; the kinds below go as text and come back by their field.
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | memoryview):
        return {"hex": bytes(value).hex()}
    return value


def _object(model: type[models.Model], fields: list[AnyField], values: list[object]) -> models.Model:
    made = model()
    for field, value in zip(fields[: len(values)], values, strict=True):
        setattr(made, field.attname, _value(field, value))
    added = _ADDED.get(model._meta.db_table, {})
    for field in fields[len(values) :]:
        if field.attname in added:
            setattr(made, field.attname, added[field.attname](made))
    return made


def _value(field: AnyField, value: Any) -> object:
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"])
    if isinstance(field, models.DurationField):
        return timedelta(seconds=value)
    return (
        field.target_field.to_python(value)
        if isinstance(field, models.ForeignKey)
        else field.to_python(value)
    )

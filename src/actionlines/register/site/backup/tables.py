"""Tables as lines of text, the same for every database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models.fields.json import JSONField
from django.db.models.functions import Collate

if TYPE_CHECKING:  # a restore reads a backup before the register is set up
    from actionlines.register.core.schema import AnyField

_EXPONENT = 1e16  # from here on Python writes a float with an exponent, and PostgreSQL as a whole number
CHUNK = 500  # rows at a time: memory does not grow with the table


def all_models() -> list[type[models.Model]]:
    """Every model with a table of its own, in the order of table names."""
    matches = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy)
    return sorted(matches, key=lambda model: model._meta.db_table)


def column_names(model: type[models.Model]) -> list[str]:
    """Return the names of the fields of a table, in the order of the model."""
    return [field.attname for field in model._meta.concrete_fields]


@cache
def columns_of_form_1() -> dict[str, list[str]]:
    """Return table -> names of its fields, in the order in which backups of form 1 hold their values."""
    rows = Path(__file__).with_name("columns_form_1.csv").read_text("utf-8").splitlines()[1:]
    return {table: names.split() for table, names in (row.split(",") for row in rows)}


def lines(model: type[models.Model], columns: Sequence[str] = (), **chosen: Any) -> Iterator[str]:
    """Yield the rows of a table in the order of their keys, the keys of JSON values sorted.

    columns  names of the fields, in the order in which to write them; none: those of the model
    chosen   a filter
    """
    names = columns or column_names(model)
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


def load(model: type[models.Model], rows_as_text: Iterable[str], columns: Sequence[str] = ()) -> list[str]:
    """Insert lines as they are, without dates of change or signals, and return the names of their fields.

    columns  names of the fields in the order of the values; none: the order of form 1, in which an earlier
             release may have had fewer. Fields that the lines do not have get what `_ADDED` says.
    """
    from actionlines.register.core.bulk import insert

    fields = list(model._meta.concrete_fields)
    order = list(columns or columns_of_form_1().get(model._meta.db_table) or column_names(model))
    names = [field.name for field in fields]
    rows = iter(rows_as_text)
    while chunk := list(islice(rows, CHUNK)):
        values = [json.loads(line) for line in chunk]
        order = order[: len(values[0])]
        made = [_object(model, order, row) for row in values]
        insert(model, names, ([getattr(row, field.attname) for field in fields] for row in made))
    return order


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
    def of(cls, words: Iterable[str]) -> Digest:
        """Return the digest of all lines."""
        digest = cls()
        for _line in digest.passing(words):
            pass
        return digest

    def passing(self, words: Iterable[str]) -> Iterator[str]:
        """Yield the lines as they are; after the last one the digest is theirs."""
        digest = hashlib.sha256()
        for line in words:
            # Backups of 0.1.0 keep the order of keys of SQLite; jsonb has an order of its own.
            digest.update(_line(json.loads(line)).encode())
            self.rows += 1
            yield line
        self.sha256 = digest.hexdigest()


def _line(values: list[object]) -> str:
    return json.dumps(_settled(values), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _settled(value: object) -> object:
    """Return a JSON value with the numbers that jsonb writes: no minus zero, no exponent."""
    if isinstance(value, float) and (not value or abs(value) >= _EXPONENT):
        return int(value) if value and value.is_integer() else abs(value)
    if isinstance(value, list):
        return [_settled(item) for item in value]
    return {key: _settled(item) for key, item in value.items()} if isinstance(value, dict) else value


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


def _object(model: type[models.Model], names: Sequence[str], values: list[object]) -> models.Model:
    made = model()
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for name, value in zip(names, values, strict=True):
        setattr(made, name, _value(fields[name], value))
    for name, value_of in _ADDED.get(model._meta.db_table, {}).items():
        if name not in names:
            setattr(made, name, value_of(made))
    return made


def _value(field: AnyField, value: Any) -> object:
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"])
    if isinstance(field, models.DurationField):
        return timedelta(seconds=value)
    return field.target_field.to_python(value) if isinstance(field, models.ForeignKey) else field.to_python(value)

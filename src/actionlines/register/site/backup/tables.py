"""Tables as lines of text, the same for every database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.fields.json import JSONField
from django.db.models.functions import Collate

from actionlines.register.core.columns import Unreadable, empty_of, marked

if TYPE_CHECKING:  # a restore reads a backup before the register is set up
    from actionlines.register.core.columns import AnyField
    from actionlines.register.core.schema import Data

_EXPONENT = 1e16  # from here on Python writes a float with an exponent, and PostgreSQL as a whole number
CHUNK = 500  # rows at a time: memory does not grow with the table

# What lets somebody in, or says where somebody is signed in: no backup holds it, and people sign in again.
LEFT_OUT = frozenset(
    ("django_session", "usersessions_usersession", "account_emailconfirmation", "socialaccount_socialtoken")
)


def saved_models() -> list[type[models.Model]]:
    """Return the models whose tables a backup holds."""
    return [model for model in all_models() if model._meta.db_table not in LEFT_OUT]


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


@dataclass(frozen=True, slots=True)
class Damage:
    """A value that cannot be read, or that names a row that is not there. A backup holds an empty value instead."""

    table: str
    row: object
    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.table}, row {self.row}, field {self.field}: {self.value} cannot be read"


Note = Callable[[Damage], object]


def lines(
    model: type[models.Model], columns: Sequence[str] = (), note: Note | None = None, **chosen: Any
) -> Iterator[str]:
    """Yield the rows of a table in the order of their keys, the keys of JSON values sorted.

    columns  names of the fields, in the order in which to write them; none: those of the model
    note     gets each damaged value, and each that names a row that is not there
    chosen   a filter
    """
    names = list(columns) or column_names(model)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    table, key, lost = model._meta.db_table, names.index(str(model._meta.pk.attname)), _lost(model) if note else {}
    note = note or (lambda damage: None)
    rows = marked(model._base_manager.filter(**chosen)).order_by(_order(model)).values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        gone = lost.get(row[key], ())
        damaged = [name for name, value in zip(names, row, strict=True) if type(value) is Unreadable or name in gone]
        for name in damaged:
            note(Damage(table, row[key], name, str(row[names.index(name)])))
        data = [_plain(value) for value in row]
        if damaged:
            empty = {name: _plain(empty_of(fields[name])) for name in damaged}
            if not (data := _fitting(model, names, data, empty)):
                continue
        yield _line(data)


def _fitting(model: type[models.Model], names: list[str], data: list[object], empty: Data) -> list[object]:
    """Return a row with empty values for what is damaged, as constraints let it in; [] where none can."""
    whole: Data = dict(zip(names, data, strict=True)) | empty
    parts = {name for check in _checks(model) for name in _names(check)}
    more = {field.attname: _plain(empty_of(field)) for field in model._meta.concrete_fields if field.attname in parts}
    for values in (whole, whole | more):
        made = _object(model, names, list(values.values()))
        with suppress(ValidationError):
            for check in _checks(model):
                check.validate(model, made)
            return list(values.values())
    return []


def _checks(model: type[models.Model]) -> list[models.CheckConstraint]:
    return [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]


def _names(check: models.CheckConstraint) -> set[str]:
    pairs: Any = check.condition  # a Q of pairs: field__comparison, value or F
    return {getattr(part, "name", str(part).split("__")[0]) for pair in pairs.children for part in pair}


def _lost(model: type[models.Model]) -> dict[object, set[str]]:
    """Return key -> fields that name a row that is not there, or break a constraint. PostgreSQL lets none in."""
    lost: dict[object, set[str]] = {}
    if connection.vendor == "sqlite":
        for check in _checks(model):
            wrong = model._base_manager.exclude(check.condition).values_list("pk", flat=True)
            names = _names(check) & set(column_names(model))
            lost.update({key: lost.get(key, set()) | names for key in wrong})
        columns = {field.column: field.attname for field in model._meta.concrete_fields}
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            rows = cursor.execute(f"PRAGMA foreign_key_check({table})").fetchall()
            keys = {row[0]: row[3] for row in cursor.execute(f"PRAGMA foreign_key_list({table})")} if rows else {}
        for _table, row, _parent, key in rows:
            lost.setdefault(row, set()).add(columns[keys[key]])
    return lost


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

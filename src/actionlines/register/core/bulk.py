"""Many rows and their trail at once."""

import json
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import connection, models
from django.db.models import Model

from actionlines.register.core.columns import AnyField
from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Record
from actionlines.register.core.schema import Data, field_of
from actionlines.register.core.serialise import as_dict

M = TypeVar("M", bound=Model)

# Fields whose values the database takes as they are.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.ForeignKey)
R = TypeVar("R", bound=Record)


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of values in the order of `names` (names of fields; of a foreign key its number).

    PostgreSQL takes them by COPY, SQLite by one prepared statement.
    """
    fields = [field_of(model, name) for name in names]
    if not (by_column := list(zip(*rows, strict=True))):
        return
    prepared = zip(*(_prepared(field, values) for field, values in zip(fields, by_column, strict=True)), strict=True)
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # COPY is of the driver: without this, a connection that ends is no error of Django's.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(prepared))  # noqa: S608 - names of our own tables


def insert_records(records: Sequence[models.Model]) -> None:
    """Insert new records that need no number: several times as fast as `bulk_create`."""
    if records:
        model = type(records[0])
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        values = ([getattr(record, field.attname) for field in fields] for record in records)
        insert(model, [field.name for field in fields], values)


def _prepared(field: AnyField, values: Sequence[object]) -> Sequence[object]:
    if isinstance(field, _PLAIN):
        return values
    if isinstance(field, models.JSONField):
        # As Django writes it, by one encoder; COPY takes JSON as text too.
        encode = (field.encoder or json.JSONEncoder)().encode
        return [None if value is None else encode(value) for value in values]
    return [field.get_db_prep_save(value, connection) for value in values]


BATCH = 500


def fetch_related(records: Sequence[Record], *, rows: bool = True) -> None:
    """Fetch the records that values name, and the rows that they are read with: a query for each relation."""
    if records:
        kind = kinds()[records[0].kind]
        models.prefetch_related_objects(records, *kind.related, *(kind.prefetched if rows else ()))


def serialised(model: type[R], keys: Sequence[int]) -> dict[int, tuple[R, Data]]:
    """Records by number with their serialised form, in a few queries."""
    kind = kinds()[model.kind]
    matches: dict[int, tuple[R, Data]] = {}
    for start in range(0, len(keys), BATCH):
        rows = model.objects.filter(pk__in=keys[start : start + BATCH])
        for record in rows.select_related(*kind.related).prefetch_related(*kind.prefetched):
            matches[record.pk] = record, as_dict(record)
    return matches

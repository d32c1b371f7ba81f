"""Related rows of many records as plain lists.

A prefetch makes a query set for each record, which costs more than its rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model

R = TypeVar("R", bound=Model)


def with_related(records: Collection[R], *names: str) -> Collection[R]:
    """Return the records with their related rows, one query for each name: `one.links.all()` is then a list."""
    held = {one.pk: one for one in records}
    for name in names if held else ():
        relation: Any = next(iter(held.values()))._meta.get_field(name)
        field = relation.field
        rows: dict[object, list[Model]] = {number: [] for number in held}
        for row in relation.related_model._default_manager.filter(**{f"{field.name}__in": list(held)}):
            number = getattr(row, field.attname)
            field.set_cached_value(row, held[number])
            rows[number].append(row)
        for number, one in held.items():
            cache = one.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[name] = rows[number]
    return records

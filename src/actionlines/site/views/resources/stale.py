"""What others changed while somebody wrote."""

from __future__ import annotations

from typing import Any

from actionlines.registry.models import Event


def since(record: Any, version: int) -> list[tuple[str, Any, Any]]:
    """(field, before, after) of each field that was changed since a version."""
    changes: dict[str, list[Any]] = {}
    rows = Event.objects.filter(kind=record.kind, record=record.pk, version__gt=version).order_by("version")
    for event in rows:
        for name, (before, after) in event.changes.items():
            changes[name] = [changes[name][0] if name in changes else before, after]
    return [(_label(record, name), before, after) for name, (before, after) in changes.items()]


def _label(record: Any, name: str) -> str:
    known = {field.name: field for field in record._meta.get_fields()}
    return str(getattr(known.get(name), "verbose_name", name))

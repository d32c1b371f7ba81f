"""What others changed while somebody wrote, as differences."""

from __future__ import annotations

from typing import Any

from actionlines.registry.models import Event
from actionlines.site.difference import Change, differences


def since(record: Any, version: int) -> list[Change]:
    """What changed since a version, field by field."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    rows = Event.objects.filter(kind=record.kind, record=record.pk, version__gt=version).order_by("version")
    for event in rows:
        for name, (before, after) in event.changes.items():
            old.setdefault(name, before)
            new[name] = after
    return differences(record.kind, old, new)

"""The trail of many records at once: what `Action` writes for one, written for hundreds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from actionlines.registry import models as m
from actionlines.registry.actions.base import difference
from actionlines.registry.imports.fast import insert
from actionlines.registry.serialise import Data, as_dict

BATCH = 500
# What `as_dict` reads of each kind of record beside its own row.
RELATED: dict[Any, tuple[Sequence[str], Sequence[str]]] = {
    m.Activity: (("organisation",), ("partners", "places", "links", "mandate_links")),
    m.Mandate: (("instrument", "paragraph"), ("addressees", "links", "progress")),
    m.Organisation: ((), ()),
}


def serialised(model: Any, keys: Sequence[int]) -> dict[int, tuple[Any, Data]]:
    """Records by number with their serialised form, in a few queries."""
    related, prefetched = RELATED[model]
    found: dict[int, tuple[Any, Data]] = {}
    for start in range(0, len(keys), BATCH):
        rows = model.objects.filter(pk__in=keys[start : start + BATCH])
        for record in rows.select_related(*related).prefetch_related(*prefetched):
            found[record.pk] = record, as_dict(record)
    return found


def write(
    model: Any,
    keys: Sequence[int],
    *,
    action: str,
    actor: Any,
    group: UUID,
    reason: str = "",
    before: Mapping[int, Data] | None = None,
) -> None:
    """A version, an event and an entry for the index for each record; they are saved, with new versions, before.

    before  what the records were: an event then says what changed. The event of a new record says nothing, as
            its first version says it all.
    """
    put(
        serialised(model, keys).values(),
        action=action,
        actor=actor,
        group=group,
        reason=reason,
        before=before,
    )


def put(
    records: Iterable[tuple[Any, Data]],
    *,
    action: str,
    actor: Any,
    group: UUID,
    reason: str = "",
    before: Mapping[int, Data] | None = None,
) -> None:
    """The same for records that the caller has serialised."""
    was, now = before or {}, timezone.now()
    actor_key = getattr(actor, "pk", None)
    versions, events, outbox = [], [], []
    for record, after in records:
        kind, key, number = record.kind, record.pk, record.version
        changes = difference(was[key], after) if key in was else {}
        versions.append((kind, key, number, now, record.version_is_public(), after))
        events.append((now, group, action, kind, key, number, actor_key, changes, reason))
        outbox.append((kind, key))
    insert(m.Version, ("kind", "record", "number", "at", "public", "data"), versions)
    insert(
        m.Event,
        ("at", "group", "action", "kind", "record", "version", "actor", "changes", "reason"),
        events,
    )
    insert(m.Outbox, ("kind", "record"), outbox)

"""The trail of many records at once: what `Action` writes for one, written for hundreds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from actionlines.registry import models as m
from actionlines.registry.actions.base import difference
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
    was = before or {}
    versions, events, outbox = [], [], []
    for key, (record, after) in serialised(model, keys).items():
        versions.append(
            m.Version(kind=record.kind, record=key, number=record.version, public=record.version_is_public(),
                      data=after)
        )  # fmt: skip
        changes = difference(was[key], after) if key in was else {}
        events.append(
            m.Event(group=group, action=action, kind=record.kind, record=key, version=record.version,
                    actor=actor, changes=changes, reason=reason)
        )  # fmt: skip
        outbox.append(m.Outbox(kind=record.kind, record=key))
    m.Version.objects.bulk_create(versions, batch_size=BATCH)
    m.Event.objects.bulk_create(events, batch_size=BATCH)
    m.Outbox.objects.bulk_create(outbox, batch_size=BATCH)

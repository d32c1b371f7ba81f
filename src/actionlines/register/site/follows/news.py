"""Events that are news of what somebody follows: public, or open to that person, when they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.published import public_data
from actionlines.register.core.schema import Data
from actionlines.register.models import Event, Follow, Hook, Version
from actionlines.register.site.follows.targets import KINDS, belonging, kind_model
from actionlines.register.site.kinds import Words, done
from actionlines.register.site.views.records import is_withdrawn, title_of

# Two transactions may end in another order than that of their events: what is younger waits for the next look.
SETTLED = timedelta(seconds=60)
_MOST = 5_000  # events of one look; the next look goes on from there


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was done to a record: what, to which, and where to read it."""

    title: str
    did: Words
    path: str
    key: tuple[str, int]
    event: Event
    data: Data


def events_after(number: int) -> list[Event]:
    """Return settled events after an event, the oldest first; at most some thousand."""
    rows = Event.objects.filter(pk__gt=number, at__lt=timezone.now() - SETTLED)
    return list(rows.order_by("pk")[:_MOST])


def newest() -> int:
    """Return the number of the last event, 0 where there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def pieces(follow: Follow, events: Sequence[Event]) -> list[Piece]:
    """Return the news of a subscription among events: the last thing done to each record that its reader may see.

    What the reader did is no news to them.
    """
    others = [one for one in events if one.actor_id != follow.user_id]
    shown = (piece(one, follow.user) for one in latest(follow, others))
    return [one for one in shown if one is not None]


def latest(follow: Follow | Hook, events: Sequence[Event]) -> list[Event]:
    """Return of each record that belongs to what is followed the last event, a public one where there is one."""
    own = [one for one in events if one.kind in KINDS]
    last = {(one.kind, one.record): one for one in own if _is_public(one)}
    last |= {key: one for one in own if (key := (one.kind, one.record)) not in last}
    if not last:
        return []
    found = belonging(follow, last)
    return [last[key] for key in last if key in found]


def _is_public(event: Event) -> bool:
    rows = Version.objects.filter(kind=event.kind, record=event.record, number=event.version, public=True)
    return bool(rows.exists())


def piece(event: Event, reader: Person) -> Piece | None:
    """Return what was done to a record, and the record; None where the reader may not see it now."""
    record = kind_model(event.kind).objects.filter(pk=event.record).first()
    if record is None or is_withdrawn(record) or not decide(reader, f"{event.kind}.view", record):
        return None
    if not _is_public(event) and not sees_draft(reader, record):
        return None
    data = public_data([record], reader)
    if not data:
        return None
    key = (event.kind, event.record)
    return Piece(title_of(event.kind, data[0]), done(event), record.get_absolute_url(), key, event, data[0])

"""What is saved while somebody types: it changes the draft at once, and becomes one version of a stretch of work.

A version and an event for every few letters would bury the history of a record. So a save made by the form itself
is kept aside (`DraftSave`) while the same person goes on within STRETCH of their last version. It becomes a
version, with one event for all of it, as soon as somebody else acts, the person saves or submits by a button, or
nothing more is typed for so long. The number of the record grows with every save: the form warns
a person who saw an older one, and shows what has changed since.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django_tasks import default_task_backend, task

from actionlines.register.activities.models import Activity, DraftSave
from actionlines.register.core.action import Action, difference
from actionlines.register.core.models import Event, Outbox, Record, Version
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.people.models import User

STRETCH = timedelta(minutes=10)
_TYPED = ("activity.create", "activity.edit")


def latest(record: Activity) -> Version | None:
    """The newest version on record; what was typed since is not in it."""
    version: Version | None = Version.objects.filter(kind=record.kind, record=record.pk).first()
    return version


def pending(record: Activity) -> DraftSave | None:
    """The last save that is no version yet; None where the newest version says it all."""
    if (last := DraftSave.objects.filter(activity=record, number=record.version).first()) is None:
        return None
    of_record = Version.objects.filter(kind=record.kind, record=record.pk, number=record.version)
    return None if of_record.exists() else last


def goes_on(record: Activity, actor: User | None, status: str) -> bool:
    """Return whether a save by `actor` belongs to the stretch of their last version. `status`: before the save."""
    if actor is None or record.status != status:
        return False
    # By number, not by time: the clock may have been set back.
    event = Event.objects.filter(kind=record.kind, record=record.pk).order_by("-pk").first()
    return bool(
        event and event.actor_id == actor.pk and event.action in _TYPED and abs(timezone.now() - event.at) < STRETCH
    )


def keep(record: Activity, actor: User | None) -> None:
    """Save the record with a number of its own, and aside what it is now. In a transaction of the caller."""
    first = pending(record) is None
    record.version += 1
    record.save()
    fresh = Activity.objects.get(pk=record.pk)
    DraftSave.objects.create(activity=record, number=record.version, by=actor, data=as_dict(fresh))
    Outbox.objects.create(kind=record.kind, record=record.pk)
    if first:
        transaction.on_commit(lambda: _later(record.pk))


def seal(record: Activity, data: Mapping[str, object]) -> None:
    """Write the saves since the newest version as one version with one event, by any author. `data`: the
    record as it is. Does nothing where there are no saves.
    """
    if (last := pending(record)) is None:
        return
    before = latest(record)
    Version.objects.create(
        kind=record.kind, record=record.pk, number=record.version, public=record.version_is_public(), data=data
    )
    Event.objects.create(
        group=uuid4(), action="activity.edit", kind=record.kind, record=record.pk, version=record.version,
        actor_id=last.by_id, changes=difference(before.data if before else {}, data),
    )  # fmt: skip


class ActivityAction(Action):
    """An action on an activity: what was typed and is no version yet becomes one first."""

    def settle(self, before: Mapping[str, object]) -> Mapping[str, object]:
        """Seal the saves of a form before anything else is done."""
        seal(self.record, before)
        return before


def was(record: Activity, number: int) -> Data | None:
    """The serialised record at a number: a version, or what was saved aside; None where neither is held."""
    for rows in (Version.objects.filter(kind=record.kind, record=record.pk), DraftSave.objects.filter(activity=record)):
        data: Data | None = rows.filter(number=number).values_list("data", flat=True).first()
        if data is not None:
            return data
    return None


def typed_version(record: Record, number: int) -> Version | None:
    """Return what was saved aside as a version that is not saved: for those who may see the draft."""
    if (save := DraftSave.objects.filter(activity=record.pk, number=number).first()) is None:
        return None
    return Version(kind=record.kind, record=record.pk, number=number, at=save.at, public=False, data=save.data)


@task()
def settle(number: int) -> bool:
    """Seal what was typed once nobody has typed for STRETCH; else look again later. Whether it was sealed."""
    with transaction.atomic():
        record = Activity.objects.select_for_update().filter(pk=number).first()
        last = pending(record) if record else None
        if record is None or last is None:
            return False
        if quiet := timezone.now() - last.at >= STRETCH:
            seal(record, as_dict(record))
    if not quiet:
        _later(number)
    return quiet


def forget(saved: timedelta) -> int:
    """Delete what was saved aside before this time, and is in a version by now. Returns how many.

    So long somebody can come back to a form and see what changed since.
    """
    old = DraftSave.objects.filter(at__lt=timezone.now() - saved)
    # What is no version yet stays, however old: a worker that was away seals it.
    current = [item.pk for item in old.select_related("activity") if pending(item.activity) == item]
    return int(old.exclude(pk__in=current).delete()[0])


def _later(number: int) -> None:
    # A backend that runs tasks at once would ask for ever.
    if default_task_backend.supports_defer:
        settle.using(run_after=timezone.now() + STRETCH).enqueue(number)

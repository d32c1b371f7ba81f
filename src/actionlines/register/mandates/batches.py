"""One action on many mandates as one group of events, and the undo of a group.

What cannot be done to one mandate leaves it as it is and says why; the other ones go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from actionlines.errors import NotAllowed, RegistryError
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event
from actionlines.register.core.schema import Data
from actionlines.register.mandates.actions import (
    AssignLead,
    ConfirmMandate,
    CorrectMandate,
    DecideMandateLinks,
    MandateAction,
    RejectMandate,
)
from actionlines.register.mandates.models import Mandate, MandateLink
from actionlines.register.people.models import User

MOST = most_of("mandates-at-once")
UNDO_FOR = timedelta(minutes=10)
UNDOABLE = frozenset(item.code for item in (AssignLead, ConfirmMandate, CorrectMandate, RejectMandate))
# Kept as written: pages translate it.
UNDONE = gettext_noop("Undone")

Chosen = Iterable[tuple[Mandate, int | None]]  # a mandate and the version that the actor saw


@dataclass(frozen=True, slots=True)
class Batch:
    """What was done, and why each of the others was not: (mandate, error)."""

    group: UUID
    done: tuple[Mandate, ...]
    refused: tuple[tuple[Mandate, RegistryError], ...]


def each(chosen: Chosen, make: Callable[[Mandate, int | None], MandateAction]) -> Batch:
    """Do an action to each of at most MOST mandates. Nothing is raised for one mandate."""
    group = uuid4()
    done: list[Mandate] = []
    refused: list[tuple[Mandate, RegistryError]] = []
    with transaction.atomic():
        for mandate, version in list(chosen)[:MOST]:
            try:
                done.append(make(mandate, version).do(group))
            except RegistryError as error:
                refused.append((mandate, error))
    return Batch(group, tuple(done), tuple(refused))


def confirm_all(actor: User, chosen: Chosen) -> Batch:
    """Confirm mandates, each with the number of the others; their links are decided apart."""
    rows = list(chosen)[:MOST]
    others = len(rows) - 1
    return each(rows, lambda item, version: ConfirmMandate(actor, item, version=version, others=others))


def decide_links(actor: User, chosen: Iterable[tuple[MandateLink, int | None]], status: str) -> Batch:
    """Confirm or reject proposed links, each with the version that the actor saw of its mandate."""
    rows = list(chosen)[:MOST]
    by_mandate: dict[int, list[str]] = {}
    for link, _version in rows:
        by_mandate.setdefault(link.mandate_id, []).append(link.concept)
    others = len(rows) - 1

    def make(mandate: Mandate, version: int | None) -> MandateAction:
        """Return the action on the links of one mandate."""
        concepts = by_mandate[mandate.pk]
        return DecideMandateLinks(actor, mandate, version=version, concepts=concepts, status=status, others=others)

    return each({link.mandate_id: (link.mandate, version) for link, version in rows}.values(), make)


def reject_all(actor: User, chosen: Chosen, reason: str) -> Batch:
    """Reject proposals for one reason."""
    return each(chosen, lambda item, version: RejectMandate(actor, item, version=version, reason=reason))


def assign_all(actor: User, chosen: Chosen, lead: int | None = None, body: str = "") -> Batch:
    """Give mandates one lead: an organisation by its number, or a body of the framework."""
    return each(chosen, lambda item, version: AssignLead(actor, item, version=version, lead=lead, body=body))


class UndoMandate(MandateAction):
    """Give a mandate the values that it had before one event (`event`): of the actor's own, and the last one."""

    code = "mandate.undo"

    def check(self) -> None:
        """Raise when the event cannot be undone, or the actor may no longer do what is undone."""
        super().check()
        event = self.given["event"]
        decision = self.may(self.actor, self.record, event.action)
        if not decision:
            raise NotAllowed(self._name(), decision.why)
        own = event.action in UNDOABLE and event.actor_id == getattr(self.actor, "pk", None)
        if not own or event.at < timezone.now() - UNDO_FOR:
            raise NotAllowed(self._name(), _("you can undo what you did in the last ten minutes, nothing else"))

    def effect(self) -> None:
        """Write what the event says was there before."""
        before = {name: pair[0] for name, pair in self.given["event"].changes.items()}
        self._related(before)
        for name, value in before.items():
            if name in ("lead", "superseded_by"):
                setattr(self.record, f"{name}_id", value)
            elif name == "due_on":
                self.record.due_on = date.fromisoformat(value) if value else None
            elif name == "status_since":
                self.record.status_since = datetime.fromisoformat(value)
            else:
                setattr(self.record, name, value)

    def _related(self, before: Data) -> None:
        record = self.record
        if (query := before.pop("addressees", None)) is not None:
            record.addressees.exclude(body__in=[who["body"] for who in query]).delete()
            for who in query:
                record.addressees.get_or_create(body=who["body"], defaults={"words": who["words"]})
        if (links := before.pop("links", None)) is not None:
            record.links.exclude(concept__in=[link["concept"] for link in links]).delete()
            for link in links:
                record.links.filter(concept=link["concept"]).update(status=link["status"], accepted_with=None)


def undo(actor: User, group: UUID) -> Batch:
    """Undo what the actor did last as one group, in the last ten minutes; mandates changed since are refused.

    A group that is not the last one is left as it is: a button of a page that is older undoes nothing else.
    """
    newest = _events(actor).first()
    rows_of_group = _events(actor).filter(group=group) if newest and newest.group == group else Event.objects.none()
    events = {item.record: item for item in rows_of_group}
    rows = Mandate.objects.filter(pk__in=events).order_by("pk")

    def make(mandate: Mandate, version: int | None) -> MandateAction:
        """Return the action on one mandate of the batch."""
        return UndoMandate(actor, mandate, version=version, event=events[mandate.pk], reason=UNDONE)

    return each([(row, events[row.pk].version) for row in rows], make)


@dataclass(frozen=True, slots=True)
class Undoable:
    """A group of events that its actor can still undo: `many` mandates, `action` as in the permission table."""

    group: UUID
    action: str
    many: int


def last_batch(actor: User) -> Undoable | None:
    """Return the newest group of the actor that can still be undone, None where there is none."""
    newest = _events(actor).first()
    if newest is None:
        return None
    events = list(_events(actor).filter(group=newest.group)[:MOST])
    now = dict(Mandate.objects.filter(pk__in=[event.record for event in events]).values_list("pk", "version"))
    left = sum(now.get(event.record) == event.version for event in events)
    return Undoable(newest.group, newest.action, left) if left else None


def _events(actor: User) -> QuerySet[Event]:
    since = timezone.now() - UNDO_FOR
    rows = Event.objects.filter(actor=actor, kind="mandate", action__in=UNDOABLE, at__gte=since)
    return rows.order_by("-at", "-pk")

"""Once a day the system looks which mandates are past their day."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from actionlines.errors import RegistryError
from actionlines.registry.actions.mandates_base import MandateAction
from actionlines.registry.models import Mandate
from actionlines.registry.models.mandates import Force

BATCH = 200  # mandates in one transaction: the index is written once for each

# Kept as written: there is no reader yet; pages translate it.
REASON = gettext_noop("Its last day has passed without a word that it was delivered.")


class MarkOverdue(MandateAction):
    """The last day of an open mandate has passed. Done by the system (`actor` None); `today` may be given."""

    code = "mandate.status"
    states = frozenset({"confirmed", "under_way"})

    def effect(self) -> None:
        """Overdue since the day after the last one; what is not past its day stays as it is."""
        if self.record.due_on is None or self.record.due_on >= self.given.get("today", timezone.now().date()):
            self.refuse(due_on="its last day has not passed")
        self.move("overdue", reason=REASON)


def past_their_day(today: date) -> QuerySet[Mandate]:
    """Open mandates whose last day was before `today`, by number. Proposals are nobody's duty yet, and what a
    text does not decide is nobody's by it.
    """
    rows = Mandate.objects.filter(force=Force.DECIDED, status__in=MarkOverdue.states)
    return rows.filter(due_on__lt=today).order_by("pk")


def mark_overdue(today: date | None = None) -> int:
    """Mark all that are past their day, as one group of events; how many. A second run the same day marks none."""
    today = today or timezone.now().date()
    group = uuid4()
    count = last = 0
    while batch := list(past_their_day(today).filter(pk__gt=last)[:BATCH]):
        with transaction.atomic():
            count += sum(_marked(mandate, today, group) for mandate in batch)
        last = batch[-1].pk
    return count


def _marked(mandate: Mandate, today: date, group: UUID) -> bool:
    try:
        MarkOverdue(None, mandate, today=today).do(group)
    except RegistryError:
        # Somebody was quicker: delivered, or given another day, since the list was made.
        return False
    return True

"""The one rule for overdue: an open mandate that a text decides is overdue from the day after its last day.

Pages, filters, the index, API, calendar, feeds and reports ask it when they show a mandate. The nightly job writes
the status into the record for the trail and for messages; nothing that is shown depends on whether it has run.

    Mandate.objects.filter(overdue())                      rows of a query
    mandate.is_overdue, mandate.shown_status               one record
    rows.annotate(shown=shown_status())                    counts by the status that is shown
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone

if TYPE_CHECKING:
    from actionlines.register.models import Mandate

# Somebody is waited for. A record may hold "overdue" while a new day is ahead: it is then shown as confirmed.
OPEN = ("confirmed", "under_way", "overdue")
LATE = "overdue"
DECIDED = "decided"  # what no text decides is owed by nobody


def the_day(day: date | None = None) -> date:
    """Return the day for which the rule is asked: today unless one is given."""
    return day or timezone.now().date()


def last_late_day(day: date | None = None) -> date:
    """Return the latest deadline that has passed on a day: the day before it."""
    return the_day(day) - timedelta(days=1)


def overdue(day: date | None = None) -> Q:
    """Return the condition for mandates that are overdue on a day."""
    return Q(force=DECIDED, status__in=OPEN, due_on__lte=last_late_day(day))


def is_overdue(mandate: Mandate, day: date | None = None) -> bool:
    """Return whether one mandate is overdue on a day."""
    owed = mandate.force == DECIDED and mandate.status in OPEN
    return owed and mandate.due_on is not None and mandate.due_on <= last_late_day(day)


def status_on(mandate: Mandate, day: date | None = None) -> str:
    """Return the status of a mandate as it is shown on a day."""
    return LATE if is_overdue(mandate, day) else settled(mandate.status)


def settled(status: str) -> str:
    """Return a status without the mark of the nightly job: an open mandate that may or may not be overdue.

    >>> settled("overdue"), settled("under_way")
    ('confirmed', 'under_way')
    """
    return "confirmed" if status == LATE else str(status)


def shown_status(day: date | None = None) -> Case:
    """Return the status of each row of a query as it is shown on a day."""
    return Case(
        When(overdue(day), then=Value(LATE)),
        When(status=LATE, then=Value(settled(LATE))),
        default=F("status"),
        output_field=CharField(),
    )

"""Reminders to leads: 90, 30 and 7 days before the last day of a mandate, each once."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date, timedelta

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from actionlines.register.core.notices import address, language_of
from actionlines.register.core.permissions import decide
from actionlines.register.core.texts import isolated, reader_words
from actionlines.register.mandates.actions import OPEN
from actionlines.register.mandates.models import Force
from actionlines.register.models import Mandate, Reminder, Role, User

log = logging.getLogger(__name__)
DAYS = (7, 30, 90)
_LONGEST = 160


def stage(left: int) -> int:
    """Return which reminder is due so many days before the last one, 0 for none.

    >>> stage(91), stage(90), stage(31), stage(30), stage(7), stage(0), stage(-1)
    (0, 90, 90, 30, 7, 7, 0)
    """
    return next((days for days in DAYS if 0 <= left <= days), 0)


def remind(today: date | None = None) -> int:
    """Send what is to be reminded of today, one message to each person; return the number of messages sent."""
    today = today or timezone.localdate()
    rows = Mandate.objects.filter(
        status__in=OPEN,
        force=Force.DECIDED,
        lead__isnull=False,
        due_on__range=(today, today + timedelta(max(DAYS))),
    )
    wanted: dict[User, list[Mandate]] = defaultdict(list)
    for mandate in rows.select_related("instrument", "paragraph", "lead").order_by("due_on", "pk"):
        for person in leads_of(mandate):
            if not _was_sent(mandate, person, today) and decide(person, "mandate.view", mandate):
                wanted[person].append(mandate)
    return sum(_send(person, found, today) for person, found in wanted.items())


def leads_of(mandate: Mandate) -> list[User]:
    """Return the people with a role for the organisation that leads a mandate."""
    roles = Role.objects.filter(scope=f"org:{mandate.lead_id}")
    return list(User.objects.filter(is_active=True, roles__in=roles).distinct().order_by("pk"))


def _was_sent(mandate: Mandate, person: User, today: date) -> bool:
    assert mandate.due_on is not None
    days = stage((mandate.due_on - today).days)
    rows = Reminder.objects.filter(user=person, mandate=mandate, due_on=mandate.due_on, days__lte=days)
    return bool(rows.exists())


def _send(person: User, found: list[Mandate], today: date) -> int:
    kept = [
        Reminder(user=person, mandate=one, due_on=one.due_on, days=stage((one.due_on - today).days))
        for one in found
        if one.due_on
    ]
    # Kept first: of two workers one sends. What cannot be sent is taken back, and tried again.
    Reminder.objects.bulk_create(kept, ignore_conflicts=True)
    try:
        get_connection().send_messages([message(person, found, today)])
    except Exception:
        log.exception("A reminder to account %s could not be sent.", person.pk)
        for one in kept:
            Reminder.objects.filter(
                user=person, mandate=one.mandate, due_on=one.due_on, days=one.days
            ).delete()
        return 0
    return 1


def message(person: User, found: list[Mandate], today: date) -> EmailMessage:
    """Return the message about mandates that fall due, in the language of the one who gets it."""
    with override(language_of(person)):
        subject = ngettext(
            "%(count)d mandate that you lead falls due",
            "%(count)d mandates that you lead fall due",
            len(found),
        ) % {"count": len(found)}
        lines = [_line(one, today) for one in found]
        advice = _("Record progress with its evidence, or set the status, on the page of the mandate.")
        why = _("You get this because you have a role for the organisation that leads.")
        return EmailMessage(subject, "\n\n".join([*lines, advice, why]) + "\n", to=[person.email])


def _line(one: Mandate, today: date) -> str:
    assert one.due_on is not None
    left = (one.due_on - today).days
    words = ngettext("%(day)s, in %(left)d day", "%(day)s, in %(left)d days", left)
    when = words % {"day": reader_words().date(one.due_on.isoformat()), "left": left}
    place = isolated(f"{one.instrument.symbol}, {one.paragraph.number or one.paragraph.anchor}")
    return f"– {when}: {place}. {isolated(one.action[:_LONGEST])}\n  {address()}{one.get_absolute_url()}"

"""What was done about a mandate, and what has become of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.registry.actions.activities_fields import plain_text
from actionlines.registry.actions.mandates_base import ACCEPTED, OPEN, MandateAction, bounded
from actionlines.registry.actions.mandates_evidence import evidence
from actionlines.registry.due import last_day
from actionlines.registry.models import Mandate, Progress

TEXT_LIMIT = 4_000  # characters

# New status -> from which it can be reached. Overdue is set by the system alone, and left by a new day,
# by delivery or by a later mandate.
WAYS: dict[str, frozenset[str]] = {
    "under_way": frozenset({"confirmed", "delivered", "superseded"}),
    "delivered": OPEN,
    "superseded": ACCEPTED,
}


class RecordProgress(MandateAction):
    """`text` says what was done, `evidence_kind` and `evidence` what shows it (mandates_evidence.py)."""

    code = "mandate.progress"
    states = ACCEPTED

    def effect(self) -> None:
        """Add the note; a mandate that was only confirmed is under way by it."""
        text = plain_text(str(self.given.get("text", "")), lines=True)
        kind = self.given.get("evidence_kind", "")
        found, wrong = evidence(kind, self.given.get("evidence") or {})
        if not text:
            wrong = {"text": _("say what was done"), **wrong}
        if len(text) > TEXT_LIMIT:
            wrong = {"text": _("it is longer than %(limit)d characters") % {"limit": TEXT_LIMIT}, **wrong}
        if wrong:
            self.refuse(**wrong)
        Progress.objects.create(
            mandate=self.record, by=self.actor, text=text, evidence_kind=kind, evidence=found
        )
        if self.record.status == "confirmed":
            self.move("under_way")


class SetStatus(MandateAction):
    """`status`: under_way, delivered or superseded, with a reason.

    on             since which day; today where it is not given
    superseded_by  number of the mandate that takes its place
    again          delivered for this time: what recurs stays under way and is due on its next day
    """

    code = "mandate.status"
    states = ACCEPTED | {"superseded"}

    def effect(self) -> None:
        """The way must exist, the day must not lie ahead, and a later mandate must be another one."""
        one, status = self.record, self.given.get("status", "")
        today = timezone.now().date()
        on: date = self.given.get("on") or today
        if status not in WAYS:
            self.refuse(status=_("choose one of the list"))
        if one.status not in WAYS[status]:
            self.refuse(
                status=_("it is “%(status)s”; that cannot follow") % {"status": one.get_status_display()}
            )
        self.need_reason()
        if on > today:
            self.refuse(on=_("it lies ahead"))
        later = self._later() if status == "superseded" else None
        if status == "delivered" and self.given.get("again"):
            self._again(on)
            return
        one.superseded_by = later
        self.move(status, on)

    def _later(self) -> Mandate:
        later = Mandate.objects.filter(pk=bounded(self.given.get("superseded_by"))).first()
        seen: Any = later
        # A chain that led back would leave nobody who is asked.
        passed: set[int] = set()
        while seen is not None and seen.pk != self.record.pk and seen.pk not in passed:
            passed.add(seen.pk)
            seen = seen.superseded_by
        if later is None or later.status == "rejected" or (seen is not None and seen.pk == self.record.pk):
            self.refuse(superseded_by=_("name the mandate that takes its place, which is another one"))
        assert later is not None
        return later

    def _again(self, on: date) -> None:
        one = self.record
        after = max(one.due_on or on, on) + timedelta(days=1)
        following = last_day(one.due, one.instrument.date, after)
        if following is None or following < after:
            self.refuse(again=_("nothing in its due dates recurs after this day"))
        one.due_on = following
        self.move("under_way", on)

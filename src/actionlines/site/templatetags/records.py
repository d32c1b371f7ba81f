"""What was done to a record, in words, for its history."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy

from actionlines.registry.core.models import Record

register = template.Library()

DONE: dict[str, Any] = {
    "activity.create": gettext_lazy("Draft begun"),
    "activity.edit": gettext_lazy("Edited"),
    "activity.submit": gettext_lazy("Submitted or taken back"),
    "activity.comment": gettext_lazy("Commented"),
    "activity.changes": gettext_lazy("Changes requested"),
    "activity.publish": gettext_lazy("Published"),
    "activity.withdraw": gettext_lazy("Withdrawn"),
    "activity.take": gettext_lazy("Taken for review"),
    "activity.link": gettext_lazy("Link decided"),
    "activity.import": gettext_lazy("Imported"),
    "instrument.import": gettext_lazy("Imported"),
    "cooperation.import": gettext_lazy("Imported"),
    "mandate.confirm": gettext_lazy("Confirmed"),
    "mandate.correct": gettext_lazy("Corrected"),
    "mandate.reject": gettext_lazy("Rejected"),
    "mandate.assign": gettext_lazy("Lead assigned"),
    "mandate.progress": gettext_lazy("Progress recorded"),
    "mandate.status": gettext_lazy("Status set"),
    "organisation.create": gettext_lazy("Entered"),
    "organisation.edit": gettext_lazy("Edited"),
    "envelope.edit": gettext_lazy("Edited"),
    "report.create": gettext_lazy("Draft begun"),
    "report.official": gettext_lazy("Draft begun"),
    "report.edit": gettext_lazy("Edited"),
    "report.submit": gettext_lazy("Submitted or taken back"),
    "report.publish": gettext_lazy("Published or sent back"),
    "report.withdraw": gettext_lazy("Withdrawn"),
    "allocation.edit": gettext_lazy("Allocation changed"),
    "roadmap.create": gettext_lazy("Draft begun"),
    "roadmap.edit": gettext_lazy("Edited"),
    "roadmap.submit": gettext_lazy("Submitted"),
    "roadmap.changes": gettext_lazy("Changes requested"),
    "roadmap.publish": gettext_lazy("Published"),
    "roadmap.withdraw": gettext_lazy("Withdrawn"),
    "roadmap.milestone": gettext_lazy("Milestone marked"),
    "consultation.open": gettext_lazy("Opened"),
    "consultation.edit": gettext_lazy("Edited"),
    "consultation.comment": gettext_lazy("Written"),
    "consultation.endorse": gettext_lazy("Endorsement"),
    "consultation.moderate": gettext_lazy("Moderated"),
    "consultation.dispose": gettext_lazy("Disposition or place"),
    "comment.edit": gettext_lazy("Corrected"),
    "comment.withdraw": gettext_lazy("Withdrawn"),
}
KINDS: dict[str, Any] = {
    "activity": gettext_lazy("Activity"),
    "mandate": gettext_lazy("Mandate"),
    "instrument": gettext_lazy("Instrument"),
    "organisation": gettext_lazy("Organisation"),
    "envelope": gettext_lazy("Envelope"),
    "roadmap": gettext_lazy("Road map"),
    "report": gettext_lazy("Report"),
    "consultation": gettext_lazy("Consultation"),
    "comment": gettext_lazy("Comment"),
}


@register.filter
def done(code: str) -> Any:
    """What an event says was done; the code itself for what has no words here."""
    return DONE.get(code, code)


@register.filter
def kind_name(record: Record) -> Any:
    """What kind of record it is."""
    return KINDS.get(record.kind, record.kind)


@register.filter
def kind_named(kind: str) -> Any:
    """The name of a kind of record."""
    return KINDS.get(kind, kind)

"""The kinds of record as pages name them: singular, plural, the address of the list, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from actionlines.register.models import Event

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"


@dataclass(frozen=True)
class Kind:
    """A kind of record.

    name, plural  in the reader's language
    listed        name of the address of its list; "" where it has none
    done          verb of the permission table -> how a history says it
    """

    name: Words
    plural: Words
    listed: str = ""
    done: Mapping[str, Words] = field(default_factory=dict)


_DRAFTED: dict[str, Words] = {
    "create": _("Draft begun"),
    "edit": _("Edited"),
    "submit": _("Submitted"),
    "changes": _("Changes requested"),
    "publish": _("Published"),
    "withdraw": _("Withdrawn"),
}
KINDS: Mapping[str, Kind] = {
    "activity": Kind(
        _("Activity"), _("Activities"), "activities",
        _DRAFTED | {
            "delete": _("Draft deleted"), "comment": _("Commented"), "take": _("Taken for review"),
            "link": _("Link decided"), "import": _("Imported"),
        },
    ),
    "mandate": Kind(
        _("Mandate"), _("Mandates"), "mandates",
        {
            "confirm": _("Confirmed"), "correct": _("Corrected"), "reject": _("Rejected"),
            "assign": _("Lead assigned"), "progress": _("Progress recorded"), "status": _("Status set"),
            "undo": _("Undone"),
        },
    ),
    "instrument": Kind(_("Instrument"), _("Instruments"), "instruments", {"import": _("Imported")}),
    "organisation": Kind(
        _("Organisation"), _("Organisations"), "organisations",
        {"create": _("Entered"), "edit": _("Edited"), "publish": _("Published")},
    ),
    "envelope": Kind(_("Envelope"), _("Resources"), "envelopes", {"edit": _("Edited")}),
    "report": Kind(_("Report"), _("Reports"), "reports", _DRAFTED | {"official": _("Draft begun")}),
    "roadmap": Kind(_("Road map"), _("Road maps"), "roadmaps", _DRAFTED | {"milestone": _("Milestone marked")}),
    "consultation": Kind(
        _("Consultation"), _("Consultations"), "consultations",
        {
            "open": _("Opened"), "edit": _("Edited"), "comment": _("Written"), "endorse": _("Endorsement"),
            "moderate": _("Moderated"), "dispose": _("Disposition or place"),
        },
    ),
    "user": Kind(
        _("Account"), _("People and roles"), "users",
        {"roles": _("Roles or access changed"), "invite": _("Invited")},
    ),
    "settings": Kind(_("Settings"), _("Settings"), "settings", {"settings": _("Settings changed")}),
    "comment": Kind(_("Comment"), _("Comments"), "", {"edit": _("Corrected"), "withdraw": _("Withdrawn")}),
}  # fmt: skip
# The same row of the permission table in the other direction, known by the status that it led to.
_BACK: Mapping[tuple[str, str], Words] = {
    ("activity.submit", "draft"): _("Taken back"),
    ("activity.edit", "published"): _("Draft of the next version dropped"),
    ("report.submit", "draft"): _("Taken back"),
    ("report.publish", "draft"): _("Sent back"),
    ("organisation.publish", "declined"): _("Declined"),
}


# Actions that are named by what they change beside the record.
_BESIDE: Mapping[str, Words] = {
    "allocation.edit": _("Allocation changed"),
    "cooperation.import": _("Imported"),
}


def done(event: Event) -> Words:
    """Return what an event did, in the reader's language; its code where no words are known."""
    became = event.changes.get("status", ("", ""))[1]
    kind, _dot, verb = event.action.partition(".")
    said = KINDS[kind].done.get(verb) if kind in KINDS else _BESIDE.get(event.action)
    return _BACK.get((event.action, became)) or said or event.action

"""What can be done with a mandate.

ConfirmMandate     proposed or rejected -> confirmed          mandates_review.py
CorrectMandate     fields as people read them; a proposal is thereby confirmed, and stays on record
ConfirmField       one doubtful field, read and found right
RejectMandate      proposed or confirmed -> rejected, with a reason
AssignLead         the organisation that sees to it, or none
DecideMandateLink  a concept confirmed, rejected or added
RecordProgress     what was done, with evidence               mandates_progress.py, mandates_evidence.py
SetStatus          under way, delivered, superseded
MarkOverdue        by the system, once a day                  mandates_overdue.py
confirm_all        many at once                               mandates_bulk.py
"""

from __future__ import annotations

from actionlines.registry.actions.mandates_bulk import Confirmed, confirm_all
from actionlines.registry.actions.mandates_overdue import MarkOverdue, mark_overdue
from actionlines.registry.actions.mandates_progress import RecordProgress, SetStatus
from actionlines.registry.actions.mandates_review import (
    AssignLead,
    ConfirmField,
    ConfirmMandate,
    CorrectMandate,
    DecideMandateLink,
    RejectMandate,
)

__all__ = [
    "AssignLead",
    "ConfirmField",
    "ConfirmMandate",
    "Confirmed",
    "CorrectMandate",
    "DecideMandateLink",
    "MarkOverdue",
    "RecordProgress",
    "RejectMandate",
    "SetStatus",
    "confirm_all",
    "mark_overdue",
]

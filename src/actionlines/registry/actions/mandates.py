"""What can be done with a mandate.

ConfirmMandate     proposed or rejected -> confirmed
CorrectMandate     fields as people read them; a proposal is thereby confirmed, and stays on record
RejectMandate      proposed or confirmed -> rejected, with a reason
AssignLead         the organisation that sees to it, or none
DecideMandateLink  a concept confirmed, rejected or added
RecordProgress     what was done, with evidence          (mandates_progress.py)
SetStatus          under way, delivered, superseded      (mandates_status.py)
MarkOverdue        by the system, once a day             (mandates_overdue.py)
"""

from __future__ import annotations

from actionlines.registry.actions.mandates_overdue import MarkOverdue, mark_overdue

__all__ = ["MarkOverdue", "mark_overdue"]

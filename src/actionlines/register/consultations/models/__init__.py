"""The records of consultations.

Consultation ─┬─ Phase
              ├─ TextVersion ── TextParagraph      append-only: a text that was commented on does not change
              └─ Comment ─┬─ Comment (a reply)
                          ├─ Endorsement
                          └─ CommentLink           to action lines, goals, targets, commitments
Muted                         who wants no more messages about a consultation
"""

from actionlines.register.consultations.models.comments import Comment, CommentLink, Endorsement
from actionlines.register.consultations.models.consultations import Consultation, Muted, Phase
from actionlines.register.consultations.models.texts import TextParagraph, TextVersion

__all__ = [
    "Comment",
    "CommentLink",
    "Consultation",
    "Endorsement",
    "Muted",
    "Phase",
    "TextParagraph",
    "TextVersion",
]

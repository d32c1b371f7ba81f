"""The records of the register.

    Instrument ─┬─ Paragraph ─┬─ ParagraphCitation
                │             └─ ParagraphLink
                ├─ DocumentTable
                └─ Mandate ───┬─ Addressee, MandateLink, Progress
    Activity ─────────────────┼─ ActivityLink, ActivityMandate, ActivityPlace, FieldComment, DraftSave
                              └─ Allocation ── Envelope
    RoadMap                          of action lines, with metrics and milestones
    Organisation, User ── Role, Token
    Version, Event, Outbox           of any record: what it was, what was done, what the index must still learn
    StoredFile, ImportRun ── ImportRow
    Standing                         where an area stands on one indicator
    Report ── ReportBuild            what people write of all this, and the papers that were made of it

A concept (action line, goal, target, commitment, body, country, region) is named by its identifier of the
framework; the database repeats none of the framework.
"""

from actionlines.registry.models.activities import (
    Activity,
    ActivityLink,
    ActivityMandate,
    ActivityPlace,
    DraftSave,
    FieldComment,
)
from actionlines.registry.models.base import Record
from actionlines.registry.models.files import ImportRow, ImportRun, StoredFile
from actionlines.registry.models.instruments import (
    DocumentTable,
    Instrument,
    Paragraph,
    ParagraphCitation,
    ParagraphLink,
)
from actionlines.registry.models.mandates import Addressee, Mandate, MandateLink, Progress
from actionlines.registry.models.organisations import Organisation
from actionlines.registry.models.people import Role, Token, User
from actionlines.registry.models.reports import Report, ReportBuild
from actionlines.registry.models.resources import Allocation, Envelope
from actionlines.registry.models.roadmaps import RoadMap
from actionlines.registry.models.standing import Standing
from actionlines.registry.models.trail import Event, Outbox, Version

__all__ = [
    "Activity",
    "ActivityLink",
    "ActivityMandate",
    "ActivityPlace",
    "Addressee",
    "Allocation",
    "DocumentTable",
    "DraftSave",
    "Envelope",
    "Event",
    "FieldComment",
    "ImportRow",
    "ImportRun",
    "Instrument",
    "Mandate",
    "MandateLink",
    "Organisation",
    "Outbox",
    "Paragraph",
    "ParagraphCitation",
    "ParagraphLink",
    "Progress",
    "Record",
    "Report",
    "ReportBuild",
    "RoadMap",
    "Role",
    "Standing",
    "StoredFile",
    "Token",
    "User",
    "Version",
]

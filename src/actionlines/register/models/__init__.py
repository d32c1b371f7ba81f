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
    StoredFile, ImportRun ── ImportRow, ImportBatch of runs
    Reading                          what a worker reads of a file while a page waits
    SiteSettings                     what administrators set for the whole site
    BudgetSection ── BudgetMandate   what a fascicle of a programme budget says, beside its instrument
    Standing                         where an area stands on one indicator
    Report ── ReportBuild            what people write of all this, and the papers that were made of it

A concept (action line, goal, target, commitment, body, country, region) is named by its identifier of the
framework; the database repeats none of the framework.
"""

from typing import TypeAlias

from actionlines.register.activities.models import (
    Activity,
    ActivityLink,
    ActivityMandate,
    ActivityPlace,
    DraftSave,
    FieldComment,
)
from actionlines.register.budgets.models import BudgetMandate, BudgetSection
from actionlines.register.cooperation.models import (
    CooperationActivity,
    CooperationChange,
    CooperationFramework,
    CooperationSums,
)
from actionlines.register.core.imports.models import ImportBatch, ImportRow, ImportRun, Reading, StoredFile
from actionlines.register.core.models import Event, Outbox, Record, Version
from actionlines.register.instruments.models import (
    DocumentTable,
    Instrument,
    Paragraph,
    ParagraphCitation,
    ParagraphLink,
)
from actionlines.register.mandates.models import Addressee, Mandate, MandateLink, Progress
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.follows import Follow, Reminder
from actionlines.register.people.hooks import Delivery, Hook
from actionlines.register.people.models import Role, Token, User
from actionlines.register.preferences.models import SiteSettings
from actionlines.register.reports.models import Report, ReportBuild
from actionlines.register.resources.models import Allocation, Envelope
from actionlines.register.roadmaps.models import RoadMap, RoadMapPaper
from actionlines.register.standings.models import Standing

# What people draft, and others review and publish.
Drafted: TypeAlias = Activity | Organisation | Report | RoadMap

__all__ = [
    "Activity",
    "ActivityLink",
    "ActivityMandate",
    "ActivityPlace",
    "Addressee",
    "Allocation",
    "BudgetMandate",
    "BudgetSection",
    "CooperationActivity",
    "CooperationChange",
    "CooperationFramework",
    "CooperationSums",
    "Delivery",
    "DocumentTable",
    "DraftSave",
    "Drafted",
    "Envelope",
    "Event",
    "FieldComment",
    "Follow",
    "Hook",
    "ImportBatch",
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
    "Reading",
    "Record",
    "Reminder",
    "Report",
    "ReportBuild",
    "RoadMap",
    "RoadMapPaper",
    "Role",
    "SiteSettings",
    "Standing",
    "StoredFile",
    "Token",
    "User",
    "Version",
]

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

from actionlines.registry.activities.models import (
    Activity,
    ActivityLink,
    ActivityMandate,
    ActivityPlace,
    DraftSave,
    FieldComment,
)
from actionlines.registry.budgets.models import BudgetMandate, BudgetSection
from actionlines.registry.cooperation.models import (
    CooperationActivity,
    CooperationChange,
    CooperationFramework,
    CooperationSums,
)
from actionlines.registry.core.models import Event, Outbox, Record, Version
from actionlines.registry.imports.models import ImportBatch, ImportRow, ImportRun, Reading, StoredFile
from actionlines.registry.instruments.models import (
    DocumentTable,
    Instrument,
    Paragraph,
    ParagraphCitation,
    ParagraphLink,
)
from actionlines.registry.mandates.models import Addressee, Mandate, MandateLink, Progress
from actionlines.registry.organisations.models import Organisation
from actionlines.registry.people.follows import Follow, Reminder
from actionlines.registry.people.hooks import Delivery, Hook
from actionlines.registry.people.models import Role, Token, User
from actionlines.registry.reports.models import Report, ReportBuild
from actionlines.registry.resources.models import Allocation, Envelope
from actionlines.registry.roadmaps.models import RoadMap, RoadMapPaper
from actionlines.registry.settings.models import SiteSettings
from actionlines.registry.standings.models import Standing

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

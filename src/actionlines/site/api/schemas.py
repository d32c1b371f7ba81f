"""Records as the API describes them: the same names as in registry/core/serialise.py, which makes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, create_model
from pydantic_core import core_schema

from actionlines.registry.activities.models import ActivityStatus
from actionlines.registry.core.models import Level, LinkStatus, Origin
from actionlines.registry.imports.models import ImportKind, ImportStatus
from actionlines.registry.mandates.models import Force, MandateStatus, ProgressEvidence, Strength
from actionlines.registry.reports.models import ReportStatus, ReportType
from actionlines.registry.roadmaps.models import RoadMapStatus


class OneOf:
    """A closed list in an annotation: `Annotated[str, OneOf(Level)]`, values or choices of a model."""

    def __init__(self, values: Any) -> None:
        self.values = list(getattr(values, "values", values))

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Exactly these."""
        return core_schema.literal_schema(self.values)


Json = dict[str, Any]


class Link(Schema):
    """The record speaks to a concept (`C5`, `sdg:9`, `sdg:9.c`, `gdc:11a`), with the words that say so."""

    concept: str
    level: Annotated[str, OneOf(Level)]
    origin: Annotated[str, OneOf(Origin)]
    status: Annotated[str, OneOf(LinkStatus)]
    p: float = Field(description="probability of the machine's proposal; 1 where a person set it")
    evidence: list[Json]


class Head(Schema):
    """What every record has."""

    kind: str
    id: int
    version: int
    created_at: datetime | None
    changed_at: datetime | None


class Instrument(Head):
    """A document that has been read."""

    symbol: str
    family: str
    title: str
    body: str
    session: str
    language: str
    document_kind: str
    country: str
    date: date | None
    sha256: str | None
    warnings: list[Any]


class Paragraph(Schema):
    """One paragraph, with its mandates (ids), citations and links."""

    anchor: str
    order: int
    kind: str
    number: str
    level: int
    page: int | None
    text: str
    mandates: list[int]
    citations: list[Json]
    links: list[Link]


class Addressee(Schema):
    """A body that is asked, and the words by which the text calls it."""

    body: str
    words: str


class ProgressNote(Schema):
    """What was done, and what shows it."""

    at: datetime
    text: str
    evidence_kind: Annotated[str, OneOf(ProgressEvidence)]
    evidence: Json


class ToCheck(Schema):
    """Why a person should read a field."""

    field: str
    reason: str


class Mandate(Head):
    """Who is asked to do what, by when."""

    instrument: str
    paragraph: str
    ordinal: int
    verb: str
    strength: Annotated[str, OneOf(Strength)]
    action: str
    deliverable: str
    report_to: list[str]
    due: list[str]
    due_on: date | None
    implied: bool
    words: Json
    proposal: Json
    force: Annotated[str, OneOf(Force)]
    rests_on: list[str]
    candidates: list[str]
    checks: list[ToCheck]
    amendment: Json
    status: Annotated[str, OneOf(MandateStatus)]
    status_since: datetime | None
    status_reason: str
    lead: int | None
    superseded_by: int | None
    addressees: list[Addressee]
    links: list[Link]
    progress: list[ProgressNote]


class MandateAnswered(Schema):
    """A mandate that an activity answers."""

    mandate: int
    origin: Annotated[str, OneOf(Origin)]
    status: Annotated[str, OneOf(LinkStatus)]
    p: float
    evidence: list[Json]


class Activity(Head):
    """An activity or good practice."""

    title: str
    summary: str
    description: str
    type: str
    good_practice: bool
    organisation: int | None
    organisation_name: str | None
    partners: list[int]
    places: list[str]
    language: str
    beneficiaries: list[str]
    technologies: list[str]
    starts_on: date | None
    ends_on: date | None
    web_links: list[str]
    results: list[Json]
    results_text: str
    challenges: str
    replicability: str
    sustainability: str
    contact_name: str
    contact_email: str
    budget: str | None
    currency: str
    status: Annotated[str, OneOf(ActivityStatus)]
    status_since: datetime | None
    status_reason: str
    published_at: datetime | None
    published_version: int | None
    links: list[Link]
    mandates: list[MandateAnswered]


class Tombstone(Schema):
    """What is left of a withdrawn record: when, and why."""

    kind: str
    id: int
    status: str
    status_since: datetime
    status_reason: str


class Organisation(Head):
    """An organisation that carries out activities, leads mandates or gives money."""

    name: str
    acronym: str
    type: str
    country: str
    body: str
    website: str
    description: str


class RoadMap(Head):
    """The road map of one action line, or the joint one of several.

    `items` are what people took or left; `tracked` is what was measured on the day of publication.
    """

    title: str
    lines: list[str]
    language: str
    starts: int | None
    ends: int | None
    narratives: Json
    items: list[Json]
    metrics: list[Json]
    milestones: list[Json]
    tracked: Json
    status: Annotated[str, OneOf(RoadMapStatus)]
    status_reason: str
    published_version: int | None
    status_since: datetime | None
    published_at: datetime | None


class Allocation(Schema):
    """A part of an envelope, for one activity."""

    activity: int
    amount: str
    note: str


class WrittenText(Schema):
    """What people wrote in a section; `seen` are the values of its facts when it was written."""

    section: str
    text: str
    by: int | None
    seen: Json


class Report(Head):
    """A report; its paper is at `/reports/{id}/paper`."""

    type: Annotated[str, OneOf(ReportType)]
    title: str
    language: str
    parameters: Json
    masthead: Json
    sections: list[WrittenText]
    chosen: list[str]
    status: Annotated[str, OneOf(ReportStatus)]
    status_since: datetime | None
    status_reason: str
    published_at: datetime | None
    published_version: int | None
    sha256: str | None = Field(description="of the published paper")


class Flag(Schema):
    """A number in a text that changed, is bound to nothing, or has no answer."""

    kind: str
    section: str
    words: str
    was: str
    now: str


class ReportPaper(Schema):
    """The paper of a report as it was built: `status` waiting, reading, writing, done or failed."""

    version: int
    language: str
    status: str
    sha256: str
    flags: list[Flag]
    error: Json
    paper: Json


class Envelope(Head):
    """An amount that a plan gives to an objective in a period."""

    plan: str
    objective: str
    currency: str
    amount: str
    organisation: int | None
    lines: list[str]
    note: str
    starts_on: date | None
    ends_on: date | None
    allocations: list[Allocation]


class Import(Head):
    """A file that was brought in, and how far it is."""

    file: str
    what: Annotated[str, OneOf(ImportKind)]
    mapping: Json
    country: str
    dry_run: bool
    status: Annotated[str, OneOf(ImportStatus)]
    rows_total: int
    rows_done: int
    counts: Json
    error: Json


class ImportRow(Schema):
    """What became of one row; `record` is what it made or met."""

    row: int
    outcome: str
    record: int | None
    problems: list[Json]


class Event(Schema):
    """Something that was done to a record. Who did it and what changed is for those who work on it."""

    at: datetime
    action: str
    version: int
    reason: str
    actor: str | None
    changes: Json


class Version(Schema):
    """A version of a record; `data` (only where one is asked for) is the record as it was."""

    number: int
    at: datetime
    public: bool
    data: Json | None = None


class Concept(Schema):
    """A concept of the framework: an Action Line, goal, target, commitment, body, country or region."""

    id: str
    kind: str
    short: str
    name: str


class Country(Concept):
    """A country with the regions, commissions and groups that it is in."""

    groups: list[str]
    standings: int


class Standing(Schema):
    """Where an area stands on one indicator: what each method says, and how far it is behind (0 to 1)."""

    area: str
    series: str
    indicator: str
    breakdown: str
    name: str
    unit: str
    concepts: list[str]
    years: list[Any]
    values: list[Any]
    aim: float | None
    aim_words: str
    verdicts: list[Any]
    lag: float | None
    reason: str
    source: str


class Check(Schema):
    """One of the three checks: whether it passes, and why."""

    name: str
    verdict: str
    why: str


class Hit(Schema):
    """Something found, of any kind; a concept has its id as text, a record its number."""

    kind: str
    id: int | str
    title: str
    snippet: str
    score: float


class Suggestion(Schema):
    """How what was typed may go on."""

    text: str
    kind: str
    id: str


class Me(Schema):
    """Whose token this is, and the roles it has, each with its scope."""

    id: int
    name: str
    email: str
    roles: list[str]
    organisation: int | None


class Count(Schema):
    """A value of a facet and how many records have it."""

    value: str
    count: int


class PageHead(Schema):
    """One page of a list. `next` is the address of the following page, or null."""

    total: int
    page: int
    size: int
    next: str | None


class ListHead(PageHead):
    """A page found by the search. `loose`: no record has all the words, these have some of them."""

    loose: bool
    facets: dict[str, list[Count]]


def page_of(record: Any, head: Any = PageHead) -> Any:
    """The schema of a page of such records."""
    name = f"{record.__name__}{'List' if head is ListHead else 'Page'}"
    return create_model(name, __base__=head, __doc__=head.__doc__, records=(list[record], ...))

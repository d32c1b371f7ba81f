"""Records of a register as frozen values, in a stable order: the source of road maps and reports.

    Account
    ├── instruments    what was read
    ├── paragraphs     numbered paragraphs of instruments that a paper asks for, with what they are about
    ├── mandates       who was asked to do what, and its status, with evidence
    ├── activities     activities and good practices, each in its published version
    ├── organisations  who asks, leads, carries out
    ├── envelopes      money by plan and objective, with allocations
    ├── standings      where areas stand on series: values, aim, verdicts of each method
    └── funded         activities of cooperation frameworks with their money, of areas that a paper asks for

Only what the reader may see is in an account. `register.reports.account` fills it; no other code
asks a database. Concepts, bodies and areas are ids of the framework; dates are ISO dates, "" for none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from actionlines.framework.starter import summary_in
from actionlines.papers.citing import title_ask
from actionlines.papers.progress.model import Break

Level = Literal["action_line", "goal", "target", "commitment"]

# Of a link: proposed by the machine, or confirmed (by a person or in an import). Rejected links are not here.
PROPOSED, CONFIRMED = "proposed", "confirmed"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a record that are evidence: `field` is the field of an activity, or the anchor of a paragraph."""

    field: str
    quote: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A record is aligned with `concept`, `p` from 0 to 1; `status` PROPOSED or CONFIRMED.

    accepted_with  how many others were confirmed with it by one press of a button
    """

    concept: str
    level: Level
    status: str
    p: float
    words: tuple[Words, ...] = ()
    accepted_with: int = 0


@dataclass(frozen=True, slots=True)
class InstrumentRecord:
    """A document that was read. `url` is its permanent address (a path of the site)."""

    id: int
    symbol: str
    title: str
    body: str
    date: str
    language: str
    kind: str
    country: str
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class ParagraphRecord:
    """A paragraph of the instrument `symbol` with its anchor (`113`, `3(b)`), in the order of the text."""

    symbol: str
    anchor: str
    kind: str
    number: str
    text: str
    language: str
    links: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressNote:
    """Progress on a mandate, as a person wrote it. `evidence` as in registry: symbol, anchor and quote;
    or activity; or series, area, year and value.
    """

    at: str
    text: str
    kind: str
    evidence: Mapping[str, object]


Coverage = Literal["answered", "in_part", "none"]  # how far a mandate is answered, for all that is on record


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A paragraph of the report `symbol` that cites a mandate, with its words."""

    symbol: str
    anchor: str
    title: str
    date: str
    quote: str
    language: str


@dataclass(frozen=True, slots=True)
class MandateRecord:
    """One operative verb, one group of addressees, one action.

    quote   the text of the paragraph that asks
    status  proposed, confirmed, under_way, delivered, overdue, superseded
    force   decided, or proposed by a draft, recommended by a report, restated from elsewhere
    lead    id of an organisation, None where nobody leads
    stage   of its life, one of `lineage.life.Stage`; "" where nobody looked
    asked   the paragraphs that ask for the same, the earliest first ("A/RES/79/901#1")
    accepted_with  as in `Linked`
    is_summary  whether `action` is a summary in words of the register, not those of the text
    summary the ask in words of the register, "" where there are none
    reports what reports say of it, the latest first
    """

    id: int
    symbol: str
    anchor: str
    ordinal: int
    verb: str
    strength: str
    action: str
    deliverable: str
    report_to: tuple[str, ...]
    due: tuple[str, ...]
    due_on: str
    addressees: tuple[tuple[str, str], ...]  # (body, words)
    quote: str
    status: str
    status_since: str
    status_reason: str
    lead: int | None
    links: tuple[Linked, ...]
    progress: tuple[ProgressNote, ...]
    language: str
    version: int
    changed: str
    url: str
    force: str = "decided"
    stage: str = ""
    asked: tuple[str, ...] = ()
    accepted_with: int = 0
    is_summary: bool = False
    summary: str = ""
    coverage: Coverage = "none"
    reports: tuple[ReportPlace, ...] = ()

    def title_in(self, language: str) -> tuple[str, str]:
        """Return what it is called, its ask, and the language of these words: `language` where the register has it."""
        own = summary_in(self.summary, language)[1] if self.summary else self.language
        return title_ask(self.summary, self.action, language), own

    @property
    def renews(self) -> bool:
        """Return whether an earlier text asks for the same."""
        return f"{self.symbol}#{self.anchor}" in self.asked[1:]


@dataclass(frozen=True, slots=True)
class Budget:
    """A section of a programme budget, and the instruments that it names as its mandates."""

    id: int
    year: str
    number: str
    name: str
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """A result in figures of an activity, as its submitter gave it."""

    what: str
    value: float | str
    unit: str
    year: str


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """An activity or good practice in its published version. `mandates`: ids with status PROPOSED or CONFIRMED.

    budget  amount as a decimal text, "" where none was given
    """

    id: int
    title: str
    summary: str
    type: str
    practice: bool
    organisation: int | None
    organisation_name: str
    partners: tuple[int, ...]
    places: tuple[str, ...]
    starts: str
    ends: str
    technologies: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    results: tuple[Result, ...]
    results_text: str
    budget: str
    currency: str
    links: tuple[Linked, ...]
    mandates: tuple[tuple[int, str], ...]
    language: str
    version: int
    published: str
    changed: str
    url: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; `body` is the framework's body that it is, or ""."""

    id: int
    name: str
    acronym: str
    type: str
    country: str
    body: str
    url: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """An amount (decimal text) that a plan gives to an objective. `allocations`: (activity, amount)."""

    id: int
    plan: str
    objective: str
    starts: str
    ends: str
    currency: str
    amount: str
    organisation: int | None
    lines: tuple[str, ...]
    allocations: tuple[tuple[int, str], ...]
    version: int
    changed: str
    url: str


@dataclass(frozen=True, slots=True)
class Funded:
    """The part of one agency in an activity of a cooperation framework, as UN INFO says.

    id        `KEN/5`: country, and number in the file
    activity  the same in every country file that lists the activity, see `remove_repeats`
    required, available, spent    decimal texts, "" where the file gives none
    place     in the file `member`: `/projects/5`
    links     proposals of the aligner
    output    the result that it is to bring, in the words of the file
    """

    id: str
    activity: str
    country: str
    agency: str
    name: str
    language: str
    starts: str
    ends: str
    currency: str
    required: str
    available: str
    spent: str
    links: tuple[Linked, ...]
    member: str
    place: str
    sha256: str
    url: str
    output: str = ""


@dataclass(frozen=True, slots=True)
class SeriesStanding:
    """An area on a series: values by year (ascending), the aim, and what each method says.

    verdicts  (method, verdict, words, score); score None where the method gives none
    lag       above 0 where it lags (1: furthest behind), else 0; None where it cannot be judged
    statuses, notes, sources, crossed, old   as of `progress.model.Valued`
    state     met, on-course, moving, lags or unjudged, see `follow_up.standing.model.State`
    verdict   that is published (`indicators.gate.VERDICTS`); `withheld` the code of the rule that withholds it
    """

    area: str
    series: str
    indicator: str
    breakdown: str
    name: str
    unit: str
    concepts: tuple[str, ...]
    years: tuple[int, ...]
    values: tuple[float, ...]
    aim: float | None
    aim_words: str
    verdicts: tuple[tuple[str, str, str, float | None], ...]
    lag: float | None
    reason: str
    source: str
    file: str
    sha256: str
    state: str = "unjudged"
    verdict: str = "withheld"
    withheld: str = ""
    break_year: int = 0
    statuses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    crossed: tuple[Break, ...] = ()
    old: bool = False

    @property
    def id(self) -> str:
        """Return the id, `KEN/IT_USE_ii99`, with the breakdown where there is one."""
        return "/".join(part for part in (self.area, self.series, self.breakdown) if part)


@dataclass(frozen=True)
class Account:
    """The whole account. `address` is put before the paths of `url` ("" for links within the site).

    mandates   those that a text decides: what is owed, and counted
    besides    drafts, recommendations and restated duties, which are shown apart and counted only by their force
    day        the day of the statuses, an ISO date; "" where nobody asked for what falls due next
    rules      of publication of verdicts, on one line
    """

    instruments: tuple[InstrumentRecord, ...] = ()
    paragraphs: tuple[ParagraphRecord, ...] = ()
    mandates: tuple[MandateRecord, ...] = ()
    besides: tuple[MandateRecord, ...] = ()
    activities: tuple[ActivityRecord, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    envelopes: tuple[Envelope, ...] = ()
    standings: tuple[SeriesStanding, ...] = ()
    funded: tuple[Funded, ...] = ()
    budgets: tuple[Budget, ...] = ()
    address: str = ""
    day: str = ""
    rules: str = ""

    @cached_property
    def by_symbol(self) -> Mapping[str, InstrumentRecord]:
        """Return the instruments of the account by symbol."""
        return {instrument.symbol: instrument for instrument in self.instruments}

    @cached_property
    def organisation(self) -> Mapping[int, Organisation]:
        """Return organisations by their number."""
        return {organisation.id: organisation for organisation in self.organisations}

    @cached_property
    def mandate(self) -> Mapping[int, MandateRecord]:
        """Return all mandates by number, also those that no text decides."""
        return {mandate.id: mandate for mandate in (*self.besides, *self.mandates)}

    @cached_property
    def activity(self) -> Mapping[int, ActivityRecord]:
        """Return the activities of the account by number."""
        return {activity.id: activity for activity in self.activities}

    @cached_property
    def series(self) -> Mapping[str, SeriesStanding]:
        """Return one standing on each series, by its code."""
        return {standing.series: standing for standing in reversed(self.standings)}

    @cached_property
    def standing(self) -> Mapping[tuple[str, str, str], SeriesStanding]:
        """Return standings by area, series and breakdown."""
        return {(standing.area, standing.series, standing.breakdown): standing for standing in self.standings}

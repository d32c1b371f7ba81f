"""What the API answers of any record; `schema.py` of a kind has its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import create_model

from actionlines.register.core.imports.models import ImportStatus
from actionlines.register.core.kinds import import_formats
from actionlines.register.core.schema import Head as Head
from actionlines.register.core.schema import Json
from actionlines.register.core.schema import OneOf as OneOf


class Tombstone(Schema):
    """What is left of a withdrawn record: when, and why."""

    kind: str
    id: int
    status: str
    status_since: datetime
    status_reason: str


class Import(Head):
    """A file that was brought in, and how far it is."""

    file: str
    what: Annotated[str, OneOf(("", *import_formats()))]
    mapping: Json
    country: str
    dry_run: bool
    status: Annotated[str, OneOf(ImportStatus)]
    rows_total: int
    rows_done: int
    counts: Json
    error: Json


class ImportRow(Schema):
    """The outcome of one row of an import; `record` is what it made or met."""

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
    """Where an area is on one indicator: what each method says, and how far it is behind (0 to 1).

    `verdict` is the published verdict: reached, on-course, too-slow, going-back or withheld, with the rule in
    `withheld`. `statuses` (codes of SDMX CL_OBS_STATUS), `notes` and `sources` are beside the values, empty where
    the file says nothing; `breaks` are years from which values cannot be compared with the past, `crossed` where a
    verdict does; `age` counts years to the newest value of the file.
    """

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
    statuses: list[str]
    notes: list[str]
    sources: list[str]
    breaks: list[Any]
    age: int | None
    old: bool
    verdict: str
    withheld: str
    break_year: int
    aim_source: str


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


class PassageFound(Schema):
    """A paragraph word for word, and how much of the question it holds. The best has enough of it to answer.

    `facts` of a mandate: who is asked, by when, to whom it reports; "" for a paragraph.
    """

    symbol: str
    anchor: str
    quote: str
    facts: str
    support: float
    address: str


class Answers(Schema):
    """Paragraphs that answer a question; `found` is false where the register has no answer.

    total    of records and paragraphs that answer
    listing  address of the list of all of them, "" where there is none
    """

    question: str
    found: bool
    answers: list[PassageFound]
    total: int
    listing: str


class Suggestion(Schema):
    """A completion of the words typed so far."""

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

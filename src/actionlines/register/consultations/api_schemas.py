"""Consultations and comments as the API describes them, by the names of register/consultations/serialise.py."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from actionlines.register.consultations.models import (
    CommentStatus,
    ConsultationStatus,
    Disposition,
    How,
    PhaseKind,
    SourceKind,
)
from actionlines.register.core.api.schemas import Count, Head, OneOf


class ConsultationPhase(Schema):
    """A phase of a consultation and its dates."""

    kind: Annotated[str, OneOf(PhaseKind)]
    name: str
    starts_on: date
    ends_on: date | None


class TextVersion(Schema):
    """A version of the text. `given`: paragraphs without a number, which got one with the sign ¶."""

    number: int
    title: str
    language: str
    source_kind: Annotated[str, OneOf(SourceKind)]
    source_id: str
    source_version: int
    given: int
    sha256: str
    at: datetime


class Consultation(Head):
    """A numbered text on which comments are asked for."""

    title: str
    summary: str
    language: str
    lines: list[str]
    anonymous: bool
    premoderated: bool
    status: Annotated[str, OneOf(ConsultationStatus)]
    status_reason: str
    status_since: datetime
    text: int = Field(description="number of the version that is commented on; 0 before there is one")
    results: str
    results_at: datetime | None
    organisation: int | None
    organisation_name: str | None
    published_at: datetime | None
    phases: list[ConsultationPhase]
    texts: list[TextVersion]


class TextWaits(Schema):
    """Words that a worker has not read yet; `before`: how many other files and texts are read first."""

    status: str
    before: int


class TextParagraph(Schema):
    """One paragraph of a version, with the number of its published comments."""

    anchor: str
    number: str
    kind: str
    level: int
    parent: str
    text: str
    comments: int
    suggestions: int


class PlaceInText(Schema):
    """Characters `start` to `end` of a paragraph in version `text`; "" for the whole text."""

    text: int
    paragraph: str
    number: str
    start: int
    end: int


class ConsultationComment(Head):
    """Something said about a paragraph, a span of it, or the whole text; or an answer to it (`parent`)."""

    consultation: int
    parent: int | None
    written_on: PlaceInText
    quote: str
    quote_sha256: str
    paragraph_sha256: str
    how: Annotated[str, OneOf(How)]
    place: PlaceInText | None = Field(
        description="where it stands now; null where it is orphaned, or on the whole text"
    )
    text: str
    suggests: bool
    suggestion: str
    language: str
    stakeholder: str
    country: str
    organisation: str
    name: str
    by_organiser: bool
    edited_at: datetime | None = Field(description="when its author last corrected it")
    status: Annotated[str, OneOf(CommentStatus)]
    status_reason: str
    status_since: datetime
    disposition: Annotated[str, OneOf(Disposition)]
    disposition_reason: str
    disposition_place: PlaceInText | None
    disposed_at: datetime | None
    endorsed: int


class DispositionRow(Schema):
    """A row of the table of dispositions; its fields are described in the exports (data/fields.csv)."""

    id: int
    answers: int | None
    written_at: datetime
    corrected_at: str
    status: str
    status_reason: str
    name: str
    organisation: str
    stakeholder: str
    country: str
    itu_region: str
    un_commission: str
    by_organiser: bool
    language: str
    text_version: int
    paragraph: str
    quote: str
    comment: str
    suggests: bool
    suggested_wording: str
    endorsed: int
    moved: str
    paragraph_now: str
    concepts: list[str]
    disposition: str
    disposition_reason: str
    disposition_paragraph: str
    disposed_at: str


class Counted(Schema):
    """Comments of one stakeholder type, country or region ("" where none was said), by disposition."""

    by: str
    key: str
    comments: int
    accepted: int
    partly: int
    not_accepted: int
    open: int


class ConsultationNumbers(Schema):
    """Numbers of published comments."""

    total: int
    replies: int
    removed: int
    orphaned: int
    suggestions: int
    tables: list[Counted]
    concepts: list[Count]

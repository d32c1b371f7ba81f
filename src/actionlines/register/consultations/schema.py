"""Consultations and comments: each field said once, with its rule; and what they look like outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field

from actionlines.framework import load
from actionlines.register.consultations import models
from actionlines.register.consultations.models import (
    CommentStatus,
    ConsultationStatus,
    Disposition,
    How,
    PhaseKind,
    SourceKind,
)
from actionlines.register.core import rules
from actionlines.register.core.api.schemas import Count
from actionlines.register.core.schema import ID, Data, Head, Input, OneOf, plain

_Word = Annotated[str, Field(max_length=40)]
_Day = Annotated[str, Field(max_length=10, description="2027-05-31")]
RESULTS = rules.Text(20_000)


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


class PhaseGiven(Schema):
    """A part of a consultation, from one day to another, both inclusive."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str, OneOf(PhaseKind)]
    name: str = Field("", max_length=120)
    starts_on: _Day
    ends_on: _Day | None = None


@dataclass(frozen=True)
class _Phase(rules.Rule):
    def clean(self, value: object) -> Data:
        """Return the phase with its days in ISO form."""
        if not isinstance(value, Mapping) or value.get("kind") not in PhaseKind.values:
            raise rules.Wrong(_("Each phase has a kind of the list."))
        first, last = rules.Day().clean(value.get("starts_on")), rules.Day().clean(value.get("ends_on"))
        if first is None:
            raise rules.Wrong(_("Each phase needs the day on which it starts."))
        if last and last < first:
            raise rules.Wrong(_("A phase ends before it starts."))
        name = rules.Line(120).clean(str(value.get("name") or ""))
        return {"kind": value["kind"], "name": name, "starts_on": first, "ends_on": last}


class _Phases(rules.Many):
    def clean(self, value: object) -> list[Data]:
        """Return the phases in the order of their first days."""
        return sorted(super().clean(value), key=lambda phase: str(phase["starts_on"]))


class ConsultationFields(Input):
    """Fields left out keep their values. A new one needs a title."""

    title: Annotated[str, rules.Name(300, needed=True)] = ""
    summary: Annotated[str, rules.Text(8000)] = ""
    language: Annotated[str, OneOf(rules.LANGUAGES), rules.Language()] = "en"
    lines: Annotated[list[_Word], rules.ActionLines(40)] = Field([])
    organisation: Annotated[ID, rules.Known()] | None = None
    anonymous: Annotated[bool, rules.Flag()] = False
    premoderated: Annotated[bool, rules.Flag()] = False
    phases: Annotated[list[PhaseGiven], _Phases(12, each=_Phase())] = Field([])


class CommentFields(Input):
    """Fields left out keep their values. Where a comment stands cannot be changed."""

    text: Annotated[str, rules.Text(5000)] = ""
    suggests: Annotated[bool, rules.Flag()] = False
    suggestion: Annotated[str, rules.Line(5000)] = ""
    stakeholder: Annotated[str, rules.Choice(40, of="stakeholder")] = ""
    country: Annotated[str, rules.Choice(3, of=lambda: load().countries, empty=True)] = ""
    organisation: Annotated[str, rules.Name(300)] = ""
    name: Annotated[str, rules.Name(150)] = ""
    language: Annotated[str, OneOf(("", *rules.LANGUAGES)), rules.Language(empty=True)] = ""


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

    @staticmethod
    def resolve_organisation_name(record: models.Consultation) -> str | None:
        """Return the name of the organiser."""
        return record.organisation.name if record.organisation else None

    @staticmethod
    def resolve_phases(record: models.Consultation) -> list[Data]:
        """Return the phases by their first days."""
        return [plain(ConsultationPhase, phase) for phase in record.phases.all()]

    @staticmethod
    def resolve_texts(record: models.Consultation) -> list[Data]:
        """Return the versions of the text, without their paragraphs."""
        return [plain(TextVersion, text) for text in record.texts.all()]


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


class Comment(Head):
    """A comment as its versions have it."""

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

    @staticmethod
    def resolve_written_on(record: models.Comment) -> Data | None:
        """Return where it was written; a place without paragraph is the whole text."""
        return _place(record.text_version.number, record.paragraph, record.start, record.end)

    @staticmethod
    def resolve_place(record: models.Comment) -> Data | None:
        """Return its place in the text of today."""
        return _place(None, record.place, record.place_start, record.place_end)

    @staticmethod
    def resolve_disposition_place(record: models.Comment) -> Data | None:
        """Return the paragraph that answers it."""
        return _place(None, record.disposition_place, 0, 0)


def _place(number: int | None, paragraph: models.TextParagraph | None, start: int, end: int) -> Data | None:
    if paragraph is None:
        return None if number is None else {"text": number, "paragraph": "", "number": "", "start": start, "end": end}
    text = paragraph.text_version.number if number is None else number
    return {"text": text, "paragraph": paragraph.anchor, "number": paragraph.number, "start": start, "end": end}


class ConsultationComment(Comment):
    """Something said about a paragraph, a span of it, or the whole text; or an answer to it (`parent`)."""

    endorsed: int


# What a comment is read with, so that serialising asks nothing more.
COMMENT_WITH = ("consultation", "text_version", "paragraph", "place__text_version", "disposition_place__text_version")


def public_comment(record: models.Comment) -> Data:
    """Return the comment as everybody may read it: of one that was removed, no word but the reason."""
    data = plain(ConsultationComment, record)
    if not record.is_shown():
        blank = ("text", "suggestion", "quote", "organisation", "name", "disposition_reason")
        data |= {**dict.fromkeys(blank, ""), "suggests": False}
    return data


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

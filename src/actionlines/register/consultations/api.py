"""Consultations in the API."""

from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field, model_validator

from actionlines.errors import InvalidFields, TooManyRequests
from actionlines.register.consultations import schema as c
from actionlines.register.consultations.actions import comments as act
from actionlines.register.consultations.actions import texts as own
from actionlines.register.consultations.actions.texts import AddText
from actionlines.register.consultations.exports import count as count_rows
from actionlines.register.consultations.exports import rows as table_rows
from actionlines.register.consultations.models import Comment, Consultation, Disposition, TextParagraph, seen_by_all
from actionlines.register.consultations.papers import of_paper
from actionlines.register.consultations.schema import COMMENT_WITH, public_comment
from actionlines.register.consultations.statistics import paragraph_counts, statistics
from actionlines.register.consultations.texts import asked_of_words, of_instrument, of_reading
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import Body, Seen, allow, find, operation, seen_by
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.permissions import decide
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.core.schema import ID, Data, JsonBool, plain
from actionlines.register.core.serialise import as_dict
from actionlines.register.instruments.models import Instrument
from actionlines.register.site.middleware.limits import COUNTS, VISITOR_COMMENT, block_of

_Word = Annotated[str, Field(max_length=40)]
_Anchor = Annotated[str, Field(max_length=80)]


class NewTextVersion(Seen):
    """A version of the text: an instrument of the register by its symbol; a report or road map that you may edit
    or that is published (`report:12`, `roadmap:3`); or words, an empty line between paragraphs. `mapping`: id of a
    paragraph of the version before -> id in this one, where you know it.
    """

    symbol: str = Field("", max_length=120)
    draft: str = Field("", max_length=40)
    words: str = Field("", max_length=1_500_000)
    mapping: dict[_Anchor, _Anchor] = Field({}, max_length=500)


class ResultsGiven(Seen):
    """The outcome of the consultation, in words."""

    results: str = Field(max_length=20_000)


class ReasonGiven(Seen):
    """A reason that the public reads."""

    reason: str = Field("", max_length=2000)


class Who(Schema):
    """Who speaks: `stakeholder` of the vocabulary of this name, `country` ISO 3166 alpha-3."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field("", max_length=5000)
    stakeholder: _Word
    country: Annotated[str, Field(max_length=3)] = ""
    organisation: str = Field("", max_length=300)
    name: str = Field("", max_length=150)
    language: Annotated[str, s.OneOf(("", *LANGUAGES))] = ""


class NewComment(Who):
    """About a paragraph (its id; "" for the whole text) of version `seen`, or a span of it: `start` and `end`, or
    a `quote` that is there once. With `suggests`, `suggestion` is to stand instead ("" to delete).
    """

    paragraph: _Anchor = ""
    seen: int | None = Field(None, ge=1, le=10**6)
    start: int | None = Field(None, ge=0, le=10**7)
    end: int | None = Field(None, ge=0, le=10**7)
    quote: str = Field("", max_length=20_000)
    suggests: JsonBool = False
    suggestion: str = Field("", max_length=5000)

    @model_validator(mode="after")
    def both(self) -> "NewComment":
        """Raise ValueError where only one end of the span is given."""
        if (self.start is None) != (self.end is None):
            raise ValueError("give both start and end, or none")
        return self


class EditedComment(Seen):
    """The fields of a comment to change."""

    fields: c.CommentFields


class Endorsing(Body):
    """Agree with a comment, or take your agreement back."""

    take_back: JsonBool = False


class Moderated(ReasonGiven):
    """The decision on a comment; a removal needs a reason."""

    decision: Literal["publish", "remove"]


class Disposed(Seen):
    """The disposition of a comment. `where`: id or number of a paragraph of the current text."""

    disposition: Annotated[str, s.OneOf(Disposition)]
    why: str = Field("", max_length=4000)
    where: _Anchor = ""


class Placed(Seen):
    """Where it is in the current text: the id of a paragraph; "" for nowhere."""

    to: _Anchor


class AskedComments(Paged):
    """Which comments: of one paragraph (id), one disposition ("none" for those without), orphaned ones."""

    paragraph: _Anchor = ""
    disposition: Annotated[str, s.OneOf(("", "none", *Disposition.values[1:]))] = ""
    how: Annotated[str, s.OneOf(("", "written", "same", "mapped", "orphaned", "whole"))] = ""
    stakeholder: _Word = ""


class AskedText(Paged):
    """Which version of the text; the current one without it."""

    text: int | None = Field(None, ge=1, le=10**6)


def records() -> QuerySet[Consultation]:
    """Consultations with what serialising needs."""
    return Consultation.objects.select_related("organisation", "owner").prefetch_related("phases", "texts")


def said() -> QuerySet[Comment]:
    """Comments with what serialising needs."""
    return Comment.objects.select_related(*COMMENT_WITH)


def one(request: HttpRequest, number: int) -> Consultation:
    """A consultation that the reader may see; a withdrawn one is for those who edit it."""
    matches: Consultation = seen_by(request, records(), number)
    if matches.status == "withdrawn" and not decide(request.user, "consultation.edit", matches):
        raise Http404
    return matches


def inside(made: Comment) -> Data:
    """A comment for its author and for those who moderate, also while it waits."""
    return plain(c.ConsultationComment, made)


def slowly(request: HttpRequest, consultation: Consultation) -> None:
    """Who has no account is slowed down by address and consultation."""
    if request.user.is_authenticated:
        return
    if wait := COUNTS.take(VISITOR_COMMENT, f"{block_of(request)} {consultation.pk}"):
        raise TooManyRequests("request", "this was done too often", f"Wait {round(wait + 1)} seconds.")


router = Router(tags=["consultations"])


@router.get("/consultations/{id}", response={200: c.Consultation, 304: None, **PROBLEMS})
@operation("consultation.view")
def consultation(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """One consultation with its phases and the versions of its text."""
    return given(request, as_dict(one(request, id)))


def _list_published() -> QuerySet[Consultation]:
    return records().filter(status="published").order_by("-published_at", "-pk")


_operations = KindOperations(router, "consultations", records(), c.Consultation)
_operations.pages(_list_published, "Published consultations, the newest first.")
says, body_says = "Open one, as a draft; a text is added next.", "A consultation to be opened, as a draft of yours."
_operations.create(own.OpenConsultation, c.ConsultationFields, says, body_says, name="openone")
says, body_says = "Change fields; phases are given all at once.", "The fields of a consultation to change."
_operations.edit(own.EditConsultation, c.ConsultationFields, says, body_says)
_operations.verb("publish", own.PublishConsultation, "Publish the consultation.")
_operations.verb("results", own.PublishResults, "Publish the outcome of the consultation.", ResultsGiven)
says = "Take it from the public, with a reason that the public reads."
_operations.verb("withdraw", own.WithdrawConsultation, says, ReasonGiven)


@router.post("/consultations/{id}/texts", response={202: c.TextWaits, 200: c.Consultation, **PROBLEMS})
@operation("consultation.edit")
def add_text(request: SignedIn, id: Path[ID], body: NewTextVersion) -> HttpResponse:
    """Add a version of the text. Comments move with paragraphs whose words are the same, or as `mapping` says.

    Words are read by a worker: with 202, send the same request again after a second or two.
    """
    record = find(records(), id)
    allow(request, "consultation.edit", record)
    if sum(map(bool, (body.symbol, body.draft, body.words.strip()))) != 1:
        raise InvalidFields("text", {"words": "give a symbol, a report or road map, or words"})
    if body.symbol:
        if (held := Instrument.objects.filter(symbol=body.symbol).first()) is None:
            raise InvalidFields("text", {"symbol": "there is no such instrument"})
        source, paragraphs = of_instrument(held)
    elif body.draft:
        source, paragraphs = of_paper(request.user, body.draft)
    else:
        reading = asked_of_words(body.words, request.user)
        if reading.is_going:
            waits = {"status": reading.status, "before": reading.before}
            return given(request, waits, 202)
        source, paragraphs = of_reading(reading)
    action = AddText(
        request.user, record, version=body.version, source=source, paragraphs=paragraphs, mapping=body.mapping
    )
    return given(request, as_dict(action.do()))


@router.get("/consultations/{id}/paragraphs", response={200: s.page_of(c.TextParagraph), 304: None, **PROBLEMS})
@operation("consultation.view")
def paragraphs(request: HttpRequest, id: Path[ID], query: Query[AskedText]) -> HttpResponse:
    """The paragraphs of a version in order; those of the current one with the number of their comments."""
    record = one(request, id)
    number = query.text or record.text
    rows = record.texts.model.objects.filter(consultation=record, number=number).first()
    if rows is None:
        raise Http404
    counts = paragraph_counts(record) if number == record.text else {}
    return paged(request, query, rows.paragraphs.all(), lambda row: _paragraph(row, counts.get(row.pk, {})))


def _paragraph(row: TextParagraph, counts: dict[str, int]) -> Data:
    names = ("anchor", "number", "kind", "level", "parent", "text")
    return {
        **{name: getattr(row, name) for name in names},
        "comments": counts.get("many", 0),
        "suggestions": counts.get("suggested", 0),
    }


@router.get("/consultations/{id}/comments", response={200: s.page_of(c.ConsultationComment), 304: None, **PROBLEMS})
@operation("consultation.view")
def comments(request: HttpRequest, id: Path[ID], query: Query[AskedComments]) -> HttpResponse:
    """Its comments and answers, the oldest first; of removed and withdrawn ones only that they were."""
    record = one(request, id)
    rows = said().filter(seen_by_all(), consultation=record).order_by("pk")
    if query.paragraph:
        rows = rows.filter(place__anchor=query.paragraph)
    if query.disposition:
        rows = rows.filter(disposition="" if query.disposition == "none" else query.disposition, parent=None)
    if query.how:
        rows = rows.filter(how=query.how, parent=None)
    if query.stakeholder:
        rows = rows.filter(stakeholder=query.stakeholder)
    return paged(request, query, rows, public_comment)


@router.post("/consultations/{id}/comments", response={201: c.ConsultationComment, **PROBLEMS})
@operation("consultation.comment")
def write(request: HttpRequest, id: Path[ID], body: NewComment) -> HttpResponse:
    """Say something. Without a token only where the organiser lets visitors; it then waits for moderation."""
    record = find(records(), id)
    allow(request, "consultation.comment", record)
    slowly(request, record)
    place = {name: getattr(body, name) for name in ("paragraph", "seen", "start", "end", "quote")}
    fields = body.model_dump(exclude=set(place))
    made = act.WriteComment(request.user, consultation=record, fields=fields, **place).do()
    return given(request, inside(made), 201)


@router.get("/consultations/{id}/dispositions", response={200: s.page_of(c.DispositionRow), 304: None, **PROBLEMS})
@operation("consultation.export")
def dispositions(request: HttpRequest, id: Path[ID], query: Query[Paged]) -> HttpResponse:
    """The table of dispositions in the order of the text; for who moderates, with what waits."""
    record = one(request, id)
    within = bool(decide(request.user, "consultation.moderate", record))
    return paged(request, query, _Rows(record, within), lambda row: row)


class _Rows:
    """The table as a list that is read a page at a time."""

    def __init__(self, record: Consultation, within: bool) -> None:
        self._given = (record, within)

    def __len__(self) -> int:
        return count_rows(*self._given)

    def __getitem__(self, part: slice) -> list[Data]:
        return list(table_rows(*self._given, part.start, part.stop))


@router.get("/consultations/{id}/statistics", response={200: c.ConsultationNumbers, 304: None, **PROBLEMS})
@operation("consultation.view")
def numbers(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """Published comments by stakeholder type, country, region and disposition."""
    matches = statistics(one(request, id))
    tables = {"stakeholder": matches.by_stakeholder, "country": matches.by_country, **matches.by_region}
    data = {
        **{name: getattr(matches, name) for name in ("total", "replies", "removed", "orphaned", "suggestions")},
        "tables": [
            {"by": by, "key": key, "comments": counts["all"]} | {name: counts[value] for value, name in _WAYS.items()}
            for by, table in tables.items()
            for key, counts in table.sorted()
        ],
        "concepts": [{"value": value, "count": count} for value, count in matches.by_concept],
    }
    return given(request, data)


_WAYS = {"accepted": "accepted", "partly": "partly", "not": "not_accepted", "": "open"}

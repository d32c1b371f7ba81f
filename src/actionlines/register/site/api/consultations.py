"""Consultations: reading them, saying something, organising. The actions are those of the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router

from actionlines.errors import InvalidFields
from actionlines.register.consultations.actions import comments as act
from actionlines.register.consultations.actions import consultations as own
from actionlines.register.consultations.actions.texts import AddText
from actionlines.register.consultations.exports.rows import count as count_rows
from actionlines.register.consultations.exports.rows import rows as table_rows
from actionlines.register.consultations.models import Consultation, TextParagraph
from actionlines.register.consultations.models.comments import SEEN
from actionlines.register.consultations.papers import of_paper
from actionlines.register.consultations.serialise import public_comment
from actionlines.register.consultations.statistics import paragraph_counts, statistics
from actionlines.register.consultations.texts import asked_of_words, of_instrument, of_reading
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import ID, Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Instrument
from actionlines.register.site.api import consultations_bodies as b
from actionlines.register.site.api import schemas as s
from actionlines.register.site.api import schemas_consultations as c
from actionlines.register.site.api.answers import PROBLEMS
from actionlines.register.site.api.consultations_found import inside, one, plain, records, said, slowly
from actionlines.register.site.api.lists import Paged, given, paged
from actionlines.register.site.api.mandates import Seen
from actionlines.register.site.api.operations import allow, do, find, operation
from actionlines.register.site.pages import SignedIn

router = Router(tags=["consultations"])
DONE: Any = {200: c.Consultation, **PROBLEMS}


@router.get("/consultations", response={200: s.page_of(c.Consultation), 304: None, **PROBLEMS})
@operation("site.read")
def consultations(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Published consultations, the newest first."""
    return paged(request, asked, records().filter(status="published").order_by("-published_at", "-pk"), plain)


@router.post("/consultations", response={201: c.Consultation, **PROBLEMS})
@operation("consultation.open")
def openone(request: SignedIn, body: b.NewConsultation) -> HttpResponse:
    """Open one, as a draft; a text is added next."""
    return given(request, as_dict(own.OpenConsultation(request.user, fields=body.fields.plain()).do()), 201)


@router.get("/consultations/{id}", response={200: c.Consultation, 304: None, **PROBLEMS})
@operation("consultation.view")
def consultation(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """One consultation with its phases and the versions of its text."""
    return given(request, as_dict(one(request, id)))


@router.patch("/consultations/{id}", response=DONE)
@operation("consultation.edit")
def edit(request: SignedIn, id: Path[ID], body: b.EditedConsultation) -> HttpResponse:
    """Change fields; phases are given all at once."""
    return do(request, records(), id, own.EditConsultation, body, fields=body.fields.plain())


@router.post("/consultations/{id}/publish", response=DONE)
@operation("consultation.edit")
def publish(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Publish the consultation."""
    return do(request, records(), id, own.PublishConsultation, body)


@router.post("/consultations/{id}/results", response=DONE)
@operation("consultation.edit")
def results(request: SignedIn, id: Path[ID], body: b.ResultsGiven) -> HttpResponse:
    """Publish the outcome of the consultation."""
    return do(request, records(), id, own.PublishResults, body, results=body.results)


@router.post("/consultations/{id}/withdraw", response=DONE)
@operation("consultation.edit")
def withdraw(request: SignedIn, id: Path[ID], body: b.ReasonGiven) -> HttpResponse:
    """Take it from the public, with a reason that the public reads."""
    return do(request, records(), id, own.WithdrawConsultation, body, reason=body.reason)


@router.post("/consultations/{id}/texts", response={202: c.TextWaits, **DONE})
@operation("consultation.edit")
def add_text(request: SignedIn, id: Path[ID], body: b.NewTextVersion) -> HttpResponse:
    """Add a version of the text. Comments move with paragraphs whose words are the same, or as `mapping` says.

    Words are read by a worker: with 202, send the same request again after a second or two.
    """
    record = find(records(), id)
    allow(request, "consultation.edit", record)
    if sum(map(bool, (body.symbol, body.draft, body.words.strip()))) != 1:
        raise InvalidFields("text", {"words": "give a symbol, a report or road map, or words"})
    if body.symbol:
        held = Instrument.objects.filter(symbol=body.symbol).first()
        if held is None:
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


@router.get(
    "/consultations/{id}/paragraphs", response={200: s.page_of(c.TextParagraph), 304: None, **PROBLEMS}
)
@operation("consultation.view")
def paragraphs(request: HttpRequest, id: Path[ID], asked: Query[b.AskedText]) -> HttpResponse:
    """The paragraphs of a version in order; those of the current one with the number of their comments."""
    record = one(request, id)
    number = asked.text or record.text
    rows = record.texts.model.objects.filter(consultation=record, number=number).first()
    if rows is None:
        raise Http404
    counts = paragraph_counts(record) if number == record.text else {}
    return paged(request, asked, rows.paragraphs.all(), lambda row: _paragraph(row, counts.get(row.pk, {})))


def _paragraph(row: TextParagraph, counts: dict[str, int]) -> Data:
    names = ("anchor", "number", "kind", "level", "parent", "text")
    return {
        **{name: getattr(row, name) for name in names},
        "comments": counts.get("many", 0),
        "suggestions": counts.get("suggested", 0),
    }


@router.get(
    "/consultations/{id}/comments", response={200: s.page_of(c.ConsultationComment), 304: None, **PROBLEMS}
)
@operation("consultation.view")
def comments(request: HttpRequest, id: Path[ID], asked: Query[b.AskedComments]) -> HttpResponse:
    """Its comments and answers, the oldest first; of removed and withdrawn ones only that they were."""
    record = one(request, id)
    rows = said().filter(consultation=record, status__in=SEEN).order_by("pk")
    if asked.paragraph:
        rows = rows.filter(place__anchor=asked.paragraph)
    if asked.disposition:
        rows = rows.filter(disposition="" if asked.disposition == "none" else asked.disposition, parent=None)
    if asked.how:
        rows = rows.filter(how=asked.how, parent=None)
    if asked.stakeholder:
        rows = rows.filter(stakeholder=asked.stakeholder)
    return paged(request, asked, rows, public_comment)


@router.post("/consultations/{id}/comments", response={201: c.ConsultationComment, **PROBLEMS})
@operation("consultation.comment")
def write(request: HttpRequest, id: Path[ID], body: b.NewComment) -> HttpResponse:
    """Say something. Without a token only where the organiser lets visitors; it then waits for moderation."""
    record = find(records(), id)
    allow(request, "consultation.comment", record)
    slowly(request, record)
    place = {name: getattr(body, name) for name in ("paragraph", "seen", "start", "end", "quote")}
    fields = body.model_dump(exclude=set(place))
    made = act.WriteComment(request.user, consultation=record, fields=fields, **place).do()
    return given(request, inside(made), 201)


@router.get(
    "/consultations/{id}/dispositions", response={200: s.page_of(c.DispositionRow), 304: None, **PROBLEMS}
)
@operation("consultation.export")
def dispositions(request: HttpRequest, id: Path[ID], asked: Query[Paged]) -> HttpResponse:
    """The table of dispositions in the order of the text; for who moderates, with what waits."""
    record = one(request, id)
    within = bool(decide(request.user, "consultation.moderate", record))
    return paged(request, asked, _Rows(record, within), lambda row: row)


class _Rows:
    """The table as a list of which a page is read at a time."""

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
    found = statistics(one(request, id))
    tables = {"stakeholder": found.by_stakeholder, "country": found.by_country, **found.by_region}
    data = {
        **{name: getattr(found, name) for name in ("total", "replies", "removed", "orphaned", "suggestions")},
        "tables": [
            {"by": by, "key": key, "comments": counts["all"]}
            | {name: counts[value] for value, name in _WAYS.items()}
            for by, table in tables.items()
            for key, counts in table.sorted()
        ],
        "concepts": [{"value": value, "count": count} for value, count in found.by_concept],
    }
    return given(request, data)


_WAYS = {"accepted": "accepted", "partly": "partly", "not": "not_accepted", "": "open"}

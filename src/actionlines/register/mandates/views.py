"""Pages of mandates: list, table for a meeting, record, verbs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from actionlines.framework.calendar import Session
from actionlines.lineage.changes import compare_words
from actionlines.mandates.deliverable import NONE
from actionlines.papers.writers.as_xlsx import CellLink, Value
from actionlines.register.activities.models import Activity, ActivityMandate
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.kinds import Words
from actionlines.register.core.models import Event
from actionlines.register.core.pages.difference import as_html as difference_html
from actionlines.register.core.pages.downloads import MeetingColumns
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import find_record, page, page_number
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.public_view import hide_reasons, list_events, public_links, public_statuses
from actionlines.register.core.texts import reader_words
from actionlines.register.instruments.compare import Cited, cited, marked_segments, marks_as_html, phrases
from actionlines.register.instruments.models import Paragraph, ParagraphCitation
from actionlines.register.instruments.reading import anchors, held
from actionlines.register.mandates.actions import ACCEPTED, answerers
from actionlines.register.mandates.answers import answers_of, read_coverage, share_organisations
from actionlines.register.mandates.life import life, session_of
from actionlines.register.mandates.models import OPEN, Mandate, Progress, mandate_at, waits_for
from actionlines.register.mandates.queue import ROWS, called, seen, waiting_on
from actionlines.register.mandates.wording import REASON_LIMIT, deliverable_name, describe_life, in_words
from actionlines.register.preferences.schema import is_sample

PER_PAGE = 50
PAGES = 10_000


def _records() -> QuerySet[Mandate]:
    rows = Mandate.objects.select_related("instrument", "paragraph", "lead")
    return rows.prefetch_related("addressees", "links", "progress").defer("instrument__warnings")


def _meeting_rows(mandates: Sequence[Any], site: str) -> Iterator[Sequence[Value]]:
    share_organisations(mandates)
    for mandate in mandates:
        session, address = session_of(mandate), site + mandate.get_absolute_url()
        when = in_words([form for form in mandate.due if form != str(mandate.due_on)])
        answers = answers_of(mandate)
        count = {"answered": len(answers.answered), "asked": len(answers.asked)}
        yield (
            f"≈ {mandate.title}" if mandate.is_summary else mandate.title,
            deliverable_name(mandate.deliverable) if mandate.deliverable != NONE else "",
            _names(mandate.asked_bodies()),
            mandate.due_on,
            when[:1].upper() + when[1:],
            _names(mandate.report_to),
            _describe_session(session) if session else "",
            session.documents_due if session else None,
            _status(mandate),
            _("%(answered)d of %(asked)d") % count if answers.asked else "",
            str(mandate.lead or ""),
            CellLink(str(mandate), address),
        )


def _meeting_notes() -> list[tuple[str, str]]:
    return [
        ("≈", reader_words()("mandates.summary")),
        (_("Answers"), _("How many of those who are asked have answered, each body and country counted separately.")),
    ]


MEETING = MeetingColumns(
    title=gettext_lazy("What is asked"),
    of=gettext_lazy("What is asked: %(name)s"),
    prefetched=("progress",),
    columns=(
        (gettext_lazy("What is asked"), 42),
        (gettext_lazy("Deliverable"), 13),
        (gettext_lazy("Who is asked"), 24),
        (gettext_lazy("Due on"), 12),
        (pgettext_lazy("how often, or in which period", "When"), 13),
        (gettext_lazy("Reports to"), 18),
        (gettext_lazy("Reported at"), 16),
        (gettext_lazy("Documents due"), 12),
        (gettext_lazy("Status"), 12),
        (gettext_lazy("Answers"), 10),
        (gettext_lazy("Lead"), 14),
        (gettext_lazy("Paragraph"), 24),
    ),
    rows=_meeting_rows,
    notes=_meeting_notes,
)


def _names(bodies: Iterable[str]) -> str:
    return "; ".join(map(name_of, bodies))


def _describe_session(session: Session) -> str:
    """Return a session in words: its body, its number where it is none of a year, and whether it is estimated."""
    entry, number = concept(session.body), session.number
    name = entry.short if entry else name_of(session.body)
    words = f"{name} {number}" if number == session.starts.year else f"{name}, {_('session %d') % number}"
    return f"{words} ({_('estimated')})" if session.estimated else words


def _status(mandate: Any) -> str:
    """Return the status in words; what no text decides, and what was accepted with others, says so."""
    more = [] if mandate.is_owed else [mandate.get_force_display()]
    more += [_("Sample")] if is_sample(mandate.instrument.symbol) else []
    if many := mandate.accepted_with:
        text = ngettext("accepted with %(many)s other", "accepted with %(many)s others", many)
        more.append(text % {"many": many})
    status = str(mandate.get_status_display())
    return f"{status} ({'; '.join(map(str, more))})" if more else status


REGISTER = Listing(
    kind="mandate",
    title=gettext_lazy("Mandates"),
    facets=(
        "status",
        "force",
        "body",
        "speaker",
        "action_line",
        "goal",
        "target",
        "commitment",
        "due_year",
        "strength",
        "deliverable",
        "instrument",
        "lead",
        "to_check",
    ),
    sorts=("relevance", "due", "newest", "title", "checks"),
    row_template="mandates/row.html",
    records=_records,
    template="mandates/list.html",
    is_real=True,
    intro="mandates/intro.html",
    ranges=("due",),
    meeting=MEETING,
    feed="feed-mandates",
    tabs=(
        (gettext_lazy("Open"), OPEN),
        (gettext_lazy("Awaiting confirmation"), ("proposed",)),
        (gettext_lazy("All, also ended"), ()),
    ),
    calendar="mandates-calendar",
    empty=gettext_lazy("Mandates are found when a document is imported. Import a resolution, or take a filter away."),
)


@page("site.read")
def waiting(request: HttpRequest) -> HttpResponse:
    """Everybody who is waited for, the oldest due day first; `?on=body:itu`: what is open there."""
    proposals = request.GET.get("with") == "proposals"
    on = request.GET.get("on", "")[:80]
    if on:
        rows = waiting_on(on, proposals).prefetch_related("addressees")
        listed = Paginator(rows, PER_PAGE).get_page(min(page_number(request), PAGES))
        named = {"rows": listed, "who": called(on), "on": on, "proposals": proposals}
        return render(request, "mandates/waiting_on.html", named)
    all_of_them, drawn = seen(proposals)
    context = {
        "waited": all_of_them[:ROWS],
        "more": max(0, len(all_of_them) - ROWS),
        "proposals": proposals,
        "picture": drawn,
        "picture_rows": [
            {"body": body, "cells": [(number, _shade(number, drawn.most)) for number in numbers]}
            for body, numbers in drawn.rows
        ],
    }
    return render(request, "mandates/waiting.html", context)


def _shade(number: int, most: int) -> int:
    """0 for none, 1 to 4 by its share of the largest."""
    return min(4, 1 + 4 * (number - 1) // most) if number else 0


@dataclass(frozen=True, slots=True)
class Changed:
    """`words` as they would stand, with what goes and what comes where the old ones are held here; `of` is the
    instrument that would change, None where the text does not name it.
    """

    words: SafeString
    of: Cited | None


def leading(canonical: Iterable[str]) -> list[Cited]:
    """Return where canonical citations (`A/RES/70/125#p3`) lead, here or elsewhere. Two queries."""
    matches = [ParagraphCitation(symbol=text.partition("#")[0], place=text.partition("#")[2]) for text in canonical]
    places = held(matches) if matches else {}
    return [cited(paragraph_citation, places) for paragraph_citation in matches]


def would_change(mandate: Mandate) -> Changed | None:
    """Return what would change, or None where the mandate amends nothing."""
    amendment = mandate.amendment
    if not amendment:
        return None
    number, symbol = amendment.get("paragraph", ""), amendment.get("of", "")
    place = f"p{number}" if number[:1].isdigit() else number
    matches = leading([f"{symbol}#{place}" if place else symbol]) if symbol else []
    old = "" if amendment["operation"] == "insert" or not symbol else _text(symbol, place)
    return Changed(difference_html(compare_words(old, amendment.get("words", ""))), matches[0] if matches else None)


def _text(symbol: str, place: str) -> str:
    """Return the stored words of a paragraph, "" where the register has none."""
    where = held([ParagraphCitation(symbol=symbol, place=place)]).get((symbol, place))
    if where is None or not anchors(place):
        return ""
    rows = Paragraph.objects.filter(instrument__symbol=where.symbol, anchor=where.anchor)
    return rows.values_list("text", flat=True).first() or ""


EVENTS = 20
ACTIVITIES = 100

# verb of the address -> (row of the permission table, statuses in which it is offered, words of the button)
BUTTONS: tuple[tuple[str, str, Collection[str], Words], ...] = (
    ("confirm", "mandate.confirm", frozenset({"proposed", "rejected"}), gettext_lazy("Confirm")),
    ("correct", "mandate.correct", ACCEPTED | {"proposed"}, gettext_lazy("Correct")),
    ("status", "mandate.status", ACCEPTED | {"superseded"}, gettext_lazy("Set status")),
    ("lead", "mandate.assign", OPEN, gettext_lazy("Assign a lead")),
    ("reject", "mandate.reject", frozenset({"proposed", "confirmed"}), gettext_lazy("Reject")),
)
FIND = find_record(
    Mandate,
    related=("instrument", "paragraph", "lead", "superseded_by__instrument", "superseded_by__paragraph"),
    prefetch=(
        "addressees",
        "links",
        Prefetch("progress", Progress.objects.select_related("by")),
        Prefetch("mandate_set", Mandate.objects.select_related("instrument", "paragraph")),
    ),
)


def show(request: HttpRequest, record: Mandate) -> HttpResponse:
    """Everything about it on one page; what the reader may do with it top right."""
    user = request.user
    buttons = [
        (verb, words) for verb, code, states, words in BUTTONS if record.status in states and decide(user, code, record)
    ]
    may_answer = record.status in ACCEPTED and decide(user, "mandate.progress", record)
    may_link = record.status in ACCEPTED | {"proposed"} and decide(user, "mandate.correct", record)
    all_of_it = sees_draft(user, record)
    events = list_events(record, all_of_it=all_of_it)
    covered = read_coverage([record])[record.pk]
    context = {
        "mandate": record,
        "instrument": record.instrument,
        "waits": waits_for(record),
        "words": quotes(record),
        "buttons": buttons,
        "may_link": may_link,
        "progress": _progress(record),
        "asked": answers_of(record),
        "coverage": reader_words()(f"coverage.{covered.state}"),
        "reports": covered.reports,
        "answerers": answerers(user, record) if may_answer and user.is_authenticated else [],
        "may_answer": may_answer,
        "may_remind": record.status in OPEN and decide(user, "mandate.remind", record),
        "answers": _answers(record),
        # One status after the other: each is shown once.
        "links": sorted(
            record.links.all() if may_link else public_links(record.kind, record.links.all()),
            key=lambda link: link.status,
        ),
        "events": hide_reasons(events.select_related("actor")[:EVENTS], record, all_of_it=all_of_it),
        "names": all_of_it,
        "accepted": _acceptance(record),
        "limit": REASON_LIMIT,
        "differs": _differs(record),
        "rests_on": leading(record.rests_on),
        "change": would_change(record),
        **(describe_life(life(record)) if record.is_owed else {}),
    }
    return render(request, "mandates/mandate.html", context)


def quotes(record: Mandate) -> list[tuple[Paragraph, SafeString]]:
    """The paragraphs in which its words stand, a chapeau first, each with its marks."""
    spans = phrases([record])
    anchors = {anchor for anchor in spans if anchor} | {record.paragraph.anchor}
    rows = record.instrument.paragraphs.filter(anchor__in=anchors).prefetch_related("citations")
    paragraphs = []
    for row in rows.order_by("order", "pk"):
        row.instrument = record.instrument
        paragraphs.append(
            (row, marks_as_html(marked_segments(row.text, spans.get(row.anchor, ()), (), row.citations.all()), {}))
        )
    return paragraphs


def _progress(record: Mandate) -> list[dict[str, object]]:
    """Each note with its evidence; the paragraphs and activities that are named are read in two queries."""
    notes = list(record.progress.all())
    keys = [note.evidence.get("activity") for note in notes if note.evidence_kind == "activity"]
    activities = Activity.objects.filter(published_at__isnull=False).exclude(status="withdrawn").in_bulk(keys)
    return [{"note": note, "activity": activities.get(note.evidence.get("activity"))} for note in notes]


def _answers(record: Mandate) -> list[ActivityMandate]:
    """Published activities that answer it: confirmed, or proposals where the organiser shows those."""
    rows = record.activity_links.filter(status__in=public_statuses(Activity.kind), activity__status="published")
    return list(rows.select_related("activity__organisation").order_by("-p", "pk")[:ACTIVITIES])


def _acceptance(record: Mandate) -> Event | None:
    """Return the event by which it was accepted with others, None where nobody accepted it so."""
    if record.accepted_with is None:
        return None
    rows = Event.objects.filter(kind=record.kind, record=record.pk, action="mandate.confirm")
    return rows.select_related("actor").first()


def _differs(record: Mandate) -> list[tuple[str, object]]:
    """What the machine proposed and people changed: (field, the proposal)."""
    now = {
        "action": record.action,
        "strength": record.strength,
        "force": record.force,
        "deliverable": record.deliverable,
        "addressees": sorted(item.body for item in record.addressees.all()),
        "report_to": sorted(record.report_to),
        "due": sorted(record.due),
    }
    pairs = []
    for name, value in now.items():
        proposed = record.proposal.get(name)
        if proposed is not None and (sorted(proposed) if isinstance(proposed, list) else proposed) != value:
            pairs.append((name, proposed))
    return pairs


def _at_path(path: str) -> Mandate:
    record = mandate_at(path)
    if record is None:
        raise Http404
    return FIND(record.pk)


@page("mandate.view", record=_at_path)
def by_symbol(request: HttpRequest, record: Mandate) -> HttpResponse:
    """Show the mandate of `/mandates/A/RES/80/173/113/`; `.../113/1/` leads there."""
    return _answer(request, record)


@page("mandate.view", record=FIND)
def by_number(request: HttpRequest, record: Mandate) -> HttpResponse:
    """Lead from `/mandates/12/` to the address by symbol; show the mandate where that address has another one."""
    return _answer(request, record)


def _answer(request: HttpRequest, record: Mandate) -> HttpResponse:
    permanent = record.get_absolute_url()
    if unquote(permanent) != request.path and mandate_at(unquote(permanent).partition("/mandates/")[2]) == record:
        question = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{permanent}{'?' if question else ''}{question}")
    return show(request, record)

"""What falls due, as a calendar, and what was done, as a feed; reports that are due, progress with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord, WrongState
from actionlines.framework.bodies import LONGEST_LABEL, is_label
from actionlines.framework.calendar import later_conference
from actionlines.register.core.concepts import name_of
from actionlines.register.core.imports.files import path_of, store
from actionlines.register.core.imports.models import Reading, ReadingKind, StoredFile
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.kinds import done, kinds
from actionlines.register.core.models import Event, Version
from actionlines.register.core.pages.edit import attempted
from actionlines.register.core.pages.feeds import ENTRIES, feed_of_list, list_filtered_ids
from actionlines.register.core.pages.page import SignedIn, page, site_of, unread, waiting, whole_number
from actionlines.register.core.search import Query, every
from actionlines.register.core.texts import isolated, join
from actionlines.register.instruments.reading import without_language
from actionlines.register.mandates.actions import RecordProgress, answerers
from actionlines.register.mandates.answers import list_names
from actionlines.register.mandates.doors import list_public
from actionlines.register.mandates.evidence_views import symbols_and_series
from actionlines.register.mandates.forms import ProgressForm
from actionlines.register.mandates.life import YEARS, calendar, reports_to
from actionlines.register.mandates.models import Force, Mandate, Progress
from actionlines.register.mandates.views import FIND, REGISTER
from actionlines.register.mandates.wording import in_words, mark_summary

MOST = 1_000  # events of one calendar
PAST = 365  # days


@page("site.read")
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Mandates with a day, by the filters of the register; at most MOST, the earliest day first. Without
    `due_from` it begins PAST days ago: a calendar shows what is coming and what was just missed.
    """
    question = REGISTER.ask(request)
    since = timezone.now().date() - timedelta(days=PAST)
    ranges = {"due": (since, None), **question.ranges}
    question = replace(question, ranges=ranges, sort="due", page=1, facets=())
    mandates = [item for item in _found(question) if item.due_on]
    mandates.sort(key=lambda mandate: (mandate.due_on, mandate.pk))
    dated = ((mandate, mandate.due_on) for mandate in mandates if mandate.due_on)
    return as_calendar(request, dated, _("Mandates that fall due"), "mandates.ics")


def as_calendar(request: HttpRequest, dated: Iterable[tuple[Mandate, date]], name: str, file: str) -> HttpResponse:
    """Return mandates with their days as a calendar that an app can subscribe to."""
    text = ics(dated, lambda mandates: request.build_absolute_uri(mandates.get_absolute_url()), name)
    return HttpResponse(
        text, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": f'inline; filename="{file}"'}
    )


def _found(question: Query) -> list[Mandate]:
    """All mandates that a question finds, at most MOST, with what an event needs."""
    _total, hits = every(question, MOST)
    rows = Mandate.objects.select_related("instrument", "paragraph").prefetch_related("addressees")
    return list(rows.defer("paragraph__text", "instrument__warnings").in_bulk([hit.id for hit in hits]).values())


def ics(dated: Iterable[tuple[Mandate, date]], address: Callable[[Mandate], str], name: str) -> bytes:
    """Return the calendar of mandates on their days. `address` gives the permanent address of a mandate."""
    made = Calendar()
    head = {
        "version": "2.0",
        "prodid": "-//Actionlines//Mandates//EN",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "x-wr-calname": name,
    }
    for field, value in head.items():
        made.add(field, value)
    for mandate, day in dated:
        made.add_component(_event(mandate, day, address(mandate)))
    return bytes(made.to_ical(sorted=False))


def _event(mandate: Mandate, day: date, url: str) -> CalendarEvent:
    who = join(name_of(item.body) for item in mandate.addressees.all())
    title = mandate.title if mandate.is_owed else f"{mandate.get_force_display()}: {mandate.title}"
    status = str(mandate.get_status_display())
    action = mark_summary(mandate.action, mandate.is_summary)
    about = [action, who, str(mandate), status, in_words(mandate.due), url]
    values = {
        # The same for ever, on every site that holds this instrument: an app knows the event again.
        "uid": uid(mandate, "" if day == mandate.due_on else day.isoformat()),
        "dtstamp": mandate.changed_at.astimezone(UTC),
        "sequence": mandate.version - 1,
        "dtstart": day,
        # The end is not part of an event: all of the one day.
        "dtend": day + timedelta(days=1),
        "summary": _plain(title),
        "description": _plain("\n".join(item for item in about if item)),
        "url": url,
        "categories": [status],
        "status": _certainty(mandate),
        "transp": "TRANSPARENT",
    }
    made = CalendarEvent()
    for name, value in values.items():
        made.add(name, value)
    return made


def _plain(text: str) -> str:
    """Return a text without the control characters that no calendar may hold."""
    return "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and sign != "\x7f"))


def _certainty(mandate: Mandate) -> str:
    """Return STATUS of an event (RFC 5545, 3.8.1.11): what nobody confirmed, or no text decides, is tentative."""
    if mandate.status in ("superseded", "rejected"):
        return "CANCELLED"
    return "CONFIRMED" if mandate.is_owed and mandate.status != "proposed" else "TENTATIVE"


def uid(mandate: Mandate, day: str = "") -> str:
    """Return the identity of a mandate: its paragraph, and its place in it; `day`: of one that recurs."""
    name = f"{mandate.instrument.symbol}#{mandate.paragraph.anchor}/{mandate.ordinal}"
    name += f"@{day}" if day else ""
    return f"{uuid5(NAMESPACE_URL, name)}@actionlines"


@page("site.read")
def feed(request: HttpRequest) -> HttpResponse:
    """Return a feed of the last steps on public mandates: confirmed, corrected, assigned, progress, status."""
    site = site_of(request)
    verbs = [f"mandate.{verb}" for verb in kinds()["mandate"].done]
    events = Event.objects.filter(kind="mandate", action__in=verbs)
    keys = list_filtered_ids(request, REGISTER)
    owed = Mandate.objects.filter(force=Force.DECIDED)
    events = events.filter(record__in=keys if keys is not None else owed.values_list("pk", flat=True))
    latest = list(events.order_by("-pk")[: 2 * ENTRIES])
    rows = list_public().prefetch_related(None)
    held = rows.defer("proposal", "paragraph__text").in_bulk({event.record for event in latest})
    public = set(Version.objects.filter(kind="mandate", record__in=held, public=True).values_list("record", "number"))
    context = [event for event in latest if (event.record, event.version) in public][:ENTRIES]
    atom = feed_of_list(request, _("What was done to mandates"), "mandates")
    for event in context:
        mandate = held[event.record]
        title = mandate.title if mandate.is_owed else f"{mandate.title} ({mandate.get_force_display()})"
        atom.add_entry(
            site + mandate.get_absolute_url(),
            f"{isolated(title)}: {done(event)}",
            event.at,
            id=site + reverse("version", args=["mandate", mandate.pk, event.version]),
            summary=f"{mandate}. {isolated(mark_summary(mandate.action, mandate.is_summary))}",
        )
    return atom.answer()


@page("site.read")
def reports_due(request: HttpRequest) -> HttpResponse:
    """Show the bodies that receive reports with their load.

    `?to=ecosoc`: what one body receives, by day; `&from=2026&until=2029`: in these years; `&as=ics`: as a calendar.
    """
    body = request.GET.get("to", "")[:LONGEST_LABEL]
    if not body:
        year = timezone.now().year
        loads = {"loads": calendar(), "years": range(year, year + YEARS)}
        return render(request, "mandates/reports_due.html", loads)
    if not is_label(body):
        raise Http404
    first, last = (whole_number(request.GET.get(name), 0, 4) for name in ("from", "until"))
    years = range(first or 1, (last or 9998) + 1) if first or last else None
    dated, undated, replaced = reports_to(body, years=years)
    if request.GET.get("as") == "ics":
        name = _("Reports to %(body)s") % {"body": name_of(body)}
        return as_calendar(request, ((item.mandate, item.day) for item in dated), name, f"reports-{body}.ics")
    today = timezone.now().date()
    symbols = {item.mandate.instrument.symbol for item in dated}
    older = {symbol: met for symbol in symbols if (met := later_conference(without_language(symbol), today))}
    spans = [(name, year) for name, year in (("from", first), ("until", last)) if year]
    query = urlencode([("to", body), *spans, ("as", "ics")])
    context = {
        "body": body,
        "reports": dated,
        "take_files": {"calendar": f"?{query}"} if dated else {},
        "older": older,
        "conferences": sorted(set(older.values())),
        "undated": [] if years else undated,
        "replaced": replaced,
        "first": first or "",
        "last": last or "",
        "today": today,
    }
    return render(request, "mandates/reports_due.html", context)


@page(RecordProgress.code, record=FIND)
def progress(request: SignedIn, mandate: Mandate) -> HttpResponse:
    """Show the form, and record the progress; with a file as evidence, wait until it is read."""
    if "reading" in request.GET:
        return _with_file(request, mandate, request.GET["reading"])
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    names = list_names(request.user, mandate)
    form = ProgressForm(*sent, mandate=mandate, names=names, initial={"version": mandate.version})
    if form.is_bound and form.is_valid() and form.cleaned_data["evidence_kind"] == "file":
        try:
            query = {"reading": dumps(_asked(request, mandate, form).pk, salt=_salt(request, mandate))}
            return redirect(f"{request.path}?{urlencode(query)}")
        except ActionlinesError as error:
            form.add_error("file", f"{error.problem}. {error.advice}".strip())

    def _action() -> RecordProgress:
        return RecordProgress(request.user, mandate, version=form.seen, **form.given())

    attempt = attempted(request, form, _action)
    if attempt.done:
        messages.success(request, _("Saved."))
        return redirect(mandate)
    own = answerers(request.user, mandate)
    title, button = (_("Answer"), _("Send the answer")) if own else (_("Record progress"), _("Record the progress"))
    context = {"mandate": mandate, "title": title, "button": button}
    return attempt.page("mandates/change.html", {**context, **symbols_and_series()})


def _salt(request: HttpRequest, mandate: Mandate) -> str:
    """Nobody looks into the files of others, or takes one to another mandate."""
    return f"progress-{request.user.pk}-{mandate.pk}"


def _asked(request: SignedIn, mandate: Mandate, form: ProgressForm) -> Reading:
    RecordProgress(request.user, mandate, version=form.seen).check()
    sent: Any = form.cleaned_data["file"]
    path = getattr(sent, "temporary_file_path", None)
    file = store(Path(path()) if path else sent.read(), sent.name, request.user, "evidence")
    fields = {name: form.cleaned_data.get(name, "") for name in ("text", "answers_for")} | {"version": form.seen}
    return ask(ReadingKind.EVIDENCE, request.user, file=file, given=fields, again=True)


def _with_file(request: SignedIn, mandate: Mandate, token: str) -> HttpResponse:
    """Show what was read of the file, and record the progress when that is confirmed."""
    try:
        number = loads(token, salt=_salt(request, mandate))
        reading = Reading.objects.select_related("file").get(pk=number)
    except (BadSignature, Reading.DoesNotExist) as error:
        raise Http404 from error
    file = reading.file
    assert file
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, file.name)
    wrong = ""
    if request.method == "POST":
        fields = reading.given
        doing = RecordProgress(
            request.user,
            mandate,
            version=fields["version"],
            text=fields["text"],
            answers_for=fields.get("answers_for", ""),
            evidence_kind="file",
            evidence={"sha256": file.sha256},
        )
        try:
            doing.do()
        except InvalidFields as error:
            wrong = " ".join(error.fields.values())
        except (StaleRecord, WrongState) as error:
            wrong = f"{error.problem}. {error.advice}".strip()
        else:
            messages.success(request, _("Saved."))
            return redirect(mandate)
    context = {"mandate": mandate, "file": file, "reading": reading, "wrong": wrong}
    return render(request, "mandates/file.html", context, status=422 if wrong else 200)


def _mandate_of(number: int) -> tuple[Mandate, Progress]:
    """Return the mandate of a note of progress whose evidence is a file, and the note."""
    note = Progress.objects.filter(pk=number, evidence_kind="file").first()
    if note is None:
        raise Http404
    return FIND(note.mandate_id), note


@page("mandate.view", record=_mandate_of)
def evidence_file(request: HttpRequest, mandate: Mandate, note: Progress) -> HttpResponseBase:
    """Return the file as it was uploaded, to be saved, for those who may see the mandate."""
    file = StoredFile.objects.get(sha256=note.evidence["sha256"])
    return FileResponse(
        path_of(file).open("rb"), as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )

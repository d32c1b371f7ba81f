"""Pages where a report is written."""

from collections.abc import Iterator, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord
from actionlines.papers.layout import lay_out
from actionlines.papers.names import full_name
from actionlines.papers.reports import ReportRequest, slots
from actionlines.papers.reports.request import MASTHEAD, kind_of
from actionlines.papers.sections.evidence import report_words as catalogue
from actionlines.papers.sections.narrative import FACT, LONGEST, TextPiece, find_unbound
from actionlines.papers.words import LANGUAGES, direction
from actionlines.papers.write import FORMATS
from actionlines.papers.writers.as_html import SheetSection, sheet
from actionlines.papers.writers.as_json import paper_of
from actionlines.register.core.pages.edit import since
from actionlines.register.core.pages.facets import language_name
from actionlines.register.core.pages.page import SignedIn, page
from actionlines.register.core.pages.records import seen
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.texts import join
from actionlines.register.reports.actions import SaveReport
from actionlines.register.reports.builds import ChangedFigure, changed_figures, seen_now
from actionlines.register.reports.models import BuildStatus, Report, ReportBuild, ReportStatus
from actionlines.register.reports.sheet_parts import OwnText, Part, parts
from actionlines.register.reports.views import REPORT, state
from actionlines.register.site.middleware.errors import status_of

HEADS = {
    "introduction": "h.introduction", "conclusion": "h.conclusion", "divide": "h.divide", "regions": "h.regions",
    "resources": "h.resources", "purpose": "h.purpose", "action-required": "h.action-required",
    "background": "h.background", "discussion": "h.discussion", "proposals": "h.proposals",
    "recommendations": "h.recommendations",
}  # fmt: skip
# Slot -> the heading of the paper under which it is, where that is not `s-` and its name.
_PLACES = {
    ("follow-up", "introduction"): "s-summary",
    ("profile", "introduction"): "s-brief",
    ("cooperation", "introduction"): "s-brief",
    ("contribution", "action-required"): "s-action",
}
FLAGS = {
    "changed": gettext_lazy("This number has changed since it was written"),
    "unbound": gettext_lazy("This number is bound to no source"),
    "unanswered": gettext_lazy("The register has no answer to this"),
    "unknown": gettext_lazy("This is not a question to the register"),
}
_PROPOSED = 4  # figures in a proposal of a text


@page("report.edit", record=REPORT)
def edit(request: HttpRequest, report: Report) -> HttpResponse:
    """Show the builder of a draft report."""
    if report.status != ReportStatus.DRAFT:
        return redirect(report)
    return _shown(request, report)


def _shown(
    request: HttpRequest, report: Report, *, typed: Mapping[str, str] | None = None, status: int = 200, **more: object
) -> HttpResponse:
    held = report.builds.filter(version=report.version).first() or report.builds.first()
    done = list(report.builds.filter(status=BuildStatus.DONE)[:2])
    last = done[0] if done else None
    own = {item.name: item for item in _own(report, last, typed or {})}
    proposed = dict(_proposed(report, last))
    context = {
        **state(report, held), "last": last, "own": own, "parts": _parts(report, last), "longest": LONGEST,
        "language": report.language, "direction": direction(report.language), "masthead": _masthead(report),
        "choices": _choices(report, last), "tongues": [(item, language_name(item)) for item in LANGUAGES],
        "flags": _flags(last.flags) if last else [], "formats": list(FORMATS), "proposed": proposed,
        "figures": _figures(report, proposed), "moved": _moved(report, done),
        "settled": [item["section"] for item in (last.flags if last else ()) if item["kind"] == "changed"], **more,
    }  # fmt: skip
    return render(request, "reports/edit.html", context, status=status)


def _names(report: Report) -> dict[str, str]:
    """Return section -> what it is called in the language of the report."""
    words = catalogue(report.language)
    return {
        name: full_name(name.removeprefix("line:"), words) if name.startswith("line:") else words(HEADS[name])
        for name in slots(ReportRequest(kind_of(report.type)))
    }


def _own(report: Report, last: ReportBuild | None, typed: Mapping[str, str]) -> Iterator[OwnText]:
    held = {section["section"]: section for section in report.sections}
    for name, label in _names(report).items():
        item = held.get(name, {})
        text = typed.get(name, item.get("text", ""))
        values = item.get("seen") or {}
        text_pieces = tuple(
            TextPiece(part, at % 2 > 0, str(values.get(part.strip(), "?")) if at % 2 else part)
            for at, part in enumerate(FACT.split(text))
            if part
        )
        flags = [_told(flag) for flag in _flags(last.flags if last else []) if flag["section"] == name]
        yield OwnText(name, label, text, text_pieces if "{{" in text else (), tuple(flags))


def _flags(flags: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{**flag, "told": str(FLAGS[flag["kind"]])} for flag in flags]


def _told(flag: Mapping[str, str]) -> str:
    """Return a flag in words; a question to the register is no word."""
    if flag["kind"] == "changed":
        return f"{flag['told']}: {flag['was']} → {flag['now']}"
    return f"{flag['told']}: {flag['words']}" if flag["kind"] == "unbound" else flag["told"]


def _parts(report: Report, last: ReportBuild | None) -> list[Part]:
    """Return the sections of the last paper, each with the text that people write in it, and texts without one."""
    names = _names(report)
    places = {_PLACES.get((report.type, name), f"s-{name.removeprefix('line:')}"): name for name in names}
    matches = parts(sheet(lay_out(paper_of(_generated(report, last.paper)))) if last else (), places, {})
    there = {item.text for item in matches}
    at = 0
    for anchor, name in places.items():
        if name in there:
            at = next(index for index, item in enumerate(matches) if item.text == name) + 1
        else:
            matches.insert(at, Part(SheetSection(anchor, 1, "", names[name]), name))
            at += 1
    return matches


def _generated(report: Report, paper: Serialised) -> Data:
    """Return a paper without the texts that people wrote: they are fields on the page."""
    lists = any("- " in section["text"] for section in report.sections)
    blocks, opening = [], False
    for block in paper["blocks"]:
        if block["block"] == "section":
            opening = True
        elif block.get("by") or (opening and lists and block["block"] == "list"):
            continue
        else:
            opening = False
        blocks.append(block)
    return {**paper, "blocks": blocks}


def _proposed(report: Report, last: ReportBuild | None) -> Iterator[tuple[str, Data]]:
    """Yield section -> its name, figures that can be inserted, and a text that can be included."""
    held = last.proposals if last else {}
    for name, label in _names(report).items():
        facts = held.get(name) or held.get("") or []
        text = "\n".join(f"- {fact['label']}: {{{{{fact['question']}}}}}" for fact in facts[:_PROPOSED])
        yield name, {"label": label, "figures": facts, "text": text, "id": name.replace(":", "-")}


def _figures(report: Report, proposed: Mapping[str, Serialised]) -> list[dict[str, str]]:
    """Return the figures that are in the texts or can be inserted, for the page."""
    out: dict[str, dict[str, str]] = {}
    for item in proposed.values():
        for fact in item["figures"]:
            value = f"{fact['value']} {fact['unit']}".strip()
            out[fact["question"]] = {"question": fact["question"], "label": fact["label"], "value": value}
    for section in report.sections:
        for question, value in (section.get("seen") or {}).items():
            out.setdefault(question, {"question": question, "label": "", "value": str(value)})
    return list(out.values())


def _moved(report: Report, done: list[ReportBuild]) -> list[ChangedFigure]:
    """Return the figures that the last build changed: against the published paper, else the build before."""
    before = report.published_build or (done[1] if len(done) > 1 else None)
    return changed_figures(before.paper, done[0].paper) if before and done else []


def _masthead(report: Report) -> list[tuple[str, str, str]]:
    """(name, label, value) of a contribution."""
    if report.type != "contribution":
        return []
    words = catalogue(report.language)
    return [(item, words(f"mast.{item}"), report.masthead.get(item, "")) for item in MASTHEAD]


def _choices(report: Report, last: ReportBuild | None) -> list[tuple[dict[str, str], bool]]:
    """What can be chosen for a contribution, with whether it is."""
    held = last.proposals.get("chosen", []) if last else []
    known = {item["question"] for item in held}
    rest = [
        {"question": item, "label": item, "unit": item.partition(":")[0]} for item in report.chosen if item not in known
    ]
    return [(item, item["question"] in report.chosen) for item in (*held, *rest)]


@page("report.edit", record=REPORT)
@require_POST
def write(request: SignedIn, report: Report) -> HttpResponse:
    """Save all that was typed. JSON where a script asks: `version`, `message`, `errors` by field, `others`."""
    asks_json = "application/json" in request.headers.get("Accept", "")
    texts = _texts(request, report)
    notes: dict[str, object]
    try:
        now = {
            section: seen_now(report, section, text, renew=request.POST.get("renew") == section)
            for section, text in texts.items()
            if request.POST.get("renew") == section
            or text != next((item["text"] for item in report.sections if item["section"] == section), "")
        }
        action = SaveReport(
            request.user, report, version=seen(request), fields=_fields(request, report), texts=texts, seen=now
        )
        saved = action.do()
    except StaleRecord as error:
        if not asks_json:
            report.refresh_from_db()
            news = since(report, error.seen)
            return _shown(request, report, typed=texts, stale=True, news=news, status=409)
        notes = {
            "stale": True,
            "message": _("Not saved: somebody else changed the same text. Reload the page to see it."),
        }
        return JsonResponse(notes, status=409)
    except InvalidFields as error:
        if not asks_json:
            return _shown(request, report, typed=texts, wrong=error.fields, status=422)
        notes = {"version": report.version, "errors": error.fields, "others": [], "message": _("Not saved yet.")}
        return JsonResponse(notes)
    except ActionlinesError as error:
        if not asks_json:
            messages.error(request, error.problem, extra_tags="wrong")
            return redirect("report-edit", report.pk)
        return JsonResponse({"message": error.problem}, status=status_of(error))
    if not asks_json:
        messages.success(request, _("Saved."), extra_tags="good")
        return redirect(f"{reverse('report-edit', args=[report.pk])}{_back(request)}")
    loose = {f"text-{section.replace(':', '-')}": _loose(text) for section, text in texts.items()}
    return JsonResponse(
        {
            "version": saved.version,
            "errors": {name: why for name, why in loose.items() if why},
            "others": [],
            "message": _("Saved at %(time)s.") % {"time": time_format(localtime(), "H:i:s")},
        }
    )


def _back(request: HttpRequest) -> str:
    section = request.POST.get("propose") or request.POST.get("renew") or request.POST.get("into", "")
    return f"#s-{section.removeprefix('line:')}"[:80] if section and "insert" not in request.POST else ""


def _loose(text: str) -> str:
    """Return in words which numbers of a text are bound to no source."""
    matches = dict.fromkeys(text[start:end] for start, end in find_unbound(text))
    return _("Bound to no source: %(list)s.") % {"list": join(matches)[:200]} if matches else ""


def _texts(request: HttpRequest, report: Report) -> dict[str, str]:
    """Return the texts that were sent by section, with what a button without scripts adds to one."""
    out = {
        name: request.POST[f"text-{name}"].replace("\r\n", "\n")[: LONGEST + 1]
        for name in slots(ReportRequest(kind_of(report.type)))
        if f"text-{name}" in request.POST
    }
    into, figure = request.POST.get("into", ""), request.POST.get("figure", "")[:300]
    if "insert" in request.POST and into in out and figure:
        out[into] = f"{out[into].rstrip()} {{{{{figure}}}}}".lstrip()
    if (section := request.POST.get("propose", "")) in out:
        last = report.builds.filter(status=BuildStatus.DONE).first()
        text = dict(_proposed(report, last))[section]["text"]
        out[section] = f"{out[section].rstrip()}\n\n{text}".lstrip()
    return out


def _fields(request: HttpRequest, report: Report) -> Data:
    """Return title, language, masthead, and what was chosen."""
    data: Data = {name: request.POST[name][:400] for name in ("title", "language") if name in request.POST}
    if report.type == "contribution" and "chooses" in request.POST:
        masthead = {item: request.POST.get(f"mast-{item}", "").strip() for item in MASTHEAD}
        data["masthead"] = {item: text for item, text in masthead.items() if text}
        data["chosen"] = [*request.POST.getlist("chosen"), *request.POST.get("add", "").split()]
    return data


urlpatterns = [
    path("reports/<int:part>/edit/", edit, name="report-edit"),
    path("reports/<int:part>/write/", write, name="report-write"),
]

"""The builder: each section with the generated text, the text of people, and facts to insert."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
from actionlines.papers.concepts import full
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import FORMATS
from actionlines.registry.models import Report, User
from actionlines.registry.reports.actions import EditReport, WriteSection
from actionlines.registry.reports.builds import seen_now
from actionlines.registry.reports.models import BuildStatus, ReportStatus
from actionlines.reports.kinds import Asked, slots
from actionlines.reports.kinds.request import MASTHEAD, kind_of
from actionlines.reports.sections.narrative import unbound
from actionlines.reports.words import words as catalogue
from actionlines.site.facets import language_name
from actionlines.site.middleware.errors import status_of
from actionlines.site.pages import page
from actionlines.site.views.reports.builds import state
from actionlines.site.views.reports.pages import REPORT
from actionlines.site.views.verbs import seen

HEADS = {
    "introduction": "h.introduction", "conclusion": "h.conclusion", "divide": "h.divide", "regions": "h.regions",
    "resources": "h.resources", "purpose": "h.purpose", "action-required": "h.action-required",
    "background": "h.background", "discussion": "h.discussion", "proposals": "h.proposals",
    "recommendations": "h.recommendations",
}  # fmt: skip
# Slot -> the heading of the paper under which it stands, where that is not `s-` and its name.
_PLACES = {
    ("follow-up", "introduction"): "s-summary", ("profile", "introduction"): "s-brief",
    ("cooperation", "introduction"): "s-brief", ("contribution", "action-required"): "s-action",
}  # fmt: skip
FLAGS = {
    "changed": gettext_lazy("This number has changed since it was written"),
    "unbound": gettext_lazy("This number is bound to no source"),
    "unanswered": gettext_lazy("The register has no answer to this"),
    "unknown": gettext_lazy("This is no question to the register"),
}
_SHOWN = 8  # blocks of the program under a heading


@dataclass(frozen=True)
class Slot:
    """A section of the builder. `says`: the generated text, as (kind, words)."""

    name: str
    title: str
    text: str
    by: str
    flags: list[dict[str, str]]
    proposals: list[dict[str, str]]
    says: list[tuple[str, str]]

    @property
    def anchor(self) -> str:
        """Return the id of the slot on the page."""
        return anchor(self.name)


def anchor(section: str) -> str:
    """Return the HTML id of a section on the page."""
    return f"slot-{section.replace(':', '-')}"


@page("report.edit", record=REPORT)
def edit(request: HttpRequest, report: Report) -> HttpResponse:
    """Show the builder of a draft report."""
    if report.status != ReportStatus.DRAFT:
        return redirect(report)
    held = report.builds.filter(version=report.version).first() or report.builds.first()
    last = report.builds.filter(status=BuildStatus.DONE).first()
    context = {
        **state(report, held), "last": last, "slots": list(_slots(report, last)), "masthead": _masthead(report),
        "choices": _choices(report, last), "tongues": [(one, language_name(one)) for one in LANGUAGES],
        "flags": _flags(last.flags) if last else [], "formats": list(FORMATS),
    }  # fmt: skip
    return render(request, "reports/edit.html", context)


def _slots(report: Report, last: Any) -> Iterator[Slot]:
    words = catalogue(report.language)
    texts = {one["section"]: one for one in report.sections}
    names = dict(
        User.objects.filter(pk__in=[one["by"] for one in report.sections if one.get("by")]).values_list(
            "pk", "name"
        )
    )
    proposed = last.proposals if last else {}
    for name in slots(Asked(kind_of(report.type))):
        line = name.removeprefix("line:")
        one = texts.get(name, {})
        flags = [flag for flag in (last.flags if last else ()) if flag["section"] == name]
        yield Slot(
            name, full(line, words) if name.startswith("line:") else words(HEADS[name]), one.get("text", ""),
            names.get(one.get("by"), ""), _flags(flags), proposed.get(name) or proposed.get("") or [],
            _says(last.paper, _PLACES.get((report.type, name), f"s-{line}")) if last else [],
        )  # fmt: skip


def _flags(flags: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{**one, "told": str(FLAGS[one["kind"]])} for one in flags]


def _says(paper: dict[str, Any], section: str) -> list[tuple[str, str]]:
    """The blocks under a heading up to the next one, without those of people."""
    out: list[tuple[str, str]] = []
    inside = False
    for block in paper.get("blocks", ()):
        if block["block"] == "section":
            if inside:
                break
            inside = block["id"] == section
            continue
        if inside and not block.get("by") and len(out) < _SHOWN:
            out.append((block["block"], _plain(block)))
    return [pair for pair in out if pair[1]]


def _plain(block: dict[str, Any]) -> str:
    kind = block["block"]
    if kind == "paragraph":
        return _run(block["inlines"])
    if kind == "list":
        return "; ".join(map(_run, block["items"]))
    if kind == "table":
        return str(block["caption"])
    if kind == "figure":
        return str(block["chart"]["title"])
    return f"{block['what']} {block['advice']}".strip() if kind == "missing" else str(block.get("text", ""))


def _run(inlines: list[dict[str, Any]]) -> str:
    return "".join(one.get("text") or one.get("shown") or "" for one in inlines)


def _masthead(report: Report) -> list[tuple[str, str, str]]:
    """(name, label, value) of a contribution."""
    if report.type != "contribution":
        return []
    words = catalogue(report.language)
    return [(one, words(f"mast.{one}"), report.masthead.get(one, "")) for one in MASTHEAD]


def _choices(report: Report, last: Any) -> list[tuple[dict[str, str], bool]]:
    """What can be chosen for a contribution, with whether it is."""
    held = last.proposals.get("chosen", []) if last else []
    known = {one["question"] for one in held}
    rest = [
        {"question": one, "label": one, "unit": one.partition(":")[0]}
        for one in report.chosen
        if one not in known
    ]
    return [(one, one["question"] in report.chosen) for one in (*held, *rest)]


@page("report.edit", record=REPORT)
@require_POST
def write(request: HttpRequest, report: Report) -> HttpResponse:
    """Save the text of one section. JSON where the page asks for it: `version`, `message`, `unbound`."""
    section, text = request.POST.get("section", ""), request.POST.get("text", "")
    asks_json = "application/json" in request.headers.get("Accept", "")
    try:
        now = seen_now(report, section, text, anew="anew" in request.POST)
        saved = WriteSection(
            request.user, report, version=seen(request), section=section, text=text, seen=now
        ).do()
    except StaleRecord:
        told = _(
            "Not saved: somebody else changed this. Reload the page to see the change; your text is still here."
        )
        return _answer(request, report, section, {"stale": True, "message": told}, 409, asks_json)
    except InvalidFields as error:
        return _answer(request, report, section, {"message": " ".join(error.fields.values())}, 422, asks_json)
    except ActionlinesError as error:
        return _answer(request, report, section, {"message": error.problem}, status_of(error), asks_json)
    loose = [text[start:end] for start, end in unbound(text)]
    told = _("Saved at %(time)s.") % {"time": time_format(localtime(), "H:i:s")}
    if loose:
        told += " " + _("Bound to no source: %(list)s.") % {"list": ", ".join(dict.fromkeys(loose))[:200]}
    return _answer(
        request, saved, section, {"version": saved.version, "message": told, "unbound": loose}, 200, asks_json
    )


def _answer(
    request: HttpRequest, report: Report, section: str, said: dict[str, Any], status: int, asks_json: bool
) -> HttpResponse:
    if asks_json:
        return JsonResponse(said, status=status)
    messages.add_message(
        request, messages.INFO, said["message"], extra_tags="good" if status == 200 else "wrong"
    )
    return redirect(f"{reverse('report-edit', args=[report.pk])}#{anchor(section)}")


@page("report.edit", record=REPORT)
@require_POST
def fields(request: HttpRequest, report: Report) -> HttpResponse:
    """Save title, language, masthead, and what was chosen."""
    given: dict[str, Any] = {
        name: request.POST[name] for name in ("title", "language") if name in request.POST
    }
    if report.type == "contribution":
        given["masthead"] = {one: request.POST.get(f"mast-{one}", "") for one in MASTHEAD}
        typed = request.POST.get("add", "").split()
        given["chosen"] = [*request.POST.getlist("chosen"), *typed]
    try:
        EditReport(request.user, report, version=seen(request), fields=given).do()
    except InvalidFields as error:
        messages.error(request, " ".join(error.fields.values()), extra_tags="wrong")
    except StaleRecord:
        messages.error(request, _("Not saved: this was changed elsewhere."), extra_tags="wrong")
    else:
        messages.success(request, _("Saved."), extra_tags="good")
    return redirect(f"{reverse('report-edit', args=[report.pk])}#fields")


urlpatterns = [
    path("reports/<int:part>/edit/", edit, name="report-edit"),
    path("reports/<int:part>/write/", write, name="report-write"),
    path("reports/<int:part>/fields/", fields, name="report-fields"),
]

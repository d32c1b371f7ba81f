"""The paper of a report: made in the background, read as a page, taken along in five formats."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from actionlines.papers.write import FORMATS, MEDIA_TYPES
from actionlines.papers.writers.as_html import page_policy
from actionlines.register.core.permissions import sees_draft
from actionlines.register.models import Report, ReportBuild
from actionlines.register.reports import actions as act
from actionlines.register.reports.builds import file_of, started
from actionlines.register.reports.models import BuildStatus, ReportStatus
from actionlines.register.site.pages import converter, page
from actionlines.register.site.views.reports.pages import REPORT
from actionlines.register.site.views.verbs import Asks, Verb, addresses

_STEPS = {"waiting": 0, "reading": 1, "writing": 2, "done": 3, "failed": 3}


converter("paper_format", FORMATS)


@page("report.edit", record=REPORT)
def build(request: HttpRequest, report: Report) -> HttpResponse:
    """POST begins; GET says how far it is, as a part of the builder."""
    if request.method == "POST":
        started(report)
        return redirect(f"{reverse('report-edit', args=[report.pk])}#build")
    held = report.builds.filter(version=report.version).first() or report.builds.first()
    context = state(report, held)
    if request.headers.get("HX-Request"):
        if held and held.going:
            return render(request, "reports/state.html", context)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(f"{reverse('report-edit', args=[report.pk])}#build")


def state(report: Report, held: ReportBuild | None) -> dict[str, object]:
    """What the part on the build shows. `older`: the texts were changed since."""
    return {
        "report": report, "build": held, "step": _STEPS.get(held.status, 0) if held else 0,
        "older": bool(held and held.version != report.version),
    }  # fmt: skip


def _held(request: HttpRequest, report: Report) -> ReportBuild:
    """The build that this reader sees: the published one, or for who works on it the last one that is done."""
    all_of_it = sees_draft(request.user, report)
    if report.status == ReportStatus.WITHDRAWN and not all_of_it:
        raise Http404
    published = "published" in request.GET or not all_of_it
    held = None if published else report.builds.filter(status=BuildStatus.DONE).first()
    held = held or report.published_build
    if held is None:
        raise Http404
    return held


@page("report.view", record=REPORT)
def paper(request: HttpRequest, report: Report) -> HttpResponse:
    """Show the paper of a report as a page."""
    answer = HttpResponse(
        file_of(_held(request, report), "html").read_bytes(), content_type=MEDIA_TYPES["html"]
    )
    # A paper is a page of its own with its style inside; its policy allows exactly that.
    answer["Content-Security-Policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return answer


@page("report.view", record=lambda part, form: (REPORT(part), form))
def download(request: HttpRequest, report: Report, form: str) -> HttpResponse:
    """Send a built report as a file in the requested format."""
    held = _held(request, report)
    name = f"report-{report.pk}-{held.language}.{form}"
    answer = HttpResponse(file_of(held, form).read_bytes(), content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _built(report: Report) -> None:
    """The version that is handed on is built, so that it can be looked at."""
    if not report.builds.filter(version=report.version).exclude(status=BuildStatus.FAILED).exists():
        started(report)


VERBS = (
    Verb("submit", "report.submit", act.SubmitReport, _("Submitted."), then=_built),
    Verb("recall", "report.submit", act.RecallReport, _("It is a draft again.")),
    Verb(
        "return", "report.publish", act.ReturnReport, _("Sent back."), to="inbox",
        asks=Asks(
            _("Send it back"), _("It goes back to those who write it, with your words."), _("Send it back"),
            _("Say what should change."), danger=False, most=4000,
        ),
    ),
    Verb("publish", "report.publish", act.PublishReport, _("Published.")),
    Verb(
        "revise", "report.edit", act.ReviseReport, then=started,
        to=lambda _request, made: reverse("report-edit", args=[made.pk]),
    ),
    Verb(
        "withdraw", "report.withdraw", act.WithdrawReport, _("Withdrawn."), to="reports",
        asks=Asks(
            _("Withdraw this report"),
            _("A published report leaves its address, the day and your reason; its paper is not shown any more."),
            _("Withdraw"), _("The public will read it."), needed=False,
        ),
    ),
)  # fmt: skip


urlpatterns = [
    *addresses("report", "reports", REPORT, VERBS),
    path("reports/<int:part>/build/", build, name="report-build"),
    path("reports/<int:part>/paper/", paper, name="report-paper"),
    path("reports/<int:part>/report.<paper_format:form>", download, name="report-file"),
]

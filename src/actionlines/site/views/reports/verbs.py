"""What can be done with a report, one address each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, Unsettled
from actionlines.registry.actions import reports as act
from actionlines.registry.models import Report
from actionlines.registry.models.reports import BuildStatus
from actionlines.registry.reports import started
from actionlines.site.pages import page
from actionlines.site.views.reports.record import REPORT


def seen(request: HttpRequest) -> int | None:
    """The version that the button was shown with."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def _done(request: HttpRequest, action: Any, told: str) -> HttpResponse:
    """Do it, say so, and go to the report; what is missing is said there."""
    try:
        record = action.do()
    except (InvalidFields, Unsettled) as error:
        problems = list(error.fields.values()) if isinstance(error, InvalidFields) else [str(error)]
        messages.error(request, " ".join(problems), extra_tags="wrong")
        return redirect(action.record)
    messages.success(request, told, extra_tags="good")
    return redirect(record)


@page("report.submit", record=REPORT)
@require_POST
def submit(request: HttpRequest, report: Report) -> HttpResponse:
    """Hand it on; the version that is handed on is built, so that it can be looked at."""
    answer = _done(request, act.SubmitReport(request.user, report, version=seen(request)), _("Submitted."))
    _built(report)
    return answer


def _built(report: Report) -> None:
    report.refresh_from_db()
    if not report.builds.filter(version=report.version).exclude(status=BuildStatus.FAILED).exists():
        started(report)


@page("report.submit", record=REPORT)
@require_POST
def recall(request: HttpRequest, report: Report) -> HttpResponse:
    """Take it back."""
    return _done(
        request, act.RecallReport(request.user, report, version=seen(request)), _("It is a draft again.")
    )


@page("report.publish", record=REPORT)
@require_POST
def send_back(request: HttpRequest, report: Report) -> HttpResponse:
    """With what should change."""
    action = act.ReturnReport(
        request.user, report, version=seen(request), reason=request.POST.get("reason", "")
    )
    return _done(request, action, _("Sent back."))


@page("report.publish", record=REPORT)
@require_POST
def publish(request: HttpRequest, report: Report) -> HttpResponse:
    """Make public what was built."""
    return _done(request, act.PublishReport(request.user, report, version=seen(request)), _("Published."))


@page("report.edit", record=REPORT)
@require_POST
def revise(request: HttpRequest, report: Report) -> HttpResponse:
    """The next version."""
    act.ReviseReport(request.user, report, version=seen(request)).do()
    report.refresh_from_db()
    started(report)
    return redirect(reverse("report-edit", args=[report.pk]))


@page("report.withdraw", record=REPORT)
def withdraw(request: HttpRequest, report: Report) -> HttpResponse:
    """Ask why, then do it."""
    problem = ""
    if request.method == "POST":
        action = act.WithdrawReport(
            request.user, report, version=seen(request), reason=request.POST.get("reason", "")
        )
        try:
            action.do()
        except InvalidFields as error:
            problem = " ".join(error.fields.values())
        else:
            messages.success(request, _("Withdrawn."), extra_tags="good")
            return redirect("reports")
    context = {"report": report, "problem": problem}
    return render(request, "reports/withdraw.html", context, status=422 if problem else 200)


urlpatterns = [
    path("reports/<int:part>/submit/", submit, name="report-submit"),
    path("reports/<int:part>/recall/", recall, name="report-recall"),
    path("reports/<int:part>/return/", send_back, name="report-return"),
    path("reports/<int:part>/publish/", publish, name="report-publish"),
    path("reports/<int:part>/revise/", revise, name="report-revise"),
    path("reports/<int:part>/withdraw/", withdraw, name="report-withdraw"),
]

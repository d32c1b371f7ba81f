"""What can be done with a report, one address each."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionlines.registry.actions import reports as act
from actionlines.registry.models import Report
from actionlines.registry.models.reports import BuildStatus
from actionlines.registry.reports import started
from actionlines.site.views.reports.record import REPORT
from actionlines.site.views.verbs import Asks, Verb, addresses


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

urlpatterns = addresses("report", "reports", REPORT, VERBS)

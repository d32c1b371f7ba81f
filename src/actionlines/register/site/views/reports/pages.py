"""One report: what it is, whether it is public, and the paper to read and to take along."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.papers.write import FORMATS
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Event, Report
from actionlines.register.reports.models import BuildStatus, ReportStatus, ReportType
from actionlines.register.site.pages import one, page, page_number
from actionlines.register.site.views.review.inbox import whom

REPORT = one(Report, related=("published_build", "owner"))


@page("report.view", record=REPORT)
def report(request: HttpRequest, found: Report) -> HttpResponse:
    """The public sees what was published; who works on it sees the draft and what can be done."""
    all_of_it = sees_draft(request.user, found)
    if found.status == ReportStatus.WITHDRAWN and not all_of_it:
        return render(request, "records/gone.html", {"record": found}, status=410)
    latest = found.builds.filter(version=found.version).first() if all_of_it else None
    shown = latest if latest and latest.status == BuildStatus.DONE else found.published_build
    context = {
        "report": found, "all_of_it": all_of_it, "build": latest, "shown": shown, "formats": list(FORMATS),
        "title": (shown.words.get("title") if shown else "") or str(found),
        "contents": contents(shown.paper) if shown else [], "as_of": as_of(shown.paper) if shown else None,
        "events": list(Event.objects.filter(kind="report", record=found.pk)[:12]) if all_of_it else [],
        "waiting": whom(found) if all_of_it else "",
        "data": {"words": shown.words if shown else {}, "draft": as_dict(found) if all_of_it else {}},
        "edits": found.status == ReportStatus.DRAFT and decide(request.user, "report.edit", found),
    }  # fmt: skip
    return render(request, "reports/record.html", context)


def as_of(paper: Data) -> date | None:
    """The day of the newest record that the paper was made of."""
    text = str(paper.get("made", {}).get("as_of") or "")
    return date.fromisoformat(text) if len(text) == 10 else None


def contents(paper: Data) -> list[str]:
    """Return the headings of the first level."""
    return [
        one["title"] for one in paper.get("blocks", ()) if one["block"] == "section" and one["level"] == 1
    ]


PER_PAGE = 30
_READ = 300  # drafts of which those that the reader may see are picked


@page("site.read")
def reports(request: HttpRequest) -> HttpResponse:
    """Filtered by `?type=`; drafts of the reader's own, or in their scope, stand first."""
    kind = request.GET.get("type", "")
    kind = kind if kind in ReportType.values else ""
    rows = Report.objects.filter(published_build__isnull=False).exclude(status=ReportStatus.WITHDRAWN)
    if kind:
        rows = rows.filter(type=kind)
    found = Paginator(rows.select_related("published_build").order_by("-published_at", "-pk"), PER_PAGE)
    shown = {
        "found": found.get_page(page_number(request)), "kind": kind, "types": ReportType.choices,
        "drafts": drafts(request.user),
    }  # fmt: skip
    return render(request, "reports/list.html", shown)


def drafts(user: Person) -> list[Report]:
    """Drafts and submitted reports that the user may see, the last changed first."""
    if not user.is_authenticated:
        return []
    rows = Report.objects.filter(status__in=(ReportStatus.DRAFT, ReportStatus.SUBMITTED))
    some = rows.select_related("owner").order_by("-changed_at")[:_READ]
    return [one for one in some if decide(user, "report.edit", one) or decide(user, "report.publish", one)]


urlpatterns = [
    path("reports/", reports, name="reports"),
    path("reports/<int:part>/", report, name="report"),
]

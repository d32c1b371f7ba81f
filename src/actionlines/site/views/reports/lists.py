"""All published reports, and those that the reader works on."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.registry.models import Report
from actionlines.registry.models.reports import ReportStatus, ReportType
from actionlines.registry.permissions import decide
from actionlines.site.pages import page

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
    given = request.GET.get("page", "1")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 1
    shown = {
        "found": found.get_page(number), "kind": kind, "types": ReportType.choices, "drafts": drafts(request.user),
    }  # fmt: skip
    return render(request, "reports/list.html", shown)


def drafts(user: Any) -> list[Report]:
    """Drafts and submitted reports that the user may see, the last changed first."""
    if not user.is_authenticated:
        return []
    rows = Report.objects.filter(status__in=(ReportStatus.DRAFT, ReportStatus.SUBMITTED))
    some = rows.select_related("owner").order_by("-changed_at")[:_READ]
    return [one for one in some if decide(user, "report.edit", one) or decide(user, "report.publish", one)]


urlpatterns = [path("reports/", reports, name="reports")]

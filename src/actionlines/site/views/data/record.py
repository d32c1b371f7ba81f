"""A published activity by the words of schema.org."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from actionlines.registry.models import Activity
from actionlines.registry.models.activities import ActivityStatus
from actionlines.registry.published import public_data
from actionlines.site.exchange import schema_org
from actionlines.site.pages import page
from actionlines.site.views.activities.find import ACTIVITY
from actionlines.site.views.data.site import as_json_ld, site_of


@page("activity.view", record=ACTIVITY)
def activity(request: HttpRequest, record: Activity) -> HttpResponse:
    """What the public sees of it; 404 for a draft, whoever asks, and 410 for what was withdrawn."""
    if record.status == ActivityStatus.WITHDRAWN:
        return render(request, "records/gone.html", {"record": record}, status=410)
    found = public_data([record])
    if not found or not record.is_public():
        raise Http404
    site = site_of(request)
    return as_json_ld(schema_org.activity(found[0], site + record.get_absolute_url(), site))

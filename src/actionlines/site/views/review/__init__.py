"""What waits for a reviewer, and what waits for the one who submitted it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.registry.models import Activity
from actionlines.registry.models.activities import ActivityStatus as _Status
from actionlines.site.pages import page
from actionlines.site.views.review.inbox import Inbox

ActivityStatus: Any = _Status
MOST = 100
# The order of a person's own list: what is asked of them first.
_MINE = (
    ActivityStatus.CHANGES, ActivityStatus.DRAFT, ActivityStatus.SUBMITTED, ActivityStatus.PUBLISHED,
    ActivityStatus.WITHDRAWN,
)  # fmt: skip


@page("review.inbox")
def inbox(request: HttpRequest) -> HttpResponse:
    """What was submitted in the reader's scope, that which waits longest first."""
    return render(request, "review/inbox.html", {"inbox": Inbox(request.user, request.GET)})


@page("account.use")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own activities by what they wait for."""
    rows = Activity.objects.filter(owner=request.user).select_related("organisation", "reviewer")
    groups = []
    for status in _MINE:
        found = list(rows.filter(status=status).order_by("-status_since")[: MOST + 1])
        groups.append((status.value, status.label, found[:MOST], len(found) > MOST))
    return render(request, "review/mine.html", {"groups": groups, "empty": not any(one[2] for one in groups)})


urlpatterns = [
    path("review/", inbox, name="inbox"),
    path("mine/", mine, name="mine"),
]

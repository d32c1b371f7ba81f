"""The page of one activity: as the public sees it, or as its writers and reviewers do."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.register.activities.actions import SubmitActivity, missing
from actionlines.register.activities.links import DecideLink, may_decide
from actionlines.register.activities.models import ActivityStatus
from actionlines.register.activities.schema import BODY, FACETS
from actionlines.register.core.permissions import sees_draft
from actionlines.register.models import Activity, Event, Version
from actionlines.register.site.forms import activity as form
from actionlines.register.site.listing import Listing
from actionlines.register.site.pages import Finder, one, page
from actionlines.register.site.views.activities import presentation
from actionlines.register.site.views.activities.presentation import asked_version, changes
from actionlines.register.site.views.review.inbox import whom

LISTING = Listing(
    kind="activity",
    title=_("Activities and good practices"),
    facets=FACETS,
    sorts=("relevance", "newest", "title"),
    row_template="activities/row.html",
    records=lambda: Activity.objects.select_related("organisation").prefetch_related("links", "places"),
    empty=_("Published activities stand here. Submit one: it is published once a reviewer has read it."),
    intro="activities/intro.html",
)  # fmt: skip


@page("site.read")
def activities(request: HttpRequest) -> HttpResponseBase:
    """All published activities, filtered by the address."""
    return LISTING.answer(request)


ACTIVITY: Finder = one(
    Activity,
    related=("organisation", "owner", "reviewer"),
    prefetch=("links", "places", "partners", "mandate_links"),
)


_EVENTS = 8


@page("activity.view", record=ACTIVITY)
def record(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One activity; a tombstone (410) when it was withdrawn."""
    draft = sees_draft(request.user, activity)
    # `?published=1`: what the public sees, for those who see more.
    as_public = not draft or ("published" in request.GET and activity.is_public())
    if activity.status == ActivityStatus.WITHDRAWN:
        gone = {"activity": activity, "sees_draft": draft}
        return render(request, "activities/tombstone.html", gone, status=410)
    data = presentation.data_for(activity, draft=not as_public, reader=request.user)
    known = presentation.organisations(data)
    context: dict[str, object] = {
        "activity": activity,
        "data": data,
        "as_public": as_public,
        "sees_draft": draft,
        "later_draft": draft and activity.is_public() and activity.status != ActivityStatus.PUBLISHED,
        "organisation": known.get(data["organisation"]),
        "partners": [known[one] for one in data["partners"] if one in known],
        "links": presentation.links(data, rejected=not as_public),
        "mandates": presentation.mandates(data, rejected=not as_public),
        "words": [(name, form.label(name), data[name]) for name in BODY if data[name]],
        "waiting": "" if as_public else whom(activity),
        "versions": Version.objects.filter(kind="activity", record=activity.pk, public=True)[:_EVENTS],
    }
    if not as_public:
        context |= _inside(request, activity)
    return render(request, "activities/record.html", context)


def _inside(request: HttpRequest, activity: Activity) -> dict[str, object]:
    """What only writers and reviewers see: comments, what changed, what is missing, what was done."""
    comments = [
        {"label": form.label(one.field), "comment": one}
        for one in activity.comments.select_related("by").filter(settled_at=None)
    ]
    asked = asked_version(activity)
    writing = activity.status in SubmitActivity.states
    return {
        "comments": comments,
        "missing": [(k, form.label(k), why) for k, why in missing(activity).items()] if writing else [],
        "changes": changes(activity, asked),
        "since": asked,
        "events": _events(activity),
        "decides": activity.status in DecideLink.states and bool(may_decide(request.user, activity)),
    }


def _events(activity: Activity) -> QuerySet[Event]:
    return Event.objects.filter(kind="activity", record=activity.pk).select_related("actor")[:_EVENTS]


urlpatterns = [
    path("activities/", activities, name="activities"),
    path("activities/<int:part>/", record, name="activity"),
]

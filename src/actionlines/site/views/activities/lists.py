"""The list of what is published."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.registry.models import Activity
from actionlines.site.listing import Listing
from actionlines.site.pages import page

LISTING = Listing(
    kind="activity",
    title=_("Activities and good practices"),
    facets=(
        "type", "good_practice", "action_line", "goal", "country", "stakeholder", "technology", "beneficiary",
        "language",
    ),
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


urlpatterns = [path("activities/", activities, name="activities")]

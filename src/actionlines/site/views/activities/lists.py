"""The list of what is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.registry.models import Activity
from actionlines.site.listing import Listing
from actionlines.site.pages import page
from actionlines.site.views.activities.shown import published_data


class Published:
    """Activities as they were published, for the rows of a list; two queries and what is prefetched."""

    def in_bulk(self, ids: Iterable[Any]) -> dict[int, Activity]:
        """Number -> activity with its published words."""
        rows = (
            Activity.objects.select_related("organisation")
            .prefetch_related("links", "places")
            .in_bulk(list(ids))
        )
        for number, data in published_data(rows.values()).items():
            # Shown only, never saved: the draft of the next version stays as it is.
            for name in ("title", "summary", "language", "type", "good_practice"):
                setattr(rows[number], name, data[name])
        return dict(rows)


LISTING = Listing(
    kind="activity",
    title=_("Activities and good practices"),
    facets=(
        "type", "good_practice", "action_line", "goal", "country", "stakeholder", "technology", "beneficiary",
        "language",
    ),
    sorts=("relevance", "newest", "title"),
    row_template="activities/row.html",
    records=Published,
    empty=_("Published activities stand here. Submit one: it is published once a reviewer has read it."),
    intro="activities/intro.html",
)  # fmt: skip


@page("site.read")
def activities(request: HttpRequest) -> HttpResponse:
    """All published activities, filtered by the address."""
    return LISTING.answer(request)


urlpatterns = [path("activities/", activities, name="activities")]

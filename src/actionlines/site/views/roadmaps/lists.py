"""The list of published road maps, with the drafts that the reader writes."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.registry.models import RoadMap
from actionlines.registry.permissions import decide
from actionlines.site.listing import Listing
from actionlines.site.pages import page

_DRAFTS = 50
LISTING = Listing(
    kind="roadmap",
    title=_("Road maps"),
    facets=("action_line", "target", "commitment", "due_year", "language"),
    sorts=("relevance", "newest", "due", "title"),
    row_template="roadmaps/row.html",
    records=lambda: RoadMap.objects.all(),
    empty=_(
        "Published road maps stand here. Facilitators of a line build them from what the register holds."
    ),
    intro="roadmaps/intro.html",
)


@page("site.read")
def roadmaps(request: HttpRequest) -> HttpResponseBase:
    """All published road maps, filtered by the address."""
    drafts = []
    if request.user.is_authenticated and decide(request.user, "roadmap.create"):
        rows = RoadMap.objects.filter(status__in=("draft", "submitted", "changes"))[: 4 * _DRAFTS]
        drafts = [one for one in rows if decide(request.user, "roadmap.edit", one)][:_DRAFTS]
    return LISTING.answer(request, drafts=drafts)


urlpatterns = [path("roadmaps/", roadmaps, name="roadmaps")]

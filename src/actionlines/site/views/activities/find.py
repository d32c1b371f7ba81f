"""One activity by its number, with what its pages need."""

from __future__ import annotations

from actionlines.registry.models import Activity
from actionlines.site.pages import Finder, one

ACTIVITY: Finder = one(
    Activity,
    related=("organisation", "owner", "reviewer"),
    prefetch=("links", "places", "partners", "mandate_links"),
)

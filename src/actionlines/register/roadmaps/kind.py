"""Road maps, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import DRAFTED, Kind
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.schema import RoadMap as RoadMapOutside
from actionlines.register.roadmaps.search import SEARCH

KIND = Kind(
    model=RoadMap,
    schema=RoadMapOutside,
    name=_("Road map"),
    plural=_("Road maps"),
    in_versions=True,
    listed="roadmaps",
    done={**DRAFTED, "milestone": _("Milestone marked")},
    mail={
        "submitted": _("The road map “%(title)s” was submitted and waits for a reviewer."),
        "published": _("The road map “%(title)s” is published. Everybody can read it now."),
    },
    search=SEARCH,
)

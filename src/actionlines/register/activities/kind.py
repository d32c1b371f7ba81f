"""Activities, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import Activity as ActivityOutside
from actionlines.register.activities.schema import related_rows
from actionlines.register.activities.search import SEARCH
from actionlines.register.core.kinds import DRAFTED, Kind

KIND = Kind(
    model=Activity,
    schema=ActivityOutside,
    name=_("Activity"),
    plural=_("Activities"),
    listed="activities",
    done={
        **DRAFTED,
        "delete": _("Draft deleted"),
        "comment": _("Commented"),
        "take": _("Taken for review"),
        "link": _("Link decided"),
        "import": _("Imported"),
    },
    back={
        ("submit", "draft"): _("Taken back"),
        ("edit", "published"): _("Draft of the next version dropped"),
    },
    related=("organisation",),
    prefetched=("partners", "places", "links", "mandate_links"),
    in_versions=True,
    rows=related_rows,
    links={"links": "links", "mandate_links": "mandates"},
    mail={
        "submitted": _("The activity “%(title)s” was submitted and waits for a reviewer."),
        "published": _("The activity “%(title)s” is published. Everybody can read it now."),
    },
    search=SEARCH,
)

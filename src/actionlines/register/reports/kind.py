"""Reports, as the rooms that all kinds share know them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import DRAFTED, Kind
from actionlines.register.reports.models import Report
from actionlines.register.reports.schema import Report as ReportOutside
from actionlines.register.reports.search import SEARCH

KIND = Kind(
    model=Report,
    schema=ReportOutside,
    name=_("Report"),
    plural=_("Reports"),
    in_versions=True,
    listed="reports",
    done={**DRAFTED, "official": _("Draft begun")},
    back={("submit", "draft"): _("Taken back"), ("publish", "draft"): _("Sent back")},
    mail={
        "submitted": _("The report “%(title)s” was submitted and waits for a reviewer."),
        "published": _("The report “%(title)s” is published. Everybody can read it now."),
    },
    search=SEARCH,
)

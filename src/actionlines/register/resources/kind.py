"""Envelopes, as the rooms that all kinds share know them."""

from django.utils.translation import gettext_lazy as _

from actionlines.register.core.kinds import Kind, MenuEntry
from actionlines.register.resources.models import Envelope
from actionlines.register.resources.schema import Envelope as EnvelopeOutside

KIND = Kind(
    model=Envelope,
    schema=EnvelopeOutside,
    name=_("Envelope"),
    plural=_("Resources"),
    listed="envelopes",
    done={"edit": _("Edited")},
    labels={"allocations": _("Allocations")},
    title=lambda data: f"{data['plan']}: {data['objective']}",
    api=("api.router",),
    pages=("views.urlpatterns",),
    panels={"action_line": "views.show_on_line"},
    menu=(
        MenuEntry("resources", 120, "", _("Resources and checks")),
        MenuEntry("resources", 10, "envelopes", _("Resources")),
        MenuEntry("resources", 20, "checks", _("The three checks")),
    ),
    kept=("envelopes", "envelope", "checks"),
)

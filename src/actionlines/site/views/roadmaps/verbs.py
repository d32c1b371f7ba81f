"""What is done with a whole road map: hand it in, send it back, publish, withdraw, drop the draft."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from actionlines.registry.actions import roadmaps as doing
from actionlines.site.views.roadmaps.find import ROADMAP
from actionlines.site.views.verbs import Asks, Verb, addresses

VERBS = (
    Verb(
        "submit", "roadmap.submit", doing.SubmitRoadMap,
        _("Submitted. It can be published now, or sent back with a reason."),
        missing=_("It is not complete yet. The builder names what is missing."),
    ),
    Verb("publish", "roadmap.publish", doing.PublishRoadMap, _("Published. Everybody can read it now.")),
    Verb(
        "discard", "roadmap.edit", doing.DiscardRoadMap, _("The draft was dropped."),
        # What was never public is gone with its draft.
        to=lambda _request, made: made if made.pk else "roadmaps",
    ),
    Verb(
        "changes", "roadmap.changes", doing.RequestRoadMapChanges, _("Sent back."), to="inbox",
        asks=Asks(
            _("Request changes"), _("It goes back to those who write it, with your words."), _("Send it back"),
            _("Say what should change."), danger=False, most=4000,
        ),
    ),
    Verb(
        "withdraw", "roadmap.withdraw", doing.WithdrawRoadMap,
        _("Withdrawn. Its address says so, with your reason."), to="roadmaps",
        asks=Asks(
            _("Withdraw this road map?"),
            _("The public no longer reads it. A note with your reason stays at its address."),
            _("Withdraw road map"), _("The public will read it."),
        ),
    ),
)  # fmt: skip

urlpatterns = addresses("roadmap", "roadmaps", ROADMAP, VERBS)

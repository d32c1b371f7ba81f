"""What is done to a road map as a whole: submitted, published, sent back, withdrawn; milestones marked as done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from actionlines.register.models import RoadMap
from actionlines.register.roadmaps import actions as act
from actionlines.register.roadmaps.parts import MarkMilestoneDone
from actionlines.register.site.pages import SignedIn, page
from actionlines.register.site.views.roadmaps.pages import ROADMAP
from actionlines.register.site.views.verbs import Asks, Verb, addresses


@page("roadmap.milestone", record=ROADMAP)
@require_POST
def done(request: SignedIn, found: RoadMap) -> HttpResponse:
    """A milestone was reached, today or `on` a day."""
    on = request.POST.get("on")
    MarkMilestoneDone(
        request.user, found, id=request.POST.get("id", "")[:10], on=on[:10] if on is not None else None
    ).do()
    messages.success(request, _("Saved."), extra_tags="good")
    return redirect(f"{found.get_absolute_url()}#milestones")


VERBS = (
    Verb(
        "submit", "roadmap.submit", act.SubmitRoadMap,
        _("Submitted. It can be published now, or sent back with a reason."),
        missing=_("It is not complete yet. The builder names what is missing."),
    ),
    Verb("publish", "roadmap.publish", act.PublishRoadMap, _("Published. Everybody can read it now.")),
    Verb(
        "discard", "roadmap.edit", act.DiscardRoadMap, _("The draft was dropped."),
        # What was never public is gone with its draft.
        to=lambda _request, made: made if made.pk else "roadmaps",
    ),
    Verb(
        "changes", "roadmap.changes", act.RequestRoadMapChanges, _("Sent back."), to="inbox",
        asks=Asks(
            _("Request changes"), _("It goes back to those who write it, with your words."), _("Send it back"),
            _("Say what should change."), danger=False, most=4000,
        ),
    ),
    Verb(
        "withdraw", "roadmap.withdraw", act.WithdrawRoadMap,
        _("Withdrawn. Its address says so, with your reason."), to="roadmaps",
        asks=Asks(
            _("Withdraw this road map?"),
            _("The public no longer reads it. A note with your reason stays at its address."),
            _("Withdraw road map"), _("The public will read it."),
        ),
    ),
)  # fmt: skip


urlpatterns = [
    *addresses("roadmap", "roadmaps", ROADMAP, VERBS),
    path("roadmaps/<int:part>/done/", done, name="roadmap-done"),
]

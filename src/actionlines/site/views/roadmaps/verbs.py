"""What is done with a whole road map: hand it in, send it back, publish, withdraw, drop the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.registry.actions import roadmaps as doing
from actionlines.registry.models import RoadMap
from actionlines.site.pages import page
from actionlines.site.views.roadmaps.find import ROADMAP, version_seen


@page("roadmap.submit", record=ROADMAP)
@require_POST
def submit(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Hand it to review; where something is missing, the builder says what."""
    try:
        doing.SubmitRoadMap(request.user, found, version=version_seen(request)).do()
    except InvalidFields:
        messages.error(request, _("It is not complete yet. The builder names what is missing."))
        return redirect("roadmap-edit", found.pk)
    messages.success(request, _("Submitted. It can be published now, or sent back with a reason."))
    return redirect(found)


@page("roadmap.publish", record=ROADMAP)
@require_POST
def publish(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Make it public."""
    doing.PublishRoadMap(request.user, found, version=version_seen(request)).do()
    messages.success(request, _("Published. Everybody can read it now."))
    return redirect(found)


@page("roadmap.edit", record=ROADMAP)
@require_POST
def discard(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Drop the draft: back to what is published, or away with it."""
    public = found.is_public()
    doing.DiscardRoadMap(request.user, found, version=version_seen(request)).do()
    messages.success(request, _("The draft was dropped."))
    return redirect(found) if public else redirect("roadmaps")


@page("roadmap.changes", record=ROADMAP)
def changes(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Ask what should change, then send it back."""
    words = {
        "title": _("Request changes"), "says": _("It goes back to those who write it, with your words."),
        "help": _("Say what should change."), "button": _("Send it back"), "done": _("Sent back."),
    }  # fmt: skip
    return _reasoned(request, found, doing.RequestRoadMapChanges, words)


@page("roadmap.withdraw", record=ROADMAP)
def withdraw(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """Ask for the reason, then withdraw."""
    words = {
        "title": _("Withdraw this road map?"),
        "says": _("The public no longer reads it. A note with your reason stays at its address."),
        "help": _("The public will read it."), "button": _("Withdraw road map"),
        "done": _("Withdrawn. Its address says so, with your reason."),
    }  # fmt: skip
    return _reasoned(request, found, doing.WithdrawRoadMap, words)


def _reasoned(request: HttpRequest, found: RoadMap, action: Any, words: dict[str, str]) -> HttpResponse:
    wrong, reason = "", request.POST.get("reason", "")[:4000]
    if request.method == "POST":
        try:
            action(request.user, found, version=version_seen(request), reason=reason).do()
        except InvalidFields as error:
            wrong = error.fields["reason"]
        else:
            messages.success(request, words["done"])
            return redirect("roadmaps")
    context = {"roadmap": found, "wrong": wrong, "reason": reason, "words": words}
    return render(request, "roadmaps/reason.html", context, status=422 if wrong else 200)


urlpatterns = [
    path("roadmaps/<int:part>/submit/", submit, name="roadmap-submit"),
    path("roadmaps/<int:part>/publish/", publish, name="roadmap-publish"),
    path("roadmaps/<int:part>/discard/", discard, name="roadmap-discard"),
    path("roadmaps/<int:part>/changes/", changes, name="roadmap-changes"),
    path("roadmaps/<int:part>/withdraw/", withdraw, name="roadmap-withdraw"),
]

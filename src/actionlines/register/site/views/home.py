"""The first page: what falls due, what is covered, what is new, and what waits for the reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from actionlines.register.activities.models import WAITS_FOR, ActivityStatus
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide
from actionlines.register.core.search import counts
from actionlines.register.core.search.coverage import heat
from actionlines.register.models import Activity
from actionlines.register.site.pages import page
from actionlines.register.site.views.concepts import record_preview
from actionlines.register.site.views.review.inbox import Inbox

# Kinds of which the page gives the number, with the name of their list.
_LISTS = (
    ("mandate", "mandates"),
    ("activity", "activities"),
    ("instrument", "instruments"),
    ("organisation", "organisations"),
)


@page("site.read")
def home(request: HttpRequest) -> HttpResponse:
    """What falls due, what is covered, what is new."""
    kinds = {kind: n for (kind, _), n in counts("kind", "").items()}
    kinds["mandate"] = record_preview.number("mandate", {})
    shown = {
        "numbers": [(kind, name, kinds.get(kind, 0)) for kind, name in _LISTS],
        "besides": record_preview.besides({}),
        "due": record_preview.mandates(
            {"status": record_preview.WITH_PROPOSALS}, 6, since=timezone.now().date()
        ),
        "overdue": record_preview.mandates({"status": ("overdue",)}, 3),
        "heat": heat(),
        "good": record_preview.practices({}, 5),
        "waits": _waits(request.user),
    }
    return render(request, "home.html", shown)


def _waits(user: Person) -> dict[str, int] | None:
    """What waits for somebody who is signed in; None for a visitor."""
    if not user.is_authenticated:
        return None
    mine = [status for status, whom in WAITS_FOR.items() if whom == "submitter"]
    own = Activity.objects.filter(owner=user, status__in=mine).values_list("status", flat=True)[:500]
    held = list(own)
    found = {"drafts": held.count(ActivityStatus.DRAFT), "changes": held.count(ActivityStatus.CHANGES)}
    if decide(user, "review.inbox"):
        found["inbox"] = Inbox(user, {}).waiting
    if decide(user, "mandate.confirm"):
        found["proposals"] = record_preview.number("mandate", {"status": ("proposed",), "force": ()})
    return found

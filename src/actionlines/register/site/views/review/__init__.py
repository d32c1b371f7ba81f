"""What waits for a reviewer, and what waits for the one who submitted it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionlines.register.activities.actions import submit_all
from actionlines.register.activities.models import ActivityStatus as _Status
from actionlines.register.models import Activity
from actionlines.register.site.forms.activity import label
from actionlines.register.site.pages import SignedIn, page
from actionlines.register.site.views.review.inbox import Inbox

ActivityStatus: Any = _Status
MOST = 100
# The order of a person's own list: what is asked of them first.
_MINE = (
    ActivityStatus.CHANGES, ActivityStatus.DRAFT, ActivityStatus.SUBMITTED, ActivityStatus.PUBLISHED,
    ActivityStatus.WITHDRAWN,
)  # fmt: skip


@page("review.inbox")
def inbox(request: SignedIn) -> HttpResponse:
    """What was submitted in the reader's scope, that which waits longest first."""
    return render(request, "review/inbox.html", {"inbox": Inbox(request.user, request.GET)})


@page("account.use")
def mine(request: SignedIn) -> HttpResponse:
    """One's own activities by what they wait for; with `status` those alone, page by page."""
    rows = Activity.objects.filter(owner=request.user).select_related("organisation", "reviewer")
    asked = request.GET.get("status", "")
    asked = asked if asked in ActivityStatus.values else ""
    groups = []
    for status in _MINE:
        if asked in ("", status):
            listed = Paginator(rows.filter(status=status).order_by("-status_since", "pk"), MOST)
            groups.append(
                (status.value, status.label, listed.get_page(request.GET.get("page") if asked else 1))
            )
    shown = {"groups": groups, "asked": asked, "empty": not any(one[2] for one in groups)}
    return render(request, "review/mine.html", shown)


@page("account.use")
@require_POST
def submit_mine(request: SignedIn) -> HttpResponse:
    """Submit all drafts that are complete; say how many are not."""
    result = submit_all(request.user)
    done: Any = len(result.done)
    if done:
        said = ngettext(
            "%(many)d activity was submitted. It now waits for a reviewer.",
            "%(many)d activities were submitted. They now wait for a reviewer.",
            done,
        )
        messages.success(request, said % {"many": done})
    rest: Any = result.incomplete
    if rest:
        said = ngettext(
            "%(many)d draft is not complete. Open it: its form names what is missing.",
            "%(many)d drafts are not complete. Open one: its form names what is missing.",
            rest,
        )
        most = _("Missing most often: %(list)s.") % {"list": ", ".join(map(label, result.lacking))}
        messages.error(request, f"{said % {'many': rest}} {most if result.lacking else ''}".strip())
    if result.left:
        messages.warning(request, _("There are more than go in at once: submit again."))
    return redirect(f"{reverse('mine')}?status=draft" if rest or result.left else "mine")


urlpatterns = [
    path("review/", inbox, name="inbox"),
    path("mine/", mine, name="mine"),
    path("mine/submit/", submit_mine, name="mine-submit"),
]

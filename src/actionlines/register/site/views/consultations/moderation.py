"""What waits for moderation, and what was removed; decided one by one or many at once, with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionlines.register.consultations.actions.moderation import MOST, Done, moderate_all
from actionlines.register.consultations.models import Consultation
from actionlines.register.consultations.models.comments import CommentStatus
from actionlines.register.site.pages import SignedIn, page, page_number, whole_number
from actionlines.register.site.views.consultations.shared import FIND, PAGE, chosen
from actionlines.register.site.views.verbs import onward

SAID = 5  # refusals that are listed one by one
_SHOWN = ("held", "published", "removed")


@page("consultation.moderate", record=FIND)
def queue(request: HttpRequest, record: Consultation) -> HttpResponse:
    """`?status=held` (what waits, the oldest first), `published`, `removed`; `?comment=12` for one alone."""
    status = request.GET.get("status", "")
    status = status if status in _SHOWN else "held"
    rows = record.comments.filter(status=status).select_related("place", "parent", "last")
    if one := whole_number(request.GET.get("comment"), None, 18):
        rows = record.comments.filter(pk=one).select_related("place", "parent", "last")
    shown = Paginator(rows.order_by("pk"), PAGE).get_page(page_number(request))
    counts = dict(record.comments.values_list("status").annotate(Count("pk")).order_by())
    statuses = [(name, CommentStatus(name).label, counts.get(name, 0)) for name in _SHOWN]
    context = {"consultation": record, "page": shown, "status": status, "statuses": statuses}
    return render(request, "consultations/moderation.html", context)


@require_POST
@page("consultation.moderate", record=FIND)
def moderate(request: SignedIn, record: Consultation) -> HttpResponse:
    """`comment=12:3` for each, `decision`, `reason`."""
    reason = request.POST.get("reason", "")
    decision = request.POST.get("decision", "")
    picked = chosen(request, record, MOST)
    if decision == "remove" and not reason.strip():
        messages.error(request, _("Say why: everybody reads the reason where the comment was."))
    else:
        result = moderate_all(request.user, picked, decision, reason)
        done = len(result.done)
        tell(
            request,
            result,
            ngettext("%(many)d comment is moderated.", "%(many)d comments are moderated.", done),
        )
    return onward(request, reverse("consultation-moderation", args=[record.pk]))


def tell(request: HttpRequest, result: Done, words: str) -> None:
    """How many were done, and why the others were not."""
    done = len(result.done)
    if done:
        messages.success(request, words % {"many": done})
    for comment, error in result.refused[:SAID]:
        told = {"comment": comment.pk, "why": error.problem}
        messages.error(request, _("Comment %(comment)d stays as it is: %(why)s.") % told)
    if len(result.refused) > SAID:
        more: Any = len(result.refused) - SAID
        said = ngettext("%(many)d more stays as it is.", "%(many)d more stay as they are.", more)
        messages.error(request, said % {"many": more})
    if not done and not result.refused:
        messages.error(request, _("Choose at least one comment."))

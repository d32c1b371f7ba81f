"""Lists of the page of work: answers that are asked of an account, and links of accepted mandates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.register.core.kinds import WorkList
from actionlines.register.core.models import LinkStatus
from actionlines.register.core.pages.page import SignedIn, page, page_number
from actionlines.register.core.pages.records import ticked
from actionlines.register.mandates.actions import ACCEPTED
from actionlines.register.mandates.answers import list_waiting
from actionlines.register.mandates.asked import own_parties
from actionlines.register.mandates.batches import MOST, decide_links, last_batch
from actionlines.register.mandates.changes import refusals
from actionlines.register.mandates.desk import undo_words
from actionlines.register.mandates.models import Mandate, MandateLink
from actionlines.register.mandates.queue import covered
from actionlines.register.people.models import User

PER_PAGE = 50
PAGES = 10_000


def list_links(user: User) -> QuerySet[MandateLink]:
    """Return the proposed links of accepted mandates that the user may decide, in the order of the texts."""
    mandates = Mandate.objects.filter(covered(user, "mandate.correct"), status__in=ACCEPTED)
    rows = MandateLink.objects.filter(status=LinkStatus.PROPOSED, mandate__in=mandates.order_by().values("pk"))
    return rows.order_by("mandate__instrument__symbol", "mandate__paragraph__order", "mandate__ordinal", "-p", "pk")


def _count_answers(user: User) -> int:
    return list_waiting(user).count()


def _count_links(user: User) -> int:
    return list_links(user).count()


ANSWERS = WorkList("answers", 10, gettext_lazy("Answers asked of me"), "account.use", "work-answers", _count_answers)
_LINKS = gettext_lazy("Links of mandates")
LINKS = WorkList("links", 40, _LINKS, "mandate.correct", "work-links", _count_links, is_waiting=False)


@page("account.use")
def answers(request: SignedIn) -> HttpResponse:
    """List the open mandates that ask a party of the reader, by deadline; `instrument`: those of one."""
    rows = list_waiting(request.user)
    symbols = list(rows.order_by("instrument__symbol").values_list("instrument__symbol", flat=True).distinct())
    symbol = request.GET.get("instrument", "")
    if symbol in symbols:
        rows = rows.filter(instrument__symbol=symbol)
    related = rows.select_related("instrument", "paragraph", "lead").prefetch_related("addressees", "links")
    listed = Paginator(related.defer("words", "proposal"), PER_PAGE).get_page(min(page_number(request), PAGES))
    names = [(row, [party.key for party in own_parties(request.user, row)]) for row in listed]
    symbol = symbol if symbol in symbols else ""
    question = urlencode({"instrument": symbol}) if symbol else ""
    context = {"here": ANSWERS.key, "page": listed, "rows": names, "symbols": symbols, "symbol": symbol}
    context["question"] = question
    return render(request, "mandates/work_answers.html", context)


@page("mandate.correct")
def links(request: SignedIn) -> HttpResponse:
    """List the proposed links of accepted mandates, each with the words that say so; `tick=all` selects all."""
    rows = list_links(request.user).select_related("mandate__instrument", "mandate__paragraph")
    listed = Paginator(rows, PER_PAGE).get_page(min(page_number(request), PAGES))
    undoable = last_batch(request.user)
    context = {"here": LINKS.key, "page": listed, "undoable": undoable, "undo_words": undo_words(undoable)}
    return render(request, "mandates/work_links.html", context)


@require_POST
@page("mandate.correct")
def decide_chosen_links(request: SignedIn) -> HttpResponse:
    """`link`, once for each, as `34:3` (number, version of its mandate); `reject` rejects them."""
    status = LinkStatus.REJECTED if "reject" in request.POST else LinkStatus.CONFIRMED
    result = decide_links(request.user, _chosen(request.POST.getlist("link")), status)
    many = len(result.done)
    words = ngettext("Links of %(many)d mandate decided.", "Links of %(many)d mandates decided.", many)
    if many:
        messages.success(request, words % {"many": many})
    for refusal in refusals(result):
        messages.error(request, refusal)
    if not many and not result.refused:
        messages.error(request, _("Select at least one link."))
    return redirect(f"{reverse('work-links')}?page={page_number(request)}")


def _chosen(values: list[str]) -> Iterator[tuple[MandateLink, Any]]:
    wanted = ticked(values[:MOST])
    rows = MandateLink.objects.filter(pk__in=wanted).select_related("mandate__instrument", "mandate__paragraph")
    return ((row, wanted[row.pk]) for row in rows.order_by("pk"))

"""The register of mandates as a list, and who is waiting on whom."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.search import OWED
from actionlines.register.mandates.open_mandates import ROWS, called, seen, waiting_on
from actionlines.register.models import Mandate
from actionlines.register.site.listing import Listing
from actionlines.register.site.pages import page, page_number

PER_PAGE = 50
PAGES = 10_000


def _records() -> QuerySet[Mandate]:
    rows = Mandate.objects.select_related("instrument", "paragraph", "lead")
    return rows.prefetch_related("addressees", "links").defer("instrument__warnings")


REGISTER = Listing(
    kind="mandate",
    title=_("Mandates"),
    facets=(
        "status", "force", "to_check", "body", "speaker", "action_line", "goal", "target", "commitment",
        "due_year", "strength", "deliverable", "instrument", "lead",
    ),
    sorts=("relevance", "due", "newest", "title", "checks"),
    row_template="mandates/row.html",
    records=_records,
    intro="mandates/intro.html",
    ranges=("due",),
    usual=OWED,
    empty=_("Mandates are found when a document is imported. Import a resolution, or take a filter away."),
)  # fmt: skip


@page("site.read")
def mandates(request: HttpRequest) -> HttpResponseBase:
    """List the mandates with their addressees, deadlines and status."""
    return REGISTER.answer(request, template="mandates/list.html")


@page("site.read")
def waiting(request: HttpRequest) -> HttpResponse:
    """Everybody who is waited for, the oldest due day first; `?on=body:itu`: what is open there."""
    proposals = request.GET.get("with") == "proposals"
    on = request.GET.get("on", "")[:80]
    if on:
        rows = waiting_on(on, proposals).prefetch_related("addressees")
        listed = Paginator(rows, PER_PAGE).get_page(min(page_number(request), PAGES))
        named = {"rows": listed, "who": called(on), "on": on, "proposals": proposals}
        return render(request, "mandates/waiting_on.html", named)
    all_of_them, drawn = seen(proposals)
    shown = {
        "waited": all_of_them[:ROWS],
        "more": max(0, len(all_of_them) - ROWS),
        "proposals": proposals,
        "picture": drawn,
        "picture_rows": [
            {"body": body, "cells": [(number, _shade(number, drawn.most)) for number in numbers]}
            for body, numbers in drawn.rows
        ],
    }
    return render(request, "mandates/waiting.html", shown)


def _shade(number: int, most: int) -> int:
    """0 for none, 1 to 4 by its share of the largest."""
    return min(4, 1 + 4 * (number - 1) // most) if number else 0

"""Bodies: what each was asked, what is open and overdue, what it leads, reports on and facilitates."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.framework import load
from actionlines.framework.bodies import NAMED, Body, body_of, is_label
from actionlines.framework.groups import CURRENT_ROLES, asked_of
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.search import counts
from actionlines.register.mandates.models import Force
from actionlines.register.models import Addressee, Instrument, Organisation
from actionlines.register.organisations.actions import public
from actionlines.register.site.pages import entry, page
from actionlines.register.site.views.concepts import record_preview

_ORGANISATIONS, _INSTRUMENTS = 20, 5


@page("site.read")
def bodies(request: HttpRequest) -> HttpResponse:
    """Those that were asked for something, the most asked first; then all others by name."""
    asked, going, late = (
        {body: n for (body, _), n in counts("body", "", filters, "mandate").items()}
        for filters in ({}, {"status": record_preview.OPEN}, {"status": ("overdue",)})
    )
    rows = [
        {"id": one, "asked": asked[one], "open": going.get(one, 0), "overdue": late.get(one, 0)}
        for one in sorted(asked, key=lambda one: (-asked[one], one))
        if is_label(one)
    ]
    left = (one for one in load().bodies.values() if one.id not in asked)
    others = sorted(left, key=lambda one: name_of(one.id))
    shown = {"rows": rows, "others": others, "besides": record_preview.besides({})}
    return render(request, "concepts/bodies.html", shown)


def _body(part: str) -> Body:
    """Return the body of an address: an entry of the framework, or one without an id that a mandate names."""
    found: Body | None = body_of(part) if part.startswith(NAMED) else entry("bodies")(part)
    if found is None or (part.startswith(NAMED) and not Addressee.objects.filter(body=part).exists()):
        raise Http404
    return found


@page("site.read", record=_body)
def body(request: HttpRequest, found: Body) -> HttpResponse:
    """Show the page of one body: its mandates by status, its parts and its action lines."""
    filters = {"asked": (found.id,)}
    status = {one: n for (one, _), n in counts("status", "", filters, "mandate").items()}
    facilitates = [one for one in load().facilitators if one.body == found.id]
    shown: dict[str, object] = {
        "body": found,
        "name": name_of(found.id),
        "short": concept(found.id).short,  # type: ignore[union-attr]
        "parent": load().bodies.get(found.parent),
        "parts": [one for one in load().bodies.values() if one.parent == found.id][:40],
        "asked": sum(status.values()),
        "named": record_preview.number("mandate", {"body": (found.id,)}),
        "besides": record_preview.besides(filters),
        "going": sum(status.get(one, 0) for one in record_preview.OPEN),
        "late": status.get("overdue", 0),
        "open_url": record_preview.address("mandates", {**filters, "status": record_preview.OPEN}),
        "asks": record_preview.asks(asked_of(found.id)),
        "overdue": record_preview.mandates({**filters, "status": ("overdue",)}),
        "proposed": record_preview.mandates({**filters, "status": ("proposed",)}, 4),
        "reports": record_preview.mandates(
            {**filters, "deliverable": ("report",), "status": record_preview.WITH_PROPOSALS}, 4
        ),
        "facilitates": [one for one in facilitates if one.role in CURRENT_ROLES],
        "before": [one for one in facilitates if one.role not in CURRENT_ROLES],
        "organisations": _organisations(found.id),
        "adopted": _adopted(found.id),
    }
    return render(request, "concepts/body.html", shown)


def _organisations(body_id: str) -> list[Organisation]:
    """The organisations that are this body, with how many open mandates each leads."""
    leads = Count("leads", filter=Q(leads__status__in=record_preview.OPEN, leads__force=Force.DECIDED))
    return list(public().filter(body=body_id).annotate(led=leads).order_by("name")[:_ORGANISATIONS])


def _adopted(body_id: str) -> dict[str, object]:
    rows = Instrument.objects.filter(body=body_id).only("symbol", "title", "date", "language")
    return {
        "rows": list(rows[:_INSTRUMENTS]),
        "total": rows.count(),
        "url": record_preview.address("instruments", {"speaker": (body_id,)}),
    }


urlpatterns = [
    path("bodies/", bodies, name="bodies"),
    path("bodies/<path:part>/", body, name="body"),
]

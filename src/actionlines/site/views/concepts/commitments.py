"""The commitments of the Global Digital Compact: what each says, what it is seen with, what is done for it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.framework import load
from actionlines.framework.model import Commitment
from actionlines.registry.models import Instrument
from actionlines.registry.search import counts
from actionlines.site.pages import page
from actionlines.site.views.concepts import record_preview, related

COMPACT = "A/RES/79/1"


def _find(part: str) -> Commitment:
    found = load().commitments.get(f"gdc:{part}")
    if found is None:
        raise Http404
    return found


@page("site.read")
def commitments(request: HttpRequest) -> HttpResponse:
    """All of them by objective."""
    activities, mandates = (counts("commitment", "", kind=kind) for kind in ("activity", "mandate"))
    groups: dict[str, list[dict[str, object]]] = {one: [] for one in load().objectives}
    for one in load().commitments.values():
        groups.setdefault(one.objective, []).append(
            {
                "commitment": one,
                "activities": activities.get((one.id, ""), 0),
                "mandates": mandates.get((one.id, ""), 0),
            }
        )
    rows = [(load().objectives.get(name), held) for name, held in groups.items() if held]
    return render(request, "concepts/commitments.html", {"groups": rows})


@page("site.read", record=_find)
def commitment(request: HttpRequest, found: Commitment) -> HttpResponse:
    """One commitment."""
    filters = {"commitment": (found.id,)}
    shown = {
        "commitment": found,
        "objective": load().objectives.get(found.objective),
        "compact": Instrument.objects.filter(symbol=COMPACT).only("symbol").first(),
        "lines": related.joined("action_line", filters, ()),
        "targets": related.joined("target", filters, ())[:30],
        "open": record_preview.mandates({**filters, "status": record_preview.WITH_PROPOSALS}),
        "besides": record_preview.besides(filters),
        "activities": record_preview.activities(filters),
        "good": record_preview.activities({**filters, "good_practice": ("yes",)}, 3),
        "regions": related.by_region(filters),
    }
    return render(request, "concepts/commitment.html", shown)


urlpatterns = [
    path("commitments/", commitments, name="commitments"),
    path("commitments/<str:part>/", commitment, name="commitment"),
]

"""What somebody typed on the page of a road map, as the values of one action."""

from __future__ import annotations

import re

from django.http import HttpRequest

from actionlines.registry.core.schema import Data
from actionlines.registry.roadmaps.schema import (
    MOST_METRICS,
    MOST_MILESTONES,
    NARRATIVE,
    MetricFields,
    MilestoneFields,
    columns,
)
from actionlines.reports.roadmap.model import NARRATIVES

TABLES = {
    "metrics": (columns(MetricFields), MOST_METRICS),
    "milestones": (tuple(one for one in columns(MilestoneFields) if one != "done"), MOST_MILESTONES),
}
_LONGEST = 2_000


def typed(request: HttpRequest) -> Data:
    """Return `fields`, `choices`, `metrics` and `milestones` of a page that was sent."""
    return {
        "fields": _fields(request),
        "choices": [(kind, ref, decision) for (kind, ref), decision in choices(request).items()],
        **{table: rows(request, table) for table in TABLES},
    }


def _fields(request: HttpRequest) -> dict[str, object]:
    given: Data = {
        name: request.POST[name][:400]
        for name in ("title", "language", "starts", "ends")
        if name in request.POST
    }
    texts = {
        name: request.POST[f"text-{name}"][: NARRATIVE + 1]
        for name in NARRATIVES
        if f"text-{name}" in request.POST
    }
    into, figure = request.POST.get("into", ""), request.POST.get("figure", "")[:300]
    if "insert" in request.POST and into in NARRATIVES and figure:
        # Without scripts a figure comes at the end of a text.
        texts[into] = f"{texts.get(into, '').rstrip()} {{{{{figure}}}}}".lstrip()
    if texts:
        given["narratives"] = texts
    return given


def choices(request: HttpRequest) -> dict[tuple[str, str], str]:
    """Return (kind, ref) -> decision of each item on the page: `held` names them, ticks decide."""
    out: dict[tuple[str, str], str] = {}
    take, leave = set(request.POST.getlist("take")), set(request.POST.getlist("leave"))
    matrix = set(request.POST.getlist("matrix")) if "include" in request.POST else set()
    for one in (*request.POST.getlist("held"), *filter(None, request.POST.getlist("another"))):
        kind, _, ref = one.partition(" ")
        decision = "left" if one in leave else "proposed"
        if one in take or one in matrix - leave or one in request.POST.getlist("another"):
            decision = "taken"
        out[kind, ref] = decision
    return out


def rows(request: HttpRequest, table: str) -> list[Data]:
    """Return the rows of a table on the page, in their order."""
    names, most = TABLES[table]
    pattern = re.compile(rf"{table}-(\d{{1,4}})-id")
    found = sorted(int(match[1]) for key in request.POST if (match := pattern.fullmatch(key)))
    out = []
    for at in found[: most + 1]:
        start = f"{table}-{at}-"
        one: Data = {
            name: request.POST[start + name][:_LONGEST] for name in names if start + name in request.POST
        }
        one["id"] = request.POST[f"{start}id"][:10]
        one["serves"] = [ref for ref in request.POST.getlist(f"{start}serves")[:200] if ref]
        one["out"] = f"{start}out" in request.POST
        out.append(one)
    return out

"""Pages of countries and regions, and of gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from actionlines.framework import load
from actionlines.framework.groups import asked_of
from actionlines.framework.model import Area, Country, Office
from actionlines.register.activities.partners import for_gaps
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.cooperation import views as cooperation
from actionlines.register.cooperation.gaps import Gap, frameworks, gaps, standings, targets_of
from actionlines.register.cooperation.views import funding
from actionlines.register.core.concepts import countries_of, groups_of, name_of
from actionlines.register.core.pages.page import entry, page
from actionlines.register.core.schema import Data
from actionlines.register.core.search import counts
from actionlines.register.core.search.coverage import heat
from actionlines.register.mandates.models import MandateStatus
from actionlines.register.pages import panels
from actionlines.register.pages.panels import Asks, Some

_FURTHEST = 3
Filters = Mapping[str, Sequence[str]]


_PARTNER_TARGETS = 6  # gaps for which partners are looked for: the furthest behind


def _find(part: str) -> Country:
    matches = load().countries.get(part.upper())
    if matches is None:
        raise Http404
    return matches


def numbered(kind: str) -> dict[str, int]:
    """Area -> how many records of a kind name it, or a country in it."""
    return {area: n for (area, _), n in counts("country", "", kind=kind).items()}


@page("site.read")
def countries(request: HttpRequest) -> HttpResponse:
    """All countries by region of ITU; `?group=LDC` for those of a group."""
    areas = load().areas
    groups = [area for area in areas.values() if area.kind == "group"]
    group = request.GET.get("group", "")
    group = group if group in {group.id for group in groups} else ""
    activities = numbered("activity")
    regions: dict[str, list[Data]] = {area.id: [] for area in areas.values() if area.kind == "itu-region"}
    rest: list[Data] = []
    for item in load().countries:
        within = groups_of(item)
        if group and group not in within:
            continue
        row = {
            "id": item,
            "name": name_of(item),
            "activities": activities.get(item, 0),
            "groups": [area for area in within if areas[area].kind == "group"],
        }
        region = next((area for area in within if area in regions), "")
        (regions[region] if region else rest).append(row)
    for rows in (*regions.values(), rest):
        rows.sort(key=lambda row: str(row["name"]))
    context = {"regions": [(row, rows) for row, rows in regions.items() if rows], "rest": rest}
    return render(request, "places/countries.html", {**context, "groups": groups, "group": group})


@page("site.read", record=_find)
def country(request: HttpRequest, matches: Country) -> HttpResponse:
    """Show the page of one country with its groups and gaps."""
    if request.path != f"/countries/{matches.id}/":
        return redirect("country", matches.id, permanent=True)
    areas = load().areas
    within = groups_of(matches.id)
    kinds = {kind: [text for text in within if areas[text].kind == kind] for kind in ("group", "un-commission")}
    region = next((text for text in within if areas[text].kind == "itu-region"), "")
    lags = gaps(matches.id)
    filters = {"area": (matches.id,)}
    judged, asks = standings(matches.id), panels.asks(asked_of(matches.id), 4)
    activities = panels.activities(filters, 6)
    context = {
        "country": matches,
        "matters": matters(lags, judged, asks, activities, filters),
        "name": name_of(matches.id),
        "region": region,
        "commissions": kinds["un-commission"],
        "groups": kinds["group"],
        "offices": offices(region, matches.id),
        "gaps": lags,
        "standings": judged,
        "asks": asks,
        "activities": activities,
        "good": panels.practices(filters, 3),
        "lines": _lines(filters),
        "partners": for_gaps(matches.id, targets_of(lags)[:_PARTNER_TARGETS]),
        "frameworks": frameworks(matches.id, lags),
        "funding": funding(matches.id, targets_of(lags)),
        **panels.of_kinds(request, "country", matches.id),
    }
    return render(request, "places/country.html", context)


def _lines(filters: panels.Filters) -> list[tuple[str, int]]:
    """Lines of its activities, in their order."""
    matches = counts("action_line", "", filters, "activity")
    return [
        (action_line, matches[action_line, ""]) for action_line in load().action_lines if (action_line, "") in matches
    ]


def offices(region: str, country: str = "") -> list[Office]:
    """The offices of a region, that in the country itself first, then the regional one."""
    held = [office for office in load().offices.values() if office.area == region]
    return sorted(held, key=lambda item: (item.country != country, item.kind != "regional-office", item.city))


countries_urls = [
    path("countries/", countries, name="countries"),
    path("countries/<str:part>/", country, name="country"),
]


@dataclass(frozen=True, slots=True)
class Matters:
    """The sentences at the head of the page, as numbers and records.

    furthest  the indicators that are furthest behind; `lagging` of `judged` series lag by most methods
    asked     how many open mandates ask it, `named` by name and `grouped` as part of a group; `due` the next day
    overdue   whether that day is past
    working   how many activities take place there; `covered` of `targets` that lag are addressed by one
    """

    furthest: tuple[Gap, ...]
    lagging: int
    judged: int
    asked: int
    named: int
    grouped: int
    due: date | None
    overdue: bool
    working: int
    targets: tuple[str, ...]
    covered: tuple[str, ...]


def matters(gaps: Sequence[Gap], judged: Mapping[str, int], asks: Asks, activities: Some, where: Filters) -> Matters:
    """Return what matters first, from what the page shows below; one question to the index."""
    targets = tuple(targets_of(gaps))
    addressed = {item for item, _ in counts("target", "", where, "activity")} if targets else set()
    open_now = [row for row in (*asks.named.rows, *asks.grouped.rows) if row.due_on]
    first = min(open_now, key=lambda item: item.due_on, default=None)
    return Matters(
        furthest=tuple(gaps[:_FURTHEST]),
        lagging=judged["lagging"],
        judged=judged["judged"],
        asked=asks.named.total + asks.grouped.total,
        named=asks.named.total,
        grouped=asks.grouped.total,
        due=first.due_on if first else None,
        overdue=bool(first and first.status == MandateStatus.OVERDUE),
        working=activities.total,
        targets=targets,
        covered=tuple(target for target in targets if target in addressed),
    )


KINDS = ("itu-region", "un-commission")


@page("site.read")
def regions(request: HttpRequest) -> HttpResponse:
    """ITU regions and commissions beside each other, with the countries that both have and the offices."""
    activities = numbered("activity")
    good = {area: n for (area, _), n in counts("country", "", {PRACTICE: ("yes",)}, "activity").items()}
    areas = load().areas.values()
    rows = {
        kind: [
            {
                "area": area,
                "countries": len(countries_of(area.id)),
                "activities": activities.get(area.id, 0),
                "good": good.get(area.id, 0),
                "offices": offices(area.id),
            }
            for area in areas
            if area.kind == kind
        ]
        for kind in (*KINDS, "group")
    }
    context = {
        "itu": rows["itu-region"],
        "commissions": rows["un-commission"],
        "groups": rows["group"],
        "common": _common(),
    }
    return render(request, "places/regions.html", context)


def _common() -> list[dict[str, object]]:
    """For each ITU region how many of its countries each commission has."""
    areas = load().areas.values()
    commissions = [area.id for area in areas if area.kind == "un-commission"]
    return [
        {
            "area": area.id,
            "cells": [
                (other, sum(other in groups_of(country) for country in countries_of(area.id))) for other in commissions
            ],
        }
        for area in areas
        if area.kind == "itu-region"
    ]


@page("site.read", record=entry("areas"))
def region(request: HttpRequest, area: Area) -> HttpResponse:
    """Show the page of one region, commission or group."""
    filters = {"country": (area.id,)}
    activities = numbered("activity")
    inside = sorted(countries_of(area.id), key=name_of)
    context = {
        "area": area,
        "body": area.body,
        "countries": [(text, activities.get(text, 0)) for text in inside],
        "others": [item for item in load().areas.values() if item.kind == area.kind and item.id != area.id],
        "offices": offices(area.id),
        "funding": funding(area.id),
        "gaps": gaps(area.id, 8),
        "standings": standings(area.id),
        "activities": panels.activities(filters),
        "good": panels.practices(filters, 3),
        "heat": heat(filters),
        "heat_filters": f"country={area.id}",
    }
    return render(request, "places/region.html", context)


regions_urls = [path("regions/", regions, name="regions"), path("regions/<str:part>/", region, name="region")]


urlpatterns: list[URLPattern] = [*cooperation.urlpatterns, *countries_urls, *regions_urls]

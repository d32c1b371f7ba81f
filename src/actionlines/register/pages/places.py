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
    found = load().countries.get(part.upper())
    if found is None:
        raise Http404
    return found


def numbered(kind: str) -> dict[str, int]:
    """Area -> how many records of a kind name it, or a country in it."""
    return {area: n for (area, _), n in counts("country", "", kind=kind).items()}


@page("site.read")
def countries(request: HttpRequest) -> HttpResponse:
    """All countries by region of ITU; `?group=LDC` for those of a group."""
    areas = load().areas
    groups = [one for one in areas.values() if one.kind == "group"]
    group = request.GET.get("group", "")
    group = group if group in {one.id for one in groups} else ""
    activities = numbered("activity")
    regions: dict[str, list[Data]] = {one.id: [] for one in areas.values() if one.kind == "itu-region"}
    rest: list[Data] = []
    for one in load().countries:
        within = groups_of(one)
        if group and group not in within:
            continue
        row = {
            "id": one,
            "name": name_of(one),
            "activities": activities.get(one, 0),
            "groups": [area for area in within if areas[area].kind == "group"],
        }
        region = next((area for area in within if area in regions), "")
        (regions[region] if region else rest).append(row)
    for rows in (*regions.values(), rest):
        rows.sort(key=lambda row: str(row["name"]))
    shown = {"regions": [(one, rows) for one, rows in regions.items() if rows], "rest": rest}
    return render(request, "places/countries.html", {**shown, "groups": groups, "group": group})


@page("site.read", record=_find)
def country(request: HttpRequest, found: Country) -> HttpResponse:
    """Show the page of one country with its groups and gaps."""
    if request.path != f"/countries/{found.id}/":
        return redirect("country", found.id, permanent=True)
    areas = load().areas
    within = groups_of(found.id)
    kinds = {kind: [one for one in within if areas[one].kind == kind] for kind in ("group", "un-commission")}
    region = next((one for one in within if areas[one].kind == "itu-region"), "")
    lags = gaps(found.id)
    filters = {"area": (found.id,)}
    judged, asks = standings(found.id), panels.asks(asked_of(found.id), 4)
    activities = panels.activities(filters, 6)
    shown = {
        "country": found,
        "matters": matters(lags, judged, asks, activities, filters),
        "name": name_of(found.id),
        "region": region,
        "commissions": kinds["un-commission"],
        "groups": kinds["group"],
        "offices": offices(region, found.id),
        "gaps": lags,
        "standings": judged,
        "asks": asks,
        "activities": activities,
        "good": panels.practices(filters, 3),
        "lines": _lines(filters),
        "partners": for_gaps(found.id, targets_of(lags)[:_PARTNER_TARGETS]),
        "frameworks": frameworks(found.id, lags),
        "funding": funding(found.id, targets_of(lags)),
        **panels.of_kinds(request, "country", found.id),
    }
    return render(request, "places/country.html", shown)


def _lines(filters: panels.Filters) -> list[tuple[str, int]]:
    """Lines of its activities, in their order."""
    found = counts("action_line", "", filters, "activity")
    return [(one, found[one, ""]) for one in load().action_lines if (one, "") in found]


def offices(region: str, country: str = "") -> list[Office]:
    """The offices of a region, that in the country itself first, then the regional one."""
    held = [one for one in load().offices.values() if one.area == region]
    return sorted(held, key=lambda one: (one.country != country, one.kind != "regional-office", one.city))


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


def matters(
    gaps: Sequence[Gap], judged: Mapping[str, int], asks: Asks, activities: Some, where: Filters
) -> Matters:
    """Return what matters first, from what the page shows below; one question to the index."""
    targets = tuple(targets_of(gaps))
    addressed = {one for one, _ in counts("target", "", where, "activity")} if targets else set()
    open_now = [one for one in (*asks.named.rows, *asks.grouped.rows) if one.due_on]
    first = min(open_now, key=lambda one: one.due_on, default=None)
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
        covered=tuple(one for one in targets if one in addressed),
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
                "area": one,
                "countries": len(countries_of(one.id)),
                "activities": activities.get(one.id, 0),
                "good": good.get(one.id, 0),
                "offices": offices(one.id),
            }
            for one in areas
            if one.kind == kind
        ]
        for kind in (*KINDS, "group")
    }
    shown = {
        "itu": rows["itu-region"],
        "commissions": rows["un-commission"],
        "groups": rows["group"],
        "common": _common(),
    }
    return render(request, "places/regions.html", shown)


def _common() -> list[dict[str, object]]:
    """For each ITU region how many of its countries each commission has."""
    areas = load().areas.values()
    commissions = [one.id for one in areas if one.kind == "un-commission"]
    return [
        {
            "area": one.id,
            "cells": [
                (other, sum(other in groups_of(country) for country in countries_of(one.id)))
                for other in commissions
            ],
        }
        for one in areas
        if one.kind == "itu-region"
    ]


@page("site.read", record=entry("areas"))
def region(request: HttpRequest, found: Area) -> HttpResponse:
    """Show the page of one region, commission or group."""
    filters = {"country": (found.id,)}
    activities = numbered("activity")
    inside = sorted(countries_of(found.id), key=name_of)
    shown = {
        "area": found,
        "body": found.body,
        "countries": [(one, activities.get(one, 0)) for one in inside],
        "others": [one for one in load().areas.values() if one.kind == found.kind and one.id != found.id],
        "offices": offices(found.id),
        "funding": funding(found.id),
        "gaps": gaps(found.id, 8),
        "standings": standings(found.id),
        "activities": panels.activities(filters),
        "good": panels.practices(filters, 3),
        "heat": heat(filters),
        "heat_filters": f"country={found.id}",
    }
    return render(request, "places/region.html", shown)


regions_urls = [
    path("regions/", regions, name="regions"),
    path("regions/<str:part>/", region, name="region"),
]


urlpatterns: list[URLPattern] = [
    *cooperation.urlpatterns,
    *countries_urls,
    *regions_urls,
]

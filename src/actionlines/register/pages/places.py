"""Pages of countries and regions, and of gaps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from actionlines.framework import load
from actionlines.framework.called import fold_name
from actionlines.framework.model import Area, Country, Office
from actionlines.register.activities.partners import for_gaps
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.cooperation import views as cooperation
from actionlines.register.cooperation.gaps import frameworks, gaps, standings, targets_of
from actionlines.register.cooperation.views import funding
from actionlines.register.core.concepts import countries_of, groups_of, name_of
from actionlines.register.core.pages.page import concept_ids, entry, moved, page
from actionlines.register.core.schema import Data
from actionlines.register.core.search import counts
from actionlines.register.core.search.coverage import heat
from actionlines.register.pages import panels

_PARTNER_TARGETS = 6  # gaps for which partners are looked for: the furthest behind


def _find(part: str) -> Country:
    if (matches := load().countries.get(part.upper())) is None:
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
        rows.sort(key=lambda row: fold_name(str(row["name"])))
    context = {"regions": [(row, rows) for row, rows in regions.items() if rows], "rest": rest}
    return render(request, "places/countries.html", {**context, "groups": groups, "group": group})


@page("site.read", record=_find)
def country(request: HttpRequest, matches: Country) -> HttpResponse:
    """Show the page of one country with its groups and gaps."""
    if answer := moved(request, reverse("country", args=[matches.id])):
        return answer
    areas = load().areas
    within = groups_of(matches.id)
    region = next((text for text in within if areas[text].kind == "itu-region"), "")
    lags = gaps(matches.id)
    filters = {"area": (matches.id,)}
    parts = panels.of_kinds(request, "country", matches.id)
    context = panels.of_subject(parts, matches.id, filters, {"asked": (matches.id,)}, [matches.id]) | {
        "by_government": panels.split_government(matches.id, filters),
        "region": region,
        "groups": [area for kind in ("group", "un-commission") for area in within if areas[area].kind == kind],
        "offices": offices(region, matches.id),
        "gaps": lags,
        "lines": _lines(filters),
        "partners": for_gaps(matches.id, targets_of(lags)[:_PARTNER_TARGETS]),
        "frameworks": frameworks(matches.id, lags),
        "funding": funding(matches.id, lags),
    }
    return render(request, "who/page.html", context)


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


concept_ids("countries")
countries_urls = [
    path("countries/", countries, name="countries"),
    path("countries/<str:part>/", country, name="country"),
]
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
    inside = sorted(countries_of(area.id), key=lambda country: fold_name(name_of(country)))
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
short_urls = [path("<countries:part>/", country, name="country")]

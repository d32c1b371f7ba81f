"""Regions: those of ITU and the commissions of the United Nations side by side, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from actionlines.framework import load
from actionlines.framework.model import Area
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.core.concepts import countries_of, groups_of, name_of
from actionlines.register.core.search import counts
from actionlines.register.core.search.coverage import heat
from actionlines.register.site.pages import entry, page
from actionlines.register.site.views.concepts import record_preview
from actionlines.register.site.views.places import gaps
from actionlines.register.site.views.places.cooperation import funding
from actionlines.register.site.views.places.countries import numbered, offices

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
        "gaps": gaps.gaps(found.id, 8),
        "standings": gaps.standings(found.id),
        "activities": record_preview.activities(filters),
        "good": record_preview.practices(filters, 3),
        "heat": heat(filters),
        "heat_filters": f"country={found.id}",
    }
    return render(request, "places/region.html", shown)


urlpatterns = [
    path("regions/", regions, name="regions"),
    path("regions/<str:part>/", region, name="region"),
]

"""The register for programs: feeds, records in the forms of other registries, everything in one file."""

from __future__ import annotations

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from actionlines.register.site.exchange.sitemaps import SITEMAPS
from actionlines.register.site.pages import page
from actionlines.register.site.views.data.feeds import activities, mandates
from actionlines.register.site.views.data.files import (
    activity,
    activity_iati,
    catalogue,
    croissant_of_file,
    data,
    file,
    iati_file,
    make,
    oai,
    robots,
)

_MAPS = {"sitemaps": SITEMAPS}
urlpatterns = [
    path("data/", data, name="data"),
    path("data/make/", make, name="data-make"),
    path("data/catalogue.jsonld", catalogue, name="data-catalogue"),
    path("data/croissant.json", croissant_of_file, name="data-croissant"),
    path("data/activities-<int:part>.iati.xml", iati_file, name="data-iati"),
    path("data/<str:name>", file, name="data-file"),
    path("oai", oai, name="oai"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        page("site.read")(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemaps",
    ),
    path("sitemap-<str:section>.xml", page("site.read")(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("feeds/activities.atom", activities, name="feed-activities"),
    path("feeds/mandates.atom", mandates, name="feed-mandates"),
    path("activity/<int:part>.iati.xml", activity_iati, name="activity-iati"),
    path("activity/<int:part>.jsonld", activity, name="activity-jsonld"),
]

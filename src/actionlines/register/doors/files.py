"""Files with all public records, and the addresses of what programs take along."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.contrib.sitemaps.views import index, sitemap
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.activities.views import ACTIVITY
from actionlines.register.core.pages.page import page, site_of
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import Data
from actionlines.register.doors import bulk, descriptions, iati, sitemaps
from actionlines.register.doors.feeds import activities, mandates
from actionlines.register.doors.oai import answers
from actionlines.register.doors.sitemaps import SITEMAPS
from actionlines.register.site import nightly

_PARTS = 10_000  # more than there will be; a database refuses offsets beyond its whole numbers


def as_json_ld(data: Data) -> HttpResponse:
    """JSON-LD that anybody may read from any page."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")


@page("site.read")
def data(request: HttpRequest) -> HttpResponse:
    """Show the page of feeds, formats and files."""
    lists = [(kind, reverse(name)) for kind, name in bulk.KINDS.items()]
    context = {
        "dumps": bulk.held(),
        "lists": lists,
        "wanted": nightly.is_wanted(),
        "forms": ("csv", "xlsx", "json"),
        "has_activities": bulk.rows("activity").exists(),
    }
    return render(request, "data/data.html", context)


@require_POST
@page("bulk.make")
def make(request: HttpRequest) -> HttpResponse:
    """Ask the worker to make the file now."""
    if not nightly.is_wanted():
        nightly.make_bulk.enqueue()
    messages.success(request, _("The file is being made. It stands here once it is ready."))
    return redirect("data")


@page("site.read")
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the files that are there; any other name is 404."""
    found = next((one for one in bulk.held() if one.name == name), None)
    if found is None:
        raise Http404
    try:
        stream = found.path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        stream, as_attachment=True, filename=found.name, content_type="application/zip",
        headers={"ETag": f'"{found.sha256}"'},
    )  # fmt: skip


@page("site.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Return the register as a DCAT catalogue."""
    lists = {kind: reverse(name) for kind, name in bulk.KINDS.items()}
    dumps = bulk.held()
    return as_json_ld(descriptions.catalogue(site_of(request), lists, dumps[0] if dumps else None))


@page("site.read")
def croissant_of_file(request: HttpRequest) -> HttpResponse:
    """Describe the newest file with everything as Croissant; 404 where there is none."""
    dumps = bulk.held()
    if not dumps:
        raise Http404
    return as_json_ld(descriptions.croissant(site_of(request), dumps[0]))


@csrf_exempt
@require_http_methods(["GET", "POST"])
@page("site.read")
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester by OAI-PMH 2.0."""
    given = request.POST if request.method == "POST" else request.GET
    pairs = [(name, value) for name, values in given.lists() for value in values]
    site = site_of(request)
    return HttpResponse(
        answers.answer(pairs, site, site + request.path), content_type="text/xml; charset=utf-8"
    )


@page("site.read")
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what they leave alone."""
    return HttpResponse(sitemaps.robots(site_of(request)), content_type="text/plain; charset=utf-8")


@page("site.read")
def iati_file(request: HttpRequest, part: int) -> HttpResponse:
    """Return a part of the public activities as IATI; the first has those with the lowest numbers."""
    if not 0 < part <= _PARTS:
        raise Http404
    numbers = bulk.rows("activity").order_by("pk").values_list("pk", flat=True)
    chosen = list(numbers[(part - 1) * iati.PAGE : part * iati.PAGE])
    if not chosen:
        raise Http404
    return _as_iati(request, public_data(bulk.rows("activity").filter(pk__in=chosen).order_by("pk")))


@page("activity.view", record=ACTIVITY)
def activity_iati(request: HttpRequest, record: Activity) -> HttpResponse:
    """Return the public form of an activity as IATI; 404 for a draft and 410 for a withdrawn one."""
    return _public(request, record, lambda found: _as_iati(request, [found]))


def _as_iati(request: HttpRequest, held: list[Data]) -> HttpResponse:
    made = iati.activities(held, site_of(request), timezone.localdate())
    return HttpResponse(made, content_type="application/xml; charset=utf-8")


@page("activity.view", record=ACTIVITY)
def activity(request: HttpRequest, record: Activity) -> HttpResponse:
    """Return the public form of an activity; 404 for a draft and 410 for a withdrawn one, also for its author."""
    site = site_of(request)
    address = site + record.get_absolute_url()
    return _public(request, record, lambda found: as_json_ld(descriptions.activity(found, address, site)))


def _public(request: HttpRequest, record: Activity, answer: Callable[[Data], HttpResponse]) -> HttpResponse:
    """Return the answer of what is public of an activity, or the page that says it is gone; 404 for a draft."""
    if record.status == ActivityStatus.WITHDRAWN:
        return render(request, "records/gone.html", {"record": record}, status=410)
    found = public_data([record])
    if not found or not record.is_public():
        raise Http404
    return answer(found[0])


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

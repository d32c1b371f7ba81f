"""Files with all public records, and the addresses of what programs take along."""

from django.contrib import messages
from django.contrib.sitemaps.views import index, sitemap
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from actionlines.register.core.pages.downloads import as_linked_data
from actionlines.register.core.pages.page import page, site_of
from actionlines.register.doors import bulk, descriptions, figures, sdmx, sitemaps
from actionlines.register.doors.oai import answers
from actionlines.register.doors.sitemaps import SITEMAPS
from actionlines.register.site import nightly


@page("site.read")
def data(request: HttpRequest) -> HttpResponse:
    """Show the page of feeds, formats and files."""
    lists = [(kind, reverse(name)) for kind, name in bulk.list_names().items()]
    if bulk.is_stale() and not nightly.is_wanted():
        nightly.make_bulk.enqueue()
    context = {
        "dumps": bulk.held(),
        "figures": figures.held(),
        **figures.list_choices(),
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
    messages.success(request, _("The file is being made. It appears here once it is ready."))
    return redirect("data")


_TYPES = {".zip": "application/zip", ".gz": "application/gzip", ".parquet": figures.FORMS["parquet"]}


@page("site.read")
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the files that are there; any other name is 404."""
    matches = next((item for item in (*bulk.held(), *figures.held()) if item.name == name), None)
    if matches is None:
        raise Http404
    try:
        stream = matches.path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        stream,
        as_attachment=True,
        filename=matches.name,
        content_type=_TYPES[matches.path.suffix],
        headers={"ETag": f'"{matches.sha256}"'},
    )


@page("site.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Return the register as a DCAT catalogue."""
    lists = {kind: reverse(name) for kind, name in bulk.list_names().items()}
    dumps = bulk.held()
    return as_linked_data(request, descriptions.catalogue(site_of(request), lists, dumps[0] if dumps else None))


@page("site.read")
def croissant_of_file(request: HttpRequest) -> HttpResponse:
    """Describe the newest file with everything as Croissant; 404 where there is none."""
    if not (dumps := bulk.held()):
        raise Http404
    return as_linked_data(request, descriptions.croissant(site_of(request), dumps[0]))


@csrf_exempt
@require_http_methods(["GET", "POST"])
@page("site.read")
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester by OAI-PMH 2.0."""
    fields = request.POST if request.method == "POST" else request.GET
    pairs = [(name, value) for name, values in fields.lists() for value in values]
    site = site_of(request)
    return HttpResponse(answers.answer(pairs, site, site + request.path), content_type="text/xml; charset=utf-8")


@page("site.read")
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what they leave alone."""
    return HttpResponse(sitemaps.robots(site_of(request)), content_type="text/plain; charset=utf-8")


_MAPS = {"sitemaps": SITEMAPS}
urlpatterns = [
    path("data/", data, name="data"),
    path("data/make/", make, name="data-make"),
    path("data/catalogue.jsonld", catalogue, name="data-catalogue"),
    path("data/croissant.json", croissant_of_file, name="data-croissant"),
    *figures.urlpatterns,
    *sdmx.urlpatterns,
    path("data/<str:name>", file, name="data-file"),
    path("oai", oai, name="oai"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml", page("site.read")(index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}, name="sitemaps"
    ),
    path("sitemap-<str:section>.xml", page("site.read")(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]

"""The list of organisations."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.registry.models import Organisation
from actionlines.site.listing import Listing
from actionlines.site.pages import page

LISTING = Listing(
    kind="organisation",
    title=_("Organisations"),
    facets=("stakeholder", "region", "country", "body"),
    sorts=("relevance", "title", "newest"),
    row_template="organisations/row.html",
    records=lambda: Organisation.objects.all(),
    empty=_("Organisations that carry out activities, lead mandates or give money stand here."),
    intro="organisations/intro.html",
)


@page("site.read")
def organisations(request: HttpRequest) -> HttpResponseBase:
    """All organisations, filtered by the address."""
    return LISTING.answer(request)


urlpatterns = [path("organisations/", organisations, name="organisations")]

"""The two addresses of a mandate: by symbol and paragraph, and by its number, which leads to the first."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from actionlines.registry.mandates.addresses import mandate_at
from actionlines.registry.models import Mandate
from actionlines.site.pages import page
from actionlines.site.views.mandates.record import FIND, show


def _at(path: str) -> Mandate:
    found = mandate_at(path)
    if found is None:
        raise Http404
    return FIND(found.pk)


@page("mandate.view", record=_at)
def by_symbol(request: HttpRequest, record: Mandate) -> HttpResponse:
    """Show the mandate of `/mandates/A/RES/80/173/113/`; `.../113/1/` leads there."""
    return _answer(request, record)


@page("mandate.view", record=FIND)
def by_number(request: HttpRequest, record: Mandate) -> HttpResponse:
    """Lead from `/mandates/12/` to the address by symbol; show the mandate where that address has another one."""
    return _answer(request, record)


def _answer(request: HttpRequest, record: Mandate) -> HttpResponse:
    permanent = record.get_absolute_url()
    if (
        unquote(permanent) != request.path
        and mandate_at(unquote(permanent).partition("/mandates/")[2]) == record
    ):
        question = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{permanent}{'?' if question else ''}{question}")
    return show(request, record)

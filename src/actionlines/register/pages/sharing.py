"""Sharing, citing and following a record from its page."""

import functools

from csp.constants import NONE, SELF
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.clickjacking import xframe_options_exempt

from actionlines.register.core.concepts import Concept, concept
from actionlines.register.core.imports.files import path_of
from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Record, Version
from actionlines.register.core.pages.page import View, converter, find_record, page, site_of
from actionlines.register.core.pages.records import gone, record_at
from actionlines.register.core.public_view import is_withdrawn, public_data
from actionlines.register.core.schema import Data
from actionlines.register.doors import citing
from actionlines.register.instruments import akn
from actionlines.register.instruments.models import Instrument

# A page of a record that any page may hold: style from here, no scripts, no forms.
EMBEDDED = f"default-src {NONE}; style-src {SELF}; base-uri {NONE}; form-action {NONE}; frame-ancestors *"
_SUMMARY = 600

converter("reference_form", citing.FORMS)
converter("shared_kind", (key for key, kind in kinds().items() if kind.card))


def reference(record: Record, data: Data, site: str) -> citing.Reference:
    """Return the reference to a record; `data` is its public form."""
    return citing.of_record(record.kind, data, site, record.get_absolute_url())


@page("trail.view", record=lambda kind, pk, form: (record_at(kind, pk), form))
def cite(request: HttpRequest, record: Record, form: str) -> HttpResponse:
    """Return the reference to the public form of a record; 404 where it has none, 410 where it is withdrawn."""
    if is_withdrawn(record):
        return gone(request, record)
    if not (data := public_data([record])):
        raise Http404
    return _reference(reference(record, data[0], site_of(request)), form)


def _reference(matches: citing.Reference, form: str) -> HttpResponse:
    kind, files = citing.FORMS[form]
    name = f"{matches.key}.{form}"
    return HttpResponse(
        files(matches, timezone.localdate()),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _concept(identifier: str, form: str) -> tuple[Concept, str]:
    if (entry := concept(identifier)) is None:
        raise Http404
    return entry, form


@page("site.read", record=_concept)
def cite_concept(request: HttpRequest, entry: Concept, form: str) -> HttpResponse:
    """Return the reference to the page of a country, line, goal or body."""
    return _reference(citing.of_concept(entry, site_of(request)), form)


def in_frame(view: View) -> View:
    """Let other sites hold the page of a view in an `iframe`, in the language of `?language=`.

    Such a page needs no cookie and shows the same to everybody.
    """

    @functools.wraps(view)
    @xframe_options_exempt
    def _framed(request: HttpRequest, *parts: object, **named: object) -> HttpResponseBase:
        codes = {code for code, _name in settings.LANGUAGES}
        wanted = request.GET.get("language", "")
        with translation.override(wanted if wanted in codes else translation.get_language()):
            answer = view(request, *parts, **named)
        answer["Content-Security-Policy"] = EMBEDDED
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer["Cache-Control"] = "no-cache"
        return answer

    return _framed


@page("site.read", record=record_at)
@in_frame
def embed(request: HttpRequest, record: Record) -> HttpResponse:
    """Show the public form of a record for an `iframe` of another site; 410 where it had one, 404 for a draft."""
    matches = () if (withdrawn := is_withdrawn(record)) else public_data([record])
    was_public = (
        matches or withdrawn or Version.objects.filter(kind=record.kind, record=record.pk, public=True).exists()
    )
    if not was_public:
        raise Http404
    context: dict[str, object] = {"record": record, "address": site_of(request) + record.get_absolute_url()}
    make_card = kinds()[record.kind].card
    if matches and make_card:
        context |= {"data": matches[0], "language": matches[0].get("language"), **make_card(matches[0], record)}
    return render(request, "records/embed.html", context, status=200 if matches else 410)


def has_original(instrument: Instrument) -> bool:
    """Return whether the register gives the file to everybody: that of a document with a symbol of its own."""
    return instrument.file is not None and not instrument.symbol.startswith("file:")


@page("instrument.view", record=find_record(Instrument, related=("file",)))
def original(request: HttpRequest, record: Instrument) -> HttpResponseBase:
    """Return the file as it was uploaded, to be saved; 404 where it is not public or no longer there."""
    if record.file is None or not has_original(record):
        raise Http404
    try:
        stream = path_of(record.file).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(stream, as_attachment=True, filename=record.file.name, content_type="application/octet-stream")


@page("instrument.view", record=find_record(Instrument, related=("file",)))
def marked_up(request: HttpRequest, record: Instrument) -> HttpResponse:
    """Return the instrument as Akoma Ntoso, to be saved."""
    name = f"{reference(record, public_data([record])[0], '').key}.xml"
    return HttpResponse(
        akn.akoma_ntoso(record, site_of(request)),
        content_type=akn.MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


urlpatterns = [
    path("<shared_kind:kind>/<int:pk>/cite.<reference_form:form>", cite, name="record-cite"),
    path("<shared_kind:kind>/<int:pk>/embed/", embed, name="record-embed"),
    path("cite/<str:identifier>.<reference_form:form>", cite_concept, name="concept-cite"),
    path("instrument/<int:pk>/original/", original, name="instrument-original"),
    path("instrument/<int:pk>/akn/", marked_up, name="instrument-akn"),
]

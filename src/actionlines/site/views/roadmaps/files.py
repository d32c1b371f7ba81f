"""The road map as a file, in the language of the reader or that of the road map."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from actionlines.registry.models import RoadMap
from actionlines.registry.notices import address
from actionlines.registry.permissions import sees_draft
from actionlines.registry.roadmaps import account_of, road_map
from actionlines.registry.serialise import Data
from actionlines.reports.paper.write import FORMATS, MEDIA_TYPES, render
from actionlines.reports.roadmap import paper
from actionlines.reports.roadmap.words import words
from actionlines.reports.words import LANGUAGES
from actionlines.site.pages import page
from actionlines.site.views.roadmaps.find import ROADMAP, data_for


def made(data: Data, form: str, language: str = "") -> bytes:
    """The file of a serialised road map. Words of the program in `language`, else in that of the road map."""
    account = account_of(data, address=address())
    roadmap = road_map(data, account)
    spoken = language if language in LANGUAGES else roadmap.language
    return render(paper(roadmap, account, words(spoken)), form)


@page("roadmap.view", record=ROADMAP)
def file(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """`?form=pdf`; `?language=fr` for the words of the program."""
    if found.status == "withdrawn" and not sees_draft(request.user, found):
        raise Http404
    form = request.GET.get("form", "html")
    if form not in FORMATS:
        raise Http404
    data, _public = data_for(request, found)
    body = made(data, form, request.GET.get("language", "")[:2])
    name = f"roadmap-{'-'.join(data['lines'])}-{found.pk}-v{data['version']}.{form}"
    return HttpResponse(
        body,
        content_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


urlpatterns = [path("roadmaps/<int:part>/file/", file, name="roadmap-file")]

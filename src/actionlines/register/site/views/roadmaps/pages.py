"""The page of one road map: as the public sees it, or as those who write and review it do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.papers.layout import lay_out
from actionlines.papers.read import paper_of
from actionlines.papers.roadmap.model import LineScope
from actionlines.papers.words import direction
from actionlines.papers.write import FORMATS, MEDIA_TYPES
from actionlines.papers.writers.as_json import as_dict as as_paper
from actionlines.papers.writers.as_sheet import SheetSection, sheet
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.published import public_data
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Event, RoadMap, Version
from actionlines.register.reports.changed import ChangedFigure, changed_figures
from actionlines.register.roadmaps.actions import missing
from actionlines.register.roadmaps.papers import kept, made, paper_now
from actionlines.register.roadmaps.tracking import account_of, figures_of, road_map, targets_of, tracking
from actionlines.register.site.listing import Listing
from actionlines.register.site.pages import Finder, one, page
from actionlines.register.site.sheet_parts import parts
from actionlines.register.site.views.review.inbox import whom
from actionlines.register.site.views.roadmaps import presentation

_DRAFTS = 50
LISTING = Listing(
    kind="roadmap",
    title=_("Road maps"),
    facets=("action_line", "target", "commitment", "due_year", "language"),
    sorts=("relevance", "newest", "due", "title"),
    row_template="roadmaps/row.html",
    records=lambda: RoadMap.objects.all(),
    empty=_(
        "Published road maps appear here. Facilitators of a line build them from the records of the register."
    ),
    intro="roadmaps/intro.html",
)


@page("site.read")
def roadmaps(request: HttpRequest) -> HttpResponseBase:
    """All published road maps, filtered by the address."""
    drafts = []
    if request.user.is_authenticated and decide(request.user, "roadmap.create"):
        rows = RoadMap.objects.filter(status__in=("draft", "submitted", "changes"))[: 4 * _DRAFTS]
        drafts = [one for one in rows if decide(request.user, "roadmap.edit", one)][:_DRAFTS]
    return LISTING.answer(request, drafts=drafts)


ROADMAP: Finder = one(RoadMap, related=("owner",))


def data_for(request: HttpRequest, record: RoadMap) -> tuple[Data, bool]:
    """(the serialised form that the reader sees, whether it is the public one).

    `?published=1` shows the public one to those who may see the draft.
    """
    draft = sees_draft(request.user, record)
    if draft and not ("published" in request.GET and record.is_public()):
        return as_dict(record), record.status == "published"
    found = public_data([record])
    if not found:
        raise Http404
    return found[0], True


_EVENTS = 8
_LACKING = 25


def _without_plan(found: Iterable[SheetSection]) -> list[SheetSection]:
    """Return sections without the table of milestones, which the page has with the days of their completion."""
    out = []
    for section in found:
        if section.anchor != "s-milestones":
            out.append(section)
        elif texts := tuple(piece for piece in section.pieces if not piece.label):
            out.append(replace(section, pieces=texts))
    return out


@page("roadmap.view", record=ROADMAP)
def record(request: HttpRequest, found: RoadMap) -> HttpResponse:
    """One road map; a tombstone (410) when it was withdrawn."""
    draft = sees_draft(request.user, found)
    if found.status == "withdrawn":
        return render(request, "roadmaps/tombstone.html", {"roadmap": found, "sees_draft": draft}, status=410)
    data, public = data_for(request, found)
    account = account_of(data, figures=False)
    before = kept({**data, "status": "published"})
    held = kept(data)
    today = paper_now(data) if held is None else paper_of(held.paper)
    if held is not None:
        moved = [ChangedFigure(*one) for one in held.changed]
    else:
        moved = changed_figures(before.paper, as_paper(today)) if before else []
    context: dict[str, object] = {
        "roadmap": found,
        "data": data,
        "public": public,
        "sees_draft": draft,
        "later_draft": draft and found.is_public() and found.status != "published",
        "as_published": "published" in request.GET,
        "language": data["language"],
        "direction": direction(data["language"]),
        "parts": parts(_without_plan(sheet(lay_out(today), followed=True)), {}, {}),
        "moved": moved,
        "milestones": [
            (one, presentation.serves(one["serves"], account))
            for one in sorted(data["milestones"], key=lambda row: (row["due"] or "9999", row["id"]))
        ],
        "tracking": tracking(data, account) if found.is_public() and public else None,
        "formats": FORMATS,
        "versions": Version.objects.filter(kind="roadmap", record=found.pk, public=True)[:_EVENTS],
    }
    if draft:
        lens = LineScope.of(account, tuple(data["lines"]))
        made_of = road_map(data, account, lens=lens)
        lacks, checked = presentation.lacking(made_of, lens, figures_of(targets_of(data, lens)))
        context |= {
            "lacks": lacks[:_LACKING], "lacks_more": max(0, len(lacks) - _LACKING), "checked": checked,
            "flaws": presentation.own_flaws(made_of),
        }  # fmt: skip
        context["events"] = Event.objects.filter(kind="roadmap", record=found.pk).select_related("actor")[
            :_EVENTS
        ]
        context["waiting"] = whom(found) if not context["as_published"] else ""
        context["missing"] = list(missing(found).values()) if found.status in ("draft", "changes") else []
    return render(request, "roadmaps/record.html", context)


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


urlpatterns = [
    path("roadmaps/<int:part>/file/", file, name="roadmap-file"),
    path("roadmaps/", roadmaps, name="roadmaps"),
    path("roadmaps/<int:part>/", record, name="roadmap"),
]

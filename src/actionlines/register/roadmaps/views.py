"""Pages of road maps: list, record, parts, files."""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from actionlines.papers.layout import lay_out
from actionlines.papers.roadmap.model import LineScope
from actionlines.papers.words import direction
from actionlines.papers.write import FORMATS, MEDIA_TYPES
from actionlines.papers.writers.as_html import SheetSection, sheet
from actionlines.papers.writers.as_json import as_dict as as_paper
from actionlines.papers.writers.as_json import paper_of
from actionlines.register.core.models import Event, Version
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import Finder, SignedIn, find_record, page
from actionlines.register.core.pages.records import whom
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.public_view import public_views, values_for
from actionlines.register.core.schema import Data
from actionlines.register.pages.panels import Paper
from actionlines.register.reports.builds import ChangedFigure, changed_figures
from actionlines.register.reports.sheet_parts import parts
from actionlines.register.roadmaps import presentation
from actionlines.register.roadmaps.actions import missing
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.papers import kept, made, paper_now
from actionlines.register.roadmaps.parts import MarkMilestoneDone
from actionlines.register.roadmaps.tracking import account_of, figures_of, road_map, targets_of, tracking

_DRAFTS = 50
LISTING = Listing(
    kind="roadmap",
    title=_("Road maps"),
    facets=("action_line", "target", "commitment", "due_year", "language"),
    sorts=("relevance", "newest", "due", "title"),
    row_template="roadmaps/row.html",
    records=lambda: RoadMap.objects.all(),
    empty=_("Published road maps appear here. Facilitators of a line build them from the records of the register."),
    intro="roadmaps/intro.html",
)


@page("site.read")
def roadmaps(request: HttpRequest) -> HttpResponseBase:
    """All published road maps, filtered by the address."""
    drafts = []
    if request.user.is_authenticated and decide(request.user, "roadmap.create"):
        rows = RoadMap.objects.filter(status__in=("draft", "submitted", "changes"))[: 4 * _DRAFTS]
        drafts = [row for row in rows if decide(request.user, "roadmap.edit", row)][:_DRAFTS]
    return LISTING.answer(request, drafts=drafts)


ROADMAP: Finder = find_record(RoadMap, related=("owner",))


def data_for(request: HttpRequest, record: RoadMap) -> tuple[Data, bool]:
    """(the serialised form that the reader sees, whether it is the public one).

    `?published=1` shows the public one to those who may see the draft.
    """
    published = "published" in request.GET and record.is_public()
    data = values_for(request.user, record, published)
    return data, published or record.status == "published" or not sees_draft(request.user, record)


_EVENTS = 8
_LACKING = 25


def _without_plan(matches: Iterable[SheetSection]) -> list[SheetSection]:
    """Return sections without the table of milestones, which the page has with the days of their completion."""
    out = []
    for section in matches:
        if section.anchor != "s-milestones":
            out.append(section)
        elif texts := tuple(piece for piece in section.pieces if not piece.label):
            out.append(replace(section, pieces=texts))
    return out


@page("roadmap.view", record=ROADMAP)
def record(request: HttpRequest, matches: RoadMap) -> HttpResponse:
    """One road map; a tombstone (410) when it was withdrawn."""
    draft = sees_draft(request.user, matches)
    if matches.status == "withdrawn":
        return render(request, "roadmaps/tombstone.html", {"roadmap": matches, "sees_draft": draft}, status=410)
    data, public = data_for(request, matches)
    account = account_of(data, figures=False)
    before = kept({**data, "status": "published"})
    held = kept(data)
    today = paper_now(data) if held is None else paper_of(held.paper)
    if held is not None:
        moved = [ChangedFigure(*item) for item in held.changed]
    else:
        moved = changed_figures(before.paper, as_paper(today)) if before else []
    context: dict[str, object] = {
        "roadmap": matches,
        "data": data,
        "public": public,
        "sees_draft": draft,
        "later_draft": draft and matches.is_public() and matches.status != "published",
        "as_published": "published" in request.GET,
        "language": data["language"],
        "direction": direction(data["language"]),
        "parts": parts(_without_plan(sheet(lay_out(today), followed=True)), {}, {}),
        "moved": moved,
        "milestones": [
            (item, presentation.serves(item["serves"], account))
            for item in sorted(data["milestones"], key=lambda row: (row["due"] or "9999", row["id"]))
        ],
        "tracking": tracking(data, account) if matches.is_public() and public else None,
        "formats": FORMATS,
        "versions": Version.objects.filter(kind="roadmap", record=matches.pk, public=True)[:_EVENTS],
    }
    if draft:
        filters = LineScope.of(account, tuple(data["lines"]))
        made_of = road_map(data, account, lens=filters)
        lacks, checked = presentation.lacking(made_of, filters, figures_of(targets_of(data, filters)))
        context |= {
            "lacks": lacks[:_LACKING],
            "lacks_more": max(0, len(lacks) - _LACKING),
            "checked": checked,
            "flaws": presentation.own_flaws(made_of),
        }
        context["events"] = Event.objects.filter(kind="roadmap", record=matches.pk).select_related("actor")[:_EVENTS]
        context["waiting"] = whom(matches) if not context["as_published"] else ""
        context["missing"] = list(missing(matches).values()) if matches.status in ("draft", "changes") else []
    return render(request, "roadmaps/record.html", context)


@page("roadmap.view", record=ROADMAP)
def file(request: HttpRequest, matches: RoadMap) -> HttpResponse:
    """`?form=pdf`; `?language=fr` for the words of the program."""
    if matches.status == "withdrawn" and not sees_draft(request.user, matches):
        raise Http404
    if (form := request.GET.get("form", "html")) not in FORMATS:
        raise Http404
    data, _public = data_for(request, matches)
    body = made(data, form, request.GET.get("language", "")[:2])
    name = f"roadmap-{'-'.join(data['lines'])}-{matches.pk}-v{data['version']}.{form}"
    return HttpResponse(
        body, content_type=MEDIA_TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


_SHOWN = 10


def show_on_line(request: HttpRequest, line: str) -> dict[str, object]:
    """Return the published road maps of an action line, and the form of a new one for those who may draw it up."""
    rows = RoadMap.objects.filter(lines__icontains=f'"{line}"', published_at__isnull=False)
    published = public_views(rows.exclude(status="withdrawn").order_by("-published_at")[:_SHOWN])
    papers = [Paper(row.title, row.get_absolute_url(), row.language) for row in published]
    if decide(request.user, "roadmap.edit", RoadMap(lines=[line])):
        papers.append(Paper(_("Begin a road map"), f"{reverse('roadmap-new')}?{urlencode({'line': line})}"))
    return {"papers": papers}


pages_urls = [
    path("roadmaps/<int:part>/file/", file, name="roadmap-file"),
    path("roadmaps/", roadmaps, name="roadmaps"),
    path("roadmaps/<int:part>/", record, name="roadmap"),
]


@page("roadmap.milestone", record=ROADMAP)
@require_POST
def done(request: SignedIn, matches: RoadMap) -> HttpResponse:
    """A milestone was reached, today or `on` a day."""
    on = request.POST.get("on")
    MarkMilestoneDone(
        request.user, matches, id=request.POST.get("id", "")[:10], on=on[:10] if on is not None else None
    ).do()
    messages.success(request, _("Saved."), extra_tags="good")
    return redirect(f"{matches.get_absolute_url()}#milestones")


parts_urls = [path("roadmaps/<int:part>/done/", done, name="roadmap-done")]

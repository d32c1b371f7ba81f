"""Pages where a road map is written."""

import hashlib
import json
import re
from collections.abc import Sequence

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord
from actionlines.framework import load
from actionlines.papers.account.model import Account
from actionlines.papers.layout import lay_out
from actionlines.papers.roadmap import paper
from actionlines.papers.roadmap.model import NARRATIVES, LineScope
from actionlines.papers.roadmap.proposals import list_lines
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.sections.narrative import FACT, propose_facts, split_text
from actionlines.papers.words import LANGUAGES, direction
from actionlines.papers.writers.as_html import SheetSection, sheet
from actionlines.register.core.models import Event
from actionlines.register.core.pages.difference import Change
from actionlines.register.core.pages.edit import since
from actionlines.register.core.pages.page import SignedIn, page
from actionlines.register.core.pages.records import seen
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import reader_words
from actionlines.register.reports.sheet_parts import OwnText, parts, preview
from actionlines.register.roadmaps import presentation
from actionlines.register.roadmaps.actions import EDITED, CreateRoadMap, missing
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.schema import (
    MOST_METRICS,
    MOST_MILESTONES,
    NARRATIVE,
    MetricFields,
    MilestoneFields,
    columns,
)
from actionlines.register.roadmaps.tracking import account_of, figures_of, road_map, targets_of
from actionlines.register.roadmaps.views import ROADMAP
from actionlines.register.roadmaps.whole import SaveRoadMap
from actionlines.register.site.middleware.errors import status_of

_KEPT = 24 * 3600
# Section of the paper -> the text that people write in it, or the table that they fill in.
FIELDS = {
    "s-glance": "purpose",
    "s-mandates": "mandates",
    "s-links": "targets",
    "s-activities": "activities",
    "s-resources": "resources",
    "s-milestones": "next-steps",
}
SECTION_TABLES = {"s-metrics": "metrics", "s-milestones": "milestones"}
_PAPERS = ("roadmap", "report")  # kinds of record that papers do not draw on

_ASIDE = frozenset({
    "narratives", "version", "changed_at", "status", "status_since", "status_reason", "tracked", "published_at",
    "published_version",
})  # fmt: skip
TABLES = {
    "metrics": (columns(MetricFields), MOST_METRICS),
    "milestones": (tuple(column for column in columns(MilestoneFields) if column != "done"), MOST_MILESTONES),
}
_LONGEST = 2_000
_NAMED = 12
_LACKING = 12


@page("roadmap.edit", record=ROADMAP)
def builder(request: HttpRequest, record: RoadMap) -> HttpResponse:
    """The whole builder; POST saves all of it."""
    if record.status not in EDITED:
        messages.info(request, _("It waits for review and cannot be changed now."))
        return redirect(record)
    if request.method != "POST":
        return built(request, record)
    action = SaveRoadMap(request.user, record, version=seen(request), **typed(request))
    try:
        action.do()
    except StaleRecord as error:
        record.refresh_from_db()
        return built(request, record, stale=True, news=since(record, error.seen), status=409)
    record.refresh_from_db()
    if action.problems:
        return built(request, record, wrong=action.problems, ids=action.ids, status=422)
    messages.success(request, _("Saved."), extra_tags="good")
    return redirect("roadmap-edit", record.pk)


@page("roadmap.edit", record=ROADMAP)
@require_POST
def save(request: HttpRequest, record: RoadMap) -> HttpResponse:
    """Save what was typed so far. JSON: `version`, `errors` by field, `others`, `message`, `ids` of new rows, and
    `rebuilt` where the generated text is another now.
    """
    action = SaveRoadMap(request.user, record, version=seen(request), **typed(request))
    try:
        saved = action.do()
    except StaleRecord:
        data = _("Not saved: somebody else changed the same text. Reload the page to see it.")
        return JsonResponse({"stale": True, "message": data}, status=409)
    except ActionlinesError as error:
        return JsonResponse({"message": error.problem}, status=status_of(error))
    data = _("Saved at %(time)s.") % {"time": time_format(localtime(), "H:i:s")}
    if action.problems:
        data = _("Saved, without the fields that need your attention.")
    return JsonResponse({
        "version": saved.version, "errors": action.problems, "others": [], "message": data,
        "ids": action.ids, "rebuilt": action.rebuilt, "missing": list(missing(saved).values()),
    })  # fmt: skip


def built(
    request: HttpRequest,
    record: RoadMap,
    *,
    wrong: dict[str, str] | None = None,
    ids: dict[str, int] | None = None,
    stale: bool = False,
    news: Sequence[Change] = (),
    status: int = 200,
) -> HttpResponse:
    """The page; what was typed and refused stays in it."""
    data = as_dict(record)
    sent = typed(request) if request.method == "POST" else None
    account = account_of(data, figures=False)
    filters = LineScope.of(account, tuple(data["lines"]))
    made = road_map(data, account, lens=filters)
    targets = targets_of(data, filters)
    values = figures_of(targets)
    lacks, checked = presentation.lacking(made, filters, values)
    fields = {**data, **(sent["fields"] if sent else {})}
    texts = {**data["narratives"], **fields.get("narratives", {})}
    own = {
        name: OwnText(
            name, presentation.section_name(name), texts.get(name, ""), preview(texts.get(name, ""), filters.account)
        )
        for name in NARRATIVES
    }
    decided = choices(request) if sent else {}
    content = presentation.concepts(made, filters, ("goal", "target"))
    commitments = presentation.concepts(made, filters, ("commitment",))
    measured = presentation.indicators(made, targets, values)
    context = {
        "roadmap": record,
        "data": data,
        "language": data["language"],
        "direction": direction(data["language"]),
        "typed": {name: fields[name] for name in ("title", "language", "starts", "ends")},
        "parts": parts(generated(data), FIELDS, SECTION_TABLES),
        "own": own,
        "targets": presentation.decided(content, decided),
        "commitments": presentation.decided(commitments, decided),
        "others": presentation.others((*content, *commitments)),
        "indicators": presentation.decided([item for item in measured if item.measured], decided),
        "unmeasured": len([item for item in measured if not item.measured]),
        "taken": len([item for item in data["items"] if item["decision"] == "taken"]),
        "matrix": [item for item in content if item.origin in ("both", "matrix") and item.decision == "proposed"],
        "mandates": [(held, *held.title_in(reader_words().language)) for held in filters.accepted[:_NAMED]],
        "mandates_n": len(filters.accepted),
        "proposed_n": len(filters.proposed),
        "activities": filters.activities[:_NAMED],
        "activities_n": len(filters.activities),
        "envelopes": filters.envelopes[:_NAMED],
        **{
            name: presentation.table(name, data[name], sent[name] if sent else None, ids, wrong)
            for name in ("metrics", "milestones")
        },
        "choices": presentation.served_choices(made, filters),
        "figures": figures(filters.account, data["lines"], data["language"], list(texts.values())),
        "lacks": lacks[:_LACKING],
        "lacks_more": max(0, len(lacks) - _LACKING),
        "checked": checked,
        "flaws": presentation.own_flaws(made),
        "missing": list(missing(record).values()),
        "wrong": wrong or {},
        "stale": stale,
        "news": news,
        "longest": NARRATIVE,
    }
    return render(request, "roadmaps/builder.html", context, status=status)


@page("roadmap.create")
def new(request: SignedIn) -> HttpResponse:
    """Choose the lines; title and period can be changed later."""
    wrong: dict[str, str] = {}
    chosen = request.GET.getlist("line")
    if request.method == "POST":
        chosen = request.POST.getlist("lines")[:40]
        fields: Data = {"lines": chosen, "starts": request.POST.get("starts", "")[:10]}
        fields["ends"] = request.POST.get("ends", "")[:10]
        fields["language"] = request.POST.get("language", "en")[:2]
        if title := request.POST.get("title", "")[:400].strip():
            fields["title"] = title
        try:
            made = CreateRoadMap(request.user, fields=fields).do()
        except InvalidFields as error:
            wrong = dict(error.fields)
        else:
            return redirect("roadmap-edit", made.pk)
    known = load().action_lines
    lines = [
        (known[list_line], list_line in chosen)
        for list_line in list_lines()
        if decide(request.user, "roadmap.edit", RoadMap(lines=[list_line]))
    ]
    context = {"lines": lines, "wrong": wrong, "given": request.POST, "own": request.LANGUAGE_CODE[:2]}
    return render(request, "roadmaps/new.html", context, status=422 if wrong else 200)


urlpatterns = [
    path("roadmaps/new/", new, name="roadmap-new"),
    path("roadmaps/<int:part>/edit/", builder, name="roadmap-edit"),
    path("roadmaps/<int:part>/save/", save, name="roadmap-save"),
]


def typed(request: HttpRequest) -> Data:
    """Return `fields`, `choices`, `metrics` and `milestones` of a page that was sent."""
    return {
        "fields": _fields(request),
        "choices": [(kind, ref, decision) for (kind, ref), decision in choices(request).items()],
        **{table: rows(request, table) for table in TABLES},
    }


def _fields(request: HttpRequest) -> dict[str, object]:
    data: Data = {
        name: request.POST[name][:400] for name in ("title", "language", "starts", "ends") if name in request.POST
    }
    texts = {
        name: request.POST[f"text-{name}"][: NARRATIVE + 1] for name in NARRATIVES if f"text-{name}" in request.POST
    }
    into, figure = request.POST.get("into", ""), request.POST.get("figure", "")[:300]
    if "insert" in request.POST and into in NARRATIVES and figure:
        # Without scripts a figure comes at the end of a text.
        texts[into] = f"{texts.get(into, '').rstrip()} {{{{{figure}}}}}".lstrip()
    if texts:
        data["narratives"] = texts
    return data


def choices(request: HttpRequest) -> dict[tuple[str, str], str]:
    """Return (kind, ref) -> decision of each item on the page: `held` names them, ticks decide."""
    out: dict[tuple[str, str], str] = {}
    take, leave = set(request.POST.getlist("take")), set(request.POST.getlist("leave"))
    matrix = set(request.POST.getlist("matrix")) if "include" in request.POST else set()
    for item in (*request.POST.getlist("held"), *filter(None, request.POST.getlist("another"))):
        kind, _, ref = item.partition(" ")
        decision = "left" if item in leave else "proposed"
        if item in take or item in matrix - leave or item in request.POST.getlist("another"):
            decision = "taken"
        out[kind, ref] = decision
    return out


def rows(request: HttpRequest, table: str) -> list[Data]:
    """Return the rows of a table on the page, in their order."""
    names, most = TABLES[table]
    pattern = re.compile(rf"{table}-(\d{{1,4}})-id")
    matches = sorted(int(match[1]) for key in request.POST if (match := pattern.fullmatch(key)))
    out = []
    for at in matches[: most + 1]:
        start = f"{table}-{at}-"
        data: Data = {name: request.POST[start + name][:_LONGEST] for name in names if start + name in request.POST}
        data["id"] = request.POST[f"{start}id"][:10]
        data["serves"] = [ref for ref in request.POST.getlist(f"{start}serves")[:200] if ref]
        data["out"] = f"{start}out" in request.POST
        out.append(data)
    return out


def generated(data: Serialised) -> tuple[SheetSection, ...]:
    """Return the generated sections of a road map. They are kept until it or a record of the register changes."""
    newest = Event.objects.exclude(kind__in=_PAPERS).order_by("-pk").values_list("pk", flat=True).first()
    texts = {name: value for name, value in data.items() if name not in _ASIDE}
    key = hashlib.sha256(json.dumps([texts, newest], sort_keys=True, default=str).encode()).hexdigest()[:40]
    matches: tuple[SheetSection, ...] | None = cache.get(f"roadmap-sheet-{key}")
    if matches is None:
        account = account_of(data)
        made = paper(road_map({**data, "narratives": {}}, account), account, report_words(data["language"]))
        matches = sheet(lay_out(made))
        cache.set(f"roadmap-sheet-{key}", matches, _KEPT)
    return matches


def figures(account: Account, lines: Sequence[str], language: str, texts: Sequence[str]) -> list[dict[str, str]]:
    """Return figures that can be in a text: those to choose from, and those that the texts have (`there`)."""
    catalogue = report_words(language if language in LANGUAGES else "en")
    out = {
        proposed_fact.question: {
            "question": proposed_fact.question,
            "label": proposed_fact.label,
            "value": f"{proposed_fact.value} {proposed_fact.unit}".strip(),
        }
        for line in lines
        for proposed_fact in propose_facts(account, catalogue, line=line)
    }
    for text in texts:
        query = [item.strip() for item in FACT.findall(text)]
        context = [piece for piece in split_text(text, account, catalogue) if piece.question]
        for question, piece in zip(query, context, strict=True):
            held = {"question": question, "label": piece.problem or piece.text, "value": piece.shown, "there": "1"}
            out.setdefault(question, held)
    return list(out.values())

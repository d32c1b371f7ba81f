"""Imports that were started: the list, one with how far it is, its refused rows, the real run after a trial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from actionlines.register import tasks
from actionlines.register.core.imports.actions import may_publish, started
from actionlines.register.core.imports.files import is_kept, path_of
from actionlines.register.core.imports.locks import is_worker_there
from actionlines.register.core.imports.models import ImportKind, ImportStatus, ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.imports.tables import refused_file
from actionlines.register.core.permissions import decide
from actionlines.register.models import Activity, ImportRun, Instrument
from actionlines.register.site.pages import SignedIn, one, page, page_number, unread, waiting
from actionlines.register.site.views.imports.forms import field_names

_CSV = "text/csv; charset=utf-8"
PER_PAGE = 50
ROWS = 100  # with problems, on a page
MADE = 20  # records that are listed

# Outcomes of rows: after an import, and after a trial.
WORDS = {
    "made": (_("brought in"), _("would be brought in")),
    "updated": (_("updated"), _("would be updated")),
    "same": (_("the same as before"), _("the same as now")),
    "kept": (_("kept as people wrote them"), _("would be kept as people wrote them")),
    "refused": (_("refused"), _("would be refused")),
    "warned": (_("read with a remark"), _("read with a remark")),
    "read": (_("read"), _("read")),
    "mandates_updated": (_("mandates corrected with the text"), _("mandates corrected with the text")),
    "mandates_flagged": (_("mandates to check again"), _("mandates to check again")),
    "mandates_dropped": (_("mandates no longer in the text"), _("mandates no longer in the text")),
    "standings": (_("series judged"), _("series judged")),
    "own_series": (_("series of no indicator"), _("series of no indicator")),
    "areas": (_("countries and regions"), _("countries and regions")),
}


def counted(counts: Mapping[str, int], names: Iterable[str], dry_run: bool) -> list[tuple[str, int, str]]:
    """Return (outcome, how many, in words) of the counts of an import that are not 0, in the order of `names`."""
    return [
        (one, n, words) for one in names if (n := counts.get(one, 0)) and (words := _said(one, n, dry_run))
    ]


def _said(name: str, n: int, dry_run: bool) -> str:
    """What a count counts, in the form that goes with the number; "" for a count that pages do not show."""
    match name:
        case "paragraphs":
            return npgettext("after a number", "paragraph", "paragraphs", n)
        case "citations":
            return npgettext("after a number", "citation", "citations", n)
        case "mandates":
            return npgettext("after a number", "mandate", "mandates", n)
        case "mandates_made":
            return npgettext("after a number", "mandate proposed", "mandates proposed", n)
        case "observations":
            return npgettext("after a number", "figure", "figures", n)
    return str(WORDS[name][dry_run]) if name in WORDS else ""


@page("import.view")
def imports(request: SignedIn) -> HttpResponse:
    """One's own, or all where the role sees all; the newest first."""
    runs = ImportRun.objects.select_related("file", "owner")
    if not decide(request.user, "import.view", ImportRun()):
        runs = runs.filter(owner=request.user)
    found = Paginator(runs, PER_PAGE).get_page(page_number(request))
    return render(request, "imports/list.html", {"runs": found})


@page("import.view", record=one(ImportRun, related=("file", "owner")))
def show(request: SignedIn, run: ImportRun) -> HttpResponse:
    """Show the progress of an import, the outcome of its rows, and the problems of refused ones."""
    going = run.status in (ImportStatus.WAITING, ImportStatus.RUNNING)
    context = {
        "run": run, "going": going, "counts": counted(run.counts, run.counts, run.dry_run),
        "no_worker": going and not is_worker_there(),
        "part": min(100, 100 * run.rows_done // run.rows_total) if run.rows_total else 0,
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        if going:
            return render(request, "imports/state.html", context)
        # It has ended: the whole page has more to say than the part that was asked for.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    rows = Paginator(run.rows.exclude(problems=[]), ROWS).get_page(page_number(request))
    names = dict(field_names())
    for row in rows:
        for problem in row.problems:
            fields = [names.get(field, field) for field in problem["field"].split(", ")]
            problem["named"] = ", ".join(fields) if problem["field"] else "–"
    made, more = _made(run)
    held = is_kept(run.file)
    context |= {
        "rows": rows,
        "held": held,
        "refused": held and run.what == "activities" and bool(run.counts.get("refused")) and not going,
        "made": made,
        "more": more,
        "may_publish": run.what == "activities" and may_publish(request.user),
        "again": held and not going and (run.dry_run or run.status == ImportStatus.FAILED),
    }
    return render(request, "imports/show.html", context)


def _made(run: ImportRun) -> tuple[list[Any], int]:
    """The first records that came of it, and how many there are where that is more."""
    rows = run.rows.filter(outcome__in=("made", "updated", "same"), record__isnull=False)
    keys = list(rows.values_list("record", flat=True)[: MADE + 1])
    model: Any = {"activities": Activity, "document": Instrument, "cooperation": Instrument}.get(run.what)
    if not model or not keys:
        return [], 0
    return list(model.objects.filter(pk__in=keys[:MADE]).order_by("pk")), rows.count() if len(
        keys
    ) > MADE else 0


@page("import.view", record=one(ImportRun, related=("file", "owner")))
def refused(request: SignedIn, run: ImportRun) -> HttpResponseBase:
    """The refused rows as CSV, to correct and send again, once a worker has read them from the file."""
    if run.what != ImportKind.ACTIVITIES:
        return HttpResponse(content_type=_CSV)
    path_of(run.file)  # nothing waits for a file that is gone
    kept = refused_file(run)
    reading = ask(ReadingKind.REFUSED, request.user, file=run.file, given={"run": run.pk})
    if reading.status == ImportStatus.DONE and not kept.exists():  # deleted after a day
        reading.delete()
        reading = ask(ReadingKind.REFUSED, request.user, file=run.file, given={"run": run.pk})
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, run.file.name)
    name = f"import-{run.pk}-refused.csv"
    return FileResponse(kept.open("rb"), as_attachment=True, filename=name, content_type=_CSV)


@page("import.view", record=one(ImportRun, related=("file", "owner")))
def again(request: SignedIn, run: ImportRun) -> HttpResponse:
    """Bring the file in for the reader: for real after a trial, once more after a failure."""
    if request.method != "POST":
        return redirect(run)
    path_of(run.file)  # nothing is begun that cannot be read
    # Publishing is asked of this reader now: what the owner of the run asked for says nothing about it.
    publish = "publish" in request.POST
    made = started(
        request.user, run.file, run.what, mapping=run.mapping, country=run.country, publish=publish
    )
    tasks.run_import.enqueue(made.pk)
    return redirect(made)

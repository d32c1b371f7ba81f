"""Pages of batches of imports, and the addresses of all pages of imports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionlines.register.core.imports.actions import is_mapped
from actionlines.register.core.imports.models import ImportBatch, ImportRow, ImportRun, ImportStatus
from actionlines.register.core.imports.run import is_worker_there
from actionlines.register.core.kinds import import_formats
from actionlines.register.core.pages.page import page
from actionlines.register.core.permissions import decide
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from actionlines.register.pages.imports import again, columns, counted, imports, new, refused, show

_GOING = (ImportStatus.WAITING, ImportStatus.RUNNING)
# What is said of a document, in this order; of other files all counts are.
_OF_DOCUMENT = ("paragraphs", "mandates", "citations")


@dataclass
class Line:
    """One file or symbol of a batch.

    counts  (how many, in words) of what was read; doubts: sentences; following: (what to do, address)
    known   a sentence where the register had it before
    """

    name: str
    run: ImportRun | None = None
    instrument: Instrument | None = None
    problem: str = ""
    advice: str = ""
    known: str = ""
    counts: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    following: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_going(self) -> bool:
        """Return whether a worker has still to read it."""
        return self.run is not None and self.run.status in _GOING


@page("import.view")
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """Show one batch to who sent it, and to those who see all imports."""
    import_batch = ImportBatch.objects.filter(pk=number).first()
    if import_batch is None or not (
        import_batch.is_owned_by(request.user) or decide(request.user, "import.view", ImportRun())
    ):
        raise Http404
    lines = lines_of(import_batch)
    going = any(line.is_going for line in lines)
    context = {
        "batch": import_batch,
        "lines": lines,
        "going": going,
        "no_worker": going and not is_worker_there(),
        "read": sum(not line.is_going for line in lines),
        "desk": _desk(lines),
    }
    part = request.headers.get("HX-Request")
    return render(request, "imports/batch_lines.html" if part else "imports/batch.html", context)


def lines_of(import_batch: ImportBatch) -> list[Line]:
    """Return the files of a batch in their order; a handful of queries for all."""
    runs = ImportRun.objects.select_related("file").in_bulk(
        [item["run"] for item in import_batch.entries if item.get("run")]
    )
    made: dict[int, int] = {}
    outcome: dict[int, str] = {}
    for row in ImportRow.objects.filter(run__in=[key for key, run in runs.items() if _is_document(run)]):
        outcome[row.run_id] = row.outcome
        if row.record:
            made[row.run_id] = row.record
    keys = {*made.values(), *(item["instrument"] for item in import_batch.entries if item.get("instrument"))}
    instruments = Instrument.objects.in_bulk(keys)
    proposed = _proposed(instruments)
    lines = []
    for entry in import_batch.entries:
        run = runs.get(entry.get("run", 0))
        key = entry.get("instrument") or (made.get(run.pk) if run else None)
        line = Line(entry["name"], run, instruments.get(key or 0), entry.get("problem", ""), entry.get("advice", ""))
        if not (run or line.instrument or line.problem):
            line.problem, line.advice = _("its import was deleted"), _("Upload the file again.")
        if entry.get("twice"):
            line.known = _("It is the same file as another of this batch.")
        else:
            _fill(line, outcome.get(run.pk, "") if run else "", proposed)
        lines.append(line)
    return lines


def _is_document(run: ImportRun) -> bool:
    return getattr(import_formats().get(run.what), "makes", None) is Instrument


def _proposed(instruments: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Instrument -> how many of its mandates wait for confirmation, and how many of them have a doubt."""
    rows = Mandate.objects.filter(instrument__in=list(instruments), status="proposed").order_by()
    counted = rows.values("instrument").annotate(n=Count("pk"), doubtful=Count("pk", filter=~Q(checks=[])))
    matches = {row["instrument"]: (row["n"], row["doubtful"]) for row in counted}
    return defaultdict(lambda: (0, 0), matches)


def _fill(line: Line, outcome: str, proposed: dict[int, tuple[int, int]]) -> None:
    run, instrument = line.run, line.instrument
    if run and run.error:
        line.problem, line.advice = str(run.error.get("problem", "")), str(run.error.get("advice", ""))
    if run and not line.is_going:
        names = _OF_DOCUMENT if _is_document(run) else tuple(run.counts)
        line.counts = [(n, words) for _name, n, words in counted(run.counts, names, run.dry_run)]
    if instrument:
        n, doubtful = proposed[instrument.pk]
        if run and run.counts.get("mandates_made") and not run.counts.get("mandates"):
            line.counts += [(n, words) for _name, n, words in counted(run.counts, ["mandates_made"], False)]
        if doubtful:
            line.doubts.append(
                ngettext("%(n)d mandate has a field to check", "%(n)d mandates have a field to check", doubtful)
                % {"n": doubtful}
            )
        line.doubts += _warned(instrument)
        if outcome == "same" or run is None:
            line.known = _("It is in the register already; nothing was changed.")
        elif outcome == "updated":
            line.known = _("The register had this symbol: it follows this file now.")
        if n:
            words = ngettext("Check %(n)d proposal", "Check %(n)d proposals", n) % {"n": n}
            line.following.append((words, _mandates(instrument.symbol)))
        line.following.append((_("Read the document"), instrument.get_absolute_url()))
    elif run and not line.is_going:
        line.following += _of_table(run)


def _warned(instrument: Instrument) -> list[str]:
    n = len(instrument.warnings)
    return [ngettext("%(n)d remark of the reader", "%(n)d remarks of the reader", n) % {"n": n}] if n else []


def _of_table(run: ImportRun) -> list[tuple[str, str]]:
    """What follows a table, which was tried and changed nothing, or a file that failed."""
    if run.status == ImportStatus.FAILED:
        return [(_("See what failed"), run.get_absolute_url())]
    if run.what and is_mapped(run.what) and run.dry_run:
        return [
            (_("Correct the columns"), reverse("import-columns", args=[run.file.sha256])),
            (_("See the trial and import it"), run.get_absolute_url()),
        ]
    words = _("See the trial and import it") if run.dry_run else _("See what was read")
    return [(words, run.get_absolute_url())]


def _mandates(*symbols: str) -> str:
    pairs = [("status", "proposed"), *(("instrument", symbol) for symbol in symbols)]
    return f"{reverse('mandates')}?{urlencode(pairs)}"


def _desk(lines: Iterable[Line]) -> str:
    """The address of the proposals of all documents of the batch together; "" where there is none."""
    held = [line for line in lines if any("status=" in to for _words, to in line.following)]
    symbols = [line.instrument.symbol for line in held if line.instrument]
    return _mandates(*dict.fromkeys(symbols)) if symbols else ""


urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/new/", new, name="import-new"),
    path("imports/batch/<int:number>/", batch, name="import-batch"),
    path("imports/new/<str:sha256>/", columns, name="import-columns"),
    path("imports/<int:number>/", show, name="import"),
    path("imports/<int:number>/again/", again, name="import-again"),
    path("imports/<int:number>/refused.csv", refused, name="import-refused"),
]

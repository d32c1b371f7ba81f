"""Pages of imports: new ones, their columns, their rows."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, npgettext
from django.utils.translation import gettext_lazy as _

from actionlines.errors import ActionlinesError, NotAllowed
from actionlines.json_types import JsonObject
from actionlines.register import tasks
from actionlines.register.activities.imports.columns import REQUIRED, checked, field_names
from actionlines.register.core.imports.actions import (
    is_mapped,
    is_tried,
    may_publish,
    must_have_place,
    needs_country,
    started,
)
from actionlines.register.core.imports.files import is_kept, path_of, store
from actionlines.register.core.imports.models import ImportBatch, ImportRun, ImportStatus, ReadingKind, StoredFile
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.imports.run import Upload, begin, is_worker_there, symbols_in
from actionlines.register.core.imports.tables import refused_file
from actionlines.register.core.kinds import import_formats, mapped_format
from actionlines.register.core.pages.edit import FilesField, ManyFiles, country_choices, offer
from actionlines.register.core.pages.page import SignedIn, find_record, page, page_number, unread, waiting
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import join
from actionlines.register.people.models import User
from actionlines.results.inputs import PACKED


def kinds_for(user: User) -> list[tuple[str, str]]:
    """(kind, name) of the imports that somebody may start."""
    return [(key, str(each.name)) for key, each in import_formats().items() if decide(user, each.code)]


class FileForm(forms.Form):
    """The form of an import: files or symbols, their kind, their country."""

    file = FilesField(
        label=_("Files"),
        required=False,
        widget=ManyFiles(attrs={"class": "drop"}),
        help_text=_(
            "Choose files or drop them here: 20 at most, 64 MB together. Documents: PDF, DOCX, HTML, text,"
            " or a zip of them. Activities: CSV, XLSX, JSON."
        ),
        max_length=1000,
    )
    symbols = forms.CharField(
        label=_("Or symbols of documents"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "placeholder": "A/RES/80/173"}),
        help_text=_(
            "One on each line. They are looked for in the register, among your files and in the folder of"
            " documents of this server; nothing is fetched from the Internet."
        ),
    )
    what = forms.ChoiceField(
        label=_("What they are"),
        help_text=_("Documents are read; rows of a table become activities."),
        widget=forms.Select,
        required=False,
    )
    country = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("For a cooperation framework: its country.")
    )

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = kinds_for(user)
        offer(self, "what", [("", _("Recognise each file")), *kinds])
        offer(self, "country", [("", "—"), *country_choices()])
        if not any(needs_country(kind) for kind, _name in kinds):
            del self.fields["country"]

    def clean(self) -> dict[str, object]:
        """A cooperation framework needs its country, and there must be something to import."""
        matches: JsonObject = super().clean() or self.cleaned_data
        of_country = needs_country(matches.get("what") or "")
        if of_country and not matches.get("country"):
            self.add_error("country", gettext("Choose the country of the cooperation framework."))
        if not of_country:
            matches["country"] = ""
        matches["symbols"] = symbols_in(matches.get("symbols") or "")
        if len(matches["symbols"]) > settings.UPLOAD_FILES:
            name = matches["symbols"][settings.UPLOAD_FILES]
            message = gettext("At most %(n)d symbols can be sent at once. Send “%(name)s” and those after it later.")
            self.add_error("symbols", message % {"n": settings.UPLOAD_FILES, "name": name})
        if not matches.get("file") and not matches["symbols"] and not self.errors:
            self.add_error("file", gettext("Choose a file, or write a symbol."))
        return matches


def _is_mapped(run: ImportRun) -> bool:
    return bool(run.what) and is_mapped(run.what)


_SESSION = "uploads"  # digests of what this reader has sent: nobody looks into the files of others
_KEPT = 20
_SAMPLES = 3
_SHOWN = 80  # characters of a cell


@page("activity.import")
def new(request: SignedIn) -> HttpResponse:
    """Files and symbols. One table of activities goes on to its columns, one document to its import; all else is
    a batch.
    """
    form = FileForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        cleaned_data = form.cleaned_data
        names = [sent.name for sent in cleaned_data["file"]]
        packed = cleaned_data["what"] == "document" and not PACKED.isdisjoint(
            Path(name).suffix.lower() for name in names
        )
        if cleaned_data["symbols"] or not cleaned_data["what"] or packed or len(names) > 1:
            return redirect(_batch(request, cleaned_data))
        (sent,) = cleaned_data["file"]
        try:
            must_have_place(request.user, sent.name)
            file = store(_source(sent), sent.name, request.user, cleaned_data["what"])
            if is_mapped(cleaned_data["what"]):
                _remember(request, file)
                ask(ReadingKind.LOOK, request.user, file=file, again=True)
                return redirect(reverse("import-columns", args=[file.sha256]))
            run = started(
                request.user,
                file,
                cleaned_data["what"],
                country=cleaned_data["country"],
                dry_run=is_tried(cleaned_data["what"]),
            )
        except ActionlinesError as error:
            form.add_error("file", f"{error.problem}. {error.advice}".strip())
        else:
            tasks.run_import.enqueue(run.pk)
            return redirect(run)
    status = 422 if form.errors else 200
    return render(request, "imports/new.html", {"form": form}, status=status)


def _batch(request: SignedIn, data: Data) -> ImportBatch:
    """Begin the imports of all that was sent; the reader may look at the columns of tables among them."""
    uploads = [Upload(_source(item), item.name) for item in data["file"]]
    batch, runs = begin(request.user, uploads, data["symbols"], data["what"], data["country"])
    for run in runs:
        if run.dry_run:
            _remember(request, run.file)
            ask(ReadingKind.LOOK, request.user, file=run.file, again=True)
        if run.status in (ImportStatus.WAITING, ImportStatus.RUNNING):
            tasks.run_import.enqueue(run.pk)
    return batch


def _source(uploaded: Any) -> Path | bytes:
    if hasattr(uploaded, "temporary_file_path"):
        return Path(uploaded.temporary_file_path())
    body: bytes = uploaded.read()
    return body


def _remember(request: HttpRequest, file: StoredFile) -> None:
    held = [item for item in request.session.get(_SESSION, []) if item != file.sha256]
    request.session[_SESSION] = [file.sha256, *held][:_KEPT]


@page("activity.import")
def columns(request: SignedIn, sha256: str) -> HttpResponse:
    """Show the columns as guessed, with the first rows, for correction; then the file is tried or imported."""
    if not re.fullmatch("[0-9a-f]{64}", sha256) or sha256 not in request.session.get(_SESSION, []):
        raise Http404
    if (stored_file := StoredFile.objects.filter(sha256=sha256).first()) is None:
        raise Http404
    file = stored_file
    path_of(file)  # nothing waits for a file that is gone
    reading = ask(ReadingKind.LOOK, request.user, file=file)
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, file.name)
    wrong = None
    headers, rows = reading.answer["columns"], reading.answer["rows"][:_SAMPLES]
    mapping = reading.answer["mapping"]
    if request.method == "POST":
        fields = {f"c{at}": column for at, column in enumerate(headers)}
        mapping = {column: request.POST[name] for name, column in fields.items() if request.POST.get(name)}
        try:
            mapping = checked(mapping, headers, file.name)
            run = started(
                request.user,
                file,
                mapped_format().key,
                mapping=mapping,
                dry_run="try" in request.POST,
                publish="publish" in request.POST,
            )
        except NotAllowed:
            raise
        except ActionlinesError as error:
            wrong = error
        else:
            tasks.run_import.enqueue(run.pk)
            return redirect(run)
    lines = [
        {"name": f"c{at}", "header": header, "field": mapping.get(header, ""), "samples": _samples(rows, at)}
        for at, header in enumerate(headers)
    ]
    names = dict(field_names())
    context = {
        "lacking": [names[item] for item in REQUIRED if item not in mapping.values()],
        "file": file,
        "lines": lines,
        "fields": field_names(),
        "wrong": wrong,
        "publish": may_publish(request.user),
        "checked": "publish" in request.POST,
    }
    return render(request, "imports/columns.html", context, status=422 if wrong else 200)


def _samples(rows: list[list[Any]], at: int) -> list[str]:
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    texts = [cell if isinstance(cell, str) else "; ".join(cell) for cell in cells]
    return [text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…" for text in texts]


_CSV = "text/csv; charset=utf-8"
PER_PAGE = 50
ROWS = 100  # with problems, on a page
MADE = 20  # records that are listed

# Outcomes of rows: after an import, and after a trial.
WORDS = {
    "made": (_("imported"), _("would be imported")),
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
    return [(name, n, words) for name in names if (n := counts.get(name, 0)) and (words := _said(name, n, dry_run))]


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
    matches = Paginator(runs, PER_PAGE).get_page(page_number(request))
    return render(request, "imports/list.html", {"runs": matches})


@page("import.view", record=find_record(ImportRun, related=("file", "owner")))
def show(request: SignedIn, run: ImportRun) -> HttpResponse:
    """Show the progress of an import, the outcome of its rows, and the problems of refused ones."""
    going = run.status in (ImportStatus.WAITING, ImportStatus.RUNNING)
    context = {
        "run": run,
        "going": going,
        "counts": counted(run.counts, run.counts, run.dry_run),
        "no_worker": going and not is_worker_there(),
        "part": min(100, 100 * run.rows_done // run.rows_total) if run.rows_total else 0,
    }
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
            problem["named"] = join(fields) if problem["field"] else "–"
    made, more = _made(run)
    held = is_kept(run.file)
    context |= {
        "rows": rows,
        "held": held,
        "refused": held and bool(run.what) and is_mapped(run.what) and bool(run.counts.get("refused")) and not going,
        "made": made,
        "more": more,
        "may_publish": _is_mapped(run) and may_publish(request.user),
        "again": held and not going and (run.dry_run or run.status == ImportStatus.FAILED),
    }
    return render(request, "imports/show.html", context)


def _made(run: ImportRun) -> tuple[list[Any], int]:
    """The first records that came of it, and how many there are where that is more."""
    rows = run.rows.filter(outcome__in=("made", "updated", "same"), record__isnull=False)
    keys = list(rows.values_list("record", flat=True)[: MADE + 1])
    model: Any = getattr(import_formats().get(run.what), "makes", None)
    if not model or not keys:
        return [], 0
    return list(model.objects.filter(pk__in=keys[:MADE]).order_by("pk")), rows.count() if len(keys) > MADE else 0


@page("import.view", record=find_record(ImportRun, related=("file", "owner")))
def refused(request: SignedIn, run: ImportRun) -> HttpResponseBase:
    """The refused rows as CSV, to correct and send again, once a worker has read them from the file."""
    if not _is_mapped(run):
        return HttpResponse(content_type=_CSV)
    path_of(run.file)  # nothing waits for a file that is gone
    path = refused_file(run)
    reading = ask(ReadingKind.REFUSED, request.user, file=run.file, given={"run": run.pk})
    if reading.status == ImportStatus.DONE and not path.exists():  # deleted after a day
        reading.delete()
        reading = ask(ReadingKind.REFUSED, request.user, file=run.file, given={"run": run.pk})
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, run.file.name)
    name = f"import-{run.pk}-refused.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=_CSV)


@page("import.view", record=find_record(ImportRun, related=("file", "owner")))
def again(request: SignedIn, run: ImportRun) -> HttpResponse:
    """Bring the file in for the reader: for real after a trial, once more after a failure."""
    if request.method != "POST":
        return redirect(run)
    path_of(run.file)  # nothing is begun that cannot be read
    # Publishing is asked of this reader now: what the owner of the run asked for says nothing about it.
    publish = "publish" in request.POST
    made = started(request.user, run.file, run.what, mapping=run.mapping, country=run.country, publish=publish)
    tasks.run_import.enqueue(made.pk)
    return redirect(made)

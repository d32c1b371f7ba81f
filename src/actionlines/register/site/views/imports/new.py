"""A new import: the file first, and of a table of activities what its columns are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from actionlines.errors import ActionlinesError, NotAllowed
from actionlines.register import tasks
from actionlines.register.activities.imports.columns import checked
from actionlines.register.activities.schema import REQUIRED
from actionlines.register.core.imports.actions import may_publish, started
from actionlines.register.core.imports.batches import Upload, begin
from actionlines.register.core.imports.files import path_of, store
from actionlines.register.core.imports.models import TRIED, ImportBatch, ImportStatus, ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.schema import Data
from actionlines.register.models import StoredFile
from actionlines.register.site.pages import SignedIn, page, unread, waiting
from actionlines.register.site.views.imports.forms import FileForm, field_names

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
        given = form.cleaned_data
        if given["symbols"] or not given["what"] or len(given["file"]) > 1:
            return redirect(_batch(request, given))
        (sent,) = given["file"]
        try:
            file = store(_source(sent), sent.name, request.user, given["what"])
            if given["what"] == "activities":
                _remember(request, file)
                ask(ReadingKind.LOOK, request.user, file=file, again=True)
                return redirect(reverse("import-columns", args=[file.sha256]))
            run = started(
                request.user, file, given["what"], country=given["country"], dry_run=given["what"] in TRIED
            )
        except ActionlinesError as error:
            form.add_error("file", f"{error.problem}. {error.advice}".strip())
        else:
            tasks.run_import.enqueue(run.pk)
            return redirect(run)
    status = 422 if form.errors else 200
    return render(request, "imports/new.html", {"form": form}, status=status)


def _batch(request: SignedIn, given: Data) -> ImportBatch:
    """Begin the imports of all that was sent; the reader may look at the columns of tables among them."""
    uploads = [Upload(_source(one), one.name) for one in given["file"]]
    batch, runs = begin(request.user, uploads, given["symbols"], given["what"], given["country"])
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
    held = [one for one in request.session.get(_SESSION, []) if one != file.sha256]
    request.session[_SESSION] = [file.sha256, *held][:_KEPT]


@page("activity.import")
def columns(request: SignedIn, sha256: str) -> HttpResponse:
    """What the columns are: guessed, shown with the first rows, corrected; then tried or brought in."""
    file = _own(request, sha256)
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
                request.user, file, "activities", mapping=mapping, dry_run="try" in request.POST,
                publish="publish" in request.POST,
            )  # fmt: skip
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
        "lacking": [names[one] for one in (*REQUIRED, "action_lines") if one not in mapping.values()],
        "file": file, "lines": lines, "fields": field_names(), "wrong": wrong,
        "publish": may_publish(request.user), "checked": "publish" in request.POST,
    }  # fmt: skip
    return render(request, "imports/columns.html", context, status=422 if wrong else 200)


def _own(request: HttpRequest, sha256: str) -> StoredFile:
    if not re.fullmatch("[0-9a-f]{64}", sha256) or sha256 not in request.session.get(_SESSION, []):
        raise Http404
    found = StoredFile.objects.filter(sha256=sha256).first()
    if found is None:
        raise Http404
    return found


def _samples(rows: list[list[Any]], at: int) -> list[str]:
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    texts = [one if isinstance(one, str) else "; ".join(one) for one in cells]
    return [text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…" for text in texts]

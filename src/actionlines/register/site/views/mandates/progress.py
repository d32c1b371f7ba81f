"""Progress on a mandate with its evidence; a file is read by a worker before the progress is recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, dumps, loads
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord, WrongState
from actionlines.register.core.imports.files import path_of, store
from actionlines.register.core.imports.models import ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.mandates.actions import RecordProgress
from actionlines.register.models import Mandate, Progress, Reading, StoredFile
from actionlines.register.site.pages import SignedIn, page, unread, waiting
from actionlines.register.site.views.edit import attempted
from actionlines.register.site.views.mandates.evidence import symbols_and_series
from actionlines.register.site.views.mandates.forms import ProgressForm
from actionlines.register.site.views.mandates.record import FIND


@page(RecordProgress.code, record=FIND)
def progress(request: SignedIn, mandate: Mandate) -> HttpResponse:
    """Show the form, and record the progress; with a file as evidence, wait until it is read."""
    if "reading" in request.GET:
        return _with_file(request, mandate, request.GET["reading"])
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ProgressForm(*sent, mandate=mandate, initial={"version": mandate.version})
    if form.is_bound and form.is_valid() and form.cleaned_data["evidence_kind"] == "file":
        try:
            asked = {"reading": dumps(_asked(request, mandate, form).pk, salt=_salt(request, mandate))}
            return redirect(f"{request.path}?{urlencode(asked)}")
        except ActionlinesError as error:
            form.add_error("file", f"{error.problem}. {error.advice}".strip())

    def _action() -> RecordProgress:
        return RecordProgress(request.user, mandate, version=form.seen, **form.given())

    attempt = attempted(request, form, _action)
    if attempt.done:
        messages.success(request, _("Saved."))
        return redirect(mandate)
    context = {"mandate": mandate, "title": _("Record progress"), "button": _("Record the progress")}
    return attempt.page("mandates/change.html", {**context, **symbols_and_series()})


def _salt(request: HttpRequest, mandate: Mandate) -> str:
    """Nobody looks into the files of others, or takes one to another mandate."""
    return f"progress-{request.user.pk}-{mandate.pk}"


def _asked(request: SignedIn, mandate: Mandate, form: ProgressForm) -> Reading:
    RecordProgress(request.user, mandate, version=form.seen).check()
    sent: Any = form.cleaned_data["file"]
    path = getattr(sent, "temporary_file_path", None)
    file = store(Path(path()) if path else sent.read(), sent.name, request.user, "evidence")
    given = {"text": form.cleaned_data["text"], "version": form.seen}
    return ask(ReadingKind.EVIDENCE, request.user, file=file, given=given, again=True)


def _with_file(request: SignedIn, mandate: Mandate, token: str) -> HttpResponse:
    """Show what was read of the file, and record the progress when that is confirmed."""
    try:
        number = loads(token, salt=_salt(request, mandate))
        reading = Reading.objects.select_related("file").get(pk=number)
    except (BadSignature, Reading.DoesNotExist) as error:
        raise Http404 from error
    file = reading.file
    assert file
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, file.name)
    wrong = ""
    if request.method == "POST":
        given = reading.given
        doing = RecordProgress(
            request.user, mandate, version=given["version"], text=given["text"], evidence_kind="file",
            evidence={"sha256": file.sha256},
        )  # fmt: skip
        try:
            doing.do()
        except InvalidFields as error:
            wrong = " ".join(error.fields.values())
        except (StaleRecord, WrongState) as error:
            wrong = f"{error.problem}. {error.advice}".strip()
        else:
            messages.success(request, _("Saved."))
            return redirect(mandate)
    context = {"mandate": mandate, "file": file, "reading": reading, "wrong": wrong}
    return render(request, "mandates/file.html", context, status=422 if wrong else 200)


def _mandate_of(number: int) -> tuple[Mandate, Progress]:
    """Return the mandate of a note of progress whose evidence is a file, and the note."""
    note = Progress.objects.filter(pk=number, evidence_kind="file").first()
    if note is None:
        raise Http404
    return FIND(note.mandate_id), note


@page("mandate.view", record=_mandate_of)
def evidence_file(request: HttpRequest, mandate: Mandate, note: Progress) -> HttpResponseBase:
    """Return the file as it was uploaded, to be saved, for those who may see the mandate."""
    file = StoredFile.objects.get(sha256=note.evidence["sha256"])
    return FileResponse(
        path_of(file).open("rb"), as_attachment=True, filename=file.name,
        content_type="application/octet-stream",
    )  # fmt: skip

"""A draft beside the mandates of the register: a worker reads the upload, its reader alone sees the paper."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from django import forms
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from actionlines.errors import InputError, TooManyRequests, UploadRefused
from actionlines.papers.read import paper_of
from actionlines.papers.write import MEDIA_TYPES, file_name
from actionlines.papers.write import render as written
from actionlines.papers.writers.as_html import page_policy
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.texts import reader_words
from actionlines.register.models import Mandate
from actionlines.register.site.pages import SignedIn, page, reading_of, signed, unread, waiting


class DraftForm(forms.Form):
    """The draft as a file."""

    file = forms.FileField(
        label=gettext_lazy("A document"), help_text=gettext_lazy("PDF, DOCX, HTML or text.")
    )


@page("account.use")
def draft(request: SignedIn) -> HttpResponse:
    """Take a draft, wait for the worker, show the comparison; `?as=docx` gives it as a file."""
    if token := request.GET.get("reading"):
        return _shown(request, token)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DraftForm(*sent)
    if sent and form.is_valid():
        upload = form.cleaned_data["file"]
        path = getattr(upload, "temporary_file_path", None)
        # Asked again, the same draft is compared once more when a mandate has changed.
        held = Mandate.objects.aggregate(latest=Max("changed_at"))["latest"]
        given = {"language": reader_words().language, "held": str(held)}
        try:
            file = store(Path(path()) if path else upload.read(), upload.name, request.user, "document")
            reading = ask(ReadingKind.COMPARE, request.user, file=file, given=given, again=True)
            return redirect(f"{reverse('draft')}?{urlencode({'reading': signed(request, reading)})}")
        except (UploadRefused, InputError, TooManyRequests) as error:
            form.add_error("file", f"{error.problem[:1].upper()}{error.problem[1:]}. {error.advice}")
    return render(request, "instruments/draft.html", {"form": form}, status=422 if form.errors else 200)


def _shown(request: HttpRequest, token: str) -> HttpResponse:
    reading = reading_of(request, token)
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    if reading.error:
        return unread(request, reading.error, str(reading))
    made = paper_of(reading.answer["paper"])
    form = "docx" if request.GET.get("as") == "docx" else "html"
    answer = HttpResponse(written(made, form), content_type=MEDIA_TYPES[form])
    if form == "docx":
        answer["Content-Disposition"] = f'attachment; filename="{file_name(made, form)}"'
    else:  # a paper is a page of its own with its style inside; its policy allows exactly that
        answer["Content-Security-Policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return answer

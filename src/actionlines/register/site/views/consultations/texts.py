"""A version of the text: an instrument, report or road map of the register, a document, or typed words."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionlines.errors import (
    ActionlinesError,
    InputError,
    InvalidFields,
    StaleRecord,
    TooManyRequests,
    UploadRefused,
    WrongState,
)
from actionlines.register.consultations.actions.texts import AddText
from actionlines.register.consultations.models import Consultation
from actionlines.register.consultations.papers import choices, of_paper
from actionlines.register.consultations.texts import Text, asked_of_words, of_instrument, of_reading
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.models import Person
from actionlines.register.core.schema import Data
from actionlines.register.models import Instrument, Reading
from actionlines.register.site.pages import SignedIn, page, reading_of, signed, waiting, whole_number
from actionlines.register.site.views.consultations.shared import FIND
from actionlines.register.site.views.edit import offer

_READING = "reading"
_SHOWN = 12  # paragraphs of what was read
_WAYS = ("file", "symbol", "draft", "words")


class TextForm(forms.Form):
    """The source of a text: a file, a symbol, a draft or words."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    file = forms.FileField(
        label=gettext_lazy("A document"), required=False, help_text=gettext_lazy("PDF, DOCX, HTML or text.")
    )
    symbol = forms.CharField(
        label=gettext_lazy("An instrument of the register"), required=False, max_length=120,
        help_text=gettext_lazy("Its symbol, as the list of instruments shows it."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    draft = forms.ChoiceField(
        label=gettext_lazy("A report or road map of the register"), required=False,
        help_text=gettext_lazy(
            "As it was last built or saved. What is a draft becomes public with the consultation."
        ),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Or the text itself"), required=False, max_length=1_900_000,
        help_text=gettext_lazy(
            "One paragraph after another, an empty line between them. A number at the start is the number of the "
            "paragraph; those without one get one with the sign ¶."
        ),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 14}),
    )  # fmt: skip

    def __init__(self, actor: Person, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offer(self, "draft", [("", "–"), *choices(actor)])

    def clean(self) -> dict[str, object]:
        """Raise ValidationError unless one source is given."""
        data: Data = super().clean() or {}
        if not self.errors and sum(bool(data.get(name)) for name in _WAYS) != 1:
            raise forms.ValidationError(
                _("Give one of these: a document, a symbol, a report or road map, or the text itself.")
            )
        return data


@page("consultation.edit", record=FIND)
def add(request: SignedIn, record: Consultation) -> HttpResponse:
    """Add a version; the reader then sees where the comments went."""
    if token := request.POST.get(_READING) or request.GET.get(_READING):
        return _read(request, record, token)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = {"draft": request.GET.get("draft", ""), "version": record.version}
    form = TextForm(request.user, *sent, initial=asked)
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            found = _text(request, data)
            if isinstance(found, Reading) and found.is_going:
                asked = {_READING: signed(request, found), "version": data["version"] or ""}
                return redirect(f"{reverse('consultation-text', args=[record.pk])}?{urlencode(asked)}")
            return _add(
                request, record, data["version"], of_reading(found) if isinstance(found, Reading) else found
            )
        except (InvalidFields, StaleRecord, WrongState, UploadRefused, InputError, TooManyRequests) as error:
            form.add_error(_field(data), _told(error))
    return render(
        request,
        "consultations/text.html",
        {"form": form, "consultation": record},
        status=422 if form.errors else 200,
    )


def _add(request: SignedIn, record: Consultation, version: int | None, text: Text) -> HttpResponse:
    source, paragraphs = text
    doing = AddText(request.user, record, version=version, source=source, paragraphs=paragraphs)
    return _done(request, doing.do(), doing)


def _read(request: SignedIn, record: Consultation, token: str) -> HttpResponse:
    """What a worker reads or has read: the page waits for it, shows it, and adds it when it is sent back."""
    reading = reading_of(request, token)
    if reading.is_going or request.headers.get("HX-Request"):
        return waiting(request, reading)
    context: dict[str, Any] = {"consultation": record, "token": token}
    version = whole_number(request.POST.get("version") or request.GET.get("version"), None)
    try:
        text = of_reading(reading)
        if request.method == "POST":
            return _add(request, record, version, text)
        context |= {"version": version or "", "many": len(text[1]), "first": text[1][:_SHOWN]}
    except (StaleRecord, WrongState, UploadRefused) as error:
        context["wrong"] = _told(error)
    return render(request, "consultations/read.html", context, status=422 if "wrong" in context else 200)


def _text(request: SignedIn, data: Data) -> Text | Reading:
    if data["symbol"]:
        found = Instrument.objects.filter(symbol=data["symbol"].strip()).first()
        if found is None:
            problem = _(
                "The register does not hold “%(symbol)s”. Write the symbol as the list of instruments shows it."
            )
            raise InvalidFields("text", {"symbol": problem % {"symbol": data["symbol"][:80]}})
        return of_instrument(found)
    if data["draft"]:
        return of_paper(request.user, data["draft"])
    if data["words"]:
        return asked_of_words(data["words"], request.user)
    upload = data["file"]
    path = getattr(upload, "temporary_file_path", None)
    file = store(Path(path()) if path else upload.read(), upload.name, request.user, "document")
    return ask(ReadingKind.TEXT, request.user, file=file, again=True)


def _field(data: Data) -> str:
    return next((name for name in _WAYS if data.get(name)), "words")


def _told(error: ActionlinesError) -> str:
    if isinstance(error, InvalidFields):
        return " ".join(error.fields.values())
    problem = f"{error.problem[:1].upper()}{error.problem[1:]}".rstrip(".")
    return f"{problem}. {error.advice}".strip()


def _done(request: HttpRequest, made: Consultation, doing: AddText) -> HttpResponse:
    current = made.current()
    if current.given:
        words = ngettext(
            "%(many)d paragraph has no number in the text; it got one with the sign ¶.",
            "%(many)d paragraphs have no number in the text; they got one with the sign ¶.",
            current.given,
        )
        messages.info(request, words % {"many": current.given})
    if made.text == 1:
        messages.success(request, _("The text is there."))
        return redirect(made)
    words = _(
        "The new version is there. %(moved)d comments moved with the same words; %(orphaned)d lost theirs."
    )
    messages.success(request, words % {"moved": doing.moved, "orphaned": doing.orphaned})
    return redirect(reverse("consultation-versions", args=[made.pk]))

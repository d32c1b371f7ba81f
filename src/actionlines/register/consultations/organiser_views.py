"""Pages of organisers: fields, phases, texts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.errors import (
    ActionlinesError,
    InputError,
    InvalidFields,
    StaleRecord,
    TooManyRequests,
    UploadRefused,
    WrongState,
)
from actionlines.json_types import JsonObject
from actionlines.register.consultations.actions.texts import (
    AddText,
    EditConsultation,
    OpenConsultation,
    PublishConsultation,
    PublishResults,
    WithdrawConsultation,
)
from actionlines.register.consultations.models import Consultation, PhaseKind
from actionlines.register.consultations.papers import about, choices, of_paper
from actionlines.register.consultations.texts import Text, asked_of_words, of_instrument, of_reading
from actionlines.register.consultations.views import FIND
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import Reading, ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.models import Person
from actionlines.register.core.pages.edit import Attempt, RecordForm, attempted, line_choices, offer
from actionlines.register.core.pages.page import SignedIn, page, reading_of, signed, waiting, whole_number
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import native_language
from actionlines.register.instruments.models import Instrument
from actionlines.register.organisations.names import OrganisationField, offered

PHASES = 12  # at most
_FIELDS = ("title", "summary", "language", "lines", "organisation", "anonymous", "premoderated")
_COLUMNS = ("kind", "name", "starts_on", "ends_on")
_LONG = forms.Textarea(attrs={"dir": "auto", "rows": 5})


class ConsultationForm(RecordForm):
    """What an organiser writes; the action checks it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    summary = forms.CharField(
        label=gettext_lazy("What is asked"),
        max_length=8000,
        required=False,
        widget=_LONG,
        help_text=gettext_lazy("What the text is, what you want to hear, and what will be done with it."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    organisation = OrganisationField(
        label=gettext_lazy("Organiser"), help_text=gettext_lazy("A name or acronym of the register.")
    )
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Action Lines"),
        required=False,
        help_text=gettext_lazy("Reviewers and focal points of these lines help to moderate."),
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("Comments without an account"),
        required=False,
        help_text=gettext_lazy("They always wait for moderation, and few are taken from one address at a time."),
    )
    premoderated = forms.BooleanField(
        label=gettext_lazy("Comments wait for moderation"),
        required=False,
        help_text=gettext_lazy("All of them, also of people with an account."),
    )
    phases = forms.Field(label=gettext_lazy("Phases"), required=False)  # their rows are read by `_phases`

    def __init__(self, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "language", [(code, native_language(code)) for code in LANGUAGES])
        offer(self, "lines", line_choices())


class ResultsForm(RecordForm):
    """The results of a consultation in the words of its organiser."""

    results = forms.CharField(
        label=gettext_lazy("Results"),
        max_length=20_000,
        help_text=gettext_lazy("What was said most, what was changed, and what comes next."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 12}),
    )


class WithdrawForm(RecordForm):
    """The reason of a withdrawal, for the public."""

    reason = forms.CharField(label=gettext_lazy("Reason, which the public reads"), max_length=2000, widget=_LONG)


def _phases(post: QueryDict) -> list[dict[str, str]]:
    """Rows of phases as typed, without empty ones."""
    rows = []
    for number in range(PHASES):
        row = {name: post.get(f"phase-{number}-{name}", "")[:200].strip() for name in _COLUMNS}
        if any(row[name] for name in _COLUMNS[1:]):
            rows.append(row)
    return rows


def _shown_phases(rows: Sequence[Mapping[str, object]], post: QueryDict) -> list[Mapping[str, object]]:
    blank = {"kind": "comments", "name": "", "starts_on": "", "ends_on": ""}
    return [*rows, blank] if not rows or "add" in post else list(rows)


@page("consultation.open")
def new(request: SignedIn) -> HttpResponse:
    """Open a consultation. A link from a report or road map fills in its title and Action Lines."""
    title, lines = about(request.user, request.GET.get("draft", "")[:40])
    form = ConsultationForm(request.POST or None, initial={"language": "en", "title": title, "lines": lines})
    phases = _phases(request.POST)
    attempt = attempted(request, form, lambda: OpenConsultation(request.user, fields=_given(form, phases)))
    if attempt.done is None:
        return _page(attempt, None, phases)
    messages.success(request, _("Saved as a draft. Add the text now."))
    # Who came from a report or road map finds it chosen.
    query = f"?{urlencode({'draft': draft})}" if (draft := request.GET.get("draft", "")[:40]) else ""
    return redirect(f"{reverse('consultation-text', args=[attempt.done.record.pk])}{query}")


@page("consultation.edit", record=FIND)
def edit(request: SignedIn, record: Consultation) -> HttpResponse:
    """Show the settings and phases of a consultation, and save them."""
    initial = {name: getattr(record, name) for name in ("version", *_FIELDS)}
    initial["organisation"] = record.organisation.name if record.organisation else ""
    form = ConsultationForm(request.POST or None, initial=initial)
    phases = _phases(request.POST) if request.POST else _held(record)
    attempt = attempted(
        request, form, lambda: EditConsultation(request.user, record, version=form.seen, fields=_given(form, phases))
    )
    return _saved(request, record) if attempt.done else _page(attempt, record, phases)


def _given(form: ConsultationForm, phases: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {**{name: form.cleaned_data[name] for name in _FIELDS}, "phases": phases}


def _saved(request: HttpRequest, record: Consultation) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(record)


def _held(record: Consultation) -> list[dict[str, object]]:
    return [
        {
            "kind": item.kind,
            "name": item.name,
            "starts_on": item.starts_on.isoformat(),
            "ends_on": item.ends_on.isoformat() if item.ends_on else "",
        }
        for item in record.phases.all()
    ]


def _page(attempt: Attempt[Any], record: Consultation | None, phases: Sequence[Mapping[str, object]]) -> HttpResponse:
    context = {
        "consultation": record,
        "phases": _shown_phases(phases, attempt.request.POST),
        "kinds": PhaseKind.choices,
        **offered(attempt.form),
    }
    return attempt.page("consultations/form.html", context)


@require_POST
@page("consultation.edit", record=FIND)
def publish(request: SignedIn, record: Consultation) -> HttpResponse:
    """Publish the consultation and show its page."""
    try:
        PublishConsultation(request.user, record).do()
    except WrongState as error:
        messages.error(request, f"{error.problem[:1].upper()}{error.problem[1:]}.")
    else:
        messages.success(request, _("The consultation is public."))
    return redirect(record)


@page("consultation.edit", record=FIND)
def results(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Show the form of the results, and publish them."""
    form = ResultsForm(request.POST or None, initial={"version": record.version, "results": record.results})
    return _act(request, form, record, PublishResults, _("Publish the results"))


@page("consultation.edit", record=FIND)
def withdraw(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Show the form of a withdrawal, and withdraw the consultation."""
    form = WithdrawForm(request.POST or None, initial={"version": record.version})
    return _act(request, form, record, WithdrawConsultation, _("Withdraw the consultation"))


def _act(request: HttpRequest, form: RecordForm, record: Consultation, action: Any, title: str) -> HttpResponse:
    attempt = attempted(request, form, lambda: action(request.user, record, **form.cleaned_data))
    if attempt.done:
        return _saved(request, record)
    return attempt.page("consultations/act.html", {"consultation": record, "title": title, "button": title})


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
        label=gettext_lazy("An instrument of the register"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Its symbol, as the list of instruments shows it."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    draft = forms.ChoiceField(
        label=gettext_lazy("A report or road map of the register"),
        required=False,
        help_text=gettext_lazy("As it was last built or saved. What is a draft becomes public with the consultation."),
    )
    words = forms.CharField(
        label=gettext_lazy("Or the text itself"),
        required=False,
        max_length=1_900_000,
        help_text=gettext_lazy(
            "One paragraph after another, an empty line between them. A number at the start is the number of the "
            "paragraph; those without one get one with the sign ¶."
        ),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 14}),
    )

    def __init__(self, actor: Person, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "draft", [("", "–"), *choices(actor)])

    def clean(self) -> dict[str, object]:
        """Raise ValidationError unless one source is given."""
        data: Data = super().clean() or {}
        if not self.errors.keys() & set(_WAYS) and sum(bool(data.get(name)) for name in _WAYS) != 1:
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
    query = {"draft": request.GET.get("draft", ""), "version": record.version}
    form = TextForm(request.user, *sent, initial=query)
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            matches = _text(request, data)
            if isinstance(matches, Reading) and matches.is_going:
                query = {_READING: signed(request, matches), "version": data["version"] or ""}
                return redirect(f"{reverse('consultation-text', args=[record.pk])}?{urlencode(query)}")
            return _add(
                request, record, data["version"], of_reading(matches) if isinstance(matches, Reading) else matches
            )
        except (InvalidFields, StaleRecord, WrongState, UploadRefused, InputError, TooManyRequests) as error:
            form.add_error(next((name for name in _WAYS if data.get(name)), "words"), _told(error))
    return render(
        request, "consultations/text.html", {"form": form, "consultation": record}, status=422 if form.errors else 200
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
    context: JsonObject = {"consultation": record, "token": token}
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
        if (instrument := Instrument.objects.filter(symbol=data["symbol"].strip()).first()) is None:
            problem = _(
                "The register does not hold “%(symbol)s”. Write the symbol as the list of instruments shows it."
            )
            raise InvalidFields("text", {"symbol": problem % {"symbol": data["symbol"][:80]}})
        return of_instrument(instrument)
    if data["draft"]:
        return of_paper(request.user, data["draft"])
    if data["words"]:
        return asked_of_words(data["words"], request.user)
    upload = data["file"]
    path = getattr(upload, "temporary_file_path", None)
    file = store(Path(path()) if path else upload.read(), upload.name, request.user, "document")
    return ask(ReadingKind.TEXT, request.user, file=file, again=True)


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
        messages.success(request, _("The text was added."))
        return redirect(made)
    words = _("The new version was added. %(moved)d comments moved with the same words; %(orphaned)d lost theirs.")
    messages.success(request, words % {"moved": doing.moved, "orphaned": doing.orphaned})
    return redirect(reverse("consultation-versions", args=[made.pk]))

"""The organiser's pages: open, set up, publish, tell the results, withdraw."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actionlines.consultation.actions.consultations import (
    EditConsultation,
    OpenConsultation,
    PublishConsultation,
    PublishResults,
    WithdrawConsultation,
)
from actionlines.consultation.models import Consultation
from actionlines.consultation.models.consultations import PhaseKind
from actionlines.consultation.papers import about
from actionlines.errors import InvalidFields, StaleRecord, WrongState
from actionlines.framework import load
from actionlines.registry.activities.fields import LANGUAGES
from actionlines.registry.core.concepts import name_of
from actionlines.registry.models import Organisation
from actionlines.site.forms.activity import _language as language_name
from actionlines.site.pages import page
from actionlines.site.views.consultations.shared import FIND
from actionlines.site.views.consultations.stale import since

PHASES = 6  # rows of phases; as many more as are filled in
_FIELDS = ("title", "summary", "language", "lines", "organisation", "anonymous", "premoderated")
_COLUMNS = ("kind", "name", "starts_on", "ends_on")
_LONG = forms.Textarea(attrs={"dir": "auto", "rows": 5})


class ConsultationForm(forms.Form):
    """What an organiser writes; the action checks it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    summary = forms.CharField(
        label=gettext_lazy("What is asked"), max_length=8000, required=False, widget=_LONG,
        help_text=gettext_lazy("What the text is, what you want to hear, and what will be done with it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    organisation = forms.CharField(
        label=gettext_lazy("Organiser"), max_length=300, required=False,
        help_text=gettext_lazy("A name or acronym of the register."),
        widget=forms.TextInput(attrs={"list": "organisations", "dir": "auto"}),
    )  # fmt: skip
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Action Lines"), required=False,
        help_text=gettext_lazy("Reviewers and focal points of these lines help to moderate."),
    )  # fmt: skip
    anonymous = forms.BooleanField(
        label=gettext_lazy("Comments without an account"), required=False,
        help_text=gettext_lazy("They always wait for moderation, and few are taken from one address at a time."),
    )  # fmt: skip
    premoderated = forms.BooleanField(
        label=gettext_lazy("Comments wait for moderation"), required=False,
        help_text=gettext_lazy("All of them, also of people with an account."),
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["language"].choices = [(code, language_name(code)) for code in LANGUAGES]
        self.fields["lines"].choices = [(one, f"{one} {name_of(one)}") for one in load().action_lines]

    def clean_organisation(self) -> int | None:
        """The number of the organisation of this name or acronym."""
        name = self.cleaned_data["organisation"].strip()
        if not name:
            return None
        rows = Organisation.objects
        found = rows.filter(name__iexact=name).first() or rows.filter(acronym__iexact=name).first()
        if found is None:
            raise forms.ValidationError(
                _("No organisation has this name. Register it first, or correct the name.")
            )
        return int(found.pk)


class ResultsForm(forms.Form):
    """What came of it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    results = forms.CharField(
        label=gettext_lazy("Results"), max_length=20_000,
        help_text=gettext_lazy("What was said most, what was changed, and what comes next."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 12}),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    reason = forms.CharField(
        label=gettext_lazy("Reason, which the public reads"), max_length=2000, widget=_LONG
    )


def _phases(post: Any) -> list[dict[str, str]]:
    """Rows of phases as typed, without empty ones."""
    rows = []
    for number in range(PHASES * 2):
        row = {name: post.get(f"phase-{number}-{name}", "")[:200].strip() for name in _COLUMNS}
        if any(row[name] for name in _COLUMNS[1:]):
            rows.append(row)
    return rows


def _shown_phases(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    blank = {"kind": "comments", "name": "", "starts_on": "", "ends_on": ""}
    return [*rows, *([blank] * max(1, PHASES - len(rows)))]


@page("consultation.open")
def new(request: HttpRequest) -> HttpResponse:
    """Begin one. Whoever comes from a report or road map finds its title and Action Lines written in."""
    title, lines = about(request.user, request.GET.get("draft", "")[:40])
    form = ConsultationForm(request.POST or None, initial={"language": "en", "title": title, "lines": lines})
    phases = _phases(request.POST)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in _FIELDS}
        try:
            made = OpenConsultation(request.user, fields={**fields, "phases": phases}).do()
        except InvalidFields as error:
            _beside(form, error)
        else:
            messages.success(request, _("Saved as a draft. Add the text now."))
            # Whoever came from a report or road map finds it chosen.
            asked = urlencode({"draft": draft}) if (draft := request.GET.get("draft", "")[:40]) else ""
            return redirect(f"{reverse('consultation-text', args=[made.pk])}{f'?{asked}' if asked else ''}")
    return _form(request, form, None, phases, [])


@page("consultation.edit", record=FIND)
def edit(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Change settings and phases."""
    initial = {name: getattr(record, name) for name in ("version", *_FIELDS)}
    initial["organisation"] = record.organisation.name if record.organisation else ""
    form = ConsultationForm(request.POST or None, initial=initial)
    phases = _phases(request.POST) if request.method == "POST" else _held(record)
    news: list[Any] = []
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in _FIELDS}
        seen = form.cleaned_data["version"]
        try:
            EditConsultation(request.user, record, version=seen, fields={**fields, "phases": phases}).do()
        except InvalidFields as error:
            _beside(form, error)
        except StaleRecord as error:
            news = since(record, error.seen)
            form.data = form.data.copy()
            form.data["version"] = str(error.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(record)
    return _form(request, form, record, phases, news)


def _held(record: Consultation) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind, "name": one.name, "starts_on": one.starts_on.isoformat(),
            "ends_on": one.ends_on.isoformat() if one.ends_on else "",
        }
        for one in record.phases.all()
    ]  # fmt: skip


def _beside(form: forms.Form, error: InvalidFields) -> None:
    for name, problem in error.fields.items():
        form.add_error(name if name in form.fields else None, problem)


def _form(request: HttpRequest, form: Any, record: Any, phases: list[Any], news: list[Any]) -> HttpResponse:
    shown = {
        "form": form, "consultation": record, "news": news, "phases": _shown_phases(phases),
        "kinds": PhaseKind.choices,
        "organisations": list(Organisation.objects.values_list("name", flat=True)[:500]),
    }  # fmt: skip
    status = 409 if news else 422 if form.errors else 200
    return render(request, "consultations/form.html", shown, status=status)


@require_POST
@page("consultation.edit", record=FIND)
def publish(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Show it to the public."""
    try:
        PublishConsultation(request.user, record).do()
    except WrongState as error:
        messages.error(request, f"{error.problem[:1].upper()}{error.problem[1:]}.")
    else:
        messages.success(request, _("The consultation is public."))
    return redirect(record)


@page("consultation.edit", record=FIND)
def results(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Tell what came of it."""
    form = ResultsForm(request.POST or None, initial={"version": record.version, "results": record.results})
    return _doing(request, form, record, PublishResults, _("Publish the results"))


@page("consultation.edit", record=FIND)
def withdraw(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Take it from the public."""
    form = WithdrawForm(request.POST or None, initial={"version": record.version})
    return _doing(request, form, record, WithdrawConsultation, _("Withdraw the consultation"))


def _doing(request: HttpRequest, form: Any, record: Consultation, action: Any, title: str) -> HttpResponse:
    news: list[Any] = []
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            action(request.user, record, **data).do()
        except InvalidFields as error:
            _beside(form, error)
        except StaleRecord as error:
            news = since(record, error.seen)
            form.data = form.data.copy()
            form.data["version"] = str(error.current)
        else:
            messages.success(request, _("Saved."))
            return redirect(record)
    shown = {"form": form, "consultation": record, "title": title, "news": news}
    status = 409 if news else 422 if form.errors else 200
    return render(request, "consultations/act.html", shown, status=status)

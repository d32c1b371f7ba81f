"""The pages of organisers: open a consultation, set it up, publish it and its results, withdraw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actionlines.errors import WrongState
from actionlines.register.consultations.actions.consultations import (
    EditConsultation,
    OpenConsultation,
    PublishConsultation,
    PublishResults,
    WithdrawConsultation,
)
from actionlines.register.consultations.models import Consultation
from actionlines.register.consultations.models.consultations import PhaseKind
from actionlines.register.consultations.papers import about
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.site.forms.activity import _language as language_name
from actionlines.register.site.pages import SignedIn, page
from actionlines.register.site.views.consultations.shared import FIND
from actionlines.register.site.views.edit import (
    Attempt,
    OrganisationField,
    RecordForm,
    attempted,
    line_choices,
    offer,
    offered,
)

PHASES = 6  # rows of phases; as many more as are filled in
_FIELDS = ("title", "summary", "language", "lines", "organisation", "anonymous", "premoderated")
_COLUMNS = ("kind", "name", "starts_on", "ends_on")
_LONG = forms.Textarea(attrs={"dir": "auto", "rows": 5})


class ConsultationForm(RecordForm):
    """What an organiser writes; the action checks it."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    summary = forms.CharField(
        label=gettext_lazy("What is asked"), max_length=8000, required=False, widget=_LONG,
        help_text=gettext_lazy("What the text is, what you want to hear, and what will be done with it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    organisation = OrganisationField(
        label=gettext_lazy("Organiser"), help_text=gettext_lazy("A name or acronym of the register.")
    )
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
        offer(self, "language", [(code, language_name(code)) for code in LANGUAGES])
        offer(self, "lines", line_choices())


class ResultsForm(RecordForm):
    """The results of a consultation in the words of its organiser."""

    results = forms.CharField(
        label=gettext_lazy("Results"), max_length=20_000,
        help_text=gettext_lazy("What was said most, what was changed, and what comes next."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 12}),
    )  # fmt: skip


class WithdrawForm(RecordForm):
    """The reason of a withdrawal, for the public."""

    reason = forms.CharField(
        label=gettext_lazy("Reason, which the public reads"), max_length=2000, widget=_LONG
    )


def _phases(post: QueryDict) -> list[dict[str, str]]:
    """Rows of phases as typed, without empty ones."""
    rows = []
    for number in range(PHASES * 2):
        row = {name: post.get(f"phase-{number}-{name}", "")[:200].strip() for name in _COLUMNS}
        if any(row[name] for name in _COLUMNS[1:]):
            rows.append(row)
    return rows


def _shown_phases(rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    blank = {"kind": "comments", "name": "", "starts_on": "", "ends_on": ""}
    return [*rows, *([blank] * max(1, PHASES - len(rows)))]


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
    phases = _phases(request.POST) if request.method == "POST" else _held(record)
    attempt = attempted(
        request,
        form,
        lambda: EditConsultation(request.user, record, version=form.seen, fields=_given(form, phases)),
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
            "kind": one.kind, "name": one.name, "starts_on": one.starts_on.isoformat(),
            "ends_on": one.ends_on.isoformat() if one.ends_on else "",
        }
        for one in record.phases.all()
    ]  # fmt: skip


def _page(
    attempt: Attempt[Any], record: Consultation | None, phases: Sequence[Mapping[str, object]]
) -> HttpResponse:
    context = {
        "consultation": record, "phases": _shown_phases(phases), "kinds": PhaseKind.choices,
        **offered(attempt.form),
    }  # fmt: skip
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


def _act(
    request: HttpRequest, form: RecordForm, record: Consultation, action: Any, title: str
) -> HttpResponse:
    attempt = attempted(request, form, lambda: action(request.user, record, **form.cleaned_data))
    if attempt.done:
        return _saved(request, record)
    return attempt.page("consultations/act.html", {"consultation": record, "title": title, "button": title})

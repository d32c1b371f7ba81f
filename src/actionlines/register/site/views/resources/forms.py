"""The forms of envelopes and of allocations from them. A page warns where more is allocated than there is."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.register.core.action import Action
from actionlines.register.models import Envelope
from actionlines.register.resources.actions import (
    CreateEnvelope,
    EditEnvelope,
    RemoveAllocation,
    SetAllocation,
)
from actionlines.register.resources.schema import FIELDS
from actionlines.register.site.pages import SignedIn, one, page
from actionlines.register.site.templatetags.common import amount as written_amount
from actionlines.register.site.views.edit import (
    Attempt,
    OrganisationField,
    RecordForm,
    attempted,
    line_choices,
    offer,
    offered,
)
from actionlines.register.site.views.verbs import seen

_ADDRESS = re.compile(r"(?:.*/activities/)?([0-9]{1,18})/?")


class EnvelopeForm(RecordForm):
    """The fields of an envelope; the action checks them."""

    plan = forms.CharField(label=gettext_lazy("Plan or budget"), max_length=200)
    objective = forms.CharField(label=gettext_lazy("Objective"), max_length=300)
    starts_on = forms.CharField(
        label=gettext_lazy("Starts on"), max_length=10, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.CharField(
        label=gettext_lazy("Ends on"), max_length=10, widget=forms.DateInput(attrs={"type": "date"})
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, help_text=gettext_lazy("Three letters, such as USD.")
    )
    amount = forms.CharField(
        label=gettext_lazy("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    organisation = OrganisationField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Whose money it is: a name or acronym of the register."),
    )
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Action Lines"), required=False,
        help_text=gettext_lazy("What it is for. None means that it is for any line."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offer(self, "lines", line_choices())


class AllocationForm(RecordForm):
    """An amount of an envelope for one activity."""

    activity = forms.CharField(
        label=gettext_lazy("Activity"), max_length=200, help_text=gettext_lazy("Its number or its address.")
    )
    amount = forms.CharField(
        label=gettext_lazy("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def clean_activity(self) -> str:
        """Return the number of the activity in an address."""
        found = _ADDRESS.fullmatch(self.cleaned_data["activity"].strip())
        if not found:
            raise forms.ValidationError(_("Write the number of an activity, or its address."))
        return found[1]


@page("envelope.edit")
def new(request: SignedIn) -> HttpResponse:
    """Show the form of a new envelope, and enter it."""
    form = EnvelopeForm(request.POST or None)
    attempt = attempted(request, form, lambda: CreateEnvelope(request.user, fields=_given(form)))
    if attempt.done:
        messages.success(request, _("Saved."))
        return redirect(attempt.done.record)
    return _page(attempt, _("Enter an envelope"))


@page("envelope.edit", record=one(Envelope, related=("organisation",)))
def edit(request: SignedIn, found: Envelope) -> HttpResponse:
    """Show the form of an envelope, and save it."""
    initial = {name: getattr(found, name) for name in ("version", *FIELDS)}
    initial |= {
        "organisation": found.organisation.name if found.organisation else "",
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
    }
    form = EnvelopeForm(request.POST or None, initial=initial)
    attempt = attempted(
        request, form, lambda: EditEnvelope(request.user, found, version=form.seen, fields=_given(form))
    )
    return _answer(attempt, found, _("Edit the envelope"))


@page("allocation.edit", record=one(Envelope, related=("organisation",)))
def allocate(request: SignedIn, found: Envelope) -> HttpResponse:
    """Show the form of an allocation, and allocate to an activity or change its allocation."""
    initial = {"version": found.version, "activity": request.GET.get("activity", "")[:20]}
    form = AllocationForm(request.POST or None, initial=initial)

    def _action() -> SetAllocation:
        given = {name: form.cleaned_data[name] for name in ("activity", "amount", "note")}
        return SetAllocation(request.user, found, version=form.seen, **given)

    return _answer(attempted(request, form, _action), found, _("Allocate to an activity"))


def _given(form: forms.Form) -> dict[str, object]:
    return {name: form.cleaned_data[name] for name in FIELDS}


def _answer(attempt: Attempt[Any], found: Envelope, title: str) -> HttpResponse:
    if attempt.done:
        _tell(attempt.request, attempt.done, found)
        return redirect(found)
    return _page(attempt, title, found)


def _page(attempt: Attempt[Any], title: str, found: Envelope | None = None) -> HttpResponse:
    return attempt.page("resources/form.html", {"title": title, "envelope": found, **offered(attempt.form)})


def _tell(request: HttpRequest, doing: Action, found: Envelope) -> None:
    """Saved; and where more is allocated than there is, by how much."""
    messages.success(request, _("Saved."))
    over = getattr(doing, "over", None)
    if over is None:
        held = doing.record
        over = max(held.allocated() - held.amount, 0)
    if over:
        messages.warning(
            request,
            _(
                "The envelope is now over-allocated by %(over)s %(currency)s. The checks of its activities say so."
            )
            % {"over": written_amount(over), "currency": found.currency},
        )


@page("allocation.edit", record=one(Envelope))
@require_POST
def take_back(request: SignedIn, found: Envelope) -> HttpResponse:
    """Remove an allocation from the envelope."""
    doing = RemoveAllocation(
        request.user, found, version=seen(request), activity=request.POST.get("activity", "")[:20]
    )
    try:
        doing.do()
    except InvalidFields as error:
        messages.error(request, "; ".join(error.fields.values()))
    else:
        _tell(request, doing, found)
    return redirect(found)


urlpatterns = [
    path("resources/new/", new, name="envelope-new"),
    path("resources/<int:part>/edit/", edit, name="envelope-edit"),
    path("resources/<int:part>/allocate/", allocate, name="allocate"),
    path("resources/<int:part>/take-back/", take_back, name="take-back"),
]

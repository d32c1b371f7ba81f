"""Enter and edit envelopes; allocate from them. More than there is may be allocated, and is said."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, StaleRecord
from actionlines.framework import load
from actionlines.registry.core.concepts import name_of
from actionlines.registry.models import Envelope, Organisation
from actionlines.registry.resources.actions import (
    FIELDS,
    CreateEnvelope,
    EditEnvelope,
    RemoveAllocation,
    SetAllocation,
)
from actionlines.site.pages import one, page
from actionlines.site.templatetags.activities import amount as written_amount
from actionlines.site.views.resources.stale import since

_ADDRESS = re.compile(r"(?:.*/activities/)?([0-9]{1,18})/?")


class EnvelopeForm(forms.Form):
    """What people write of an envelope; the action checks it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
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
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=300, required=False,
        help_text=gettext_lazy("Whose money it is: a name or acronym of the register."),
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )  # fmt: skip
    lines = forms.MultipleChoiceField(
        label=gettext_lazy("Action Lines"), required=False,
        help_text=gettext_lazy("What it is for. None means that it is for any line."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
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


class AllocationForm(forms.Form):
    """How much for which activity."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    activity = forms.CharField(
        label=gettext_lazy("Activity"), max_length=200, help_text=gettext_lazy("Its number or its address.")
    )
    amount = forms.CharField(
        label=gettext_lazy("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def clean_activity(self) -> str:
        """The number in an address."""
        found = _ADDRESS.fullmatch(self.cleaned_data["activity"].strip())
        if not found:
            raise forms.ValidationError(_("Write the number of an activity, or its address."))
        return found[1]


def _given(form: forms.Form) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FIELDS}


def _beside(form: forms.Form, error: InvalidFields) -> None:
    for name, problem in error.fields.items():
        form.add_error(name if name in form.fields else None, problem)


@page("envelope.edit")
def new(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    form = EnvelopeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = CreateEnvelope(request.user, fields=_given(form)).do()
        except InvalidFields as error:
            _beside(form, error)
        else:
            messages.success(request, _("Saved."), extra_tags="good")
            return redirect(made)
    return _form(request, form, _("Enter an envelope"), None, [])


@page("envelope.edit", record=one(Envelope, related=("organisation",)))
def edit(request: HttpRequest, found: Envelope) -> HttpResponse:
    """Edit one."""
    initial = {name: getattr(found, name) for name in ("version", *FIELDS)}
    initial |= {
        "organisation": found.organisation.name if found.organisation else "",
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
    }
    form = EnvelopeForm(request.POST or None, initial=initial)
    return _doing(
        request, form, found, _("Edit the envelope"),
        lambda: EditEnvelope(request.user, found, version=form.cleaned_data["version"], fields=_given(form)),
    )  # fmt: skip


@page("allocation.edit", record=one(Envelope, related=("organisation",)))
def allocate(request: HttpRequest, found: Envelope) -> HttpResponse:
    """Allocate to an activity, or change what is allocated to it."""
    initial = {"version": found.version, "activity": request.GET.get("activity", "")[:20]}
    form = AllocationForm(request.POST or None, initial=initial)

    def action() -> SetAllocation:
        data = form.cleaned_data
        given = {name: data[name] for name in ("activity", "amount", "note")}
        return SetAllocation(request.user, found, version=data["version"], **given)

    return _doing(request, form, found, _("Allocate to an activity"), action)


def _doing(request: HttpRequest, form: forms.Form, found: Envelope, title: str, action: Any) -> HttpResponse:
    """A form about one envelope: done, or shown again with what is wrong or what others changed."""
    news: list[Any] = []
    if request.method == "POST" and form.is_valid():
        doing = action()
        try:
            doing.do()
        except InvalidFields as error:
            _beside(form, error)
        except StaleRecord as error:
            news = since(found, error.seen)
            form.data = form.data.copy()
            form.data["version"] = str(error.current)
        else:
            _tell(request, doing, found)
            return redirect(found)
    return _form(request, form, title, found, news)


def _form(
    request: HttpRequest, form: forms.Form, title: str, found: Envelope | None, news: list[Any]
) -> HttpResponse:
    shown = {
        "form": form,
        "title": title,
        "envelope": found,
        "news": news,
        "organisations": list(Organisation.objects.values_list("name", flat=True)[:500])
        if "organisation" in form.fields
        else [],
    }
    return render(request, "resources/form.html", shown, status=409 if news else 422 if form.errors else 200)


def _tell(request: HttpRequest, doing: Any, found: Envelope) -> None:
    """Saved; and where more is allocated than there is, by how much."""
    messages.success(request, _("Saved."), extra_tags="good")
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
            extra_tags="wrong",
        )


@page("allocation.edit", record=one(Envelope))
@require_POST
def take_back(request: HttpRequest, found: Envelope) -> HttpResponse:
    """Remove an allocation."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None
    doing = RemoveAllocation(
        request.user, found, version=seen, activity=request.POST.get("activity", "")[:20]
    )
    try:
        doing.do()
    except InvalidFields as error:
        messages.error(request, "; ".join(error.fields.values()), extra_tags="wrong")
    else:
        _tell(request, doing, found)
    return redirect(found)


urlpatterns = [
    path("resources/new/", new, name="envelope-new"),
    path("resources/<int:part>/edit/", edit, name="envelope-edit"),
    path("resources/<int:part>/allocate/", allocate, name="allocate"),
    path("resources/<int:part>/take-back/", take_back, name="take-back"),
]

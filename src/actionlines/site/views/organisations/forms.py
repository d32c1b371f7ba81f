"""Enter an organisation, or edit it. The second of two who edit at a time is told and keeps what they wrote."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.errors import InvalidFields, StaleRecord
from actionlines.framework import load
from actionlines.registry.core import vocabulary
from actionlines.registry.core.concepts import name_of
from actionlines.registry.models import Organisation
from actionlines.registry.organisations.actions import FIELDS, CreateOrganisation, EditOrganisation
from actionlines.site.pages import one, page
from actionlines.site.views.resources.stale import since


class OrganisationForm(forms.Form):
    """What people write of an organisation; the action checks it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    acronym = forms.CharField(label=gettext_lazy("Acronym"), max_length=40, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type of stakeholder"))
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    body = forms.ChoiceField(
        label=gettext_lazy("Body"), required=False,
        help_text=gettext_lazy("Where it is itself a body that mandates ask, such as an agency."),
    )  # fmt: skip
    website = forms.CharField(
        label=gettext_lazy("Website"), max_length=500, required=False, widget=forms.URLInput
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["type"].choices = [("", "—"), *vocabulary.choices("stakeholder")]
        countries = sorted(((one, name_of(one)) for one in load().countries), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", "—"), *countries]
        bodies = sorted(((one.id, one.name) for one in load().bodies.values()), key=lambda pair: pair[1])
        self.fields["body"].choices = [("", "—"), *bodies]


@page("organisation.create")
def new(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = CreateOrganisation(request.user, fields=_given(form)).do()
        except InvalidFields as error:
            beside(form, error)
        else:
            messages.success(request, _("Saved."), extra_tags="good")
            return redirect(made)
    shown = {"form": form, "title": _("Enter an organisation"), "back": "organisations"}
    return render(request, "organisations/form.html", shown, status=422 if form.errors else 200)


@page("organisation.edit", record=one(Organisation))
def edit(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Edit one."""
    initial = {name: getattr(found, name) for name in ("version", *FIELDS)}
    form = OrganisationForm(request.POST or None, initial=initial)
    news: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            EditOrganisation(
                request.user, found, version=form.cleaned_data["version"], fields=_given(form)
            ).do()
        except InvalidFields as error:
            beside(form, error)
        except StaleRecord as error:
            news = since(found, error.seen)
            form.data = form.data.copy()
            form.data["version"] = str(error.current)
        else:
            messages.success(request, _("Saved."), extra_tags="good")
            return redirect(found)
    status = 409 if news else 422 if form.errors else 200
    shown = {"form": form, "title": _("Edit the organisation"), "organisation": found, "news": news}
    return render(request, "organisations/form.html", shown, status=status)


def _given(form: forms.Form) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FIELDS}


def beside(form: forms.Form, error: InvalidFields) -> None:
    """What the action found wrong, at the field where there is one."""
    for name, problem in error.fields.items():
        form.add_error(name if name in form.fields else None, problem)


urlpatterns = [
    path("organisations/new/", new, name="organisation-new"),
    path("organisations/<int:part>/edit/", edit, name="organisation-edit"),
]

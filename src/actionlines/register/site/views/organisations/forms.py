"""The forms that enter and edit an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.framework import load
from actionlines.register.core import vocabulary
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Organisation
from actionlines.register.organisations.actions import CreateOrganisation, EditOrganisation
from actionlines.register.organisations.schema import FIELDS
from actionlines.register.site.pages import SignedIn, one, page
from actionlines.register.site.views.edit import Attempt, RecordForm, attempted, country_choices, offer


class OrganisationForm(RecordForm):
    """The fields of an organisation; the action checks them."""

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
        offer(self, "type", [("", "—"), *vocabulary.choices("stakeholder")])
        offer(self, "country", [("", "—"), *country_choices()])
        bodies = sorted(((one.id, one.name) for one in load().bodies.values()), key=lambda pair: pair[1])
        offer(self, "body", [("", "—"), *bodies])


@page("organisation.create")
def new(request: SignedIn) -> HttpResponse:
    """Show the form of a new organisation, and enter it."""
    form = OrganisationForm(request.POST or None)
    attempt = attempted(request, form, lambda: CreateOrganisation(request.user, fields=_given(form)))
    return _answer(attempt, _("Enter an organisation"))


@page("organisation.edit", record=one(Organisation))
def edit(request: SignedIn, found: Organisation) -> HttpResponse:
    """Show the form of an organisation, and save it."""
    held = as_dict(found)
    initial = {name: held[name] for name in ("version", *FIELDS)}
    form = OrganisationForm(request.POST or None, initial=initial)
    attempt = attempted(
        request, form, lambda: EditOrganisation(request.user, found, version=form.seen, fields=_given(form))
    )
    return _answer(attempt, _("Edit the organisation"), found)


def _given(form: forms.Form) -> dict[str, object]:
    return {name: form.cleaned_data[name] for name in FIELDS}


def _answer(attempt: Attempt[Any], title: str, found: Organisation | None = None) -> HttpResponse:
    if attempt.done:
        record = attempt.done.record
        waits = record.waits_for() == "reviewer"
        said = _("Saved. A reviewer publishes it; until then the public does not see it.")
        messages.success(attempt.request, said if waits else _("Saved."))
        return redirect(attempt.done.record)
    return attempt.page("organisations/form.html", {"title": title, "organisation": found})


urlpatterns = [
    path("organisations/new/", new, name="organisation-new"),
    path("organisations/<int:part>/edit/", edit, name="organisation-edit"),
]

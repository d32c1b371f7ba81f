"""Pages with a form that act on one mandate: errors beside the fields, and what others changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from actionlines.errors import InvalidFields, StaleRecord
from actionlines.registry.mandates import actions as act
from actionlines.registry.models import Event, Mandate, Organisation
from actionlines.site.difference import Change, differences
from actionlines.site.pages import View, one, page
from actionlines.site.views.mandates import forms
from actionlines.site.views.mandates.fields import body_names

FIND = one(
    Mandate, related=("instrument", "paragraph", "lead", "superseded_by"), prefetch=("addressees", "links")
)
OFFERED = 500  # organisations in the list to choose from


def changing(action: type[Any], form_class: type[forms.MandateForm], title: Any, button: Any) -> View:
    """The view of one action: GET shows the form, POST does it and goes back to the mandate."""

    @page(action.code, record=FIND)
    def view(request: HttpRequest, mandate: Mandate) -> HttpResponse:
        seen = {"version": mandate.version}
        form = form_class(request.POST or None, mandate=mandate, initial=seen)
        news: list[Change] = []
        if request.method == "POST" and form.is_valid():
            try:
                given = form.given()
                action(request.user, mandate, version=form.cleaned_data["version"], **given).do()
            except InvalidFields as error:
                _beside(form, error)
            except StaleRecord as error:
                news = _since(mandate, error.seen)
                form.data = form.data.copy()
                # Sent again, it is sent knowing what changed.
                form.data["version"] = str(error.current)
            else:
                messages.success(request, _("Saved."))
                return redirect(mandate)
        shown = {
            "form": form,
            "mandate": mandate,
            "title": title,
            "button": button,
            "news": news,
            **_lists(form),
        }
        status = 409 if news else 422 if form.errors else 200
        return render(request, "mandates/change.html", shown, status=status)

    return view


def _beside(form: forms.MandateForm, error: InvalidFields) -> None:
    """What the action found wrong, at the field where there is one."""
    for name, problem in error.fields.items():
        form.add_error(name if name in form.fields else None, problem)


def _since(mandate: Mandate, version: int) -> list[Change]:
    """What others changed since a version, field by field."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for event in Event.objects.filter(kind="mandate", record=mandate.pk, version__gt=version).order_by(
        "version"
    ):
        for name, (before, after) in event.changes.items():
            old.setdefault(name, before)
            new[name] = after
    return differences("mandate", old, new)


def _lists(form: forms.MandateForm) -> dict[str, Any]:
    """Names to choose from, for the fields that have them."""
    found: dict[str, Any] = {}
    if "addressees" in form.fields:
        found["bodies"] = body_names()
    if "lead" in form.fields:
        found["organisations"] = list(Organisation.objects.values_list("name", flat=True)[:OFFERED])
    return found


VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "reject": changing(act.RejectMandate, forms.RejectForm, _("Reject the proposal"), _("Reject")),
    "correct": changing(
        act.CorrectMandate, forms.CorrectForm, _("Correct the mandate"), _("Save the correction")
    ),
    "checked": changing(act.ConfirmField, forms.CheckedForm, _("Confirm a field"), _("Mark as checked")),
    "lead": changing(act.AssignLead, forms.LeadForm, _("Assign a lead"), _("Assign")),
    "progress": changing(
        act.RecordProgress, forms.ProgressForm, _("Record progress"), _("Record the progress")
    ),
    "status": changing(act.SetStatus, forms.StatusForm, _("Set the status"), _("Set the status")),
    "link": changing(act.DecideMandateLink, forms.LinkForm, _("Add a link"), _("Add")),
}

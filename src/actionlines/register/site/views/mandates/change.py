"""Pages with a form that act on one mandate: errors beside the fields, and what others changed meanwhile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from actionlines.register.mandates import actions as act
from actionlines.register.models import Mandate
from actionlines.register.site.kinds import Words
from actionlines.register.site.pages import View, page
from actionlines.register.site.views.edit import attempted
from actionlines.register.site.views.mandates import forms, progress
from actionlines.register.site.views.mandates.fields import body_names, lead_names
from actionlines.register.site.views.mandates.record import FIND


def changing(action: type[Any], form_class: type[forms.MandateForm], title: Words, button: Words) -> View:
    """The view of one action: GET shows the form, POST does it and goes back to the mandate."""

    @page(action.code, record=FIND)
    def _change(request: HttpRequest, mandate: Mandate) -> HttpResponse:
        form = form_class(request.POST or None, mandate=mandate, initial={"version": mandate.version})
        attempt = attempted(
            request, form, lambda: action(request.user, mandate, version=form.seen, **form.given())
        )
        if attempt.done:
            messages.success(request, _("Saved."))
            return redirect(mandate)
        bodies = {"bodies": body_names()} if "addressees" in form.fields else {}
        names = {"organisations": lead_names()} if "lead" in form.fields else {}
        context = {"mandate": mandate, "title": title, "button": button, **bodies, **names}
        return attempt.page("mandates/change.html", context)

    return _change


VIEWS: dict[str, View] = {
    "reject": changing(act.RejectMandate, forms.RejectForm, _("Reject the proposal"), _("Reject")),
    "correct": changing(
        act.CorrectMandate, forms.CorrectForm, _("Correct the mandate"), _("Save the correction")
    ),
    "checked": changing(act.ConfirmField, forms.CheckedForm, _("Confirm a field"), _("Mark as checked")),
    "lead": changing(act.AssignLead, forms.LeadForm, _("Assign a lead"), _("Assign")),
    "progress": progress.progress,
    "status": changing(act.SetStatus, forms.StatusForm, _("Set the status"), _("Set the status")),
    "link": changing(act.DecideMandateLink, forms.LinkForm, _("Add a link"), _("Add")),
}

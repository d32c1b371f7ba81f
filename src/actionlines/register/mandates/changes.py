"""Pages where somebody changes one mandate, or confirms several at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, RegistryError, WrongState
from actionlines.register.core.kinds import Words
from actionlines.register.core.pages.edit import attempted
from actionlines.register.core.pages.page import SignedIn, View, page
from actionlines.register.core.pages.records import onward, ticked
from actionlines.register.core.schema import parse_id
from actionlines.register.core.texts import join
from actionlines.register.instruments.models import Paragraph
from actionlines.register.instruments.views import lines
from actionlines.register.mandates import actions as act
from actionlines.register.mandates import calendar, forms
from actionlines.register.mandates.answers import RemindMissing
from actionlines.register.mandates.batches import MOST, Batch, confirm_all
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.views import FIND


def changing(action: type[Any], form_class: type[forms.MandateForm], title: Words, button: Words) -> View:
    """The view of one action: GET shows the form, POST does it and goes back to the mandate."""

    @page(action.code, record=FIND)
    def _change(request: HttpRequest, mandate: Mandate) -> HttpResponse:
        form = form_class(request.POST or None, mandate=mandate, initial={"version": mandate.version})
        attempt = attempted(request, form, lambda: action(request.user, mandate, version=form.seen, **form.given()))
        if attempt.done:
            messages.success(request, gettext_lazy("Saved."))
            return redirect(mandate)
        context = {"mandate": mandate, "title": title, "button": button}
        return attempt.page("mandates/change.html", context)

    return _change


VIEWS: dict[str, View] = {
    "reject": changing(
        act.RejectMandate, forms.RejectForm, gettext_lazy("Reject the proposal"), gettext_lazy("Reject")
    ),
    "correct": changing(
        act.CorrectMandate, forms.CorrectForm, gettext_lazy("Correct the mandate"), gettext_lazy("Save the correction")
    ),
    "checked": changing(
        act.ConfirmField, forms.CheckedForm, gettext_lazy("Confirm a field"), gettext_lazy("Mark as checked")
    ),
    "lead": changing(act.AssignLead, forms.LeadForm, gettext_lazy("Assign a lead"), gettext_lazy("Assign")),
    "progress": calendar.progress,
    "status": changing(act.SetStatus, forms.StatusForm, gettext_lazy("Set the status"), gettext_lazy("Set the status")),
    "link": changing(act.DecideMandateLink, forms.LinkForm, gettext_lazy("Add a link"), gettext_lazy("Add")),
}


@require_POST
@page(RemindMissing.code, record=FIND)
def remind(request: SignedIn, mandate: Mandate) -> HttpResponse:
    """Remind those who are missing; `reason`: words that are added to the message."""
    doing = RemindMissing(request.user, mandate, reason=request.POST.get("reason", ""))
    try:
        doing.do()
        words = ngettext("%(many)d person is reminded.", "%(many)d people are reminded.", doing.people)
        messages.success(request, words % {"many": doing.people})
    except (InvalidFields, WrongState) as error:
        messages.error(request, _why(error))
    return redirect(mandate)


VIEWS["remind"] = remind
SAID = 5  # refusals that are listed one by one


@require_POST
@page("mandate.confirm")
def confirm(request: SignedIn) -> HttpResponse:
    """`mandate`, once for each: its number and the version that was seen, as `12:3`. `paragraph`: the paragraph in
    which they stand, for the reader. `next`: where to go then.
    """
    result = confirm_all(request.user, chosen(request.POST))
    number = parse_id(request.POST.get("paragraph"))
    paragraph = Paragraph.objects.select_related("instrument").filter(pk=number).first() if number else None
    if paragraph and getattr(request, "htmx", False):
        (line,) = lines(paragraph.instrument, [paragraph.pk], request.user)
        context = {"line": line, "instrument": paragraph.instrument, "errors": [error for _m, error in result.refused]}
        return render(request, "instruments/line.html", context)
    _tell(request, result)
    if paragraph:
        return redirect(f"{paragraph.instrument.get_absolute_url()}?p={paragraph.anchor}#p{paragraph.anchor}")
    return onward(request, reverse("mandates"))


def chosen(data: QueryDict) -> list[tuple[Mandate, int | None]]:
    """Return the mandates that are ticked, each with the version that was seen."""
    wanted = ticked(data.getlist("mandate")[:MOST])
    rows = Mandate.objects.filter(pk__in=wanted).select_related("instrument", "paragraph").order_by("pk")
    return [(row, wanted[row.pk]) for row in rows]


def _tell(request: HttpRequest, result: Batch) -> None:
    done = len(result.done)
    if done:
        words = ngettext("%(many)d mandate is confirmed.", "%(many)d mandates are confirmed.", done)
        messages.success(request, words % {"many": done})
    for words in refusals(result):
        messages.error(request, words)
    if not done and not result.refused:
        messages.error(request, _("Choose at least one proposal."))


def refusals(result: Batch) -> list[str]:
    """Return why mandates were left as they are: the first ones one by one, then how many more."""
    texts = [
        _("%(mandate)s was left as it is: %(why)s.") % {"mandate": str(mandate), "why": _why(error)}
        for mandate, error in result.refused[:SAID]
    ]
    more = len(result.refused) - SAID
    if more > 0:
        words = ngettext("%(many)d more was left as it is.", "%(many)d more were left as they are.", more)
        texts.append(words % {"many": more})
    return texts


def _why(error: RegistryError) -> str:
    fields = error.fields.values() if isinstance(error, InvalidFields) else ()
    return join(fields) or error.problem

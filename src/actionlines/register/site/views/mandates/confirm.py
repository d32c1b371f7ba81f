"""Proposals confirmed: those chosen in a list, or all of one paragraph, each through its action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, RegistryError
from actionlines.register.mandates.batches import MOST, Batch, confirm_all
from actionlines.register.mandates.evidence import bounded
from actionlines.register.models import Mandate, Paragraph
from actionlines.register.site.pages import SignedIn, page
from actionlines.register.site.views.instruments.reader import lines
from actionlines.register.site.views.verbs import onward, ticked

SAID = 5  # refusals that are listed one by one


@require_POST
@page("mandate.confirm")
def confirm(request: SignedIn) -> HttpResponse:
    """`mandate`, once for each: its number and the version that was seen, as `12:3`. `paragraph`: the paragraph in
    which they stand, for the reader. `next`: where to go then.
    """
    result = confirm_all(request.user, chosen(request.POST))
    number = bounded(request.POST.get("paragraph"))
    paragraph = Paragraph.objects.select_related("instrument").filter(pk=number).first() if number else None
    if paragraph and getattr(request, "htmx", False):
        (line,) = lines(paragraph.instrument, [paragraph.pk], request.user)
        shown = {
            "line": line,
            "instrument": paragraph.instrument,
            "errors": [error for _m, error in result.refused],
        }
        return render(request, "instruments/line.html", shown)
    _tell(request, result)
    if paragraph:
        return redirect(f"{paragraph.instrument.get_absolute_url()}?p={paragraph.anchor}#p{paragraph.anchor}")
    return onward(request, reverse("mandates"))


def chosen(data: QueryDict) -> list[tuple[Mandate, int | None]]:
    """Return the mandates that are ticked, each with the version that was seen."""
    wanted = ticked(data.getlist("mandate")[:MOST])
    rows = Mandate.objects.filter(pk__in=wanted).select_related("instrument", "paragraph").order_by("pk")
    return [(one, wanted[one.pk]) for one in rows]


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
    told = [
        _("%(mandate)s was left as it is: %(why)s.") % {"mandate": str(mandate), "why": _why(error)}
        for mandate, error in result.refused[:SAID]
    ]
    more = len(result.refused) - SAID
    if more > 0:
        words = ngettext("%(many)d more was left as it is.", "%(many)d more were left as they are.", more)
        told.append(words % {"many": more})
    return told


def _why(error: RegistryError) -> str:
    fields = error.fields.values() if isinstance(error, InvalidFields) else ()
    return ", ".join(fields) or error.problem

"""A new report: its kind, and what it is about. Links of other pages fill it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, NotAllowed
from actionlines.framework import load
from actionlines.papers.words import LANGUAGES
from actionlines.register.core.concepts import name_of
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide, roles_of
from actionlines.register.reports.actions import PARAMETERS, CreateReport
from actionlines.register.reports.builds import started
from actionlines.register.reports.models import ReportType
from actionlines.register.site.facets import language_name
from actionlines.register.site.pages import SignedIn, page
from actionlines.register.site.views.edit import country_choices, offer, show_errors

_BODIES = ("cstd", "ecosoc", "general-assembly", "itu-council", "council-working-group-wsis-sdg", "ungis")
_KINDS = ("itu-region", "un-commission", "group")


class ReportForm(forms.Form):
    """What people say of a new report; the action checks it."""

    type = forms.ChoiceField(label=gettext_lazy("Kind of report"))
    symbol = forms.CharField(
        label=gettext_lazy("Instrument"), max_length=160, required=False,
        help_text=gettext_lazy("For a follow-up table: a symbol in the register, such as A/RES/80/173."),
    )  # fmt: skip
    area = forms.ChoiceField(
        label=gettext_lazy("Country or region"), required=False,
        help_text=gettext_lazy("For a contribution, a profile, or the check of a cooperation framework."),
    )  # fmt: skip
    since = forms.CharField(
        label=gettext_lazy("First year"), max_length=4, required=False,
        help_text=gettext_lazy("For a biennial report: activities of these years."),
    )  # fmt: skip
    until = forms.CharField(label=gettext_lazy("Last year"), max_length=4, required=False)
    body = forms.ChoiceField(label=gettext_lazy("To whom it goes"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, user: Person, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        official = decide(user, "report.official")
        types = [one for one in ReportType.choices if official or one[0] == ReportType.CONTRIBUTION]
        offer(self, "type", types)
        areas = [(one.id, name_of(one.id)) for one in load().areas.values() if one.kind in _KINDS]
        groups = (_("Countries"), country_choices()), (_("Regions and groups"), areas)
        offer(self, "area", [("", "—"), *groups])
        bodies = [(one, name_of(one)) for one in _BODIES if one in load().bodies]
        offer(self, "body", [("", "—"), *bodies])
        offer(self, "language", [(one, language_name(one)) for one in LANGUAGES])


@page("report.create")
def new(request: SignedIn) -> HttpResponse:
    """Show the form for a new report; create it and go on to its builder."""
    form = ReportForm(request.user, request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = CreateReport(
                request.user, type=given["type"], parameters={name: given[name] for name in PARAMETERS},
                fields={"language": given["language"]},
            ).do()  # fmt: skip
        except InvalidFields as error:
            show_errors(form, error.fields)
        except NotAllowed as error:
            form.add_error("type", error.problem)
        else:
            started(made)
            return redirect(reverse("report-edit", args=[made.pk]))
    return render(request, "reports/new.html", {"form": form}, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, object]:
    """From the address; else a contribution of the country that the reader answers for."""
    given = {name: request.GET.get(name, "")[:160] for name in ("type", *PARAMETERS)}
    scopes = [scope for _role, scope in roles_of(request.user) if scope in load().countries]
    given["type"] = given["type"] or (ReportType.CONTRIBUTION if scopes else "")
    given["area"] = given["area"] or (scopes[0] if scopes else "")
    language = (get_language() or "en")[:2]
    return {**given, "language": language if language in LANGUAGES else "en"}


urlpatterns = [path("reports/new/", new, name="report-new")]

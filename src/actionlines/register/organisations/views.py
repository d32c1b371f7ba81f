"""Pages of organisations: what they have beyond the pages of every record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.framework.called import find_bodies
from actionlines.register.activities.checks.facts import envelope_facts
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import WORLD, name_of
from actionlines.register.core.pages.difference import differences
from actionlines.register.core.pages.edit import Attempt, RecordForm, country_choices, offer, offered_by, saved
from actionlines.register.core.pages.kept_form import return_to_form
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import SignedIn, find_record, moved, page
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.public_view import public_data
from actionlines.register.core.search import counts
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import mixes_scripts
from actionlines.register.mandates.asked import party_of
from actionlines.register.mandates.models import OPEN, Force
from actionlines.register.organisations.actions import (
    CreateOrganisation,
    EditOrganisation,
    find_by_name,
    list_look_alikes,
    public,
)
from actionlines.register.organisations.models import Organisation, OrganisationStatus
from actionlines.register.organisations.schema import FIELDS
from actionlines.register.pages import panels


class OrganisationForm(RecordForm):
    """The fields of an organisation; the action checks them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    acronym = forms.CharField(label=gettext_lazy("Acronym"), max_length=40, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type of stakeholder"))
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    body = forms.CharField(
        label=gettext_lazy("Body"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **offered_by("bodies")}),
        help_text=gettext_lazy("Where it is itself a body that mandates ask, such as an agency."),
    )
    website = forms.CharField(label=gettext_lazy("Website"), max_length=500, required=False, widget=forms.URLInput)
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=4000, required=False, widget=forms.Textarea(attrs={"dir": "auto"})
    )

    def __init__(self, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "type", [("", "—"), *vocabulary.choices("stakeholder")])
        offer(self, "country", [("", "—"), *country_choices()])
        self.initial["body"] = name_of(body) if (body := self.initial.get("body")) else ""

    def clean_body(self) -> str:
        """Return the id of the body that is named. Raises ValidationError for an unknown name."""
        words = self.cleaned_data["body"]
        matches = find_bodies(words) if words else ("",)
        if not matches:
            raise forms.ValidationError(_("No body is called “%(name)s”.") % {"name": words})
        return matches[0]


@page("organisation.create")
def new(request: SignedIn) -> HttpResponse:
    """Show the form of a new organisation, and enter it."""
    form = OrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")[:300]})
    return _answer(saved(request, form, CreateOrganisation), _("Enter an organisation"))


@page("organisation.edit", record=find_record(Organisation))
def edit(request: SignedIn, record: Organisation) -> HttpResponse:
    """Show the form of an organisation, and save it."""
    held = as_dict(record)
    initial = {name: held[name] for name in ("version", *FIELDS)} | {"body": held["body"] or record.likely_body}
    form = OrganisationForm(request.POST or None, initial=initial)
    return _answer(saved(request, form, EditOrganisation, record), _("Edit the organisation"), record)


def _answer(attempt: Attempt[Any], title: str, matches: Organisation | None = None) -> HttpResponse:
    if attempt.done:
        record = attempt.done.record
        waits = record.waits_for() == "reviewer"
        data = _("Saved. A reviewer publishes it; until then the public does not see it.")
        messages.success(attempt.request, data if waits else _("Saved."))
        return return_to_form(attempt.request, record)
    return attempt.page("organisations/form.html", {"title": title, "organisation": matches})


forms_urls = [
    path("organisations/new/", new, name="organisation-new"),
    path("organisations/<int:part>/edit/", edit, name="organisation-edit"),
]
_ENVELOPES = 20
_PARTNERS = 12


def _by_address(part: object) -> Organisation:
    if (record := find_by_name(str(part))) is None:
        raise Http404
    return record


@page("organisation.view", record=_by_address)
def organisation(request: HttpRequest, record: Organisation) -> HttpResponse:
    """Everything about it that the public may know."""
    if answer := moved(request, record.get_absolute_url()):
        return answer
    own = {"organisation": (str(record.pk),)}
    lines = counts("action_line", "", own, "activity")
    parts = panels.of_kinds(request, "organisation", str(record.pk))
    filters = {"asked": record.asked_as or ("",)}
    held = list(record.envelopes.order_by("-ends_on", "pk")[:_ENVELOPES])
    facts = envelope_facts(held)
    context = panels.of_subject(parts, record.country or WORLD, own, filters, [party_of(record).key]) | {
        "organisation": record,
        "partner_in": panels.activities({"partner": (str(record.pk),)}, 3),
        "leads": panels.mandates({"lead": (str(record.pk),), "status": OPEN}),
        "besides": panels.besides({"lead": (str(record.pk),)}),
        "lines": [(line, n) for (line, _second), n in sorted(lines.items(), key=lambda pair: (-pair[1], pair[0]))],
        "envelopes": [(envelope, facts[envelope.pk]) for envelope in held],
        "partners": _partners(record),
        **_waiting(request, record),
    }
    return render(request, "who/page.html", context)


def _waiting(request: HttpRequest, record: Organisation) -> dict[str, object]:
    """What waits for review, for those who may see it: the fields that a change would make different."""
    if record.status == OrganisationStatus.PUBLISHED or not sees_draft(request.user, record):
        return {"waiting": False}
    held = public_data([record])
    changes = differences("organisation", held[0], as_dict(record)) if held else ()
    saved = [change for change in changes if change.field in FIELDS]
    name = as_dict(record)["name"]
    context = {"waiting": True, "changes": saved, "mixed": mixes_scripts(name)}
    context["look_alikes"] = list_look_alikes(name, record.pk)
    return {**context, "decision": decide(request.user, "organisation.publish", record)}


def _partners(record: Organisation) -> list[tuple[Organisation, int]]:
    """Return the partners of an organisation in activities of either, the most frequent first."""
    number: dict[int, int] = {}
    for facet, own in (("partner", "organisation"), ("organisation", "partner")):
        for (value, _second), n in counts(facet, "", {own: (str(record.pk),)}, "activity").items():
            if value.isdecimal() and int(value) != record.pk:
                number[int(value)] = number.get(int(value), 0) + n
    best = sorted(number, key=lambda item: (-number[item], item))[:_PARTNERS]
    held = public().in_bulk(best)
    return [(held[item], number[item]) for item in best if item in held]


LISTING = Listing(
    kind="organisation",
    title=gettext_lazy("Organisations"),
    facets=("stakeholder", "region", "country", "body"),
    sorts=("relevance", "title", "newest"),
    row_template="organisations/row.html",
    records=public,
    empty=gettext_lazy("Organisations that carry out activities, lead mandates or give money appear here."),
    intro="organisations/intro.html",
)


def show_on_body(request: HttpRequest, body: str) -> dict[str, object]:
    """Return the organisations that are a body, with how many open mandates each leads."""
    leads = Count("leads", filter=Q(leads__status__in=OPEN, leads__force=Force.DECIDED))
    rows = public().filter(body=body).annotate(led=leads).order_by("name")
    return {"organisations": list(rows[:_ENVELOPES])}


def show_on_country(request: HttpRequest, country: str) -> dict[str, object]:
    """Return the number of organisations of a country."""
    return {"organisations": panels.number("organisation", {"area": (country,)})}


def list_chosen(text: str, limit: int) -> list[tuple[str, str, str]]:
    """Return the organisations that a name, the start of one, an acronym or `org:12` names, for the chooser."""
    key, _colon, number = text.partition(":")
    rows = public().filter(Q(name__icontains=text) | Q(acronym__istartswith=text))
    if key == "org":
        rows = public().filter(pk=int(number)) if number.isdecimal() and len(number) < 18 else public().none()
    return [(f"org:{row.pk}", row.name, row.get_absolute_url()) for row in rows.order_by("name")[:limit]]


pages_urls = [
    path("organisations/", LISTING.page, name="organisations"),
    path("organisations/<int:part>/", organisation, name="organisation"),
    path("o/<str:part>/", organisation, name="organisation"),
]
urlpatterns: list[URLPattern] = [*forms_urls, *pages_urls]

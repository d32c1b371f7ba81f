"""One organisation: its activities, the mandates it leads, its envelopes, whom it works with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from actionlines.framework.groups import asked_of
from actionlines.register.activities.checks.load import envelope_facts
from actionlines.register.core.permissions import decide, sees_draft
from actionlines.register.core.published import public_data
from actionlines.register.core.search import counts
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Organisation
from actionlines.register.organisations import actions as act
from actionlines.register.organisations.actions import public
from actionlines.register.organisations.models import OrganisationStatus
from actionlines.register.organisations.schema import FIELDS
from actionlines.register.site.difference import differences
from actionlines.register.site.listing import Listing
from actionlines.register.site.pages import one, page
from actionlines.register.site.views.concepts import record_preview
from actionlines.register.site.views.verbs import Asks, Verb, addresses

_ENVELOPES = 20
_PARTNERS = 12


@page("organisation.view", record=one(Organisation))
def organisation(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Everything about it that the public may know."""
    own = {"organisation": (str(found.pk),)}
    lines = counts("action_line", "", own, "activity")
    shown = {
        "organisation": found,
        "activities": record_preview.activities(own),
        "partner_in": record_preview.activities({"partner": (str(found.pk),)}, 3),
        "asks": record_preview.asks(asked_of(*found.asked_as), 4),
        "leads": record_preview.mandates({"lead": (str(found.pk),), "status": record_preview.OPEN}),
        "besides": record_preview.besides({"lead": (str(found.pk),)}),
        "lines": [
            (line, n) for (line, _second), n in sorted(lines.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "envelopes": _envelopes(found),
        "partners": _partners(found),
        **_waiting(request, found),
    }
    return render(request, "organisations/record.html", shown)


def _waiting(request: HttpRequest, found: Organisation) -> dict[str, object]:
    """What waits for review, for those who may see it: the fields that a change would make different."""
    if found.status == OrganisationStatus.PUBLISHED or not sees_draft(request.user, found):
        return {"waiting": False}
    held = public_data([found])
    changes = differences("organisation", held[0], as_dict(found)) if held else ()
    kept = [one for one in changes if one.field in FIELDS]
    return {"waiting": True, "changes": kept, "decision": decide(request.user, "organisation.publish", found)}


def _envelopes(found: Organisation) -> list[tuple[object, object]]:
    held = list(found.envelopes.order_by("-ends_on", "pk")[:_ENVELOPES])
    facts = envelope_facts(held)
    return [(envelope, facts[envelope.pk]) for envelope in held]


def _partners(found: Organisation) -> list[tuple[Organisation, int]]:
    """Return the partners of an organisation in activities of either, the most frequent first."""
    number: dict[int, int] = {}
    for facet, own in (("partner", "organisation"), ("organisation", "partner")):
        for (value, _second), n in counts(facet, "", {own: (str(found.pk),)}, "activity").items():
            if value.isdecimal() and int(value) != found.pk:
                number[int(value)] = number.get(int(value), 0) + n
    best = sorted(number, key=lambda one: (-number[one], one))[:_PARTNERS]
    held = public().in_bulk(best)
    return [(held[one], number[one]) for one in best if one in held]


LISTING = Listing(
    kind="organisation",
    title=_("Organisations"),
    facets=("stakeholder", "region", "country", "body"),
    sorts=("relevance", "title", "newest"),
    row_template="organisations/row.html",
    records=public,
    empty=_("Organisations that carry out activities, lead mandates or give money stand here."),
    intro="organisations/intro.html",
)


@page("site.read")
def organisations(request: HttpRequest) -> HttpResponseBase:
    """All organisations, filtered by the address."""
    return LISTING.answer(request)


VERBS = (
    Verb(
        "publish", "organisation.publish", act.PublishOrganisation, _("Published. Everybody can read it now."),
    ),
    Verb(
        "decline", "organisation.publish", act.DeclineOrganisation, _("Sent back."), to="inbox",
        asks=Asks(
            _("Decline what was submitted?"), _("Its owner reads your words. What is public stays as it is."),
            _("Decline it"), _("Say what should change."), danger=False, most=4000,
        ),
    ),
)  # fmt: skip


urlpatterns = [
    *addresses("organisation", "organisations", one(Organisation), VERBS),
    path("organisations/", organisations, name="organisations"),
    path("organisations/<int:part>/", organisation, name="organisation"),
]

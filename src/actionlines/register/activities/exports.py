"""Activities for programs: a feed in Atom, IATI, and JSON-LD by schema.org."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.register.activities import iati_export
from actionlines.register.activities.doors import list_public
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.activities.views import ACTIVITY, LISTING
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept
from actionlines.register.core.pages.downloads import as_linked_data
from actionlines.register.core.pages.feeds import ENTRIES, feed_of_list, list_filtered_ids
from actionlines.register.core.pages.page import page, site_of
from actionlines.register.core.pages.records import gone
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import Data
from actionlines.register.organisations.actions import public
from actionlines.register.organisations.models import Organisation
from actionlines.register.preferences.schema import current

_PARTS = 10_000  # more than there will be; a database refuses offsets beyond its whole numbers
SCHEMA_ORG = "https://schema.org"


def describe_project(data: Data, address: str, site: str) -> dict[str, object]:
    """Return a `Project` out of the public form of an activity.

    address  its permanent address; `site` that of the register, before paths
    """
    number = data["organisation"]
    carrier = public().filter(pk=number).first() if number else None
    partners = public().filter(pk__in=data["partners"]) if data["partners"] else ()
    links = [item for item in data["links"] if item["status"] == "confirmed"]
    made = {
        "@context": SCHEMA_ORG,
        "@type": "Project",
        "@id": address,
        "identifier": f"{data['kind']}:{data['id']}",
        "url": address,
        "name": data["title"],
        "description": data["summary"] or data["description"][:1500],
        "additionalType": vocabulary.label("activity", data["type"]),
        "foundingDate": data["starts_on"],
        "dissolutionDate": data["ends_on"],
        "parentOrganization": _organisation(carrier, site) if carrier else None,
        "member": [_organisation(partner, site) for partner in partners],
        "areaServed": [_place(item, site) for item in data["places"]],
        "knowsAbout": [_term(link["concept"], site) for link in links],
        "contactPoint": _contact(data),
        "funding": _budget(data),
        "sameAs": data["web_links"],
        "mainEntityOfPage": {
            "@type": "WebPage",
            "url": address,
            "inLanguage": data["language"],
            "datePublished": data["published_at"],
            "dateModified": data["changed_at"],
            "version": data["version"],
            "license": current().licence or None,
            "copyrightNotice": current().say_missing("licence"),
            "creativeWorkStatus": data["status"],
            "publisher": {"@type": "Organization", "name": current().owner},
        },
    }
    return {name: value for name, value in made.items() if value not in (None, "", [], {})}


def _organisation(organisation: Organisation, site: str) -> dict[str, object]:
    made = {
        "@type": "Organization",
        "@id": site + organisation.get_absolute_url(),
        "name": organisation.name,
        "url": organisation.website,
    }
    return {name: value for name, value in made.items() if value}


def _place(area: str, site: str) -> dict[str, object]:
    if (entry := concept(area, "en")) is None:
        return {"@type": "Place", "name": area}
    kind = "Country" if entry.kind == "country" else "Place"
    return {"@type": kind, "@id": site + entry.url, "identifier": area, "name": entry.name}


def _term(identifier: str, site: str) -> dict[str, object]:
    entry = concept(identifier, "en")
    made: dict[str, object] = {"@type": "DefinedTerm", "termCode": identifier}
    return {**made, "name": entry.name, "url": site + entry.url} if entry else made


def _contact(data: Data) -> dict[str, object] | None:
    made = {"name": data["contact_name"], "email": data["contact_email"]}
    held = {name: value for name, value in made.items() if value}
    return {"@type": "ContactPoint", **held} if held else None


def _budget(data: Data) -> dict[str, object] | None:
    if not data["budget"] or not data["currency"]:
        return None
    amount = {"@type": "MonetaryAmount", "value": data["budget"], "currency": data["currency"]}
    return {"@type": "MonetaryGrant", "amount": amount}


@page("site.read")
def feed(request: HttpRequest) -> HttpResponse:
    """Return a feed of the activities published last, the newest first."""
    site = site_of(request)
    rows = list_public()
    if keys := list_filtered_ids(request, LISTING):
        rows = rows.filter(pk__in=keys)
    elif keys is not None:
        rows = rows.none()
    atom = feed_of_list(request, _("Newly published activities"), "activities")
    for data in public_data(rows.order_by("-published_at", "-pk")[:ENTRIES]):
        atom.add_entry(
            site + reverse("activity", args=[data["id"]]),
            data["title"],
            datetime.fromisoformat(data["changed_at"]),
            published=datetime.fromisoformat(data["published_at"]),
            summary=data["summary"],
            author=data["organisation_name"] or "",
            language=data["language"],
            terms=[link["concept"] for link in data["links"] if link["status"] == "confirmed"],
        )
    return atom.answer()


@page("site.read")
def iati_file(request: HttpRequest, part: int) -> HttpResponse:
    """Return a part of the public activities as IATI; the first has those with the lowest numbers."""
    if not 0 < part <= _PARTS:
        raise Http404
    numbers = list_public().order_by("pk").values_list("pk", flat=True)
    if not (chosen := list(numbers[(part - 1) * iati_export.PAGE : part * iati_export.PAGE])):
        raise Http404
    return _as_iati(request, public_data(list_public().filter(pk__in=chosen).order_by("pk")))


@page("activity.view", record=ACTIVITY)
def activity_iati(request: HttpRequest, record: Activity) -> HttpResponse:
    """Return the public form of an activity as IATI; 404 for a draft and 410 for a withdrawn one."""
    return _public(request, record, lambda matches: _as_iati(request, [matches]))


def _as_iati(request: HttpRequest, held: list[Data]) -> HttpResponse:
    made = iati_export.activities(held, site_of(request), timezone.localdate())
    return HttpResponse(made, content_type="application/xml; charset=utf-8")


@page("activity.view", record=ACTIVITY)
def json_ld(request: HttpRequest, record: Activity) -> HttpResponse:
    """Return the public form of an activity; 404 for a draft and 410 for a withdrawn one, also for its author."""
    site = site_of(request)
    address = site + record.get_absolute_url()
    return _public(request, record, lambda matches: as_linked_data(request, describe_project(matches, address, site)))


def _public(request: HttpRequest, record: Activity, answer: Callable[[Data], HttpResponse]) -> HttpResponse:
    """Return the answer of what is public of an activity, or the page that says it is gone; 404 for a draft."""
    if record.status == ActivityStatus.WITHDRAWN:
        return gone(request, record)
    data = public_data([record])
    if not data or not record.is_public():
        raise Http404
    return answer(data[0])


urlpatterns = [
    path("feeds/activities.atom", feed, name="feed-activities"),
    path("data/activities-<int:part>.iati.xml", iati_file, name="data-iati"),
    path("activity/<int:part>.iati.xml", activity_iati, name="activity-iati"),
    path("activity/<int:part>.jsonld", json_ld, name="activity-jsonld"),
]

"""An activity as JSON-LD by the words of schema.org, for catalogues and search engines."""

from __future__ import annotations

from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept
from actionlines.register.core.schema import Data
from actionlines.register.models import Organisation
from actionlines.register.organisations.actions import public

CONTEXT = "https://schema.org"


def activity(data: Data, address: str, site: str) -> dict[str, object]:
    """A `Project` out of the public form of an activity.

    address  its permanent address; `site` that of the register, before paths
    """
    number = data["organisation"]
    carrier = public().filter(pk=number).first() if number else None
    partners = public().filter(pk__in=data["partners"]) if data["partners"] else ()
    links = [one for one in data["links"] if one["status"] == "confirmed"]
    made = {
        "@context": CONTEXT,
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
        "member": [_organisation(one, site) for one in partners],
        "areaServed": [_place(one, site) for one in data["places"]],
        "knowsAbout": [_term(one["concept"], site) for one in links],
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
        },
    }
    return {name: value for name, value in made.items() if value not in (None, "", [], {})}


def _organisation(one: Organisation, site: str) -> dict[str, object]:
    made = {
        "@type": "Organization",
        "@id": site + one.get_absolute_url(),
        "name": one.name,
        "url": one.website,
    }
    return {name: value for name, value in made.items() if value}


def _place(area: str, site: str) -> dict[str, object]:
    found = concept(area, "en")
    if found is None:
        return {"@type": "Place", "name": area}
    kind = "Country" if found.kind == "country" else "Place"
    return {"@type": kind, "@id": site + found.url, "identifier": area, "name": found.name}


def _term(identifier: str, site: str) -> dict[str, object]:
    found = concept(identifier, "en")
    made: dict[str, object] = {"@type": "DefinedTerm", "termCode": identifier}
    return {**made, "name": found.name, "url": site + found.url} if found else made


def _contact(data: Data) -> dict[str, object] | None:
    made = {"name": data["contact_name"], "email": data["contact_email"]}
    held = {name: value for name, value in made.items() if value}
    return {"@type": "ContactPoint", **held} if held else None


def _budget(data: Data) -> dict[str, object] | None:
    if not data["budget"] or not data["currency"]:
        return None
    amount = {"@type": "MonetaryAmount", "value": data["budget"], "currency": data["currency"]}
    return {"@type": "MonetaryGrant", "amount": amount}

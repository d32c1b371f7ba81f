"""The register as a data catalogue: DCAT-AP 3 as JSON-LD, one data set for each kind of record."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from actionlines.register.preferences.schema import current
from actionlines.register.site.exchange.bulk import KINDS, Dump, fields

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def catalogue(site: str, lists: dict[str, str], dump: Dump | None) -> dict[str, object]:
    """The catalogue.

    site   address of the register, before paths
    lists  kind of record -> path of its list
    dump   the newest file with everything, where there is one
    """
    titles = {
        "activity": _("Activities and good practices"),
        "mandate": _("Mandates"),
        "instrument": _("Instruments"),
        "organisation": _("Organisations"),
    }
    publisher = {"@id": f"{site}/", "@type": "foaf:Agent", "foaf:name": current().operator or current().name}
    return {
        "@context": CONTEXT,
        "@id": f"{site}/data/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _("The register of Actionlines"),
        "dct:description": _(
            "Everything that is public here can be taken along: by list, by record, as it changes, or all at once."
        ),
        "dct:publisher": publisher,
        "dct:issued": _day(date.today()),
        "foaf:homepage": {"@id": f"{site}/"},
        "dcat:service": [
            {
                "@type": "dcat:DataService",
                "dct:title": "API",
                "dcat:endpointURL": {"@id": f"{site}/api/"},
                "dcat:endpointDescription": {"@id": f"{site}/api/openapi.json"},
            },
            {
                "@type": "dcat:DataService",
                "dct:title": "OAI-PMH 2.0",
                "dcat:endpointURL": {"@id": f"{site}/oai"},
                "dct:conformsTo": {"@id": "http://www.openarchives.org/OAI/2.0/"},
            },
        ],
        "dcat:dataset": [
            {
                "@type": "dcat:Dataset",
                "@id": f"{site}{lists[kind]}",
                "dct:identifier": kind,
                "dct:title": titles[kind],
                "dct:description": f"{titles[kind]}: {', '.join(fields(kind))}",
                "dct:publisher": publisher,
                "dcat:landingPage": {"@id": f"{site}{lists[kind]}"},
                "dcat:distribution": [
                    *(_list(site + lists[kind], form) for form in _FORMS),
                    *([_whole(site, dump)] if dump else []),
                ],
            }
            for kind in KINDS
        ],
    }


def _list(address: str, form: str) -> dict[str, object]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": form.upper(),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": f"{address}?as={form}"},
        "dcat:mediaType": {"@id": _MEDIA + _FORMS[form]},
    }


def _whole(site: str, dump: Dump) -> dict[str, object]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": dump.name,
        "dct:issued": _day(dump.day),
        "dcat:accessURL": {"@id": f"{site}/data/"},
        "dcat:downloadURL": {"@id": f"{site}/data/{dump.name}"},
        "dcat:mediaType": {"@id": f"{_MEDIA}application/zip"},
        "dcat:byteSize": {"@value": str(dump.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": dump.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}

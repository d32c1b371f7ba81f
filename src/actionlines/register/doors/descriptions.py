"""What catalogues read of the register: DCAT, Croissant, schema.org."""

import json
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from actionlines.register.core.kinds import kinds
from actionlines.register.doors.bulk import Dump, fields, list_names
from actionlines.register.preferences.schema import current

Node = dict[str, object]
CONFORMS = "http://mlcommons.org/croissant/1.0"
# That of Croissant is prescribed (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).
CONTEXTS: dict[str, Node] = json.loads(Path(__file__).with_name("data").joinpath("contexts.json").read_text("utf-8"))


def croissant(site: str, dump: Dump) -> dict[str, object]:
    """Return the description of the file `dump`. site: address of the register, before paths."""
    archive = {
        "@type": "cr:FileObject",
        "@id": "archive",
        "name": dump.name,
        "contentUrl": f"{site}/data/{dump.name}",
        "contentSize": f"{dump.size} B",
        "encodingFormat": "application/zip",
        "sha256": dump.sha256,
    }
    return {
        "@context": CONTEXTS["croissant"],
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": dump.path.stem,
        "description": f"Every public record of {current().name}: {', '.join(list_names().values())}."
        f" {current().say_missing('operator', 'contact', 'licence')}".rstrip(),
        **({"license": current().licence} if current().licence else {}),
        "url": f"{site}/data/",
        "datePublished": dump.day.isoformat(),
        "version": f"{dump.day.year}.{dump.day.month}.{dump.day.day}",
        "creator": {"@type": "sc:Organization", "name": current().owner, "url": site},
        "isLiveDataset": True,
        "distribution": [archive, *(_file(name) for name in list_names().values())],
        "recordSet": [_records(kind, name) for kind, name in list_names().items()],
    }


def _file(name: str) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}.csv",
        "name": f"{name}.csv",
        "containedIn": {"@id": "archive"},
        "contentUrl": f"{name}.csv",
        "encodingFormat": "text/csv",
    }


def _records(kind: str, name: str) -> dict[str, object]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "key": {"@id": f"{name}/id"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field}",
                "name": field,
                "description": meaning,
                "dataType": "sc:Integer" if field == "id" else "sc:Text",
                "source": {"fileObject": {"@id": f"{name}.csv"}, "extract": {"column": field}},
            }
            for field, meaning in fields(kind, "csv").items()
        ],
    }


_MEDIA = "https://www.iana.org/assignments/media-types/"
_EU = "http://publications.europa.eu/resource/authority/"
_FORMS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LANGUAGES = {"ar": "ARA", "en": "ENG", "es": "SPA", "fr": "FRA", "ru": "RUS", "zh": "ZHO"}
_SERVICES = (
    ("API", "/api/", "/api/openapi.json", "https://spec.openapis.org/oas/v3.1.0", "JSON"),
    ("OAI-PMH 2.0", "/oai", "/oai?verb=Identify", "http://www.openarchives.org/OAI/2.0/", "XML"),
)


def _node(address: str, kind: str, **more: object) -> Node:
    """Return a thing that is named by its address; DCAT-AP wants the class of each."""
    return {"@id": address, "@type": kind, **more}


def _concept(path: str, label: str) -> Node:
    return _node(_EU + path, "skos:Concept", **{"skos:prefLabel": {"@value": label, "@language": "en"}})


def _terms() -> Node:
    """Return the licence, where the operator has stated one."""
    licence = current().licence
    return {"dct:license": _node(licence, "dct:LicenseDocument")} if licence else {}


def _common(site: str) -> Node:
    """Return what the register says of itself with each data set and service."""
    card = current()
    identifiers = card.publisher.split()
    publisher = _node(next(iter(identifiers), f"{site}/#publisher"), "foaf:Agent", **{"foaf:name": card.owner})
    if identifiers[1:]:
        publisher["owl:sameAs"] = [{"@id": identifier} for identifier in identifiers[1:]]
    common: Node = {
        "dct:publisher": publisher,
        "dcat:theme": _concept("data-theme/GOVE", "Government and public sector"),
        "dcat:keyword": ["WSIS", "Sustainable Development Goals"],
        "dct:spatial": _node("https://sws.geonames.org/6295630/", "dct:Location"),
    }
    if card.contact:
        name, before = ("vcard:hasEmail", "mailto:") if "@" in card.contact else ("vcard:hasURL", "")
        way = {name: {"@id": before + card.contact}}
        common["dcat:contactPoint"] = _node(f"{site}/#contact", "vcard:Kind", **{"vcard:fn": card.owner, **way})
    return common


def catalogue(site: str, lists: dict[str, str], dump: Dump | None) -> dict[str, object]:
    """The catalogue, by DCAT-AP 3.0.1.

    site   address of the register, before paths
    lists  kind of record -> path of its list
    dump   the newest file with everything, where there is one
    """
    titles = {key: str(kind.harvest.title) for key, kind in kinds().items() if kind.harvest}
    common = _common(site)
    about = _("Everything that is public here can be taken along: by list, by record, as it changes, or all at once.")
    return {
        "@context": CONTEXTS["dcat"],
        **_node(f"{site}/data/catalogue.jsonld", "dcat:Catalog"),
        "dct:title": _("The register of Actionlines"),
        "dct:description": " ".join(filter(None, (about, current().say_missing("operator", "contact", "licence")))),
        "dct:publisher": common["dct:publisher"],
        "dct:spatial": common["dct:spatial"],
        "dct:language": [
            _node(f"{_EU}language/{_LANGUAGES[code[:2]]}", "dct:LinguisticSystem") for code in current().languages
        ],
        **_terms(),
        "dct:issued": _day(date.today()),
        "dct:modified": _day(date.today()),
        "dcat:themeTaxonomy": _node(f"{_EU}data-theme", "skos:ConceptScheme", **{"dct:title": "Data theme"}),
        "foaf:homepage": _node(f"{site}/", "foaf:Document"),
        "dcat:service": [
            {
                **_node(f"{site}{path}", "dcat:DataService"),
                **common,
                **_terms(),
                "dct:title": title,
                "dcat:endpointURL": {"@id": f"{site}{path}"},
                "dcat:endpointDescription": {"@id": f"{site}{described}"},
                "dct:conformsTo": _node(standard, "dct:Standard"),
                "dct:format": _node(f"{_EU}file-type/{form}", "dct:MediaTypeOrExtent"),
                "dcat:servesDataset": [{"@id": f"{site}{lists[kind]}"} for kind in titles],
            }
            for title, path, described, standard, form in _SERVICES
        ],
        "dcat:dataset": [
            {
                **_node(f"{site}{lists[kind]}", "dcat:Dataset"),
                **common,
                "dct:identifier": kind,
                "dct:title": title,
                "dct:description": f"{title}: {', '.join(fields(kind))}",
                "dcat:landingPage": _node(f"{site}{lists[kind]}#page", "foaf:Document"),
                "dcat:distribution": [
                    *(_list(site + lists[kind], form, title) for form in _FORMS),
                    *([_whole(site, dump)] if dump else []),
                ],
            }
            for kind, title in titles.items()
        ],
    }


def _distribution(address: str, title: str, form: str, media: str) -> Node:
    return {
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dct:description": f"{title} ({form})",
        "dct:format": _node(f"{_EU}file-type/{form}", "dct:MediaTypeOrExtent"),
        "dcat:mediaType": _node(_MEDIA + media, "dct:MediaType"),
        "dcat:accessURL": {"@id": address},
        "dcatap:availability": _concept("planned-availability/STABLE", "stable"),
        **_terms(),
    }


def _list(address: str, form: str, title: str) -> Node:
    made = _distribution(address, title, form.upper(), _FORMS[form])
    return {**made, "dcat:downloadURL": {"@id": f"{address}?as={form}"}}


def _whole(site: str, dump: Dump) -> dict[str, object]:
    return {
        **_distribution(f"{site}/data/", dump.name, "ZIP", "application/zip"),
        "dct:issued": _day(dump.day),
        "dcat:downloadURL": {"@id": f"{site}/data/{dump.name}"},
        "dcat:byteSize": {"@value": str(dump.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _node("spdx:checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
            "spdx:checksumValue": {"@value": dump.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}

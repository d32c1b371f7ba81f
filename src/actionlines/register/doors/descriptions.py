"""What catalogues read of the register: DCAT, Croissant, schema.org."""

from datetime import date

from django.utils.translation import gettext as _

from actionlines.register.core.kinds import kinds
from actionlines.register.doors.bulk import Dump, fields, list_names
from actionlines.register.preferences.schema import current

CONFORMS = "http://mlcommons.org/croissant/1.0"
# The context that the standard prescribes (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).
CROISSANT_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


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
        "@context": CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": dump.path.stem,
        "description": f"Every public record of {current().name}: {', '.join(list_names().values())}.",
        "url": f"{site}/data/",
        "datePublished": dump.day.isoformat(),
        "version": f"{dump.day.year}.{dump.day.month}.{dump.day.day}",
        "creator": {"@type": "sc:Organization", "name": current().operator or current().name, "url": site},
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


DCAT_CONTEXT = {
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
    titles = {key: str(kind.harvest.title) for key, kind in kinds().items() if kind.harvest}
    publisher = {"@id": f"{site}/", "@type": "foaf:Agent", "foaf:name": current().operator or current().name}
    return {
        "@context": DCAT_CONTEXT,
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
                "dct:title": title,
                "dct:description": f"{title}: {', '.join(fields(kind))}",
                "dct:publisher": publisher,
                "dcat:landingPage": {"@id": f"{site}{lists[kind]}"},
                "dcat:distribution": [
                    *(_list(site + lists[kind], form) for form in _FORMS),
                    *([_whole(site, dump)] if dump else []),
                ],
            }
            for kind, title in titles.items()
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

"""The file with everything as a data set for machine learning: Croissant 1.0 (MLCommons), as JSON-LD."""

from __future__ import annotations

from actionlines.register.preferences.schema import current
from actionlines.register.site.exchange.bulk import KINDS, Dump, fields

CONFORMS = "http://mlcommons.org/croissant/1.0"
# The context that the standard prescribes (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).
CONTEXT = {
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
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": dump.path.stem,
        "description": f"Every public record of {current().name}: {', '.join(KINDS.values())}.",
        "url": f"{site}/data/",
        "datePublished": dump.day.isoformat(),
        "version": f"{dump.day.year}.{dump.day.month}.{dump.day.day}",
        "creator": {"@type": "sc:Organization", "name": current().operator or current().name, "url": site},
        "isLiveDataset": True,
        "distribution": [archive, *(_file(name) for name in KINDS.values())],
        "recordSet": [_records(kind, name) for kind, name in KINDS.items()],
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

"""The framework as SKOS in JSON-LD, with identifiers that stay (https://www.w3.org/TR/skos-reference/)."""

from __future__ import annotations

from typing import Any

from actionlines.framework.concepts import SCHEMES, Concept, concepts
from actionlines.framework.framework import Framework
from actionlines.framework.manifest import read_manifest

BASE = "urn:actionlines:"

CONTEXT: dict[str, Any] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
    "definition": {"@id": "skos:definition", "@container": "@language"},
    "notation": "skos:notation",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "topConceptOf": {"@id": "skos:topConceptOf", "@type": "@id"},
    "hasTopConcept": {"@id": "skos:hasTopConcept", "@type": "@id"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "broadMatch": {"@id": "skos:broadMatch", "@type": "@id"},
    "related": {"@id": "skos:related", "@type": "@id"},
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id"},
    "source": "dct:source",
    "title": {"@id": "dct:title", "@container": "@language"},
    "version": "owl:versionInfo",
    "issued": "dct:issued",
}

_PREFIX = {"bodies": "body:", "countries": "country:", "areas": "area:", "connectivity": "connectivity:"}


def skos(framework: Framework) -> dict[str, Any]:
    """Return the JSON-LD document: schemes first, then concepts in the order of the data."""
    manifest = read_manifest(framework.folder)
    found = list(concepts(framework))
    iris = {(concept.scheme, concept.id): iri(concept.scheme, concept.id) for concept in found}
    by_id: dict[str, str] = {}
    for (_, name), address in iris.items():
        by_id.setdefault(name, address)
    graph: list[dict[str, Any]] = []
    for scheme, title in SCHEMES.items():
        tops = [iris[scheme, one.id] for one in found if one.scheme == scheme and not _inside(one, iris)]
        graph.append(
            {
                "@id": f"{BASE}scheme:{scheme}",
                "@type": "skos:ConceptScheme",
                "title": {"en": title},
                "version": manifest.version,
                "issued": manifest.date,
                "hasTopConcept": tops,
            }
        )
    graph += [_node(concept, iris, by_id) for concept in found]
    return {"@context": CONTEXT, "@graph": graph}


def iri(scheme: str, name: str) -> str:
    """An address that stays: `urn:actionlines:C5`, `urn:actionlines:sdg:9.c`, `urn:actionlines:body:itu`."""
    return f"{BASE}{_PREFIX.get(scheme, '')}{name}"


def _inside(concept: Concept, iris: dict[tuple[str, str], str]) -> bool:
    return any((concept.scheme, name) in iris for name in concept.broader)


def _node(concept: Concept, iris: dict[tuple[str, str], str], by_id: dict[str, str]) -> dict[str, Any]:
    scheme = f"{BASE}scheme:{concept.scheme}"
    node: dict[str, Any] = {
        "@id": iris[concept.scheme, concept.id],
        "@type": "skos:Concept",
        "notation": concept.id,
        "prefLabel": dict(concept.names),
        "inScheme": scheme,
        "source": concept.source,
    }
    if concept.others:
        node["altLabel"] = {"en": list(concept.others)}
    if concept.definition:
        node["definition"] = {"en": concept.definition}
    if not _inside(concept, iris):
        node["topConceptOf"] = scheme
    for name in concept.broader:
        # A country's region belongs to another scheme, which SKOS states as a mapping.
        within = (concept.scheme, name) in iris
        node.setdefault("broader" if within else "broadMatch", []).append(by_id[name])
    if concept.related:
        node["related"] = [by_id[name] for name in concept.related]
    if concept.same:
        node["exactMatch"] = [by_id[name] for name in concept.same]
    return node

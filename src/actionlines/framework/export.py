"""The framework as files: JSON (every table), SKOS in JSON-LD (concepts), CSV (one row per concept).

The bytes depend on the data alone: no clock, no order of a set. A file appears whole or not at all.
"""

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from actionlines.errors import OutputError
from actionlines.framework.called import names_of
from actionlines.framework.framework import Framework
from actionlines.framework.manifest import read_manifest
from actionlines.framework.model import LANGUAGES
from actionlines.json_types import JsonObject

BASE = "urn:actionlines:"

CONTEXT: JsonObject = {
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
TABLES = (
    "action_lines",
    "facilitators",
    "goals",
    "targets",
    "indicators",
    "matrix",
    "objectives",
    "commitments",
    "connectivity",
    "countries",
    "areas",
    "memberships",
    "offices",
    "bodies",
    "groups",
)


def export(framework: Framework, form: str, out: Path) -> int:
    """Writes the framework to `out` as `json`, `skos` or `csv`; returns the number of bytes.

    Raises OutputError for another form, or when the file cannot be written.
    """
    if (maker := _FORMS.get(form)) is None:
        raise OutputError(form, "is not a form of export", f"Choose one of {', '.join(_FORMS)}.")
    content = maker(framework).encode("utf-8")
    write_whole(out, content)
    return len(content)


def write_whole(out: Path, content: bytes) -> None:
    """Writes beside the file first and renames, so that a reader never meets half a file."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(out)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as cause:
        problem = cause.strerror or type(cause).__name__
        raise OutputError(str(out), f"cannot be written ({problem})", "Choose another place.") from cause


def as_json(framework: Framework) -> str:
    """Return every table as a list of objects, with version and date of the data."""
    manifest = read_manifest(framework.folder)
    content: JsonObject = {"version": manifest.version, "date": manifest.date}
    for name in TABLES:
        table = getattr(framework, name)
        content[name] = [plain(row) for row in (table.values() if isinstance(table, Mapping) else table)]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def plain(value: object) -> Any:
    """Return a frozen row as what JSON knows: objects, lists, text, numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value


def as_skos(framework: Framework) -> str:
    """Concept schemes and concepts in JSON-LD."""
    return json.dumps(skos(framework), ensure_ascii=False, indent=1) + "\n"


def as_csv(framework: Framework) -> str:
    """Return one row per concept: id, scheme, broader, a name per language, source."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["id", "scheme", "broader", *LANGUAGES, "source"])
    for concept in concepts(framework):
        writer.writerow([harmless(cell) for cell in _cells(concept)])
    return out.getvalue()


def _cells(concept: "Concept") -> list[str]:
    names = [concept.names.get(lang, "") for lang in LANGUAGES]
    return [concept.id, concept.scheme, "; ".join(concept.broader), *names, concept.source]


def harmless(cell: str) -> str:
    """Return the cell, with an apostrophe before what a spreadsheet would run as a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


_FORMS: Mapping[str, Callable[[Framework], str]] = {"json": as_json, "skos": as_skos, "csv": as_csv}


def skos(framework: Framework) -> JsonObject:
    """Return the JSON-LD document: schemes first, then concepts in the order of the data."""
    manifest = read_manifest(framework.folder)
    rows = list(concepts(framework))
    iris = {(concept.scheme, concept.id): iri(concept.scheme, concept.id) for concept in rows}
    by_id: dict[str, str] = {}
    for (_, name), address in iris.items():
        by_id.setdefault(name, address)
    graph: list[JsonObject] = []
    for scheme, title in SCHEMES.items():
        tops = [iris[scheme, row.id] for row in rows if row.scheme == scheme and not _inside(row, iris)]
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
    graph += [_node(concept, iris, by_id) for concept in rows]
    return {"@context": CONTEXT, "@graph": graph}


def iri(scheme: str, name: str) -> str:
    """An address that stays: `urn:actionlines:C5`, `urn:actionlines:sdg:9.c`, `urn:actionlines:body:itu`."""
    return f"{BASE}{_PREFIX.get(scheme, '')}{name}"


def _inside(concept: "Concept", iris: dict[tuple[str, str], str]) -> bool:
    return any((concept.scheme, name) in iris for name in concept.broader)


def _node(concept: "Concept", iris: dict[tuple[str, str], str], by_id: dict[str, str]) -> JsonObject:
    scheme = f"{BASE}scheme:{concept.scheme}"
    node: JsonObject = {
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


SCHEMES: Mapping[str, str] = {
    "action-lines": "WSIS Action Lines",
    "sdg": "Sustainable Development Goals, targets and indicators",
    "gdc": "Global Digital Compact: objectives, commitments, follow-up",
    "connectivity": "Targets of universal and meaningful connectivity for 2030",
    "bodies": "Bodies and stakeholders that can be asked for something",
    "areas": "Regions, commissions and groups of countries",
    "countries": "Countries and areas",
    "offices": "Regional and area offices of ITU",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """`broader`, `related` and `same` hold ids; `others` are further names in English."""

    id: str
    scheme: str
    names: Mapping[str, str]
    source: str
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    definition: str = ""


def concepts(framework: Framework) -> Iterator[Concept]:
    """Yield all concepts, scheme by scheme, in the order of the data files."""
    for part in (_lines, _sdg, _compact, _connectivity, _bodies, _areas, _countries, _offices):
        yield from part(framework)


def _some(*ids: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for id_ in ids if id_))


def _lines(framework: Framework) -> Iterator[Concept]:
    for line in framework.action_lines.values():
        linked = (link.target or link.goal for link in framework.matrix if link.action_line == line.id)
        yield Concept(
            line.id,
            "action-lines",
            line.names,
            line.source,
            broader=_some(line.parent),
            related=_some(*linked),
            definition=line.description,
        )


def _sdg(framework: Framework) -> Iterator[Concept]:
    lines: dict[str, list[str]] = {}
    for link in framework.matrix:
        lines.setdefault(link.target or link.goal, []).append(link.action_line)
    for goal in framework.goals.values():
        yield Concept(goal.id, "sdg", goal.names, goal.source, related=_some(*lines.get(goal.id, ())))
    for target in framework.targets.values():
        names, linked = names_of(framework, target.id), _some(*lines.get(target.id, ()))
        yield Concept(target.id, "sdg", names, target.source, broader=(target.goal,), related=linked)
    for indicator in framework.indicators.values():
        names, broader = names_of(framework, indicator.id), (indicator.target,)
        yield Concept(indicator.id, "sdg", names, indicator.source, broader=broader, same=_some(indicator.repeats))


def _compact(framework: Framework) -> Iterator[Concept]:
    for objective in framework.objectives.values():
        yield Concept(objective.id, "gdc", names_of(framework, objective.id), objective.source)
    for commitment in framework.commitments.values():
        names, broader = names_of(framework, commitment.id), _some(commitment.objective)
        yield Concept(commitment.id, "gdc", names, commitment.source, broader=broader, related=commitment.goals)


def _connectivity(framework: Framework) -> Iterator[Concept]:
    for target in framework.connectivity.values():
        names = {"en": target.title}
        yield Concept(target.id, "connectivity", names, target.source, related=target.indicators)


def _bodies(framework: Framework) -> Iterator[Concept]:
    for body in framework.bodies.values():
        known = (*body.acronyms, *body.aliases)
        others = (name for name in known if name.lower() != body.name.lower())
        names, broader = names_of(framework, body.id), _some(body.parent)
        yield Concept(body.id, "bodies", names, body.source, broader=broader, others=_some(*others))


def _areas(framework: Framework) -> Iterator[Concept]:
    for area in framework.areas.values():
        names, broader, related = names_of(framework, area.id), _some(area.parent), _some(area.body)
        yield Concept(area.id, "areas", names, area.source, broader=broader, related=related)


def _countries(framework: Framework) -> Iterator[Concept]:
    """Only geography is stated: the other memberships change with time and are in the JSON export."""
    for country in framework.countries.values():
        broader = _some(country.subregion or country.region)
        yield Concept(country.id, "countries", country.names, country.source, broader=broader)


def _offices(framework: Framework) -> Iterator[Concept]:
    for office in framework.offices.values():
        related = _some(office.area, office.country)
        yield Concept(office.id, "offices", {"en": office.city}, office.source, related=related)

"""Every row that can be pointed at, in one shape: what lists, exports and searches need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from actionlines.framework.called import names_of
from actionlines.framework.framework import Framework

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
    for connectivity_target in framework.connectivity.values():
        names = {"en": connectivity_target.title}
        yield Concept(
            connectivity_target.id,
            "connectivity",
            names,
            connectivity_target.source,
            related=connectivity_target.indicators,
        )


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

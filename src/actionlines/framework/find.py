"""Anything by its id, with what it is linked to."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from actionlines.errors import UnknownConcept
from actionlines.framework.bodies import NAMED, Body, is_label, resolve_name
from actionlines.framework.called import find_bodies
from actionlines.framework.framework import Framework, load
from actionlines.framework.model import ActionLine, Area, Commitment, Country, Goal, Indicator, Target
from actionlines.json_types import JsonObject


@dataclass(frozen=True, slots=True)
class FoundConcept:
    """A row of the framework, and lists of ids by the name of the link."""

    row: Any
    links: JsonObject


def find_concept(framework: Framework, name: str) -> FoundConcept:
    """Return the row with this id (`C5`, `sdg:9.c`, `gdc:11a`, `KEN`, `itu`, `LDC`, …), or the body of this name.

    Raises UnknownConcept; its advice names what comes near.
    """
    for lookup in _iterate_lookups(framework):
        try:
            row = lookup(name)
        except UnknownConcept:
            continue
        return FoundConcept(row, _links_of(framework, row))
    named = find_bodies(name)
    if len(named) == 1:
        row = framework.body(named[0])
        return FoundConcept(row, _links_of(framework, row))
    if near := named or resolve_name(name):
        advice = f"Did you mean {' or '.join(near)}?"
    elif re.fullmatch(r"[Cc]\d+\S*", name):
        advice = "Action lines are C1 to C11, with C7-ehealth and the other parts of C7."
    else:
        advice = "`actionlines framework list KIND` shows all ids of a kind, such as bodies."
    raise UnknownConcept(name, "this id is unknown", advice)


def find_body(name: str) -> str:
    """Return the id of a body (`itu`, "International Telecommunication Union") or a country (`KEN`).

    The label of a body without an id (`other:Expert Group on Wells`) stays. Raises UnknownConcept for a name that
    is neither.
    """
    if name.startswith(NAMED) and is_label(name):
        return name
    row = find_concept(load(), name).row
    if not isinstance(row, (Body, Country)):
        raise UnknownConcept(name, "is neither a body nor a country", "Name one: itu, secretary-general, KEN.")
    return row.id


def _iterate_lookups(framework: Framework) -> Iterator[Callable[[str], Any]]:
    yield framework.action_line
    yield framework.goal
    yield framework.target
    yield framework.indicator
    yield framework.commitment
    for table in (framework.objectives, framework.connectivity, framework.areas, framework.offices):
        yield _look_up(table)
    yield framework.body
    yield framework.country


def _look_up(table: Any) -> Callable[[str], Any]:
    def lookup(name: str) -> Any:
        """Return the row with this id; UnknownConcept where the table has none."""
        if name not in table:
            raise UnknownConcept(name, "no such id")
        return table[name]

    return lookup


def _links_of(framework: Framework, row: object) -> JsonObject:
    match row:
        case ActionLine():
            return _of_line(framework, row)
        case Goal():
            inside = [target.id for target in framework.targets.values() if target.goal == row.id]
            commitments = [commitment.id for commitment in framework.commitments.values() if row.id in commitment.goals]
            lines = list(framework.matrix.lines_for(row.id))
            return {"targets": inside, "action lines": lines, "commitments": commitments}
        case Target():
            inside = [indicator.id for indicator in framework.indicators_of(row.id)]
            return {"indicators": inside, "action lines": list(framework.matrix.lines_for(row.id))}
        case Indicator():
            first = row.repeats or row.id
            same = [
                indicator.id
                for indicator in framework.indicators.values()
                if first in (indicator.id, indicator.repeats)
            ]
            return {"also listed as": [listed for listed in same if listed != row.id]}
        case Commitment():
            return {}
        case Area():
            return {"members": list(framework.members(row.id))}
        case Country():
            return {"areas": list(framework.areas_of(row.id))}
        case Body():
            inside = [body.id for body in framework.bodies.values() if body.parent == row.id]
            roles = [
                f"{facilitator.action_line} {facilitator.role}"
                for facilitator in framework.facilitators
                if facilitator.body == row.id
            ]
            return {"bodies in it": inside, "facilitates": roles}
    return {}


def _of_line(framework: Framework, line: ActionLine) -> JsonObject:
    linked = [link.target or link.goal for link in framework.matrix.links(line.id)]
    roles = [f"{facilitator.body} {facilitator.role}" for facilitator in framework.facilitators_of(line.id)]
    return {
        "lines in it": [child.id for child in framework.children(line.id)],
        "facilitators": roles,
        "goals and targets": list(dict.fromkeys(linked)),
    }

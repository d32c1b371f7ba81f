"""A road map: proposals of a program for one or more action lines, and the decisions of people.

    RoadMap
    ├── items       targets, goals, commitments and indicators: proposed, taken or left
    ├── metrics     what people measure besides
    ├── milestones  results with due date, lead, and the mandates that they serve
    └── narratives  what people wrote, by section

Everything is plain frozen values: it is made from an account and from a record of the register alike. Dates are
ISO dates, "" for none; concepts are ids of the framework; what something `serves` is a concept, or `mandate:12`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ItemKind = Literal["target", "goal", "commitment", "indicator"]
Decision = Literal["proposed", "taken", "left"]
# Sections that people write; the first stands at the beginning of the paper, the others in their sections.
NARRATIVES = ("purpose", "mandates", "targets", "activities", "resources", "next-steps")


@dataclass(frozen=True, slots=True)
class Item:
    """A part that the road map may hold, and the decision on it.

    ref     id of the framework (`sdg:9.c`, `gdc:11a`, `sdg:17.8.1`)
    matrix  the WSIS-SDG Matrix links it; seen: mandates or activities speak to it
    """

    kind: ItemKind
    ref: str
    decision: Decision = "proposed"
    matrix: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of the people who write the road map. Baseline and aim are as they wrote them, with the year."""

    id: int
    name: str
    definition: str = ""
    unit: str = ""
    source: str = ""
    frequency: str = ""
    responsible: str = ""
    baseline: str = ""
    baseline_year: str = ""
    aim: str = ""
    aim_year: str = ""
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A result that is due by `due`; `done` is the day on which it was reached."""

    id: int
    what: str
    due: str = ""
    lead: str = ""
    serves: tuple[str, ...] = ()
    done: str = ""


@dataclass(frozen=True, slots=True)
class Narrative:
    """Paragraphs that people wrote for a section of NARRATIVES; `by` is what the paper says of them."""

    section: str
    text: str
    by: str = ""


@dataclass(frozen=True)
class RoadMap:
    """A road map. `status` is that of the record, "" for a proposal; `starts`, `ends` are years or dates."""

    id: str
    title: str
    lines: tuple[str, ...]
    language: str = "en"
    starts: str = ""
    ends: str = ""
    items: tuple[Item, ...] = ()
    metrics: tuple[Metric, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    status: str = ""
    version: int = 0

    @cached_property
    def _decisions(self) -> Mapping[tuple[str, str], Decision]:
        return {(one.kind, one.ref): one.decision for one in self.items}

    @cached_property
    def taken(self) -> tuple[str, ...]:
        """Return goals, targets and commitments that people took."""
        return tuple(one.ref for one in self.items if one.decision == "taken" and one.kind != "indicator")

    def decision(self, kind: ItemKind, ref: str) -> Decision:
        """Return the decision of people on an item; `proposed` where there is none."""
        return self._decisions.get((kind, ref), "proposed")

    def narrative(self, section: str) -> tuple[Narrative, ...]:
        """Return the texts that people wrote for a section."""
        return tuple(one for one in self.narratives if one.section == section and one.text.strip())

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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from actionlines.framework import load
from actionlines.papers.account.model import CONFIRMED, Account, Activity, Envelope, Linked, Mandate
from actionlines.papers.account.question import covers, lines_in, link_strength

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


ACCEPTED = ("confirmed", "under_way", "delivered", "overdue")
# A proposal from this probability on is shown among what is seen; a weaker one needs another beside it.
SURE = 0.5


@dataclass(frozen=True, slots=True)
class LinkedConcept:
    """A goal, target or commitment, and its links to the lines.

    lines       those of the lines that it is linked to, by the matrix or by texts
    matrix      the WSIS-SDG Matrix links it; `doubtful` where only one of its two tables does
    mandates    numbers of mandates of the lines that speak to it; `activities` of activities
    confirmed   whether a person confirmed one of these links
    p           the highest probability of those that are only proposed
    """

    concept: str
    level: str
    lines: tuple[str, ...]
    matrix: bool
    doubtful: bool
    mandates: tuple[int, ...]
    activities: tuple[int, ...]
    confirmed: bool
    p: float

    @property
    def seen(self) -> bool:
        """Return whether texts or activities speak to it."""
        return bool(self.mandates or self.activities)


@dataclass(frozen=True)
class LineScope:
    """The part of an account that speaks to one of `lines`, with all figures."""

    account: Account
    lines: tuple[str, ...]

    @classmethod
    def of(cls, account: Account, lines: Iterable[str]) -> LineScope:
        """Narrow an account to lines. A question on these lines has the same answer in both accounts."""
        wanted = tuple(lines)
        kept = replace(
            account,
            mandates=tuple(one for one in account.mandates if lines_in(one.links, wanted)),
            besides=tuple(one for one in account.besides if lines_in(one.links, wanted)),
            activities=tuple(one for one in account.activities if lines_in(one.links, wanted)),
            envelopes=tuple(
                one
                for one in account.envelopes
                if any(covers(line, held) for line in wanted for held in one.lines)
            ),
        )
        return cls(kept, wanted)

    @property
    def asked(self) -> str:
        """Return the lines as the filter of a question."""
        return ",".join(self.lines)

    @cached_property
    def accepted(self) -> tuple[Mandate, ...]:
        """Return the mandates that people confirmed, whatever their status is now."""
        return tuple(one for one in self.account.mandates if one.status in ACCEPTED)

    @cached_property
    def proposed(self) -> tuple[Mandate, ...]:
        """Return mandates that only the program found, those surest to touch a line first."""
        found = [one for one in self.account.mandates if one.status == "proposed"]
        return tuple(sorted(found, key=lambda one: -link_strength(one.links, self.lines)[1]))

    @property
    def envelopes(self) -> tuple[Envelope, ...]:
        """Return envelopes for one of the lines."""
        return self.account.envelopes

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Return activities on one of the lines."""
        return self.account.activities

    @cached_property
    def served(self) -> Mapping[int, tuple[int, ...]]:
        """Return mandate -> activities that answer it."""
        found: dict[int, list[int]] = {}
        for one in self.account.activities:
            for mandate, _status in one.mandates:
                found.setdefault(mandate, []).append(one.id)
        return {mandate: tuple(ids) for mandate, ids in found.items()}

    @cached_property
    def spoken(self) -> tuple[LinkedConcept, ...]:
        """Return goals, targets and commitments in the order of the framework."""
        mandates: dict[str, list[tuple[int, Linked, tuple[str, ...]]]] = {}
        activities: dict[str, list[tuple[int, Linked, tuple[str, ...]]]] = {}
        for records, found in ((self.account.mandates, mandates), (self.account.activities, activities)):
            for record in records:
                lines = lines_in(record.links, self.lines)
                for link in record.links:
                    if link.level != "action_line":
                        found.setdefault(link.concept, []).append((record.id, link, lines))
        held = matrix_of(self.lines)
        framework = load()
        known = (*framework.goals, *framework.targets, *framework.commitments)
        return tuple(
            _linked_concept(one, mandates.get(one, []), activities.get(one, []), held.get(one))
            for one in known
            if one in mandates or one in activities or one in held
        )

    def with_taken(self, taken: Iterable[str]) -> tuple[LinkedConcept, ...]:
        """Return `spoken`, and what people took besides, which neither the matrix nor a text links."""
        known = {one.concept for one in self.spoken}
        return self.spoken + tuple(
            LinkedConcept(one, level_of(one), (), False, False, (), (), False, 0.0)
            for one in dict.fromkeys(taken)
            if one not in known
        )

    def of_level(self, level: str) -> tuple[LinkedConcept, ...]:
        """Return what is spoken to at a level: `goal`, `target` or `commitment`."""
        return tuple(one for one in self.spoken if one.level == level)


def _linked_concept(
    concept: str,
    mandates: list[tuple[int, Linked, tuple[str, ...]]],
    activities: list[tuple[int, Linked, tuple[str, ...]]],
    held: tuple[tuple[str, ...], bool] | None,
) -> LinkedConcept:
    links = [link for _, link, _ in (*mandates, *activities)]
    lines = (line for _, _, lines in (*mandates, *activities) for line in lines)
    return LinkedConcept(
        concept,
        level_of(concept),
        tuple(dict.fromkeys((*(held[0] if held else ()), *lines))),
        held is not None,
        held is not None and held[1],
        tuple(dict.fromkeys(number for number, _, _ in mandates)),
        tuple(dict.fromkeys(number for number, _, _ in activities)),
        any(link.status == CONFIRMED for link in links),
        max((link.p for link in links if link.status != CONFIRMED), default=0.0),
    )


def level_of(concept: str) -> str:
    """Return the level of an id of the framework: `goal`, `target` or `commitment`."""
    if concept.startswith("gdc:"):
        return "commitment"
    return "target" if "." in concept else "goal"


@lru_cache(maxsize=256)
def matrix_of(lines: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, ...], bool]]:
    """Return goal or target -> (lines that the matrix links to it, whether all such links are doubtful).

    A link to a goal as a whole names the goal; one to a target names the target alone.
    """
    found: dict[str, tuple[tuple[str, ...], bool]] = {}
    for line in lines:
        for link in load().matrix.links(line):
            concept = link.target or link.goal
            known, doubtful = found.get(concept, ((), True))
            found[concept] = (tuple(dict.fromkeys((*known, line))), doubtful and link.doubtful)
    return found

"""A road map: proposals of a program for one or more action lines, and the decisions of people.

    RoadMap
    ├── items       targets, goals, commitments and indicators: proposed, taken or left
    ├── metrics     what people measure besides
    ├── milestones  results with due date, lead, and the mandates that they serve
    └── narratives  what people wrote, by section

Everything is plain frozen values: it is made from an account and from a record of the register alike. Dates are
ISO dates, "" for none; concepts are ids of the framework; what something `serves` is a concept, or `mandate:12`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Literal

from actionlines.framework import load
from actionlines.indicators.areas import ict_indicators
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.model import CONFIRMED, Account, ActivityRecord, Envelope, Linked, MandateRecord
from actionlines.papers.account.question import covers, lines_in, link_strength

ItemKind = Literal["target", "goal", "commitment", "indicator"]
Decision = Literal["proposed", "taken", "left"]
# Sections that people write; the first is at the beginning of the paper, the others in their sections.
NARRATIVES = ("purpose", "mandates", "targets", "activities", "resources", "next-steps")


@dataclass(frozen=True, slots=True)
class Item:
    """A part that the road map may hold, and the decision on it.

    ref     id of the framework (`sdg:9.c`, `gdc:11a`, `sdg:17.8.1`)
    matrix  the WSIS-SDG Matrix links it; seen: mandates or activities are about it
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
        return {(item.kind, item.ref): item.decision for item in self.items}

    @cached_property
    def taken(self) -> tuple[str, ...]:
        """Return goals, targets and commitments that people took."""
        return tuple(item.ref for item in self.items if item.decision == "taken" and item.kind != "indicator")

    def decision(self, kind: ItemKind, ref: str) -> Decision:
        """Return the decision of people on an item; `proposed` where there is none."""
        return self._decisions.get((kind, ref), "proposed")

    def narrative(self, section: str) -> tuple[Narrative, ...]:
        """Return the texts that people wrote for a section."""
        return tuple(
            narrative for narrative in self.narratives if narrative.section == section and narrative.text.strip()
        )


ACCEPTED = ("confirmed", "under_way", "delivered", "overdue")
# A proposal from this probability on is shown among what is seen; a weaker one needs another beside it.
SURE = 0.5


@dataclass(frozen=True, slots=True)
class LinkedConcept:
    """A goal, target or commitment, and its links to the lines.

    lines       those of the lines that it is linked to, by the matrix or by texts
    matrix      the WSIS-SDG Matrix links it; `doubtful` where only one of its two tables does
    mandates    numbers of mandates of the lines that are about it; `activities` of activities
    confirmed   whether a person confirmed one of these links
    p           the highest probability of those that are only proposed
    accepted_with  where all that are confirmed were accepted with others, how many others at least
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
    accepted_with: int = 0

    @property
    def seen(self) -> bool:
        """Return whether mandates or activities are aligned with the concept."""
        return bool(self.mandates or self.activities)


@dataclass(frozen=True)
class LineScope:
    """The part of an account on one of `lines`, with all figures."""

    account: Account
    lines: tuple[str, ...]

    @classmethod
    def of(cls, account: Account, lines: Iterable[str]) -> "LineScope":
        """Narrow an account to lines. A question on these lines has the same answer in both accounts."""
        wanted = tuple(lines)
        narrowed = replace(
            account,
            mandates=tuple(mandate for mandate in account.mandates if lines_in(mandate.links, wanted)),
            besides=tuple(mandate for mandate in account.besides if lines_in(mandate.links, wanted)),
            activities=tuple(activity for activity in account.activities if lines_in(activity.links, wanted)),
            funded=tuple(part for part in account.funded if lines_in(part.links, wanted)),
            envelopes=tuple(
                envelope
                for envelope in account.envelopes
                if any(covers(line, held) for line in wanted for held in envelope.lines)
            ),
        )
        return cls(narrowed, wanted)

    @property
    def asked(self) -> str:
        """Return the lines as the filter of a question."""
        return ",".join(self.lines)

    @cached_property
    def accepted(self) -> tuple[MandateRecord, ...]:
        """Return the mandates in force that people confirmed, those with the next dates first."""
        mandates = [mandate for mandate in self.account.mandates if mandate.status in ACCEPTED]
        return tuple(sorted(mandates, key=lambda mandate: mandate.due_on or "9999"))

    @cached_property
    def proposed(self) -> tuple[MandateRecord, ...]:
        """Return mandates that only the program found, those surest to touch a line first."""
        mandates = [mandate for mandate in self.account.mandates if mandate.status == "proposed"]
        return tuple(sorted(mandates, key=lambda mandate: -link_strength(mandate.links, self.lines)[1]))

    @property
    def envelopes(self) -> tuple[Envelope, ...]:
        """Return envelopes for one of the lines."""
        return self.account.envelopes

    @property
    def activities(self) -> tuple[ActivityRecord, ...]:
        """Return activities on one of the lines."""
        return self.account.activities

    @cached_property
    def served(self) -> Mapping[int, tuple[int, ...]]:
        """Return mandate -> activities that answer it."""
        matches: dict[int, list[int]] = {}
        for activity in self.account.activities:
            for mandate, _status in activity.mandates:
                matches.setdefault(mandate, []).append(activity.id)
        return {mandate: tuple(ids) for mandate, ids in matches.items()}

    @cached_property
    def spoken(self) -> tuple[LinkedConcept, ...]:
        """Return goals, targets and commitments in the order of the framework."""
        mandates: dict[str, list[tuple[int, Linked, tuple[str, ...]]]] = {}
        activities: dict[str, list[tuple[int, Linked, tuple[str, ...]]]] = {}
        for records, matches in ((self.account.mandates, mandates), (self.account.activities, activities)):
            for record in records:
                lines = lines_in(record.links, self.lines)
                for link in record.links:
                    if link.level != "action_line":
                        matches.setdefault(link.concept, []).append((record.id, link, lines))
        held = matrix_of(self.lines)
        framework = load()
        known = (*framework.goals, *framework.targets, *framework.commitments)
        return tuple(
            _linked_concept(name, mandates.get(name, []), activities.get(name, []), held.get(name))
            for name in known
            if name in mandates or name in activities or name in held
        )

    def with_taken(self, taken: Iterable[str]) -> tuple[LinkedConcept, ...]:
        """Return `spoken`, and what people took besides, which neither the matrix nor a text links."""
        known = {label.concept for label in self.spoken}
        return self.spoken + tuple(
            LinkedConcept(item, level_of(item), (), False, False, (), (), False, 0.0)
            for item in dict.fromkeys(taken)
            if item not in known
        )

    def of_level(self, level: str) -> tuple[LinkedConcept, ...]:
        """Return what is addressed at a level: `goal`, `target` or `commitment`."""
        return tuple(label for label in self.spoken if label.level == level)


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
        min((link.accepted_with for link in links if link.status == CONFIRMED), default=0),
    )


@cache
def is_ict_target(target: str) -> bool:
    """Return whether one of the target's indicators is of ICTs."""
    return not ict_indicators().isdisjoint(indicators_of_target(target))


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
    matches: dict[str, tuple[tuple[str, ...], bool]] = {}
    for line in lines:
        for link in load().matrix.links(line):
            concept = link.target or link.goal
            known, doubtful = matches.get(concept, ((), True))
            matches[concept] = (tuple(dict.fromkeys((*known, line))), doubtful and link.doubtful)
    return matches

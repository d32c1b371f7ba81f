"""What an alignment is: labels with probabilities, and the words that carried each of them.

    Alignment                 of one text
    ├── action_lines          labels above the threshold of their level, highest first
    ├── goals, targets, commitments
    ├── evidence              spans of the text, with the label that they speak for and their weight
    └── links                 action line and goal or target found together: in the matrix, or new
    DocumentAlignment         of a document: the same for the whole, and the passages beneath

Identifiers are those of the framework: `C5`, `C7-ehealth`, `sdg:9`, `sdg:9.c`, `gdc:11a`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["action_lines", "goals", "targets", "commitments"]
LEVELS: tuple[Level, ...] = ("action_lines", "goals", "targets", "commitments")


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that a text speaks to. `p` is a calibrated probability, 0 to 1.

    `stated`: the text names it ("SDG 9.c", "Action Line C2"), so that p is 1.
    """

    id: str
    p: float
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """`text[start:end]` speaks for `label` with `weight`, its share of all that speaks for it (0 to 1)."""

    label: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class MatrixLink:
    """An action line and a goal or target that one text speaks to.

    `known`: the WSIS-SDG Matrix has the link. `doubtful`: it has it in a cell that is marked so.
    """

    action_line: str
    concept: str
    known: bool
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """Labels of one text. `language` is "" when it is none of the six, and then there are no labels.

    `scores` holds p of every label, where asked for.
    """

    language: str
    action_lines: tuple[Label, ...] = ()
    goals: tuple[Label, ...] = ()
    targets: tuple[Label, ...] = ()
    commitments: tuple[Label, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    links: tuple[MatrixLink, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether the text speaks to anything at all."""
        return any(self.labels(level) for level in LEVELS)

    def labels(self, level: Level) -> tuple[Label, ...]:
        """Return the labels of one level, highest first."""
        found: tuple[Label, ...] = getattr(self, level)
        return found

    def evidence_for(self, label: str) -> tuple[Evidence, ...]:
        """Return the spans that speak for one label, strongest first."""
        return tuple(one for one in self.evidence if one.label == label)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a document and what it speaks to. `paragraph` is its id."""

    paragraph: str
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class DocumentLabel:
    """What a document speaks to. `p` of the whole; `passages` are paragraph ids, strongest first."""

    id: str
    p: float
    passages: tuple[str, ...]
    stated: bool = False


@dataclass(frozen=True, slots=True)
class DocumentAlignment:
    """Labels of a whole document and its passages, in reading order; passages without labels are kept."""

    passages: tuple[Passage, ...]
    action_lines: tuple[DocumentLabel, ...] = ()
    goals: tuple[DocumentLabel, ...] = ()
    targets: tuple[DocumentLabel, ...] = ()
    commitments: tuple[DocumentLabel, ...] = ()
    links: tuple[MatrixLink, ...] = ()

    def labels(self, level: Level) -> tuple[DocumentLabel, ...]:
        """Return the labels of one level, highest first."""
        found: tuple[DocumentLabel, ...] = getattr(self, level)
        return found

"""What an alignment is: labels with probabilities, and the words that carried each of them.

    Alignment                 of one text
    ├── action_lines          labels with a grade, highest first
    ├── goals, targets, commitments
    ├── evidence              spans of the text, with the label that they speak for and their weight
    └── links                 action line and goal or target found together: in the matrix, or new
    DocumentAlignment         of a document: the same for the whole, and the passages beneath

Identifiers are those of the framework: `C5`, `C7-ehealth`, `sdg:9`, `sdg:9.c`, `gdc:11a`.

The labels that a text can get, in one fixed order: action lines, goals, targets, commitments.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from actionlines.framework import load
from actionlines.framework.framework import Framework
from actionlines.framework.tables import read_table

Level = Literal["action_lines", "goals", "targets", "commitments"]
# How sure a label is: a text names it or the model is nearly sure; a reader would grant it; the best of a text of
# which nothing is likely.
Grade = Literal["certain", "likely", "perhaps"]
LEVELS: tuple[Level, ...] = ("action_lines", "goals", "targets", "commitments")


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that a text is about. `p` is a calibrated probability, 0 to 1.

    `stated`: the text cites it ("SDG 9.c", "Action Line C2"), so that p is 1.
    """

    id: str
    p: float
    stated: bool = False
    grade: Grade = "likely"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`text[start:end]` speaks for `label` with `weight`, its share of all that speaks for it (0 to 1)."""

    label: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class MatrixLink:
    """An action line and a goal or target that one text is about.

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
        """Return whether the text is about anything at all."""
        return any(self.labels(level) for level in LEVELS)

    def labels(self, level: Level) -> tuple[Label, ...]:
        """Return the labels of one level, highest first."""
        of_level: tuple[Label, ...] = getattr(self, level)
        return of_level

    def evidence_for(self, label: str) -> tuple[Evidence, ...]:
        """Return the spans that speak for one label, strongest first."""
        return tuple(span for span in self.evidence if span.label == label)


@dataclass(frozen=True, slots=True)
class AlignedPassage:
    """One paragraph of a document and what it is about. `paragraph` is its id."""

    paragraph: str
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class DocumentLabel:
    """What a document is about. `p` of the whole; `passages` are paragraph ids, strongest first."""

    id: str
    p: float
    passages: tuple[str, ...]
    stated: bool = False
    grade: Grade = "likely"


@dataclass(frozen=True, slots=True)
class DocumentAlignment:
    """Labels of a whole document and its passages, in reading order; passages without labels are kept."""

    passages: tuple[AlignedPassage, ...]
    action_lines: tuple[DocumentLabel, ...] = ()
    goals: tuple[DocumentLabel, ...] = ()
    targets: tuple[DocumentLabel, ...] = ()
    commitments: tuple[DocumentLabel, ...] = ()
    links: tuple[MatrixLink, ...] = ()

    def labels(self, level: Level) -> tuple[DocumentLabel, ...]:
        """Return the labels of one level, highest first."""
        document_labels: tuple[DocumentLabel, ...] = getattr(self, level)
        return document_labels


@dataclass(frozen=True)
class Labels:
    """`ids[places[level]]` are the labels of a level."""

    ids: tuple[str, ...]
    places: Mapping[Level, slice]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Return the place of each label by its id."""
        return {id_: place for place, id_ in enumerate(self.ids)}

    @cached_property
    def goal_of(self) -> tuple[int, ...]:
        """For each target, in order, the place of its goal."""
        return tuple(self.index[target.rpartition(".")[0]] for target in self.of("targets"))

    def of(self, level: Level) -> tuple[str, ...]:
        """Return the ids of the labels of a level."""
        return self.ids[self.places[level]]

    def __len__(self) -> int:
        return len(self.ids)


def grade_of(level: str, p: float, likely: float = 0) -> Grade:
    """Return the grade of a label with p; `likely` is the threshold of another model than that of the package.

    >>> [grade_of("goals", p) for p in (0.99, 0.5, 0.2)]
    ['certain', 'likely', 'perhaps']
    """
    least = _read_grades()[level]
    return "certain" if p >= least["certain"] else "likely" if p >= (likely or least["likely"]) else "perhaps"


def perhaps_from(level: str) -> float:
    """Return the least p of a label that is given as perhaps; 0 where a level has none."""
    return _read_grades()[level]["perhaps"]


def named_adds(level: str) -> float:
    """Return what the name of a label in a text adds to the log odds of its p."""
    return _read_grades()[level]["named"]


@cache
def _read_grades() -> Mapping[str, Mapping[str, float]]:
    names = ("certain", "likely", "perhaps", "named")
    rows = read_table("grades", Path(__file__).with_name("data"))
    return {row["level"]: {name: float(row[name] or 0) for name in names} for row in rows}


@cache
def all_labels() -> Labels:
    """Return the labels of this release's framework.

    `C7` itself is none of them: a text is about one of its eight lines.
    """
    return labels_of(load())


def labels_of(framework: Framework) -> Labels:
    """Return the labels of a framework: lines with no lines beneath them, goals, targets, commitments."""
    parents = {line.parent for line in framework.action_lines.values()}
    levels: dict[Level, Sequence[str]] = {
        "action_lines": [action_line for action_line in framework.action_lines if action_line not in parents],
        "goals": list(framework.goals),
        "targets": list(framework.targets),
        "commitments": [
            commitment.id for commitment in framework.commitments.values() if commitment.kind == "commitment"
        ],
    }
    ids: list[str] = []
    places: dict[Level, slice] = {}
    for level in LEVELS:
        places[level] = slice(len(ids), len(ids) + len(levels[level]))
        ids += levels[level]
    return Labels(tuple(ids), places)


@cache
def _index_matrix() -> Mapping[tuple[str, str], bool]:
    """(line, goal or target) -> whether every cell that says so is doubtful."""
    cells: dict[tuple[str, str], bool] = {}
    for link in load().matrix:
        for concept in filter(None, (link.goal, link.target)):
            key = (link.action_line, concept)
            cells[key] = cells.get(key, True) and link.doubtful
    return cells


def matrix_links(lines: Iterable[str], concepts: Iterable[str]) -> tuple[MatrixLink, ...]:
    """Return every line with every goal and target, in the order given.

    >>> matrix_links(["C7-ehealth"], ["sdg:3", "sdg:14"])[0]
    MatrixLink(action_line='C7-ehealth', concept='sdg:3', known=True, doubtful=False)
    """
    cells, both = _index_matrix(), list(concepts)
    return tuple(
        MatrixLink(line, concept, (line, concept) in cells, cells.get((line, concept), False))
        for line in lines
        for concept in both
    )

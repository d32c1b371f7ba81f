"""What all documents together speak to: labels with their passages, and action lines met with goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actionlines.alignment.labels import all_labels, matrix_links
from actionlines.alignment.model import LEVELS, Alignment, Level
from actionlines.follow_up.model import DocumentRead


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that speaks to something: `p` is the probability, `stated` says that the text names it."""

    document: int
    paragraph: str
    p: float
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A label that documents speak to.

    passages   how many paragraphs speak to it
    documents  indexes of the documents they stand in
    strongest  the passage with the highest probability, one that names it before any other
    """

    id: str
    level: Level
    passages: int
    documents: tuple[int, ...]
    strongest: Place


@dataclass(frozen=True, slots=True)
class Pair:
    """An action line and a goal that the same paragraphs speak to, so many of them.

    known     the WSIS-SDG Matrix has the link
    doubtful  it has it in a cell that is marked so
    strongest the passage in which the weaker of the two has the highest probability
    """

    action_line: str
    goal: str
    paragraphs: int
    known: bool
    doubtful: bool
    strongest: Place

    @property
    def status(self) -> str:
        """known, doubtful or new."""
        return "doubtful" if self.doubtful else "known" if self.known else "new"


@dataclass(frozen=True, slots=True)
class Speaks:
    """The alignment of all documents.

    problem     why nothing was aligned (the model file is not there), or ""
    paragraphs  how many paragraphs were aligned
    spoken      labels in the order of LEVELS, those with most passages first
    pairs       action line by action line, goal by goal, in the order of the framework
    no_text     indexes of documents without a paragraph to align
    no_language indexes of documents in a language that the model does not know
    """

    problem: str = ""
    paragraphs: int = 0
    spoken: tuple[Spoken, ...] = ()
    pairs: tuple[Pair, ...] = ()
    no_text: tuple[int, ...] = ()
    no_language: tuple[int, ...] = ()

    def at(self, level: Level) -> tuple[Spoken, ...]:
        """What is spoken to at one level."""
        return tuple(one for one in self.spoken if one.level == level)

    def silent(self, level: Level) -> tuple[str, ...]:
        """The ids of one level that no paragraph speaks to."""
        found = {one.id for one in self.at(level)}
        return tuple(one for one in all_labels().of(level) if one not in found)


def speaks(documents: Sequence[DocumentRead], problems: Iterable[str] = ()) -> Speaks:
    """Draw together what the paragraphs of all documents speak to; `problems` say why some have none."""
    labels: dict[str, list[Place]] = defaultdict(list)
    pairs: dict[tuple[str, str], list[Place]] = defaultdict(list)
    levels: dict[str, Level] = {}
    paragraphs = 0
    for document in documents:
        for line in document.lines:
            if line.alignment is None:
                continue
            paragraphs += bool(line.alignment.language)
            for level in LEVELS:
                for label in line.alignment.labels(level):
                    levels[label.id] = level
                    labels[label.id].append(Place(document.index, line.id, label.p, label.stated))
            for one in line.alignment.action_lines:
                for goal in line.alignment.goals:
                    named = one.stated and goal.stated
                    pairs[one.id, goal.id].append(Place(document.index, line.id, min(one.p, goal.p), named))
    order = all_labels().index
    spoken = [
        Spoken(one, levels[one], len(found), tuple(sorted({at.document for at in found})), _strongest(found))
        for one, found in labels.items()
    ]
    spoken.sort(key=lambda one: (LEVELS.index(one.level), -one.passages, -one.strongest.p, order[one.id]))
    aligned = [one for one in documents if one.alignment is not None]
    return Speaks(
        problem=next(iter(filter(None, problems)), ""),
        paragraphs=paragraphs,
        spoken=tuple(spoken),
        pairs=tuple(
            Pair(line, goal, len(found), link.known, link.doubtful, _strongest(found))
            for (line, goal), found in sorted(pairs.items(), key=lambda item: [order[one] for one in item[0]])
            for link in matrix_links([line], [goal])
        ),
        no_text=tuple(one.index for one in aligned if not _aligned(one)),
        no_language=tuple(
            one.index for one in aligned if _aligned(one) and not any(line.language for line in _aligned(one))
        ),
    )


def _aligned(document: DocumentRead) -> list[Alignment]:
    return [line.alignment for line in document.lines if line.alignment is not None]


def _strongest(found: Iterable[Place]) -> Place:
    return max(found, key=lambda at: (at.stated, at.p, -at.document))

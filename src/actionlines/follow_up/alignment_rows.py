"""The alignment of all documents: labels with their passages, and pairs of action lines and goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from actionlines.alignment.labels import all_labels, matrix_links
from actionlines.alignment.model import LEVELS, Level
from actionlines.follow_up.alignment_model import Pair, Place, Speaks, Spoken
from actionlines.follow_up.model import DocumentRead


def speaks(documents: Sequence[DocumentRead], problems: Iterable[str] = ()) -> Speaks:
    """Return the alignment of the paragraphs of all documents; `problems` say why some have none."""
    labels: dict[str, _Passages] = defaultdict(_Passages)
    pairs: dict[tuple[str, str], _Passages] = defaultdict(_Passages)
    levels: dict[str, Level] = {}
    paragraphs = 0
    aligned: list[tuple[int, bool, bool]] = []
    for document in documents:
        found = [(line.id, line.alignment) for line in document.lines if line.alignment is not None]
        if document.alignment is not None:
            aligned.append((document.index, bool(found), any(one.language for _, one in found)))
        for at, alignment in found:
            paragraphs += bool(alignment.language)
            for level in LEVELS:
                for label in alignment.labels(level):
                    levels[label.id] = level
                    labels[label.id].add(Place(document.index, at, label.p, label.stated))
            for one in alignment.action_lines:
                for goal in alignment.goals:
                    named = one.stated and goal.stated
                    pairs[one.id, goal.id].add(Place(document.index, at, min(one.p, goal.p), named))
    order = all_labels().index
    spoken = [
        Spoken(label, levels[label], seen.count, tuple(sorted(seen.documents)), seen.strongest())
        for label, seen in labels.items()
    ]
    spoken.sort(key=lambda one: (LEVELS.index(one.level), -one.passages, -one.strongest.p, order[one.id]))
    return Speaks(
        problem=next(iter(filter(None, problems)), ""),
        paragraphs=paragraphs,
        spoken=tuple(spoken),
        pairs=tuple(
            Pair(line, goal, seen.count, link.known, link.doubtful, seen.strongest())
            for (line, goal), seen in sorted(pairs.items(), key=lambda item: [order[one] for one in item[0]])
            for link in matrix_links([line], [goal])
        ),
        no_text=tuple(index for index, text, _ in aligned if not text),
        no_language=tuple(index for index, text, language in aligned if text and not language),
    )


@dataclass
class _Passages:
    """The passages of a label or pair, counted one by one."""

    count: int = 0
    documents: set[int] = field(default_factory=set)
    best: Place | None = None

    def add(self, at: Place) -> None:
        """Count a place where the concept is found, and keep the best."""
        self.count += 1
        self.documents.add(at.document)
        if self.best is None or _rank(at) > _rank(self.best):
            self.best = at

    def strongest(self) -> Place:
        """Return the passage that is named or surest, the first of equal ones."""
        assert self.best is not None
        return self.best


def _rank(at: Place) -> tuple[bool, float, int]:
    return at.stated, at.p, -at.document

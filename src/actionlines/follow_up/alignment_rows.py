"""The alignment of all documents: labels with their passages, and pairs of action lines and goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from actionlines.alignment.labels import all_labels, matrix_links
from actionlines.alignment.model import LEVELS, Alignment, Level
from actionlines.follow_up.alignment_model import Pair, Place, Speaks, Spoken
from actionlines.follow_up.model import DocumentRead


def speaks(documents: Sequence[DocumentRead], problems: Iterable[str] = ()) -> Speaks:
    """Return the alignment of the paragraphs of all documents; `problems` say why some have none."""
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

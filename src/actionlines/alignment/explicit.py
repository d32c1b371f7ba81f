"""Labels that a text names itself: "SDG 9.c", "Action Line C2", "Goal 5" are citations and certain."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actionlines.alignment.labels import Labels
from actionlines.citations import find_citations

# What a text must contain before a search for citations is worth its time: a word for a goal, a target or a
# line in one of the six languages (citations/data/words.csv knows their forms), or a line's code.
_WORTH = re.compile(
    r"(?i:sdg|goal|target|action line|objecti|cible|grande orientation|meta|línea de acción|ods|odd)"
    r"|(?i:цур|цел|задач|направлени)|\bC(?:1[01]?|[2-9])\b|目标|行动方面|行动方针"
    r"|هدف|الأهداف|غاية|خط العمل|مسار"
)


def stated(text: str, labels: Labels) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Ids of the labels that the text names, each with the places (start, end) where it does.

    A target named names its goal too. `C7` alone names none of its eight lines.
    """
    if not _WORTH.search(text):
        return {}
    found: dict[str, list[tuple[int, int]]] = {}
    for citation in find_citations(text):
        for one in _ids(citation.canonical):
            if one in labels.index:
                found.setdefault(one, []).append((citation.start, citation.end))
    return {one: tuple(places) for one, places in found.items()}


def _ids(canonical: str) -> tuple[str, ...]:
    if canonical.startswith("al:"):
        return (canonical.removeprefix("al:"),)
    if canonical.startswith("sdg:"):
        goal, dot, _ = canonical.partition(".")
        return (canonical, goal) if dot else (goal,)
    return ()

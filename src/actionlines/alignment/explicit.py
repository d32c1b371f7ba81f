"""Labels that a text names itself: "SDG 9.c", "Action Line C2", "Goal 5" are citations and certain."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actionlines.alignment.labels import Labels
from actionlines.citations import find_citations

# What a text must contain before a search for citations is worth its time: a short number, and near it a word
# for a goal, a target or a line in one of the six languages (citations/data/words.csv knows their forms); or
# a line's code. Most texts are told by the first two questions, which cost a hundredth of the search.
_NUMBER = re.compile(r"[\d一二三四五六七八九十]")
_WORDS = (
    *("sdg", "goal", "target", "action line", "objecti", "cible", "grande orientation", "odd"),
    *("meta", "línea de acción", "ods", "цур", "цел", "задач", "направлени"),
    *("目标", "行动方面", "行动方针", "هدف", "الأهداف", "غاية", "خط العمل", "مسار"),
)
_ANY = "|".join(_WORDS)
# One or two digits: years, shares and amounts number no goal.
_SHORT = r"(?:(?<![\d.,])\d{1,2}(?!\d|[ \u00a0]?%|[.,]\d{3})|[一二三四五六七八九十])"
_NEAR = re.compile(rf"(?:{_ANY})(?:.{{0,60}}?[^\d]|)?{_SHORT}|{_SHORT}.{{0,20}}?(?:{_ANY})", re.DOTALL)
_CODE = re.compile(r"C(?<!\wC)(?:1[01]?|[2-9])\b")  # letter first: found at once


def _worth_a_search(text: str) -> bool:
    if not _NUMBER.search(text):
        return False
    if _CODE.search(text):
        return True
    small = text.lower()
    return any(word in small for word in _WORDS) and _NEAR.search(small) is not None


def stated(text: str, labels: Labels) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Ids of the labels that the text names, each with the places (start, end) where it does.

    A target named names its goal too. `C7` alone names none of its eight lines.
    """
    if not _worth_a_search(text):
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

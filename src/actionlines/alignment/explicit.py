"""Labels that a text names itself: "SDG 9.c", "Action Line C2", "Goal 5" are citations and certain.

So are the target of an indicator that is named ("indicator 4.4.1") and a commitment by its paragraph ("paragraph
11 (a) of the Global Digital Compact").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from actionlines.alignment.model import Labels
from actionlines.lazily import expression

# What a text must contain before a search for citations is worth its time: a short number, and near it a word
# for a goal, a target or a line in one of the six languages (citations/data/words.csv knows their forms); or
# a line's code. The first two questions settle most texts and cost a hundredth of the search.
_NUMBER = expression(r"[\d一二三四五六七八九十]")
# The same for a text of ASCII alone, twice as fast.
_DIGIT = expression(r"[0-9]")
_WORDS = (
    *("sdg", "goal", "target", "action line", "objecti", "objetivo", "cible", "grande orientation", "odd"),
    *("meta", "línea de acción", "ods", "цур", "цел", "задач", "направлени"),
    *("目标", "行动方面", "行动方针", "هدف", "الأهداف", "غاية", "خط العمل", "مسار"),
)
_PLAIN_WORDS = tuple(filter(str.isascii, _WORDS))
# One or two digits: years, shares and amounts number no goal.
_SHORT = expression(r"(?<![\d.,])\d{1,2}(?!\d|[ \u00a0]?%|[.,]\d{3})|[一二三四五六七八九十]")
# How far before and behind the word the number may stand, in characters.
_BEFORE, _BEHIND = 24, 64
_INDICATOR = ("indica", "показател", "指标", "المؤشر")
_INDICATORS = expression(
    r"(?:indicators?|indicateurs?|indicador(?:es)?|показател[а-я]{1,3}|指标|المؤشر(?:ات|ين)?)\s{0,4}"
    r"(?:\d{1,2}\.(?:\d{1,2}|[a-d])\.\d{1,2}(?!\w)(?:[,;]?\s{1,3}(?:(?:and|et|y|и|و)\s{0,3})?)?){1,20}",
    re.I,
)
_OF_TARGET = expression(r"(?P<target>\d{1,2}\.(?:\d{1,2}|[a-d]))\.\d{1,2}(?!\w)", re.I)
_COMMITMENT = expression(r"A/RES/79/1#annexI\.p(\d{1,2})(?:\(([a-j])\))?")
# A text of nothing but a goal and its number; in a longer one "Goal 4" may be a goal of anything.
_BARE = expression(r"\s*(?:goal|objectif|objetivo|цель|الهدف|目标)\s*(\d{1,2})[.:]?\s*", re.I)
_CODE = expression(r"C(?<!\wC)(?:1[01]?|[2-9])\b")  # letter first: found at once


def _worth_a_search(text: str, small: str) -> bool:
    if _CODE.search(text) or any(word in small for word in _compact_names()):
        return True
    words = _PLAIN_WORDS if small.isascii() else _WORDS
    return any(_has_number(small, word) for word in words)


@cache
def _compact_names() -> tuple[str, ...]:
    """Return what the Compact is called in any language, and the resolution that holds it; in small letters."""
    from actionlines.framework.references import list_instruments

    names = (
        instrument.name.lower() for instrument in list_instruments() if instrument.canonical == "A/RES/79/1#annexI"
    )
    return ("79/1", *names)


def _has_number(small: str, word: str) -> bool:
    at = small.find(word)
    while at >= 0:
        end = at + len(word) + _BEHIND
        if _SHORT.search(small, max(0, at - _BEFORE), end):
            return True
        at = small.find(word, at + 1)
    return False


def find_stated(text: str, labels: Labels) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Return ids of the labels that the text names, each with the places (start, end) where it does.

    A target named names its goal too. `C7` alone names none of its eight lines.
    """
    places_of: dict[str, list[tuple[int, int]]] = {}
    for canonical, place in _list_mentions(text):
        ids = _concept_ids(canonical)
        if ids and ids[0] in labels.index:
            for id_ in ids:
                places_of.setdefault(id_, []).append(place)
    return {label_id: tuple(places) for label_id, places in places_of.items()}


def _list_mentions(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if not (_DIGIT if text.isascii() else _NUMBER).search(text):
        return
    if bare := _BARE.fullmatch(text):
        yield f"sdg:{int(bare[1])}", bare.span()
    small = text.lower()
    if _worth_a_search(text, small):
        # A quarter of the time that the model takes to load, and most texts name nothing.
        from actionlines.citations import find_citations

        for citation in find_citations(text):
            yield citation.canonical, (citation.start, citation.end)
    if any(word in small for word in _INDICATOR):
        for named in _INDICATORS.finditer(text):
            for match in _OF_TARGET.finditer(text, named.start(), named.end()):
                yield f"sdg:{match['target'].lower()}", match.span()


def _concept_ids(canonical: str) -> tuple[str, ...]:
    if canonical.startswith("al:"):
        return (canonical.removeprefix("al:"),)
    if canonical.startswith("sdg:"):
        goal, dot, _ = canonical.partition(".")
        return (canonical, goal) if dot else (goal,)
    if commitment := _COMMITMENT.fullmatch(canonical):
        return (f"gdc:{commitment[1]}{commitment[2] or ''}",)
    return ()

"""The words that carried a label: what each token adds to its score, joined to readable spans.

The model adds up what its features say, so that the evidence is what it added and no guess about it. What lowers
or lends to a label as a whole (whether a text is about anything, lists, the matrix, second readers) has no words.

Labels that a text names itself: "SDG 9.c", "Action Line C2", "Goal 5" are citations and certain.

So are the target of an indicator that is named ("indicator 4.4.1") and a commitment by its paragraph ("paragraph
11 (a) of the Global Digital Compact").
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from actionlines.alignment.classifier import Scorer, cut_batches
from actionlines.alignment.encode import list_spans, token_pattern, weigh_counts
from actionlines.alignment.model import Evidence, Labels
from actionlines.lazily import expression

# Spans per label that a reader can take in, and the share below which a span says next to nothing.
SPANS = 5
LEAST = 0.04
# A word with a smaller part of the strongest word's share is left out: not every word is evidence.
STRONG = 0.1
# Words between two spans that are read with them: "access *to* water".
_BRIDGE = 2

Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]


def find_evidence(
    texts: Sequence[str], scorer: Scorer, places: Sequence[Sequence[int]], ids: Sequence[str]
) -> list[tuple[Evidence, ...]]:
    """Return the strongest spans of each text for each of its labels (`places` in the model), strongest first.

    `ids` are the names of all labels. Weights are shares of all that speaks for the label in this text; those
    of one label add up to 1 at most. What comes out for a text does not depend on the texts beside it.
    """
    out: list[tuple[Evidence, ...]] = []
    for some in cut_batches(texts):
        out += _of_batch(texts[some], scorer, places[some], ids)
    return out


def _of_batch(
    texts: Sequence[str], scorer: Scorer, places: Sequence[Sequence[int]], ids: Sequence[str]
) -> list[tuple[Evidence, ...]]:
    language = scorer.encoder.language
    nothing = np.empty((0, 2), np.intp)
    marks = [word_edges(text, language) if own else nothing for text, own in zip(texts, places, strict=True)]
    # Without a word there is nothing to show.
    wanted = [own if len(own_marks) else () for own, own_marks in zip(places, marks, strict=True)]
    shares, starts, owners, labels = token_shares(texts, scorer, wanted, [len(own_marks) for own_marks in marks])
    if not len(starts):
        return [()] * len(texts)
    sizes = np.diff(np.append(starts, len(shares)))
    strong = np.flatnonzero(shares > STRONG * np.repeat(np.maximum.reduceat(shares, starts), sizes))
    slots = np.searchsorted(starts, strong, side="right") - 1
    evidence_of = _join_spans(slots, strong - starts[slots], shares[strong], owners, marks)
    out: list[list[Evidence]] = [[] for _ in texts]
    for slot, start, end, weight in evidence_of:
        out[owners[slot]].append(Evidence(ids[labels[slot]], start, end, round(weight, 4)))
    return [tuple(row) for row in out]


def word_edges(text: str, language: str) -> Places:
    """Return `tokens.spans` of a text as an array (tokens, 2)."""
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    letters = _mark_letters()
    if language == "zh" or signs.max(initial=0) >= len(letters):
        return np.array(list(list_spans(text, language)), np.intp).reshape(-1, 2)
    # All signs at once: where runs of letters begin and end.
    is_edge = np.zeros(len(signs) + 2, np.bool_)
    is_edge[1:-1] = letters[signs]
    runs = np.flatnonzero(is_edge[1:] != is_edge[:-1]).reshape(-1, 2)
    return runs[runs[:, 1] - runs[:, 0] > 1]


@cache
def _mark_letters() -> npt.NDArray[np.bool_]:
    # Beside a letter each letter is part of a word.
    is_part = token_pattern("en").match
    return np.array([is_part(f"{chr(code)}a") is not None for code in range(0x3400)], np.bool_)


def token_shares(
    texts: Sequence[str], scorer: Scorer, places: Sequence[Sequence[int]], words: Sequence[int]
) -> tuple[Numbers, Places, Places, Places]:
    """For each token (known or not) its share of what speaks for each label of its text, all in a row.

    The tokens of a text are in order, once for each of its labels, a slot each: the second to fourth answer
    say where each slot begins, and its text and label. No share is negative; those of a slot add up to 1, or
    to 0 where nothing speaks for the label. What a repeated word adds is split evenly among its places.
    `words` are the numbers of tokens of the texts; one without tokens may have no label.
    """
    label_counts = np.array([len(own_places) for own_places in places], np.intp)
    owners = np.repeat(np.arange(len(texts)), label_counts)
    labels = np.array([label for own in places for label in own], np.intp)
    sizes = np.array(words, np.intp)[owners]
    starts = np.cumsum(sizes) - sizes
    at, place, feature, share = _list_occurrences(texts, scorer)
    # Each occurrence once for every label of its text: the first of its slots, and how many further on.
    times = label_counts[at]
    which = np.repeat(np.arange(len(at)), times)
    further = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
    slot = (np.cumsum(label_counts) - label_counts)[at][which] + further
    part_of_score = scorer.own.weights[feature[which], labels[slot]] * share[which]
    sums = np.bincount(starts[slot] + place[which], weights=part_of_score, minlength=int(sizes.sum()))
    added: Numbers = np.maximum(sums, 0).astype(np.float64)
    if len(starts):
        total = np.add.reduceat(added, starts)
        added = added / np.repeat(np.where(total > 0, total, 1), sizes)
    return added, starts, owners, labels


def _list_occurrences(texts: Sequence[str], scorer: Scorer) -> tuple[Places, Places, Places, Numbers]:
    """Return where each feature is: text, place, feature, and how much of the feature this place holds.

    A pair is at both its words, half at each.
    """
    tokens = scorer.encoder.tokens(texts)
    first, second, pairs = scorer.encoder.pairs(tokens)
    word, pair = (_split_features(tokens.texts, tokens.numbers), 0.5 * _split_features(tokens.texts[first], pairs))
    return (
        np.concatenate([tokens.texts, tokens.texts[first], tokens.texts[second]]).astype(np.intp),
        np.concatenate([tokens.places, tokens.places[first], tokens.places[second]]).astype(np.intp),
        np.concatenate([tokens.numbers, pairs, pairs]).astype(np.intp),
        np.concatenate([word, pair, pair]),
    )


def _split_features(texts: npt.NDArray[Any], features: npt.NDArray[Any]) -> Numbers:
    """Return what a feature counts in its text, split among its places there."""
    keys = texts.astype(np.int64) << 32 | features
    _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
    values: Numbers = (weigh_counts(counts) / counts)[which].astype(np.float64)
    return values


def _join_spans(
    slots: Places, places: Places, shares: Numbers, owners: Places, marks: Sequence[Places]
) -> Iterator[tuple[int, int, int, float]]:
    """Tokens that speak for a label, joined with their neighbours: (slot, start, end, weight), slot by slot, of
    each the strongest SPANS, strongest first. `slots`, `places` and `shares` are of the tokens, in order.
    """
    if not len(slots):
        return
    # Where each token is in its text: the marks of all texts in a row.
    sizes = np.array([len(own) for own in marks], np.intp)
    at = (np.cumsum(sizes) - sizes)[owners[slots]] + places
    ends = np.concatenate(marks)[at]
    new = np.ones(len(slots), bool)
    new[1:] = (slots[1:] != slots[:-1]) | (places[1:] - places[:-1] > _BRIDGE)
    first, run = np.flatnonzero(new), np.cumsum(new) - 1
    weight = np.bincount(run, weights=shares)
    start, end = ends[first, 0], np.maximum.reduceat(ends[:, 1], first)
    slot = slots[first]
    strong_rows = np.flatnonzero(weight >= LEAST)
    strong_rows = strong_rows[np.lexsort((start[strong_rows], -weight[strong_rows], slot[strong_rows]))]
    slot, start, end, weight = slot[strong_rows], start[strong_rows], end[strong_rows], weight[strong_rows]
    rank = np.arange(len(slot)) - np.searchsorted(slot, slot)
    top = rank < SPANS
    yield from zip(slot[top].tolist(), start[top].tolist(), end[top].tolist(), weight[top].tolist(), strict=True)


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
        if (ids := _concept_ids(canonical)) and ids[0] in labels.index:
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

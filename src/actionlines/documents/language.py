"""Which of the six languages of the United Nations a text is in: by script, then by letters in threes."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache, lru_cache
from importlib import resources

from actionlines.lazily import expression

LATIN = ("en", "fr", "es")
# Enough to tell a language many times over; a whole report would only take longer.
_SAMPLE = 20_000
_SCRIPTS = (
    ("zh", expression(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"), 3),
    ("ar", expression(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"), 1),
    ("ru", expression(r"[\u0400-\u052f]"), 1),
    ("latin", expression(r"[A-Za-z\u00c0-\u024f]"), 1),
)
# Addresses, symbols and abbreviations are written in Latin letters in every language.
_NAMES = expression(
    r"(?:https?://|www\.)[^\s]{1,300}|\b[A-Z]{1,8}(?:/[\w.()-]{1,40}){1,9}|\b[A-Z][A-Z0-9-]{1,20}\b"
)
_LATIN_LETTER = expression(r"[A-Za-z]")
_WORD = expression(r"[a-z\u00df-\u00f6\u00f8-\u024f]+")
_MAX_WORD = 40
# Hundredths of a logarithm, as the weights of the table.
_PLAIN = 50


def language_of(text: str) -> str:
    """`ar`, `zh`, `ru`, `en`, `fr` or `es`; "" when there are no letters of their scripts.

    Chinese signs weigh three times: each says as much as half a word.
    """
    text = text[:_SAMPLE]
    plain = _NAMES.sub(" ", text)
    weights = {name: weight * len(pattern.findall(plain)) for name, pattern, weight in _SCRIPTS}
    if not any(weights.values()) and _LATIN_LETTER.search(text):
        return _latin(text)
    script = max(weights, key=lambda name: weights[name])
    if not weights[script]:
        return ""
    return _latin(text) if script == "latin" else script


def trigrams(text: str) -> Counter[str]:
    """Letters in threes of the words of a text in small letters, `_` for the edges: `_of`, `of_`."""
    counts: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(text.lower())).items():
        padded = f"_{word[:_MAX_WORD]}_"
        for start in range(len(padded) - 2):
            counts[padded[start : start + 3]] += times
        if len(padded) == 3:
            counts[padded] += times
    return counts


def _latin(text: str) -> str:
    # Words without an accent, few enough to leave a doubt, are English more often than not.
    scores = [_PLAIN * text.isascii(), 0, 0]
    for word in _WORD.findall(text.lower()):
        for index, weight in enumerate(_weight_of(word)):
            scores[index] += weight
    return LATIN[scores.index(max(scores))]


@lru_cache(maxsize=50_000)
def _weight_of(word: str) -> tuple[int, ...]:
    """Return what the letters of a word say for each language of LATIN."""
    table, weights = _table(), [0] * len(LATIN)
    for trigram, count in trigrams(word).items():
        for index, weight in enumerate(table.get(trigram, ())):
            weights[index] += weight * count
    return tuple(weights)


@cache
def _table() -> dict[str, tuple[int, ...]]:
    """Weights of letters in threes for each language of LATIN (made by benchmarks/languages.py)."""
    text = resources.files("actionlines.documents").joinpath("languages.csv").read_text("utf-8")
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    next(rows)
    return {row[0]: tuple(int(weight) for weight in row[1:4]) for row in rows}


ENOUGH = 40  # letters that show a language
_OTHER = expression(r"[\u0400-\u052f\u0600-\u06ff\u3400-\u9fff]")
# Words that no English sentence has; a document's language is doubted only where two of them stand.
_ROMANCE = expression(
    r"(?<!\w)(?:les?|la|des?|aux?|du|et|est|que|pour|une?|lui|sa|ses?|el|los|las|del|al|una|por|para|con|su|y|à"
    r"|dans|sur)(?!\w)"
)
_ENGLISH = expression(r"(?<!\w)(?:the|of|and|to|that|for)(?!\w)")


def language_in(text: str, language: str) -> str:
    """Return the language of a paragraph in a document of that `language`; "" where neither tells."""
    if len(text) < ENOUGH:
        # A writing tells by few letters what a word of Latin letters does not: Chinese sentences are short.
        told = 2 * len(_OTHER.findall(text)) > len(text)
        return language_of(text) or language if told else language
    if language in ("", "en"):
        doubted = (
            _OTHER.search(text)
            or len(_ROMANCE.findall(text, 0, 400)) > len(_ENGLISH.findall(text, 0, 400)) + 1
        )
        return language_of(text) or language if doubted else language
    if language in ("fr", "es"):
        foreign = _OTHER.search(text) or not _ROMANCE.search(text)
        return language_of(text) or language if foreign or _ENGLISH.search(text) else language
    return language_of(text) or language

"""Which of the six languages of the United Nations a text is in: by script, then by letters in threes."""

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
_NAMES = expression(r"(?:https?://|www\.)[^\s]{1,300}|\b[A-Z]{1,8}(?:/[\w.()-]{1,40}){1,9}|\b[A-Z][A-Z0-9-]{1,20}\b")
_LATIN_LETTER = expression(r"[A-Za-z]")
_WORD = expression(r"[a-z\u00df-\u00f6\u00f8-\u024f]+")
_MAX_WORD = 40
# Hundredths of a logarithm, as the weights of the table.
_PLAIN = 50
_OPENING = 300  # letters of a paragraph that show its language
# What a paragraph of few letters is taken for: the language of its document, by as much as some words weigh.
_EXPECTED = 700
_ENGLISH = expression(r"(?<!\w)(?:the|of|and|to|that|for)(?!\w)")


def language_of(text: str, expected: str = "") -> str:
    """`ar`, `zh`, `ru`, `en`, `fr` or `es`; "" when there are no letters of their scripts.

    Chinese signs weigh three times: each says as much as half a word. `expected`: a language to prefer in doubt.
    """
    text = text[:_SAMPLE]
    plain = _NAMES.sub(" ", text)
    weights = {name: weight * len(pattern.findall(plain)) for name, pattern, weight in _SCRIPTS}
    if not any(weights.values()) and _LATIN_LETTER.search(text):
        return _guess_latin(text, expected)
    script = max(weights, key=lambda name: weights[name])
    if not weights[script]:
        return ""
    return _guess_latin(text, expected) if script == "latin" else script


def count_trigrams(text: str) -> Counter[str]:
    """Letters in threes of the words of a text in small letters, `_` for the edges: `_of`, `of_`."""
    counts: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(text.lower())).items():
        padded = f"_{word[:_MAX_WORD]}_"
        for start in range(len(padded) - 2):
            counts[padded[start : start + 3]] += times
        if len(padded) == 3:
            counts[padded] += times
    return counts


def _guess_latin(text: str, expected: str) -> str:
    # Words without an accent, few enough to leave a doubt, are English more often than not.
    # Only Spanish opens a question with a sign.
    scores = [_PLAIN * text.isascii(), 0, 3 * _EXPECTED * ("¿" in text)]
    if expected in LATIN:
        scores[LATIN.index(expected)] += _EXPECTED
    for word in _WORD.findall(text.lower()):
        for index, weight in enumerate(_weight_of(word)):
            scores[index] += weight
    return LATIN[scores.index(max(scores))]


@lru_cache(maxsize=50_000)
def _weight_of(word: str) -> tuple[int, ...]:
    """Return what the letters of a word say for each language of LATIN."""
    table, weights = _read_table_of_words(), [0] * len(LATIN)
    for trigram, count in count_trigrams(word).items():
        for index, weight in enumerate(table.get(trigram, ())):
            weights[index] += weight * count
    return tuple(weights)


@cache
def _read_table_of_words() -> dict[str, tuple[int, ...]]:
    """Weights of letters in threes for each language of LATIN (made by benchmarks/languages.py)."""
    text = resources.files("actionlines.documents").joinpath("languages.csv").read_text("utf-8")
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    next(rows)
    return {row[0]: tuple(int(weight) for weight in row[1:4]) for row in rows}


def language_in(text: str, language: str) -> str:
    """Return the language of a paragraph in a document of that `language`; `language` where it has no letters."""
    opening = text[:_OPENING]
    if language in ("", "en") and len(_ENGLISH.findall(opening)) * _OPENING > 6 * len(opening):
        return "en"
    return language_of(opening, language or "en") or language

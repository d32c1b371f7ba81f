"""A word -> its stems in a language: by the rules of Snowball, then by what brings its other forms together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from actionlines.registry.search.arabic import light, otherwise, unowned
from actionlines.registry.search.inflection import bases, levelled, respelled
from actionlines.registry.search.letters import fold, lowered
from actionlines.registry.search.plurals import singulars

_SHORTEST = 3  # letters of a word in which a vowel may come and go
_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}
_FLEETING = re.compile(r"([бвгджзклмнпрстфхцчшщ])[оеё]([кц])$")
_FLEETING_END = re.compile(r"([бвгджзклмнпрстфхцчшщ])[ое]([нлрмв])$")
_ABBREVIATION = re.compile(r"([A-Z]{2,5})s?")


def latin_stems(word: str, surface: str, language: str) -> Iterator[str]:
    """The stems of a word in one language."""
    if short := _ABBREVIATION.fullmatch(word):
        # An abbreviation in the plural looks like no word: NGOs, SMEs; typed small it must still be met.
        yield from (fold(short[1]), fold(short[1]) + "s")
    spelled = respelled(surface, language)
    # Of the word with its accents, which the rules need, and without, as many people type it.
    for one in (spelled,) if spelled != surface or language == "en" else (word, surface):
        found = levelled(stem(one, language), language)
        yield found
        yield from irregular(language).get(surface if language == "en" else found, ())


def cyrillic_stems(word: str, surface: str) -> Iterator[str]:
    """The stems of a Russian word; where a vowel comes and goes, without it too: рынок, рынка; окон, окна."""
    found = stem(respelled(lowered(word), "ru"), "ru")
    yield levelled(found, "ru")
    yield from irregular("ru").get(levelled(found, "ru"), ())
    without = _FLEETING.sub(r"\1\2", found)
    if without == found and surface == found and len(found) > _SHORTEST:
        without = _FLEETING_END.sub(r"\1\2", found)
    if without != found:
        yield levelled(without, "ru")


def arabic_stems(word: str, readings: tuple[str, ...]) -> Iterator[str]:
    """The light stems of the ways to read a word, and of what each may be the plural of."""
    plain = "إ" not in word
    for one in readings:
        yield light(one)
        yield from otherwise(one)
        for found in dict.fromkeys((one, unowned(one))):
            yield from singulars(found, plain)


@cache
def irregular(language: str) -> dict[str, tuple[str, ...]]:
    """Irregular form (in English as written, else its stem) -> stems of what it is a form of."""

    def short(word: str) -> str:
        return levelled(stem(word, language), language)

    return bases(language, fold if language == "en" else short, short)


def stem(word: str, language: str) -> str:
    """The stem by the Snowball rules of a language, folded afterwards.

    >>> stem("Connectivité", "fr"), stem("сетями", "ru")
    ('connect', 'сет')
    """
    return fold(_stemmer(language)(lowered(word))) or fold(word)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    inner: Callable[[str], str] = Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord
    return inner

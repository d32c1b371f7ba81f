"""Stems of a word in a language: the rules of Snowball, then data/endings.csv and data/irregular.csv.

Broken plurals of Arabic follow patterns (data/broken_plurals.csv); digits of a pattern are letters of the root.
A pattern gives candidates: a singular that does not exist meets nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from actionlines.register.core.search.arabic import bare, light, otherwise, unowned
from actionlines.register.core.search.inflection import bases, levelled, respelled, rows
from actionlines.register.core.search.tokens import fold, lowered

# A letter of the root: no alef; the last is none that an ending could be.
_LETTER, _LAST = "[ءب-ي]", "[ءب-نو]"


def singulars(word: str, plain: bool = True) -> tuple[str, ...]:
    """Light stems of what a bare word without article may be the plural of.

    plain  whether the alef of the word may stand for أ: إرسال is no plural as أطفال is

    >>> singulars("مدارس"), singulars("اسواق")[:2], singulars("كتب")
    (('مدرس',), ('سوق', 'ساق'), ('كتاب',))
    """
    found = list(_listed().get(word, ()))
    for pattern, singular in _patterns():
        if (plain or pattern.pattern[0] != "ا") and (match := pattern.fullmatch(word)):
            found.append(light(match.expand(singular)))
    return tuple(dict.fromkeys(found))


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    return bases("ar", bare, lambda word: light(bare(word)))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(row["plural"]), _written(row["singular"])) for row in rows("broken_plurals"))


def _pattern(template: str) -> re.Pattern[str]:
    last = max(re.findall(r"\d", template))
    return re.compile(
        re.sub(r"\d", lambda found: f"(?P<r{found[0]}>{_LAST if found[0] == last else _LETTER})", template)
    )


def _written(template: str) -> str:
    return re.sub(r"\d", r"\\g<r\g<0>>", template)


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
        """Return the stem of a word without accents and other marks."""
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

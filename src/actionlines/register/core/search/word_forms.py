"""Forms of words: Arabic, stems, inflection."""

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from actionlines.framework.called import bare, fold, list_country_words
from actionlines.register.core.search.arabic import light, otherwise, unowned
from actionlines.register.core.search.tokens import lowered

_DATA = Path(__file__).parent / "data"
_NONE = "~"  # no prefix, where a word also stands with others


class _Rule(NamedTuple):
    ending: re.Pattern[str]
    instead: str
    least: int


def respelled(word: str, language: str) -> str:
    """The folded word in the one spelling that represents all.

    >>> respelled("labour", "en"), respelled("centres", "en"), respelled("organizing", "en")
    ('labor', 'centers', 'organising')
    """
    return _apply(_rules(language, "word"), word)


def levelled(stem: str, language: str) -> str:
    """The folded stem without what differs between words of one family.

    >>> levelled("agriculteur", "fr"), levelled("agricultric", "fr"), levelled("школьн", "ru")
    ('agricult', 'agricult', 'школ')
    """
    return _apply(_rules(language, "stem"), stem)


def _apply(rules: tuple[_Rule, ...], word: str) -> str:
    for rule in rules:
        if (match := rule.ending.search(word)) and match.start() >= rule.least:
            word = word[: match.start()] + match.expand(rule.instead) + word[match.end() :]
    return word


@cache
def _rules(language: str, on: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(re.compile(row["ending"]), row["instead"], int(row["least"]))
        for row in rows("endings")
        if row["language"] == language and row["on"] == on
    )


def bases(language: str, key: Callable[[str], str], stem: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Key of an irregular form -> stems of the words that it is a form of."""
    matches: dict[str, dict[str, None]] = {}
    for first, *others in families(language):
        for form in others:
            matches.setdefault(key(form), {})[stem(first)] = None
    return {form: tuple(stems) for form, stems in matches.items()}


def families(language: str) -> Iterator[tuple[str, ...]]:
    """A word and its irregular forms, with each of the prefixes that it is with.

    >>> next(families("en"))
    ('child', 'children')
    """
    for row in rows("irregular"):
        if row["language"] == language:
            for prefix in row["prefixes"].split() or [_NONE]:
                yield tuple(("" if prefix == _NONE else prefix) + form for form in row["forms"].split())


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the data, by its name."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# A letter of the root: no alef; the last is none that an ending could be.
_LETTER, _LAST = "[ءب-ي]", "[ءب-نو]"


def singulars(word: str, plain: bool = True) -> tuple[str, ...]:
    """Light stems of what a bare word without article may be the plural of.

    plain  whether the alef of the word may represent أ: إرسال is no plural as أطفال is

    >>> singulars("مدارس"), singulars("اسواق")[:2], singulars("كتب")
    (('مدرس',), ('سوق', 'ساق'), ('كتاب',))
    """
    matches = list(_listed().get(word, ()))
    for pattern, singular in _patterns():
        if (plain or pattern.pattern[0] != "ا") and (match := pattern.fullmatch(word)):
            matches.append(light(match.expand(singular)))
    return tuple(dict.fromkeys(matches))


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    return bases("ar", bare, lambda word: light(bare(word)))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(row["plural"]), _written(row["singular"])) for row in rows("broken_plurals"))


def _pattern(template: str) -> re.Pattern[str]:
    last = max(re.findall(r"\d", template))
    return re.compile(
        re.sub(r"\d", lambda matches: f"(?P<r{matches[0]}>{_LAST if matches[0] == last else _LETTER})", template)
    )


def _written(template: str) -> str:
    return re.sub(r"\d", r"\\g<r\g<0>>", template)


_SHORTEST_STEM = 3  # letters of a word in which a vowel may come and go
_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}
_FLEETING = re.compile(r"([бвгджзклмнпрстфхцчшщ])[оеё]([кц])$")
_FLEETING_END = re.compile(r"([бвгджзклмнпрстфхцчшщ])[ое]([нлрмв])$")
_ABBREVIATION = re.compile(r"([A-Z]{2,5})s?")


def latin_stems(word: str, surface: str, language: str) -> Iterator[str]:
    """The stems of a word in one language."""
    if short := _ABBREVIATION.fullmatch(word):
        # An abbreviation in the plural looks like no word: NGOs, SMEs; typed small it must still be met.
        yield from (fold(short[1]), fold(short[1]) + "s")
    if surface in list_country_words():  # France is no form of "franc"
        yield surface
        return
    spelled = respelled(surface, language)
    # Of the word with its accents, which the rules need, and without, as many people type it.
    for item in (spelled,) if spelled != surface or language == "en" else (word, surface):
        matches = levelled(stem(item, language), language)
        yield matches
        yield from irregular(language).get(surface if language == "en" else matches, ())


def cyrillic_stems(word: str, surface: str) -> Iterator[str]:
    """The stems of a Russian word; where a vowel comes and goes, without it too: рынок, рынка; окон, окна."""
    matches = stem(respelled(lowered(word), "ru"), "ru")
    yield levelled(matches, "ru")
    yield from irregular("ru").get(levelled(matches, "ru"), ())
    without = _FLEETING.sub(r"\1\2", matches)
    if without == matches and surface == matches and len(matches) > _SHORTEST_STEM:
        without = _FLEETING_END.sub(r"\1\2", matches)
    if without != matches:
        yield levelled(without, "ru")


def arabic_stems(word: str, readings: tuple[str, ...]) -> Iterator[str]:
    """The light stems of the ways to read a word, and of what each may be the plural of."""
    plain = "إ" not in word
    for reading in readings:
        yield light(reading)
        yield from otherwise(reading)
        for matches in dict.fromkeys((reading, unowned(reading))):
            yield from singulars(matches, plain)


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

"""Text -> tokens. Pure: the same text and language give the same tokens, whatever the index holds.

A word becomes several tokens at one position: the word as written (folded: case, accents, letter forms), and
behind a `~` its stems. Stems are not marked by language, so that a text whose language was told wrongly, or a
question of which nobody said the language, still meets them; the word as written weighs more.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from actionlines.registry.search.arabic import bare, light, otherwise, stripped, unowned
from actionlines.registry.search.inflection import bases, levelled, respelled
from actionlines.registry.search.plurals import singulars
from actionlines.registry.search.words import apart, runs

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
LATIN = ("en", "fr", "es")
STEM = "~"
# A longer run of letters is no word of any language, only bytes that look like one.
LONGEST = 60
_SHORT_RUN = 40
_SHORTEST = 3  # letters of a word that can have an ending
_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_FLEETING = re.compile(r"([бвгджзклмнпрстфхцчшщ])[оеё]([кц])$")
_FLEETING_END = re.compile(r"([бвгджзклмнпрстфхцчшщ])[ое]([нлрмв])$")
_ABBREVIATION = re.compile(r"([A-Z]{2,5})s?")
_CYRILLIC, _ALIKE = re.compile("[а-яё]"), re.compile("[aceopxykmtbh]")
_LOOK_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200c\u200d\u0640"))


class Token(NamedTuple):
    """A token at its place: `position` counted in words, `start` and `end` in characters of the text."""

    text: str
    position: int
    start: int
    end: int


def analyse(text: str, *languages: str) -> Iterator[Token]:
    """The tokens of a text in one language, or in each of several where it is not sure which.

    >>> [token.text for token in analyse("Networks", "en")]
    ['networks', '~network']
    """
    position = 0
    for run, start in runs(text):
        tokens, parts = _remembered(run, languages) if len(run) <= _SHORT_RUN else _of_run(run, languages)
        for token in tokens:
            yield Token(token[0], position + token[1], start + token[2], start + token[3])
        position += parts


def located(text: str, languages: tuple[str, ...], at: int = 0) -> list[tuple[str, int]]:
    """(token, position) alone, counted from `at`: what the index needs of a text."""
    found: list[tuple[str, int]] = []
    for run, _ in runs(text):
        tokens, parts = _remembered(run, languages) if len(run) <= _SHORT_RUN else _of_run(run, languages)
        found += [(token[0], at + token[1]) for token in tokens]
        at += parts
    return found


def _of_run(run: str, languages: tuple[str, ...]) -> tuple[tuple[Token, ...], int]:
    pieces, parts = apart(run)
    found: list[Token] = []
    for piece in pieces:
        if piece.kind in ("han", "pair"):
            made: tuple[str, ...] = (piece.text,)
        else:
            made = (fold(piece.text),) if piece.kind == "whole" else forms(piece.text[:LONGEST], languages)
        found.extend(Token(one, piece.position, piece.start, piece.end) for one in made)
    return tuple(found), parts


# A register says the same words again and again: most of them are taken apart once.
_remembered = lru_cache(maxsize=50_000)(_of_run)


@lru_cache(maxsize=20_000)
def forms(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens of one word: as written, then its stems.

    >>> forms("Économiques", ("fr",)), forms("لمجتمع", ("ar",))[:3]
    (('economiques', '~econom'), ('لمجتمع', '~لمجتمع', '~مجتمع'))
    """
    surface = fold(word)
    if len(surface) < _SHORTEST or any(sign.isdigit() for sign in surface):
        return (surface,) if surface else ()
    script = script_of(surface)
    if script == "ar":
        found = arabic_stems(word, stripped(surface))
    elif script == "ru":
        found = cyrillic_stems(word, surface)
    elif script == "latin":
        wanted = [code for code in languages if code in LATIN] or ["en"]
        found = (one for code in wanted for one in latin_stems(word, surface, code))
    else:
        return (surface,)
    return tuple(dict.fromkeys((surface, *(STEM + one for one in found))))


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
    found = stem(respelled(word.casefold(), "ru"), "ru")
    yield levelled(found, "ru")
    yield from irregular("ru").get(surface, ())
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


def fold(word: str) -> str:
    """A word in small letters without what writers leave out or vary.

    >>> fold("ÉLÈVES"), fold("Œuvre"), fold("مُؤَسَّسَة")
    ('eleves', 'oeuvre', 'موسسه')
    """
    small = unicodedata.normalize("NFKC", word).translate(_DROPPED).casefold().translate(_LIGATURES)
    if small.isascii():
        return small
    small = one_script(small)
    apart = unicodedata.normalize("NFD", bare(small))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def one_script(small: str) -> str:
    """A Cyrillic word some of whose letters were typed as the Latin ones that look the same, all Cyrillic.

    >>> one_script("cеть") == "сеть"  # the first begins with a Latin letter
    True
    """
    return small.translate(_LOOK_ALIKE) if _CYRILLIC.search(small) and _ALIKE.search(small) else small


def script_of(word: str) -> str:
    """`latin`, `ru` (Cyrillic), `ar` or "" of a folded word, by its first letter."""
    first = word[0]
    if "a" <= first <= "z":
        return "latin"
    if "\u0400" <= first <= "\u052f":
        return "ru"
    if "\u0600" <= first <= "\u06ff" or "\u0750" <= first <= "\u077f":
        return "ar"
    return "latin" if "\u00df" <= first <= "\u024f" else ""


def stem(word: str, language: str) -> str:
    """The stem by the Snowball rules of a language, folded afterwards.

    >>> stem("Connectivité", "fr"), stem("сетями", "ru")
    ('connect', 'сет')
    """
    small = unicodedata.normalize("NFKC", word).translate(_DROPPED).lower().replace("ё", "е")
    small = one_script(small)
    return fold(_stemmer(language)(small)) or fold(word)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    inner: Callable[[str], str] = Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord
    return inner


@cache
def stop_words() -> frozenset[str]:
    """Folded words that say nothing about a record: a question may hold them, a record need not."""
    return _words("stop_words")


@cache
def symbol_words() -> frozenset[str]:
    """Folded words that say what a symbol is of: beside the symbol itself a record need not hold them."""
    return _words("symbol_words")


def _words(name: str) -> frozenset[str]:
    path = Path(__file__).parent / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(fold(word) for row in csv.DictReader(file) for word in row["words"].split())

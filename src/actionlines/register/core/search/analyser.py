"""Text -> tokens. Pure: the same text and language give the same tokens, whatever the index holds.

A word becomes several tokens at one position: the word as written (folded: case, accents, letter forms), and
behind a `~` its stems. Stems are not marked by language, so that a text with a wrong language, or a
question whose language is unknown, still meets them; the word as written weighs more.
"""

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from actionlines.framework.called import fold
from actionlines.register.core.search.arabic import stripped
from actionlines.register.core.search.tokens import apart, runs, script_of, written
from actionlines.register.core.search.word_forms import arabic_stems, cyrillic_stems, latin_stems

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
LATIN = ("en", "fr", "es")
STEM = "~"
# A longer run of letters is no word of any language, only bytes that look like one.
LONGEST = 60
_SHORT_RUN = 40
_REMEMBERED = 50_000  # short runs for each set of languages
_SHORTEST = 3  # letters of a word that can have an ending


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
    position, known = 0, _remembered(languages)
    for run, start in runs(text):
        tokens, _texts, _places, parts = known[run]
        for token in tokens:
            yield Token(token[0], position + token[1], start + token[2], start + token[3])
        position += parts


class Located(NamedTuple):
    """Tokens and the place of each, counted in words."""

    texts: list[str]
    places: list[int]


def located(text: str, languages: tuple[str, ...], at: int = 0) -> Located:
    """Return the tokens of a text with their places alone, counted from `at`: what the index needs of it.

    >>> located("Networks grow", ("en",))
    Located(texts=['networks', '~network', 'grow', '~grow'], places=[0, 0, 1, 1])
    """
    texts: list[str] = []
    places: list[int] = []
    known = _remembered(languages)
    for run in written(text):
        _tokens, matches, offsets, parts = known[run]
        texts += matches
        places += [at + offset for offset in offsets]
        at += parts
    return Located(texts, places)


# A run taken apart: (text, position, start, end) of its tokens, their texts and positions again, how many parts.
# Plain tuples of words and numbers: the garbage collector, which runs beside, does not look at them again.
_Run = tuple[tuple[tuple[str, int, int, int], ...], tuple[str, ...], tuple[int, ...], int]


class _Runs(dict[str, _Run]):
    """Runs of letters taken apart by the rules of some languages, each once: a register says the same words again
    and again.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        super().__init__()
        self._languages = languages

    def __missing__(self, run: str) -> _Run:
        """Return a run that is new, and remember it unless it is long."""
        made = _of_run(run, self._languages)
        if len(run) <= _SHORT_RUN:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[run] = made
        return made


_remembered = lru_cache(maxsize=50)(_Runs)


def _of_run(run: str, languages: tuple[str, ...]) -> _Run:
    pieces, parts = apart(run)
    matches: list[tuple[str, int, int, int]] = []
    for piece in pieces:
        if piece.kind in ("han", "pair"):
            made: tuple[str, ...] = (piece.text,)
        else:
            made = (fold(piece.text),) if piece.kind == "whole" else forms(piece.text[:LONGEST], languages)
        matches += [(text, piece.position, piece.start, piece.end) for text in made]
    return tuple(matches), tuple([item[0] for item in matches]), tuple([item[1] for item in matches]), parts


@lru_cache(maxsize=20_000)
def forms(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The tokens of one word: as written, then its stems.

    >>> forms("Économiques", ("fr",)), forms("لمجتمع", ("ar",))[:3]
    (('economiques', '~econom'), ('لمجتمع', '~لمجتمع', '~مجتمع'))
    """
    surface = fold(word)
    script = script_of(surface) if surface else ""
    shortest = _SHORTEST - (script == "ar")  # أب, يد
    if len(surface) < shortest or any(sign.isdigit() for sign in surface):
        return (surface,) if surface else ()
    if script == "ar":
        matches = arabic_stems(word, stripped(surface))
    elif script == "ru":
        matches = cyrillic_stems(word, surface)
    elif script == "latin":
        wanted = [code for code in languages if code in LATIN] or ["en"]
        matches = (latin_stem for code in wanted for latin_stem in latin_stems(word, surface, code))
    else:
        return (surface,)
    return tuple(dict.fromkeys((surface, *(STEM + text for text in matches))))


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

"""Words of a text with their places, and their letters in one form: case, accents, ligatures, scripts."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from actionlines.framework.called import DROPPED, one_script

# Signs of Chinese, which stand without blanks between words.
_HAN_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Letters, digits, and the marks that belong to the letter before them: accents that stand alone, Arabic vowels,
# soft hyphens, joiners of width zero.
_MARKS = r"\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200c\u200d"
_SIGN = rf"(?:(?![{HAN}_])[\w{_MARKS}])"
_HYPHENS = "-‐‑‒–"
_QUOTES = "'’ʼ＇"
# What holds the parts of one word or symbol together: A/RES/80/173, 9.c, e-health, l’accès, itu:PP/RES/140@2022.
_JOIN = rf"[{_HYPHENS}{_QUOTES}/.@:_+&]"
_CHUNK = re.compile(rf"[{HAN}]+|{_SIGN}+(?:(?:{_JOIN}|(?<=\d)[,\u00a0\u202f](?=\d\d\d(?!\d))){_SIGN}+)*")
_PART = re.compile(rf"{_SIGN}+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IS_HAN = re.compile(rf"[{HAN}]")
_PLAIN_JOIN = str.maketrans({**dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_QUOTES, "'")})
# Where a hyphen, a capital or nothing may be in the same word: e-health, eHealth, ehealth; 10,000 and 10000.
_SAME_WORD = frozenset("-_,.\u00a0\u202f")
# Symbols and numbers are kept whole; of plain words with a hyphen or an apostrophe the parts are enough.
_SYMBOL = re.compile(r"[\d/.@:]")
_MOST_PARTS = 8


class Piece(NamedTuple):
    """A piece of a run to be made a token: `text` as written, `position` counted in words from the first of the
    run, `start` and `end` in characters of the run.

    kind  "word", "han" (one sign), "pair" (two signs), "whole" (several parts with what joins them),
          "joined" (the parts written as one)
    """

    text: str
    position: int
    start: int
    end: int
    kind: str


class Chunk(NamedTuple):
    """What is together: `pieces` begin with its parts in order; `parts` says how many these are; `start` is
    where it is in the text.
    """

    pieces: tuple[Piece, ...]
    parts: int
    start: int = 0


def runs(text: str) -> Iterator[tuple[str, int]]:
    """(what is together, where) for the words, symbols and runs of Chinese signs of a text."""
    return ((match.group(), match.start()) for match in _CHUNK.finditer(text))


def written(text: str) -> list[str]:
    """Return the same without where each is.

    >>> written("9.c for eHealth")
    ['9.c', 'for', 'eHealth']
    """
    return _CHUNK.findall(text)


def chunks(text: str) -> Iterator[Chunk]:
    """The same, taken apart.

    >>> [[piece.text for piece in chunk.pieces] for chunk in chunks("9.c for eHealth")]
    [['9', 'c', '9.c', '9c'], ['for'], ['e', 'Health', 'eHealth']]
    >>> [piece.text for chunk in chunks("数字合作") for piece in chunk.pieces if piece.kind == "pair"]
    ['数字', '字合', '合作']
    """
    for run, start in runs(text):
        pieces, parts = apart(run)
        yield Chunk(pieces, parts, start)


def apart(run: str) -> tuple[tuple[Piece, ...], int]:
    """The pieces of a run, and how many of them are its parts."""
    if _IS_HAN.match(run):
        run = run.translate(simplified())
        signs = [Piece(sign, i, i, i + 1, "han") for i, sign in enumerate(run)]
        pairs = [Piece(run[i : i + 2], i, i, i + 2, "pair") for i in range(len(run) - 1)]
        return (*signs, *pairs), len(signs)
    bounds = [(part.start() + a, part.start() + b) for part in _PART.finditer(run) for a, b in _camel(part.group())]
    parts = [Piece(run[a:b], i, a, b, "word") for i, (a, b) in enumerate(bounds)]
    together = _together(run, bounds) if 1 < len(parts) <= _MOST_PARTS else ()
    return (*parts, *together), len(parts)


@cache
def simplified() -> dict[int, int]:
    """Traditional sign -> the simplified one that represents it, from the tables of OpenCC: sign by sign, so that
    places do not move and one question finds both ways of writing.
    """
    import opencc

    signs = [chr(code) for first, last in _HAN_BLOCKS for code in range(first, last + 1)]
    made = opencc.OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(a): ord(b) for a, b in zip(signs, made, strict=True) if a != b and len(b) == 1}


def _together(run: str, bounds: list[tuple[int, int]]) -> Iterator[Piece]:
    """Neighbouring parts as one: with what is between them, and without it where that says nothing."""
    for i, (a, _) in enumerate(bounds):
        for j in range(i + 1, len(bounds)):
            b = bounds[j][1]
            between = [run[bounds[k][1] : bounds[k + 1][0]] for k in range(i, j)]
            if any(between) and _SYMBOL.search(run[a:b]):
                yield Piece(run[a:b].translate(_PLAIN_JOIN), i, a, b, "whole")
            if all(not sign or sign.translate(_PLAIN_JOIN) in _SAME_WORD for sign in between):
                yield Piece("".join(run[x:y] for x, y in bounds[i : j + 1]), i, a, b, "joined")


def _camel(part: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _CAMEL.finditer(part):
        yield at, match.start()
        at = match.start()
    yield at, len(part)


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


def lowered(word: str) -> str:
    """A word in small letters with its accents, which stemmers need."""
    return one_script(unicodedata.normalize("NFKC", word).translate(DROPPED).lower().replace("ё", "е"))

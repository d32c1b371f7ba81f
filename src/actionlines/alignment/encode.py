"""Texts to features: the tokens of a vocabulary and their neighbours in pairs.

All numbers are kept flat over a batch of texts: `features[starts[i]:starts[i + 1]]` are those of text i.
Pairs are found for the whole batch at once, by sorted keys, so that Python handles single words only.

Words of a text as the model sees them, the same for learning and for use.

A token is a stem: letters folded (case, accents, Arabic vowel signs and letter forms), then stemmed by the
Snowball rules of its language. Chinese has no spaces: its tokens are the overlapping pairs of signs.
Surfaces are looked up in a table first, so that each word of a corpus is folded and stemmed once.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from actionlines.lazily import expression

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
_SNOWBALL = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "ru": "russian"}
# Words of two letters or more; signs of Chinese are tokens of their own kind. A longer run of letters is
# no word of any of the six languages, only bytes that look like one.
_LONGEST = 40
_WORDS = expression(r"[^\W\d_\u3400-\u9fff]{2,}")
# The same for a text of ASCII alone, twice as fast.
_PLAIN = expression(r"[A-Za-z]{2,}")
_SIGNS = expression(r"(?=([\u3400-\u9fff]{2}))")
_ARABIC_MARKS = expression(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_ARABIC_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي"})


def token_pattern(language: str) -> re.Pattern[str]:
    """Return what finds the tokens of a language in a text; a sign pair is group 1 of an empty match."""
    return _SIGNS if language == "zh" else _WORDS


def list_surfaces(text: str, language: str) -> list[str]:
    """Return the tokens of a text as written, in order.

    >>> list_surfaces("E-health for 3 regions", "en")
    ['health', 'for', 'regions']
    >>> list_surfaces("数字鸿沟", "zh")
    ['数字', '字鸿', '鸿沟']
    """
    if text.isascii():
        return _PLAIN.findall(text) if language != "zh" else []
    return token_pattern(language).findall(text)


def list_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Start and end of each of `list_surfaces`, in characters of the text."""
    if language == "zh":
        return (match.span(1) for match in _SIGNS.finditer(text))
    return (match.span() for match in (_PLAIN if text.isascii() else _WORDS).finditer(text))


def stem_word(surface: str, language: str) -> str:
    """Return the token that represents a word as written.

    >>> stem_word("Technologies", "en"), stem_word("Économiques", "fr"), stem_word("والتكنولوجيا", "ar")
    ('technolog', 'econom', 'تكنولوج')
    """
    if language == "zh":
        return surface
    return _load_stemmer(language)(fold_word(surface[:_LONGEST], language))


def fold_word(word: str, language: str) -> str:
    """Return a word in small letters without what writers leave out or vary."""
    word = word.lower()
    if language == "ar":
        return _ARABIC_MARKS.sub("", word).translate(_ARABIC_FORMS)
    if language == "ru":
        return word.replace("ё", "е")
    return word


@cache
def _load_stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    inner = Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord

    def stemmed(word: str) -> str:
        """Return the stem of a word without its accents."""
        # Accents go after stemming, whose rules need them.
        letters = unicodedata.normalize("NFKD", inner(word))
        return "".join(sign for sign in letters if not unicodedata.combining(sign))

    return stemmed


# A pair is two known words with at most this many others between them: "access to clean water".
GAP = 2
# Surfaces remembered; a stream of endless new words must not fill the memory.
_REMEMBERED = 400_000
_UNKNOWN, _SMALL = -1, -2

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


class _Table(dict[str, int]):
    """Surface -> token number, _UNKNOWN or _SMALL where it has none; filled as words come."""

    def __init__(self, known: dict[str, int], language: str, small: frozenset[str]) -> None:
        super().__init__()
        self.known, self.language, self.small = known, language, small

    def __missing__(self, surface: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = self.known.get(stem_word(surface, self.language), _SMALL if self._is_small(surface) else _UNKNOWN)
        self[surface] = number
        return number

    def _is_small(self, surface: str) -> bool:
        # Prose in capitals is prose.
        return surface in self.small or (surface.isupper() and surface.lower() in self.small)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Known tokens of a batch in reading order: number, text and place (position among all words).

    `places` count all words of a text (tokens.surfaces), known or not.
    `words` and `small`: how many words each text has, and how many of them are small ones ("the", "of").
    """

    numbers: Ints
    texts: Ints
    places: Ints
    words: Ints
    small: Ints


class Encoder:
    """`words` are stems in the order of their numbers; `pairs` are (first, second) word numbers.

    Feature numbers: words first, then pairs, in the order given. `pairs` has shape (n, 2) and no repeats.
    `small`: function words as written in small letters.
    """

    def __init__(self, language: str, words: Sequence[str], pairs: Ints, small: frozenset[str] = frozenset()) -> None:
        self.language, self.words = language, len(words)
        self._table = _Table({word: number for number, word in enumerate(words)}, language, small)
        self._step = 2 if language == "zh" else 1
        keys = pairs[:, 0].astype(np.int64) * self.words + pairs[:, 1]
        self._order = np.argsort(keys, kind="stable").astype(np.int32)
        self._keys = keys[self._order]

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Return the known tokens of a batch of texts."""
        rows = [list(map(self._table.__getitem__, list_surfaces(text, self.language))) for text in texts]
        sizes = np.fromiter(map(len, rows), np.int32, len(rows))
        numbers = np.fromiter(chain.from_iterable(rows), np.int32, int(sizes.sum()))
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), sizes)
        starts = np.cumsum(sizes) - sizes
        places = np.arange(len(numbers), dtype=np.int32) - np.repeat(starts, sizes).astype(np.int32)
        known = numbers >= 0
        small = np.bincount(owners[numbers == _SMALL], minlength=len(rows)).astype(np.int32)
        return Tokens(numbers[known], owners[known], places[known], sizes, small)

    def pairs(self, tokens: Tokens) -> tuple[Ints, Ints, Ints]:
        """Index of the first and of the second token of each known pair, and the pair's feature number."""
        if len(tokens.numbers) < 2 or not len(self._keys):
            nothing = np.empty(0, np.int32)
            return nothing, nothing, nothing
        first, second = self.neighbours(tokens)
        keys = tokens.numbers[first].astype(np.int64) * self.words + tokens.numbers[second]
        spots = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        hit = self._keys[spots] == keys
        return first[hit], second[hit], self._order[spots[hit]] + np.int32(self.words)

    def neighbours(self, tokens: Tokens) -> tuple[Ints, Ints]:
        """Indices of the tokens that stand side by side, first and second."""
        if self._step == 1:
            first = np.arange(len(tokens.numbers) - 1, dtype=np.int32)
            second = first + np.int32(1)
            near = tokens.places[second] - tokens.places[first] <= GAP + 1
            near &= tokens.texts[second] == tokens.texts[first]
            return first[near], second[near]
        # Chinese: the pair of signs that begins with the last sign of this one, or right after it.
        where = tokens.texts.astype(np.int64) * (1 << 32) + tokens.places
        pairs_by_distance = [self._at(where, further) for further in range(1, self._step + 1)]
        first, second = (np.concatenate(side) for side in zip(*pairs_by_distance, strict=True))
        return first, second

    @staticmethod
    def _at(where: npt.NDArray[np.int64], further: int) -> tuple[Ints, Ints]:
        spots = np.minimum(np.searchsorted(where, where + further), len(where) - 1)
        first = np.flatnonzero(where[spots] == where + further)
        return first.astype(np.int32), spots[first].astype(np.int32)

    def encode(self, texts: Sequence[str]) -> tuple[Ints, Floats, Ints]:
        """Features of each text, how much each counts (1 + log of how often), and the `starts` of each text.

        `starts` has one number more than there are texts.
        """
        return self.features(self.tokens(texts))

    def features(self, tokens: Tokens) -> tuple[Ints, Floats, Ints]:
        """Return the same of tokens that are known already."""
        first, _, numbers = self.pairs(tokens)
        owners = np.concatenate([tokens.texts, tokens.texts[first]]).astype(np.int64)
        keys, counts = np.unique(owners << 32 | np.concatenate([tokens.numbers, numbers]), return_counts=True)
        starts = np.searchsorted(keys, np.arange(len(tokens.words) + 1, dtype=np.int64) << 32)
        return (keys & 0xFFFFFFFF).astype(np.int32), weigh_counts(counts), starts.astype(np.int32)


def weigh_counts(counts: npt.NDArray[np.integer]) -> Floats:
    """Return how much a feature counts that is in a text so many times."""
    values: Floats = (1 + np.log(counts)).astype(np.float32)
    return values

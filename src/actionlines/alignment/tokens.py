"""Words of a text as the model sees them, the same for learning and for use.

A token is a stem: letters folded (case, accents, Arabic vowel signs and letter forms), then stemmed by the
Snowball rules of its language. Chinese has no spaces: its tokens are the overlapping pairs of signs.
Surfaces are looked up in a table first, so that each word of a corpus is folded and stemmed once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

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


def pattern(language: str) -> re.Pattern[str]:
    """Return what finds the tokens of a language in a text; a sign pair is group 1 of an empty match."""
    return _SIGNS if language == "zh" else _WORDS


def step(language: str) -> int:
    """Return how many tokens further the next whole word begins: pairs of Chinese signs overlap by one."""
    return 2 if language == "zh" else 1


def surfaces(text: str, language: str) -> list[str]:
    """Return the tokens of a text as written, in order.

    >>> surfaces("E-health for 3 regions", "en")
    ['health', 'for', 'regions']
    >>> surfaces("数字鸿沟", "zh")
    ['数字', '字鸿', '鸿沟']
    """
    if text.isascii():
        return _PLAIN.findall(text) if language != "zh" else []
    return pattern(language).findall(text)


def spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Start and end of each of `surfaces`, in characters of the text."""
    if language == "zh":
        return (match.span(1) for match in _SIGNS.finditer(text))
    return (match.span() for match in (_PLAIN if text.isascii() else _WORDS).finditer(text))


def stem(surface: str, language: str) -> str:
    """Return the token that stands for a word as written.

    >>> stem("Technologies", "en"), stem("Économiques", "fr"), stem("والتكنولوجيا", "ar")
    ('technolog', 'econom', 'تكنولوج')
    """
    if language == "zh":
        return surface
    return _stemmer(language)(fold(surface[:_LONGEST], language))


def fold(word: str, language: str) -> str:
    """Return a word in small letters without what writers leave out or vary."""
    word = word.lower()
    if language == "ar":
        return _ARABIC_MARKS.sub("", word).translate(_ARABIC_FORMS)
    if language == "ru":
        return word.replace("ё", "е")
    return word


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer

    inner = Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord

    def stemmed(word: str) -> str:
        """Return the stem of a word without its accents."""
        # Accents go after stemming, whose rules need them.
        found = unicodedata.normalize("NFKD", inner(word))
        return "".join(sign for sign in found if not unicodedata.combining(sign))

    return stemmed

"""Text as databases, pages and files can hold it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import get_language, get_language_bidi, get_language_info

from actionlines.papers.words import LANGUAGES, Words, words


def reader_words() -> Words:
    """Return the words of papers in the reader's language: they write the numbers and days of pages too."""
    code = (get_language() or "en")[:2]
    return words(code if code in LANGUAGES else "en")


# PostgreSQL takes no NUL, and neither database half of a surrogate pair.
_FOREIGN = re.compile("[\x00\ud800-\udfff]")
_DROPPED = dict.fromkeys((0x202D, 0x202E, 0xFFFE, 0xFFFF))


def join(texts: Iterable[object], sign: str = "comma") -> str:
    """Return texts in a list as the reader's language writes it. `sign`: comma or semicolon.

    >>> join(["Kenya", "Uganda"])
    'Kenya, Uganda'
    """
    return reader_words()(f"list.{sign}").join(map(str, texts))


def kept(text: str) -> str:
    """The text with a replacement sign for each character that no database takes.

    >>> kept("a\\x00b")
    'a�b'
    """
    return _FOREIGN.sub("�", text)


def fitted(text: str, longest: int) -> str:
    """A name cut to `longest` characters and still another than its neighbours.

    >>> fitted("preamble-4", 80), len(fitted("x" * 90, 80))
    ('preamble-4', 80)
    """
    clean = kept(text)
    if len(clean) <= longest:
        return clean
    return f"{clean[: longest - 9]}~{hashlib.sha256(clean.encode()).hexdigest()[:8]}"


def plain_text(value: str, lines: bool = False) -> str:
    """Text without signs that no page, file or database can hold; `lines`: it may have several lines."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)
    saved = value
    if not value.isprintable():  # most texts are, and thousands may be brought in at once
        saved = "".join(s for s in value if s in "\n\t" or unicodedata.category(s) not in ("Cc", "Cs"))
    return saved.strip() if lines else " ".join(saved.split())


# First strong isolate and its end: what is between them has its own direction. Unicode Standard Annex 9, 2.4.
_FROM, _TO = "\u2068", "\u2069"
_RIGHT = frozenset(("R", "AL"))


def isolated(text: object) -> str:
    """Text whose direction does not turn the sentence around it, nor the other way round.

    In a sentence from right to left "3(a)" would else read "(a)3". Signs are put around it only where the reader's
    language runs from right to left or the text has letters that do.
    """
    texts = str(text)
    turns = get_language_bidi() or any(unicodedata.bidirectional(sign) in _RIGHT for sign in texts)
    return f"{_FROM}{texts}{_TO}" if texts and turns else texts


def native_language(code: str) -> str:
    """Return the name of a language in the language itself."""
    return str(get_language_info("zh-hans" if code == "zh" else code)["name_local"]).capitalize()

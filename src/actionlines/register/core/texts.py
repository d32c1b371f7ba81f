"""Text as databases, pages and files can hold it."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, get_language_bidi, get_language_info

from actionlines.framework.tables import read_table
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


_RIGHT = frozenset(("R", "AL"))
# Joiners belong to the spelling of these scripts, and marks of direction to texts that run from right to left.
_JOINS = "\u200c\u200d"
_JOINED = re.compile(
    "ARABIC|SYRIAC|MONGOLIAN|DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA|KHMER"
    "|MYANMAR|TIBETAN|THAANA|NKO"
)
_MARKS = "\u200e\u200f\u061c"
# Letters and marks that show nothing: joiners of graphemes, fillers of Hangul, an empty pattern of Braille.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0] if unicodedata.category(sign)[0] in "LM" else ""


def unseen_signs(text: str) -> list[str]:
    """Return the signs of a name that nobody sees and that its script does not need, each once.

    >>> unseen_signs("UNES\\u200bCO"), unseen_signs("می\\u200cخواهم"), unseen_signs("Caf\\u00e9")
    (['\\u200b'], [], [])
    """
    if text.isascii():
        return []
    from_right = any(unicodedata.bidirectional(sign) in _RIGHT for sign in text)
    out = []
    for before, sign, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if sign in _JOINS and _JOINED.fullmatch(_script(before)) and _JOINED.fullmatch(_script(after)):
            continue
        if sign in _BLANK or (unicodedata.category(sign) == "Cf" and not (from_right and sign in _MARKS)):
            out.append(sign)
    return list(dict.fromkeys(out))


def without_unseen(text: str) -> str:
    """Return a name of a file without the signs that nobody sees."""
    return text.translate(dict.fromkeys(map(ord, unseen_signs(text))))


@cache
def _look_alikes() -> dict[int, str]:
    return {ord(row["sign"]): row["latin"] for row in read_table("look_alikes", Path(__file__).with_name("data"))}


def look_of(name: str) -> str:
    """Return what a name looks like, in Latin letters: names of one look are taken for each other.

    >>> look_of("UNESCO") == look_of("UNЕSСО")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).translate(_look_alikes()).casefold().split())


def mixes_scripts(name: str) -> bool:
    """Return whether a word of a name has Latin letters and letters that look like them.

    >>> mixes_scripts("UNЕSСО"), mixes_scripts("Союз ЮНЕСКО"), mixes_scripts("ЮНЕСКО UNESCO")
    (True, False, False)
    """
    scripts = ({_script(sign) for sign in word} & {"LATIN", "CYRILLIC", "GREEK"} for word in name.split())
    return any(len(script) > 1 for script in scripts)


# First strong isolate and its end: what is between them has its own direction. Unicode Standard Annex 9, 2.4.
_FROM, _TO = "\u2068", "\u2069"


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

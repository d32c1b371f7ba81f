"""What the finders share: a stretch of text, what is known of its document, and what they report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from actionlines.citations.model import CitationKind
from actionlines.framework.tables import read_table
from actionlines.lazily import expression

_ALIKE = {
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
    "'": "\u2018\u2019\u02bc\u00b4\u0060",
    '"': "\u201c\u201d\u201e\u00ab\u00bb",
    "/": "\u2044\u2215\uff0f",
    "(": "\uff08",
    ")": "\uff09",
    ",": "\uff0c\u3001\u060c",
    ";": "\uff1b\u061b",
    ".": "\u3002\uff0e",
    ":": "\uff1a",
    "&": "\uff06",
} | {str(value): chr(0x660 + value) + chr(0x6F0 + value) + chr(0xFF10 + value) for value in range(10)}
_PAIRS = tuple((odd, plain) for plain, odds in _ALIKE.items() for odd in odds)

# Cyrillic (and Greek) capitals that were typed for Latin ones; only before a digit or slash, so that
# Russian words stay as they are.
_TWINS = str.maketrans("АВЕКМНОРСТХΑΒΕΗΙΚΜΝΟΡΤΧ", "ABEKMHOPCTXABEHIKMNOPTX")
_TWIN = expression(r"(?<![\u0370-\u04ff])[АВЕКМНОРСТХΑΒΕΗΙΚΜΝΟΡΤΧ]{1,4}(?=[/\d]|\.\d)")


def fold_text(text: str) -> str:
    """Return the text with dashes, blanks, quotes, digits and twin letters in their plain form, same length."""
    if text.isascii():
        return text
    for odd, plain in _PAIRS:
        if odd in text:
            text = text.replace(odd, plain)
    return _TWIN.sub(lambda match: match.group().translate(_TWINS), text)


def lower_text(text: str) -> str:
    """Lower case of the same length: the dotted capital I is the one letter that would grow."""
    return text.replace("\u0130", "I").lower()


Pending = Literal["", "ibid", "antecedent", "itu"]


@dataclass(frozen=True, slots=True)
class Context:
    """What the document says of itself.

    family   "un" or "itu": whose customs decide what is left unsaid
    series   prefix of the series whose body speaks (`A`, `E`, `A/HRC`; ITU: `PP`, `C`, `WTDC`)
    own      canonical forms that the document itself bears: no citation of them is reported
    meeting  ITU meeting (`PP14`) that an unadorned "Document 20" belongs to, or ""
    goals    whether the document speaks of the Sustainable Development Goals
    lines    whether it speaks of action lines
    telecom  whether it speaks of ITU
    summit   whether it speaks of the World Summit on the Information Society
    """

    family: Literal["un", "itu"] = "un"
    series: str = "A"
    own: frozenset[str] = frozenset()
    meeting: str = ""
    goals: bool = False
    lines: bool = False
    summit: bool = False
    telecom: bool = False


@dataclass(slots=True)
class Mention:
    """A citation in the making; `pending` names what must still be looked up in the rest of the document.

    For `itu` the instrument is `RES/140` or `DEC/5@2022`, still without its body.
    """

    start: int
    end: int
    kind: CitationKind
    instrument: str
    place: str = ""
    pending: Pending = ""

    @property
    def canonical(self) -> str:
        """Instrument and place; a place within an annex follows the annex."""
        if not self.place:
            return self.instrument
        return f"{self.instrument}{'.' if '#' in self.instrument else '#'}{self.place}"


class Unit:
    """A paragraph, a footnote, or the running text of a file, with its folded and its lower-case form.

    note    it is a footnote; or, when not `single`, all footnotes of a file one after the other
    """

    __slots__ = ("context", "lower", "note", "single", "text")

    def __init__(self, text: str, context: Context, *, note: bool = False, single: bool = True) -> None:
        self.text = fold_text(text)
        self.lower = lower_text(self.text)
        self.context = context
        self.note = note
        self.single = single

    def places(self, word: str) -> Iterator[int]:
        """Yield where a lower-case word stands, from left to right."""
        position = self.lower.find(word)
        while position >= 0:
            yield position
            position = self.lower.find(word, position + len(word))


@cache
def list_forms(role: str) -> tuple[str, ...]:
    """Return the lower-case forms or stems of a role: `resolution`, `decision`, `paragraph`, ...

    >>> list_forms("numbered-resolution")
    ('决议',)
    """
    rows = read_table("words", Path(__file__).parent / "data")
    return tuple(row["form"].lower() for row in rows if row["role"] == role)

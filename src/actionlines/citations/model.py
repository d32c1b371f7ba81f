"""A citation: the words that refer to an instrument, and the canonical form they resolve to.

What the finders share: a stretch of text, what is known of its document, and what they report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from actionlines.framework.tables import read_table
from actionlines.lazily import expression

if TYPE_CHECKING:
    from actionlines.documents.model import Document

CitationKind = Literal[
    "un_res", "un_dec", "un_doc", "treaty", "named", "wsis_doc", "itu_res", "itu_dec", "itu_doc", "itu_rec",
    "itu_basic", "sdg_goal", "sdg_target", "action_line", "ibid", "locator",
]  # fmt: skip
_TWIN = expression(r"(?<![\u0370-\u04ff])[АВЕКМНОРСТХΑΒΕΗΙΚΜΝΟΡΤΧ]{1,4}(?=[/\d]|\.\d)")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell of a document: `document.tables[table].rows[row][column]`, each counted from 0."""

    table: int
    row: int
    column: int

    def __str__(self) -> str:
        """Return the place as people count: "table 1, row 1, column 1" is the first cell."""
        return f"table {self.table + 1}, row {self.row + 1}, column {self.column + 1}"


@dataclass(frozen=True, slots=True)
class Citation:
    """`text[start:end] == quote`, where text is that of the paragraph, the cell, or the raw input.

    canonical   docs/reference/citations.md section "Canonical forms"; a place within the instrument follows `#`
    paragraph   id of the paragraph, "" for cells and for raw text
    cell        the cell of a table, None for paragraphs and raw text
    link        the address that the words lead to, when it ends in the symbol of this instrument, or ""
    """

    kind: CitationKind
    canonical: str
    quote: str
    start: int
    end: int
    paragraph: str = ""
    cell: CellPlace | None = None
    link: str = ""

    @property
    def instrument(self) -> str:
        """Return the canonical form without the place within."""
        return self.canonical.partition("#")[0]

    def text_in(self, document: Document) -> str:
        """Return the text of the paragraph or cell of the document that `start` and `end` count in."""
        if self.cell is not None:
            return document.tables[self.cell.table].rows[self.cell.row][self.cell.column].text
        return document.by_id[self.paragraph].text


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

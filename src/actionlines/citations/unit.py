"""What the finders share: a stretch of text, what is known of its document, and what they report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from actionlines.citations.fold import fold, lower
from actionlines.citations.model import CitationKind

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
        self.text = fold(text)
        self.lower = lower(self.text)
        self.context = context
        self.note = note
        self.single = single

    def places(self, word: str) -> Iterator[int]:
        """Where a lower-case word stands, from left to right."""
        position = self.lower.find(word)
        while position >= 0:
            yield position
            position = self.lower.find(word, position + len(word))

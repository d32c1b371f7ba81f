"""A mandate: who was asked to do what, by when, reporting to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strength = Literal["decides", "requests", "invites", "encourages", "commits"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as written: `text` stands at start..end of the text of the paragraph with id `paragraph`.

    The paragraph is the mandate's own, or the chapeau that the mandate's sub-item hangs on.
    """

    text: str
    start: int
    end: int
    paragraph: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """One operative verb x one addressee group x one action.

    verb         base form (`call upon`); `verb_phrase` are the words as written
    addressees   words as written, one per coordinated member; empty when implied
    bodies       canonical labels (framework bodies), resolved and never empty (`unspecified` at the least)
    action       what is to be done; contiguous words of the paragraph
    deliverable  closed list (`report`, `review`, …, `none`)
    report_to    canonical labels of the bodies that receive the product
    due          `year:2027`, `session:81`, ISO date, `from:2026`, `recurring:annual`, `next-report`, …
    """

    paragraph: str
    verb: str
    strength: Strength
    verb_phrase: Phrase
    addressees: tuple[Phrase, ...]
    bodies: tuple[str, ...]
    action: Phrase
    deliverable: str = "none"
    report_to: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    due_phrase: Phrase | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One operative clause of a resolution, whole with its sub-items.

    start, end  offsets in the source text (plain text) or in Document.text
    item        `3`; in the ITU layout `resolves.2`, `instructs Secretary-General.1`
    verb        as written ("decides"), lower case; `adverb` "also", "further", "strongly" or ""
    actor       who speaks ("General Assembly", "Plenipotentiary Conference")
    addressee   words as written, or ""
    """

    start: int
    end: int
    item: str
    verb: str
    adverb: str
    actor: str
    addressee: str
    subitems: tuple[str, ...] = ()

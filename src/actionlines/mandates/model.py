"""A mandate: who was asked to do what, by when, reporting to whom, and the reasons to read a field again.

`data/checks.csv` is the closed list of these reasons. A `Check` holds the English words of its reason; `key_of`
leads from the words to the key, by which reports and pages show the reason in the language of their reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from actionlines.framework.tables import read_table
from actionlines.mandates.when import When
from actionlines.mandates.words import DATA

Strength = Literal["decides", "requests", "invites", "encourages", "commits"]
Force = Literal["decided", "proposed", "recommended", "restated"]
"""What a mandate is: of an adopted text (decided); of a draft, an amendment or a contribution (proposed); of a
report (recommended); a duty from elsewhere that a text repeats as argument (restated)."""
Field = Literal["verb", "addressees", "action", "deliverable", "due", "report_to"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as written: `text` is at start..end of the text of the paragraph with id `paragraph`.

    The paragraph is the mandate's own, or the chapeau that the mandate's sub-item hangs on.
    """

    text: str
    start: int
    end: int
    paragraph: str


@dataclass(frozen=True, slots=True)
class Check:
    """Why a person should read one field of a mandate: "two dates in the sentence"."""

    field: Field
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a mandate would change: `operation` on `paragraph` ("3", "5 bis") of the instrument `of`.

    `of` is a canonical symbol, or "" where the text does not name it; `words` are the new words, "" for a
    deletion; `old` are the words that go, or behind which new ones come, "" for a whole paragraph.
    """

    operation: Literal["replace", "insert", "delete"]
    paragraph: str
    of: str = ""
    words: str = ""
    old: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """One operative verb x one addressee group x one action.

    verb         base form (`call upon`); `verb_phrase` are the words as written
    addressees   words as written, one per coordinated member; empty when implied
    bodies       canonical labels (framework bodies), resolved and never empty (`unspecified` at the least)
    action       what is to be done; contiguous words of the paragraph
    deliverable  closed list (`report`, `review`, …, `none`)
    report_to    canonical labels of the bodies that receive the product
    when         by when, as the words say it; `due` are its promised strings: `year:2027`, `session:81`, …
    force        decided, proposed, recommended or restated
    rests_on     canonical citations that a restated duty rests on
    candidates   the bodies that fit, where the addressee is `ambiguous`
    checks       the fields where an error is likely, each with a reason; other fields may be wrong too
    amendment    what would change, where the mandate amends a text
    instrument   symbol of the instrument in which it is, where a file binds several; else ""
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
    when: tuple[When, ...] = ()
    due_phrase: Phrase | None = None
    implied: bool = False
    force: Force = "decided"
    rests_on: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    amendment: Amendment | None = None
    instrument: str = ""

    @property
    def due(self) -> tuple[str, ...]:
        """Return the promised strings: `year:2027`, `session:81`, an ISO date, `from:2026`, `recurring:annual`."""
        return tuple(dict.fromkeys(when.form for when in self.when))

    def how_sure(self, field: Field) -> Literal["sure", "check"]:
        """Return `check` where an error in the field is likely, else `sure`: no sign of one was seen."""
        return "check" if any(check.field == field for check in self.checks) else "sure"


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


FIELDS: tuple[Field, ...] = ("verb", "addressees", "action", "deliverable", "due", "report_to")


@cache
def reasons() -> dict[str, str]:
    """Return the English words of every reason by its key."""
    return {row["key"]: row["words"] for row in read_table("checks", DATA)}


def check(field: Field, key: str) -> Check:
    """Return the check of a field for the reason with this key; KeyError where the list has no such key."""
    return Check(field, reasons()[key])


def key_of(reason: str) -> str:
    """Return the key of a reason in English words; "" for words outside the list."""
    return next((key for key, words in reasons().items() if words == reason), "")

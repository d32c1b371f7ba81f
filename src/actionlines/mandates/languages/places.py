"""What the engine reads and hands down: a folded paragraph with its names, and what a verb asks of whom."""

from __future__ import annotations

from dataclasses import dataclass

from actionlines.documents.model import Paragraph
from actionlines.mandates.languages.fold import Folded
from actionlines.mandates.languages.grammar import Verb
from actionlines.mandates.languages.names import Named
from actionlines.mandates.model import Phrase


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb with those whom it addresses; a chapeau hands it down to its sub-items.

    whole  the words before the sub-items are an action of their own
    keyword  it is a keyword line of an ITU resolution
    rows   the verbs that the form may be
    """

    verb: Verb
    phrase: Phrase
    addressees: tuple[Phrase, ...]
    bodies: tuple[str, ...]
    due: tuple[str, ...] = ()
    due_phrase: Phrase | None = None
    clauses: bool = False
    whole: bool = False
    keyword: bool = False
    rows: tuple[Verb, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph as the engine reads it."""

    paragraph: Paragraph
    index: int
    folded: Folded
    names: tuple[Named, ...]

    @property
    def text(self) -> str:
        return self.folded.text

    def phrase(self, start: int, end: int) -> Phrase:
        low, high = self.folded.span(start, end)
        return Phrase(self.paragraph.text[low:high], low, high, self.paragraph.id)

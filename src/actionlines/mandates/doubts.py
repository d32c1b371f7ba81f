"""One mandate with the words around it, as the rules of doubt look at it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from actionlines.framework.tables import read_table
from actionlines.mandates.model import Field, Mandate
from actionlines.mandates.words import DATA

# Characters of an action, and before it, that the rules look at: doubt needs no more, and stays linear.
MOST = 2_000
AROUND = 400


@dataclass(frozen=True, slots=True)
class View:
    """One mandate and the text of its paragraph.

    language  of the words, `en` where nobody knows it
    kind      of the paragraph
    sentence  the words from the verb, where it stands in the paragraph, to the end of the action's sentence
    lead      the words between the verb and the action, "" where the verb stands elsewhere
    year      the year of the document, 0 where unknown
    """

    mandate: Mandate
    language: str
    kind: str
    sentence: str
    lead: str
    year: int = 0

    @property
    def action(self) -> str:
        """Return the words of the action, as far as the rules look."""
        return self.mandate.action.text[:MOST]

    def has(self, role: str, words: str) -> bool:
        """Return whether words of a role (`data/doubt_words.csv`) stand in `words`."""
        pattern = _pattern(self.language, role)
        return pattern is not None and pattern.search(words) is not None

    def found(self, role: str, words: str) -> list[re.Match[str]]:
        """Return the words of a role in `words`, in reading order."""
        pattern = _pattern(self.language, role)
        return list(pattern.finditer(words)) if pattern else []


Doubt = tuple[Field, str, Callable[[View], bool]]
"""A field, the key of a reason (`data/checks.csv`), and the rule that sees it."""

# Words of these languages are not set apart by blanks and signs alone.
_JOINED = frozenset(("ar", "zh"))


@cache
def _words() -> dict[tuple[str, str], str]:
    return {(row["language"], row["role"]): row["words"] for row in read_table("doubt_words", DATA)}


@cache
def _pattern(language: str, role: str) -> re.Pattern[str] | None:
    words = _words().get((language, role))
    if not words:
        return None
    return re.compile(words if language in _JOINED else rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)

"""Which body a name means in its document: a short name points back, or is the document's own."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.itu import is_itu
from actionlines.mandates.languages.fold import fold
from actionlines.mandates.languages.grammar import DATA
from actionlines.mandates.languages.names import GENERIC, OFFICE, Named, head_of, names_in

_PREFIX = expression(r"[A-Z]{2,6}")
_TREATY_BODIES = frozenset(("cedaw", "crc", "ccpr", "cat", "cerd", "cmw", "crpd", "ced"))
# Kinds of bodies that no short name points back to.
_GROUPS = frozenset(
    ("member-states", "governments", "all-stakeholders", "international-organizations", "un-system")
)
_SIGNS = 4  # of a short Chinese name


class ShortNames:
    """Names of one document in one language.

    houses  the document's speaker, the prefix of its symbol, and `treaty-bodies` for theirs
    """

    def __init__(self, document: Document, language: str, speaker: str) -> None:
        self.document = document
        self.language = language
        self.itu = is_itu(document)
        prefix = _PREFIX.match(document.metadata.symbol.partition("/")[0])
        house = prefix.group().lower() if prefix else ""
        self.houses = frozenset({speaker, house, "treaty-bodies" if house in _TREATY_BODIES else ""})
        self._mentions: dict[str, list[tuple[int, int, str]]] | None = None

    def place(self, paragraph: Paragraph) -> int:
        """Return the place of a paragraph in the document."""
        return self.document.paragraphs.index(paragraph)

    def bodies(self, index: int, text: str, name: Named) -> tuple[str, ...]:
        """Return the bodies that a name in paragraph `index` means; () where nothing tells.

        A short name is what the documents of this house call so, else the body last named in full with that
        noun.
        """
        words = text[name.start : name.end]
        short = len(words) <= _SIGNS if self.language == "zh" else len(words.split()) == 1
        for house, body, head in _houses(self.language) if short else ():
            if head == name.head and house in self.houses:
                return (body,) if body else ()
        if name.office or not name.generic:
            return () if name.office else name.bodies
        mentions = self._named().get(name.head, [])
        last = bisect_left(mentions, (index, name.start, "")) - 1
        return (mentions[last][2],) if last >= 0 and short else ()

    def _named(self) -> dict[str, list[tuple[int, int, str]]]:
        """Return bodies named in full in the document, by their head noun, in order."""
        if self._mentions is None:
            self._mentions = {}
            for index, paragraph in enumerate(self.document.paragraphs):
                for name in names_in(fold(paragraph.text, self.language).text, self.language, self.itu):
                    body = name.bodies[0]
                    if len(name.bodies) == 1 and body not in (GENERIC, OFFICE) and body not in _GROUPS:
                        self._mentions.setdefault(name.head, []).append((index, name.start, body))
        return self._mentions


@cache
def _houses(language: str) -> tuple[tuple[str, str, str], ...]:
    """(whose documents, the body or "", head noun) of house.csv."""
    rows = ((row["house"], row["body"], row[language]) for row in read_table("house", DATA))
    return tuple((house, body, _head(word, language)) for house, body, word in rows if word)


def _head(word: str, language: str) -> str:
    folded = fold(word, language).text
    return head_of(folded.split()[0], folded, language)

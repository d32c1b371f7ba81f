"""Names that a document gives to its own organs: "the Advisory Panel on Wells (APW)", "(hereinafter “the Panel”)".

What a paper defines means what it defined, also where the framework knows other bodies by the same words.
"""

from __future__ import annotations

import re
from functools import cache

from actionlines.documents.model import Document
from actionlines.lazily import expression
from actionlines.mandates.words import word_set

Place = tuple[int, int]
# Parentheses that define: what stands in quotes or in capitals.
_DEFINED = expression(
    r" \((?:(?:herein|here)?after,? ?|henceforth,? ?|also )?(?:referred to as |called |known as )?(?:the )?"
    r"(?:[“\"‘'](?:the )?(?P<quoted>[A-Z][^”\"’'()]{1,60})[”\"’']|(?P<short>[A-Z][\w&/-]{1,19}))\)"
)
_SMALL = frozenset(("of", "on", "for", "and", "the", "to", "in", "against"))
_LONGEST = 16  # words of a full name
_DETERMINER = expression(r"^(?:the|that|this|said)\s+", re.IGNORECASE)


class DefinedNames:
    """The short names that a document defines, with the full names they stand for."""

    def __init__(self, document: Document) -> None:
        self._full: dict[str, tuple[Place, str]] = {}
        for index, paragraph in enumerate(document.paragraphs):
            if paragraph.kind != "footnote" and " (" in paragraph.text:
                self._learn(index, paragraph.text)
        self.full_names = frozenset(full.lower() for _, full in self._full.values())

    def _learn(self, index: int, text: str) -> None:
        for match in _DEFINED.finditer(text):
            short = match["quoted"] or match["short"]
            if match["short"] and sum(letter.isupper() for letter in short) < 2:
                continue
            full = _name_before(text, match.start())
            if full and (match["quoted"] or _abbreviates(short, full)):
                self._full.setdefault(short.lower(), ((index, match.start()), full))

    def full(self, surface: str, place: Place | None = None) -> str:
        """Return the full name of an organ that the document defined before `place`, else "".

        A name that is defined twice means the first.
        """
        words = _DETERMINER.sub("", surface).lower()
        if words in self.full_names:
            return _DETERMINER.sub("", surface)
        found = self._full.get(words)
        return found[1] if found and is_organ(found[1]) else ""


def _name_before(text: str, end: int) -> str:
    """Return the words in capitals that end at `end`: "Advisory Panel on Wells"."""
    words: list[str] = []
    for word in reversed(text[max(0, end - 200) : end].split()):
        if len(words) >= _LONGEST or not (word[:1].isupper() or word in _SMALL or word.lower() in _SMALL):
            break
        words.append(word)
        if word.endswith((",", ";", ".", ":")) and len(words) > 1:
            words.pop()
            break
    words.reverse()
    # "Establishes the Panel on the Wells": an article begins a name, unless a preposition stands before it
    for at in range(len(words) - 1, 0, -1):
        if words[at] == "the" and words[at - 1] not in _SMALL:
            del words[: at + 1]
            break
    while words and words[0].lower() in _SMALL:
        words.pop(0)
    return " ".join(words).rstrip(",") if len(words) > 1 else ""


def _abbreviates(short: str, full: str) -> bool:
    """Return whether the letters of an abbreviation begin words of the name, in their order."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", full) if word)
    letters = [letter.lower() for letter in short if letter.isupper()]
    at = -1
    for letter in letters[:2]:
        at = initials.lower().find(letter, at + 1)
        if at < 0:
            return False
    return True


@cache
def _organs() -> frozenset[str]:
    return word_set("short name") | word_set("speaker") | word_set("organ")


_HEAD = expression(r" (?:of|on|for|to|in|against|at|within)\b|[,(]")


def is_organ(name: str) -> bool:
    """Return whether a name is built on a noun for an organ: "Youth Track Committee", "Panel on Wells"."""
    cut = _HEAD.search(name)
    words = (name[: cut.start()] if cut else name).split()
    head = words[-1].lower().removesuffix("’s") if words else ""
    return head in _organs() or head.removesuffix("s") in _organs()

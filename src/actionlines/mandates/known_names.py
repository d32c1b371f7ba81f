"""Names of bodies and States that need no context, the short names of a body's own documents, and spans of names.

The name of every State means `member-states` here. `data/own_names.csv` has the short names: the speaker (an id
of bodies.csv, or the beginning of a symbol), the words in lower case, and the body that they mean; `unspecified`
where that body is in no table.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

from actionlines.documents.model import Document
from actionlines.framework.bodies import by_alias
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.words import DATA

MEMBER_STATES = "member-states"


# "Iran (Islamic Republic of)" is the Islamic Republic of Iran in a sentence.
_TURNED = expression(r"^(.+) \((.+ of)\)$", re.MULTILINE)


@cache
def _countries() -> frozenset[str]:
    names = [row["en"] for row in read_table("countries")]
    turned = [f"{long} {name}" for name, long in _TURNED.findall("\n".join(names))]
    return frozenset(_plain(name) for name in (*names, *turned))


def _plain(name: str) -> str:
    bare = name.split(" (")[0].replace("'", "’").lower()
    return bare.removeprefix("the ")


# Characters of the longest name there is, and more.
_LONGEST = 400


@cache
def known(surface: str) -> tuple[str, ...]:
    """Return ids of bodies whose name or alias `surface` is; `member-states` for the name of a country; else ().

    >>> known("Republic of Korea")
    ('member-states',)
    """
    if len(surface) > _LONGEST:
        return ()
    found = by_alias(surface)
    bare = surface.removeprefix("the ")
    if found or not bare[:1].isupper():
        return found
    return (MEMBER_STATES,) if _plain(bare) in _countries() else ()


def longest_known(words: str) -> tuple[str, ...]:
    """Return bodies of the longest known name that ends these words: "work of the regional commissions"."""
    parts = words.split()
    for start in range(len(parts)):
        found = known(" ".join(parts[start:]))
        if found:
            return found
    return ()


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["speaker"], row["words"], row["means"]) for row in read_table("own_names", DATA))


def own_names(document: Document) -> dict[str, str]:
    """Return the short names of a document by what they mean; a symbol says more than its body."""
    symbol = f"{document.metadata.symbol}/"
    found = {words: means for speaker, words, means in _table() if speaker == document.metadata.body}
    return found | {words: means for speaker, words, means in _table() if symbol.startswith(f"{speaker}/")}


Span = tuple[int, int]

# Characters of the longest name of an addressee with its complements; longer words are none.
LONGEST_NAME = 400


class NameSpans:
    """Spans that do not overlap, from left to right."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._by_end = {end: start for start, end in reversed(self._spans)}

    def covers(self, position: int) -> bool:
        """Return whether one of the spans covers a position."""
        index = bisect_left(self._starts, position + 1) - 1
        return index >= 0 and position < self._spans[index][1]

    def begins(self, low: int, high: int) -> bool:
        """Return whether one of the spans begins at `low` to `high`."""
        index = bisect_left(self._starts, low)
        return index < len(self._starts) and self._starts[index] <= high

    def start_of(self, end: int) -> int | None:
        """Return where the span that ends at `end` begins, or None."""
        return self._by_end.get(end)

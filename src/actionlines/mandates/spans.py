"""Names of a text as sorted spans, asked by bisection: how long the text is costs nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

Span = tuple[int, int]

# Characters of the longest name of an addressee with its complements; longer words are none.
LONGEST_NAME = 400


class Spans:
    """Spans that do not overlap, from left to right."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._by_end = {end: start for start, end in reversed(self._spans)}

    def covers(self, position: int) -> bool:
        """Whether one of them lies over a position."""
        index = bisect_left(self._starts, position + 1) - 1
        return index >= 0 and position < self._spans[index][1]

    def begins(self, low: int, high: int) -> bool:
        """Whether one of them begins at `low` to `high`."""
        index = bisect_left(self._starts, low)
        return index < len(self._starts) and self._starts[index] <= high

    def start_of(self, end: int) -> int | None:
        """Return where the one that ends at `end` begins, or None."""
        return self._by_end.get(end)

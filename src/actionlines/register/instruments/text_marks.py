"""Marks on a text that may overlap, cut into segments that do not: what a page can show without nesting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is marked as `kind` (a word such as `citation`); `ref` says by what ("" for nothing)."""

    start: int
    end: int
    kind: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Contiguous words under the same marks. `kinds` in order of the alphabet; `refs` in order of the spans."""

    text: str
    start: int
    kinds: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """Return the offset in the text behind the segment."""
        return self.start + len(self.text)


def segments(text: str, spans: Sequence[Span]) -> list[Segment]:
    """The text cut at every edge of a span. Joined, the segments are the text, character for character.

    Edges beyond the text count as its ends; spans without a character mark nothing. A segment is under a span
    just when the span covers it, however many do.

    >>> [(one.text, one.kinds) for one in segments("abcd", [Span(0, 3, "x"), Span(2, 4, "y")])]
    [('ab', ('x',)), ('c', ('x', 'y')), ('d', ('y',))]
    """
    size = len(text)
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    edges = {0, size}
    for index, span in enumerate(spans):
        start, end = min(max(span.start, 0), size), min(max(span.end, 0), size)
        if start < end:
            opening[start].append(index)
            closing[end].append(index)
            edges |= {start, end}
    found: list[Segment] = []
    over: set[int] = set()
    places = sorted(edges)
    for start, end in pairwise(places):
        over.difference_update(closing[start])
        over.update(opening[start])
        kinds = tuple(sorted({spans[one].kind for one in over}))
        refs = tuple(dict.fromkeys(spans[one].ref for one in sorted(over) if spans[one].ref))
        found.append(Segment(text[start:end], start, kinds, refs))
    return found


def quoted(text: str, spans: Iterable[tuple[Span, str]]) -> list[Span]:
    """The spans whose words stand in the text as they were quoted; a text that was corrected since has others."""
    return [span for span, words in spans if words and text[max(span.start, 0) : span.end] == words]

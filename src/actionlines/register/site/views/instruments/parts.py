"""A long document in parts: cut at headings, so that each is a page that opens at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PART = 120  # paragraphs of a part, about: what a page shows in well under the time it may take
HIGH = 2  # level of headings at which a part may begin


@dataclass(frozen=True, slots=True)
class Head:
    """A paragraph as the outline needs it. `mandates`: how many stand beside it."""

    pk: int
    anchor: str
    kind: str
    level: int
    number: str
    mandates: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs `start` up to but not including `stop`, counted from 0; `first`, `last` are printed numbers."""

    number: int
    start: int
    stop: int
    first: str = ""
    last: str = ""


def cut(heads: Sequence[Head], size: int = PART) -> list[Part]:
    """The parts of a document, in order; together they hold every paragraph once. One part where it is short.

    A part begins at a high heading once the one before is more than half full, else where it is over-full: by its
    paragraphs, or by these and their mandates, each of which takes about as long to show.
    """
    most, heaviest = size * 3 // 2, size * 9 // 4
    if len(heads) <= most and sum(1 + head.mandates for head in heads) <= heaviest:
        return [_part(1, 0, len(heads), heads)]
    starts, weight = [0], 0
    for place, head in enumerate(heads):
        full, own = place - starts[-1], 1 + head.mandates
        high = head.kind == "heading" and head.level <= HIGH
        if (high and full > size // 2) or full >= most or (full and weight + own > heaviest):
            starts.append(place)
            weight = 0
        weight += own
    stops = [*starts[1:], len(heads)]
    return [
        _part(n, start, stop, heads) for n, (start, stop) in enumerate(zip(starts, stops, strict=True), 1)
    ]


def _part(number: int, start: int, stop: int, heads: Sequence[Head]) -> Part:
    printed = [head.number for head in heads[start:stop] if head.number and head.level == 0]
    return Part(number, start, stop, printed[0] if printed else "", printed[-1] if printed else "")


def part_of(parts: Sequence[Part], heads: Sequence[Head], anchor: str) -> Part | None:
    """The part that holds a paragraph."""
    place = next((n for n, head in enumerate(heads) if head.anchor == anchor), None)
    return None if place is None else next(part for part in parts if part.start <= place < part.stop)

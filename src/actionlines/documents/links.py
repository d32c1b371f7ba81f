"""Links of a text that loses its first characters, or gets others before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actionlines.documents.model import Link


def shifted(links: Iterable[Link], by: int) -> tuple[Link, ...]:
    """Return the links as they are when `by` characters come before the text."""
    return tuple(replace(one, start=one.start + by, end=one.end + by) for one in links)


def within(links: Iterable[Link], cut: int, length: int) -> tuple[Link, ...]:
    """Return the links of the `length` characters behind the first `cut` ones."""
    moved = (Link(max(0, one.start - cut), min(one.end - cut, length), one.target) for one in links)
    return tuple(one for one in moved if one.start < one.end)

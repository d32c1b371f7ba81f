"""Cells of tables whose number gets its organ from a heading: "General Assembly resolutions" over "68/196".

General Assembly resolutions            paragraph or caption above the table
| Resolution | Title |                  head of the column
| Economic and Social Council resolutions |      row of its own: holds until the next one
| Council resolutions | 1332, 1344 |    first cell of the row
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from actionlines.citations import bodies
from actionlines.citations.unit import fold, forms, lower
from actionlines.documents.model import Table
from actionlines.lazily import expression

# A heading is short; longer texts speak of other things too.
_LONGEST = 200
_SHORT = 40
_HEAD_ROWS = 3
_BARE = expression(
    r"\s{0,3}(?:(?:E?S-)?\d{1,4}/\d{1,4}|\d{1,4}(?:\s?[A-Z])?\s{0,2}\((?:[IVXLC]{1,9}|E?S-|(?:19|20)\d\d\)))"
)
_SEASON = expression(r"(?P<first>(?:19|20)\d\d)/(?P<second>(?:\d\d)?\d\d)(?!\d)")
# "General Assembly resolution 78/291" is a citation, no heading for numbers.
_NUMBERED = expression(r"[^.;]{0,20}\d")
_SENTENCE = expression(r"[.!?。؟]\s*$")


@dataclass(frozen=True, slots=True)
class Head:
    """The words of a heading before and behind the place where a number would stand.

    organ   those before it without the word "resolutions": a cell that says "decision 78/560" has its own
    """

    before: str
    behind: str = ""
    organ: str = ""


def head_of(text: str, *, organ: bool = True) -> Head | None:
    """Return the words of a heading that announce resolutions or decisions of an organ, or None.

    organ   whether the heading must name it; the head of a column may be "Resolution" alone
    """
    if not 0 < len(text) <= (_LONGEST if organ else _SHORT):
        return None
    folded = fold(text)
    small = lower(folded)
    for form in (*forms("resolution"), *forms("decision")):
        position = small.find(form)
        if position < 0 or (position and folded[position - 1].isalpha() and form.isascii()):
            continue
        end = position + len(form)
        while end < len(folded) and folded[end].isalpha():
            end += 1
        if _NUMBERED.match(folded, end) is not None:
            return None
        if bodies.before(folded, position) is not None:
            return Head(text[:end], organ=text[:position].rstrip())
        if bodies.behind(folded, end) is not None:
            return Head(text[:end], text[end:])
        if any(name in small for name in forms("organ")):
            return Head(text[position:end])
        if not organ:
            return Head(text[position:end])
    return _chinese(small)


def _chinese(small: str) -> Head | None:
    """Return the words about a number in Chinese, where the word for a resolution comes behind it."""
    words = (*forms("numbered-resolution"), *forms("numbered-decision"))
    word = next((one for one in words if one in small), "")
    named = word and any(name in small for name in forms("organ"))
    return Head("第", f"号{word}") if named and _NUMBERED.match(small, small.index(word)) is None else None


def heads(table: Table, above: str) -> Iterator[tuple[int, int, Head]]:
    """Return row, column and heading of each cell that begins with a number, or its word, without an organ.

    above   the text of the paragraph over the table, "" when there is none
    """
    outer = head_of(table.caption) or (None if _SENTENCE.search(above) else head_of(above))
    columns: list[tuple[int, int, Head]] = []
    section: Head | None = None
    for row, cells in enumerate(table.rows):
        filled = [cell for cell in cells if cell.text]
        alone = len(filled) == 1 and (len(cells) > 1 or cells[0].colspan > 1)
        if alone and _opening(filled[0].text) != "number":
            section = head_of(filled[0].text)
        first = head_of(cells[0].text) if cells and len(cells) > 1 else None
        at = 0
        for column, cell in enumerate(cells):
            end = at + cell.colspan
            opening = _opening(cell.text)
            named = row < _HEAD_ROWS and not alone and opening != "number"
            if named and (found := head_of(cell.text, organ=False)) is not None:
                columns.append((at, end, found))
            elif opening is not None:
                over = next((one for left, right, one in columns if left <= at < right), None)
                head = (first if column else None) or section or over or outer
                if head is not None:
                    yield row, column, head if opening == "number" else Head(head.organ, head.behind)
            at = end


def _opening(text: str) -> Literal["number", "word"] | None:
    """Return what a cell begins with: a number, the word for a resolution or decision, or neither."""
    start = fold(text[:40])
    if _BARE.match(start) is not None:
        return None if _is_season(start.lstrip()) else "number"
    small = lower(start)
    return (
        "word" if any(small.startswith(form) for form in (*forms("resolution"), *forms("decision"))) else None
    )


def _is_season(text: str) -> bool:
    """Return whether a number is two years in a row: "2024/25"."""
    found = _SEASON.match(text)
    return found is not None and (int(found["first"]) + 1) % 100 == int(found["second"]) % 100

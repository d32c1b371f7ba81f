"""Jumps in the numbering of paragraphs: a number left out, one that comes twice, a letter missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from actionlines.documents.model import Paragraph
from actionlines.documents.structure.labels import list_readings
from actionlines.lazily import expression

_TOP = expression(r"(?P<prefix>(?:.*\.)?)(?P<number>\d+)")
_INNER = expression(r"(?P<prefix>.*)\((?P<mark>[a-zA-Z0-9]+)\)")


class NumberGap(NamedTuple):
    """In the sequence `prefix` ("", "I.", "annex.", "3") the label `found` came where `expected` was due."""

    prefix: str
    expected: str
    found: str
    id: str


def find_gaps(paragraphs: Iterable[Paragraph]) -> list[NumberGap]:
    """Return all jumps in the numbered paragraphs and in their sub-items, in reading order.

    A sequence is what shares a prefix of ids. Sub-items may hang on a paragraph that has no text of its own.
    """
    last: dict[str, int] = {}
    holes: list[NumberGap] = []
    for paragraph in paragraphs:
        if paragraph.kind not in ("operative", "annex", "text") or not paragraph.number:
            continue
        if inner := _INNER.fullmatch(paragraph.id):
            _follow_item(inner.group("prefix"), inner.group("mark"), paragraph.id, last, holes)
            paragraph_id = paragraph.id.partition("(")[0]
        else:
            paragraph_id = paragraph.id
        top = _TOP.fullmatch(paragraph_id)
        if top:
            _follow_number(top.group("prefix"), int(top.group("number")), paragraph, last, holes)
    return holes


def _follow_number(
    prefix: str, number: int, paragraph: Paragraph, last: dict[str, int], holes: list[NumberGap]
) -> None:
    before = last.get(prefix, 0)
    if "(" in paragraph.id and number == before:
        return
    if number != before + 1:
        holes.append(NumberGap(prefix, str(before + 1), str(number), paragraph.id))
    last[prefix] = number


def _follow_item(prefix: str, mark: str, ident: str, last: dict[str, int], holes: list[NumberGap]) -> None:
    key = f"{prefix}("
    due = last.get(key, 0) + 1
    places = [place for _, place in list_readings(mark)]
    if due in places:
        last[key] = due
        return
    holes.append(NumberGap(prefix, f"item {due}", f"({mark})", ident))
    last[key] = places[0] if places else due

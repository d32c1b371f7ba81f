"""Drawn lines of a page: the rules under headers and mastheads, and those of tables."""

from __future__ import annotations

from ctypes import byref, c_float, c_void_p
from typing import NamedTuple

from actionlines.documents.pdf.binding import IMAGE, PATH, object_bounds, object_count, object_on, object_type

_THIN = 2.5
_TOUCH = 3.0
# More paths than this on one page are a drawing.
_MOST = 2_000


class Rule(NamedTuple):
    """A horizontal line at height `y` from `x` to `right`, in points."""

    y: float
    x: float
    right: float


class Drawn(NamedTuple):
    """What is on a page beside text: rules from above, number of objects of any kind, number of pictures."""

    rules: list[Rule]
    objects: int
    pictures: int


_box = (c_float * 4)()
_left, _bottom, _right, _top = (byref(_box, 4 * n) for n in range(4))


def page_rules(page: c_void_p) -> Drawn:
    """Horizontal rules of a page; pieces that touch are one."""
    count = object_count(page)
    pieces: list[Rule] = []
    pictures = 0
    for index in range(count):
        found = object_on(page, index)
        kind = object_type(found)
        if kind == IMAGE:
            pictures += 1
        elif kind == PATH and len(pieces) < _MOST:
            object_bounds(found, _left, _bottom, _right, _top)
            if _box[3] - _box[1] <= _THIN and _box[2] - _box[0] > _THIN:
                pieces.append(Rule((_box[1] + _box[3]) / 2, _box[0], _box[2]))
    return Drawn(_joined(pieces), count, pictures)


def _joined(pieces: list[Rule]) -> list[Rule]:
    rules: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: (-round(rule.y), rule.x)):
        last = rules[-1] if rules else None
        if last and abs(last.y - piece.y) < _THIN and piece.x - last.right < _TOUCH:
            rules[-1] = Rule(last.y, last.x, max(last.right, piece.right))
        else:
            rules.append(piece)
    return rules

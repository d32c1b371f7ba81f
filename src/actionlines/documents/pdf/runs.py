"""A page of a PDF -> runs: pieces of text of one style, with their place on the page."""

from __future__ import annotations

from ctypes import byref, c_double, c_ushort, c_void_p, create_string_buffer
from math import hypot, isfinite
from typing import NamedTuple

from actionlines.documents.pdf.library import (
    Box,
    Matrix,
    box_at,
    character_count,
    font_name,
    font_of,
    generated_at,
    get_text,
    glyph_at,
    matrix_at,
    object_at,
    origin_at,
    size_at,
    unicode_at,
)
from actionlines.lazily import expression

# "low- and middle-income": the hyphen waits for a second half that comes later.
_WAITING = expression(r"(?:and|or|to|and/or|through)\b")


def join_text(text: str, more: str, open_end: bool) -> str:
    """`text` and `more` with a blank between, unless a word was broken there. Hyphens are kept.

    `open_end` tells of a blank that stood at the end of the first line.
    """
    return text + choose_glue(text, more, open_end) + more


def choose_glue(text: str, more: str, open_end: bool) -> str:
    """Return what belongs between two lines: a blank or nothing."""
    if not text or not more:
        return ""
    last = text[-1]
    if open_end or last not in "-–/" or len(text) < 2 or text[-2] == " ":
        return " "
    if last == "-":
        return " " if _WAITING.match(more) else ""
    return "" if text[-2].isalnum() and more[0].isalnum() else " "


# Shares of the size of the text, measured on 10,000 gaps in resolutions of sessions 78 to 80. Letters of one
# word stand up to 0.145 apart where the file changes font within it, words at least 0.157. After f, whose
# head leans out, the figures are 0.01 and 0.116; before a dash from another font 0.161 and more than 0.25.
_BLANK_GAP = 0.15
_AFTER_F = 0.08
_BEFORE_DASH = 0.2
# A gap before these is the width of a letter, not a blank.
_CLINGS = " .,;:!?)]”’%"


def split_run(text: str, piece: str, gap: float) -> bool:
    """Return whether a gap between two pieces of a line, in shares of the size, represents a blank."""
    if gap <= _AFTER_F:
        return False
    last, first = text[-1:], piece[:1]
    if last == " " or first in _CLINGS:
        return False
    if first in "-–" and last.isalnum():
        return gap > _BEFORE_DASH
    return gap > _BLANK_GAP or last == "f"


# The library marks a hyphen at the end of a line with a character of its own.
_LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\u2011": "-", "\u00a0": " ", "\u00ad": "-"})


class Run(NamedTuple):
    """Text of one style. `y` is the baseline in points from below, `x` and `right` its edges.

    `handle` is the text object in the library, valid while its page is open; `turned` text runs up or down
    the page, and its coordinates are those of the page turned upright.
    """

    y: float
    x: float
    right: float
    size: float
    bold: bool
    italic: bool
    text: str
    handle: int = 0
    turned: bool = False


class Fonts:
    """Bold and italic by font, asked once for each font of a page."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bool, bool]] = {}
        self._name = create_string_buffer(256)

    def style(self, text_object: int) -> tuple[bool, bool]:
        """(bold, italic) of the font of a text object."""
        font = font_of(text_object)
        if not font:
            return False, False
        style = self._known.get(font)
        if style is None:
            length = font_name(font, self._name, 256)
            name = self._name.raw[: max(0, min(length, 256) - 1)].lower()
            slanted = b"italic" in name or b"oblique" in name
            style = self._known[font] = (b"bold" in name or b"black" in name, slanted)
        return style


def page_text(textpage: c_void_p) -> str:
    """Return the characters of a page, one for each index of the library."""
    count = character_count(textpage)
    if count <= 0:
        return ""
    buffer = (c_ushort * (count + 1))()
    length = get_text(textpage, 0, count, buffer)
    if length - 1 != count:
        return "".join(map(chr, (unicode_at(textpage, index) for index in range(count))))
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(text) != count:
        return "".join(map(chr, buffer[:count]))
    return text


def page_runs(textpage: c_void_p, text: str, width: float = 0.0, height: float = 0.0) -> list[Run]:
    """Runs in the order of the page's content. Blank runs are left out."""
    fonts = Fonts()
    runs: list[Run] = []
    start, total = 0, len(text)
    while start < total:
        end = text.find("\r\n", start)
        end = total if end < 0 else end
        if end > start:
            _line_runs(textpage, text, start, end, fonts, runs)
        start = end + 2
    if any(run.turned for run in runs):
        # Coordinates of turned text were taken from the page's corner.
        runs = [_move_run(run, width, height) for run in runs]
    return runs


def _move_run(run: Run, width: float, height: float) -> Run:
    if not run.turned:
        return run
    if run.y <= 0:
        return run._replace(y=run.y + width)
    return run._replace(x=run.x + height, right=run.right + height)


def _line_runs(textpage: c_void_p, text: str, start: int, end: int, fonts: Fonts, runs: list[Run]) -> None:
    """Appends the runs of one line of the library's text: characters start..end."""
    at = start
    last = 0
    closing = object_at(textpage, end - 1)
    while at < end:
        object_ = object_at(textpage, at)
        if not object_:
            at += 1
            continue
        stop = end if object_ == closing else _last_of(textpage, object_, at, end)
        piece = text[at:stop]
        if " " in piece:
            piece = _without_false_blanks(textpage, text, at, stop)
        if object_ == last and runs:
            run = runs[-1]
            gap = _measure_gap(textpage, at - 1 - (text[at - 1] == " "), at) / (run.size or 1.0)
            between = " " if split_run(run.text, piece, gap) else ""
            right = _right_edge(textpage, text, at, stop, run.right)
            runs[-1] = run._replace(text=f"{run.text}{between}{_clean_piece(piece)}", right=right)
        elif not piece.isspace():
            run = _make_run(textpage, text, at, stop, fonts.style(object_), piece, object_)
            runs.append(_raise_run(textpage, at, run) if piece[0].isdigit() else run)
            last = object_
        at = stop


def _raise_run(textpage: c_void_p, at: int, run: Run) -> Run:
    """`run` as a small raised one when it is a figure whose glyph is small and raised in a large font."""
    if not run.text.strip().isdigit() or run.turned:
        return run
    if not glyph_at(textpage, at, *_GLYPH):
        return run
    bottom, top = _sides[2], _sides[3]
    if not 0 < top - bottom < _HIGHEST or bottom - run.y < _RAISED * run.size or top - bottom > _LOW * run.size:
        return run
    return run._replace(y=bottom, size=(top - bottom) / _FIGURE)


def _last_of(textpage: c_void_p, key: int, start: int, end: int) -> int:
    """End of the characters from `start` that belong to the object `key`, as the last before `end` does not."""
    low, high = start, end - 1
    while high - low > 1:
        middle = (low + high) // 2
        if object_at(textpage, middle) == key:
            low = middle
        else:
            high = middle
    return high


def _without_false_blanks(textpage: c_void_p, text: str, start: int, end: int) -> str:
    """Characters start..end, less the blanks that the library read from gaps too small to be one."""
    pieces, done = [], start
    at = text.find(" ", start + 1, end - 1)
    while at > 0:
        if generated_at(textpage, at):
            gap = _measure_gap(textpage, at - 1, at + 1) / (_font_size(textpage, at - 1) or 1.0)
            if not split_run(text[at - 2 : at], text[at + 1 : at + 3], gap):
                pieces.append(text[done:at])
                done = at + 1
        at = text.find(" ", at + 1, end - 1)
    return "".join([*pieces, text[done:end]]) if pieces else text[start:end]


def _measure_gap(textpage: c_void_p, before: int, after: int) -> float:
    """Distance in points from the end of one character to the beginning of another on its right."""
    if not (box_at(textpage, before, _EDGES) and origin_at(textpage, after, _X, _Y)):
        return 0.0
    return abs(_x.value - float(_edges.right))


def _font_size(textpage: c_void_p, at: int) -> float:
    """Size of a character as it is set on the page."""
    size = float(size_at(textpage, at))
    if matrix_at(textpage, at, _TRANSFORM):
        size *= hypot(_transform.c, _transform.d)
    return size


# Shares of the size: the height of a figure, and bounds for one that is a raised glyph of its own.
_FIGURE, _LOW, _RAISED = 0.68, 0.5, 0.15
# Points; no glyph is higher.
_HIGHEST = 10_000.0
_sides = (c_double * 4)()
_GLYPH = tuple(byref(_sides, 8 * n) for n in range(4))
_x, _y = c_double(), c_double()
_edges = Box()
_transform = Matrix()
_X, _Y = byref(_x), byref(_y)
_EDGES, _TRANSFORM = byref(_edges), byref(_transform)


def _right_edge(textpage: c_void_p, text: str, start: int, end: int, default: float) -> float:
    while end > start + 1 and text[end - 1] == " ":
        end -= 1
    return _edges.right if box_at(textpage, end - 1, _EDGES) else default


def _make_run(
    textpage: c_void_p, text: str, start: int, end: int, style: tuple[bool, bool], piece: str, handle: int
) -> Run:
    origin_at(textpage, start, _X, _Y)
    x, y = _x.value, _y.value
    right = _right_edge(textpage, text, start, end, x)
    size = float(size_at(textpage, start))
    turned = False
    if matrix_at(textpage, start, _TRANSFORM):
        across, up = _transform.a, _transform.b
        size *= hypot(_transform.c, _transform.d)
        if turned := abs(up) > abs(across):
            x, y, right = (y, -x, _edges.top) if up > 0 else (-y, x, -_edges.bottom)
    if not isfinite(x + y + right):
        x, y, right = (edge if isfinite(edge) else 0.0 for edge in (x, y, right))
    # Text without a size is invisible; lines are found by shares of the size.
    size = size if isfinite(size) and size > 0 else 1.0
    return Run(y, x, right if right > x else x, size, *style, _clean_piece(piece), handle, turned)


def _clean_piece(piece: str) -> str:
    return piece if piece.isascii() and "\x02" not in piece else piece.translate(_LINE_END_HYPHENS)

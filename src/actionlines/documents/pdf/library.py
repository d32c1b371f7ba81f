"""The PDF library: documents and pages with every handle closed, one thread at a time; its functions; runs of text.

It has no types of its own; this is the one place that imports it. What is asked for each piece of a page takes the
handles of the page and of its text as `c_void_p`: without types to convert to, and without giving other threads
their turn, such a call takes half the time.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import (
    CFUNCTYPE,
    PYFUNCTYPE,
    Structure,
    byref,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_ulong,
    c_ushort,
    c_void_p,
    cast,
    create_string_buffer,
)
from math import hypot, isfinite
from typing import Any, NamedTuple

import pypdfium2.raw as _raw  # type: ignore[import-untyped]

from actionlines.documents.blocks import Limits
from actionlines.errors import DamagedInput, EmptyInput, EncryptedInput, InputTooLarge
from actionlines.lazily import expression

PASSWORD_ERRORS = frozenset((_raw.FPDF_ERR_PASSWORD, _raw.FPDF_ERR_SECURITY))
_started = False
# Beyond these a document is no document: the longest of the United Nations have some 4 million characters.
CHARACTERS = 20_000_000
SECONDS = 120.0
# "low- and middle-income": the hyphen waits for a second half that comes later.
_WAITING = expression(r"(?:and|or|to|and/or|through)\b")
# Shares of the size of the text, measured on 10,000 gaps in resolutions of sessions 78 to 80. Letters of one
# word stand up to 0.145 apart where the file changes font within it, words at least 0.157. After f, whose
# head leans out, the figures are 0.01 and 0.116; before a dash from another font 0.161 and more than 0.25.
_BLANK_GAP = 0.15
_AFTER_F = 0.08
_BEFORE_DASH = 0.2
# A gap before these is the width of a letter, not a blank.
_CLINGS = " .,;:!?)]”’%"
# Points; no glyph is higher.
_HIGHEST = 10_000.0


class Matrix(Structure):
    """a b c d e f: x' = ax + cy + e, y' = bx + dy + f."""

    _fields_ = [(name, c_float) for name in "abcdef"]


class Box(Structure):
    """Edges in points from the lower left corner of the page."""

    _fields_ = [(name, c_float) for name in ("left", "top", "right", "bottom")]


def _load_function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = cast(getattr(_raw, name), c_void_p).value
    return CFUNCTYPE(result, *arguments)(address or 0)


def _load_quick(name: str, result: Any) -> Callable[..., Any]:
    """Return a function that takes pages as `c_void_p`, numbers as they are and places for results as `byref`."""
    address = cast(getattr(_raw, name), c_void_p).value
    return PYFUNCTYPE(result)(address or 0)


init_library = _load_function("FPDF_InitLibrary", None)
last_error = _load_function("FPDF_GetLastError", c_ulong)

load_document = _load_function("FPDF_LoadMemDocument64", c_void_p, c_char_p, c_size_t, c_char_p)
close_document = _load_function("FPDF_CloseDocument", None, c_void_p)
page_count = _load_function("FPDF_GetPageCount", c_int, c_void_p)
is_tagged = _load_function("FPDFCatalog_IsTagged", c_int, c_void_p)
load_page = _load_function("FPDF_LoadPage", c_void_p, c_void_p, c_int)
close_page = _load_function("FPDF_ClosePage", None, c_void_p)
page_width = _load_function("FPDF_GetPageWidthF", c_float, c_void_p)
page_height = _load_function("FPDF_GetPageHeightF", c_float, c_void_p)

load_text = _load_function("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _load_function("FPDFText_ClosePage", None, c_void_p)
character_count = _load_function("FPDFText_CountChars", c_int, c_void_p)
get_text = _load_function("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
unicode_at = _load_quick("FPDFText_GetUnicode", c_ulong)
object_at = _load_quick("FPDFText_GetTextObject", c_void_p)
generated_at = _load_quick("FPDFText_IsGenerated", c_int)
origin_at = _load_quick("FPDFText_GetCharOrigin", c_int)
box_at = _load_quick("FPDFText_GetLooseCharBox", c_int)
glyph_at = _load_quick("FPDFText_GetCharBox", c_int)
matrix_at = _load_quick("FPDFText_GetMatrix", c_int)
size_at = _load_quick("FPDFText_GetFontSize", c_double)
font_of = _load_function("FPDFTextObj_GetFont", c_void_p, c_void_p)
font_name = _load_function("FPDFFont_GetBaseFontName", c_size_t, c_void_p, c_char_p, c_size_t)

next_link = _load_function("FPDFLink_Enumerate", c_int, c_void_p, c_void_p, c_void_p)
link_action = _load_function("FPDFLink_GetAction", c_void_p, c_void_p)
link_box = _load_function("FPDFLink_GetAnnotRect", c_int, c_void_p, c_void_p)
action_type = _load_function("FPDFAction_GetType", c_ulong, c_void_p)
action_address = _load_function("FPDFAction_GetURIPath", c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)
text_within = _load_function(
    "FPDFText_GetBoundedText", c_int, c_void_p, c_double, c_double, c_double, c_double, c_void_p, c_int
)
WEB = int(_raw.PDFACTION_URI)

object_count = _load_function("FPDFPage_CountObjects", c_int, c_void_p)
object_on = _load_quick("FPDFPage_GetObject", c_void_p)
object_type = _load_function("FPDFPageObj_GetType", c_int, c_void_p)
object_bounds = _load_function("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
content_id = _load_function("FPDFPageObj_GetMarkedContentID", c_int, c_void_p)
PATH, IMAGE = int(_raw.FPDF_PAGEOBJ_PATH), int(_raw.FPDF_PAGEOBJ_IMAGE)

tree_of = _load_function("FPDF_StructTree_GetForPage", c_void_p, c_void_p)
close_tree = _load_function("FPDF_StructTree_Close", None, c_void_p)
tree_size = _load_function("FPDF_StructTree_CountChildren", c_int, c_void_p)
tree_child = _load_function("FPDF_StructTree_GetChildAtIndex", c_void_p, c_void_p, c_int)
element_size = _load_function("FPDF_StructElement_CountChildren", c_int, c_void_p)
element_child = _load_function("FPDF_StructElement_GetChildAtIndex", c_void_p, c_void_p, c_int)
element_content = _load_function("FPDF_StructElement_GetChildMarkedContentID", c_int, c_void_p, c_int)
element_type = _load_function("FPDF_StructElement_GetType", c_ulong, c_void_p, c_void_p, c_ulong)
attribute_count = _load_function("FPDF_StructElement_GetAttributeCount", c_int, c_void_p)
attribute_at = _load_function("FPDF_StructElement_GetAttributeAtIndex", c_void_p, c_void_p, c_int)
attribute_value = _load_function("FPDF_StructElement_Attr_GetValue", c_void_p, c_void_p, c_char_p)
attribute_number = _load_function("FPDF_StructElement_Attr_GetNumberValue", c_int, c_void_p, c_void_p)


# The library keeps global state and is not safe for two threads.
_LOCK = threading.RLock()


class LimitGuard:
    """Counts pages, objects, characters and seconds of one document against its limits."""

    def __init__(self, name: str, limits: Limits, seconds: float = SECONDS) -> None:
        self.name = name
        self.limits = limits
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._characters = 0
        self._objects = 0

    def pages(self, count: int) -> None:
        """Refuses a document of too many pages."""
        if count > self.limits.pages:
            raise self._too_large(f"{count} pages; at most {self.limits.pages} are read")

    def page(self, objects: int, characters: int) -> None:
        """Adds up what a page holds; refuses when it is too much, or when the time is over."""
        self._objects += objects
        self._characters += characters
        if self._objects > self.limits.objects:
            raise self._too_large(f"more than {self.limits.objects} objects")
        if self._characters > CHARACTERS:
            raise self._too_large(f"more than {CHARACTERS} characters")
        if time.monotonic() > self._end:
            raise self._too_large(f"reading took longer than {self._seconds:g} seconds")

    def _too_large(self, problem: str) -> InputTooLarge:
        return InputTooLarge(self.name, problem, "Split the file.")


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[int]:
    """Yield the document handle of `data`, closed afterwards.

    Raises EmptyInput, EncryptedInput, DamagedInput.
    """
    global _started
    if not data:
        raise EmptyInput(name, "the file has no bytes", "Download it again.")
    with _LOCK:
        if not _started:
            init_library()
            _started = True
        if not (document := load_document(data, len(data), None)):
            raise _open_failure(name)
        try:
            yield document
        finally:
            close_document(document)


def _open_failure(name: str) -> EncryptedInput | DamagedInput:
    if last_error() in PASSWORD_ERRORS:
        return EncryptedInput(name, "a password is needed to open it", "Save a copy without the password.")
    return DamagedInput(name, "the PDF is broken and cannot be opened", "Download it again.")


@contextmanager
def opened_page(document: int, index: int, name: str) -> Iterator[tuple[c_void_p, c_void_p]]:
    """Handles of a page and of its text, closed afterwards. Raises DamagedInput."""
    if not (page := load_page(document, index)):
        raise DamagedInput(name, f"page {index + 1} is broken", "Download it again.")
    try:
        if not (text := load_text(page)):
            raise DamagedInput(name, f"the text of page {index + 1} is broken", "Download it again.")
        try:
            yield c_void_p(page), c_void_p(text)
        finally:
            close_text(text)
    finally:
        close_page(page)


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
        if not (font := font_of(text_object)):
            return False, False
        if (style := self._known.get(font)) is None:
            length = font_name(font, self._name, 256)
            name = self._name.raw[: max(0, min(length, 256) - 1)].lower()
            slanted = b"italic" in name or b"oblique" in name
            style = self._known[font] = (b"bold" in name or b"black" in name, slanted)
        return style


def page_text(textpage: c_void_p) -> str:
    """Return the characters of a page, one for each index of the library."""
    if (count := character_count(textpage)) <= 0:
        return ""
    buffer = (c_ushort * (count + 1))()
    length = get_text(textpage, 0, count, buffer)
    if length - 1 != count:
        return "".join(map(chr, (unicode_at(textpage, index) for index in range(count))))
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    return "".join(map(chr, buffer[:count])) if len(text) != count else text


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
        if not (object_ := object_at(textpage, at)):
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
    if not run.text.strip().isdigit() or run.turned or not glyph_at(textpage, at, *_GLYPH):
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

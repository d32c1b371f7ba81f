"""The PDF library and its errors: opening documents and pages, every handle closed, one thread at a time.

The functions of the PDF library that are used here, with handles as plain integers (0: none).

The library has no types of its own; this is the one place that imports it. What is asked for each piece of a page
takes the handles of the page and of its text as `c_void_p`: without types to convert to, and without giving other
threads their turn, such a call takes half the time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import (
    CFUNCTYPE,
    PYFUNCTYPE,
    Structure,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_size_t,
    c_ulong,
    c_void_p,
    cast,
)
from typing import Any

import pypdfium2.raw as _raw  # type: ignore[import-untyped]

from actionlines.documents.blocks import Limits
from actionlines.errors import DamagedInput, EmptyInput, EncryptedInput, InputTooLarge


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
PASSWORD_ERRORS = frozenset((_raw.FPDF_ERR_PASSWORD, _raw.FPDF_ERR_SECURITY))

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
_started = False


# Beyond these a document is no document: the longest of the United Nations have some 4 million characters.
CHARACTERS = 20_000_000
SECONDS = 120.0


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
        document = load_document(data, len(data), None)
        if not document:
            raise _open_failure(name)
        try:
            yield document
        finally:
            close_document(document)


def _open_failure(name: str) -> EncryptedInput | DamagedInput:
    error = last_error()
    if error in PASSWORD_ERRORS:
        return EncryptedInput(name, "a password is needed to open it", "Save a copy without the password.")
    return DamagedInput(name, "the PDF is broken and cannot be opened", "Download it again.")


@contextmanager
def opened_page(document: int, index: int, name: str) -> Iterator[tuple[c_void_p, c_void_p]]:
    """Handles of a page and of its text, closed afterwards. Raises DamagedInput."""
    page = load_page(document, index)
    if not page:
        raise DamagedInput(name, f"page {index + 1} is broken", "Download it again.")
    try:
        text = load_text(page)
        if not text:
            raise DamagedInput(name, f"the text of page {index + 1} is broken", "Download it again.")
        try:
            yield c_void_p(page), c_void_p(text)
        finally:
            close_text(text)
    finally:
        close_page(page)

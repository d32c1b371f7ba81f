"""The PDF library and its errors: opening documents and pages, every handle closed, one thread at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_void_p

from actionlines.documents.limits import Limits
from actionlines.documents.pdf import binding
from actionlines.errors import DamagedInput, EmptyInput, EncryptedInput, InputTooLarge

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
def opened(data: bytes, name: str) -> Iterator[int]:
    """Yield the document handle of `data`, closed afterwards.

    Raises EmptyInput, EncryptedInput, DamagedInput.
    """
    global _started
    if not data:
        raise EmptyInput(name, "the file has no bytes", "Download it again.")
    with _LOCK:
        if not _started:
            binding.init_library()
            _started = True
        document = binding.load_document(data, len(data), None)
        if not document:
            raise _failure(name)
        try:
            yield document
        finally:
            binding.close_document(document)


def _failure(name: str) -> EncryptedInput | DamagedInput:
    error = binding.last_error()
    if error in binding.PASSWORD_ERRORS:
        return EncryptedInput(name, "a password is needed to open it", "Save a copy without the password.")
    return DamagedInput(name, "the PDF is broken and cannot be opened", "Download it again.")


@contextmanager
def opened_page(document: int, index: int, name: str) -> Iterator[tuple[c_void_p, c_void_p]]:
    """Handles of a page and of its text, closed afterwards. Raises DamagedInput."""
    page = binding.load_page(document, index)
    if not page:
        raise DamagedInput(name, f"page {index + 1} is broken", "Download it again.")
    try:
        text = binding.load_text(page)
        if not text:
            raise DamagedInput(name, f"the text of page {index + 1} is broken", "Download it again.")
        try:
            yield c_void_p(page), c_void_p(text)
        finally:
            binding.close_text(text)
    finally:
        binding.close_page(page)

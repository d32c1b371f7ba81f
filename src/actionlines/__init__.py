"""Actionlines: who was asked to do what, by when, and with what result.

These calls answer most questions. Each takes a file or a symbol; those that find rows take folders as well:

    import actionlines

    actionlines.mandates("resolution.pdf")      # who was asked to do what, by when, with page and paragraph
    actionlines.citations("resolution.pdf")     # what it rests on
    actionlines.align("resolution.pdf")         # the lines, goals and commitments it supports
    actionlines.read("resolution.pdf")          # numbered paragraphs, notes, tables
    actionlines.mandates_frame("folder")        # as a polars frame

The library follows up on what the world has agreed about the information society and sustainable
development. Its rooms, from the ground up, each usable on its own:

    from actionlines.framework import load              # what was agreed: lines, goals, commitments, bodies
    from actionlines.documents import read              # a file or symbol becomes a Document
    from actionlines.citations import find_citations    # what it rests on
    from actionlines.mandates import find_mandates      # who was asked to do what, by when
    from actionlines.alignment import Aligner           # what a text is about, with the words that say so
    from actionlines.indicators import methods          # how far a series is, by named methods

`reports` makes documents of them; `registry`, `consultation` and `site` keep records (and need Django).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.3.0"

if TYPE_CHECKING:
    from actionlines.results import citations, mandates, mandates_frame, read
    from actionlines.results.aligned import align

__all__ = ["__version__", "align", "citations", "mandates", "mandates_frame", "read"]

# Where each name is; looked up when it is first used, so that `import actionlines` loads nothing else.
_NAMES = {
    "align": "actionlines.results.aligned",
    "mandates_frame": "actionlines.results.find",
    "read": "actionlines.results.inputs",
}
# Packages that can be called: docs/decisions/0019-packages-that-are-called.md.
_PACKAGES = ("citations", "mandates")


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return import_module(f"actionlines.{name}")
    if name in _NAMES:
        return getattr(import_module(_NAMES[name]), name)
    raise AttributeError(f"module 'actionlines' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""A document read, cited, its mandates found and aligned, as plain values; runs in a process of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from actionlines.documents import Limits
from actionlines.documents.limits import MB
from actionlines.registry.imports.bounded import bounded
from actionlines.reports.extract import Extract

# Narrower than those of `review`: an upload comes from anybody. A report of 300 pages has a part of 10 MB.
LIMITS = Limits(file_bytes=64 * MB, unpacked_bytes=128 * MB, part_bytes=24 * MB, objects=50_000)
MEMORY = 768 * MB
SECONDS = 120.0


def read_document(path: Path, name: str) -> Extract:
    """What the register keeps of a document.

    Raises the InputError family (AL101 to AL108), and UploadRefused (AL705) for one that takes too much.
    """
    return bounded(extracted, path, name, memory=MEMORY, seconds=SECONDS, name=name)


def extracted(path: Path, name: str) -> Extract:
    """The same in this process."""
    from actionlines.documents import read
    from actionlines.reports.extract import of_document
    from actionlines.reports.pipeline import standard

    found = of_document(read(path, name=name, limits=LIMITS), standard())
    # Tables and what they need have no place in the register yet.
    return replace(found, document=replace(found.document, tables=()))

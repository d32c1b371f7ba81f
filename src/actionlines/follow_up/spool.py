"""Paragraphs and tables of many documents on disk, so that a review holds one document's at a time.

They are most of a review: two megabytes a document. A row is read back each time a writer asks for it.
"""

from __future__ import annotations

import pickle  # reads back what this process has written into a file without a name
import tempfile
import threading
import weakref
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar, overload

from actionlines.follow_up.extract import Extract

Row = TypeVar("Row")
# What is fast and still a fifth of the size.
_LEVEL = 1


class Spool:
    """A file without a name, which goes when nothing refers to it any more."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as its rows
        self._lock = threading.Lock()  # between the search for a place and what is read or written there
        weakref.finalize(self, self._file.close)

    def keep(self, extract: Extract) -> Extract:
        """Return an extract whose paragraphs and tables are in the file."""
        document = extract.document
        kept = replace(document, lines=self.rows(document.lines), tables=self.rows(document.tables))
        return replace(extract, document=kept)

    def rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return the same rows, kept in the file."""
        if not rows:
            return ()
        packed = zlib.compress(pickle.dumps(tuple(rows), pickle.HIGHEST_PROTOCOL), _LEVEL)
        with self._lock:
            place = self._file.seek(0, 2)
            size = self._file.write(packed)
        return _Rows(self, place, size, len(rows))

    def read(self, place: int, size: int) -> Any:
        """Return what was written at a place."""
        with self._lock:
            self._file.seek(place)
            packed = self._file.read(size)
        return pickle.loads(zlib.decompress(packed))  # noqa: S301


class _Rows(Sequence[Row]):
    """Rows in a spool; equal to a tuple of them."""

    def __init__(self, spool: Spool, place: int, size: int, count: int) -> None:
        self._spool, self._place, self._size, self._count = spool, place, size, count

    def _read(self) -> tuple[Row, ...]:
        rows: tuple[Row, ...] = self._spool.read(self._place, self._size)
        return rows

    def __reduce__(self) -> tuple[type[tuple[Row, ...]], tuple[tuple[Row, ...]]]:
        return tuple, (self._read(),)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return iter(self._read())

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        return self._read()[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._read())

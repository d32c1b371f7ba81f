"""Parquet files: their parts, the bytes that a part depends on, its rows in tables of a bounded size."""

from __future__ import annotations

import hashlib
import itertools
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from actionlines.alignment.batch import place_of
from actionlines.alignment.scale.model import JobPart
from actionlines.errors import DamagedInput, InputNotFound, TableError

# Bytes of data, and rows, that are aligned at once.
_TABLE_BYTES = 16_000_000
_TABLE_ROWS = 4096
# Bytes of a file that are read at once: columns of a row group may be larger than the memory.
_READ = 1 << 20


def cut_parquet(path: Path, name: str, part_bytes: int, text: str) -> list[JobPart]:
    """Return the parts of a file: row groups in a row up to a size; a larger one alone, in pieces of rows.

    text  the column of the texts

    Raises DamagedInput, InputNotFound, or TableError where the columns are not such as can be aligned.
    """
    with open_parquet(path, name) as file:
        _check_columns(file.schema_arrow, name, text)
        groups = [file.metadata.row_group(place) for place in range(file.metadata.num_row_groups)]
        sizes = [(group.num_rows, group.total_byte_size) for group in groups]
    cuts = [0]
    begin = size = row = 0
    for rows, weight in sizes:
        if row > begin and size + weight > part_bytes:
            cuts.append(row)
            begin, size = row, 0
        if weight > part_bytes:
            pieces = min(rows, -(-weight // part_bytes))
            cuts += [row + rows * piece // pieces for piece in range(1, pieces)]
        row, size = row + rows, size + weight
        if weight > part_bytes:
            cuts.append(row)
            begin, size = row, 0
    cuts.append(row)
    edges = sorted(set(cuts)) if row else [0, 0]
    return [
        JobPart("parquet", name, number, (str(path),), (name,), start, stop, stop - start, start)
        for number, (start, stop) in enumerate(itertools.pairwise(edges))
    ]


def _check_columns(schema: pa.Schema, name: str, text: str) -> None:
    try:
        place_of(schema, text)
    except TableError as error:
        raise TableError(f"{name}: {error.subject}", error.problem, error.advice) from error
    for column, count in Counter(schema.names).items():
        if count > 1:
            problem = f"{count} columns have this name"
            raise TableError(f"{name}: column {column!r}", problem, "Give each a name of its own.")


class ParquetSource:
    """The rows of one part. `sha256` is that of the bytes they are in, and of the file's description."""

    def __init__(self, part: JobPart) -> None:
        self._path, self._name = Path(part.paths[0]), part.names[0]
        self.start, self.stop = part.start, part.stop
        with open_parquet(self._path, self._name) as file:
            meta = file.metadata
            self.schema: pa.Schema = file.schema_arrow
            edges = [0]
            for place in range(meta.num_row_groups):
                edges.append(edges[-1] + meta.row_group(place).num_rows)
            if edges[-1] < self.stop:
                raise DamagedInput(self._name, "it has fewer rows than before", "Start again.")
            self.groups = [
                place
                for place in range(meta.num_row_groups)
                if edges[place] < self.stop and edges[place + 1] > self.start
            ]
            self._first = edges[self.groups[0]] if self.groups else 0
            weight = sum(meta.row_group(place).total_byte_size for place in self.groups)
            rows = sum(meta.row_group(place).num_rows for place in self.groups)
            self._batch = max(1, min(_TABLE_ROWS, _TABLE_BYTES * max(rows, 1) // max(weight, 1)))
            self.sha256 = self._digest(meta)

    def _digest(self, meta: pq.FileMetaData) -> str:
        digest = hashlib.sha256(self.schema.serialize().to_pybytes())
        with self._path.open("rb") as stream:
            for place in self.groups:
                group = meta.row_group(place)
                digest.update(f"{place} {group.num_rows}".encode())
                for number in range(group.num_columns):
                    column = group.column(number)
                    begin = column.data_page_offset
                    if column.has_dictionary_page and column.dictionary_page_offset is not None:
                        begin = min(begin, column.dictionary_page_offset)
                    stream.seek(begin)
                    for some in _read_pieces(stream, column.total_compressed_size):
                        digest.update(some)
        return digest.hexdigest()

    def tables(self) -> Iterator[pa.Table]:
        """Yield the rows in order. Raises DamagedInput."""
        row = self._first
        with open_parquet(self._path, self._name) as file:
            batches = file.iter_batches(batch_size=self._batch, row_groups=self.groups, use_threads=False)
            while True:
                try:
                    batch = next(batches, None)
                except (pa.ArrowException, OSError, zlib.error) as error:
                    raise _damaged_error(self._name, error) from error
                if batch is None:
                    return
                begin, end = max(self.start - row, 0), min(self.stop - row, len(batch))
                row += len(batch)
                if end > begin:
                    yield pa.Table.from_batches([batch.slice(begin, end - begin)], schema=self.schema)
                if row >= self.stop:
                    return


def open_parquet(path: Path, name: str) -> pq.ParquetFile:
    """Return the file, its description read. Raises DamagedInput or InputNotFound."""
    try:
        # What is read ahead is held whole, whatever the size of the buffer.
        return pq.ParquetFile(path, memory_map=False, buffer_size=_READ, pre_buffer=False)
    except UnicodeEncodeError as error:  # Arrow takes no other path
        problem = "a folder above it has a name that is not UTF-8"
        raise InputNotFound(name, problem, "Rename that folder.") from error
    except (FileNotFoundError, PermissionError) as error:
        raise InputNotFound(name, str(error.strerror or error).lower(), "Check the path.") from error
    except (pa.ArrowException, OSError) as error:
        raise _damaged_error(name, error) from error


def _read_pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the next bytes of a file, fewer where it ends before."""
    while size > 0 and (some := stream.read(min(size, _READ))):
        size -= len(some)
        yield some


def _damaged_error(name: str, error: Exception) -> DamagedInput:
    why = " ".join(str(error).split())[:200]
    return DamagedInput(name, f"it is no whole Parquet file ({why})", "Write or copy it again.")

"""One output file: written to a temporary place, given its name when it is whole. Same rows, same bytes.

Rows are values that JSON can hold. The type of a value alone decides its form:

    numbers      NaN and the infinite, which JSON has not, are null
    times        ISO 8601 with all digits of their unit, those of a time zone in UTC (Z)
    durations    ISO 8601 in seconds
    maps         lists of pairs
    objects      a name that was there before has `_` behind it

Values of other types are those that pyarrow gives; text that is no UTF-8 comes as bytes.

Parquet files: their parts, the bytes that a part depends on, its rows in tables of a bounded size.
"""

import base64
import contextlib
import hashlib
import itertools
import json
import os
import uuid
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from actionlines.alignment.batch import as_bytes, is_text, place_of
from actionlines.alignment.label_search import make_unique
from actionlines.alignment.scale.model import JobPart
from actionlines.errors import DamagedInput, InputNotFound, TableError
from actionlines.json_types import JsonObject

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
    return DamagedInput(name, f"it is not a whole Parquet file ({why})", "Write or copy it again.")


# Decimal digits of the units of time.
_DIGITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}

# A row group of the output: bytes in memory, or rows.
_GROUP_BYTES = 32_000_000
_GROUP_ROWS = 65_536


class Output:
    """Takes tables (Parquet) or lines (JSON lines) for `path`. Nothing is left of it after an error.

    scratch  a folder on the same file system
    """

    def __init__(self, path: Path, scratch: Path) -> None:
        self.path = path
        self.temporary = scratch / uuid.uuid4().hex
        self.rows = 0

    def __enter__(self) -> "Output":
        self.temporary.parent.mkdir(parents=True, exist_ok=True)
        self._stream: BinaryIO = self.temporary.open("wb")
        self._writer: pq.ParquetWriter | None = None
        self._held: list[pa.Table] = []
        return self

    def table(self, table: pa.Table) -> None:
        """Rows for a Parquet file. The first table decides the schema; one without rows is enough."""
        if self._writer is None:
            # Settings that decide bytes are said here, not left to the defaults of a release.
            self._writer = pq.ParquetWriter(
                self._stream, table.schema, version="2.6", compression="zstd", compression_level=3,
                use_dictionary=True, write_statistics=True, data_page_version="1.0", store_schema=True,
            )  # fmt: skip
        self.rows += len(table)
        self._held.append(table)
        if (
            sum(len(held) for held in self._held) >= _GROUP_ROWS
            or sum(held.nbytes for held in self._held) >= _GROUP_BYTES
        ):
            self._flush()

    def lines(self, lines: list[bytes]) -> None:
        """Rows for a file of JSON lines."""
        self.rows += len(lines)
        self._stream.writelines(lines)

    def add(self, table: pa.Table, to: str) -> None:
        """Rows in the form `to`: parquet or jsonl."""
        if to == "parquet":
            self.table(table)
        else:
            self.lines(json_lines(table))

    def _flush(self) -> None:
        if self._writer is not None and self._held:
            held = pa.concat_tables(self._held)
            if len(held):
                self._writer.write_table(held, row_group_size=len(held))
        self._held = []

    def finish(self) -> str:
        """Write what is left; the SHA-256 of the file, which has no name yet."""
        self._flush()
        if self._writer is not None:
            self._writer.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        return digest_file(self.temporary)

    def publish(self) -> None:
        """Give the whole file its final name."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.temporary.replace(self.path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Both write what they hold, which may be what has just failed.
        if self._writer is not None and self._writer.is_open:
            with contextlib.suppress(OSError):
                self._writer.close()
            self._writer.is_open = False  # it would try again at any later time
        with contextlib.suppress(OSError):
            self._stream.close()
        self.temporary.unlink(missing_ok=True)


def digest_file(path: Path) -> str:
    """SHA-256 of a file, "" where there is none."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def json_lines(table: pa.Table) -> list[bytes]:
    """The rows of a table as lines. Bytes that are no text are in base64; what has no form in JSON is text."""
    return [_encoded(row).encode("utf-8", "replace") + b"\n" for row in rows_of(table)]


def _plain_value(value: object) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return str(value)


_encoded = json.JSONEncoder(ensure_ascii=False, default=_plain_value).encode


def rows_of(table: pa.Table) -> list[JsonObject]:
    """Yield the rows of a table as values that JSON can hold."""
    columns = [[value for chunk in column.chunks for value in _list_values(chunk)] for column in table.columns]
    return list(_make_objects(table.column_names, columns))


def _make_objects(names: Sequence[str], columns: Iterable[Iterable[object]]) -> Iterator[JsonObject]:
    own = make_unique(names)
    return (dict(zip(own, row, strict=True)) for row in zip(*columns, strict=True))


def _list_values(array: pa.Array) -> list[object]:
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        if not pa.types.is_nested(kind.storage_type) and not is_text(kind.storage_type):
            return list(array.to_pylist())
        array, kind = array.storage, kind.storage_type
    if pa.types.is_dictionary(kind):
        known = _list_values(array.dictionary)
        return [None if place is None else known[place] for place in array.indices.to_pylist()]
    if pa.types.is_struct(kind):
        columns = [_list_values(array.field(place)) for place in range(kind.num_fields)]
        return _where_valid(array, _make_objects([field.name for field in kind], columns))
    if pa.types.is_map(kind):
        pairs = [list(pair) for pair in zip(_list_values(array.keys), _list_values(array.items), strict=True)]
        offsets = array.offsets.to_pylist()
        return _where_valid(array, (pairs[begin:end] for begin, end in itertools.pairwise(offsets)))
    if pa.types.is_nested(kind):
        inner = iter(_list_values(array.flatten()))
        sizes = pc.list_value_length(array).to_pylist()
        return [None if size is None else list(itertools.islice(inner, size)) for size in sizes]
    return _list_leaves(array)


def _where_valid(array: pa.Array, values: Iterable[object]) -> list[object]:
    return [value if there else None for there, value in zip(array.is_valid().to_pylist(), values, strict=True)]


def _list_leaves(array: pa.Array) -> list[object]:
    kind = array.type
    if pa.types.is_floating(kind):
        values = list(array.to_pylist())
        if np.isfinite(array.to_numpy(zero_copy_only=False)).all():
            return values
        return [value if value is None or isfinite(value) else None for value in values]
    if pa.types.is_duration(kind):
        return [_write_duration(value, _DIGITS[kind.unit]) for value in array.view(pa.int64()).to_pylist()]
    if pa.types.is_timestamp(kind):
        # Without its zone, which this machine need not know, it is in UTC.
        text = pc.cast(array.view(pa.timestamp(kind.unit)), pa.string())
        zone = "Z" if kind.tz else ""
        return list(pc.replace_substring_regex(text, r"^(\S+\d) (.+)", rf"\1T\2{zone}").to_pylist())
    if pa.types.is_temporal(kind):
        return list(pc.cast(array, pa.string()).to_pylist())
    try:
        return list(array.to_pylist())
    except UnicodeDecodeError:  # nobody checks the bytes of a column when it is written
        return list(as_bytes(array).to_pylist())


def _write_duration(count: int | None, digits: int) -> str | None:
    if count is None:
        return None
    return f"{'-' if count < 0 else ''}PT{Decimal(abs(count)).scaleb(-digits):f}S"

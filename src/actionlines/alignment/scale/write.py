"""One output file: written to a temporary place, given its name when it is whole. Same rows, same bytes."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from actionlines.alignment.scale.values import rows_of

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

    def __enter__(self) -> Output:
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
            sum(len(one) for one in self._held) >= _GROUP_ROWS
            or sum(one.nbytes for one in self._held) >= _GROUP_BYTES
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
        return digest(self.temporary)

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


def digest(path: Path) -> str:
    """SHA-256 of a file, "" where there is none."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def json_lines(table: pa.Table) -> list[bytes]:
    """The rows of a table as lines. Bytes that are no text are in base64; what has no form in JSON is text."""
    return [_encoded(row).encode("utf-8", "replace") + b"\n" for row in rows_of(table)]


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return str(value)


_encoded = json.JSONEncoder(ensure_ascii=False, default=_plain).encode

"""A row group far larger than what is aligned at once: little of it is held at any time."""

from __future__ import annotations

import hashlib
import tracemalloc
from pathlib import Path

import pytest

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

import pyarrow as pa  # noqa: E402  needs to be there

from actionlines.alignment.scale.model import JobPart  # noqa: E402  needs pyarrow
from actionlines.alignment.scale.write import ParquetSource  # noqa: E402

ROWS = 60_000
# What may be held, beside 20 MB of each column.
LITTLE = 6_000_000


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One row group of two columns, as long in the file as in memory."""
    path = tmp_path_factory.mktemp("huge") / "a.parquet"
    words = [f"{number:06d} water " * 24 for number in range(ROWS)]
    table = pa.table({"text": words, "more": words[::-1]})
    pq.write_table(table, path, row_group_size=ROWS, compression="none", use_dictionary=False)
    return path


def source(path: Path) -> ParquetSource:
    return ParquetSource(JobPart("parquet", path.name, 0, (str(path),), (path.name,), 0, ROWS, ROWS))


def test_the_hash_is_that_of_the_columns_and_reads_little_at_once(huge: Path) -> None:
    tracemalloc.start()
    try:
        found = source(huge).sha256
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    file, data = pq.ParquetFile(huge), huge.read_bytes()
    wanted = hashlib.sha256(file.schema_arrow.serialize().to_pybytes() + f"0 {ROWS}".encode())
    for number in range(2):
        column = file.metadata.row_group(0).column(number)
        assert column.total_compressed_size > 3 * LITTLE
        wanted.update(data[column.data_page_offset :][: column.total_compressed_size])
    assert found == wanted.hexdigest()
    assert peak < LITTLE


def test_its_rows_come_without_the_rest_of_it(huge: Path) -> None:
    given = source(huge)
    before = pa.total_allocated_bytes()
    tables = given.tables()
    first = next(tables)
    assert pa.total_allocated_bytes() - before < first.nbytes + LITTLE
    assert len(first) + sum(len(one) for one in tables) == ROWS

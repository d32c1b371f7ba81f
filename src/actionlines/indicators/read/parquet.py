"""Parquet: typed columns, one batch."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from actionlines.errors import DamagedInput
from actionlines.indicators.read.model import ROW, Raw


def read(path: Path) -> Raw:
    """Return the cells of a Parquet file. Lists and structs are left out. Raises DamagedInput (AL105)."""
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = " ".join(str(error).split())[:120]
        raise DamagedInput(path.name, f"a broken Parquet file ({reason})", "Download it again.") from error
    flat = [name for name, kind in frame.schema.items() if not kind.is_nested() and kind != pl.Binary]
    coded = [name for name in flat if frame.schema[name] in (pl.Categorical, pl.Enum)]
    frame = frame.select(flat).with_columns(pl.col(coded).cast(pl.String))
    rows = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW)
    return Raw(path.name, "parquet", iter([frame.with_columns(rows)]))

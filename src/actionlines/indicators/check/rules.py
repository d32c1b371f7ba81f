"""The rules that look at a whole table: impossible values, duplicates, units that change, breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from actionlines.indicators.check.limits import ValueLimits, impossible, unscaled
from actionlines.indicators.check.problem import Problems, named
from actionlines.indicators.check.series import breaks, identify, unit_changes
from actionlines.indicators.table import KEY

_ALL = [*KEY, "year"]
PART = 2_000_000  # rows that are sorted at once


@dataclass(frozen=True)
class Checked:
    """The rows that can stand, what is wrong, and how many rows were refused."""

    table: pl.DataFrame
    problems: Problems
    refused: int


def check(
    table: pl.DataFrame, limits: ValueLimits | None = None, names: Mapping[str, str] | None = None
) -> Checked:
    """Look at a table in the contract's columns; rows with an error are left out and named.

    `limits` of the mapping go before those of the units; `names`: series -> title, which may say that a
    percentage is no share. Raises nothing: what is wrong is in the answer.
    """
    found: list[Problems] = []
    before = table.height
    table, part = impossible(table, limits, names or {})
    found.append(part)
    of = identify(table)
    table, of, part = duplicates(table, of)
    found += [part, unit_changes(table, of), unscaled(table, names or {}), *_breaks(table, of)]
    return Checked(table, Problems.join(found), before - table.height)


def _breaks(table: pl.DataFrame, of: pl.Series) -> Iterator[Problems]:
    """Breaks, in parts that hold whole series: sorting ten million rows at once takes gigabytes."""
    parts = 1 + table.height // PART
    if parts == 1:
        yield breaks(table, of)
        return
    for part in range(parts):
        mask = of % parts == part
        yield breaks(table.filter(mask), of.filter(mask))


def duplicates(table: pl.DataFrame, of: pl.Series) -> tuple[pl.DataFrame, pl.Series, Problems]:
    """Return the first row of each observation, their series, and a problem for every other one."""
    if table.is_empty():
        return table, of, Problems()
    hashed = pl.DataFrame({"of": of, "unit": table["unit"], "year": table["year"]}).hash_rows(seed=1)
    if hashed.n_unique() == table.height:
        return table, of, Problems()
    again = hashed.is_duplicated()  # equal hashes are compared in full below
    few = table.with_row_index("_at").filter(again)
    few = few.with_columns(
        _first=pl.col("row").first().over(_ALL), _value=pl.col("value").first().over(_ALL),
        _nth=pl.int_range(pl.len()).over(_ALL),
    ).filter(pl.col("_nth") > 0)  # fmt: skip
    told = few.rechunk().select(
        row="row",
        column=pl.lit("value"),
        kind=pl.when(pl.col("value") == pl.col("_value"))
        .then(pl.lit("repeated"))
        .otherwise(pl.lit("duplicate")),
        message=pl.format(
            "{}, {}, {}, {}: {} stands here and {} in row {}", named(), "area",
            pl.when(pl.col("breakdown") == "").then(pl.lit("total")).otherwise("breakdown"), "year", "value",
            "_value", "_first",
        ),
    )  # fmt: skip
    drop = pl.repeat(False, table.height, eager=True)
    drop[few["_at"].to_list()] = True
    return table.filter(~drop), of.filter(~drop), Problems(told)

"""Where a series cannot be compared with its past: another source or way of counting, or a fall against its trend.

    status  the source marks the value as a break
    note    a note says so
    method  an estimate gives way to a count, or the other way about; another age group
    source  another office
    fall    a step against what the series did in all other years, far larger than its usual ones

Only what files say can be found: a file without sources and notes shows falls alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import polars as pl

from actionlines.indicators.check.rules import find_jumps, identify_series
from actionlines.indicators.provenance import find_change, obs_status, status_in
from actionlines.indicators.table import KEY

Kind = Literal["status", "note", "method", "source", "fall"]
KINDS: tuple[Kind, ...] = ("status", "note", "method", "source", "fall")
SCHEMA: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "year": pl.Int32,
    "kind": pl.String,
    "before": pl.String,
    "after": pl.String,
    "value_before": pl.Float64,
    "value": pl.Float64,
}
_SAID = ["source_before", "source", "note_before", "note", "status"]


def find_breaks(table: pl.DataFrame) -> pl.DataFrame:
    """Return all breaks of the long table, in the columns of SCHEMA; a year of a series has one of them."""
    if table.is_empty():
        return pl.DataFrame(schema=dict(SCHEMA))
    rows = pl.concat([_breaks_in_words(table), _breaks_by_fall(table)])
    order = {kind: at for at, kind in enumerate(KINDS)}
    return rows.sort(*KEY, "year", pl.col("kind").replace_strict(order, return_dtype=pl.Int8)).unique(
        [*KEY, "year"], keep="first", maintain_order=True
    )


def _breaks_in_words(table: pl.DataFrame) -> pl.DataFrame:
    """Return the breaks that sources, notes and statuses tell."""
    has_words = (pl.col("source") != "") | (pl.col("note") != "") | (pl.col("status") != "")
    named = pl.when(pl.col("source") != "").then(pl.col("source"))
    rows = (
        table.sort("year", maintain_order=True)
        .with_columns(
            value_before=pl.col("value").shift().over(KEY),
            note_before=pl.col("note").shift().over(KEY),
            # a year without a source takes nothing away from the one before
            source_before=named.forward_fill().shift().over(KEY).fill_null(""),
        )
        .filter(has_words & pl.col("value_before").is_not_null())
    )
    kinds = rows.select(_SAID).unique()
    what = [_break_kind(*row) for row in kinds.iter_rows()]
    marked = kinds.with_columns(kind=pl.Series(what, dtype=pl.String)).filter(pl.col("kind") != "")
    matches = rows.join(marked, on=_SAID, how="inner", maintain_order="left")
    by_note = pl.col("kind").is_in(["note", "status"])
    # of one office only the notes can tell of another method
    same_office = (
        (pl.col("source") == "")
        | (pl.col("source_before") == "")
        | (pl.col("source_before") == pl.col("source"))
    )
    by_notes = (pl.col("kind") == "method") & same_office
    return matches.with_columns(
        before=pl.when(by_note)
        .then(pl.lit(""))
        .when(by_notes)
        .then("note_before")
        .otherwise("source_before"),
        after=pl.when(by_notes | (by_note & (pl.col("note") != ""))).then("note").otherwise("source"),
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _break_kind(source_before: str, source: str, note_before: str, note: str, status: str) -> str:
    if status and obs_status(status) == "B" and status_in(note, "") != "B":
        return "status"
    return find_change(source_before, source, note_before, note)


def _breaks_by_fall(table: pl.DataFrame) -> pl.DataFrame:
    rows = find_jumps(table, identify_series(table)).filter("back")
    return rows.with_columns(
        kind=pl.lit("fall"),
        before=pl.lit(""),
        after=pl.lit(""),
        value_before=pl.col("before").cast(pl.Float64),
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())

"""Two downloads of the same figures: which values were revised, came or went, and which verdicts turned."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from actionlines.indicators.table import KEY

REVISIONS: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "year": pl.Int32,
    "kind": pl.String,
    "before": pl.Float64,
    "now": pl.Float64,
}
TURNED: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(KEY, pl.String),
    "title": pl.String,
    "method": pl.String,
    "before": pl.String,
    "now": pl.String,
    "because": pl.String,
}
SAME = 1e-9  # values closer than this share of the larger are the same


def revisions(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return the values that differ between two long tables, in the columns of REVISIONS.

    kind  revised, new (not in the earlier table) or gone (not in the later one)
    """
    keys = [*KEY, "year"]
    old, new = (
        table.select(*keys, pl.col("value").alias(name)).unique(keys, keep="last", maintain_order=True)
        for table, name in ((before, "before"), (now, "now"))
    )
    both = old.join(new, on=keys, how="full", coalesce=True, maintain_order="left_right")
    apart = (pl.col("before") - pl.col("now")).abs() > SAME * pl.max_horizontal(
        pl.col("before").abs(), pl.col("now").abs()
    )
    kind = (
        pl.when(pl.col("before").is_null())
        .then(pl.lit("new"))
        .when(pl.col("now").is_null())
        .then(pl.lit("gone"))
        .when(apart)
        .then(pl.lit("revised"))
    )
    return both.with_columns(kind=kind).filter(pl.col("kind").is_not_null()).sort(*keys).select(*REVISIONS)


def turned(before: pl.DataFrame, now: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """Return the verdicts of two tables of progress that differ, in the columns of TURNED.

    because  "revised" where a value of the series was revised or went, "new" where values only came, "others"
             where no value of the series changed: a method that compares areas turned it
    """
    keys = [*KEY, "method"]
    old = before.select(*keys, pl.col("verdict").alias("before"))
    both = now.select(*keys, "title", pl.col("verdict").alias("now")).join(
        old, on=keys, how="inner", maintain_order="left"
    )
    only_new = pl.when((pl.col("kind") == "new").all()).then(pl.lit("new")).otherwise(pl.lit("revised"))
    causes = changed.group_by(KEY).agg(because=only_new)
    return (
        both.filter(pl.col("before") != pl.col("now"))
        .join(causes, on=KEY, how="left", maintain_order="left")
        .with_columns(pl.col("because").fill_null("others"))
        .select(*TURNED)
    )


def no_revisions() -> pl.DataFrame:
    """Return the table of revisions of a report without an earlier download."""
    return pl.DataFrame(schema=dict(REVISIONS))


def nothing_turned() -> pl.DataFrame:
    """Return the table of verdicts of a report without an earlier download."""
    return pl.DataFrame(schema=dict(TURNED))

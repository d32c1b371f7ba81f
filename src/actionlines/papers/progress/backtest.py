"""How projections made in an earlier year would have done: misses, and how often their intervals held.

Every series is cut after the year of origin and projected to one, three and five years later and to the latest year, of
those that half of its areas have. A series counts with five values in the ten years up to the origin, not all the same.
One row is one method on one series of the files, over all areas (`group` "") and in each region of the United Nations
that has ten of them.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.indicators import methods
from actionlines.indicators.aims.agreed import limits_of
from actionlines.indicators.model import KEY, Aim, Ints
from actionlines.indicators.spans import from_table
from actionlines.papers.names import area_name
from actionlines.papers.progress.scope import title_of

PROJECTING = ("linear", "logit", "pooled")
AHEAD = (1, 3, 5)  # years after the origin, beside the latest
YEARS, VALUES, LEAST = 10, 5, 10  # years before the origin; values in them; areas of a region that is given
_ALIKE = [name for name in KEY if name != "area"]
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "indicator": "framework id",
        "series": "code of the source",
        "title": "of the series",
        "breakdown": "as in the long table",
        "unit": "of the values and of the error",
        "group": "region; empty for all areas",
        "method": "linear, logit or pooled",
        "origin": "year after which the series were cut",
        "year": "to which they were projected",
        "areas": "series with a projection and a later value",
        "error": "mean absolute error of the projection",
        "unchanged": "mean absolute error of the last value before the origin, carried on",
        "bias": "mean of the projection less the value",
        "held": "share of the intervals that held the value",
        "below": "share of values below the interval",
        "above": "share of values above the interval",
    }
)


def backtest(
    table: pl.DataFrame, origin: int, titles: Mapping[str, str], names: Sequence[str] = PROJECTING
) -> pl.DataFrame:
    """Return the columns of COLUMNS for the long table; empty where no series has values on both sides."""
    every = later_values(table, origin)
    parts = [
        project_series(table, origin, titles, names, truth) for _, truth in every.group_by("year", maintain_order=True)
    ]
    if not parts or not names:
        return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    judged = pl.concat(parts).filter(pl.col("projected").is_finite())
    regions = {code: country.region for code, country in load().countries.items()}
    judged = judged.with_columns(group=pl.col("area").replace_strict(regions, default="", return_dtype=pl.String))
    apart = _score_rows(judged.filter(pl.col("group") != "")).filter(pl.col("areas") >= LEAST)
    rows = pl.concat([_score_rows(judged.with_columns(group=pl.lit(""))), apart])
    named = {code: area_name(code) for code in rows["group"].unique()}
    order = pl.col("method").replace_strict({name: at for at, name in enumerate(names)}, return_dtype=pl.Int32)
    titled = [title_of(i, s, titles) for i, s in rows.select("indicator", "series").iter_rows()]
    return (
        rows.with_columns(title=pl.Series(titled, dtype=pl.String), origin=pl.lit(origin), _at=order)
        .sort(*_ALIKE, "year", "group", "_at")
        .with_columns(group=pl.col("group").replace(named))
        .select(*COLUMNS)
    )


def project_series(
    table: pl.DataFrame, origin: int, titles: Mapping[str, str], names: Sequence[str], truth: pl.DataFrame
) -> pl.DataFrame:
    """Return what the methods projected from `origin` for the year of `truth`, beside what came."""
    known = table.filter(pl.col("year") <= origin).join(truth.select(_ALIKE).unique(), on=_ALIKE, how="semi")
    year = truth["year"][0]

    def choose(keys: pl.DataFrame) -> tuple[list[Aim], Ints]:
        """Return the year to project to and the natural limits as the aim of each series."""
        kinds = keys.select(_ALIKE).unique(maintain_order=True).with_row_index("_at")
        aims = []
        for row in kinds.iter_rows(named=True):
            low, high = limits_of(row["unit"], row["series"], titles.get(row["series"], ""), row["indicator"])
            aims.append(Aim(year=year, low=low, high=high, base=origin - YEARS))
        join = keys.join(kinds, on=_ALIKE, how="left", maintain_order="left")["_at"]
        return aims, join.to_numpy().astype(np.int32)

    keys, spans = from_table(known, choose, Aim())
    parts = []
    for name in names:
        verdicts = methods.assess(name, spans)
        ends = {"projected": verdicts.projected, "low": verdicts.low, "high": verdicts.high}
        parts.append(keys.with_columns(method=pl.lit(name), **{end: pl.Series(x) for end, x in ends.items()}))
    return pl.concat(parts).join(truth, on=KEY)


def later_values(table: pl.DataFrame, origin: int, ahead: Sequence[int] = AHEAD) -> pl.DataFrame:
    """Return what came later, in each year asked of the kind of series, and the `last` value before."""
    before = table.filter(pl.col("year").is_between(origin - YEARS, origin))
    enough = before.group_by(KEY).agg(
        pl.len(), pl.col("value").n_unique().alias("kinds"), last=pl.col("value").sort_by("year").last()
    )
    enough = enough.filter((pl.col("len") >= VALUES) & (pl.col("kinds") > 1)).select(*KEY, "last")
    later = table.filter(pl.col("year") > origin).join(enough, on=KEY)
    areas = later.group_by(_ALIKE).agg(pl.col("area").n_unique())
    year = later.group_by(*_ALIKE, "year").len().join(areas, on=_ALIKE).filter(pl.col("len") * 2 >= pl.col("area"))
    wanted = (pl.col("year") == pl.col("year").max().over(_ALIKE)) | (pl.col("year") - origin).is_in(ahead)
    truth = later.join(year.filter(wanted), on=[*_ALIKE, "year"]).select(*KEY, "year", "last", truth="value")
    return truth.unique([*KEY, "year"], maintain_order=True).sort("year", maintain_order=True)


def _score_rows(judged: pl.DataFrame) -> pl.DataFrame:
    miss, values = pl.col("projected") - pl.col("truth"), pl.col("low").is_finite()
    below, above = pl.col("truth") < pl.col("low") - 1e-9, pl.col("truth") > pl.col("high") + 1e-9
    return judged.group_by(*_ALIKE, "year", "group", "method", maintain_order=True).agg(
        areas=pl.len(),
        error=miss.abs().mean(),
        unchanged=(pl.col("last") - pl.col("truth")).abs().mean(),
        bias=miss.mean(),
        held=(~below & ~above).filter(values).mean(),
        below=below.filter(values).mean(),
        above=above.filter(values).mean(),
    )


def describe_backtest(frame: pl.DataFrame) -> list[str]:
    """Return the table of all areas as lines of text: a heading for each series, a line for each method."""
    out: list[str] = []
    for row in frame.filter(pl.col("group") == "").iter_rows(named=True):
        parts = ", ".join(part for part in (row["title"], row["breakdown"], row["unit"]) if part)
        if (heading := f"{parts}: from {row['origin']} to {row['year']}") not in out:
            out.append(heading)
        held = "no interval"
        if row["held"] is not None:
            held = f"{row['held']:.0%} of the intervals held the value, "
            held += f"{row['below']:.0%} lay below, {row['above']:.0%} above"
        errors = f"mean error {row['error']:.3g}, {row['unchanged']:.3g} without change"
        out.append(f"  {methods.ALL[row['method']].TITLE}: {row['areas']:,} areas, {errors}; {held}")
    return out or ["No series has five values before the year and one after it."]

"""How well the intervals of projections hold, by years ahead and region; and the widths that make them hold.

    python -m benchmarks.intervals [DATA]          the table of docs/explanation/methods.md, from 2018 on
    python -m benchmarks.intervals --fit [DATA]    src/actionlines/indicators/methods/data/widths.csv

DATA has the layout of the shared data. Forecasts for `--fit` are made in 2006 to 2017 of what came until 2018, so that
those from 2018 on are a test. A width is the quantile of errors over the slack of their forecasts, the seven series
counted alike, for what falls behind the forecast and what goes beyond it.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.indicators.methods import fit, linear, pooled
from actionlines.indicators.model import KEY
from actionlines.indicators.read import read_indicators
from actionlines.papers.names import area_name
from actionlines.papers.progress.assemble import join_readings
from actionlines.papers.progress.backtest import PROJECTING, later_values, project_series

SEVEN = ("i99H", "xHH6_IDI", "i271pop", "i271G", "i271GA", "i992b", "i911mw")
ORIGIN, AHEAD, FIRST = 2018, (1, 3, 5, 7), 2006
FILE = Path(fit.__file__).parent / "data" / "widths.csv"
SOURCE = "ITU DataHub 2025, seven series of countries, forecasts of 2006 to 2017 for years until 2018"
LEAST, MOST, TINY = {"linear": 0.1, "logit": 0.1, "pooled": 0.5}, 3.0, 0.01


def seven_series(data: Path) -> tuple[pl.DataFrame, dict[str, str]]:
    """The totals of the seven series by country, and their titles."""
    readings = [read_indicators(path) for path in sorted((data / "itu_datahub_2025").glob("*.csv.gz"))]
    table, _ = join_readings(readings)
    titles = {code: title for reading in readings for code, title in reading.names.items()}
    countries = pl.col("area").is_in(list(load().countries))
    return table.filter(pl.col("series").is_in(SEVEN) & (pl.col("breakdown") == "") & countries), titles


def forecasts(data: Path, origins: Iterable[int], until: int) -> pl.DataFrame:
    """What the methods said of later years, and what came."""
    table, titles = seven_series(data)
    parts = []
    for origin in origins:
        for _, truth in later_values(table.filter(pl.col("year") <= until), origin, AHEAD).group_by("year"):
            part = project_series(table, origin, titles, PROJECTING, truth)
            parts.append(part.with_columns(ahead=pl.col("year") - origin))
    return pl.concat(parts).filter(pl.col("ahead").is_in(AHEAD) & pl.col("projected").is_finite())


def fit_widths(data: Path) -> list[tuple[object, ...]]:
    """The rows of widths.csv."""

    def narrow(
        name: str, spans: object, last: np.ndarray, ahead: np.ndarray, pace: np.ndarray
    ) -> tuple[object, object]:
        """A sliver, twice as far on one side where the series falls: so the slack can be read back."""
        return np.where(pace < 0, 2 * TINY, TINY), np.full(len(pace), TINY)

    with (
        patch.object(fit, "find_widths", narrow),
        patch.object(linear, "within_limits", lambda values, _: values),
        patch.object(pooled, "_hold_last", lambda _spans, _run, _value, ends: ends),
    ):
        made = forecasts(data, range(FIRST, ORIGIN), ORIGIN)
    on_curve = pl.col("method") == "logit"
    limited = pl.col("unit") == "percent"

    def scaled(name: str) -> pl.Expr:
        """The number on the scale of the method."""
        share = pl.col(name).clip(1e-4, 100 - 1e-4) / 100
        return pl.when(on_curve).then((share / (1 - share)).log()).otherwise(pl.col(name))

    below, above = scaled("projected") - scaled("low"), scaled("high") - scaled("projected")
    falls = below > 1.5 * above
    share = pl.col("last") / 100
    levels = pl.lit(pl.Series(["", *map("{:g}".format, fit.LEVELS)]))
    made = (
        made.filter(above > 0)
        .with_columns(
            miss=(scaled("truth") - scaled("projected")) / above * TINY * pl.when(falls).then(-1).otherwise(1),
            way=pl.when(falls).then(1 - share).otherwise(share),
        )
        .with_columns(
            level=levels.gather(
                pl.when(limited)
                .then(pl.sum_horizontal(*(pl.col("way") >= level for level in fit.LEVELS)).clip(1))
                .otherwise(0)
            )
        )
        .filter(pl.col("miss").is_finite())
        .with_columns(weight=1 / pl.len().over("method", "ahead", "level", "series"))
    )
    rows: list[tuple[object, ...]] = []
    for (method, level, ahead), part in made.sort("miss").group_by("method", "level", "ahead", maintain_order=True):
        reached = part["weight"].cum_sum() / part["weight"].sum()
        tail = (1 - fit.LEVEL) / 2
        behind, beyond = (part["miss"][min(int((reached < q).sum()), part.height - 1)] for q in (tail, 1 - tail))
        ends = (f"{min(max(end, LEAST[str(method)]), MOST):.2f}" for end in (-behind, beyond))
        rows.append((method, level, ahead, *ends, part.height, SOURCE))
    return sorted(rows)


def table_rows(data: Path) -> Iterable[str]:
    """The lines of the table in Markdown: the seven series together, by region and years ahead."""
    made = forecasts(data, [ORIGIN], 9999)
    regions = {code: area_name(country.region) for code, country in load().countries.items() if country.region}
    made = made.with_columns(region=pl.col("area").replace_strict(regions, default=""))
    held = (pl.col("truth") >= pl.col("low") - 1e-9) & (pl.col("truth") <= pl.col("high") + 1e-9)
    with_interval = pl.col("low").is_finite()
    heads = [f"{name}, {ahead} y" for name in PROJECTING for ahead in AHEAD[:3]]
    yield f"| held of 80 % | series | {' | '.join(heads)} |"
    yield f"|{'---|' * (len(heads) + 2)}"
    named = {row["series"]: None for row in made.select("series").unique().iter_rows(named=True)}
    parts: list[tuple[str, pl.DataFrame]] = [("all", made)]
    parts += [(region, made.filter(pl.col("region") == region)) for region in sorted(set(made["region"]) - {""})]
    parts += [(titles_of(data)[code], made.filter(pl.col("series") == code)) for code in SEVEN if code in named]
    for name, part in parts:
        shares = part.filter(with_interval).group_by("method", "ahead").agg(held.mean(), n=pl.len())
        cells = {(method, ahead): f"{share:.0%}".replace("%", " %") for method, ahead, share, _ in shares.iter_rows()}
        size = part.select(pl.struct(*KEY).n_unique()).item()
        yield f"| {name} | {size:,} | {' | '.join(cells.get((m, a), '–') for m in PROJECTING for a in AHEAD[:3])} |"
    yield ""
    yield "| mean error, internet use | 1 y | 3 y | 5 y |"
    yield "|---|---|---|---|"
    use = made.filter(pl.col("series") == "i99H")
    for name in (*PROJECTING, "no change"):
        part = use.filter(pl.col("method") == (name if name in PROJECTING else "pooled"))
        guess = pl.col("projected" if name in PROJECTING else "last")
        errors = dict(part.group_by("ahead").agg((guess - pl.col("truth")).abs().mean()).iter_rows())
        yield f"| {name} | {' | '.join(f'{errors[ahead]:.2f}' for ahead in AHEAD[:3])} |"


def titles_of(data: Path) -> dict[str, str]:
    """Titles of the seven series."""
    return seven_series(data)[1]


def main(arguments: Sequence[str]) -> int:
    """Print the table, or write the widths."""
    fitted = "--fit" in arguments
    data = Path(next((one for one in arguments if one != "--fit"), "../shared/data")) / "indicators"
    if not fitted:
        print("\n".join(table_rows(data)))
        return 0
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("method", "level", "ahead", "behind", "beyond", "errors", "source"))
        rows.writerows(fit_widths(data))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

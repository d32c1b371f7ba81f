"""Every series by every method: the long table of verdicts, and the series in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from actionlines.indicators import judge, methods
from actionlines.indicators.aims import Agreed, Aimed, Book, aimed, connectivity_aims, sdg_aims
from actionlines.indicators.aims.agreed import limits_of
from actionlines.indicators.model import Floats, Spans, Verdicts
from actionlines.indicators.table import KEY
from actionlines.papers.progress.beside import NOTHING, Beside
from actionlines.papers.progress.model import Break, Measured, Said, Target, crossed
from actionlines.papers.progress.scope import area_name, title_of

# Up to this number every series has sentences; of more, only those chosen by `first`. All have numbers.
SENTENCES = 4_000
# Columns of the table of verdicts, in order, with their types; the order is that of progress.csv.
COLUMNS: Mapping[str, type[pl.DataType]] = {
    "indicator": pl.String,
    "series": pl.String,
    "title": pl.String,
    "area": pl.String,
    "area_name": pl.String,
    "breakdown": pl.String,
    "unit": pl.String,
    "method": pl.String,
    "verdict": pl.String,
    "words": pl.String,
    "ratio": pl.Float64,
    "score": pl.Float64,
    "projected": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "base_year": pl.Int32,
    "base_value": pl.Float64,
    "last_year": pl.Int32,
    "last_value": pl.Float64,
    "target": pl.Float64,
    "target_year": pl.Int32,
    "agreement": pl.String,
    "reason": pl.String,
    "breaks": pl.String,
    "last_status": pl.String,
    "last_source": pl.String,
    "age": pl.Int32,
}


def progress_frame(
    keys: pl.DataFrame,
    spans: Spans,
    verdicts: Mapping[str, Verdicts],
    told: Mapping[int, Measured],
    names: Mapping[str, str],
    newest: pl.DataFrame,
    breaks: Mapping[tuple[str, ...], tuple[Break, ...]],
) -> pl.DataFrame:
    """Return one row for each series and method; `reason` is filled for the series in `told` (row -> in words).

    `newest` has last_status, last_source and age by the key of a series, `breaks` its breaks.
    """
    agreement = (
        np.array(judge.AGREEMENTS)[judge.agreements(verdicts)] if verdicts else np.array([], dtype=str)
    )
    shared = keys.select(*KEY).with_columns(
        title=pl.Series(
            [title_of(i, s, names) for i, s in keys.select("indicator", "series").iter_rows()],
            dtype=pl.String,
        ),
        area_name=pl.Series(_names(keys["area"].to_list()), dtype=pl.String),
        target=pl.Series(spans.target).fill_nan(None),
        target_year=pl.Series(spans.target_year),
        agreement=pl.Series(agreement.tolist(), dtype=pl.String),
    )
    shared = shared.join(newest, on=KEY, how="left", maintain_order="left")
    shared = shared.with_columns(pl.col("last_status", "last_source").fill_null(""))
    broken = {at: breaks[key] for at, key in enumerate(keys.select(*KEY).iter_rows()) if key in breaks}
    parts = [
        _method_frame(shared, one, [told[i].said if i in told else () for i in range(keys.height)], broken)
        for one in verdicts.values()
    ]
    rows = [part.with_columns(_at=pl.int_range(part.height)) for part in parts]
    if not rows:
        return pl.DataFrame(schema=dict(COLUMNS))
    together = pl.concat(rows).sort("_at", maintain_order=True)
    return together.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def _names(areas: Sequence[str]) -> list[str]:
    known = {area: area_name(area) for area in set(areas)}
    return [known[area] for area in areas]


def _method_frame(
    shared: pl.DataFrame,
    one: Verdicts,
    said: Sequence[tuple[Said, ...]],
    broken: Mapping[int, tuple[Break, ...]],
) -> pl.DataFrame:
    method = methods.ALL[one.method]
    code = one.verdict
    common, own = np.array([*method.COMMON, ""]), np.array([*method.WORDS, ""])
    numbers = {
        "ratio": one.ratio,
        "score": one.score,
        "projected": one.projected,
        "low": one.low,
        "high": one.high,
    }
    nothing = np.full(len(code), np.nan)
    numbers |= {
        name: one.inputs.get(name, nothing) for name in ("base_year", "base_value", "last_year", "last_value")
    }
    reasons = [next((s.reason for s in row if s.method == one.method), "") for row in said]
    inside = [""] * len(code)
    for at, some in broken.items():
        found = crossed(some, numbers["base_year"][at], numbers["last_year"][at])
        inside[at] = "; ".join(f"{each.year} {each.kind}" for each in found)
    return shared.with_columns(
        pl.lit(one.method).alias("method"),
        pl.Series("verdict", common[code].tolist(), dtype=pl.String),
        pl.Series("words", own[code].tolist(), dtype=pl.String),
        pl.Series("reason", reasons, dtype=pl.String),
        pl.Series("breaks", inside, dtype=pl.String),
        *(_finite(name, values) for name, values in numbers.items()),
    )


def _finite(name: str, values: Floats) -> pl.Series:
    clean = np.where(np.isfinite(values), values, np.nan)
    return pl.Series(name, clean, dtype=pl.Float64).fill_nan(None)


def measured(
    keys: pl.DataFrame,
    spans: Spans,
    verdicts: Mapping[str, Verdicts],
    at: int,
    names: Mapping[str, str],
    source: str,
    also: Beside = NOTHING,
    age: int | None = None,
    old: bool = False,
) -> Measured:
    """Return the series in row `at`, in words; `also` is what its file says beside the values."""
    row = keys.row(at, named=True)
    start, stop = int(spans.starts[at]), int(spans.starts[at + 1])
    said = judge.judgement(verdicts, spans, at)
    years = tuple(spans.years[start:stop].tolist())
    statuses, notes, sources = also.of(years)
    return Measured(
        indicator=row["indicator"],
        series=row["series"],
        title=title_of(row["indicator"], row["series"], names),
        area=row["area"],
        area_name=area_name(row["area"]),
        breakdown=row["breakdown"],
        unit=row["unit"],
        years=years,
        values=tuple(spans.values[start:stop].tolist()),
        target=Target(
            _or_none(spans.target[at]),
            int(spans.target_year[at]),
            int(spans.direction[at]),
            _or_none(spans.low[at]),
            _or_none(spans.high[at]),
            source,
        ),
        said=tuple(
            Said(
                name,
                methods.ALL[name].TITLE,
                one.verdict,
                one.words,
                one.ratio,
                one.score,
                one.projected,
                one.interval[0] if one.interval else None,
                one.interval[1] if one.interval else None,
                one.reason,
                _year(one.inputs, "base_year"),
                _year(one.inputs, "last_year"),
            )
            for name, one in said.rows.items()
        ),
        agreement=said.agreement,
        words=said.words,
        statuses=statuses,
        notes=notes,
        sources=sources,
        breaks=also.breaks,
        age=age,
        old=old,
    )


def _year(inputs: Mapping[str, float], name: str) -> int | None:
    value = inputs.get(name)
    return None if value is None or not math.isfinite(value) else int(value)


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def with_aims(
    table: pl.DataFrame, names: Mapping[str, str], own: Iterable[Agreed] = (), base: int | None = None
) -> Aimed:
    """Return the series of the table with their aims. `own`: aims of the user, first; `base` as in `aimed`."""
    book = Book.of(own, connectivity_aims(), sdg_aims())
    found = aimed(table, book, base=base)
    # A percentage without an aim has limits all the same: no projection may leave them.
    kinds = found.keys.select("unit", "series", "indicator").iter_rows()
    limits = np.array(
        [
            [np.nan if end is None else end for end in limits_of(u, s, names.get(s, ""), i)]
            for u, s, i in kinds
        ],
        dtype=np.float64,
    ).reshape(-1, 2)
    spans = found.spans
    low, high = (np.where(np.isnan(x), limits[:, k], x) for k, x in ((0, spans.low), (1, spans.high)))
    return replace(found, spans=replace(spans, low=low, high=high))


def source_of(found: Aimed, at: int) -> str:
    """Return the source of the aim of a series, with the changes made to it; "" where there is none."""
    one = found.agreed[at]
    parts = (one.source, one.note, found.notes[at]) if one else ()
    return "; ".join(part for part in parts if part)

"""What is beside the values of a series: status, note and source of each, breaks, and the age of the newest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from actionlines.indicators.provenance import obs_status, obs_statuses
from actionlines.indicators.table import KEY
from actionlines.papers.progress.model import Break, Indicator
from actionlines.papers.progress.scope import title_of

_ALL = (*KEY, "year")
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Status (codes of SDMX, "" for a normal value), note and source by year, and the breaks."""

    by_year: Mapping[int, tuple[str, str, str]]
    breaks: tuple[Break, ...]

    def of(self, years: Iterable[int]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return statuses, notes and sources of these years; () where none of them has one."""
        rows = [self.by_year.get(year, ("", "", "")) for year in years]
        statuses, notes, sources = zip(*rows, strict=True) if rows else ((), (), ())
        return tuple(found if any(found) else () for found in (statuses, notes, sources))  # type: ignore[return-value]


NOTHING = Beside({}, ())


def breaks_of(found: pl.DataFrame) -> dict[_Key, tuple[Break, ...]]:
    """Return what `indicators.breaks.find` gives as the breaks of each series by its key, years ascending."""
    rows = found.select(*KEY, "year", "kind", "before", "after", "value_before", "value").iter_rows()
    grouped = groupby(rows, key=lambda row: row[: len(KEY)])
    return {key: tuple(Break(*row[len(KEY) :]) for row in some) for key, some in grouped}


def beside(
    table: pl.DataFrame, keys: pl.DataFrame, rows: Sequence[int], breaks: Mapping[_Key, tuple[Break, ...]]
) -> dict[int, Beside]:
    """Return what is beside the series in `rows` of `keys`, by row."""
    wanted = keys[list(rows)].select(*KEY)
    said = table.filter((pl.col("source") != "") | (pl.col("note") != "") | (pl.col("status") != ""))
    if len(rows) < keys.height:
        said = said.join(wanted, on=KEY, how="semi")
    values: dict[_Key, dict[int, tuple[str, str, str]]] = {}
    for row in said.select(*_ALL, "status", "note", "source").iter_rows():
        code = obs_status(row[6]) if row[6] else ""
        values.setdefault(row[:5], {})[row[5]] = ("" if code == "A" else code, row[7], row[8])
    found = {}
    for at, key in zip(rows, wanted.iter_rows(), strict=True):
        if key in values or key in breaks:
            found[at] = Beside(values.get(key, {}), breaks.get(key, ()))
    return found


def fresh(table: pl.DataFrame, as_of: int | None, old: int) -> pl.DataFrame:
    """Return the rows of series whose newest value is at most `old` years before `as_of`."""
    if as_of is None:
        return table
    return table.filter(pl.col("year").max().over(KEY) >= as_of - old)


def newest_of(table: pl.DataFrame, as_of: int | None) -> pl.DataFrame:
    """Return the status, source and age of the newest value of each series: last_status, last_source, age."""
    rows = table.select(*_ALL, "status", "source").sort("year", maintain_order=True)
    newest = rows.group_by(*KEY, maintain_order=True).last()
    return newest.select(
        *KEY,
        last_status=obs_statuses(newest),
        last_source="source",
        age=(pl.lit(as_of, pl.Int32) - pl.col("year")),
    )


_SOURCES = 12  # of a series that are named


def indicators_of(
    table: pl.DataFrame, titles: Mapping[str, str], definitions: Mapping[str, str]
) -> tuple[Indicator, ...]:
    """Return every series of the long table once, with its definition, sources and licence."""
    rows = table.group_by("indicator", "series", "unit", maintain_order=True).agg(
        pl.col("area").n_unique(),
        pl.col("year").min().alias("first"),
        pl.col("year").max().alias("last"),
        pl.col("source").unique(maintain_order=True),
        pl.col("licence").unique(maintain_order=True),
    )
    found = []
    for indicator, series, unit, areas, first, last, sources, licences in rows.iter_rows():
        named = [one for one in sources if one]
        more = [f"and {len(named) - _SOURCES} more"] if len(named) > _SOURCES else []
        said = "; ".join([*named[:_SOURCES], *more])
        licence = "; ".join(one for one in licences if one)
        title, definition = title_of(indicator, series, titles), definitions.get(series, "")
        found.append(Indicator(indicator, series, title, unit, definition, areas, first, last, said, licence))
    return tuple(found)

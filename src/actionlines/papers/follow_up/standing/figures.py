"""Files of figures, read for one country or region, and its rank in its groups."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from actionlines.errors import ActionlinesError, NoObservations, UnknownConcept
from actionlines.framework import load
from actionlines.indicators.areas import areas_of_kind, unit_of
from actionlines.indicators.gate import Policy, default_policy
from actionlines.indicators.groups import WORLD, area_members, day_of_year, first_listing
from actionlines.indicators.model import KEY
from actionlines.indicators.read import TableReading, read_indicators
from actionlines.papers.follow_up.standing.model import Failed, File, Rank, kind_of
from actionlines.papers.names import area_name
from actionlines.papers.progress.model import Target
from actionlines.papers.progress.scope import suggest_ids, tell_apart


def find_area(area_text: str) -> str:
    """Return the id of a country (ISO 3166 alpha-3, whatever the case) or of an area (`LDC`, `itu-region:AFR`).

    Raises UnknownConcept (AL302); its advice says which ids come near, by code or by name.

    >>> find_area("ken"), find_area("itu-region:AFR"), find_area("ldc")
    ('KEN', 'itu-region:AFR', 'LDC')
    """
    framework, word = load(), area_text.strip()
    ids = {country.casefold(): country for country in (*framework.countries, *framework.areas, WORLD)}
    if found_id := ids.get(word.casefold()):
        return found_id
    raise UnknownConcept(area_text, "no country or region has this id", suggest_ids(word, ids.values()))


# Column of the table that holds the name of the file a row comes from.
FILE = "file"
# Areas of the files that the advice names where none of their figures is of the area asked for.
NAMED = 8


@dataclass(frozen=True)
class Figures:
    """All observations of the files (columns of the long table, and FILE) that belong to an indicator.

    area     the country or region asked for
    as_of    newest year of its figures, or of those of its countries
    inside   countries of a region on 31 December of that year; of a country itself
    titles   series -> title where a file has one
    policy   rules by which verdicts are published
    """

    area: str
    as_of: int
    inside: tuple[str, ...]
    table: pl.DataFrame = field(compare=False, repr=False)
    titles: Mapping[str, str]
    files: tuple[File, ...]
    failed: tuple[Failed, ...]
    policy: Policy = field(default_factory=default_policy)

    @cached_property
    def named(self) -> Mapping[str, str]:
        """Return series -> title, which tells it from the other series of the files."""
        return tell_apart(self.table, self.titles)

    @property
    def own(self) -> pl.DataFrame:
        """Return the rows of the area, without those of its countries."""
        return self.table.filter(pl.col("area") == self.area)

    @property
    def of_members(self) -> pl.DataFrame:
        """Return the rows of the countries of a region; none for a country."""
        wanted = [] if self.area in self.inside else list(self.inside)
        return self.table.filter(pl.col("area").is_in(wanted))


def read_figures(files: Sequence[str | Path], area: str) -> Figures:
    """Read all files for a country or region. A file that cannot be read is among `failed`.

    Raises UnknownConcept (AL302) for an area that does not exist, NoObservations (AL601) where no figure with
    an indicator is of the area or its countries, and the error of the first file where none can be read.
    """
    figures, errors = usable_figures(files, area)
    if figures is None:
        raise errors[0]
    return figures


def usable_figures(files: Sequence[str | Path], area: str) -> tuple[Figures | None, list[ActionlinesError]]:
    """Return the figures of an area, None where there are none, and the error of each file that has none.

    Raises UnknownConcept (AL302) for an area that does not exist.
    """
    area = find_area(area)
    readings: list[tuple[File, TableReading]] = []
    errors: list[ActionlinesError] = []
    for file in files:
        try:
            readings.append(_read_file(Path(file)))
        except ActionlinesError as error:
            errors.append(error)
    if not readings:
        return None, errors
    parts = [reading.table.with_columns(pl.lit(file.name).alias(FILE)) for file, reading in readings]
    rows = pl.concat(parts).unique([*KEY, "year"], keep="first", maintain_order=True)
    table = rows.filter(pl.col("indicator") != "")
    if _newest_year(rows, area) is None:
        return None, [_absent_error(area, rows, readings), *errors]
    if (as_of := _newest_year(table, area)) is None:
        return None, [_unlinked_error(area, readings), *errors]
    figures = Figures(
        area,
        as_of,
        area_members(area, day_of_year(as_of)),
        table,
        {series: title for _, reading in readings for series, title in reading.names.items()},
        tuple(file for file, _ in readings),
        tuple(Failed(e.code, e.subject, e.problem, e.advice) for e in errors),
    )
    return figures, errors


def _newest_year(table: pl.DataFrame, area: str) -> int | None:
    """Return the newest year of the area or of its countries; None without a figure of any of them."""
    latest = table["year"].max()
    if not isinstance(latest, int):
        return None
    wanted = {area, *area_members(area, day_of_year(latest))}
    newest = table.filter(pl.col("area").is_in(sorted(wanted)))["year"].max()
    return newest if isinstance(newest, int) else None


def _read_file(path: Path) -> tuple[File, TableReading]:
    reading = read_indicators(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    file = File(reading.name, reading.format, digest, reading.rows_in, reading.table.height, reading.rows_refused)
    return file, reading


def _unlinked_error(area: str, readings: Sequence[tuple[File, TableReading]]) -> NoObservations:
    problem = f"the figures of {area_name(area)} ({area}) belong to no indicator of the framework"
    advice = "Give figures with a column for the indicator (17.8.1), or with series codes of the SDG database."
    return NoObservations(", ".join(file.name for file, _ in readings), problem, advice)


def _absent_error(area: str, rows: pl.DataFrame, readings: Sequence[tuple[File, TableReading]]) -> NoObservations:
    there = sorted({*rows["area"].unique()} & {*load().countries, *load().areas})
    text = ", ".join(there[:NAMED]) + (f" and {len(there) - NAMED} more" if len(there) > NAMED else "")
    problem = f"none of the {rows.height:,} observations is of {area_name(area)} ({area})"
    advice = "Give a file that has it with --figures, or name another with --country"
    advice += f"; the figures are of {text}." if there else "."
    return NoObservations(", ".join(file.name for file, _ in readings), problem, advice)


# Indicator, series, breakdown and unit: one series of any area.
Name = tuple[str, str, str, str]
NAME = ("indicator", "series", "breakdown", "unit")
# Of an indicator that is given by breakdown only, so many series are shown.
BREAKDOWNS = 12


def choose_series(table: pl.DataFrame) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """Return the rows of the series that represent their indicators: totals, else breakdowns.

    Also the number of series left out, by first listing of the indicator. A series of no indicator represents
    itself.
    """
    names = table.select(*NAME).unique(maintain_order=True)
    totals = {indicator or series for indicator, series, breakdown, _ in names.iter_rows() if breakdown == ""}
    counted: dict[str, int] = {}
    kept_names: list[Name] = []
    more: dict[str, int] = {}
    for indicator, series, breakdown, unit in names.iter_rows():
        whole = indicator or series
        first = first_listing(whole)
        if breakdown == "" or (whole not in totals and counted.get(first, 0) < BREAKDOWNS):
            counted[first] = counted.get(first, 0) + 1
            kept_names.append((indicator, series, breakdown, unit))
        else:
            more[first] = more.get(first, 0) + 1
    wanted = pl.DataFrame(kept_names, schema=dict.fromkeys(NAME, pl.String), orient="row")
    return table.join(wanted, on=NAME, how="semi", maintain_order="left"), more


def find_origins(table: pl.DataFrame) -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Return by key of the series the file of its newest value, and the source that the file names."""
    newest = table.sort("year", maintain_order=True).group_by(*KEY, maintain_order=True).last()
    return {row[:-2]: (row[-2], row[-1]) for row in newest.select(*KEY, FILE, "source").iter_rows()}


# A value of so many years before that of the area may be compared with it.
WITHIN = 4
# Kinds of units in which areas of any size can be compared.
COMPARABLE = frozenset(("share", "rate", "price", "ratio", "intensity", "index", "score", "answer", "scale"))
# Groups that a country is ranked in beside its ITU region and the world.
GROUPS = ("LDC", "LLDC", "SIDS")


@dataclass(frozen=True)
class AreaFigures:
    """The figures of all areas by series: name of the series -> rows of (area, year, value)."""

    rows: Mapping[Name, Sequence[tuple[str, int, float]]]

    @classmethod
    def of(cls, table: pl.DataFrame) -> AreaFigures:
        """Return the figures of the long table, grouped by series."""
        matches: dict[Name, list[tuple[str, int, float]]] = {}
        for indicator, series, breakdown, unit, *row in table.select(*NAME, "area", "year", "value").iter_rows():
            matches.setdefault((indicator, series, breakdown, unit), []).append((row[0], row[1], row[2]))
        return cls(matches)

    def latest(self, name: Name, year: int) -> dict[str, tuple[int, float]]:
        """Return the newest value of every area, of WITHIN years up to `year`."""
        matches: dict[str, tuple[int, float]] = {}
        for area, at, value in self.rows.get(name, ()):
            if year - WITHIN <= at <= year and at >= matches.get(area, (at, 0.0))[0]:
                matches[area] = (at, value)
        return matches


def rank_area(
    field: AreaFigures, name: Name, area: str, year: int, target: Target, middle: bool = False
) -> tuple[Rank, ...]:
    """Return the places of an area by its value in `year`; none where no direction is better.

    Amounts have no places: numbers of persons or sums of money show how large a country is.

    middle  the best value is the aim itself: values above and below it rank by distance
    """
    known = field.latest(name, year)
    comparable = unit_of(name[3])[1] in COMPARABLE
    if area not in known or not comparable or not (target.direction or middle):
        return ()

    def badness(value: float) -> float:
        """Return how far a value is from the best one; the lowest number ranks first."""
        if middle and target.value is not None:
            return abs(value - target.value)
        return -target.direction * value

    found_area = []
    for group, inside in _list_groups(area, year):
        there = {item: known[item] for item in inside if item in known}
        if len(there) < 2:
            continue
        own = badness(there[area][1])
        place = 1 + sum(badness(value) < own for _, value in there.values())
        since = min(at for at, _ in there.values())
        found_area.append(Rank(group, place, len(there), len(inside), since, year))
    return tuple(found_area)


def _list_groups(area: str, year: int) -> list[tuple[str, tuple[str, ...]]]:
    """Groups of a country with their members; of a region the areas of its kind, if these part the world."""
    if (kind := kind_of(area)) == "country":
        names = [
            group for group in (*areas_of_kind("itu-region"), *GROUPS) if area in area_members(group, day_of_year(year))
        ]
        return [(name, area_members(name, day_of_year(year))) for name in (*names, WORLD)]
    if kind in ("group", "world"):
        return []
    return [(kind, tuple(area.id for area in load().areas.values() if area.kind == kind))]

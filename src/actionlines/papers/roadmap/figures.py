"""The figures of an account by indicator: each series of the world, else as the median over countries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from actionlines.framework import load
from actionlines.indicators.areas import areas_of_kind, unit_of
from actionlines.indicators.groups import WORLD as M49_WORLD
from actionlines.indicators.groups import first_listing
from actionlines.indicators.priorities import gaps
from actionlines.indicators.priorities.gaps import Gap
from actionlines.json_types import JsonObject
from actionlines.papers.account import cross_country
from actionlines.papers.account.model import Account, SeriesStanding
from actionlines.papers.follow_up.standing.figures import COMPARABLE
from actionlines.papers.progress.model import Measured, Said

WORLD = "world"
GROUPS = ("LDC", "LLDC", "SIDS")
# Methods whose projection is shown: along a straight line, along an S-curve.
METHODS = ("linear", "logit")
SERIES = 3  # of an indicator, those that most countries have
BASE = 2015  # progress is counted from the year in which the Agenda was agreed
FURTHEST = 5

# Indicator, series, breakdown and unit.
Name = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class GroupValue:
    """A region or group: `own` where the figures have it themselves, else the mean of `countries`."""

    area: str
    value: float
    own: bool


@dataclass(frozen=True, slots=True)
class View:
    """One series over the world.

    area       `world` where the figures have it, "" for the median over countries
    measured   its values with the aim and what each method says
    countries  with a value; `judged` of them, `lagging` of these
    behind     the countries furthest behind, the furthest first
    """

    name: Name
    title: str
    area: str
    measured: Measured
    countries: int
    judged: int
    lagging: int
    behind: tuple[SeriesStanding, ...]
    groups: tuple[GroupValue, ...]
    spread: tuple[float, float] | None
    parities: tuple[cross_country.Parity, ...]
    file: str
    sha256: str
    source: str

    @property
    def base(self) -> tuple[int, float]:
        """Return the first value from BASE on, else the first of all."""
        pairs = tuple(zip(self.measured.years, self.measured.values, strict=True))
        return next((pair for pair in pairs if pair[0] >= BASE), pairs[0])

    @property
    def last(self) -> tuple[int, float]:
        """Return the latest year and its value."""
        return self.measured.years[-1], self.measured.values[-1]

    def projected(self, method: str) -> Said | None:
        """Return the projection of a method of METHODS, where it has one."""
        text = next((text for text in self.measured.said if text.method == method), None)
        return text if text and text.projected is not None else None

    def filters(self, **more: str) -> str:
        """Return the series as filters of a question."""
        values = {"series": self.name[1], "breakdown": self.name[2], **more}
        return "&".join(f"{name}={value}" for name, value in values.items() if value)

    def countries_that(self, **more: str) -> str:
        """Return the question how many countries stand on the series."""
        return f"standings?{self.filters(kind='country', **more)}" + ("" if self.name[2] else "&breakdown=total")

    @property
    def evidence(self) -> str:
        """Return the id of its entry in the supporting evidence."""
        named = "/".join(part for part in (self.area or "median", self.name[1], self.name[2]) if part)
        return f"series:{named}/{self.last[0]}" if self.area else f"series:{named}"


def is_comparable(unit: str) -> bool:
    """Return whether areas of any size can be compared in a unit: shares and rates, not amounts."""
    return unit_of(unit)[1] in COMPARABLE


def _values_beside(rows: Sequence[SeriesStanding], area: str) -> JsonObject:
    """Return what the file says beside the values of the area; nothing of a median over countries."""
    if (row := next((row for row in rows if area and row.area == area), None)) is None:
        return {}
    names = ("statuses", "notes", "sources", "old")
    return {"breaks": row.crossed, **{name: getattr(row, name) for name in names}}


class Figures:
    """The figures of an account, worked out once for all its road maps."""

    def __init__(self, account: Account) -> None:
        self._rows: dict[tuple[str, str], list[SeriesStanding]] = {}
        for standing in account.standings:
            if standing.years:
                self._rows.setdefault((standing.series, standing.breakdown), []).append(standing)
        self._views: dict[Name, View | None] = {}

    @cached_property
    def _names(self) -> Mapping[str, tuple[Name, ...]]:
        """First listing of an indicator -> its series, totals only where there are any, most countries first."""
        names: dict[str, list[tuple[int, Name]]] = {}
        for rows in self._rows.values():
            row = rows[0]
            name = (row.indicator, row.series, row.breakdown, row.unit)
            names.setdefault(first_listing(row.indicator), []).append((len(rows), name))
        out = {}
        for indicator, named in names.items():
            totals = [item for item in named if not item[1][2]]
            # Shares and rates say more of the world than amounts; then those that most countries have.
            order = sorted(totals or named, key=lambda total: (not is_comparable(total[1][3]), -total[0], total[1]))
            out[indicator] = tuple(name for _, name in order)
        return out

    def names(self, indicator: str) -> tuple[Name, ...]:
        """Return series of an indicator, those that most countries have first."""
        return self._names.get(first_listing(indicator), ())

    @cached_property
    def as_of(self) -> int:
        """Return the newest year of any figure; 0 without figures."""
        return max((row.years[-1] for rows in self._rows.values() for row in rows), default=0)

    @cached_property
    def _lines(self) -> Mapping[Name, tuple[str, cross_country.SeriesValues, Measured]]:
        """Return name -> (area, series, as judged), all judged at once."""
        made: dict[Name, tuple[str, cross_country.SeriesValues]] = {}
        for named in self._names.values():
            for name in named[:SERIES]:
                rows = self._of(name)
                area = WORLD if any(row.area == WORLD for row in rows) else ""
                line = cross_country.line_of(rows, area)
                if line is not None and line.years:
                    made[name] = area, line
        lines = cross_country.judge_lines([line for _, line in made.values()])
        return {name: (*pair, line) for (name, pair), line in zip(made.items(), lines, strict=True) if line is not None}

    def _of(self, name: Name) -> Sequence[SeriesStanding]:
        return [row for row in self._rows[name[1], name[2]] if row.unit == name[3]]

    def views(self, indicator: str) -> tuple[View, ...]:
        """Return the first SERIES series of an indicator; () without figures, or where few countries have one."""
        names = (self._view(name) for name in self.names(indicator)[:SERIES])
        return tuple(name for name in names if name is not None)

    def _view(self, name: Name) -> View | None:
        if name not in self._views:
            self._views[name] = self._made(name)
        return self._views[name]

    def _made(self, name: Name) -> View | None:
        if name not in self._lines:
            return None
        area, line, measured = self._lines[name]
        rows = self._of(name)
        countries = cross_country.of_countries(rows)
        judged_ = [country for country in countries if country.lag is not None]
        lagging = [item for item in judged_ if item.lag]
        alike = is_comparable(name[3])
        low, high = (cross_country.find_percentile(rows, at) if alike else None for at in (10, 90))
        came = next((row for row in rows if row.area == area), rows[0])
        return View(
            name=name,
            title=line.name,
            area=area,
            measured=replace(measured, title=line.name, area=M49_WORLD if area else "", **_values_beside(rows, area)),
            countries=len(countries),
            judged=len(judged_),
            lagging=len(lagging),
            behind=tuple(sorted(lagging, key=lambda item: (-(item.lag or 0.0), item.area))[:FURTHEST]),
            groups=tuple(self._groups(rows)) if alike else (),
            spread=None if low is None or high is None else (low, high),
            parities=tuple(self._parities(name, area)),
            file=came.file,
            sha256=came.sha256,
            source=came.source if area else "",  # no source of one country is that of a median
        )

    def _groups(self, rows: Sequence[SeriesStanding]) -> Iterable[GroupValue]:
        own = {row.area: row.values[-1] for row in rows if row.area not in load().countries}
        for area in (*areas_of_kind("itu-region"), *GROUPS):
            if area in own:
                yield GroupValue(area, own[area], True)
            elif group_mean := cross_country.find_group_mean(rows, area):
                yield GroupValue(area, group_mean[1], False)

    def _parities(self, name: Name, area: str) -> Iterable[cross_country.Parity]:
        for dimension in ("sex", "location"):
            first, second = (self._rows.get((name[1], side), []) for side in cross_country.sides_of(dimension))
            parities = cross_country.find_parity((first, second), dimension, area) or cross_country.find_parity(
                (first, second), dimension, ""
            )
            if parities:
                yield parities

    def gaps(self, indicators: Iterable[str]) -> tuple[Gap, ...]:
        """Return the data gaps of indicators, over all areas."""
        return gaps(self._table, (M49_WORLD,), indicators, self.as_of) if self.as_of else ()

    @cached_property
    def _table(self) -> pl.DataFrame:
        """Which years are there at all: the long table with the world as the only area."""
        rows = {
            (item.indicator, M49_WORLD, series, breakdown, year)
            for (series, breakdown), row in self._rows.items()
            for item in row
            for year in item.years
        }
        columns = {**dict.fromkeys(("indicator", "area", "series", "breakdown"), pl.String), "year": pl.Int32}
        return pl.DataFrame(sorted(rows), schema=columns, orient="row")

"""Which areas report, how late, and for how many people a figure speaks; populations by area, year and breakdown.

A figure for a group is worth what its coverage is worth, so every result of this package carries one. A head count
multiplies a share by the people of whom it is a share: a pair of women and men aged 15 to 24 takes the women and
men of that age and no others. Where the file has not these, there is no head count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from types import MappingProxyType

import numpy as np
import polars as pl

from actionlines.indicators.model import Floats, breakdown_text

EQUAL = "none given: every country counts once"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a group is behind a figure.

    group             id of the area, or words for a set made by the user
    members           countries of the group
    reporting         those with a value that was used
    latest_year       newest year of a used value; None where there is none
    median_age        years from each country's value to `as_of`, the middle one; None where there is none
    population_share  0 to 1, people of the reporting countries among all whose number is known; None where
                      no population was given
    missing           members without a value, in order
    as_of             the year from which ages are counted
    """

    group: str
    members: int
    reporting: int
    latest_year: int | None
    median_age: float | None
    population_share: float | None
    missing: tuple[str, ...]
    as_of: int

    @property
    def words(self) -> str:
        """Return the coverage as an English sentence."""
        if not self.reporting:
            return f"None of {self.members} countries reports."
        share = "" if self.population_share is None else f", with {self.population_share:.0%} of the people"
        verb = "reports" if self.reporting == 1 else "report"
        age = 0.0 if self.median_age is None else self.median_age
        how_old = f"{age:g} year{'' if age == 1 else 's'} old in {self.as_of}"
        return (
            f"{self.reporting} of {self.members} countries {verb}{share}; newest value of "
            f"{self.latest_year}, half of the values are at most {how_old}."
        )


@dataclass(frozen=True)
class Population:
    """People by area and year; a year that is not given takes the nearest earlier one, else the next later.

    name   where the numbers come from, for the results
    index  area -> row of `people`
    first  year of the first column
    people persons, areas x years, without holes
    """

    name: str
    index: Mapping[str, int]
    first: int
    people: Floats = field(repr=False)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, int, float]], name: str = "population") -> "Population":
        """From (area, year, persons); raises ValueError for a number that is negative or not finite."""
        points: dict[str, dict[int, float]] = {}
        for area, year, people in rows:
            if not (np.isfinite(people) and people >= 0):
                raise ValueError(f"population of {area} in {year} is {people}")
            points.setdefault(area, {})[int(year)] = float(people)
        years = [year for known in points.values() for year in known]
        first, last = (min(years), max(years)) if years else (0, 0)
        people_by_row = np.empty((len(points), last - first + 1))
        for row, known in enumerate(points.values()):
            order = np.array(sorted(known))
            place = np.searchsorted(order, np.arange(first, last + 1), side="right") - 1
            people_by_row[row] = np.array([known[y] for y in order.tolist()])[np.maximum(place, 0)]
        return cls(name, {area: row for row, area in enumerate(points)}, first, people_by_row)

    @classmethod
    def from_table(cls, table: pl.DataFrame, name: str = "population") -> "Population":
        """From a frame with `area`, `year` and `value` (persons)."""
        return cls.from_rows(table.select("area", "year", "value").iter_rows(), name)

    def at(self, areas: Sequence[str], year: int) -> Floats:
        """Persons of each area in a year; NaN where the area is not known."""
        if not self.index:
            return np.full(len(areas), np.nan)
        column = min(max(year - self.first, 0), self.people.shape[1] - 1)
        rows = np.array([self.index.get(area, -1) for area in areas], dtype=np.int64)
        return np.where(rows >= 0, self.people[rows, column], np.nan)


def measure_coverage(
    years: Mapping[str, int],
    members: Iterable[str],
    as_of: int,
    *,
    group: str = "",
    population: Population | None = None,
) -> Coverage:
    """Coverage of a group: `years` is the year of the value used, by area; areas outside the group count not.

    >>> measure_coverage({"KEN": 2021, "UGA": 2023}, ["KEN", "TZA", "UGA"], 2024, group="EAC").words
    '2 of 3 countries report; newest value of 2023, half of the values are at most 2 years old in 2024.'
    """
    wanted = sorted(dict.fromkeys(members))
    used = {area: years[area] for area in wanted if area in years}
    return Coverage(
        group=group,
        members=len(wanted),
        reporting=len(used),
        latest_year=max(used.values(), default=None),
        median_age=float(median(as_of - year for year in used.values())) if used else None,
        population_share=_people_share(wanted, used, as_of, population),
        missing=tuple(area for area in wanted if area not in used),
        as_of=as_of,
    )


def _people_share(
    wanted: Sequence[str], used: Mapping[str, int], as_of: int, population: Population | None
) -> float | None:
    if population is None or not wanted:
        return None
    people = population.at(wanted, as_of)
    total = float(np.nansum(people))
    there = np.array([area in used for area in wanted])
    return float(np.nansum(people[there])) / total if total > 0 else None


def latest_values(table: pl.DataFrame, as_of: int | None = None, within: int | None = None) -> pl.DataFrame:
    """Return the newest row of each series up to `as_of` (all years unless given), at most `within` years older.

    Columns and order of rows stay. A year given twice keeps its later row.
    """
    rows = table.lazy().with_row_index("_at")
    if as_of is not None:
        rows = rows.filter(pl.col("year") <= as_of)
        if within is not None:
            rows = rows.filter(pl.col("year") >= as_of - within)
    key = [name for name in ("indicator", "series", "area", "breakdown", "unit") if name in table.columns]
    newest = rows.sort("year", "_at").group_by(key, maintain_order=True).last()
    return newest.sort("_at").select(table.columns).collect()


# How many persons one is, by unit; a unit that is not here counts persons.
PERSONS: Mapping[str, float] = MappingProxyType({"thousand": 1e3, "million": 1e6})
_SEXES = tuple(breakdown_text([("sex", sex)]) for sex in ("F", "M"))


@dataclass(frozen=True)
class People:
    """Persons by area and year: `total`, and `parts` by breakdown as in the long table ("sex=F")."""

    total: Population
    parts: Mapping[str, Population]

    @classmethod
    def from_table(cls, table: pl.DataFrame, name: str = "population") -> "People":
        """From the long table of one series. Without totals, women and men together are the total.

        Raises ValueError where there is more than one series, no total, or a number below zero.
        """
        if (held := table["series"].n_unique()) != 1:
            raise ValueError(f"holds {held} series")
        factor = pl.col("unit").replace_strict(dict(PERSONS), default=1.0, return_dtype=pl.Float64)
        rows = table.with_columns(value=pl.col("value") * factor)
        parts = {
            str(breakdown): Population.from_table(part, name)
            for (breakdown,), part in rows.group_by("breakdown", maintain_order=True)
        }
        if "" not in parts:
            sexes = rows.filter(pl.col("breakdown").is_in(_SEXES)).unique(
                ["area", "year", "breakdown"], keep="last", maintain_order=True
            )
            both = sexes.group_by("area", "year", maintain_order=True).agg(pl.col("value").sum(), sides=pl.len())
            both = both.filter(pl.col("sides") == len(_SEXES))
            if both.is_empty():
                raise ValueError("has no totals, and no women and men of the same year to add up")
            parts[""] = Population.from_table(both, name)
        return cls(parts[""], MappingProxyType(parts))

"""The place of an area among the others of its groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from actionlines.framework import load
from actionlines.indicators.check.problem import unit_of
from actionlines.indicators.groups import WORLD, areas_of_kind, day, members
from actionlines.papers.follow_up.standing.figures import NAME, Name, kind_of
from actionlines.papers.follow_up.standing.model import Rank
from actionlines.papers.progress.model import Target

# A value of so many years before that of the area may be compared with it.
WITHIN = 4
# Kinds of units in which areas of any size can be compared.
COMPARABLE = frozenset(("share", "rate", "other"))
# Groups that a country is ranked in beside its ITU region and the world.
GROUPS = ("LDC", "LLDC", "SIDS")


@dataclass(frozen=True)
class Field:
    """The figures of all areas by series: name of the series -> rows of (area, year, value)."""

    rows: Mapping[Name, Sequence[tuple[str, int, float]]]

    @classmethod
    def of(cls, table: pl.DataFrame) -> Field:
        """Return the figures of the long table, grouped by series."""
        found: dict[Name, list[tuple[str, int, float]]] = {}
        for indicator, series, breakdown, unit, *row in table.select(
            *NAME, "area", "year", "value"
        ).iter_rows():
            found.setdefault((indicator, series, breakdown, unit), []).append((row[0], row[1], row[2]))
        return cls(found)

    def latest(self, name: Name, year: int) -> dict[str, tuple[int, float]]:
        """Return the newest value of every area, of WITHIN years up to `year`."""
        found: dict[str, tuple[int, float]] = {}
        for area, at, value in self.rows.get(name, ()):
            if year - WITHIN <= at <= year and at >= found.get(area, (at, 0.0))[0]:
                found[area] = (at, value)
        return found


def ranks(
    field: Field, name: Name, area: str, year: int, target: Target, middle: bool = False
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

    found = []
    for group, inside in _groups(area, year):
        there = {one: known[one] for one in inside if one in known}
        if len(there) < 2:
            continue
        own = badness(there[area][1])
        place = 1 + sum(badness(value) < own for _, value in there.values())
        since = min(at for at, _ in there.values())
        found.append(Rank(group, place, len(there), len(inside), since, year))
    return tuple(found)


def _groups(area: str, year: int) -> list[tuple[str, tuple[str, ...]]]:
    """Groups of a country with their members; of a region the areas of its kind, if these part the world."""
    kind = kind_of(area)
    if kind == "country":
        names = [one for one in (*areas_of_kind("itu-region"), *GROUPS) if area in members(one, day(year))]
        return [(one, members(one, day(year))) for one in (*names, WORLD)]
    if kind in ("group", "world"):
        return []
    return [(kind, tuple(one.id for one in load().areas.values() if one.kind == kind))]

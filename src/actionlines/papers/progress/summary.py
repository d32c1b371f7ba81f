"""What most methods say of every country on every indicator: the verdict matrix of the first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from actionlines.indicators import judge
from actionlines.papers.progress.charts.maps import SIGNS
from actionlines.papers.progress.model import Measured, Report, Said
from actionlines.papers.progress.scope import is_country, of_countries, title_of

# What most methods say, from best to worst; "mixed" where no group has more than half, "none" without a verdict.
CLASSES = ("arrives", "too-slow", "away", "mixed", "none")
VERDICTS = tuple(SIGNS)
MOST = 12  # indicators of the matrix, those with most countries


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: countries by class, by method and verdict, and how many of them the methods agree on."""

    quantity: tuple[str, str, str]
    title: str
    countries: int
    classes: Mapping[str, tuple[str, ...]]
    methods: Mapping[str, Mapping[str, int]]
    agree: int
    contradict: int


def class_of(said: Iterable[Said]) -> str:
    """Return what most methods say of a series; methods that say where it stands alone are not counted."""
    return class_of_verdicts((one.method, one.verdict) for one in said)


def class_of_verdicts(said: Iterable[tuple[str, str]]) -> str:
    """Return the class of pairs of method and verdict.

    >>> class_of_verdicts([("linear", "moderate"), ("logit", "limited"), ("statcan", "achieved")])
    'too-slow'
    """
    votes = Counter(judge.GROUPS[verdict] for name, verdict in said if verdict and name not in judge.STATUS)  # type: ignore[index]
    if not votes:
        return "none"
    group, most = votes.most_common(1)[0]
    return group if most * 2 > votes.total() else "mixed"


def matrix(report: Report) -> tuple[Row, ...]:
    """Return the matrix of the totals of countries, indicators with most countries judged first."""
    totals = report.progress.filter((pl.col("breakdown") == "") & of_countries())
    out = []
    for (indicator, series, unit), part in totals.group_by(
        "indicator", "series", "unit", maintain_order=True
    ):
        said: dict[str, list[tuple[str, str]]] = {}
        counts: dict[str, Counter[str]] = {name: Counter() for name in report.methods}
        for area, method, verdict in part.select("area", "method", "verdict").iter_rows():
            said.setdefault(area, []).append((method, verdict))
            counts[method][verdict] += 1
        classes: dict[str, list[str]] = {one: [] for one in CLASSES}
        for area, pairs in said.items():
            classes[class_of_verdicts(pairs)].append(area)
        agreed = Counter(part.unique("area")["agreement"])
        title = part["title"][0] or title_of(str(indicator), str(series), {})
        sorted_out = {one: tuple(some) for one, some in classes.items()}
        out.append(
            Row(
                (str(indicator), str(series), str(unit)),
                title,
                len(said),
                sorted_out,
                counts,
                agreed["agree"],
                agreed["contradict"],
            )
        )
    out.sort(key=lambda one: (len(one.classes["none"]) - one.countries, one.title, one.quantity))
    return tuple(out)


def by_country(report: Report) -> dict[str, list[Measured]]:
    """Return the series of each country, totals alone, in the order of the report."""
    found: dict[str, list[Measured]] = {}
    for one in report.measured:
        if is_country(one.area) and not one.breakdown:
            found.setdefault(one.area, []).append(one)
    return found


def beside(report: Report) -> dict[tuple[str, ...], list[Measured]]:
    """Return the groups of people (women, urban, the poorest fifth) of each quantity and area."""
    found: dict[tuple[str, ...], list[Measured]] = {}
    for one in report.measured:
        if one.breakdown and ";" not in one.breakdown:
            found.setdefault((*one.quantity, one.area), []).append(one)
    return found

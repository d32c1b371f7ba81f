"""The verdict on every country on every indicator, and the report in words of another language."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from actionlines.framework import load
from actionlines.indicators import gate
from actionlines.indicators.divides.distance import HORIZON
from actionlines.papers import names
from actionlines.papers.names import area_name
from actionlines.papers.progress.maps import SIGNS
from actionlines.papers.progress.model import Divide, Measured, Priority, ProgressReport, Said
from actionlines.papers.progress.scope import is_country, of_countries, title_of
from actionlines.papers.words import Words

VERDICTS = tuple(SIGNS)
MOST = 12  # indicators of the matrix, those with most countries


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """One indicator: countries by class, by method and verdict, and how many of them the methods agree on."""

    quantity: tuple[str, str, str]
    title: str
    countries: int
    classes: Mapping[str, tuple[str, ...]]
    methods: Mapping[str, Mapping[str, int]]
    agree: int
    contradict: int


def count_verdicts(report: ProgressReport) -> tuple[VerdictCount, ...]:
    """Return the matrix of the totals of countries, indicators with most countries judged first."""
    totals = report.progress.filter((pl.col("breakdown") == "") & of_countries())
    out = []
    for (indicator, series, unit), part in totals.group_by("indicator", "series", "unit", maintain_order=True):
        counts: dict[str, Counter[str]] = {name: Counter() for name in report.methods}
        for method, verdict, many in part.group_by("method", "verdict", maintain_order=True).len().iter_rows():
            counts[method][verdict] = many
        classes: dict[str, list[str]] = {item: [] for item in gate.VERDICTS}
        areas = part.unique("area", maintain_order=True)
        for area, verdict in areas.select("area", "published").iter_rows():
            classes[verdict].append(area)
        agreed = Counter(areas["agreement"])
        title = part["title"][0] or title_of(str(indicator), str(series), {})
        sorted_out = {item: tuple(some) for item, some in classes.items()}
        out.append(
            VerdictCount(
                (str(indicator), str(series), str(unit)),
                title,
                areas.height,
                sorted_out,
                counts,
                agreed["agree"],
                agreed["contradict"],
            )
        )
    out.sort(key=lambda item: (len(item.classes["withheld"]) - item.countries, item.title, item.quantity))
    return tuple(out)


def by_country(report: ProgressReport) -> dict[str, list[Measured]]:
    """Return the series of each country, totals alone, in the order of the report."""
    matches: dict[str, list[Measured]] = {}
    for series in report.measured:
        if is_country(series.area) and not series.breakdown:
            matches.setdefault(series.area, []).append(series)
    return matches


def group_breakdowns(report: ProgressReport) -> dict[tuple[str, ...], list[Measured]]:
    """Return the groups of people (women, urban, the poorest fifth) of each quantity and area."""
    breakdowns: dict[tuple[str, ...], list[Measured]] = {}
    for series in report.measured:
        if series.breakdown and ";" not in series.breakdown:
            breakdowns.setdefault((*series.quantity, series.area), []).append(series)
    return breakdowns


def scope_words(report: ProgressReport, words: Words) -> str:
    """Return what was asked for, in the language of the page."""
    if words.language == "en":
        return report.scope
    chosen = report.chosen
    parts = [area_name(chosen[name], words.language) for name in ("country", "region") if name in chosen]
    if line := chosen.get("line"):
        parts.append(f"{line} {load().action_line(line).names.get(words.language, '')}".strip())
    if indicator := chosen.get("indicator"):
        parts.append(indicator.removeprefix("sdg:"))
    return "; ".join(parts) or words("page.all-of-it")


def translate_titles(report: ProgressReport, words: Words) -> ProgressReport:
    """Return the report with the titles of series in the language of the page, where the framework has them."""
    if words.language == "en":
        return report
    language = words.language

    def named(row: Any) -> Any:
        """Return a row of the report with its title in the language."""
        title = names.name_series(row.indicator, row.title, language)[0]
        return row if title == row.title else replace(row, title=title)

    rows = report.progress.select("indicator", "title").unique()
    titles = {title: names.name_series(indicator, title, language)[0] for indicator, title in rows.iter_rows()}
    return replace(
        report,
        progress=report.progress.with_columns(pl.col("title").cast(pl.String).replace(titles)),
        measured=tuple(map(named, report.measured)),
        divides=tuple(replace(named(divide), closes=_describe_closing(divide, words)) for divide in report.divides),
        groups=tuple(map(named, report.groups)),
        priorities=tuple(map(named, report.priorities)),
        gaps=tuple(map(named, report.gaps)),
        turned=None if report.turned is None else report.turned.with_columns(pl.col("title").replace(titles)),
    )


def _describe_closing(divide: Divide, words: Words) -> str:
    """Return the year in which a gap closes, or why there is none; "" for a spread."""
    if divide.closes_in is None:
        return words(f"closes.{divide.outcome}") if divide.outcome else ""
    return str(divide.closes_in) if divide.closes_in <= HORIZON else words("closes.late", year=HORIZON)


def notes_of(report: ProgressReport, words: Words) -> tuple[str, ...]:
    """Return the notes of the report; in other languages than English with their numbers, without details."""
    if words.language == "en":
        return report.notes
    values = {
        "all": words.number(report.judged),
        "years": words.number(report.old_after),
        "year": report.as_of,
        "list": ", ".join(words(f"method.{name}") for name in report.recut),
    }
    return tuple(words(f"page.{key}", n=words.number(n), **values) for key, n in report.counts.items())


def describe_compared(series: Measured, verdict: Said, words: Words) -> str:
    """Return the two values that a method compares."""
    values = dict(zip(series.years, series.values, strict=True))
    if verdict.first_year not in values or verdict.last_year not in values or verdict.first_year == verdict.last_year:
        return ""
    first, last = values[verdict.first_year], values[verdict.last_year]
    return words(
        "chart.moved",
        first=words.figure(first, series.unit),
        start=verdict.first_year,
        last=words.figure(last, series.unit),
        end=verdict.last_year,
    )


def describe_votes(priority: Priority, words: Words) -> str:
    """Return how many methods say what, for a priority."""
    counts = (("arrives", priority.arrives), ("too-slow", priority.slow), ("away", priority.away))
    return "; ".join(f"{words(f'group.{group}')}: {words.number(n)}" for group, n in counts if n)


_SIGNS = {"p90_p10": "P90/P10", "cv": "CV", "gini": "Gini", "theil": "Theil"}


def describe_spread(divide: Divide) -> str:
    """Return the measures of a spread by their names, which all languages share."""
    return "; ".join(f"{_SIGNS[name]} {value:.3g}" for name, value in divide.measures.items() if name in _SIGNS)

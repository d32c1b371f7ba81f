"""What the page says in five languages where the report itself has English sentences: their numbers, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from actionlines.framework import load
from actionlines.indicators.divides.distance import HORIZON
from actionlines.papers import names
from actionlines.papers.progress.model import Divide, Measured, Priority, Report, Said
from actionlines.papers.progress.scope import area_name
from actionlines.papers.words import Words


def scope_words(report: Report, words: Words) -> str:
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


def titled(report: Report, words: Words) -> Report:
    """Return the report with the titles of series in the language of the page, where the framework has them."""
    if words.language == "en":
        return report
    language = words.language

    def named(one: Any) -> Any:
        """Return a row of the report with its title in the language."""
        title = names.series(one.indicator, one.title, language)[0]
        return one if title == one.title else replace(one, title=title)

    rows = report.progress.select("indicator", "title").unique()
    titles = {title: names.series(indicator, title, language)[0] for indicator, title in rows.iter_rows()}
    return replace(
        report,
        progress=report.progress.with_columns(pl.col("title").replace(titles)),
        measured=tuple(map(named, report.measured)),
        divides=tuple(replace(named(one), closes=_closes(one, words)) for one in report.divides),
        groups=tuple(map(named, report.groups)),
        priorities=tuple(map(named, report.priorities)),
        gaps=tuple(map(named, report.gaps)),
        turned=None if report.turned is None else report.turned.with_columns(pl.col("title").replace(titles)),
    )


def _closes(one: Divide, words: Words) -> str:
    """Return the year in which a gap closes, or why there is none; "" for a spread."""
    if one.closes_in is None:
        return words(f"closes.{one.outcome}") if one.outcome else ""
    return str(one.closes_in) if one.closes_in <= HORIZON else words("closes.late", year=HORIZON)


def notes_of(report: Report, words: Words) -> tuple[str, ...]:
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


def compared(one: Measured, said: Said, words: Words) -> str:
    """Return the two values that a method compares."""
    values = dict(zip(one.years, one.values, strict=True))
    if said.first_year not in values or said.last_year not in values or said.first_year == said.last_year:
        return ""
    first, last = values[said.first_year], values[said.last_year]
    return words(
        "chart.moved", first=words.figure(first, one.unit), start=said.first_year,
        last=words.figure(last, one.unit), end=said.last_year,
    )  # fmt: skip


def votes(one: Priority, words: Words) -> str:
    """Return how many methods say what, for a priority."""
    counts = (("arrives", one.arrives), ("too-slow", one.slow), ("away", one.away))
    return "; ".join(f"{words(f'group.{group}')}: {words.number(n)}" for group, n in counts if n)


_SIGNS = {"p90_p10": "P90/P10", "cv": "CV", "gini": "Gini", "theil": "Theil"}


def spread(one: Divide) -> str:
    """Return the measures of a spread by their names, which all languages share."""
    return "; ".join(f"{_SIGNS[name]} {value:.3g}" for name, value in one.measures.items() if name in _SIGNS)

"""The report as one page that needs nothing else: no network, no second file, no scripts to see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from actionlines import __version__
from actionlines.indicators import methods
from actionlines.papers.charts.model import Chart, breakdown_label
from actionlines.papers.charts.paint import paint
from actionlines.papers.charts.palette import with_tokens
from actionlines.papers.charts.render import svg
from actionlines.papers.files import asset
from actionlines.papers.progress.beside import fresh
from actionlines.papers.progress.beside_words import breaks_of
from actionlines.papers.progress.charts.dumbbell import dumbbells
from actionlines.papers.progress.charts.lines import line_chart
from actionlines.papers.progress.charts.maps import SIGNS, Latest, by_value, map_chart, tile_chart
from actionlines.papers.progress.model import Flaw, Measured, Report
from actionlines.papers.progress.scope import area_name, of_countries, title_of
from actionlines.papers.progress.summary import CLASSES, MOST, VERDICTS, by_country, matrix
from actionlines.papers.progress.words import ENGLISH, because, known
from actionlines.papers.progress.writers.beside_english import (
    compared,
    notes_of,
    scope_words,
    spread,
    titled,
    votes,
)
from actionlines.papers.progress.writers.countries import cards as cards_of_countries
from actionlines.papers.progress.writers.countries import multiples, walk
from actionlines.papers.progress.writers.countries import style as style_of_verdicts
from actionlines.papers.words import Words
from actionlines.papers.writers.as_html import in_script, policy

# What a page can carry; everything is in the tables beside it.
CARDS, MAPS, DUMBBELLS = 16, 3, 6
SHORTLIST, LIMIT = 20, 200
# A map of fewer countries says nothing.
FEWEST = 5
PARTS = (
    "summary",
    "countries",
    "read",
    "priorities",
    "indicators",
    "divides",
    "maps",
    "groups",
    "gaps",
    "about",
)
MARKS: Mapping[str, tuple[str, str]] = {
    "agree": ("done", "✓"),
    "differ": ("soon", "≠"),
    "contradict": ("fail", "⇄"),
    "one": ("plain", "1"),
    "none": ("plain", "–"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its SVG picture and its Vega-Lite spec, as markup."""

    chart: Chart
    picture: Markup
    spec: Markup


@dataclass(frozen=True, slots=True)
class Card:
    """A series with its chart, and what stands beside its title."""

    one: Measured
    drawn: Drawn
    mark: str
    sign: str
    because: tuple[str, ...]
    breaks: tuple[str, ...]


def index_html(report: Report, words: Words = ENGLISH, shapes: Mapping[str, Any] | None = None) -> bytes:
    """Return index.html. `shapes`: a GeoJSON FeatureCollection for the maps; ours without it."""
    report = titled(report, words)
    sources = words.apart(", ".join(one.name for one in report.sources)) or "–"
    seen: set[str] = set()
    cards = _cards(report, words, sources, seen)
    pairs = [
        _drawn(named_apart(chart, (chart.id,), seen))
        for chart in dumbbells(report.divides, words, sources)[:DUMBBELLS]
    ]
    maps = [
        _drawn(named_apart(chart, (latest.unit, chart.id), seen))
        for at, latest in enumerate(latest_values(report), start=1)
        for chart in _maps(latest, at, words, sources, shapes)
    ]
    figures = [one for one in report.groups if one.value is not None]
    rows = matrix(report)
    countries = by_country(report)
    walked = walk(countries, words.language)
    shown, classes = cards_of_countries(report, walked, words)
    drawn = sum(map(len, walked.values()))
    there = {
        "maps": bool(maps),
        "groups": bool(figures),
        "summary": bool(rows or report.before),
        "countries": bool(drawn),
    }
    sheets = asset("tokens.css") + asset("page.css") + asset("measure.css", "actionlines.papers.progress")
    style = Markup(sheets + style_of_verdicts())  # noqa: S704  files of this package
    script = Markup(asset("measure.js", "actionlines.papers.progress"))  # noqa: S704
    from actionlines.papers.progress.tables import FILES

    page = (
        _environment(words.language)
        .get_template("measure.html.j2")
        .render(
            report=report,
            words=words,
            english=words.language == "en",
            scope=scope_words(report, words),
            notes=notes_of(report, words),
            version=__version__,
            style=style,
            script=script,
            policy=policy([script], style),
            parts=[part for part in PARTS if there.get(part, True)],
            cards=cards,
            dumbbells=pairs,
            maps=maps,
            matrix=rows[:MOST],
            before=", ".join(one.name for one in report.before),
            changed=_changed(report),
            classes=CLASSES,
            verdicts=VERDICTS,
            countries=shown,
            chosen=classes,
            series=series_of(countries),
            multiples=multiples(walked, words),
            drawn=drawn,
            totals=sum(map(len, countries.values())),
            figures=figures,
            spreads=[one for one in report.divides if one.kind == "areas"],
            signs=SIGNS,
            methods=[(name, methods.ALL[name].SOURCE, known()[name]) for name in report.methods],
            headline=words(
                "page.headline",
                series=words.counted(report.judged, "series"),
                methods=len(report.methods),
                problems=words.number(len(report.flaws)),
            ),
            flaws=flaws_in_order(report)[:LIMIT],
            kinds=Counter(one.kind for one in report.flaws).most_common(),
            limit=LIMIT,
            shortlist=SHORTLIST,
            files=[name for name in FILES if name != "index.html"],
        )
    )
    return page.encode("utf-8", "replace")


def _changed(report: Report) -> dict[str, int]:
    """Return the number of values by what happened to them since the earlier download."""
    kinds = Counter([] if report.revisions is None else report.revisions["kind"])
    return {kind: kinds[kind] for kind in ("revised", "new", "gone")}


def series_of(countries: Mapping[str, Sequence[Measured]]) -> dict[tuple[str, str, str], str]:
    """Return the title of each quantity that the cards of countries have."""
    return {one.quantity: one.title for some in countries.values() for one in some}


def _cards(report: Report, words: Words, sources: str, seen: set[str]) -> list[Card]:
    """Return the cards: totals before breakdowns, then the series furthest from their aims."""
    rank = {(p.indicator, p.series, p.unit, p.area, p.breakdown): p.rank for p in report.priorities}
    last = len(rank) + 1

    def order(one: Measured) -> tuple[bool, int, str, str]:
        """Return the sort key of a series: totals first, then by priority, title and area."""
        place = rank.get((*one.quantity, one.area, one.breakdown), last)
        return bool(one.breakdown), place, one.title, one.area

    cards: list[Card] = []
    for at, one in enumerate(sorted(report.measured, key=order)[:CARDS], start=1):
        if chart := line_chart(one, at, words, sources):
            chart = named_apart(chart, (one.series, one.unit, chart.id), seen)
            mark, sign = MARKS[one.agreement]
            broken = tuple(breaks_of(one, words))
            cards.append(Card(one, _drawn(chart), mark, sign, because(one, words), broken))
    return cards


def named_apart(chart: Chart, more: Sequence[str], seen: set[str]) -> Chart:
    """Return the chart with a title that is not in `seen`, and add the title to `seen`.

    A reader who hears the page knows a chart by its title alone.
    """
    title, added = chart.title, list(more)
    while title in seen and added:
        title = f"{title}, {added.pop(0)}"
    seen.add(title)
    return replace(chart, title=title)


def _maps(
    latest: Latest, at: int, words: Words, sources: str, shapes: Mapping[str, Any] | None
) -> tuple[Chart, Chart]:
    shown = by_value(latest, words)
    drawn = map_chart(shown, at, words, sources, shapes)
    title = f"{shown.title} ({words('chart.on-map')})"
    return tile_chart(shown, at, words, sources), replace(drawn, title=title)


def flaws_in_order(report: Report) -> tuple[Flaw, ...]:
    """Return rows that were refused first, then those that are among what was asked for; else by row."""
    rows = set(report.observations["row"]) if len(report.sources) == 1 else set()
    return tuple(sorted(report.flaws, key=lambda one: (one.severity != "error", one.row not in rows)))


def latest_values(report: Report) -> list[Latest]:
    """Return the latest value of every country, for the totals that most countries have."""
    rows = report.observations
    if report.set_aside is not None:
        rows = fresh(rows, report.as_of, report.old_after)
    rows = rows.filter(of_countries() & (pl.col("breakdown") == ""))
    if rows.is_empty():
        return []
    titles = {one.quantity: one.title for one in report.measured}
    newest = rows.sort("year").group_by("indicator", "series", "unit", "area", maintain_order=True).last()
    found = []
    for (indicator, series, unit), part in newest.group_by(
        "indicator", "series", "unit", maintain_order=True
    ):
        if part.height >= FEWEST:
            values = {
                area: (year, value) for area, year, value in part.select("area", "year", "value").iter_rows()
            }
            quantity = str(indicator), str(series), str(unit)
            title = titles.get(quantity) or title_of(*quantity[:2], {})
            found.append(Latest(title, str(unit), values))
    found.sort(key=lambda one: (-len(one.values), one.title))
    return found[:MAPS]


def _drawn(chart: Chart) -> Drawn:
    picture = with_tokens(paint(chart.spec) or svg(chart.spec, chart.id))
    return Drawn(chart, Markup(picture), in_script(chart.spec))  # noqa: S704  both escape their texts


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    from actionlines.papers.progress.words import words

    environment = Environment(
        loader=PackageLoader("actionlines.papers.progress"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["numeral"] = words(language).exact
    environment.filters["amount"] = words(language).figure
    environment.filters["compared"] = partial(compared, words=words(language))
    environment.filters["votes"] = partial(votes, words=words(language))
    environment.filters["spread"] = spread
    environment.filters["place"] = partial(area_name, language=language)
    environment.filters["broken"] = partial(breakdown_label, words=words(language))
    return environment

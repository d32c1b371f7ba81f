"""The report as one page that needs nothing else: no network, no second file, no scripts to see it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice

import polars as pl
from jinja2 import Environment
from markupsafe import Markup, escape

from actionlines import __version__
from actionlines.framework.called import fold_name
from actionlines.indicators import gate, methods
from actionlines.json_types import JsonMapping
from actionlines.papers.charts.model import Chart, breakdown_label
from actionlines.papers.charts.paint import draw_chart
from actionlines.papers.files import read_asset
from actionlines.papers.names import area_name
from actionlines.papers.progress.charts import HOLLOW, draw_dumbbells, line_chart
from actionlines.papers.progress.judged import filter_fresh
from actionlines.papers.progress.maps import SIGNS, Latest, by_value, map_chart, tile_chart
from actionlines.papers.progress.model import Measured, ProgressReport, RowFlaw
from actionlines.papers.progress.scope import of_countries, title_of
from actionlines.papers.progress.summary import (
    MOST,
    VERDICTS,
    by_country,
    count_verdicts,
    describe_compared,
    describe_spread,
    describe_votes,
    group_breakdowns,
    notes_of,
    scope_words,
    translate_titles,
)
from actionlines.papers.progress.words import (
    ENGLISH,
    describe_outcome,
    describe_sources,
    latest_markup,
    list_breaks,
    list_reasons,
    read_known,
)
from actionlines.papers.words import Words
from actionlines.papers.writers.as_html import Drawn, load_templates, security_policy

ROWS = 2_400  # series in cards; everything is in the tables
WIDE, HIGH = 96, 28  # of a small course
_GROUPS = 6  # groups of people of a row
Walked = Mapping[str, Sequence[tuple[str, Measured]]]
_Quantity = tuple[str, str, str]


def number_series(countries: Mapping[str, Sequence[Measured]], language: str) -> Walked:
    """Return up to ROWS series of countries by name, each with the id of its picture in the page."""
    named = sorted(countries.items(), key=lambda item: fold_name(area_name(item[0], language)))
    numbered = enumerate(((area, each_series) for area, series in named for each_series in series), start=1)
    series: dict[str, list[tuple[str, Measured]]] = {}
    for number, (area, item) in islice(numbered, ROWS):
        series.setdefault(area, []).append((f"k-{number}", item))
    return series


def find_scales(report: ProgressReport) -> dict[_Quantity, tuple[float, float, int, int]]:
    """Return low, high, first and last year of each quantity, so that all countries have one scale."""
    series: dict[_Quantity, list[Measured]] = {}
    for each_series in report.measured:
        if each_series.values and not each_series.breakdown:
            series.setdefault(each_series.quantity, []).append(each_series)
    scales = {}
    for key, some in series.items():
        values = sorted(value for item in some for value in item.values)
        low, high = (values[0], values[len(values) * 19 // 20])  # one country in twenty does not flatten the others
        ends = some[0].target
        if ends.low is not None and ends.high is not None:
            low, high = ends.low, ends.high
        scales[key] = low, high, min(item.years[0] for item in some), max(item.years[-1] for item in some)
    return scales


def course_markup(series: Measured, scale: tuple[float, float, int, int], name: str) -> str:
    """Return the values over the years as a picture of 96 by 28; hollow ends and lines as the page explains."""
    low, high, first, last = scale
    across, up = (WIDE - 6) / max(last - first, 1), (HIGH - 6) / ((high - low) or 1.0)
    spots = [
        (round(3 + (year - first) * across), round(HIGH - 3 - (min(max(value, low), high) - low) * up))
        for year, value in zip(series.years, series.values, strict=True)
    ]
    path = "M" + "L".join(f"{x} {y}" for x, y in spots)
    ticks = "".join(f"M{round(3 + (b.year - first) * across)} 0V{HIGH}" for b in series.breaks)
    x, y = spots[-1]
    hollow = ' class="h"' if series.statuses and series.statuses[-1] in HOLLOW else ""
    broken = f'<path class="b" d="{ticks}"/>' if ticks else ""
    return f'<g id="{name}">{broken}<path d="{path}"/><circle{hollow} cx="{x}" cy="{y}" r="2.5"/></g>'


def country_cards(report: ProgressReport, walked: Walked, words: Words) -> tuple[Markup, list[tuple[str, str]]]:
    """Return the cards as markup, and the classes that they have with their words."""
    scale, groups = find_scales(report), group_breakdowns(report)
    names = {name: words(f"method.{name}") for name in report.methods}
    heads = "".join(f'<th scope="col" class="m"><span>{escape(name)}</span></th>' for name in names.values())
    head = (
        f'<thead><tr><th scope="col">{escape(words("col.indicator"))}</th><th scope="col">'
        f'{escape(words("col.course"))}</th><th scope="col" class="num">{escape(words("col.latest"))}</th>{heads}'
        f'<th scope="col">{escape(words("col.class"))}</th>'
        f'<th scope="col">{escape(words("col.sources"))}</th></tr></thead>'
    )
    cells = {
        verdict: f'<td class="v{at}">{escape(words("verdict." + (verdict or "none")))}</td>'
        for at, verdict in enumerate(SIGNS)
    }
    out, classes = [], {}
    for area, series in walked.items():
        rows = []
        for picture, item in series:
            what = item.verdict
            classes[what] = words(f"published.{what}")
            group = groups.get((*item.quantity, item.area), ())
            rows.append(_row_markup(report, picture, item, what, cells, scale, group, words))
        name = escape(area_name(area, words.language))
        other = escape(area_name(area))
        out.append(
            f'<article class="country" id="c-{area}" data-words="{other} {area}"><h3>{name} '
            f'<span class="small">{area}</span></h3>'
            f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
            f"<table>{head}<tbody>{''.join(rows)}</tbody></table></div></article>"
        )
    return Markup("\n".join(out)), sorted(classes.items())  # noqa: S704  every text is escaped


def verdict_style() -> str:
    """Return the style of verdicts in cells: the sign is seen, the word is read aloud."""
    signs = "".join(f'.v{at}::before{{content:"{sign}" / ""}}' for at, sign in enumerate(SIGNS.values()))
    every = ",".join(f".country .v{at}" for at in range(len(SIGNS)))
    seen = ",".join(f".country .v{at}::before" for at in range(len(SIGNS)))
    return f"{every}{{font-size:0;text-align:center}}{seen}{{font-size:15px}}{signs}"


def multiples_markup(walked: Walked, words: Words) -> dict[_Quantity, Markup]:
    """Return, by quantity, all countries in small, each a picture of its card with its newest value."""
    matches: dict[_Quantity, list[str]] = {}
    for area, series in walked.items():
        for picture, item in series:
            if item.values:
                name = escape(area_name(area, words.language))
                drawn = f'<use href="#{picture}"/>'
                matches.setdefault(item.quantity, []).append(
                    f'<li><svg viewBox="0 0 {WIDE} {HIGH}" class="k" aria-hidden="true">{drawn}</svg>'
                    f'<a href="#c-{area}">{name}</a> {latest_markup(item, words)}</li>'
                )
    return {key: Markup("".join(some)) for key, some in matches.items()}  # noqa: S704  every text is escaped


def _row_markup(
    report: ProgressReport,
    picture: str,
    series: Measured,
    what: str,
    cells: Mapping[str, str],
    scale: Mapping[_Quantity, tuple[float, float, int, int]],
    groups: Sequence[Measured],
    words: Words,
) -> str:
    drawn = course_markup(series, scale[series.quantity], picture) if series.values else ""
    by_method = {text.method: text.verdict for text in series.said}
    if any(by_method.values()):
        verdicts = "".join(cells[by_method.get(name, "")] for name in report.methods)
    else:
        verdicts = cells[""].replace("<td", f'<td colspan="{len(report.methods)}"', 1)
    sides = "; ".join(
        f"{breakdown_label(side.breakdown, words)} {words.figure(side.values[-1], side.unit)} ({side.years[-1]})"
        for side in groups[:_GROUPS]
        if side.values
    )
    more = f'<br><span class="small">{escape(sides)}</span>' if sides else ""
    return (
        f'<tr data-s="{escape("|".join(series.quantity))}" data-c="{what}">'
        f'<th scope="row" dir="auto">{escape(series.title)}{more}</th>'
        f'<td><svg viewBox="0 0 {WIDE} {HIGH}" class="k" aria-hidden="true">{drawn}</svg></td>'
        f'<td class="num">{latest_markup(series, words)}</td>{verdicts}'
        f"<td>{escape(describe_outcome(series, words))}</td>"
        f'<td class="src" dir="auto">{escape(describe_sources(series, words))}</td></tr>'
    )


# What a page can carry; everything is in the tables beside it.
CARDS, MAPS, DUMBBELLS = 16, 3, 6
SHORTLIST, LIMIT = 20, 200
# A map of fewer countries says nothing.
FEWEST = 5
PARTS = ("summary", "countries", "read", "priorities", "indicators", "divides", "maps", "groups", "gaps", "about")
MARKS: Mapping[str, tuple[str, str]] = {
    "reached": ("done", "★"),
    "on-course": ("done", "▲"),
    "too-slow": ("soon", "▷"),
    "going-back": ("fail", "▼"),
    "withheld": ("plain", "–"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A series with its chart, and the marks beside its title."""

    one: Measured
    drawn: Drawn
    mark: str
    sign: str
    because: tuple[str, ...]
    breaks: tuple[str, ...]


def index_html(
    report: ProgressReport,
    words: Words = ENGLISH,
    shapes: JsonMapping | None = None,
    names: Sequence[str] | None = None,
) -> bytes:
    """Return index.html. `shapes`: GeoJSON for the maps, ours without; `names`: the files beside it, else all."""
    report = translate_titles(report, words)
    sources = words.apart(", ".join(source.name for source in report.sources)) or "–"
    seen: set[str] = set()
    cards = _make_cards(report, words, sources, seen)
    pairs = [
        _draw_chart(rename_chart(chart, (chart.id,), seen))
        for chart in draw_dumbbells(report.divides, words, sources, DUMBBELLS)
    ]
    maps = [
        _draw_chart(rename_chart(chart, (latest.unit, chart.id), seen))
        for at, latest in enumerate(latest_values(report), start=1)
        for chart in _draw_maps(latest, at, words, sources, shapes)
    ]
    figures = [group for group in report.groups if group.value is not None]
    rows = count_verdicts(report)
    countries = by_country(report)
    walked = number_series(countries, words.language)
    visible, classes = country_cards(report, walked, words)
    drawn = sum(map(len, walked.values()))
    there = {
        "maps": bool(maps),
        "groups": bool(figures),
        "summary": bool(rows or report.before),
        "countries": bool(drawn),
    }
    sheets = (
        read_asset("tokens.css") + read_asset("page.css") + read_asset("measure.css", "actionlines.papers.progress")
    )
    style = Markup(sheets + verdict_style())  # noqa: S704  files of this package
    script = Markup(read_asset("measure.js", "actionlines.papers.progress"))  # noqa: S704
    from actionlines.papers.progress.tables import FILES

    page = (
        _load_templates(words.language)
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
            policy=security_policy([script], style),
            parts=[part for part in PARTS if there.get(part, True)],
            cards=cards,
            dumbbells=pairs,
            maps=maps,
            matrix=rows[:MOST],
            before=", ".join(item.name for item in report.before),
            changed=_count_changes(report),
            classes=gate.VERDICTS,
            verdicts=VERDICTS,
            countries=visible,
            chosen=classes,
            series=series_of(countries),
            multiples=multiples_markup(walked, words),
            drawn=drawn,
            totals=sum(map(len, countries.values())),
            figures=figures,
            spreads=[divide for divide in report.divides if divide.kind == "areas"],
            signs=SIGNS,
            methods=[(name, methods.ALL[name].SOURCE, read_known()[name]) for name in report.methods],
            headline=words(
                "page.headline",
                series=words.counted(report.judged, "series"),
                methods=len(report.methods),
                problems=words.number(len(report.flaws)),
            ),
            flaws=flaws_in_order(report)[:LIMIT],
            kinds=Counter(flaw.kind for flaw in report.flaws).most_common(),
            limit=LIMIT,
            shortlist=SHORTLIST,
            files=[name for name in names or FILES if name != "index.html"],
        )
    )
    return page.encode("utf-8", "replace")


def _count_changes(report: ProgressReport) -> dict[str, int]:
    kinds = Counter([] if report.revisions is None else report.revisions["kind"])
    return {kind: kinds[kind] for kind in ("revised", "new", "gone")}


def series_of(countries: Mapping[str, Sequence[Measured]]) -> dict[tuple[str, str, str], str]:
    """Return the title of each quantity that the cards of countries have."""
    return {item.quantity: item.title for some in countries.values() for item in some}


def _make_cards(report: ProgressReport, words: Words, sources: str, seen: set[str]) -> list[Card]:
    """Return the cards: totals before breakdowns, then the series furthest from their aims."""
    rank = {(p.indicator, p.series, p.unit, p.area, p.breakdown): p.rank for p in report.priorities}
    last = len(rank) + 1

    def order(series: Measured) -> tuple[bool, int, str, str]:
        """Return the sort key of a series: totals first, then by priority, title and area."""
        place = rank.get((*series.quantity, series.area, series.breakdown), last)
        return bool(series.breakdown), place, series.title, series.area

    cards: list[Card] = []
    for at, series in enumerate(sorted(report.measured, key=order)[:CARDS], start=1):
        if chart := line_chart(series, at, words, sources):
            chart = rename_chart(chart, (series.series, series.unit, chart.id), seen)
            mark, sign = MARKS[series.verdict]
            broken = tuple(list_breaks(series, words))
            cards.append(Card(series, _draw_chart(chart), mark, sign, list_reasons(series, words), broken))
    return cards


def rename_chart(chart: Chart, more: Sequence[str], seen: set[str]) -> Chart:
    """Return the chart with a title that is not in `seen`, and add the title to `seen`.

    A reader who hears the page knows a chart by its title alone.
    """
    title, added = chart.title, list(more)
    while title in seen and added:
        title = f"{title}, {added.pop(0)}"
    seen.add(title)
    return replace(chart, title=title)


def _draw_maps(latest: Latest, at: int, words: Words, sources: str, shapes: JsonMapping | None) -> tuple[Chart, Chart]:
    content = by_value(latest, words)
    drawn = map_chart(content, at, words, sources, shapes)
    title = f"{content.title} ({words('chart.on-map')})"
    return tile_chart(content, at, words, sources), replace(drawn, title=title)


def flaws_in_order(report: ProgressReport) -> tuple[RowFlaw, ...]:
    """Return rows that were refused first, then those that are among what was asked for; else by row."""
    held, wanted = report.observations["row"], {flaw.row for flaw in report.flaws}
    rows = set(held.filter(held.is_in(wanted))) if len(report.sources) == 1 else set()
    return tuple(sorted(report.flaws, key=lambda flaw: (flaw.severity != "error", flaw.row not in rows)))


def latest_values(report: ProgressReport) -> list[Latest]:
    """Return the latest value of every country, for the totals that most countries have."""
    rows = report.observations
    if report.set_aside is not None:
        rows = filter_fresh(rows, report.as_of, report.old_after)
    rows = rows.filter(of_countries() & (pl.col("breakdown") == ""))
    if rows.is_empty():
        return []
    titles = {series.quantity: series.title for series in report.measured}
    newest = rows.sort("year").group_by("indicator", "series", "unit", "area", maintain_order=True).last()
    found_values = []
    for (indicator, series, unit), part in newest.group_by("indicator", "series", "unit", maintain_order=True):
        if part.height >= FEWEST:
            values = {area: (year, value) for area, year, value in part.select("area", "year", "value").iter_rows()}
            quantity = str(indicator), str(series), str(unit)
            title = titles.get(quantity) or title_of(*quantity[:2], {})
            found_values.append(Latest(title, str(unit), values))
    found_values.sort(key=lambda value: (-len(value.values), value.title))
    return found_values[:MAPS]


def _draw_chart(chart: Chart) -> Drawn:
    return Drawn.of(chart, draw_chart(chart, chart.id))


@lru_cache(maxsize=8)
def _load_templates(language: str) -> Environment:
    from actionlines.papers.progress.words import words

    environment = load_templates("actionlines.papers.progress", language)
    environment.filters["numeral"] = words(language).exact
    environment.filters["amount"] = words(language).figure
    environment.filters["outcome"] = partial(describe_outcome, words=words(language))
    environment.filters["compared"] = partial(describe_compared, words=words(language))
    environment.filters["votes"] = partial(describe_votes, words=words(language))
    environment.filters["spread"] = describe_spread
    environment.filters["place"] = partial(area_name, language=language)
    environment.filters["broken"] = partial(breakdown_label, words=words(language))
    return environment

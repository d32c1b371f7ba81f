"""Pages of progress: where countries and regions are on indicators."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from django.db.models import Avg, Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from actionlines.framework import load
from actionlines.framework.called import fold_name
from actionlines.indicators import methods
from actionlines.indicators.areas import ict_indicators, units_of
from actionlines.indicators.groups import published_series, same_figures
from actionlines.papers import names
from actionlines.papers.charts.model import WIDTH, Chart
from actionlines.papers.charts.paint import draw_chart, draw_png
from actionlines.papers.files import csv_line
from actionlines.papers.progress.maps import SIGNS, STATES
from actionlines.papers.progress.words import describe_outcome
from actionlines.register.cooperation import gaps as cooperation_gaps
from actionlines.register.core.concepts import WORLD, name_of
from actionlines.register.core.pages import downloads
from actionlines.register.core.pages.edit import place_ids
from actionlines.register.core.pages.page import converter, page, site_of, whole_number
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.texts import join, reader_words
from actionlines.register.doors import citing
from actionlines.register.pages.sharing import in_frame
from actionlines.register.standings import charts, wording
from actionlines.register.standings.charts import PAIRS, Drawn, Question, drawn
from actionlines.register.standings.models import Standing

# Form of a file -> its type.
FORMS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8", "json": "application/json"}
_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # of a picture, which has a style of its own
converter("chart_form", (*FORMS, *citing.FORMS))


def _found(request: HttpRequest) -> Drawn:
    question = Question.of(request.GET)
    matches = drawn(question) if question else None
    if matches is None:
        raise Http404
    return matches


def page_of(question: Question) -> str:
    """Return the address of the page that a chart is on."""
    if question.chart == "lines":
        return f"{reverse('progress-compare')}?{question.query}"
    if question.chart == "divide":
        return reverse("progress")
    return f"{reverse('progress-series', args=[question.series])}?{question.query}"


@page("site.read")
def take(request: HttpRequest, form: str) -> HttpResponse:
    """Return a chart as a file in one of FORMS, its picture on a page by its `width`, or the reference to its page."""
    matches = _found(request)
    width = whole_number(request.GET.get("width"), 0)
    if form == "svg" and width in (charts.NARROW, charts.HALF, WIDTH):
        return HttpResponse(
            charts.picture_of(matches, width), FORMS[form], headers={"Content-Security-Policy": _PICTURE}
        )
    if form in citing.FORMS:
        kind, files = citing.FORMS[form]
        reference = citing.Reference(matches.chart.title, site_of(request) + page_of(matches.question))
        content: str | bytes = files(reference, timezone.localdate())
    else:
        kind = FORMS[form]
        content = _file(matches.chart, form)
    name = f"{matches.question.chart}-{matches.question.series[:60]}.{form}".replace('"', "")
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _file(chart: Chart, form: str) -> str | bytes:
    if form == "png":
        return draw_png(chart)
    if form == "svg":
        return draw_chart(chart, "chart")
    if form == "json":
        return json.dumps(chart.spec, ensure_ascii=False)
    return "\ufeff" + "".join(map(csv_line, (chart.header, *chart.rows)))


@page("site.read")
@in_frame
def embed(request: HttpRequest) -> HttpResponse:
    """Show a chart for an `iframe` of another site."""
    matches = _found(request)
    address = site_of(request) + page_of(matches.question)
    return render(request, "progress/embed.html", {"one": matches, "address": address})


taking_urls = [
    path("progress/chart.<chart_form:form>", take, name="progress-chart"),
    path("progress/embed/", embed, name="progress-embed"),
]
_FILES = ("csv", "parquet")  # forms of all values of a series
_DIVIDES = 4  # drawn on the page of the world
# Countries of one region each, to begin a comparison with.
_EXAMPLES = (("SEN", "GHA", "KEN"), ("BRA", "COL", "MEX"), ("IDN", "PHL", "VNM"))
_FURTHEST = 3  # indicators named for each country that is compared


@dataclass(frozen=True, slots=True)
class Row:
    """A series in the list of all: `judged` countries; `lagging` of them lag."""

    one: Standing
    countries: int
    judged: int
    lagging: int
    far: float

    @property
    def reaching(self) -> int:
        """Return how many of the countries that are judged do not lag."""
        return self.judged - self.lagging


@lru_cache(maxsize=2)
def _rows(_state: charts.State) -> list[Row]:
    """Return the totals of all series that countries have, in the order of the indicators."""
    held = Standing.objects.filter(area__in=list(load().countries), breakdown="")
    counted = held.values("series").annotate(
        n=Count("pk"), judged=Count("lag"), lagging=Count("pk", filter=Q(lag__gt=0)), far=Avg("lag")
    )
    firsts = {
        item.series: item for item in held.only("series", "indicator", "name", "unit", "breakdown").order_by("pk")
    }
    place = {indicator: at for at, indicator in enumerate(load().indicators)}
    rows = [Row(firsts[c["series"]], c["n"], c["judged"], c["lagging"], c["far"] or 0.0) for c in counted]
    return sorted(rows, key=lambda row: (place.get(row.one.indicator, len(place)), -row.countries, row.one.series))


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim of universal and meaningful connectivity with the series that shows it; `met` countries reached it."""

    id: str
    row: Row
    trend: Drawn | None
    words: str
    met: int

    @property
    def on_course(self) -> int:
        """Return how many of the countries that are judged neither lag nor reached the aim."""
        return self.row.reaching - self.met


def _aims(rows: Sequence[Row]) -> tuple[list[Aim], list[str]]:
    """Return the aims that have figures, each by the series furthest behind among those of most countries, and ids
    of those that have none.
    """
    matches, without, seen = [], [], set()
    for connectivity_target in load().connectivity.values():
        fit = [row for row in rows if row.one.series in connectivity_target.series]
        fit = fit or [
            row for row in rows if row.one.indicator in connectivity_target.indicators and row.one.unit == "percent"
        ]
        fit = [row for row in fit if row.judged >= charts.FEWEST and 2 * row.countries >= fit[0].countries]
        if connectivity_target.comparison == "in" or not fit:
            without.append(connectivity_target.id)
            continue
        row = max(fit, key=lambda row: (row.far, row.countries))
        if row.one.series not in seen:
            seen.add(row.one.series)
            held = Standing.objects.filter(series=row.one.series, breakdown="")
            met = sum(item.state == "met" for item in held.filter(area__in=list(load().countries), lag=0))
            aim = held.filter(aim__isnull=False).first()
            trend = drawn(Question("trend", row.one.series))
            matches.append(Aim(connectivity_target.id, row, trend, aim.aim_words if aim else "", met))
    return matches, without


def _divides() -> list[Drawn]:
    """Return the divides that most countries have figures for, those of ICTs first, none of amounts."""
    sides = {item: kind for kind, (item, _) in PAIRS.items()}
    held = Standing.objects.filter(breakdown__in=sides, area__in=list(load().countries))
    ict = Count("pk", filter=Q(indicator__in=ict_indicators()))
    counted = held.exclude(unit__in=units_of("count")).values("series", "breakdown").annotate(n=Count("pk"), ict=ict)
    counted = counted.order_by("-ict", "-n", "series", "breakdown")
    matches = (
        drawn(Question("divide", item["series"], pair=sides[item["breakdown"]])) for item in counted[: 2 * _DIVIDES]
    )
    return [drawn for drawn in matches if drawn][:_DIVIDES]


def _aggregates() -> tuple[list[str], list[tuple[Standing, list[Standing | None], str]]]:
    """Return areas, and for each series with published aggregates its standing in each of them and its source.

    The areas are the world, the regions of ITU and groups; commissions have pages of their own.
    """
    held: dict[str, dict[str, Standing]] = defaultdict(dict)
    first = {code: codes[0] for codes in same_figures() for code in codes}
    for row in Standing.objects.filter(series__in=published_series(), breakdown="").exclude(
        area__in=list(load().countries)
    ):
        held[first.get(row.series, row.series)].setdefault(row.area, row)
    wide = [area.id for area in load().areas.values() if area.kind in ("itu-region", "group")]
    areas = [area for area in (WORLD, *wide) if any(area in by_area for by_area in held.values())]
    return areas, [
        (
            next(by_area[area] for area in (*areas, *by_area) if area in by_area),
            [by_area.get(area) for area in areas],
            names.name_source(
                "; ".join(dict.fromkeys(part for row in by_area.values() for part in row.source.split("; "))),
                reader_words(),
            ),
        )
        for _code, by_area in sorted(held.items())
    ]


@page("site.read")
def progress(request: HttpRequest) -> HttpResponse:
    """Show the world: projections to the aims for 2030, divides, and all series."""
    rows = _rows(charts.state())
    aims, without = _aims(rows)
    context = {
        "rows": rows,
        "aims": aims,
        "widest": max(aims, key=lambda aim: aim.row.judged, default=None),
        "without": [load().connectivity[item] for item in without],
        "divides": _divides(),
        "aggregates": _aggregates(),
        "countries": Standing.objects.filter(area__in=list(load().countries)).values("area").distinct().count(),
    }
    return render(request, "progress/progress.html", context)


@page("site.read")
def series(request: HttpRequest, code: str) -> HttpResponse:
    """Show one series of all countries as tiles, on a map and in a table: values, or what a method says."""
    breakdowns = list(
        Standing.objects.filter(series=code).values_list("breakdown", flat=True).distinct().order_by("breakdown")
    )
    if not breakdowns:
        raise Http404
    fields = request.GET.copy()
    fields["series"], fields["chart"] = code, "tiles"
    if fields.get("breakdown") not in breakdowns:
        fields["breakdown"] = breakdowns[0]
    question = Question.of(fields)
    assert question
    rows = charts.rows_of(question)
    query = {**{name: getattr(question, name) for name in ("breakdown", "method", "year")}, "series": code}
    matches = (drawn(Question(kind, **query)) for kind in ("map", "tiles"))
    trend = drawn(Question("trend", code, question.breakdown))
    context = {
        "question": question,
        "first": rows[0] if rows else Standing.objects.filter(series=code).first(),
        "drawn": [item for item in (trend, *matches) if item],
        "rows": [_in_table(row, question) for row in rows],
        "breakdowns": [(breakdown, Standing(breakdown=breakdown).breakdown_words) for breakdown in breakdowns],
        "methods": [(name, item.TITLE) for name, item in methods.ALL.items()],
        "take_files": {f"figures_{form}": f"{reverse('figures', args=[form])}?series={quote(code)}" for form in _FILES},
        "years": sorted({year for row in rows for year in row.years}, reverse=True),
    }
    return render(request, "progress/series.html", context)


def _in_table(standing: Standing, question: Question) -> Data:
    matches = charts.at(standing, question.year)
    return {
        "one": standing,
        "name": name_of(standing.area),
        "year": matches[0] if matches else None,
        "value": matches[1] if matches else None,
        "marks": wording.marks(standing, standing.years.index(matches[0])) if matches else [],
        **_said(standing),
    }


def _said(standing: Standing) -> dict[str, str]:
    """Return the verdict that is published, with its sign."""
    return {"sign": SIGNS[STATES.get(standing.verdict, "")], "state": describe_outcome(standing, charts.reader())}


@page("site.read")
def compare(request: HttpRequest) -> HttpResponseBase:
    """Show up to six countries beside each other: each series in one or two years, one of them as lines."""
    fields = list(_split_names(request.GET.getlist("area")))
    ids, unknown = place_ids(fields)
    areas = [id_ for id_ in dict.fromkeys(ids) if id_ in load().countries][: charts.MOST]
    years = [request.GET.get(name, "") for name in ("from", "to")]
    since, until = (int(year) if year.isdecimal() and len(year) == 4 else None for year in years)
    code = request.GET.get("series", "")
    query = urlencode(
        [
            *(("area", area) for area in areas),
            *((n, v) for n, v in (("from", since), ("to", until), ("series", code)) if v),
        ]
    )
    if areas and not unknown and fields != areas:
        return redirect(f"{request.path}?{query}")
    table = _table(areas, since, until)
    if form := request.GET.get("as"):
        if form not in downloads.FORMS:
            return downloads.unknown()
        records = list(_records(areas, table))
        return downloads.send(form, "comparison", iter(records), len(records), {"area": areas})
    code = (
        code
        if any(row["one"].series == code for row in table)
        else next(
            (row["one"].series for row in table if row["held"] == len(areas)), table[0]["one"].series if table else ""
        )
    )
    chart = drawn(Question("lines", code, areas=tuple(areas))) if code else None
    context = {
        "areas": areas,
        "chosen": [(area, urlencode([("area", other) for other in areas if other != area])) for area in areas],
        "most": charts.MOST,
        "examples": ()
        if areas
        else [(join(map(name_of, some)), urlencode([("area", area) for area in some])) for some in _EXAMPLES],
        "unknown": unknown,
        "since": since,
        "until": until,
        "table": table,
        "code": code,
        "chart": chart,
        "query": query,
        "names": sorted((name_of(country) for country in load().countries), key=fold_name),
        "take_files": {form: f"?{query}&as={form}" for form in downloads.FORMS if table},
        "title": join(map(name_of, areas)),
        "lags": [(area, cooperation_gaps.gaps(area, _FURTHEST), cooperation_gaps.standings(area)) for area in areas],
    }
    return render(request, "progress/compare.html", context)


def _split_names(fields: Iterable[str]) -> Iterator[str]:
    """Yield the names in fields: the whole field where it names a place, else each part between commas."""
    for field in fields:
        parts = [field] if not place_ids([field.strip()])[1] else re.split("[,;،、，]", field)
        yield from (part.strip() for part in parts if part.strip())


def _table(areas: Sequence[str], since: int | None, until: int | None) -> list[Data]:
    """Return a row for each series that one of the countries has, with a cell for each country."""
    standings: dict[str, dict[str, Standing]] = defaultdict(dict)
    for standing in Standing.objects.filter(area__in=areas, breakdown=""):
        standings[standing.series][standing.area] = standing
    place = {indicator: at for at, indicator in enumerate(load().indicators)}
    rows: list[Data] = []
    for held in standings.values():
        first = next(iter(held.values()))
        cells = [_cell(held.get(area), since, until) for area in areas]
        title = names.name_series(first.indicator, first.name, charts.reader().language)[0]
        rows.append({"one": first, "title": title, "cells": cells, "held": len(held)})
    rows.sort(key=lambda row: (place.get(row["one"].indicator, len(place)), -row["held"], row["one"].series))
    return rows


def _cell(standing: Standing | None, since: int | None, until: int | None) -> Data | None:
    last = charts.at(standing, until) if standing else None
    if standing is None or last is None:
        return None
    first = charts.at(standing, since) if since else None
    marks = wording.marks(standing, standing.years.index(last[0]))
    first = first if first and first[0] < last[0] else None
    return {"one": standing, "last": last, "first": first, "marks": marks, **_said(standing)}


def _records(areas: Sequence[str], table: Iterable[Serialised]) -> Iterator[downloads.Row]:
    for row in table:
        for area, matches in zip(areas, row["cells"], strict=True):
            for year, value in filter(None, (matches["first"], matches["last"]) if matches else ()):
                item = matches["one"]
                place, newest = item.years.index(year), year == item.years[-1]
                yield {
                    "area": area,
                    "name": name_of(area),
                    "indicator": item.indicator,
                    "series": item.series,
                    "title": item.name,
                    "year": year,
                    "value": value,
                    "unit": item.unit,
                    "state": item.state if newest else "",
                    "source": item.source,
                    **{
                        name: texts[place] if texts else ""
                        for name, texts in (
                            ("status", item.statuses),
                            ("note", item.notes),
                            ("value_source", item.sources),
                        )
                    },
                    "breaks": "; ".join(f"{each.year} {each.kind}" for each in item.crossed) if newest else "",
                    "age": item.age if newest else None,
                    "old": newest and item.old,
                }


pages_urls = [
    path("progress/", progress, name="progress"),
    path("progress/compare/", compare, name="progress-compare"),
    path("progress/series/<path:code>/", series, name="progress-series"),
]
urlpatterns: list[URLPattern] = [*taking_urls, *pages_urls]

"""Pages of progress: where countries and regions are on indicators."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Avg, Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from actionlines.framework import load
from actionlines.indicators import methods
from actionlines.papers import names
from actionlines.papers.charts.model import Chart
from actionlines.papers.charts.paint import draw_chart, draw_png
from actionlines.papers.progress.maps import SIGNS, STATES
from actionlines.papers.text_safety import cell
from actionlines.register.cooperation import gaps as cooperation_gaps
from actionlines.register.core.concepts import name_of
from actionlines.register.core.pages import downloads
from actionlines.register.core.pages.edit import place_ids
from actionlines.register.core.pages.page import converter, page, site_of
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.doors import citing
from actionlines.register.pages.sharing import in_frame
from actionlines.register.standings import charts, wording
from actionlines.register.standings.charts import PAIRS, Drawn, Question, drawn
from actionlines.register.standings.models import Standing

# Form of a file -> its type.
FORMS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
converter("chart_form", (*FORMS, *citing.FORMS))


def _found(request: HttpRequest) -> Drawn:
    question = Question.of(request.GET)
    found = drawn(question) if question else None
    if found is None:
        raise Http404
    return found


def page_of(question: Question) -> str:
    """Return the address of the page that a chart stands on."""
    if question.chart == "lines":
        return f"{reverse('progress-compare')}?{question.query}"
    if question.chart == "divide":
        return reverse("progress")
    return f"{reverse('progress-series', args=[question.series])}?{question.query}"


@page("site.read")
def take(request: HttpRequest, form: str) -> HttpResponse:
    """Return a chart as a file in one of FORMS, or the reference to its page."""
    found = _found(request)
    if form in citing.FORMS:
        kind, written = citing.FORMS[form]
        said = citing.Reference(found.chart.title, site_of(request) + page_of(found.question))
        content: str | bytes = written(said, timezone.localdate())
    else:
        kind = FORMS[form]
        content = _file(found.chart, form)
    name = f"{found.question.chart}-{found.question.series[:60]}.{form}".replace('"', "")
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _file(chart: Chart, form: str) -> str | bytes:
    if form == "png":
        return draw_png(chart)
    if form == "svg":
        return draw_chart(chart, "chart")
    if form == "json":
        return json.dumps(chart.spec, ensure_ascii=False)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(cell, chart.header))
    writer.writerows([cell(one) if isinstance(one, str) else one for one in row] for row in chart.rows)
    return f"\ufeff{out.getvalue()}"


@page("site.read")
@in_frame
def embed(request: HttpRequest) -> HttpResponse:
    """Show a chart for an `iframe` of another site."""
    found = _found(request)
    address = site_of(request) + page_of(found.question)
    return render(request, "progress/embed.html", {"one": found, "address": address})


taking_urls = [
    path("progress/chart.<chart_form:form>", take, name="progress-chart"),
    path("progress/embed/", embed, name="progress-embed"),
]


_DIVIDES = 4  # drawn on the page of the world
_FURTHEST = 3  # indicators named for each country that is compared


@dataclass(frozen=True, slots=True)
class Row:
    """A series in the list of all: `judged` countries, of which `lagging` lag by most methods."""

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
        n=Count("pk"), judged=Count("lag"), lagging=Count("pk", filter=Q(lag__gt=0)), far=Avg("lag"),
    )  # fmt: skip
    firsts = {
        one.series: one
        for one in held.only("series", "indicator", "name", "unit", "breakdown").order_by("pk")
    }
    place = {one: at for at, one in enumerate(load().indicators)}
    rows = [Row(firsts[c["series"]], c["n"], c["judged"], c["lagging"], c["far"] or 0.0) for c in counted]
    return sorted(
        rows, key=lambda row: (place.get(row.one.indicator, len(place)), -row.countries, row.one.series)
    )


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim of universal and meaningful connectivity with the series that shows it."""

    id: str
    row: Row
    trend: Drawn | None
    words: str


def _aims(rows: Sequence[Row]) -> tuple[list[Aim], list[str]]:
    """Return the aims that have figures, each by the series furthest behind among those of most countries, and ids
    of those that have none.
    """
    found, without, seen = [], [], set()
    for one in load().connectivity.values():
        fit = [row for row in rows if row.one.series in one.series]
        fit = fit or [
            row for row in rows if row.one.indicator in one.indicators and row.one.unit == "percent"
        ]
        fit = [row for row in fit if row.judged >= charts.FEWEST and 2 * row.countries >= fit[0].countries]
        if one.comparison == "in" or not fit:
            without.append(one.id)
            continue
        row = max(fit, key=lambda row: (row.far, row.countries))
        if row.one.series not in seen:
            seen.add(row.one.series)
            aim = Standing.objects.filter(series=row.one.series, breakdown="", aim__isnull=False).first()
            trend = drawn(Question("trend", row.one.series))
            found.append(Aim(one.id, row, trend, aim.aim_words if aim else ""))
    return found, without


def _divides() -> list[Drawn]:
    """Return the divides that most countries have figures for."""
    sides = {one: kind for kind, (one, _) in PAIRS.items()}
    held = Standing.objects.filter(breakdown__in=sides, area__in=list(load().countries))
    counted = held.values("series", "breakdown").annotate(n=Count("pk")).order_by("-n", "series", "breakdown")
    found = (
        drawn(Question("divide", one["series"], pair=sides[one["breakdown"]]))
        for one in counted[: 2 * _DIVIDES]
    )
    return [one for one in found if one][:_DIVIDES]


@page("site.read")
def progress(request: HttpRequest) -> HttpResponse:
    """Show the world: projections to the aims for 2030, divides, and all series."""
    rows = _rows(charts.state())
    aims, without = _aims(rows)
    shown = {
        "rows": rows,
        "aims": aims,
        "without": [load().connectivity[one] for one in without],
        "divides": _divides(),
        "countries": Standing.objects.filter(area__in=list(load().countries))
        .values("area")
        .distinct()
        .count(),
    }
    return render(request, "progress/progress.html", shown)


@page("site.read")
def series(request: HttpRequest, code: str) -> HttpResponse:
    """Show one series of all countries as tiles, on a map and in a table: values, or what a method says."""
    breakdowns = list(
        Standing.objects.filter(series=code)
        .values_list("breakdown", flat=True)
        .distinct()
        .order_by("breakdown")
    )
    if not breakdowns:
        raise Http404
    given = request.GET.copy()
    given["series"], given["chart"] = code, "tiles"
    if given.get("breakdown") not in breakdowns:
        given["breakdown"] = breakdowns[0]
    question = Question.of(given)
    assert question
    rows = charts.rows_of(question)
    asked = {**{name: getattr(question, name) for name in ("breakdown", "method", "year")}, "series": code}
    found = (drawn(Question(kind, **asked)) for kind in ("tiles", "map"))
    trend = drawn(Question("trend", code, question.breakdown))
    shown = {
        "question": question,
        "first": rows[0] if rows else Standing.objects.filter(series=code).first(),
        "drawn": [one for one in (*found, trend) if one],
        "rows": [_in_table(one, question) for one in rows],
        "breakdowns": [(one, Standing(breakdown=one).breakdown_words) for one in breakdowns],
        "methods": [(name, one.TITLE) for name, one in methods.ALL.items()],
        "years": sorted({year for one in rows for year in one.years}, reverse=True),
    }
    return render(request, "progress/series.html", shown)


def _in_table(one: Standing, question: Question) -> Data:
    found = charts.at(one, question.year)
    return {
        "one": one,
        "name": name_of(one.area),
        "year": found[0] if found else None,
        "value": found[1] if found else None,
        "marks": wording.marks(one, one.years.index(found[0])) if found else [],
        **_said(one),
    }


def _said(one: Standing) -> dict[str, str]:
    """Return what most methods say, with its sign."""
    words = charts.reader()
    return {"sign": SIGNS[STATES.get(one.state, "")], "state": words(f"standing.state.{one.state}")}


@page("site.read")
def compare(request: HttpRequest) -> HttpResponseBase:
    """Show up to six countries beside each other: each series in one or two years, one of them as lines."""
    given = [one.strip() for one in request.GET.getlist("area") if one.strip()]
    ids, unknown = place_ids(given)
    areas = [one for one in dict.fromkeys(ids) if one in load().countries][: charts.MOST]
    years = [request.GET.get(name, "") for name in ("from", "to")]
    since, until = (int(one) if one.isdecimal() and len(one) == 4 else None for one in years)
    code = request.GET.get("series", "")
    query = urlencode(
        [
            *(("area", one) for one in areas),
            *((n, v) for n, v in (("from", since), ("to", until), ("series", code)) if v),
        ]
    )
    if areas and not unknown and given != areas:
        return redirect(f"{request.path}?{query}")
    table = _table(areas, since, until)
    if form := request.GET.get("as"):
        if form not in downloads.FORMS:
            return downloads.unknown()
        records = list(_records(areas, table))
        return downloads.send(form, "comparison", iter(records), len(records), {"area": areas})
    code = code if any(row["one"].series == code for row in table) else next(
        (row["one"].series for row in table if row["held"] == len(areas)), table[0]["one"].series if table else "",
    )  # fmt: skip
    chart = drawn(Question("lines", code, areas=tuple(areas))) if code else None
    shown = {
        "areas": areas,
        "slots": [*map(name_of, areas), *[""] * (charts.MOST - len(areas))],
        "unknown": unknown,
        "since": since,
        "until": until,
        "table": table,
        "code": code,
        "chart": chart,
        "query": query,
        "names": sorted(name_of(one) for one in load().countries),
        "forms": downloads.FORMS,
        "title": ", ".join(map(name_of, areas)),
        "lags": [
            (one, cooperation_gaps.gaps(one, _FURTHEST), cooperation_gaps.standings(one)) for one in areas
        ],
    }
    return render(request, "progress/compare.html", shown)


def _table(areas: Sequence[str], since: int | None, until: int | None) -> list[Data]:
    """Return a row for each series that one of the countries has, with a cell for each country."""
    found: dict[str, dict[str, Standing]] = defaultdict(dict)
    for one in Standing.objects.filter(area__in=areas, breakdown=""):
        found[one.series][one.area] = one
    place = {one: at for at, one in enumerate(load().indicators)}
    rows: list[Data] = []
    for held in found.values():
        first = next(iter(held.values()))
        cells = [_cell(held.get(area), since, until) for area in areas]
        title = names.name_series(first.indicator, first.name, charts.reader().language)[0]
        rows.append({"one": first, "title": title, "cells": cells, "held": len(held)})
    rows.sort(key=lambda row: (place.get(row["one"].indicator, len(place)), -row["held"], row["one"].series))
    return rows


def _cell(one: Standing | None, since: int | None, until: int | None) -> Data | None:
    last = charts.at(one, until) if one else None
    if one is None or last is None:
        return None
    first = charts.at(one, since) if since else None
    marks = wording.marks(one, one.years.index(last[0]))
    first = first if first and first[0] < last[0] else None
    return {"one": one, "last": last, "first": first, "marks": marks, **_said(one)}


def _records(areas: Sequence[str], table: Iterable[Serialised]) -> Iterator[downloads.Row]:
    for row in table:
        for area, found in zip(areas, row["cells"], strict=True):
            for year, value in filter(None, (found["first"], found["last"]) if found else ()):
                one = found["one"]
                place, newest = one.years.index(year), year == one.years[-1]
                yield {
                    "area": area, "name": name_of(area), "indicator": one.indicator, "series": one.series,
                    "title": one.name, "year": year, "value": value, "unit": one.unit,
                    "state": one.state if newest else "", "source": one.source,
                    **{name: texts[place] if texts else "" for name, texts in _beside(one)},
                    "breaks": "; ".join(f"{each.year} {each.kind}" for each in one.crossed) if newest else "",
                    "age": one.age if newest else None, "old": newest and one.old,
                }  # fmt: skip


def _beside(one: Standing) -> Iterable[tuple[str, Sequence[str]]]:
    return ("status", one.statuses), ("note", one.notes), ("value_source", one.sources)


pages_urls = [
    path("progress/", progress, name="progress"),
    path("progress/compare/", compare, name="progress-compare"),
    path("progress/series/<path:code>/", series, name="progress-series"),
]


urlpatterns: list[URLPattern] = [*taking_urls, *pages_urls]

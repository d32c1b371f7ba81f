"""A chart to take along: as a picture, its table, its definition, a reference, or a page for an `iframe`."""

from __future__ import annotations

import csv
import io
import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from actionlines.papers.charts.model import Chart
from actionlines.papers.charts.paint import draw_chart, draw_png
from actionlines.papers.text_safety import cell
from actionlines.register.site.exchange import citing
from actionlines.register.site.pages import converter, page, site_of
from actionlines.register.site.views.progress.charts import Drawn, Question, drawn
from actionlines.register.site.views.sharing import in_frame

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


urlpatterns = [
    path("progress/chart.<chart_form:form>", take, name="progress-chart"),
    path("progress/embed/", embed, name="progress-embed"),
]

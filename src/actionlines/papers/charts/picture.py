"""The picture of a chart: as SVG for pages and print, as PNG for word processors."""

from __future__ import annotations

from functools import lru_cache

from actionlines.papers.charts.model import Chart
from actionlines.papers.charts.paint import paint
from actionlines.papers.charts.render import png_of, svg


def picture(chart: Chart, name: str) -> str:
    """Return SVG markup whose ids begin with `name`. Charts that need no Vega are painted without it."""
    return paint(chart.spec) or svg(chart.spec, name)


@lru_cache(maxsize=64)
def _raster(markup: str) -> bytes:
    return png_of(markup)


def raster(chart: Chart) -> bytes:
    """Return the picture of the chart as a PNG on white."""
    return _raster(picture(chart, "chart"))


def described(chart: Chart, more: str) -> str:
    """Return the description for readers who do not see the picture."""
    return " ".join(part for part in (f"{chart.title}.", chart.sentence, more) if part)

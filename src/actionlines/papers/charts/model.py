"""A chart with the figures behind it, and what all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actionlines.indicators.check.units import units_of
from actionlines.indicators.table import breakdown_pairs
from actionlines.papers.words import Words


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `sentence` says what to see, `spec` is Vega-Lite, `source` and method go beneath.

    `rows` are the figures drawn, under the headings `header`; `clicks` names what a mark leads to in a page.
    `id` names the files that are taken along.
    """

    id: str
    title: str
    sentence: str
    spec: dict[str, Any]
    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    clicks: str = ""


def figure(value: float, unit: str = "") -> str:
    """A number as a reader sees it, with the sign of a percentage.

    >>> figure(72.46, "percent"), figure(1234567.0), figure(0.01234)
    ('72.5 %', '1,234,567', '0.0123')
    """
    if unit in units_of("share"):
        return f"{value:.3g} %" if abs(value) < 99.95 or value > 100 else "100 %"
    if abs(value) >= 1000 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def breakdown_label(breakdown: str, words: Words) -> str:
    """A breakdown in words: "women, age 15-24"; "" for the total."""
    return ", ".join(
        words.table.get(f"breakdown.{name}={value}", f"{name} {value}")
        for name, value in breakdown_pairs(breakdown)
    )

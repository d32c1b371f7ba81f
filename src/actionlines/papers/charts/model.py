"""A chart with the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actionlines.indicators.table import breakdown_pairs
from actionlines.papers.words import Words


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `sentence` says what to see, `spec` is Vega-Lite, `source` and method go beneath.

    `rows` are the figures drawn, under the headings `header`. `id` names the files that are taken along.
    """

    id: str
    title: str
    sentence: str
    spec: dict[str, Any]
    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


def breakdown_label(breakdown: str, words: Words) -> str:
    """Return a breakdown in words: "women, age 15-24"; "" for the total."""
    return ", ".join(
        words.table.get(f"breakdown.{name}={value}", f"{name} {value}")
        for name, value in breakdown_pairs(breakdown)
    )

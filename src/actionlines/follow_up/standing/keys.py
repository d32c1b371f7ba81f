"""The first columns of standing.csv, by their keys in the catalogue; a column for each method follows."""

from __future__ import annotations

KEYS = (
    "level", "identifier", "name", "state", "passages", "strongest", "indicator", "title", "series", "what",
    "breakdown", "unit", "year", "value", "aim", "aim-year", "better", "series-state", "agreement", "ranks",
    "gaps", "data-source", "aim-source",
)  # fmt: skip

"""The frame that every chart shares."""

from __future__ import annotations

from typing import Any

from actionlines.papers.charts.palette import config

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def spec(**parts: Any) -> dict[str, Any]:
    """A Vega-Lite spec with the shared configuration, as wide as its container."""
    return {
        "$schema": SCHEMA,
        "config": config(),
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "width": "container",
        **parts,
    }

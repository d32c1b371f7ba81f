"""A chart with its figures, and its colours by meaning, which a page replaces with its own tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actionlines.indicators.model import breakdown_pairs
from actionlines.papers.words import Words

# A chart, or a part of one, as Vega-Lite has it.
Spec = dict[str, Any]
# Each value is one token of the page (templates/tokens.css), light set.
TOKENS = {
    "ink": "#1a2230",
    "muted": "#566072",
    "line": "#d5dae2",
    "paper": "#fdfdfe",
    "accent": "#1c4f8c",
    "accent-soft": "#9db9da",
    "amber": "#8a5300",
}
FONT = "system-ui, 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans SC', sans-serif"


def chart_config() -> dict[str, object]:
    """Return the Vega-Lite configuration that every chart shares."""
    ink, muted, line = TOKENS["ink"], TOKENS["muted"], TOKENS["line"]
    return {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": {
            "labelColor": muted,
            "titleColor": muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "domainColor": line,
            "tickColor": line,
            "gridColor": line,
            "labelLimit": 280,
        },
        "text": {"color": ink, "fontSize": 12},
        "rule": {"color": line},
        "bar": {"color": TOKENS["accent"]},
    }


def with_tokens(markup: str) -> str:
    """Return markup with every colour replaced by the page's custom property of that meaning."""
    for token, colour in TOKENS.items():
        markup = markup.replace(colour, f"var(--{token})")
    return markup


SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def chart_spec(**parts: Any) -> Spec:
    """Return a Vega-Lite spec with the shared configuration, as wide as its container."""
    return {
        "$schema": SCHEMA,
        "config": chart_config(),
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "width": "container",
        **parts,
    }


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `sentence` says what to see, `spec` is Vega-Lite, `source` and method go beneath.

    `rows` are the figures drawn, under the headings `header`. `id` names the files that are taken along.
    """

    id: str
    title: str
    sentence: str
    spec: Spec
    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


def breakdown_label(breakdown: str, words: Words) -> str:
    """Return a breakdown in words: "women, age 15-24"; "" for the total."""
    return ", ".join(
        words.table.get(f"breakdown.{name}={value}", f"{name} {value}")
        for name, value in breakdown_pairs(breakdown)
    )

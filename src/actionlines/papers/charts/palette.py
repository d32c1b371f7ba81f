"""Colours of charts by meaning. A page swaps the hexadecimal values for its own light or dark tokens."""

from __future__ import annotations

from typing import Any

# Each value stands for one token of the page (templates/tokens.css), light set.
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


def config() -> dict[str, object]:
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


def spec(**parts: Any) -> dict[str, Any]:
    """Return a Vega-Lite spec with the shared configuration, as wide as its container."""
    return {
        "$schema": SCHEMA,
        "config": config(),
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "width": "container",
        **parts,
    }

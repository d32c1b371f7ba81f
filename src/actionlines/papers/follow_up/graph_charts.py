"""The citation graph as Vega-Lite: bars, two columns with lines, or a matrix of dots."""

from __future__ import annotations

from typing import Any

from actionlines.papers.charts.palette import TOKENS, spec
from actionlines.papers.follow_up.graph_layout import Layered
from actionlines.papers.words import ENGLISH, Words


def _tooltip(words: Words) -> list[dict[str, str]]:
    return [
        {"field": "from", "title": words("col.document")},
        {"field": "to", "title": words("col.cites")},
        {"field": "citations", "title": words("col.times")},
    ]


def bars_spec(graph: Layered, words: Words = ENGLISH) -> dict[str, Any]:
    """Return the chart for one document: a bar for each instrument, most cited first."""
    values = sorted(
        ({**link, "instrument": link["to"]} for link in graph.links),
        key=lambda link: (-link["citations"], link["to"]),
    )
    names = {node["instrument"]: node["title"] for node in graph.nodes if node["side"] == "cited"}
    for value in values:
        name = names[value["to"]]
        value["label"] = name
    y = {"title": None, "axis": {"ticks": False, "domain": False, "labelLimit": 380}}
    return spec(
        height=22 * len(values),
        data={"values": values},
        encoding={
            "y": {"field": "label", "type": "nominal", "sort": None, **y},
            "x": {
                "field": "citations",
                "type": "quantitative",
                "axis": None,
                "scale": {"domainMax": max(value["citations"] for value in values) * 1.12},
            },
        },
        layer=[
            {
                "mark": {"type": "bar", "cursor": "pointer", "cornerRadiusEnd": 2},
                "encoding": {"tooltip": _tooltip(words)},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": TOKENS["ink"]},
                "encoding": {"text": {"field": "citations", "type": "quantitative", "format": ","}},
            },
        ],
    )


def lines_spec(graph: Layered, words: Words = ENGLISH) -> dict[str, Any]:
    """Return two columns: documents on the left, instruments on the right, a line for each pair."""
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [-0.55, 1.55]}}
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [graph.height, -0.5]}}
    lines = {
        "data": {"values": graph.links},
        "mark": {"type": "rule", "color": TOKENS["accent-soft"], "opacity": 0.8},
        "encoding": {
            "x": {"field": "x", **x},
            "y": {"field": "y", **y},
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "strokeWidth": {
                "field": "citations",
                "type": "quantitative",
                "legend": None,
                "scale": {"range": [1, 6], "zero": True},
            },
            "tooltip": _tooltip(words),
        },
    }
    labels = [
        {
            "data": {"values": [node for node in graph.nodes if node["side"] == side]},
            "mark": {
                "type": "text",
                "align": align,
                "dx": dx,
                "baseline": "middle",
                "limit": 300,
                "cursor": "pointer" if side == "cited" else "default",
            },
            "encoding": {
                "x": {"field": "x", **x},
                "y": {"field": "y", **y},
                "text": {"field": "label"},
                "tooltip": [{"field": "title", "title": words("col.instrument")}],
            },
        }
        for side, align, dx in (("read", "right", -6), ("cited", "left", 6))
    ]
    return spec(height=int(22 * (graph.height + 1)), layer=[lines, *labels])


def matrix_spec(graph: Layered, words: Words = ENGLISH) -> dict[str, Any]:
    """Return a matrix: documents in rows, instruments in columns, a dot for each pair."""
    rows = [node["label"] for node in graph.nodes if node["side"] == "read"]
    columns = [node["instrument"] for node in graph.nodes if node["side"] == "cited"]
    axis = {"title": None, "grid": True, "domain": False, "ticks": False}
    return spec(
        height=20 * len(rows),
        data={"values": [{**link, "instrument": link["to"]} for link in graph.links]},
        mark={"type": "circle", "color": TOKENS["accent"], "opacity": 1, "cursor": "pointer"},
        encoding={
            "x": {
                "field": "to",
                "type": "nominal",
                "scale": {"domain": columns},
                "axis": {**axis, "orient": "top", "labelAngle": -50, "labelLimit": 150},
            },
            "y": {"field": "from", "type": "nominal", "scale": {"domain": rows}, "axis": axis},
            "size": {
                "field": "citations",
                "type": "quantitative",
                "legend": None,
                "scale": {"range": [24, 220], "zero": True},
            },
            "tooltip": _tooltip(words),
        },
    )

"""The heat map action line x goal as Vega-Lite: paragraphs that speak to both, and what the Matrix says."""

from __future__ import annotations

from typing import Any

from actionlines.alignment.model import all_labels
from actionlines.papers.charts.palette import TOKENS, spec
from actionlines.papers.concepts import code, full
from actionlines.papers.follow_up.alignment_model import Speaks
from actionlines.papers.words import ENGLISH, Words

# Shades from few to many, each with ink or paper on it at contrast 4.5 in the light and the dark set.
SHADES = (0.14, 0.3, 0.8, 1.0)
DARK = 0.5
ROW = 30
SHAPES = {"known": "circle", "doubtful": "diamond", "new": "triangle-up"}


def heat_spec(found: Speaks, words: Words = ENGLISH) -> dict[str, Any]:
    """Return the map: all lines in rows, all goals in columns, a cell for each pair that paragraphs speak to."""
    lines = [full(one, words) for one in all_labels().of("action_lines")]
    goals = [one.removeprefix("sdg:") for one in all_labels().of("goals")]
    most = max((one.paragraphs for one in found.pairs), default=1)
    values = [
        {
            "line": full(one.action_line, words),
            "goal": one.goal.removeprefix("sdg:"),
            "named": full(one.goal, words),
            "paragraphs": one.paragraphs,
            "shade": _shade(one.paragraphs, most),
            "status": one.status,
            "matrix": words(f"matrix.{one.status}"),
            "pair": f"{one.action_line}~{one.goal}",
        }
        for one in found.pairs
    ]
    grid = {"domain": False, "ticks": False, "grid": True, "gridColor": TOKENS["line"], "bandPosition": 0}
    tooltip = [
        {"field": "line", "title": words("col.line")},
        {"field": "named", "title": words("col.goal")},
        {"field": "paragraphs", "title": words("col.paragraphs")},
        {"field": "matrix", "title": words("col.matrix")},
    ]
    colour = {
        "condition": {"test": f"datum.shade > {DARK}", "value": TOKENS["paper"]},
        "value": TOKENS["ink"],
    }
    cell = {
        "mark": {"type": "rect", "color": TOKENS["accent"], "cursor": "pointer"},
        "encoding": {
            "fillOpacity": {"field": "shade", "type": "quantitative", "scale": None, "legend": None},
            "tooltip": tooltip,
        },
    }
    number = {
        "mark": {"type": "text", "yOffset": -5, "fontSize": 11, "cursor": "pointer"},
        "encoding": {
            "text": {"field": "paragraphs", "type": "quantitative"},
            "color": colour,
            "tooltip": tooltip,
        },
    }
    sign = {
        "mark": {"type": "point", "yOffset": 8, "size": 24, "strokeWidth": 1.2, "cursor": "pointer"},
        "encoding": {
            "shape": {
                "field": "status",
                "type": "nominal",
                "scale": {"domain": list(SHAPES), "range": list(SHAPES.values())},
                "legend": None,
            },
            "stroke": colour,
            "fill": colour,
            "fillOpacity": {"condition": {"test": "datum.status == 'doubtful'", "value": 0}, "value": 1},
            "tooltip": tooltip,
        },
    }
    return spec(
        height=ROW * len(lines),
        usermeta={"narrow": 84},
        data={"values": values},
        encoding={
            "x": {
                "field": "goal",
                "type": "nominal",
                "scale": {"domain": goals},
                "axis": {**grid, "orient": "top", "labelAngle": 0, "title": words("level.goals")},
            },
            "y": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": lines},
                "axis": {**grid, "title": None, "labelLimit": 250},
            },
        },
        layer=[cell, number, sign],
    )


def _shade(count: int, most: int) -> float:
    """One of SHADES by the share of the fullest cell; where all cells are alike, the second."""
    if most == 1:
        return SHADES[1]
    return SHADES[min(len(SHADES) - 1, (count - 1) * len(SHADES) // most)]


def heat_sentence(found: Speaks, words: Words = ENGLISH) -> str:
    """Return the caption: the pair with most paragraphs, and how many pairs the Matrix does not have."""
    top = max(found.pairs, key=lambda one: (one.paragraphs, one.strongest.p))
    return words(
        "chart.speaks-sentence",
        line=words.apart(code(top.action_line, words)),
        goal=words.apart(code(top.goal, words)),
        paragraphs=words.counted(top.paragraphs, "paragraph"),
        new=words.number(sum(one.status == "new" for one in found.pairs)),
        all=words.number(len(found.pairs)),
    )

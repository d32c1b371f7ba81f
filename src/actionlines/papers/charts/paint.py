"""Paint charts as SVG without Vega, from the part of Vega-Lite that these charts use.

A page holds twenty charts of three forms, and Vega takes longer to begin than all of them to be painted here.
Layers of line, area, rule, circle, point, rect and text over linear, point and band scales with their axes, and
shapes that are projected already; `paint_chart` gives None for everything else, which Vega then draws.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from actionlines.json_types import JsonMapping
from actionlines.papers.charts.axes import (
    TEXT,
    Axis,
    Box,
    Linear,
    PlacedText,
    Steps,
    draw_axes,
    round_ends,
    text_markup,
)
from actionlines.papers.charts.model import WIDTH, Chart, draw_svg, svg_to_png

Spec = JsonMapping
# The projection of shapes whose corners are places in the picture, not on the globe.
IDENTITY: Spec = {"type": "identity"}
_CHANNELS = frozenset(("x", "y", "x2", "y2", "text", "color", "tooltip"))


def paint_chart(spec: Spec, width: int = WIDTH) -> str | None:
    """Return the chart as SVG markup, `width` pixels wide; None for a spec that only Vega can draw."""
    layers = spec.get("layer")
    if spec.get("projection") == IDENTITY and isinstance(layers, list):
        return _paint_shapes(spec, layers, width)
    if not isinstance(layers, list) or not all(_is_known(layer) for layer in layers):
        return None
    data = spec.get("data", {}).get("values")
    filled = [{**layer, "rows": layer["data"]["values"] if "data" in layer else data} for layer in layers]
    if not all(item["rows"] for item in filled):
        return None
    height, pad = float(spec["height"]), float(spec["padding"])
    config = spec["config"]
    box = Box(pad, pad, width - 2 * pad, height)
    # The room beside the plot is that of its words, whose places hang on the width that is left: it settles.
    for _ in range(3):
        plot = _paint_plot(filled, box.width, height, config)
        box = _fit_box(plot.texts, box, width, pad)
    body = "".join((*plot.behind, *plot.marks, *map(text_markup, plot.texts)))
    total = math.ceil(box.top + height + box.bottom)
    return _svg_markup(width, total, config, f"translate({box.left:g},{box.top:g})", body)


def _svg_markup(width: int, height: int, config: Spec, place: str, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="marks" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><g fill="none" font-family="{escape(config["font"])}" '
        f'font-size="{TEXT}" stroke-miterlimit="10" transform="{place}">{body}</g></svg>'
    )


def _paint_shapes(spec: Spec, layers: Sequence[Spec], width: int) -> str:
    """Return polygons whose corners are whole numbers of a plane, y down, with the texts over them."""
    pad, config = float(spec["padding"]), spec["config"]
    drawn = [layer for layer in layers if layer["mark"]["type"] == "geoshape"]
    corners = [
        point
        for chart in drawn
        for row in chart["data"]["values"]
        for polygon in row["geometry"]["coordinates"]
        for point in polygon[0]
    ]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    scale = (width - 2 * pad) / (right - left)
    body = [f'<g transform="scale({scale:.4f}) translate({-left},{-top})">']
    for layer in drawn:
        mark = layer["mark"]
        edge = (
            f' stroke="{mark["stroke"]}" stroke-width="{mark["strokeWidth"] / scale:.2f}"' if "stroke" in mark else ""
        )
        for row in layer["data"]["values"]:
            path = "".join(map(_ring_path, row["geometry"]["coordinates"]))
            fill = row[layer["encoding"]["color"]["field"]]
            body.append(f'<path d="{path}" fill="{fill}"{edge}{_end_mark(layer["encoding"], row, "path")}')
    body.append("</g>")
    for layer in layers:
        if layer["mark"]["type"] == "text":
            for row in layer["data"]["values"]:
                across, down = ((row[k] - o) * scale for k, o in (("x", left), ("y", top)))
                body.append(text_markup(_words_at(layer["mark"], layer["encoding"], row, across, down, config)))
    return _svg_markup(
        width, math.ceil((bottom - top) * scale + 2 * pad), config, f"translate({pad:g},{pad:g})", "".join(body)
    )


def _ring_path(polygon: Sequence[Sequence[Sequence[int]]]) -> str:
    (x, y), *rest = polygon[0]
    steps = []
    for across, down in rest:
        steps.append(f"{across - x},{down - y}")
        x, y = across, down
    return f"M{polygon[0][0][0]},{polygon[0][0][1]}l{' '.join(steps)}z"


def _end_mark(encoding: Spec, row: Spec, tag: str) -> str:
    """Return the end of a mark, with the words that a pointer over it shows."""
    if "tooltip" not in encoding:
        return "/>"
    return f"><title>{escape(str(row[encoding['tooltip']['field']]), quote=False)}</title></{tag}>"


@dataclass(frozen=True)
class Plot:
    """The parts of a picture: axes `behind`, `marks`, and all `texts` with their places."""

    behind: Sequence[str]
    marks: Sequence[str]
    texts: Sequence[PlacedText]


def _is_known(layer: Spec) -> bool:
    mark, encoding = layer.get("mark"), layer.get("encoding")
    return (
        isinstance(mark, Mapping)
        and mark.get("type") in _MARKS
        and isinstance(encoding, Mapping)
        and encoding.keys() <= _CHANNELS
        and all(encoding[channel].get("field") for channel in encoding)
    )


def _paint_plot(layers: Sequence[Spec], width: float, height: float, config: Spec) -> Plot:
    matches: dict[str, Axis] = {}
    for name, size in (("x", width), ("y", height)):
        fields = [layer for layer in layers if name in layer["encoding"]]
        matches[name] = Axis(name, fields[0]["encoding"][name], _make_scale(name, fields, size), size)
    behind, texts = draw_axes(matches["x"], matches["y"], config["axis"])
    marks = []
    for layer in layers:
        made, text = _paint_mark(layer, matches["x"], matches["y"], config)
        marks += made
        texts += text
    return Plot(behind, marks, texts)


def _make_scale(name: str, layers: Sequence[Spec], size: float) -> Linear | Steps:
    first = layers[0]["encoding"][name]
    question = first.get("scale") or {}
    values = [
        row[field["field"]]
        for layer in layers
        for row in layer["rows"]
        for key, field in layer["encoding"].items()
        if key in (name, f"{name}2") and field["field"] in row
    ]
    if first["type"] != "quantitative":
        bands = any(layer["mark"]["type"] == "rect" for layer in layers)
        return Steps.of(question.get("domain", values), size, float(question.get("padding", 0)) if bands else None)
    low, high = question.get("domain") or (min(values), max(values))
    if "domain" not in question and question.get("zero", True):
        low, high = min(low, 0), max(high, 0)
    if question.get("nice", "domain" not in question):
        low, high = round_ends(low, high)
    return Linear(low, high, size, up=name == "y")


def _fit_box(texts: Sequence[PlacedText], box: Box, width: int, pad: float) -> Box:
    """Return the plot with room for its words on all sides."""
    left = right = top = bottom = 0.0
    for text in texts:
        start, end = text.ends()
        left, right = max(left, -start), max(right, end - box.width)
        top, bottom = max(top, text.size - text.y), max(bottom, text.y + 0.3 * text.size - box.height)
    left, right, top = (math.ceil(side + pad) for side in (left, right, top))
    return Box(left, top, width - left - right, box.height, math.ceil(bottom + pad))


def _paint_mark(layer: Spec, x: Axis, y: Axis, config: Spec) -> tuple[list[str], list[PlacedText]]:
    mark, encoding, rows = layer["mark"], layer["encoding"], layer["rows"]
    if mark["type"] == "text":
        return [], [
            _words_at(mark, encoding, row, x.at(encoding["x"], row), y.at(encoding["y"], row), config) for row in rows
        ]
    return _MARKS[mark["type"]](mark, encoding, rows, x, y), []


def _words_at(mark: Spec, encoding: Spec, row: Spec, across: float, down: float, config: Spec) -> PlacedText:
    size = mark.get("fontSize", config["text"]["fontSize"])
    fill = row[encoding["color"]["field"]] if "color" in encoding else mark.get("color", config["text"]["color"])
    return PlacedText(
        str(row[encoding["text"]["field"]]),
        across + mark.get("dx", 0),
        # A baseline in the middle of the letters, as Vega counts it.
        down + mark.get("dy", 0) + round(0.3 * size),
        {"left": "start", "right": "end"}.get(mark.get("align", ""), "middle"),
        size,
        fill,
        mark.get("fontWeight", ""),
    )


def _point_places(encoding: Spec, rows: Sequence[Spec], x: Axis, y: Axis, channel: str = "y") -> list[str]:
    return [f"{x.at(encoding['x'], row):.2f},{y.at(encoding[channel], row):.2f}" for row in rows]


def _stroke_markup(mark: Spec) -> str:
    dash = f' stroke-dasharray="{",".join(map(str, mark["strokeDash"]))}"' if "strokeDash" in mark else ""
    return f'stroke="{mark["color"]}" stroke-width="{mark.get("strokeWidth", 1):g}"{dash}'


def _paint_line(mark: Spec, encoding: Spec, rows: Sequence[Spec], x: Axis, y: Axis) -> list[str]:
    return [f'<path d="M{"L".join(_point_places(encoding, rows, x, y))}" {_stroke_markup(mark)}/>']


def _paint_area(mark: Spec, encoding: Spec, rows: Sequence[Spec], x: Axis, y: Axis) -> list[str]:
    there, back = _point_places(encoding, rows, x, y, "y2"), _point_places(encoding, rows, x, y)[::-1]
    look = f'fill="{mark["color"]}" opacity="{mark.get("opacity", 1):g}"'
    return [f'<path d="M{"L".join((*there, *back))}Z" {look}/>']


def _paint_rules(mark: Spec, encoding: Spec, rows: Sequence[Spec], x: Axis, y: Axis) -> list[str]:
    made = []
    for row in rows:
        at = y.at(encoding["y"], row)
        start, end = (x.at(encoding[k], row) for k in ("x", "x2")) if "x" in encoding else (0.0, x.size)
        made.append(f'<path d="M{start:.2f},{at:.2f}H{end:.2f}" {_stroke_markup(mark)}/>')
    return made


def _paint_symbols(mark: Spec, encoding: Spec, rows: Sequence[Spec], x: Axis, y: Axis) -> list[str]:
    filled = mark.get("filled", mark["type"] == "circle")
    look = f'fill="{mark["color"]}"' if filled else _stroke_markup(mark)
    made = []
    for row in rows:
        across, down = x.at(encoding["x"], row), y.at(encoding["y"], row)
        if mark.get("shape") == "square":
            side = math.sqrt(mark["size"])
            place = f'x="{across - side / 2:.2f}" y="{down - side / 2:.2f}"'
            made.append(f'<rect {place} width="{side:.2f}" height="{side:.2f}" {look}/>')
        else:
            radius = math.sqrt(mark["size"] / math.pi)
            made.append(f'<circle cx="{across:.2f}" cy="{down:.2f}" r="{radius:.2f}" {look}/>')
    return made


def _paint_rects(mark: Spec, encoding: Spec, rows: Sequence[Spec], x: Axis, y: Axis) -> list[str]:
    wide, high = x.band, y.band
    edge = f'stroke="{mark["stroke"]}" stroke-width="{mark.get("strokeWidth", 1):g}"'
    made = []
    for row in rows:
        left, top = x.at(encoding["x"], row) - wide / 2, y.at(encoding["y"], row) - high / 2
        place = f'x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{high:.2f}"'
        made.append(f'<rect {place} fill="{row[encoding["color"]["field"]]}" {edge}{_end_mark(encoding, row, "rect")}')
    return made


Painter = Callable[[Spec, Spec, Sequence[Spec], Axis, Axis], list[str]]
_MARKS: Mapping[str, Painter] = {
    "line": _paint_line,
    "area": _paint_area,
    "rule": _paint_rules,
    "circle": _paint_symbols,
    "point": _paint_symbols,
    "rect": _paint_rects,
    "text": lambda *_: [],
}


def draw_chart(chart: Chart, name: str, width: int = WIDTH) -> str:
    """Return SVG markup, `width` pixels wide, whose ids begin with `name`. Charts that need no Vega are painted
    without it, and Vega draws in one width alone.
    """
    return paint_chart(chart.spec, width) or draw_svg(chart.spec, name)


@lru_cache(maxsize=64)
def _rasterise(markup: str) -> bytes:
    return svg_to_png(markup)


def draw_png(chart: Chart) -> bytes:
    """Return the picture of the chart as a PNG on white."""
    return _rasterise(draw_chart(chart, "chart"))


def describe_chart(chart: Chart, more: str) -> str:
    """Return the description for readers who do not see the picture."""
    return " ".join(part for part in (f"{chart.title}.", chart.sentence, more) if part)

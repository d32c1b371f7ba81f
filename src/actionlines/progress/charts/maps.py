"""The latest value of every country: as tiles of equal size, or on a map whose file the user gives."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from actionlines.errors import BadMapping
from actionlines.papers.charts.model import Chart
from actionlines.papers.charts.palette import TOKENS, spec
from actionlines.papers.words import Words
from actionlines.progress.scope import area_name

# Five classes from little to much, and the ink that reads on each. None is a token of the page: a map keeps
# its colours in the dark, where its figures would else lose their ground.
CLASSES = ("#e9eff7", "#bcd0e7", "#86abd4", "#3f72ac", "#1b457c")
INKS = ("#14202f", "#14202f", "#14202f", "#ffffff", "#ffffff")
# Properties of a feature that may hold its ISO 3166 alpha-3 code.
CODES = ("iso3", "ISO3", "iso_a3", "ISO_A3", "ISO_A3_EH", "ADM0_A3", "iso3cd", "ISO3CD", "id")
LARGEST = 64_000_000


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest value of each country for one series: area -> (year, value)."""

    title: str
    unit: str
    values: Mapping[str, tuple[int, float]]


@cache
def grid() -> Mapping[str, tuple[int, int]]:
    """Return country -> (column, row) of its tile, from data/tile_grid.csv."""
    text = files("actionlines.progress").joinpath("data/tile_grid.csv").read_text("utf-8")
    return {row["iso3"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(text.splitlines())}


def read_map(path: Path) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection with an ISO 3166 alpha-3 code at each feature.

    Raises BadMapping (AL603) where the file is something else; what a property is called: CODES.
    """
    advice = f"Give a GeoJSON FeatureCollection whose features have one of {', '.join(CODES)}."
    try:
        if path.stat().st_size > LARGEST:
            raise BadMapping(
                path.name, "the map is larger than a page can hold", "Give a map of less detail."
            )
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadMapping(path.name, f"cannot be read as GeoJSON ({error})", advice) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not any(isinstance(f, dict) and code_of(f) for f in features):
        raise BadMapping(path.name, "no feature says which country it is", advice)
    found: dict[str, Any] = content
    return found


def code_of(feature: Mapping[str, Any]) -> str:
    """Return the alpha-3 code of a feature; "" where it has none."""
    holders = (feature.get("properties") or {}, feature)
    found = (holder.get(name) for holder in holders for name in CODES if isinstance(holder, Mapping))
    return next((c.upper() for c in found if isinstance(c, str) and len(c) == 3 and c.isalpha()), "")


def cuts(values: Sequence[float], unit_is_share: bool) -> tuple[float, ...]:
    """Return the lower ends of the classes above the first: fifths of 100 for a share, else of the countries."""
    if unit_is_share:
        return (20.0, 40.0, 60.0, 80.0)
    ordered = sorted(values)
    return tuple(ordered[len(ordered) * k // 5] for k in range(1, 5))


def class_of(value: float, ends: Sequence[float]) -> int:
    """Return the class of a value, 0 to 4.

    >>> [class_of(v, (20, 40, 60, 80)) for v in (0, 20, 79.9, 100)]
    [0, 1, 3, 4]
    """
    return sum(value >= end for end in ends)


def map_chart(
    latest: Latest, at: int, words: Words, sources: str, shapes: Mapping[str, Any] | None = None
) -> Chart:
    """Return the tile grid, or a choropleth on `shapes`. Both carry the disclaimer on boundaries."""
    share = latest.unit == "percent"
    ends = cuts([value for _, value in latest.values.values()], share)
    drawn = _tiles(latest, ends) if shapes is None else _choropleth(latest, ends, shapes)
    placed = set(grid()) if shapes is None else {code_of(f) for f in shapes["features"]}
    without = sorted(area_name(a, words.language) for a in latest.values if a not in placed)
    low = min(latest.values.items(), key=lambda item: (item[1][1], item[0]))
    high = max(latest.values.items(), key=lambda item: (item[1][1], item[0]))
    sentence = words(
        "chart.map",
        low=words.figure(low[1][1], latest.unit),
        poorest=area_name(low[0], words.language),
        high=words.figure(high[1][1], latest.unit),
        richest=area_name(high[0], words.language),
        n=words.number(len(latest.values)),
    )
    key = "; ".join(
        words("chart.class", n=k + 1, low=words.figure(start, latest.unit))
        for k, start in enumerate((min(0.0, low[1][1]), *ends))
    )
    parts = [
        words("chart.classes", list=key),
        words("chart.tiles") if shapes is None else "",
        words("chart.boundaries"),
        words("chart.source", list=sources),
    ]
    if without:
        parts.insert(1, words("chart.not-drawn", list=", ".join(without)))
    rows = sorted((area_name(a, words.language), y, v) for a, (y, v) in latest.values.items())
    return Chart(
        f"map-{at}",
        latest.title,
        sentence,
        drawn,
        " ".join(part for part in parts if part),
        (words("col.area"), words("col.year"), words("col.value")),
        tuple(rows),
    )


def _tiles(latest: Latest, ends: Sequence[float]) -> dict[str, Any]:
    values = []
    for area, (column, row) in grid().items():
        there = latest.values.get(area)
        level = class_of(there[1], ends) if there else -1
        values.append(
            {
                "column": column,
                "row": row,
                "code": area,
                "value": f"{there[1]:.3g}" if there else "",
                "fill": CLASSES[level] if there else TOKENS["paper"],
                "ink": INKS[level] if there else TOKENS["muted"],
            }
        )
    across, down = (1 + max(place[k] for place in grid().values()) for k in (0, 1))
    x = {
        "field": "column",
        "type": "ordinal",
        "axis": None,
        "scale": {"domain": list(range(across)), "padding": 0.04},
    }
    y = {
        "field": "row",
        "type": "ordinal",
        "axis": None,
        "scale": {"domain": list(range(down)), "padding": 0.04},
    }
    fill = {"field": "fill", "type": "nominal", "scale": None}
    ink = {"field": "ink", "type": "nominal", "scale": None}
    return spec(
        height=27 * down,
        data={"values": values},
        layer=[
            {
                "mark": {"type": "rect", "stroke": TOKENS["line"], "strokeWidth": 1},
                "encoding": {"x": x, "y": y, "color": fill},
            },
            {
                "mark": {"type": "text", "dy": -5, "fontSize": 9},
                "encoding": {"x": x, "y": y, "text": {"field": "code"}, "color": ink},
            },
            {
                "mark": {"type": "text", "dy": 6, "fontSize": 9, "fontWeight": "bold"},
                "encoding": {"x": x, "y": y, "text": {"field": "value"}, "color": ink},
            },
        ],
    )


def _choropleth(latest: Latest, ends: Sequence[float], shapes: Mapping[str, Any]) -> dict[str, Any]:
    features = []
    for feature in shapes["features"]:
        there = latest.values.get(code_of(feature))
        fill = CLASSES[class_of(there[1], ends)] if there else TOKENS["paper"]
        features.append(
            {"type": "Feature", "geometry": feature.get("geometry"), "properties": {}, "fill": fill}
        )
    return spec(
        height=430,
        projection={"type": "equalEarth"},
        data={"values": features},
        mark={"type": "geoshape", "stroke": TOKENS["muted"], "strokeWidth": 0.5},
        encoding={"color": {"field": "fill", "type": "nominal", "scale": None}},
    )

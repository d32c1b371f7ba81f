"""A value or verdict of every country: as tiles of one size, on our map of the world, or on one that is given."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from actionlines.errors import BadMapping
from actionlines.framework import load
from actionlines.framework.called import fold_name
from actionlines.json_types import JsonMapping
from actionlines.lazily import read_rows
from actionlines.papers.charts.model import TOKENS, Chart, Spec, chart_spec, draw
from actionlines.papers.charts.paint import IDENTITY
from actionlines.papers.names import area_name
from actionlines.papers.words import Words

# Five classes from little to much, and the ink that reads on each. None is a token of the page: a map keeps
# its colours in the dark, where its figures would else lose their ground.
CLASSES = ("#e1eaf5", "#bcd0e7", "#86abd4", "#3f72ac", "#1b457c")
INKS = ("#14202f", "#14202f", "#14202f", "#ffffff", "#ffffff")
# Beside the word, so that a verdict is known without colour.
SIGNS: Mapping[str, str] = {
    "achieved": "★",
    "on-track": "▲",
    "moderate": "◮",
    "limited": "◭",
    "marginal": "▷",
    "stagnation": "■",
    "regression": "▼",
    "": "–",
}
# Verdict -> colour and ink: blue arrives, orange does not, and the eye that sees no red tells them apart.
VERDICTS: Mapping[str, tuple[str, str]] = {
    **dict(zip(SIGNS, zip(CLASSES[:0:-1], INKS[:0:-1], strict=True), strict=False)),
    "marginal": ("#f3dcb2", "#14202f"),
    "stagnation": ("#dd9a50", "#14202f"),
    "regression": ("#97401f", "#ffffff"),
}
# Verdict that is published (indicators.gate) -> the verdict of a method whose sign and colour it has.
STATES: Mapping[str, str] = {
    "reached": "achieved",
    "on-course": "on-track",
    "too-slow": "marginal",
    "going-back": "regression",
}
# Properties of a feature that may hold its ISO 3166 alpha-3 code.
CODES = ("iso3", "ISO3", "iso_a3", "ISO_A3", "ISO_A3_EH", "ADM0_A3", "iso3cd", "ISO3CD", "id")
LARGEST = 64_000_000
TILE = 36  # pixels of a row of tiles


@dataclass(frozen=True, slots=True)
class CountryTile:
    """What a country shows: year, value or word of the table, short text of the tile, and place in the key."""

    year: int
    value: str | float
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class MapContent:
    """Cells by country. `key`: colour, ink, sign and words of each level; `sentence` says what to see."""

    title: str
    sentence: str
    cells: Mapping[str, CountryTile]
    key: Sequence[tuple[str, str, str, str]]
    head: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest value of each country for one series: area -> (year, value)."""

    title: str
    unit: str
    values: Mapping[str, tuple[int, float]]


@cache
def read_grid() -> Mapping[str, tuple[int, int]]:
    """Return country -> (column, row) of its tile, from data/tile_grid.csv."""
    return {
        row["iso3"]: (int(row["column"]), int(row["row"]))
        for row in read_rows("actionlines.papers.progress", "data/tile_grid.csv")
    }


@cache
def _countries_always() -> frozenset[str]:
    """Return the countries that have a tile without a value: those of a region of ITU."""
    framework = load()
    regions = (area.id for area in framework.areas.values() if area.kind == "itu-region")
    return frozenset(country for region in regions for country in framework.members(region))


@cache
def read_world() -> JsonMapping:
    """Return the shapes of data/world.json (its source is in it) as a FeatureCollection of a plane, y down.

    The features without a code are land whose status is not settled.
    """
    content = json.loads(files("actionlines.papers.progress").joinpath("data/world.json").read_text("utf-8"))
    features = []
    for code, rings in content["shapes"].items():
        polygons = []
        for x, y, *steps in rings:
            ring = [[x, y]]
            for across, down in zip(steps[::2], steps[1::2], strict=True):
                ring.append([ring[-1][0] + across, ring[-1][1] + down])
            polygons.append([[*ring, ring[0]]])
        geometry = {"type": "MultiPolygon", "coordinates": polygons}
        features.append({"type": "Feature", "properties": {"iso3": code}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features, **{k: content[k] for k in ("width", "height", "source")}}


def read_map(path: Path) -> Spec:
    """Return a GeoJSON FeatureCollection with an ISO 3166 alpha-3 code at each feature.

    Raises BadMapping (AL603) where the file is something else; what a property is called: CODES.
    """
    advice = f"Give a GeoJSON FeatureCollection whose features have one of {', '.join(CODES)}."
    try:
        if path.stat().st_size > LARGEST:
            raise BadMapping(path.name, "the map is larger than a page can hold", "Give a map of less detail.")
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadMapping(path.name, f"cannot be read as GeoJSON ({error})", advice) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not any(isinstance(f, dict) and code_of(f) for f in features):
        raise BadMapping(path.name, "no feature says which country it is", advice)
    shapes: Spec = content
    return shapes


def code_of(feature: JsonMapping) -> str:
    """Return the alpha-3 code of a feature; "" where it has none."""
    holders = (feature.get("properties") or {}, feature)
    codes = (holder.get(name) for holder in holders for name in CODES if isinstance(holder, Mapping))
    return next((c.upper() for c in codes if isinstance(c, str) and len(c) == 3 and c.isalpha()), "")


def find_cuts(values: Sequence[float], unit_is_share: bool) -> tuple[float, ...]:
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


def by_value(latest: Latest, words: Words) -> MapContent:
    """Return the values of countries in five classes."""
    values = latest.values
    ends = find_cuts([value for _, value in values.values()], latest.unit == "percent")
    low = min(values.items(), key=lambda item: (item[1][1], item[0]))
    high = max(values.items(), key=lambda item: (item[1][1], item[0]))
    sentence = words(
        "chart.map",
        low=words.figure(low[1][1], latest.unit),
        poorest=area_name(low[0], words.language),
        high=words.figure(high[1][1], latest.unit),
        richest=area_name(high[0], words.language),
        n=words.number(len(values)),
    )
    years = sorted({year for year, _ in values.values()})
    several = len(years) > 1
    sentence += " " + (
        words("chart.years", first=years[0], last=years[-1]) if several else words("chart.one-year", year=years[0])
    )
    whole = [words.figure(end, latest.unit) for end in (low[1][1], *ends, high[1][1])]
    ranges = [f"{start} – {end}" for start, end in pairwise(whole)]
    cells = {
        area: CountryTile(year, value, _shorten(value, words), class_of(value, ends))
        for area, (year, value) in values.items()
    }
    key = tuple((fill, ink, "", text) for fill, ink, text in zip(CLASSES, INKS, ranges, strict=True))
    return MapContent(latest.title, sentence, cells, key, words("col.value"))


def _shorten(value: float, words: Words) -> str:
    if abs(value) >= 9999.5:
        return f"{value / 1e3:.0f}k" if abs(value) < 999_500 else f"{value / 1e6:.0f}M"
    return words.figure(round(value, 1 if abs(value) < 99.95 else 0))


def by_verdict(title: str, verdicts: Mapping[str, tuple[int, str]], words: Words) -> MapContent:
    """Return what is judged of countries: area -> (year, verdict); another word cannot be judged."""
    states = any(item in STATES for _, item in verdicts.values())
    names = list(STATES) if states else list(VERDICTS)
    called = {name: words(f"published.{name}" if states else f"verdict.{name}") for name in names}
    counts = Counter(item if item in called else "" for _, item in verdicts.values())
    key = []
    for name in names:
        verdict = STATES[name] if states else name
        key.append((*VERDICTS[verdict], SIGNS[verdict], called[name]))
    key.append((TOKENS["paper"], TOKENS["muted"], SIGNS[""], words("verdict.none")))
    level = {name: at for at, name in enumerate(names)}
    cells = {}
    for area, (year, verdict) in verdicts.items():
        at = level.get(verdict, len(names))
        cells[area] = CountryTile(year, key[at][3], key[at][2], at)
    listed = [
        f"{called.get(name, words('verdict.none'))} {words.number(counts[name])}"
        for name in (*names, "")
        if counts[name]
    ]
    sentence = words("chart.judged", n=words.number(len(verdicts)), list=words.apart(", ".join(listed)))
    return MapContent(title, sentence, cells, tuple(key), words("col.verdict"))


def tile_chart(content: MapContent, at: int, words: Words, sources: str) -> Chart:
    """Return the tile grid: each country a square near its place with its code, what it shows and the year."""
    note = words("chart.tiles")
    return _make_chart(f"tiles-{at}", content, _tile_spec(content, words), set(read_grid()), note, words, sources)


def map_chart(content: MapContent, at: int, words: Words, sources: str, shapes: JsonMapping | None = None) -> Chart:
    """Return the map of the world, or one on `shapes`. All carry the disclaimer on boundaries and names."""
    drawn = _world_spec(content, words) if shapes is None else _choropleth_spec(content, shapes, words)
    placed = {code_of(f) for f in (shapes or read_world())["features"]}
    return _make_chart(
        f"map-{at}", content, drawn, placed, words("chart.neutral") if shapes is None else "", words, sources
    )


def _make_chart(
    name: str, content: MapContent, drawn: Spec, placed: set[str], note: str, words: Words, sources: str
) -> Chart:
    without = sorted((area_name(a, words.language) for a in content.cells if a not in placed), key=fold_name)
    parts = [
        words("chart.not-drawn", list=", ".join(without)) if without else "",
        note,
        words("chart.boundaries"),
        words("chart.source", list=sources),
    ]
    rows = sorted((area_name(a, words.language), cell.year, cell.value) for a, cell in content.cells.items())
    return Chart(
        name,
        content.title,
        content.sentence,
        drawn,
        " ".join(part for part in parts if part),
        (words("col.area"), words("col.year"), content.head),
        tuple(rows),
    )


def _describe_country(area: str, content: MapContent, words: Words) -> str:
    """Return what a pointer over a country shows."""
    name, cell = area_name(area, words.language), content.cells.get(area)
    if cell is None:
        return name
    return f"{name}: {words.figure(cell.value) if isinstance(cell.value, float) else cell.value} ({cell.year})"


def _tile_spec(content: MapContent, words: Words) -> Spec:
    values: list[Spec] = []
    for area, (column, row) in read_grid().items():
        cell = content.cells.get(area)
        if cell is None and area not in _countries_always():
            continue
        fill, ink = content.key[cell.level][:2] if cell else (TOKENS["paper"], TOKENS["muted"])
        values.append(
            {
                "column": column,
                "row": row,
                "code": area,
                "value": cell.text if cell else "",
                "year": str(cell.year) if cell else "",
                "fill": fill,
                "ink": ink,
                "said": _describe_country(area, content, words),
            }
        )
    across, down = (1 + max(place[k] for place in read_grid().values()) for k in (0, 1))
    wide = _in_a_row(content.key)
    key = [
        {
            "column": k % wide * across // wide,
            "row": down + k // wide,
            "fill": fill,
            "ink": ink,
            "value": sign,
            "words": text,
        }
        for k, (fill, ink, sign, text) in enumerate(content.key)
    ]
    down += 1 + (len(key) - 1) // wide

    def place(field: str, many: int) -> Spec:
        """Return the channel of columns or rows."""
        scale = {"domain": list(range(many)), "padding": 0.04}
        return {"field": field, "type": "ordinal", "axis": None, "scale": scale}

    x, y = place("column", across), place("row", down)
    colour, ink_channel = ({"field": item, "type": "nominal", "scale": None} for item in ("fill", "ink"))
    square = {"type": "rect", "stroke": TOKENS["line"], "strokeWidth": 1}

    def text(field: str, dy: int, **look: object) -> Spec:
        """Return a line of words in each tile."""
        mark = {"type": "text", "dy": dy, "fontSize": 9, **look}
        return {"mark": mark, "encoding": {"x": x, "y": y, "text": {"field": field}, "color": ink_channel}}

    return chart_spec(
        height=TILE * down,
        data={"values": values},
        layer=[
            {"mark": square, "encoding": {"x": x, "y": y, "color": colour, "tooltip": {"field": "said"}}},
            text("code", -11),
            text("value", 0, fontSize=10, fontWeight="bold"),
            text("year", 11, fontSize=8),
            {"data": {"values": key}, "mark": square, "encoding": {"x": x, "y": y, "color": colour}},
            {"data": {"values": key}, **text("value", 0)},
            draw({"type": "text", "align": "left", "dx": 18}, key, x=x, y=y, text={"field": "words"}),
        ],
    )


def _in_a_row(key: Sequence[object]) -> int:
    return 5 if len(key) == 5 else 4


def _fill_features(content: MapContent, shapes: JsonMapping, words: Words) -> list[Spec]:
    """Return the features of countries, each with its colour."""
    features = []
    for feature in shapes["features"]:
        code = code_of(feature)
        cell = content.cells.get(code)
        fill = content.key[cell.level][0] if cell else TOKENS["paper"]
        geometry = feature.get("geometry")
        country = _describe_country(code, content, words) if code else ""
        features.append({"type": "Feature", "geometry": geometry, "fill": fill, "said": country})
    return features


_EDGE = {"type": "geoshape", "stroke": TOKENS["muted"], "strokeWidth": 0.4}
_COLOUR = {"color": {"field": "fill", "type": "nominal", "scale": None}}


def _world_spec(content: MapContent, words: Words) -> Spec:
    shapes = read_world()
    features = _fill_features(content, shapes, words)
    countries = [feature for feature in features if feature["said"]]
    unsettled = [{**feature, "fill": TOKENS["line"]} for feature in features if not feature["said"]]
    entries = (*content.key, (TOKENS["line"], TOKENS["ink"], "", words("chart.unsettled")))
    wide, side, below = _in_a_row(content.key), 28, shapes["height"] + 24
    key, names, signs = [], [], []
    for k, (fill, ink, sign, text) in enumerate(entries):
        x, y = k % wide * shapes["width"] // wide, below + k // wide * 44
        ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
        key.append({"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}, "fill": fill})
        names.append({"x": x + side, "y": y + side // 2, "words": text})
        signs.append({"x": x + side // 2, "y": y + side // 2, "words": sign, "ink": ink})
    place = {"longitude": {"field": "x"}, "latitude": {"field": "y"}, "text": {"field": "words"}}
    layer = [
        {"data": {"values": countries}, "mark": _EDGE, "encoding": {**_COLOUR, "tooltip": {"field": "said"}}},
        {"data": {"values": unsettled}, "mark": {"type": "geoshape"}, "encoding": _COLOUR},
        {"data": {"values": key}, "mark": _EDGE, "encoding": _COLOUR},
        {"data": {"values": names}, "mark": {"type": "text", "align": "left", "dx": 6}, "encoding": place},
        draw({"type": "text", "fontSize": 9}, signs, **place, color={"field": "ink", "type": "nominal", "scale": None}),
    ]
    height = (below + 44 * (1 + len(content.key) // wide)) // 2
    return chart_spec(height=height, projection=IDENTITY, layer=layer)


def _choropleth_spec(content: MapContent, shapes: JsonMapping, words: Words) -> Spec:
    return chart_spec(
        height=430,
        projection={"type": "equalEarth"},
        data={"values": _fill_features(content, shapes, words)},
        mark={"type": "geoshape", "stroke": TOKENS["muted"], "strokeWidth": 0.5},
        encoding=_COLOUR,
    )

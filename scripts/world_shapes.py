#!/usr/bin/env python3
"""Write progress/data/world.json, the shapes of the world map, from Natural Earth as npm packs it.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    scripts/world_shapes.py package/countries-50m.json

Natural Earth (naturalearthdata.com, 1:50m, 4.1.0) is in the public domain; world-atlas (ISC) only packs it. This
script projects it (Equal Earth), generalises it to half a pixel of a picture 860 wide, and corrects it to what the
United Nations maps, not who holds what: docs/how-to/explore-progress.md says how.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from actionlines.framework import load

OUT = Path(__file__).parent.parent / "src/actionlines/papers/progress/data/world.json"
WIDTH = 1720  # units, two for each pixel
COARSE = 1.3  # units that a line may stray
EDGE = -169.0  # the longitude at which the map is cut: no mainland there
SMALLEST = 6.0  # square units of an island that is drawn beside the rest of its country
VISIBLE = 40.0  # square units under which a whole country is drawn as a dot, so that it can be seen
DOT = 4.0  # its radius
Ring = list[tuple[float, float]]

# Shapes that the United Nations does not map apart, by name or number -> with whom they are drawn.
WITH = {
    "N. Cyprus": "CYP",
    "Somaliland": "SOM",
    "158": "CHN",
    "Indian Ocean Ter.": "",
    "Ashmore and Cartier Is.": "",
    "010": "",
}
# Status not settled, or a dispute on sovereignty that lists of the United Nations note: drawn without a country.
NEUTRAL = {"Kosovo", "Siachen Glacier", "238", "239", "732"}
# Islands of a country inside a box (west, south, east, north) -> the country they are drawn with; "" for none.
MOVED = {
    ("643", (32.0, 44.2, 36.7, 46.3)): "UKR",
    ("643", (145.2, 43.2, 149.0, 45.7)): "",
    ("250", (-55.0, 2.0, -51.0, 6.0)): "GUF",
    ("250", (-62.0, 15.8, -60.9, 16.6)): "GLP",
    ("250", (-61.3, 14.3, -60.7, 15.0)): "MTQ",
    ("250", (55.0, -21.5, 56.0, -20.8)): "REU",
    ("250", (45.0, -13.1, 45.4, -12.6)): "MYT",
    ("578", (10.0, 74.0, 35.0, 81.0)): "SJM",
}
# Land of unsettled status for which there is no shape: longitude and latitude of rough corners.
ROUGH = {
    "Jammu and Kashmir, Aksai Chin": "73.9 33.0,74.7 32.6,75.4 32.3,75.9 32.6,76.9 33.1,77.9 32.8,78.5 32.5,"
    "79.4 32.6,79.0 33.4,79.9 34.4,80.2 35.3,79.6 35.9,78.2 35.6,76.3 36.0,75.8 36.7,74.7 37.0,72.8 36.7,"
    "72.7 36.2,73.5 35.4,73.5 34.2",
    "Arunachal Pradesh": "91.7 27.7,92.2 26.9,93.2 27.0,94.2 27.6,95.4 27.8,96.1 27.2,97.3 27.7,97.3 28.3,"
    "96.4 29.3,95.3 29.1,94.2 28.9,92.7 28.1",
    "Abyei": "27.8 9.4,28.8 9.4,29.0 10.1,28.0 10.2",
    "Hala'ib Triangle": "33.2 22.0,36.8 22.0,35.6 22.9,34.9 22.5",
    "Ilemi Triangle": "34.0 4.3,35.9 4.7,35.9 5.3,35.2 5.4",
    "Western Sahara": "-13.2 27.67,-8.67 27.67,-8.67 26.0,-12.0 26.0,-12.0 23.4,-13.1 23.0,-13.1 21.33,"
    "-16.95 21.33,-17.05 20.8,-16.95 21.9,-16.2 22.9,-15.95 23.7,-15.0 25.0,-14.5 26.1,-13.6 26.7,"
    "-13.2 27.3",
    "Golan Heights": "35.6 32.7,35.9 32.8,35.9 33.3,35.6 33.3",
}


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the place in the plane (Šavrič, Patterson, Jenny 2018): x from -1 to 1, y down."""
    a = (1.340264, -0.081106, 0.000893, 0.003796)
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a[3] * t**8 + 7 * a[2] * t**6 + 3 * a[1] * t**2 + a[0]
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    y = a[3] * t**9 + a[2] * t**7 + a[1] * t**3 + a[0] * t
    widest = 2 * math.sqrt(3) * math.pi / (3 * a[0])
    return x / widest, -y / widest


def thinned(line: Ring) -> Ring:
    """Return a line that strays by less than COARSE from the given one, with the same ends (Douglas, Peucker)."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = math.hypot(x2 - x1, y2 - y1)

    def away(x: float, y: float) -> float:
        """Return the distance of a point from the chord, or from its end where the line is closed."""
        if length < 1e-9:
            return math.hypot(x - x1, y - y1)
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length

    far, at = max((away(*line[k]), k) for k in range(1, len(line) - 1))
    return thinned(line[: at + 1])[:-1] + thinned(line[at:]) if far > COARSE else [line[0], line[-1]]


def area(ring: Ring) -> float:
    """Return the area of a ring in square units."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def middle(ring: Ring) -> tuple[float, float]:
    """Return the mean of the corners of a ring."""
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def read(path: Path) -> dict[str, list[Ring]]:
    """Return alpha-3 code -> outer rings in the plane; "" for land that belongs to no country here."""
    content = json.loads(path.read_text("utf-8"))
    (sx, sy), (tx, ty) = content["transform"]["scale"], content["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in content["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    flat = [thinned([scaled(*point, wrap=False) for point in joined(line)]) for line in arcs]
    codes = {one.m49: one.id for one in load().countries.values()}
    found: dict[str, list[Ring]] = defaultdict(list)
    for one in content["objects"]["countries"]["geometries"]:
        number, name = one.get("id", ""), one["properties"]["name"]
        key = number or name
        code = "" if key in NEUTRAL else WITH.get(key, codes.get(number))
        if code is None or (key in WITH and not code):
            continue
        parts = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        for outer, *_holes in parts:
            place = middle([point for k in outer for point in (arcs[k] if k >= 0 else arcs[~k])])
            owner = next((to for (whose, box), to in MOVED.items() if whose == number and inside(place, box)), code)
            ring: Ring = []
            for k in outer:
                ring += (flat[k] if k >= 0 else flat[~k][::-1])[:-1]
            found[owner].append(ring)
    for corners in ROUGH.values():
        found[""].append([scaled(*map(float, pair.split())) for pair in corners.split(",")])
    return found


def joined(line: Ring) -> Ring:
    """Return a line east of EDGE from its first point on, without jumps of the longitude."""
    at = line[0][0] - EDGE
    at = EDGE + at % 360
    out = []
    for longitude, latitude in line:
        at += (longitude - at + 180) % 360 - 180
        out.append((at, latitude))
    return out


def inside(place: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    """Return whether a place is in a box of west, south, east, north."""
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def scaled(longitude: float, latitude: float, wrap: bool = True) -> tuple[float, float]:
    """Return the place in units from the upper left corner; the top of the map is at 84 degrees north."""
    x, y = equal_earth((longitude - EDGE) % 360 - 180 if wrap else longitude - EDGE - 180, latitude)
    return (x + 1) * WIDTH / 2, (y - equal_earth(0, 84)[1]) * WIDTH / 2


def drawn(rings: list[Ring], neutral: bool) -> list[list[int]]:
    """Return the rings that can be seen, each as x, y of its first corner and steps from corner to corner."""
    largest = max(rings, key=area)
    if area(largest) < VISIBLE and not neutral:
        x, y = middle(largest)
        rings = [[(x + DOT * math.cos(k * math.pi / 4), y + DOT * math.sin(k * math.pi / 4)) for k in range(8)]]
    out = []
    for ring in rings:
        corners = list(dict.fromkeys((round(x), round(y)) for x, y in ring))
        if len(corners) < 3 or (area(ring) < SMALLEST and ring is not largest):
            continue
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(corners)]
        out.append([*corners[0], *(number for step in steps for number in step)])
    return out


def main() -> None:
    """Write the file and print how many countries and bytes it has."""
    found = read(Path(sys.argv[1]))
    height = math.ceil(max(y for rings in found.values() for ring in rings for _, y in ring))
    source = "Natural Earth 4.1.0, 1:50m (public domain), generalised by scripts/world_shapes.py"
    # The largest first: what it surrounds is drawn over it. Land of no country is drawn last.
    order = sorted(found, key=lambda code: (not code, -max(map(area, found[code]))))
    shapes = {code: drawn(found[code], not code) for code in order}
    content = {"source": source, "width": WIDTH, "height": height, "shapes": shapes}
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).replace('],"', '],\n"')
    OUT.write_text(text + "\n", "utf-8")
    print(f"{len(shapes) - 1} countries, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

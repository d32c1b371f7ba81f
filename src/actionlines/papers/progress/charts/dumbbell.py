"""Two groups side by side: how far apart they are, the widest gap first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from actionlines.indicators.check.problem import units_of
from actionlines.papers.charts.model import Chart, breakdown_label
from actionlines.papers.charts.palette import TOKENS, spec
from actionlines.papers.progress.model import Divide
from actionlines.papers.progress.scope import area_name
from actionlines.papers.words import Words

# Rows that can be read in one picture; the table has all of them.
ROWS = 30


def dumbbells(divides: Sequence[Divide], words: Words, sources: str) -> list[Chart]:
    """Return one chart for each kind of divide and unit: an indicator's areas, or an area's indicators."""
    found = []
    pairs = [
        one for one in divides if one.kind != "areas" and one.first is not None and one.second is not None
    ]
    one_area = len({one.area for one in pairs}) == 1

    def key(one: Divide) -> tuple[str, str, str]:
        """Return what the rows of one chart share: kind, title and unit."""
        return (one.kind, "" if one_area else one.title, one.unit)

    for at, ((kind, title, unit), rows) in enumerate(groupby(sorted(pairs, key=key), key=key), start=1):
        found.append(_dumbbell(at, kind, title, unit, list(rows), one_area, words, sources))
    return found


def _dumbbell(
    at: int, kind: str, title: str, unit: str, rows: list[Divide], one_area: bool, words: Words, sources: str
) -> Chart:
    rows.sort(key=_order if one_area else _widest)
    shown = rows[:ROWS]
    names = _distinct([(_name(one, one_area, words), one.series) for one in shown])
    widest = min(shown, key=_widest)
    first, second = (words(f"side.{name}") for name in (shown[0].first_name, shown[0].second_name))
    values = [
        {
            "name": name,
            "first": one.first,
            "second": one.second,
            "one": words.figure(one.first or 0.0, unit),
            "two": words.figure(one.second or 0.0, unit),
            "less": min(one.first or 0.0, one.second or 0.0),
            "more": max(one.first or 0.0, one.second or 0.0),
        }
        for name, one in zip(names, shown, strict=True)
    ]
    for value in values:
        value["left"] = value["one"] if value["less"] == value["first"] else value["two"]
        value["right"] = value["two"] if value["less"] == value["first"] else value["one"]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "grid": True, "gridDash": [1, 3], "labelLimit": 400},
    }
    domain = {"domain": [-7, 108]} if unit in units_of("share") else {"zero": True, "nice": True}

    def x(field: str) -> dict[str, object]:
        """Return the horizontal channel for a field; all layers share its scale."""
        return {
            "field": field,
            "type": "quantitative",
            "title": None,
            "scale": domain,
            "axis": {"values": [0, 20, 40, 60, 80, 100]} if "domain" in domain else {},
        }

    def text(field: str, label: str, align: str, dx: int) -> dict[str, object]:
        """Return a layer of labels beside the points of a field, `dx` pixels away."""
        return {
            "mark": {"type": "text", "align": align, "dx": dx, "fontSize": 11, "color": TOKENS["muted"]},
            "encoding": {"y": y, "x": x(field), "text": {"field": label}},
        }

    layer = [
        {
            "mark": {"type": "rule", "strokeWidth": 3, "color": TOKENS["accent-soft"]},
            "encoding": {"y": y, "x": x("less"), "x2": {"field": "more"}},
        },
        {
            "mark": {
                "type": "point",
                "shape": "circle",
                "filled": True,
                "size": 90,
                "opacity": 1,
                "color": TOKENS["accent"],
            },
            "encoding": {"y": y, "x": x("first")},
        },
        {
            "mark": {
                "type": "point",
                "shape": "square",
                "filled": False,
                "size": 80,
                "opacity": 1,
                "strokeWidth": 2.2,
                "color": TOKENS["amber"],
            },
            "encoding": {"y": y, "x": x("second")},
        },
        text("less", "left", "right", -9),
        text("more", "right", "left", 9),
    ]
    sentence = words(
        "chart.divide",
        name=names[shown.index(widest)],
        first=first,
        one=words.figure(widest.first or 0.0, unit),
        second=second,
        two=words.figure(widest.second or 0.0, unit),
        year=widest.year,
    )
    more = "" if len(rows) <= ROWS else f" {words('chart.part', n=ROWS, all=words.number(len(rows)))}"
    return Chart(
        f"divide-{at}",
        ", ".join(part for part in (words(f"divide.{kind}"), title or unit) if part),
        sentence,
        spec(height=26 * len(shown) + 10, data={"values": values}, layer=layer),
        f"{words('chart.shapes', first=first, second=second)}{more} {words('chart.source', list=sources)}",
        (
            words("col.what"),
            words("col.year"),
            first,
            second,
            words("col.ratio"),
            words("col.gap"),
            words("col.closes"),
        ),
        tuple(
            (
                _name(one, one_area, words),
                one.year,
                one.first or 0.0,
                one.second or 0.0,
                one.measures.get("ratio", ""),
                one.measures.get("gap", ""),
                one.closes,
            )
            for one in rows
        ),
    )


def _name(one: Divide, one_area: bool, words: Words) -> str:
    parts = (
        one.title if one_area else area_name(one.area, words.language),
        breakdown_label(one.breakdown, words),
    )
    return ", ".join(part for part in parts if part)


def _widest(one: Divide) -> tuple[float, str, str]:
    return -abs((one.second or 0.0) - (one.first or 0.0)), one.area_name, one.breakdown


def _order(one: Divide) -> tuple[bool, tuple[float, str, str]]:
    """Of one area, totals first: they are what its indicators are known by."""
    return bool(one.breakdown), _widest(one)


def _distinct(names: list[tuple[str, str]]) -> list[str]:
    """Names that are all different, by the code of the series and then a number: else two rows become one."""
    out: list[str] = []
    for name, code in names:
        choices = [name, f"{name} ({code})", *(f"{name} ({code}, {n})" for n in range(2, len(names) + 2))]
        out.append(next(one for one in choices if one not in out))
    return out

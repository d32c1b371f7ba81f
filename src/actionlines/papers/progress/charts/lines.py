"""A series over the years with its aim and where it is heading, and areas beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actionlines.indicators.provenance import HOLLOW
from actionlines.papers.charts.model import Chart, breakdown_label
from actionlines.papers.charts.palette import TOKENS, spec
from actionlines.papers.progress.beside_words import sources_of
from actionlines.papers.progress.model import Measured, Said
from actionlines.papers.progress.scope import area_name
from actionlines.papers.words import Words, unit_of

# Methods whose projection is drawn, with the dashes that tell them apart without colour.
PROJECTED = {"linear": [6, 3], "logit": [2, 2]}
# The fan of the first of these that gives an interval is drawn.
FAN = ("logit", "linear")


def line_chart(one: Measured, at: int, words: Words, sources: str) -> Chart | None:
    """Return the line chart of a series; None where it has no value. `at` numbers the charts of a page."""
    if not one.years:
        return None
    said = {s.method: s for s in one.said}
    year = one.target.year
    heading = {name: s for name in PROJECTED if (s := said.get(name)) and s.projected is not None}
    points = [{"year": y, "value": v} for y, v in zip(one.years, one.values, strict=True)]
    last = points[-1]
    fan = next((said[n] for n in FAN if n in heading and said[n].low is not None), None)
    ahead = {name: s for name, s in heading.items() if year > last["year"]}
    scale = _scale(one, list(ahead.values()), fan if ahead else None)
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [one.years[0], max(year, int(last["year"]))], "nice": False, "zero": False},
        "axis": {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 8},
    }
    y = {"field": "value", "type": "quantitative", "title": None, "scale": scale, "axis": {"tickCount": 5}}
    layer: list[dict[str, Any]] = []
    if fan and ahead:
        layer.append(_fan(last, fan, year, x, y))
    if one.target.value is not None:
        layer += _aim(one, words, x, y)
    # The higher label goes above its line and the lower below, so that they do not meet.
    ordered = sorted(ahead, key=lambda name: ahead[name].projected or 0.0)
    for place, name in enumerate(ordered):
        s, dy = ahead[name], -9 if place == len(ordered) - 1 else 13
        label = f"{words(f'chart.{name}')} {words.figure(s.projected or 0.0)}"
        layer += _heading(last, s, year, PROJECTED[name], (x, y), label, dy)
    layer += [
        {
            "data": {"values": points},
            "mark": {"type": "line", "color": TOKENS["accent"], "strokeWidth": 2.5},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": points},
            "mark": {"type": "circle", "color": TOKENS["accent"], "size": 42, "opacity": 1},
            "encoding": {"x": x, "y": y},
        },
        *_hollow(one, x, y),
        {
            "data": {"values": [{**last, "label": words.figure(last["value"], one.unit)}]},
            "mark": {"type": "text", "align": "right", "dx": -2, "dy": -12, "fontWeight": "bold"},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
    rows: list[tuple[str | int | float, ...]] = [
        (_observed(one, at_, words), y_, v)
        for at_, (y_, v) in enumerate(zip(one.years, one.values, strict=True))
    ]
    for name, s in ahead.items():
        rows.append((words(f"chart.{name}"), year, s.projected if s.projected is not None else ""))
        if s.low is not None and s.high is not None:
            rows += [
                (words("chart.low", what=words(f"chart.{name}")), year, s.low),
                (words("chart.high", what=words(f"chart.{name}")), year, s.high),
            ]
    if one.target.value is not None:
        rows.append((words("chart.aim-row"), year, one.target.value))
    return Chart(
        f"line-{at}",
        heading_of(one, words),
        _sentence(one, ahead, words),
        spec(height=220, layer=layer),
        _source(one, bool(fan and ahead), words, sources),
        (words("col.what"), words("col.year"), words("col.value")),
        tuple(rows),
    )


def _observed(one: Measured, at: int, words: Words) -> str:
    """Return what a row of the table holds: an observed value, with its status where it is no normal one."""
    status = one.statuses[at] if one.statuses else ""
    said = words("chart.observed")
    return f"{said} ({words(f'status.{status}')})" if status else said


def _hollow(one: Measured, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """Return paper over the middle of estimated and preliminary points, where there are any."""
    marked = [
        {"year": year, "value": value}
        for year, value, status in zip(one.years, one.values, one.statuses, strict=False)
        if status in HOLLOW
    ]
    mark = {"type": "circle", "color": TOKENS["paper"], "size": 14, "opacity": 1}
    return [{"data": {"values": marked}, "mark": mark, "encoding": {"x": x, "y": y}}] if marked else []


def heading_of(one: Measured, words: Words) -> str:
    """Return the heading of a series: title, area, breakdown."""
    parts = (one.title, area_name(one.area, words.language), breakdown_label(one.breakdown, words))
    return ", ".join(part for part in parts if part)


def _scale(one: Measured, ahead: list[Said], fan: Said | None) -> dict[str, Any]:
    if one.target.low is not None and one.target.high is not None:
        return {"domain": [one.target.low, one.target.high]}
    seen = [*one.values, *(s.projected for s in ahead if s.projected is not None)]
    seen += [
        v for v in (one.target.value, fan.low if fan else None, fan.high if fan else None) if v is not None
    ]
    return {"domain": [min(0.0, *seen), max(seen) or 1.0], "nice": True} if len(seen) > 1 else {"zero": True}


def _fan(last: dict[str, Any], fan: Said, year: int, x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    values = [
        {"year": last["year"], "value": last["value"], "high": last["value"]},
        {"year": year, "value": fan.low, "high": fan.high},
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "area", "color": TOKENS["accent-soft"], "opacity": 0.35},
        "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
    }


def _aim(one: Measured, words: Words, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    value = [
        {
            "year": one.years[0],
            "value": one.target.value,
            "label": words(
                "chart.aim", value=words.figure(one.target.value or 0.0, one.unit), year=one.target.year
            ),
        }
    ]
    high = one.target.high is not None and one.target.value == one.target.high
    return [
        {
            "data": {"values": value},
            "mark": {"type": "rule", "color": TOKENS["amber"], "strokeDash": [8, 4], "strokeWidth": 1.5},
            "encoding": {"y": y},
        },
        {
            "data": {"values": value},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 4,
                "dy": 11 if high else -8,
                "color": TOKENS["amber"],
            },
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _heading(
    last: dict[str, Any],
    s: Said,
    year: int,
    dash: list[int],
    axes: tuple[dict[str, Any], dict[str, Any]],
    said: str,
    dy: int,
) -> list[dict[str, Any]]:
    x, y = axes
    values = [last, {"year": year, "value": s.projected}]
    label = [{"year": year, "value": s.projected, "label": said}]
    return [
        {
            "data": {"values": values},
            "mark": {"type": "line", "color": TOKENS["muted"], "strokeDash": dash, "strokeWidth": 1.8},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": label},
            "mark": {"type": "text", "align": "right", "dx": -4, "dy": dy, "color": TOKENS["muted"]},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _sentence(one: Measured, ahead: dict[str, Said], words: Words) -> str:
    first, last = words.figure(one.values[0], one.unit), words.figure(one.values[-1], one.unit)
    if len(one.years) == 1:
        said = words("chart.one-value", value=last, year=one.years[0])
    else:
        said = words("chart.moved", first=first, start=one.years[0], last=last, end=one.years[-1])
    if one.old and one.age is not None:
        said = f"{said} {words('chart.last-old', year=one.years[-1], n=words.number(one.age))}"
    reached = [s.projected for s in ahead.values() if s.projected is not None]
    if not reached:
        return said
    low, high = (words.figure(v, one.unit) for v in (min(reached), max(reached)))
    if low == high:
        return f"{said} {words('chart.heading-one', value=low, year=one.target.year)}"
    return f"{said} {words('chart.heading', low=low, high=high, year=one.target.year)}"


def _source(one: Measured, fan: bool, words: Words, sources: str) -> str:
    named = "; ".join(sources_of(one, words))
    parts = [words("chart.source", list=f"{named} ({sources})" if named else sources)]
    if unit_of(one.unit):
        parts.append(words("chart.unit", unit=unit_of(one.unit)))
    marked = dict.fromkeys(status for status in one.statuses if status in HOLLOW)
    if marked:
        parts.append(words("chart.status", list=", ".join(words(f"status.{status}") for status in marked)))
    if one.target.source:
        parts.append(words("chart.aim-source", source=one.target.source))
    if fan:
        parts.append(words("chart.fan"))
    return " ".join(parts)


# Looks of lines beside each other, which differ in colour and dashes.
_LOOKS = tuple((token, dash) for dash in ((), (6, 3)) for token in ("accent", "amber", "ink"))
_HIGH, _APART = 300, 15  # pixels of the plot, and between the names at its right


def lines_chart(
    title: str,
    unit: str,
    paths: Sequence[tuple[str, Sequence[int], Sequence[float]]],
    words: Words,
    sources: str,
) -> Chart:
    """Return the values of up to six areas over the years, each named at the right with its last value."""
    years = [year for _, own, _ in paths for year in own]
    values = [value for _, _, own in paths for value in own]
    domain = [min(0.0, *values), 100.0 if unit == "percent" else (max(values) or 1.0)]
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [min(years), max(*years, min(years) + 1)], "nice": False, "zero": False},
        "axis": {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 8},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": domain},
        "axis": {"tickCount": 5},
    }
    label_x, scale = {**x, "field": "end"}, _HIGH / (domain[1] - domain[0])
    layer: list[dict[str, Any]] = []
    below = float("inf")
    for at, (name, own, held) in sorted(enumerate(paths), key=lambda item: -item[1][2][-1]):
        token, dash = _LOOKS[at % len(_LOOKS)]
        points = [{"year": y_, "value": v} for y_, v in zip(own, held, strict=True)]
        # From the highest down, a name moves down where it would meet the one above.
        place = min(held[-1], below - _APART / scale)
        below = place
        label = {
            "end": max(years),
            "value": held[-1],
            "label": f"{name}, {words.figure(held[-1], unit)} ({own[-1]})",
        }
        look = {"type": "line", "color": TOKENS[token], "strokeWidth": 2.2}
        layer += [
            {
                "data": {"values": points},
                "mark": {**look, "strokeDash": list(dash)} if dash else look,
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": points},
                "mark": {"type": "circle", "color": TOKENS[token], "size": 24, "opacity": 1},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": [label]},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dx": 8,
                    "dy": round((held[-1] - place) * scale),
                    "color": TOKENS[token],
                    "fontWeight": "bold",
                },
                "encoding": {"x": label_x, "y": y, "text": {"field": "label"}},
            },
        ]
    high, low = (choose(paths, key=lambda one: one[2][-1]) for choose in (max, min))
    sentence = words(
        "chart.apart",
        highest=high[0],
        high=words.figure(high[2][-1], unit),
        lowest=low[0],
        low=words.figure(low[2][-1], unit),
    )
    return Chart(
        "lines",
        title,
        sentence,
        spec(height=_HIGH, layer=layer),
        words("chart.source", list=sources),
        (words("col.area"), words("col.year"), words("col.value")),
        tuple((name, y_, v) for name, own, held in paths for y_, v in zip(own, held, strict=True)),
    )

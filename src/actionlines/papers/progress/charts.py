"""A series over the years with its aim and projection; areas side by side; two groups side by side."""

from collections.abc import Sequence
from itertools import groupby, islice

from actionlines.indicators.areas import units_of
from actionlines.papers.charts.model import TOKENS, Chart, Spec, breakdown_label, chart_spec, draw
from actionlines.papers.names import area_name
from actionlines.papers.progress.model import Divide, Measured, Said
from actionlines.papers.progress.words import sources_of
from actionlines.papers.words import Words

# Points whose status is one of these (actionlines.indicators.provenance) are drawn hollow.
HOLLOW = frozenset("DEFIPU")
# Methods whose projection is drawn, with the dashes that tell them apart without colour.
PROJECTED = {"linear": [6, 3], "logit": [2, 2]}
# The fan of the first of these that gives an interval is drawn.
FAN = ("logit", "linear")


def line_chart(series: Measured, at: int, words: Words, sources: str, *, needs: bool = False) -> Chart | None:
    """Return the line chart of a series; None where it has no value. `at` numbers the charts of a page.

    With `needs`, the straight path from the last value to an aim that is ahead is drawn too.
    """
    if not series.years:
        return None
    text = {s.method: s for s in series.said}
    year = series.target.year
    # The projection that decided the verdict, so that picture and verdict say the same.
    decided = [name for name in PROJECTED if name == series.method or series.method not in PROJECTED]
    heading = {name: s for name in decided if (s := text.get(name)) and s.projected is not None}
    points = [{"year": y, "value": v} for y, v in zip(series.years, series.values, strict=True)]
    last = points[-1]
    fan = next((text[n] for n in FAN if n in heading and text[n].low is not None), None)
    ahead = {name: s for name, s in heading.items() if year > last["year"]}
    scale = _value_scale(series, list(ahead.values()), fan if ahead else None)
    x = _year_axis(series.years[0], max(year, int(last["year"])))
    y = {"field": "value", "type": "quantitative", "title": None, "scale": scale, "axis": {"tickCount": 5}}
    layer: list[Spec] = []
    if fan and ahead:
        layer.append(_draw_fan(last, fan, year, x, y))
    if series.target.value is not None:
        layer += _draw_aim(series, words, x, y)
        if (
            needs
            and year > series.years[-1]
            and (series.target.value - series.values[-1]) * series.target.direction > 0
        ):
            layer += _draw_needed(last, series.target.value, year, words, (x, y))
    # One label below the lowest line: the aim is mostly above, and two labels would meet.
    ordered = sorted(ahead, key=lambda name: ahead[name].projected or 0.0)
    ends = [f"{words(f'chart.{name}')} {words.figure(ahead[name].projected or 0.0, series.unit)}" for name in ordered]
    for place, name in enumerate(ordered):
        label = "" if place else " · ".join(ends)
        layer += _projection(last, ahead[name], year, PROJECTED[name], (x, y), label)
    layer += [
        draw({"type": "line", "color": TOKENS["accent"], "strokeWidth": 2.5}, points, x=x, y=y),
        draw({"type": "circle", "color": TOKENS["accent"], "size": 42, "opacity": 1}, points, x=x, y=y),
        *_hollow_points(series, x, y),
        {
            "data": {"values": [{**last, "label": words.figure(last["value"], series.unit)}]},
            "mark": {"type": "text", "align": "right", "dx": -2, "dy": -12, "fontWeight": "bold"},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
    rows: list[tuple[str | int | float, ...]] = [
        (_name_observed(series, at_, words), y_, v)
        for at_, (y_, v) in enumerate(zip(series.years, series.values, strict=True))
    ]
    for name, s in ahead.items():
        rows.append((words(f"chart.{name}"), year, s.projected if s.projected is not None else ""))
        if s.low is not None and s.high is not None:
            rows += [
                (words("chart.low", what=words(f"chart.{name}")), year, s.low),
                (words("chart.high", what=words(f"chart.{name}")), year, s.high),
            ]
    if series.target.value is not None:
        rows.append((words("chart.aim-row"), year, series.target.value))
    return Chart(
        f"line-{at}",
        heading_of(series, words),
        _describe_line(series, ahead, words),
        chart_spec(height=220, layer=layer),
        _name_sources(series, bool(fan and ahead), words, sources),
        (words("col.what"), words("col.year"), words("col.value")),
        tuple(rows),
    )


def _year_axis(first: int, last: int) -> Spec:
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first, last], "nice": False, "zero": False},
        "axis": {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 8},
    }


def _name_observed(series: Measured, at: int, words: Words) -> str:
    """Return what a row of the table holds: an observed value, with its status where it is no normal one."""
    status = series.statuses[at] if series.statuses else ""
    text = words("chart.observed")
    return f"{text} ({words(f'status.{status}')})" if status else text


def _hollow_points(series: Measured, x: Spec, y: Spec) -> list[Spec]:
    """Return paper over the middle of estimated and preliminary points, where there are any."""
    marked = [
        {"year": year, "value": value}
        for year, value, status in zip(series.years, series.values, series.statuses, strict=False)
        if status in HOLLOW
    ]
    mark = {"type": "circle", "color": TOKENS["paper"], "size": 14, "opacity": 1}
    return [{"data": {"values": marked}, "mark": mark, "encoding": {"x": x, "y": y}}] if marked else []


def heading_of(series: Measured, words: Words) -> str:
    """Return the heading of a series: title, area, breakdown."""
    parts = (series.title, area_name(series.area, words.language), breakdown_label(series.breakdown, words))
    return ", ".join(part for part in parts if part)


def _value_scale(series: Measured, ahead: list[Said], fan: Said | None) -> Spec:
    if series.target.low is not None and series.target.high is not None:
        return {"domain": [series.target.low, series.target.high]}
    seen = [*series.values, *(s.projected for s in ahead if s.projected is not None)]
    seen += [v for v in (series.target.value, fan.low if fan else None, fan.high if fan else None) if v is not None]
    return {"domain": [min(0.0, *seen), max(seen) or 1.0], "nice": True} if len(seen) > 1 else {"zero": True}


def _draw_fan(last: Spec, fan: Said, year: int, x: Spec, y: Spec) -> Spec:
    values = [
        {"year": last["year"], "value": last["value"], "high": last["value"]},
        {"year": year, "value": fan.low, "high": fan.high},
    ]
    return draw(
        {"type": "area", "color": TOKENS["accent-soft"], "opacity": 0.35}, values, x=x, y=y, y2={"field": "high"}
    )


def _draw_aim(series: Measured, words: Words, x: Spec, y: Spec) -> list[Spec]:
    value = [
        {
            "year": series.years[0],
            "value": series.target.value,
            "label": words(
                "chart.aim", value=words.figure(series.target.value or 0.0, series.unit), year=series.target.year
            ),
        }
    ]
    high = series.target.high is not None and series.target.value == series.target.high
    return [
        draw({"type": "rule", "color": TOKENS["amber"], "strokeDash": [8, 4], "strokeWidth": 1.5}, value, y=y),
        {
            "data": {"values": value},
            "mark": {"type": "text", "align": "left", "dx": 4, "dy": 11 if high else -8, "color": TOKENS["amber"]},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _draw_needed(last: Spec, aim: float, year: int, words: Words, axes: tuple[Spec, Spec]) -> list[Spec]:
    """Return the line from the last value to the aim, named at its middle."""
    (x, y), end = axes, {"year": year, "value": aim}
    middle = {"year": (last["year"] + year) / 2, "value": (last["value"] + aim) / 2, "label": words("chart.needed")}
    return [
        draw({"type": "line", "color": TOKENS["amber"], "strokeDash": [2, 3], "strokeWidth": 2}, [last, end], x=x, y=y),
        {
            "data": {"values": [middle]},
            "mark": {"type": "text", "align": "left", "dx": 6, "dy": 13, "color": TOKENS["amber"]},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _projection(last: Spec, s: Said, year: int, dash: list[int], axes: tuple[Spec, Spec], text: str) -> list[Spec]:
    x, y = axes
    values = [last, {"year": year, "value": s.projected}]
    label = [{"year": year, "value": s.projected, "label": text}]
    return [
        draw({"type": "line", "color": TOKENS["muted"], "strokeDash": dash, "strokeWidth": 1.8}, values, x=x, y=y),
        {
            "data": {"values": label},
            "mark": {"type": "text", "align": "right", "dx": -4, "dy": 15, "color": TOKENS["muted"]},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _describe_line(series: Measured, ahead: dict[str, Said], words: Words) -> str:
    first, last = words.figure(series.values[0], series.unit), words.figure(series.values[-1], series.unit)
    if len(series.years) == 1:
        text = words("chart.one-value", value=last, year=series.years[0])
    else:
        text = words("chart.moved", first=first, start=series.years[0], last=last, end=series.years[-1])
    if series.old and series.age is not None:
        text = f"{text} {words('chart.last-old', year=series.years[-1], n=words.number(series.age))}"
    if not (reached := [s.projected for s in ahead.values() if s.projected is not None]):
        return text
    low, high = (words.figure(v, series.unit) for v in (min(reached), max(reached)))
    if low == high:
        return f"{text} {words('chart.heading-one', value=low, year=series.target.year)}"
    return f"{text} {words('chart.heading', low=low, high=high, year=series.target.year)}"


def _name_sources(series: Measured, fan: bool, words: Words, sources: str) -> str:
    named = "; ".join(sources_of(series, words))
    parts = [words("chart.source", list=f"{named} ({sources})" if named else sources)]
    if words.unit(series.unit):
        parts.append(words("chart.unit", unit=words.unit(series.unit)))
    if marked := dict.fromkeys(status for status in series.statuses if status in HOLLOW):
        parts.append(words("chart.status", list=", ".join(words(f"status.{status}") for status in marked)))
    if series.target.source:
        parts.append(words("chart.aim-source", source=series.target.source))
    if fan:
        parts.append(words("chart.fan"))
    return " ".join(parts)


# Looks of lines beside each other, which differ in colour and dashes.
_LOOKS = tuple((token, dash) for dash in ((), (6, 3)) for token in ("accent", "amber", "ink"))
_HIGH, _APART = 300, 15  # pixels of the plot, and between the names at its right


def lines_chart(
    title: str, unit: str, paths: Sequence[tuple[str, Sequence[int], Sequence[float]]], words: Words, sources: str
) -> Chart:
    """Return the values of up to six areas over the years, each named at the right with its last value."""
    years = [year for _, own, _ in paths for year in own]
    values = [value for _, _, own in paths for value in own]
    domain = [min(0.0, *values), 100.0 if unit == "percent" else (max(values) or 1.0)]
    x = _year_axis(min(years), max(*years, min(years) + 1))
    y = {"field": "value", "type": "quantitative", "title": None, "scale": {"domain": domain}, "axis": {"tickCount": 5}}
    label_x, scale = {**x, "field": "end"}, _HIGH / (domain[1] - domain[0])
    layer: list[Spec] = []
    below = float("inf")
    for at, (name, own, held) in sorted(enumerate(paths), key=lambda path: -path[1][2][-1]):
        token, dash = _LOOKS[at % len(_LOOKS)]
        points = [{"year": y_, "value": v} for y_, v in zip(own, held, strict=True)]
        # From the highest down, a name moves down where it would meet the one above.
        place = min(held[-1], below - _APART / scale)
        below = place
        label = {"end": max(years), "value": held[-1], "label": f"{name}, {words.figure(held[-1], unit)} ({own[-1]})"}
        look = {"type": "line", "color": TOKENS[token], "strokeWidth": 2.2}
        layer += [
            draw({**look, "strokeDash": list(dash)} if dash else look, points, x=x, y=y),
            draw({"type": "circle", "color": TOKENS[token], "size": 24, "opacity": 1}, points, x=x, y=y),
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
    latest = sorted(paths, key=lambda path: -path[2][-1])
    last = (f"{name} {words.figure(held[-1], unit)} ({own[-1]})" for name, own, held in latest)
    sentence = words("chart.latest", list=words("list.comma").join(last))
    return Chart(
        "lines",
        title,
        sentence,
        chart_spec(height=_HIGH, layer=layer),
        words("chart.source", list=sources),
        (words("col.area"), words("col.year"), words("col.value")),
        tuple((name, y_, v) for name, own, held in paths for y_, v in zip(own, held, strict=True)),
    )


# Rows that can be read in one picture; the table has all of them.
ROWS = 30


def draw_dumbbells(divides: Sequence[Divide], words: Words, sources: str, most: int | None = None) -> list[Chart]:
    """Return charts for each kind of divide and unit, at most so many: an indicator's areas or an area's indicators."""
    pairs = [
        divide
        for divide in divides
        if divide.kind != "areas" and divide.first is not None and divide.second is not None
    ]
    one_area = len({pair.area for pair in pairs}) == 1

    def key(divide: Divide) -> tuple[str, str, str]:
        """Return what the rows of one chart share: kind, title and unit."""
        return (divide.kind, "" if one_area else divide.title, divide.unit)

    groups = islice(groupby(sorted(pairs, key=key), key=key), most)
    return [
        _draw_dumbbell(at, kind, title, unit, list(rows), one_area, words, sources)
        for at, ((kind, title, unit), rows) in enumerate(groups, start=1)
    ]


def _draw_dumbbell(
    at: int, kind: str, title: str, unit: str, rows: list[Divide], one_area: bool, words: Words, sources: str
) -> Chart:
    rows.sort(key=_row_rank if one_area else _gap_rank)
    shown_rows = rows[:ROWS]
    names = [_row_name(shown_row, one_area, words) for shown_row in shown_rows]
    widest = min(shown_rows, key=_gap_rank)
    first, second = (words(f"side.{name}") for name in (shown_rows[0].first_name, shown_rows[0].second_name))
    values = [
        {
            "name": name,
            "first": shown_row.first,
            "second": shown_row.second,
            "one": words.figure(shown_row.first or 0.0, unit),
            "two": words.figure(shown_row.second or 0.0, unit),
            "less": min(shown_row.first or 0.0, shown_row.second or 0.0),
            "more": max(shown_row.first or 0.0, shown_row.second or 0.0),
        }
        for name, shown_row in zip(names, shown_rows, strict=True)
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
        draw(
            {"type": "rule", "strokeWidth": 3, "color": TOKENS["accent-soft"]}, y=y, x=x("less"), x2={"field": "more"}
        ),
        draw(
            {"type": "point", "shape": "circle", "filled": True, "size": 90, "opacity": 1, "color": TOKENS["accent"]},
            y=y,
            x=x("first"),
        ),
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
        name=names[shown_rows.index(widest)],
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
        chart_spec(height=26 * len(shown_rows) + 10, data={"values": values}, layer=layer),
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
                _row_name(row, one_area, words),
                row.year,
                row.first or 0.0,
                row.second or 0.0,
                row.measures.get("ratio", ""),
                row.measures.get("gap", ""),
                row.closes,
            )
            for row in rows
        ),
    )


def _row_name(divide: Divide, one_area: bool, words: Words) -> str:
    name = divide.title if one_area else area_name(divide.area, words.language)
    return ", ".join(filter(None, (name, breakdown_label(divide.breakdown, words))))


def _gap_rank(divide: Divide) -> tuple[float, str, str]:
    return -abs((divide.second or 0.0) - (divide.first or 0.0)), divide.area_name, divide.breakdown


def _row_rank(divide: Divide) -> tuple[bool, tuple[float, str, str]]:
    """Of one area, totals first: they are what its indicators are known by."""
    return bool(divide.breakdown), _gap_rank(divide)

"""Pictures painted here are those that Vega draws from the same definition."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from dataclasses import replace
from importlib import import_module
from xml.etree import ElementTree

import pytest

from actionlines.papers.charts.axes import find_ticks, round_ends
from actionlines.papers.charts.model import Chart, draw_svg
from actionlines.papers.charts.paint import paint_chart
from actionlines.papers.progress.charts import draw_dumbbells, line_chart
from actionlines.papers.progress.maps import by_value, map_chart, tile_chart
from actionlines.papers.progress.model import ProgressReport
from actionlines.papers.progress.page import latest_values
from actionlines.papers.progress.words import ENGLISH, words

MARK = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def charts(report: ProgressReport) -> list[Chart]:
    lines = [line_chart(one, at, ENGLISH, "x") for at, one in enumerate(report.measured[:12])]
    shown = [by_value(one, ENGLISH) for one in latest_values(report)[:1]]
    maps = [draw(one, 1, ENGLISH, "x") for one in shown for draw in (tile_chart, map_chart)]
    return [*(one for one in lines if one), *draw_dumbbells(report.divides, ENGLISH, "x"), *maps]


def painted(chart: Chart) -> str:
    found = paint_chart(chart.spec)
    assert found is not None
    return found


def said(markup: str) -> Counter[str]:
    """The texts of a picture, without those that were cut to fit: fonts differ in width."""
    texts = ("".join(one.itertext()) for one in ElementTree.fromstring(markup).iter(f"{MARK}text"))
    return Counter(text for text in texts if not text.endswith("…"))


def vertices(markup: str, mark: str) -> list[list[tuple[float, float]]]:
    """Points of the thick lines or areas, counted from the left in parts of the way to the right."""
    found = []
    for one in ElementTree.fromstring(markup).iter(f"{MARK}path"):
        if one.get("stroke-width" if mark == "line" else "opacity") != {"line": "2.5", "area": "0.35"}[mark]:
            continue
        numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", one.get("d", ""))]
        found.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return found


def test_the_words_are_those_of_vega(charts: list[Chart]) -> None:
    assert len(charts) > 14
    for chart in charts:
        assert said(painted(chart)) == said(draw_svg(chart.spec)), chart.title


@pytest.mark.parametrize("mark", ["line", "area"])
def test_lines_and_areas_lie_where_vega_lays_them(charts: list[Chart], mark: str) -> None:
    seen = 0
    for chart in charts:
        ours, theirs = vertices(painted(chart), mark), vertices(draw_svg(chart.spec), mark)
        assert len(ours) == len(theirs)
        for own, other in zip(ours, theirs, strict=True):
            seen += 1
            assert sorted(y for _, y in own) == pytest.approx(sorted(y for _, y in other), abs=0.02)
            # The plot may be a few pixels wider or narrower: its words are only measured nearly.
            assert [x for x, _ in own] == pytest.approx([x for x, _ in other], abs=12)
    assert seen > 3


def test_everything_is_inside_the_picture_and_as_many_marks_are_there(charts: list[Chart]) -> None:
    for chart in charts:
        drawn = ElementTree.fromstring(painted(chart))
        width, height = (float(text) for text in drawn.get("viewBox", "").split()[2:])
        left, top = (float(t) for t in re.findall(r"[\d.]+", drawn[0].get("transform", "")))
        for circle in drawn.iter(f"{MARK}circle"):
            assert 0 <= left + float(circle.get("cx", "")) <= width
            assert 0 <= top + float(circle.get("cy", "")) <= height
        points = len(re.findall('aria-roledescription="(?:circle|point|rect mark)"', draw_svg(chart.spec)))
        marks = sum(1 for tag in ("circle", "rect") for _ in drawn.iter(MARK + tag))
        assert marks == points


@pytest.mark.parametrize(
    "values",
    [
        [3.2e9, 5.1e9, 4.4e9],  # numbers with three commas
        [0.00012, 0.0004],  # small ones
        [-12.5, 3.75, 40],  # on both sides of zero
        [7],  # a single value
        [0, 0],  # all of them nothing
    ],
)
@pytest.mark.parametrize("until", [2020, 2021, 2030])
def test_axes_have_the_ticks_of_vega_whatever_the_numbers(
    report: ProgressReport, values: list[float], until: int
) -> None:
    years = tuple(range(2020 - len(values), 2020))
    aim = replace(report.measured[0].target, value=None, low=None, high=None, year=until)
    own = replace(report.measured[0], years=years, values=tuple(values), target=aim, said=(), unit="number")
    chart = line_chart(own, 1, ENGLISH, "x")
    assert chart is not None
    # Vega puts a tick between two years and calls it by the first of them again.
    assert set(said(painted(chart))) == set(said(draw_svg(chart.spec)))
    assert max(said(painted(chart))[str(year)] for year in range(years[0], until + 1)) == 1


def test_what_is_not_painted_here_is_left_to_vega(report: ProgressReport) -> None:
    square = {"type": "Polygon", "coordinates": [[[34, -4], [34, 4], [41, 4], [41, -4], [34, -4]]]}
    shapes = {"type": "FeatureCollection", "features": [{"id": "KEN", "geometry": square}]}
    assert paint_chart(map_chart(by_value(latest_values(report)[0], ENGLISH), 1, ENGLISH, "x", shapes).spec) is None
    plain = {"mark": {"type": "line"}, "encoding": {"x": {"field": "a"}, "size": {"field": "b"}}}
    assert paint_chart({"layer": [plain]}) is None


def test_words_cannot_become_markup(report: ProgressReport) -> None:
    chart = draw_dumbbells(report.divides, words("ar"), "x")[0]
    chart.spec["data"]["values"][0]["name"] = '<script>"&'
    assert "&lt;script&gt;" in painted(chart) and "<script" not in painted(chart)
    assert said(painted(chart))['<script>"&'] == 1


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 100, 5, [0, 20, 40, 60, 80, 100]),
        (2019, 2030, 8, list(range(2019, 2031))),
        (0, 0.8, 5, [0, 0.2, 0.4, 0.6, 0.8]),  # of decimals
        (-3, 1, 5, [-3, -2, -1, 0, 1]),  # on both sides of zero
        (0, 3e9, 3, [0, 1e9, 2e9, 3e9]),  # large
        (5, 5, 5, [5]),  # a domain without width
    ],
)
def test_ticks_are_round(low: float, high: float, count: int, expected: list[float]) -> None:
    assert find_ticks(low, high, count) == pytest.approx(expected)


def test_round_ends_are_at_or_beyond_the_domain() -> None:
    assert (
        round_ends(0, 93.4) == (0, 100)
        and round_ends(0, 1.07) == (0, pytest.approx(1.1))
        and round_ends(2, 2) == (2, 2)
    )


@pytest.mark.parametrize("name", ["axes"])
def test_examples_in_docstrings(name: str) -> None:
    failed, tried = doctest.testmod(
        import_module(f"actionlines.{'progress' if name in ('lines', 'dumbbell', 'maps') else 'papers'}.charts.{name}")
    )
    assert (failed, tried > 0) == (0, True)


def test_the_way_to_an_aim_that_is_ahead_is_drawn_where_it_is_asked_for(report: ProgressReport) -> None:
    ahead = [one for one in report.measured if one.target.value and one.target.year > one.years[-1]]
    one = next(one for one in ahead if (one.target.value - one.values[-1]) * one.target.direction > 0)
    plain, needed = (line_chart(one, 1, ENGLISH, "x", needs=needs) for needs in (False, True))
    assert plain and needed and "Path needed" not in painted(plain)
    assert said(painted(needed)) == said(draw_svg(needed.spec)) and "Path needed" in painted(needed)
    met = replace(one, target=replace(one.target, value=one.values[-1] - one.target.direction))
    assert (chart := line_chart(met, 1, ENGLISH, "x", needs=True)) and "Path needed" not in painted(chart)

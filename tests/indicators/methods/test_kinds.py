"""Kinds of series: what each method judges, and the aims that make a kind."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from actionlines.indicators import methods
from actionlines.indicators.aims import Book, aimed, sdg_aims
from actionlines.indicators.check import check_table
from actionlines.indicators.divides.distance import find_closing
from actionlines.indicators.judge import judge_spans
from actionlines.indicators.methods.ends import KINDS, list_kinds
from actionlines.indicators.model import COLUMNS, Aim
from actionlines.indicators.spans import from_series
from tests.indicators.methods.make import series

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "methods.md"
PERCENT = {"low": 0.0, "high": 100.0}
EXAMPLES = {
    "yes-no": ({2015: 0, 2020: 1}, Aim(1, low=0, high=1)),
    "growth": ({2015: 2, 2020: 4}, Aim(7, growth=True)),
    "parity": ({2015: 0.8, 2020: 0.9}, Aim(1, band=(0.97, 1.03))),
    "middle": ({2015: 30, 2020: 40}, Aim(50, fold="difference", **PERCENT)),
    "ceiling": ({2012: 90, 2015: 100, 2020: 100}, Aim(100, **PERCENT)),
    "bounded": ({2015: 0, 2020: 0.5}, Aim(1, low=0, high=1)),
    "unbounded": ({2015: 9, 2020: 4}, Aim(2, direction=-1, low=0)),
}


def table(*rows: tuple[str, str, int, float, str]) -> pl.DataFrame:
    """Return the long table of (indicator, series, year, value, unit) of one country."""
    given = {"area": "KEN", "breakdown": "", "status": "", "source": "", "licence": ""}
    full = [
        {**given, "indicator": i, "series": s, "year": y, "value": v, "unit": u, "row": at}
        for at, (i, s, y, v, u) in enumerate(rows, 2)
    ]
    schema = {name: getattr(pl, kind) for name, kind in COLUMNS.items()}
    return pl.DataFrame(full, schema=schema)


def said(name: str, values: dict[int, float], aim: Aim) -> str:
    return methods.progress(series(values), aim, name).verdict


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_kind_of_a_series(kind: str) -> None:
    values, aim = EXAMPLES[kind]
    assert KINDS[list_kinds(from_series([series(values)], [aim]))[0]] == kind


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_docs_say_which_methods_cannot_judge_a_kind(kind: str) -> None:
    section = PAGE.read_text("utf-8").partition("## Kinds of indicator")[2].partition("\n## ")[0]
    (row,) = [line for line in section.splitlines() if line.startswith(f"| `{kind}`")]
    listed = {cell.strip().strip("`") for cell in row.strip("|").split("|")[-1].split(",")} - {""}
    values, aim = EXAMPLES[kind]
    refusing = {name for name, one in methods.ALL.items() if kind in one.REFUSES}
    assert listed == refusing | ({"logit"} if kind == "unbounded" else set())
    for name in listed:
        found = methods.progress(series(values), aim, name)
        assert found.verdict == "" and found.projected is None and "Cannot be judged: " in found.reason


def test_growth_is_told_by_the_indicator_and_not_refused_as_impossible() -> None:
    rows = [("sdg:8.1.1", "OWN", 2015 + at, value, "percent") for at, value in enumerate((2.0, -1.5, 120.0))]
    level = [("sdg:8.1.1", "GDP_USD", 2015 + at, 1000.0 + at, "usd") for at in range(3)]
    found = check_table(table(*rows, *level), None, {})
    assert found.table.height == 6 and not found.problems.of_kind("impossible")
    spans = aimed(found.table, Book.of(sdg_aims())).spans
    assert spans.growth.tolist() == [True, False]
    assert judge_spans(spans, ["unsd-2023"])["unsd-2023"].verdict.tolist()[0] == -1


@pytest.mark.parametrize("indicator", ["sdg:10.5.1", "sdg:2.a.1"])
def test_an_indicator_without_a_direction_is_judged_by_no_method(indicator: str) -> None:
    code = "AG_PRD_AGVAS" if indicator == "sdg:2.a.1" else "OWN"
    rows = [(indicator, code, year, value, "percent") for year, value in ((2015, 1.0), (2020, 1.0))]
    spans = aimed(table(*rows), Book.of(sdg_aims())).spans
    assert all(one.verdict[0] == -1 for one in judge_spans(spans).values())


@pytest.mark.parametrize("values,verdict", [((1, 1), "achieved"), ((0, 1), "achieved"), ((0, 0), "stagnation")])
def test_yes_or_no_by_the_note_of_2023_alone(values: tuple[int, int], verdict: str) -> None:
    rows = [("sdg:17.18.3", "OWN", year, value, "yes_no") for year, value in zip((2015, 2020), values, strict=True)]
    found = judge_spans(aimed(table(*rows), Book.of(sdg_aims())).spans)
    judged = {name: methods.ALL[name].COMMON[one.verdict[0]] for name, one in found.items() if one.verdict[0] >= 0}
    assert judged == {"unsd-2023": verdict}


def test_within_one_point_is_said_of_per_cent_alone() -> None:
    values = {2015: 0.3, 2020: 0.9}
    assert said("unsd-2023", values, Aim(0, direction=-1, low=0, high=1000)) == "regression"
    assert said("unsd-2023", values, Aim(0, direction=-1, **PERCENT)) == "achieved"


def test_anticipated_progress_of_a_target_that_is_met_at_the_limit() -> None:
    found = methods.progress(series({2015: 95, 2018: 100, 2022: 100}), Aim(100, **PERCENT), "escap-anticipated")
    assert (found.words, found.projected) == ("Maintain progress", 100)
    assert said("escap-anticipated", {2015: 60, 2018: 0, 2022: 0}, Aim(100, **PERCENT)) == ""


@pytest.mark.parametrize("name", ["linear", "logit"])
def test_the_interval_of_an_aim_in_the_middle_is_on_both_sides(name: str) -> None:
    aim = Aim(50, fold="difference", **PERCENT)
    found = methods.progress(series({2015: 52, 2018: 60, 2020: 61, 2023: 55}), aim, name)
    assert found.interval and found.interval[0] < 50 < found.projected < found.interval[1]
    through = methods.progress(series({2015: 38, 2018: 42, 2020: 44, 2023: 45}), aim, name)
    assert through.verdict == "on-track" and through.ratio == 1 and through.projected > 50


@pytest.mark.parametrize("last,year", [(1.0, "2026"), (0.91, "2026"), (0.5, "2025")])
def test_a_gap_closes_in_the_next_whole_year(last: float, year: str) -> None:
    # Ten years from a gap of 10: what is left takes 10 * last / (10 - last) years, 1.1 of them, 1 or 0.5.
    found = find_closing(([2014, 2024], [60.0, 70.0]), ([2014, 2024], [50.0, 70.0 - last]), limits=(None, None))
    assert found.words.startswith(f"Closes in {year} ")

"""The rules by which verdicts are published, and the one verdict of a series."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from actionlines.errors import BadAims
from actionlines.indicators.gate import Outcome, Policy, change_rules, read_policy
from actionlines.indicators.groups import group_value
from actionlines.indicators.model import COLUMNS
from actionlines.papers.progress.divides import find_divides
from actionlines.papers.progress.judged import judge_table

USE = {"indicator": "sdg:17.8.1", "series": "IT_USE_ii99", "unit": "percent"}
PRICE = {"indicator": "", "series": "i154_FBB5_GNI", "unit": "percent_gni_pc"}
STEADY = {2015: 40.0, 2019: 52.0, 2023: 64.0}


def table(values: Mapping[int, float], area: str = "KEN", **fields: str) -> pl.DataFrame:
    empty = dict.fromkeys(COLUMNS, "") | {"row": 1}
    rows = [empty | USE | {"area": area, "year": year, "value": value} | fields for year, value in values.items()]
    return pl.DataFrame(rows).select(pl.col(name).cast(getattr(pl, kind)) for name, kind in COLUMNS.items())


def outcome(rows: pl.DataFrame, policy: Policy | None = None, as_of: int | None = None) -> Outcome:
    _screened, _aims, judged = judge_table(rows, {}, policy, as_of)
    return judged.fields_of(0)


@pytest.mark.parametrize(
    ("rows", "as_of", "verdict", "withheld"),
    [
        (table(STEADY), None, "too-slow", ""),
        (table({2015: 60.0, 2019: 90.0, 2023: 99.0}), None, "on-course", ""),
        (table({2015: 60.0, 2019: 90.0, 2023: 100.0}), None, "reached", ""),
        (table({2015: 60.0, 2019: 58.0, 2023: 50.0}), None, "going-back", ""),
        (table({2015: 80.0, 2017: 88.0, 2019: 87.0, 2021: 81.0, 2023: 80.2}), None, "too-slow", ""),
        (table({2021: 60.0, 2022: 80.0, 2023: 100.0}), None, "withheld", "span"),
        (table({2023: 100.0}), None, "withheld", "span"),
        (table(STEADY), 2029, "withheld", "age"),
        (table(STEADY, unit=""), None, "withheld", "unit"),
        (table(STEADY, status="F"), None, "withheld", "status"),
        (table(STEADY, status="E"), None, "too-slow", ""),
        (table(STEADY, indicator="", series="own"), None, "withheld", "no-aim"),
        (
            table(STEADY, indicator="sdg:17.6.1", series="IT_NET_BBND", unit="per_100_pop"),
            None,
            "withheld",
            "no-number",
        ),
    ],
)
def test_a_verdict_is_published_or_withheld_with_a_code(
    rows: pl.DataFrame, as_of: int | None, verdict: str, withheld: str
) -> None:
    held = outcome(rows, as_of=as_of)
    assert (held["verdict"], held["withheld"]) == (verdict, withheld)


def test_a_break_withholds_every_verdict_that_compares_years_on_both_sides() -> None:
    rows = pl.concat(
        [table({2015: 40.0, 2017: 46.0}), table({2019: 60.0}, status="B"), table({2021: 65.0, 2023: 70.0})]
    )
    assert outcome(rows)["withheld"] == "break" and outcome(rows)["break_year"] == 2019
    _screened, _aims, judged = judge_table(rows, {})
    judging = [name for name, verdicts in judged.methods.items() if verdicts.verdict[0] >= 0]
    assert judging == ["eurostat-short"], "it compares 2019 and 2023"
    assert outcome(rows, change_rules({"breaks": "after-break"}))["verdict"] == "too-slow"
    assert outcome(rows, change_rules({"breaks": "publish"}))["verdict"] != "withheld"


def test_a_price_of_0_is_set_aside_until_a_person_confirms_it() -> None:
    rows = table({2015: 9.0, 2018: 7.0, 2022: 6.0, 2023: 0.0}, **PRICE)
    screened, aims, judged = judge_table(rows, {})
    assert (aims.spans.values[-1], [flaw.kind for flaw in screened.aside]) == (6, ["zero"])
    assert judged.fields_of(0)["verdict"] == "too-slow"
    confirmed = change_rules({"confirmed": "i154_FBB5_GNI KEN 2023"})
    assert outcome(rows, confirmed)["verdict"] == "reached"


@pytest.mark.parametrize(
    ("fields", "values", "kinds"),
    [
        ({"indicator": "", "series": "own", "unit": "ratio"}, {2015: 0.4, 2023: -0.2}, ["limits"]),
        ({"indicator": "", "series": "own", "unit": "yes_no"}, {2015: 0.0, 2023: 7.0}, ["limits"]),
        ({"indicator": "", "series": "own", "unit": "index"}, {2015: 4.0, 2023: -2.0}, []),
        ({"indicator": "", "series": "own", "unit": "usd"}, {2015: 4.0, 2023: 0.0}, []),
        ({"indicator": "", "series": "own", "unit": "tonnes"}, {2015: 40.0, 2023: 99999.0}, ["code"]),
        ({"indicator": "", "series": "own", "unit": "tonnes"}, {2015: 40000.0, 2023: 99999.0}, []),
        ({"indicator": "", "series": "own", "unit": "unheard of"}, {2015: 4.0, 2023: -999.0}, ["code"]),
    ],
)
def test_a_value_that_its_quantity_does_not_allow_is_set_aside(
    fields: dict[str, str], values: dict[int, float], kinds: list[str]
) -> None:
    rows = table(values, **fields)
    assert [flaw.kind for flaw in judge_table(rows, {})[0].aside] == kinds
    assert not judge_table(rows, {}, change_rules({"limits": "publish"}))[0].aside


@pytest.mark.parametrize(
    ("lone", "others", "aside"),
    [({2015: 0.17, 2023: 0.36}, 40.0, 2), ({2015: 0.17, 2023: 0.36}, 2.0, 0), ({2015: 0.17, 2023: 36.0}, 40.0, 0)],
)
def test_one_area_in_fractions_among_areas_in_per_cent_is_set_aside(
    lone: dict[int, float], others: float, aside: int
) -> None:
    beside = [table({2015: others, 2023: others + 20}, area) for area in ("UGA", "TZA", "RWA", "BDI", "NPL", "BTN")]
    screened, _aims, _judged = judge_table(pl.concat([table(lone), *beside]), {})
    assert [flaw.kind for flaw in screened.aside] == ["fractions"] * aside


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rule,value\nspann,4\n", "is not a rule"),
        ("rule,value\nbreaks,never\n", "holds 'never'"),
        ("rule,value\nspan,some\n", "holds 'some'"),
        ("rule,value\nmethods,guess\n", "holds 'guess'"),
        ("name\nspan\n", "columns rule and value"),
    ],
)
def test_a_wrong_file_of_rules_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "rules.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(BadAims, match=words):
        read_policy(path)


def test_an_office_changes_rules_by_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_text("rule,value\nspan,2\n", "utf-8")
    policy = read_policy(path)
    assert policy.number("span") == 2 and ("span", "2 *") in list(policy.rows())
    assert outcome(table({2021: 60.0, 2023: 100.0}), policy)["verdict"] == "reached"


@pytest.mark.parametrize(("unit", "divides"), [("persons", 0), ("percent", 1)])
def test_amounts_make_no_divide(unit: str, divides: int) -> None:
    sides = [table({2023: value}, breakdown=f"sex={sex}", unit=unit) for sex, value in (("F", 30.0), ("M", 40.0))]
    assert len(find_divides(pl.concat(sides), {}, "")) == divides


@pytest.mark.parametrize("unit", ["persons", "percent"])
def test_less_than_half_of_the_people_make_no_figure_of_a_group(unit: str) -> None:
    assert group_value("LDC", {"NPL": (2023, 30.0)}, 2023, unit=unit).value is None

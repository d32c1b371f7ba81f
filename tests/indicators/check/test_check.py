"""Rules that look at a whole table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from actionlines.indicators.check import Problems, ValueLimits, check_table, is_rate, quantity_of, read_kinds
from actionlines.indicators.model import COLUMNS, breakdown_pairs, breakdown_text, empty_table


def table(
    values: Sequence[tuple[int, float]], unit: str = "percent", series: str = "S", start: int = 2
) -> pl.DataFrame:
    rows = [
        ("", series, "KEN", "", year, value, unit, "", "", "", "", at) for at, (year, value) in enumerate(values, start)
    ]
    return pl.DataFrame(rows, schema={name: getattr(pl, kind) for name, kind in COLUMNS.items()}, orient="row")


@pytest.mark.parametrize(
    "value,unit,series,kind",
    [
        (100.0, "percent", "S", ""),
        (0.0, "percent", "S", ""),
        (100.04, "percent", "S", "rounding"),
        (100.2, "percent", "S", "impossible"),
        (-0.1, "percent", "S", "impossible"),
        (-1.0, "number", "S", "impossible"),
        (-1.0, "per_100_pop", "S", "impossible"),
        (150.0, "per_100_pop", "S", ""),
        (-5.0, "percent", "NY_GDP_PCAP", ""),  # growth
        (-5.0, "ratio", "S", ""),
        (-5.0, "", "S", ""),
    ],
)
def test_values_that_cannot_be(value: float, unit: str, series: str, kind: str) -> None:
    found = check_table(table([(2015, value)], unit, series))
    assert list(found.problems.counts) == ([kind] if kind else [])
    assert found.refused == (kind == "impossible")
    assert found.table.height == 1 - found.refused


def test_limits_of_a_mapping_hold_for_every_unit() -> None:
    assert check_table(table([(2015, 5.0), (2016, 11.0)], ""), ValueLimits(0, 10)).table["year"].to_list() == [2015]


def test_a_title_can_say_that_it_is_a_rate() -> None:
    assert is_rate("X", "Annual growth of users (%)")
    assert not is_rate("X", "Users of degrowth (%)")
    assert check_table(table([(2015, 130.0)]), names={"S": "Taxes (% of GDP)"}).refused == 0


def test_duplicates_name_the_row_that_stands() -> None:
    found = check_table(table([(2015, 5.0), (2015, 5.0), (2015, 6.0), (2016, 6.0)]))
    assert found.table["row"].to_list() == [2, 5]
    assert [(p.row, p.kind) for p in found.problems] == [(3, "repeated"), (4, "duplicate")]
    assert "6.0 stands here and 5.0 in row 2" in found.problems[1].message


def test_units_that_change_and_units_side_by_side() -> None:
    early = table([(2010, 5.0), (2011, 6.0)], "percent")
    late = table([(2012, 500.0), (2013, 600.0)], "number", start=4)
    beside = table([(2010, 500.0), (2011, 600.0)], "number", start=4)
    (problem,) = check_table(pl.concat([early, late])).problems
    assert (problem.row, problem.kind) == (4, "unit-change")
    assert "percent until 2011, number from 2012" in problem.message
    assert not len(check_table(pl.concat([early, beside])).problems)


def test_a_jump_against_the_own_history() -> None:
    steady = [(2005 + at, 50.0 + at) for at in range(10)]
    assert not len(check_table(table(steady)).problems)
    jump = [(year, value - (40 if year >= 2010 else 0)) for year, value in steady]
    (problem,) = check_table(table(jump)).problems
    assert (problem.row, problem.kind, problem.severity) == (7, "break", "warning")
    # gaps: the change is counted by year
    gap = [*steady, (2025, 74.0)]
    assert not len(check_table(table(gap)).problems)
    # a history too short to tell
    assert not len(check_table(table([(2010, 1.0), (2011, 2.0), (2012, 90.0)])).problems)


def test_a_roll_out_is_no_break() -> None:
    covered = [(2010 + at, value) for at, value in enumerate((0.0, 1, 3, 75, 96, 97, 98, 99))]
    assert not len(check_table(table(covered)).problems)


def test_a_first_move_of_a_flag_is_no_break() -> None:
    flag = [(2005 + at, float(at > 6)) for at in range(10)]
    assert not len(check_table(table(flag, "yes_no")).problems)


def test_large_tables_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    steady = [(2005 + at, 20.0 + 4 * at - (20 if at >= 5 else 0)) for at in range(10)]
    many = pl.concat([table(steady, series=f"S{at}") for at in range(20)])
    whole = check_table(many).problems
    monkeypatch.setattr("actionlines.indicators.check.PART", 30)
    parts = check_table(many).problems
    assert len(whole) == 20
    assert parts.frame.sort("message").equals(whole.frame.sort("message"))


def test_the_empty_table() -> None:
    found = check_table(empty_table())
    assert (found.table.height, len(found.problems), found.refused) == (0, 0, 0)


def test_problems_are_a_sequence() -> None:
    problems = Problems.join([Problems.of("a", "missing", [(5, "x")]), Problems.of("a", "break", [(2, "y")])])
    assert [p.row for p in problems] == [2, 5]
    assert [p.row for p in problems[1:]] == [5]
    assert [p.row for p in problems.errors] == [5]
    assert problems[-1].advice == read_kinds()["missing"][1]


@pytest.mark.parametrize(
    "pairs", [(), (("sex", "F"),), (("a;b", "x=1 %3B"), ("c", "100%")), (("activity", "sent; got = 5"),)]
)
def test_breakdowns_can_be_taken_apart(pairs: tuple[tuple[str, str], ...]) -> None:
    assert breakdown_pairs(breakdown_text(pairs)) == tuple(sorted(pairs))


@pytest.mark.parametrize(
    ("unit", "title", "kind", "zero", "negative", "most"),
    [
        ("percent", "Users", "share", True, False, 100),
        ("percent", "Annual growth of users", "growth", True, True, None),
        ("percent", "Spending as a share of GDP", "relation", True, True, None),
        ("per_1000_live_births", "Deaths", "per_1000_live_births", True, False, 1000),
        ("usd", "Price of a basket", "price", False, False, None),
        ("usd", "Aid", "money", True, True, None),
        ("number", "Users", "count", True, False, None),
        ("unheard of", "", "", True, True, None),
    ],
)
def test_each_quantity_says_what_its_values_can_be(
    unit: str, title: str, kind: str, zero: bool, negative: bool, most: float | None
) -> None:
    known = quantity_of(unit, "own", title)
    assert (known.kind, known.zero, known.negative, known.most) == (kind, zero, negative, most)

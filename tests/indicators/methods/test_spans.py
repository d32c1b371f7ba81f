"""The long table becomes spans; aims find their series."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from actionlines.indicators import methods
from actionlines.indicators.model import Aim, Spans
from actionlines.indicators.spans import from_series, from_table
from tests.indicators.methods.make import ALONE, series

ROWS = [
    ("sdg:17.8.1", "USE", "KEN", "", 2020, 30.0, "%"),
    ("sdg:17.8.1", "USE", "CAN", "", 2015, 90.0, "%"),
    ("sdg:17.8.1", "USE", "KEN", "", 2015, 17.0, "%"),
    ("sdg:9.c.1", "4G", "KEN", "", 2018, 60.0, "%"),
    ("sdg:17.8.1", "USE", "KEN", "sex=F", 2019, 20.0, "%"),
    ("sdg:17.8.1", "USE", "CAN", "", 2020, 96.0, "%"),
]
SCHEMA = {
    "indicator": pl.String,
    "series": pl.String,
    "area": pl.String,
    "breakdown": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "unit": pl.String,
}


def table(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def one(spans: Spans, index: int) -> list[tuple[int, float]]:
    part = slice(spans.starts[index], spans.starts[index + 1])
    return list(zip(spans.years[part].tolist(), spans.values[part].tolist(), strict=True))


def test_grouped_and_in_order_of_years() -> None:
    keys, spans = from_table(table(ROWS), {})
    assert keys.select("series", "area", "breakdown").rows() == [
        ("USE", "KEN", ""),
        ("USE", "CAN", ""),
        ("4G", "KEN", ""),
        ("USE", "KEN", "sex=F"),
    ]
    assert [one(spans, i) for i in range(4)] == [
        [(2015, 17.0), (2020, 30.0)],
        [(2015, 90.0), (2020, 96.0)],
        [(2018, 60.0)],
        [(2019, 20.0)],
    ]


def test_order_of_rows_does_not_matter() -> None:
    _, spans = from_table(table(ROWS), {})
    keys, other = from_table(table(ROWS[::-1]), {})
    at = keys["area"].to_list().index("CAN")
    assert one(other, at) == one(spans, 1)


def test_country_then_series_then_indicator_then_default() -> None:
    aims = {("USE", "KEN"): Aim(80), "USE": Aim(100, high=100.0), "sdg:9.c.1": Aim(95, direction=-1), "4H": Aim(1)}
    _, spans = from_table(table(ROWS), aims)
    assert spans.target.tolist() == [80, 100, 95, 80]
    assert spans.direction.tolist() == [1, 1, -1, 1]
    _, plain = from_table(table(ROWS), {}, Aim(70, 2028, base=2010))
    assert plain.target.tolist() == [70] * 4
    assert plain.target_year.tolist() == [2028] * 4 and plain.base.tolist() == [2010] * 4


def test_the_whole_key_goes_first_and_tells_units_apart() -> None:
    rows = [*ROWS, ("sdg:17.8.1", "USE", "KEN", "", 2020, 15e6, "number")]
    aims = {("USE", "KEN"): Aim(80), ("sdg:17.8.1", "USE", "KEN", "", "number"): Aim(60e6)}
    keys, spans = from_table(table(rows), aims)
    names = keys.select("series", "breakdown", "unit", "area").rows()
    found = {name[:3]: x for name, x in zip(names, spans.target.tolist(), strict=True) if name[3] == "KEN"}
    assert found["USE", "", "%"] == 80 and found["USE", "sex=F", "%"] == 80
    assert found["USE", "", "number"] == 60e6 and np.isnan(found["4G", "", "%"])


def test_no_number_no_year_and_repeats() -> None:
    rows = [
        *ROWS,
        ("", "USE", "FRA", "", 2020, None, "%"),
        ("", "USE", "FRA", "", 2021, float("nan"), "%"),
        ("", "USE", "FRA", "", None, 5.0, "%"),
        ("sdg:17.8.1", "USE", "CAN", "", 2020, 97.0, "%"),  # the later row counts
    ]
    keys, spans = from_table(table(rows), {})
    assert "FRA" not in keys["area"].to_list()
    assert one(spans, 1) == [(2015, 90.0), (2020, 97.0)]


def test_empty_table() -> None:
    keys, spans = from_table(table([]), {})
    assert keys.height == len(spans) == 0


def test_single_series() -> None:
    spans = from_series([series({2015: 1, 2016: float("nan"), 2017: 3})], [Aim(5, band=(4, 6))])
    assert one(spans, 0) == [(2015, 1.0), (2017, 3.0)]
    assert spans.fold.tolist() == [1]
    assert np.isnan(spans.limit[0])


def test_band_alone_has_its_middle_as_target() -> None:
    assert from_series([series({2015: 1})], [Aim(band=(0.5, 1.5))]).target.tolist() == [1.0]


def test_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="1 series and 0 aims"):
        from_series([series({2015: 1})], [])
    good = series({2015: 1, 2016: 2})
    bad = type(good)(good.key, (2016, 2015), good.values)
    with pytest.raises(ValueError, match="do not ascend"):
        from_series([bad], [Aim()])


@pytest.mark.parametrize("name", ALONE)
def test_without_an_aim_nothing_is_judged(name: str) -> None:
    """Whether more is better is not guessed; the other series keeps its verdict."""
    rows = [("", code, "CAN", "", year, 50.0 + year - 2015, "%") for code in "AB" for year in range(2005, 2022)]
    aim = Aim(100, low=0, high=100, bounds=(0, 100), green=90)
    _, spans = from_table(table(rows), {"A": aim})
    verdicts = methods.ALL[name].assess(spans)
    assert verdicts.verdict[0] >= 0 and verdicts.verdict[1] == -1
    assert "no aim is known" in methods.row(verdicts, spans, 1).reason

"""The real data beside the checkout, where it is there."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from actionlines.indicators.model import COLUMNS
from actionlines.indicators.read import read_indicators


@pytest.mark.parametrize(
    "name,layout,rows",
    [
        ("unsd2020/it_use_ii99.csv", "unsd-wide", 4436),
        ("unsd2020/eg_elc_accs.csv", "unsd-wide", 14986),
        ("unsd2021_sex/441_se_adt_acts_by_sex_lean.csv", "unsd", 4795),
        ("itu_datahub/itu_datahub_lean.csv", "itu-datahub", 36946),
        ("owid/share-of-individuals-using-the-internet.csv", "owid", 7151),
        ("statcan_underlying/gif_4-4-1.csv", "open-sdg", 280),
        ("statcan_underlying/gif_17-6-1.csv", "open-sdg", 444),
    ],
)
def test_layouts_are_recognised(shared: Path, name: str, layout: str, rows: int) -> None:
    found = read_indicators(shared / "data" / "indicators" / name)
    assert (found.layout, found.rows_in) == (layout, rows)
    assert found.rows_in == found.table.height + found.rows_refused
    assert dict(found.table.schema) == {column: getattr(pl, kind) for column, kind in COLUMNS.items()}
    told = {"break", "missing", "no-area", "unknown-area", "impossible", "unit-source"}
    assert found.problems.counts.keys() <= told


def test_open_sdg_names_its_indicator_and_the_mapping_its_country(shared: Path) -> None:
    path = shared / "data" / "indicators" / "statcan_underlying" / "gif_17-8-1.csv"
    found = read_indicators(path, {"constants": {"area": "Canada", "unit": "%"}})
    assert found.problems.counts == {}
    assert found.table.select("indicator", "area", "unit").unique().rows() == [("sdg:17.8.1", "CAN", "percent")]


@pytest.mark.long
def test_the_whole_database_of_2020(shared: Path) -> None:
    path = shared / "data" / "indicators" / "sdg_global_database_2020.parquet"
    found = read_indicators(path)
    assert found.rows_in == 1_128_726 == found.table.height + found.rows_refused
    assert found.rows_refused == 6_374
    assert found.problems.errors.counts == {"missing": 6_348, "impossible": 26}
    assert found.table["indicator"].str.starts_with("sdg:").all()
    assert found.table.select("series", "area", "breakdown", "unit", "year").is_unique().all()


def test_two_releases_agree(shared: Path) -> None:
    folder = shared / "data" / "indicators"
    old = read_indicators(folder / "unsd2020" / "se_adt_acts.csv").table
    new = read_indicators(folder / "unsd2021_sex" / "441_se_adt_acts_by_sex_lean.csv").table
    both = old.join(new, on=["series", "area", "breakdown", "unit", "year"], suffix="_new")
    assert both.height == old.height == new.height
    assert ((both["value"] - both["value_new"]).abs() < 1e-4).all()

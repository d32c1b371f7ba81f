"""Parquet and Excel."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from actionlines.errors import DamagedInput, NoObservations, UnknownFormat, UnsafeInput
from actionlines.indicators.read import read_indicators


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"area": ["KEN", "KEN", "KEN"], "year": [2015, 2016, 1500], "value": [1.5, None, 3.0], "sex": ["F", "F", "M"]},
        schema_overrides={"sex": pl.Categorical},
    )
    frame.write_parquet(tmp_path / "a.parquet")
    found = read_indicators(tmp_path / "a.parquet")
    assert found.table.select("area", "breakdown", "year", "value", "row").rows() == [("KEN", "sex=F", 2015, 1.5, 1)]
    assert [(p.row, p.kind) for p in found.problems] == [(2, "missing"), (3, "no-year")]


def test_the_key_of_the_database_of_2020(tmp_path: Path) -> None:
    rows = [
        ("it_use_ii99", "404|notspec|percent", "404", 2015, 16.5),
        ("sl_tlf_uem", "15_24|404|c|female|percent", "404", 2015, 7.0),
        ("sl_dom_tspd", "12|12|allarea|c|female|percent", "12", 2012, 20.0),  # an age like the area
        ("en_ref_wascol", "nairobi|404|c|percent", "404", 2015, 30.0),
    ]
    names = ["series", "key", "geo_area", "year", "value"]
    pl.DataFrame(rows, schema=names, orient="row").write_parquet(tmp_path / "a.parquet")
    table = read_indicators(tmp_path / "a.parquet").table
    assert table.select("series", "area", "breakdown", "unit", "status").rows() == [
        ("IT_USE_ii99", "KEN", "", "percent", ""),
        ("SL_TLF_UEM", "KEN", "age=15-24;sex=F", "percent", "C"),
        ("SL_DOM_TSPD", "DZA", "age=12;sex=F", "percent", "C"),
        ("EN_REF_WASCOL", "KEN", "other=NAIROBI", "percent", "C"),
    ]


def workbook(path: Path, *, formula_value: float = 45.5) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Cover").write(0, 0, "Figures of the office")
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Figures by country"])
        sheet.write_row(2, 0, ["Country", "Year", "Value"])
        sheet.write_row(3, 0, ["Kenya", 2015, 1.25])
        sheet.write_row(4, 0, ["Kenya", 2016])
        sheet.write_formula(4, 2, "=1+1", value=formula_value)
        sheet.write_row(5, 0, ["Kenya", 2017, "n/a"])
    return path


def test_a_workbook_gives_the_values_that_are_saved(tmp_path: Path) -> None:
    found = read_indicators(workbook(tmp_path / "a.xlsx"))
    assert found.found["sheet"] == "Data"
    assert found.table.select("area", "year", "value", "row").rows() == [
        ("KEN", 2015, 1.25, 4), ("KEN", 2016, 45.5, 5),
    ]  # fmt: skip
    assert [(p.row, p.kind) for p in found.problems] == [(6, "missing")]


def test_macros_are_not_run(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsm")
    with zipfile.ZipFile(path, "a") as box:
        box.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    found = read_indicators(path)
    assert found.table.height == 2
    assert found.problems.of_kind("macro")[0].severity == "warning"


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoObservations, match="Cover, Data"):
        read_indicators(workbook(tmp_path / "a.xlsx"), {"sheet": "Other"})


def test_containers_that_are_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("word/document.xml", "<a/>")
    with pytest.raises(UnknownFormat, match="AL102"):
        read_indicators(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("xl/workbook.xml", b"0" * 40_000_000)
    with pytest.raises(UnsafeInput, match="AL107"):
        read_indicators(path)
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(DamagedInput, match="AL105"):
        read_indicators(path)
    body = bytearray(path.read_bytes())
    body[body.index(b"PK\x01\x02") + 6] = 132  # version of zip that is needed: none that there is
    path.write_bytes(body)
    with pytest.raises(DamagedInput, match="AL105"):
        read_indicators(path)


def test_the_own_table_is_read_back(tmp_path: Path) -> None:
    table = read_indicators(workbook(tmp_path / "a.xlsx"), {"constants": {"series": "S", "unit": "%"}}).table
    table = table.with_columns(breakdown=pl.lit("age=15-24;sex=F"))
    table.write_parquet(tmp_path / "a.parquet")
    table.write_csv(tmp_path / "a.csv")
    for name in ("a.parquet", "a.csv"):
        found = read_indicators(tmp_path / name)
        assert found.layout == "actionlines"
        assert found.table.drop("row").equals(table.drop("row"))


def test_a_column_called_area_may_hold_urban_and_rural(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Country,Year,Area,Value\nKenya,2015,Urban,5\nKenya,2015,,4\n", "utf-8")
    assert read_indicators(tmp_path / "a.csv").table["breakdown"].to_list() == ["location=urban", ""]

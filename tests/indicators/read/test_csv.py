"""CSV in the forms that offices send."""

from __future__ import annotations

import pytest

from actionlines.indicators.model import COLUMNS
from actionlines.indicators.read import sheets
from tests.indicators.read.conftest import Give


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(give: Give, encoding: str, delimiter: str) -> None:
    lines = [["pays", "année", "valeur"], ["Côte d'Ivoire", "2015", "45.5"], ["Sénégal", "2016", "46.5"]]
    found = give("\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert found.table.select("area", "year", "value").rows() == [("CIV", 2015, 45.5), ("SEN", 2016, 46.5)]
    assert found.found["delimiter"] == delimiter
    assert ("encoding" in found.problems.counts) == (encoding in ("cp1252", "latin-1"))


@pytest.mark.parametrize("header", ["*", "^a$", "^.*$", "*\0\0"])
def test_a_header_that_polars_takes_for_a_pattern_is_a_name(give: Give, header: str) -> None:
    found = give(f"area,{header},icator,year,value\nKEN,x,1,2020,\nKEN,x,2,2021,45.5\n".encode())
    assert found.table.select("area", "year", "value").rows() == [("KEN", 2021, 45.5)]


def test_repeated_headers_are_numbered_in_one_pass() -> None:
    """Each name is compared with none of the others: 20,000 columns of one name took minutes before."""

    class Counted(str):
        compared = 0

        def __eq__(self, other: object) -> bool:
            Counted.compared += 1
            return str.__eq__(self, other)  # type: ignore[arg-type]

        __hash__ = str.__hash__

        def split(self, *given: object) -> list[str]:  # type: ignore[override]
            return [self]

    names = [Counted("a") for _ in range(2_000)]
    found = sheets.unique_headers([*names, "a (3)", "a (2)", "b"])
    assert found[:3] == ["a", "a (2)", "a (3)"]
    assert found[-4:] == ["a (2000)", "a (3) (2)", "a (2) (2)", "b"]
    assert len(set(found)) == len(found)
    assert Counted.compared < 3 * len(found)


def test_decimal_commas_and_grouped_thousands(give: Give) -> None:
    found = give("country;year;value\nKenya;2015;45,5\nKenya;2016;1.234,5\nKenya;2017;1.234\n")
    assert found.table["value"].to_list() == [45.5, 1234.5, 1234.0]
    assert found.found["decimal"] == ","


def test_points_are_decimal_where_nothing_says_otherwise(give: Give) -> None:
    assert give("country,year,value\nKenya,2015,1.234\n").table["value"].to_list() == [1.234]


def test_a_number_that_could_be_two_is_told(give: Give) -> None:
    found = give('country,year,value\nKenya,2015,"1,234"\n')
    assert found.table["value"].to_list() == [1234.0]
    assert found.problems.of_kind("number-style")[0].severity == "warning"
    assert give('country,year,value\nKenya,2015,"1,234"\n', mapping={"decimal": ","}).table["value"][0] == 1.234


def test_six_languages(give: Give) -> None:
    for text in (
        "国家,年份,值,性别\n肯尼亚,2015,45.6,女\n",
        "البلد,السنة,القيمة,الجنس\nكينيا,٢٠١٥,٤٥٫٦,إناث\n",
        "страна;год;значение;пол\nКения;2015;45,6;женщины\n",
        "pays;année;valeur;sexe\nKenya;2015;45,6;femmes\n",
        "país;año;valor;sexo\nKenya;2015;45,6;mujeres\n",
    ):
        row = give(text).table.select("area", "breakdown", "year", "value").row(0)
        assert row == ("KEN", "sex=F", 2015, 45.6)


def test_wide_by_year(give: Give) -> None:
    found = give(
        '"Data Source","Indicators",\n\n"Country Name","Country Code","Indicator Name","Indicator Code",'
        '"2015","2016 [YR2016]",\n"Kenya","KEN","Use of it (%)","IT.USE","1.5","..",\n'
        '"World","WLD","x","IT.USE","","3",\n'
    )
    assert found.layout == "world-bank"
    assert found.table.select("series", "area", "year", "value", "row").rows() == [
        ("IT.USE", "KEN", 2015, 1.5, 4), ("IT.USE", "m49:001", 2016, 3.0, 5),
    ]  # fmt: skip
    assert [(p.row, p.column, p.kind) for p in found.problems.errors] == [(4, "2016 [YR2016]", "missing")]


def test_wide_by_series(give: Give) -> None:
    found = give("Entity,Code,Year,Phones (%),Users\nKenya,KEN,2015,5,70\nKenya,KEN,2016,,80\n")
    assert found.table.select("series", "year", "value", "unit").rows() == [
        ("Phones (%)", 2015, 5.0, "percent"), ("Users", 2015, 70.0, ""), ("Users", 2016, 80.0, ""),
    ]  # fmt: skip


def test_sdmx_csv(give: Give) -> None:
    first = give(
        "DATAFLOW,SERIES,REF_AREA,SEX,AGE,URBANISATION,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\n"
        "A:B(1.0),IT_USE_ii99,404,_T,_T,_T,2015,12.5,PT,0\nA:B(1.0),X,404,F,Y15T24,R,2015,12.5,NR,3\n"
    )
    assert first.layout == "sdmx-csv-1"
    assert first.table.select("indicator", "breakdown", "value", "unit").rows() == [
        ("sdg:17.8.1", "", 12.5, "percent"), ("", "age=15-24;location=rural;sex=F", 12500.0, "number"),
    ]  # fmt: skip
    second = give(
        "STRUCTURE,STRUCTURE_ID,ACTION,SERIES: Series,REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE\n"
        "dataflow,A:B(1.0),I,X: title,404: Kenya,2015,12.5\ndataflow,A:B(1.0),D,X: title,404: Kenya,2016,\n"
    )
    assert second.layout == "sdmx-csv-2"
    assert second.table.select("series", "area", "year").rows() == [("X", "KEN", 2015)]
    assert "deleted" in second.problems.counts


def test_rows_with_other_numbers_of_cells_are_named(give: Give) -> None:
    found = give("country,year,value\nKenya,2015,1\nKenya,2016,1,2,3\nKenya\n\nKenya,2017,3\n")
    assert found.table["row"].to_list() == [2, 6]
    assert [(p.row, p.kind) for p in found.problems] == [(3, "cells"), (4, "cells")]


def test_a_long_file_is_read_in_batches(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actionlines.indicators.read.sheets.BATCH", 100)
    lines = [f"KEN,{1900 + at % 150},{at},s{at // 150}\n" for at in range(1000)]
    found = give("country,year,value,series\n" + "".join(lines) + "KEN,1900,5,x,y\n" + "KEN,1901,6,x\n")
    assert found.rows_in == 1002
    assert found.table["value"].sum() == sum(range(1000)) + 6
    assert found.table["row"].to_list() == [*range(2, 1002), 1003]
    assert [p.row for p in found.problems.of_kind("cells")] == [1002]


def test_empty_lines_are_no_rows(give: Give) -> None:
    found = give("country,year,value\n\n,,\nKenya,2015,1\n\n , ,\nKenya,2016,2\n")
    assert found.rows_in == 2
    assert found.table["row"].to_list() == [4, 7]
    assert found.problems.counts == {}


def test_headers_that_repeat_or_are_empty(give: Give) -> None:
    found = give("country,year,value,,\nKenya,2015,1,,\n")
    assert found.table.height == 1


def test_a_column_that_changes_late_is_as_the_file_has_it(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "BATCH", 4)
    rows = [("S", "%" if k < 9 else "number", "KEN", 2000 + k, k) for k in range(12)]
    content = "series,unit,area,year,value\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)
    table = give(content).table
    assert table.columns == list(COLUMNS)
    assert table["unit"].to_list() == ["percent"] * 9 + ["number"] * 3
    assert table["series"].to_list() == ["S"] * 12 and table["source"].to_list() == [""] * 12
    assert table["value"].to_list() == list(range(12))

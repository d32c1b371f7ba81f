"""Column mappings: what they can say, and one error for what they cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actionlines.errors import BadMapping
from actionlines.indicators.read import read_mapping
from tests.indicators.read.conftest import Give

YAML = """
columns: {year: Jahr, value: Anteil, area: Land}
dimensions: {sex: Geschlecht}
constants: {series: NETZ, unit: "%", indicator: 17.8.1, source: An office, licence: CC BY 4.0}
ignore: [Bemerkung]
decimal: ","
delimiter: ";"
"""
CSV = "Land;Jahr;Anteil;Geschlecht;Bemerkung\nKEN;2015;45,5;female;x\nKEN;2016;46,5;female;y\n"


def test_a_mapping_from_yaml(give: Give, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(YAML, "utf-8")
    found = give(CSV, mapping=path)
    assert found.layout == "mapping"
    assert found.table.drop("row").rows() == [
        ("sdg:17.8.1", "NETZ", "KEN", "sex=F", year, value, "percent", "", "", "An office", "CC BY 4.0")
        for year, value in ((2015, 45.5), (2016, 46.5))
    ]


def test_wide_columns_by_mapping(give: Give) -> None:
    found = give("country,year,a,b\nKenya,2015,1,2\n", mapping={"values": {"a": "A1", "b": "B1"}})
    assert found.table.select("series", "value").rows() == [("A1", 1.0), ("B1", 2.0)]


def test_constants_go_before_headers(give: Give) -> None:
    found = give("country,year,value\nKenya,2015,1\n", mapping={"constants": {"area": "Uganda"}})
    assert found.table["area"].to_list() == ["UGA"]
    assert found.table["breakdown"].to_list() == [""]


def test_limits_go_before_those_of_the_unit(give: Give) -> None:
    text = "country,year,value,unit\nKenya,2015,120,%\nKenya,2016,250,%\n"
    assert give(text).rows_refused == 2
    assert give(text, mapping={"limits": [0, 200]}).table["value"].to_list() == [120.0]
    assert give(text, mapping={"limits": [0, None]}).rows_refused == 0


@pytest.mark.parametrize(
    "content,told",
    [
        ({"colums": {}}, "no field 'colums'"),
        ({"columns": {"yeer": "x"}}, "no 'yeer'"),
        ({"columns": ["year"]}, "columns is not"),
        ({"ignore": "x"}, "ignore is not"),
        ({"limits": [1]}, "limits holds"),
        ({"limits": ["a", None]}, "limits holds"),
        ({"decimal": ";"}, "decimal holds"),
        ({"delimiter": ";;"}, "delimiter holds"),
        ({"delimiter": "é"}, "delimiter holds"),
        ({"delimiter": '"'}, "delimiter holds"),
        ({"sheet": 3}, "sheet holds"),
    ],
)
def test_faults_of_a_mapping(content: dict[str, Any], told: str) -> None:
    with pytest.raises(BadMapping, match=told):
        read_mapping(content)


@pytest.mark.parametrize("text", ["- a\n", "a: [", "!!python/object/apply:os.getcwd []", "\x00"])
def test_files_that_are_no_mapping(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadMapping, match=r"AL603 mapping\.yaml"):
        read_mapping(path)
    with pytest.raises(BadMapping, match=r"AL603 none\.yaml"):
        read_mapping(tmp_path / "none.yaml")


def test_a_column_that_is_not_there(give: Give) -> None:
    with pytest.raises(BadMapping, match=r"'Anteil', which is not there\. The columns are: country, year"):
        give("country,year,value\nKenya,2015,1\n", mapping={"columns": {"value": "Anteil"}})

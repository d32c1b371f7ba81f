"""Bad input gets one clear error, or names its rows."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from actionlines.errors import ActionlinesError, UnknownLayout
from actionlines.indicators.read import read_indicators
from tests.effort import examples
from tests.indicators.read.conftest import Give

DEEP = "<?xml version='1.0'?><GenericData>" + "<a>" * 10_000
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><GenericData>&b;</GenericData>'


@pytest.mark.parametrize(
    "content,code",
    [
        ("", "AL101"),
        (" \n\n", "AL101"),
        ("area,year,value\n", "AL601"),
        ("area,year,value\n\n,,\n", "AL601"),
        ("area;nothing\nx;y\n", "AL602"),
        ("area,2015 total\nx,y\n", "AL602"),
        (bytes(range(256)) * 40, "AL602"),
        (b"\x00" * 500 + b"x", "AL105"),
        (b"%PDF-1.7", "AL102"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "AL102"),
        (b"PAR1 and no more", "AL105"),
        (b"PK\x03\x04 and no more", "AL105"),
        ("<html><body>Not found</body></html>", "AL102"),
        ("<!DOCTYPE html><html></html>", "AL102"),
        (ENTITY, "AL107"),
        (ENTITY.encode("utf-16"), "AL107"),
        (DEEP, "AL604"),
        ("<GenericData>", "AL604"),
        ('{"data": [', "AL604"),
        ("[" * 100_000, "AL604"),
        ("[]", "AL601"),
        ("[1]", "AL604"),
        ("{}", "AL604"),
        ('{"data": [{"a": 1}]}', "AL602"),
    ],
)
def test_one_clear_error(give: Give, content: str | bytes, code: str) -> None:
    with pytest.raises(ActionlinesError) as caught:
        give(content)
    assert caught.value.code == code
    assert "figures.csv" in str(caught.value)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(ActionlinesError, match=r"AL108 none\.csv"):
        read_indicators(tmp_path / "none.csv")


def test_a_wrong_delimiter_lists_what_is_there(give: Give) -> None:
    with pytest.raises(ActionlinesError, match=r"AL602 .*country,year,value.*delimiter"):
        give("country,year,value\nKenya,2015,1\n", mapping={"delimiter": ";"})


def test_every_row_bad(give: Give) -> None:
    found = give("country,year,value\nx,never,much\ny,,\n")
    assert found.table.is_empty()
    assert found.rows_refused == 2
    assert found.problems.counts == {"no-year": 2, "unknown-area": 2, "missing": 1, "not-a-number": 1}


def test_problems_quote_and_advise(give: Give) -> None:
    problems = give("country,year,value\nKenya,2015-16,5\nKenya,2017,many\nAtlantis,2015,<3\n").problems
    told = {(p.row, p.column, p.kind, p.severity): p.message for p in problems}
    assert told == {
        (2, "year", "year-text", "warning"): "'2015-16' was taken as 2015",
        (3, "value", "not-a-number", "error"): "'many' is not a number",
        (4, "value", "bound", "warning"): "'<3' is a bound, not a value",
        (4, "country", "unknown-area", "warning"): "there is no area 'Atlantis'",
    }
    assert all(p.advice for p in problems)


FIELDS = ["data", "dataSets", "structure", "dimensions", "series", "id", "size", "value", "class"]
CELL = st.one_of(
    st.sampled_from(
        ["Kenya", "KEN", "2015", "2015-16", "1,5", "..", "", "<3", "45%", "-1", "1e400", "ab c", '"', "\x00"]
    ),
    st.text(max_size=8),
)


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=12))
def test_nothing_is_lost_whatever_stands_in_the_cells(give: Give, rows: list[list[str]]) -> None:
    text = "country,year,value,sex\n" + "\n".join(",".join(row) for row in rows)
    try:
        found = give(text)
    except ActionlinesError:
        return
    assert found.rows_refused >= len(set(found.problems.errors.frame["row"]))
    assert found.table["value"].is_finite().all()
    assert found.table.null_count().sum_horizontal()[0] == 0
    assert set(found.table["row"]).isdisjoint(found.problems.errors.frame["row"])


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner, max_size=4,
        ),
    )
)  # fmt: skip
def test_any_json_is_a_reading_or_one_error(give: Give, content: object) -> None:
    try:
        give(json.dumps(content), "message.json")
    except ActionlinesError as error:
        assert error.code in ("AL101", "AL601", "AL602", "AL604", "AL106")


def test_an_empty_cell_is_called_empty(tmp_path: Path) -> None:
    """Text and typed columns alike: no message ends in a colon with nothing after it."""
    text = tmp_path / "text.csv"
    text.write_text("series,area,year,value\nA,KEN,2015,\nA,KEN,2016,n/a\nA,KEN,,5\n")
    assert [one.message for one in read_indicators(text).problems] == [
        "the cell is empty", "there is no value: 'n/a'", "the cell is empty",
    ]  # fmt: skip
    typed = tmp_path / "typed.parquet"
    pl.DataFrame({"series": ["A"], "area": ["KEN"], "year": [2015], "value": [None]}).cast(
        {"value": pl.Float64}
    ).write_parquet(typed)
    assert [one.message for one in read_indicators(typed).problems] == ["the cell is empty"]


def test_columns_that_end_in_a_point_are_listed_with_one(tmp_path: Path) -> None:
    letter = tmp_path / "letter.csv"
    letter.write_text("This is a letter.\nIt has no figures.\n")
    with pytest.raises(UnknownLayout, match=r"The columns are: This is a letter\. Write"):
        read_indicators(letter)

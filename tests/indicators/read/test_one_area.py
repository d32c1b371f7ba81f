"""Of one area: its rows as the whole file would give them, and nothing of the others."""

from __future__ import annotations

import polars as pl
import pytest

from tests.indicators.read.conftest import Give

HEAD = "indicator,series,area,year,value,unit\n"
ROWS = (
    "17.8.1,USE,KEN,2019,20,%\n"
    "17.8.1,USE,UGA,2019,180,%\n"  # impossible, of another country
    "9.c.1,NET,UGA,2019,50,%\n"  # an indicator that only another country has
    "17.8.1,USE,KEN,2020,120,%\n"  # impossible
    "17.8.1,USE,KEN,2021,24,%\n"
    "17.8.1,USE,UGA,2021,n.d.,%\n"
)


def test_only_the_rows_of_the_area_are_read_and_told(give: Give) -> None:
    found, whole = give(HEAD + ROWS, area="KEN"), give(HEAD + ROWS)
    assert found.table.equals(whole.table.filter(pl.col("area") == "KEN"))
    assert found.table["row"].to_list() == [2, 6]
    assert [(one.row, one.kind) for one in found.problems] == [(5, "impossible")]
    assert (found.rows_in, found.rows_refused, found.others) == (3, 1, 3)
    assert found.found["area"] == "KEN" and found.found["rows of other areas"] == "3"
    assert whole.others == 0 and "area" not in whole.found


def test_indicators_are_those_of_the_whole_file(give: Give) -> None:
    assert give(HEAD + ROWS, area="KEN").indicators == {"sdg:17.8.1", "sdg:9.c.1"}
    assert give(HEAD + ROWS).indicators == {"sdg:17.8.1", "sdg:9.c.1"}


@pytest.mark.parametrize(
    ("content", "mapping"),
    [
        # one column per year
        ("series,country,2019,2020\nA,Kenya,1,2\nA,Uganda,3,4\n", None),
        # one column per series
        ("country,year,A,B\nKenya,2019,1,2\nUganda,2019,3,4\n", None),
        # a code that is missing and a name that is not
        ("series,code,country,year,value\nA,,Kenya,2019,1\nA,UGA,Uganda,2019,3\nA,KEN,,2020,5\n",
         {"columns": {"area": "code", "area-name": "country"}}),
        # codes in numbers, where the system is told by the whole column
        ("series,country,year,value\nA,404,2019,1\nA,800,2019,3\nA,8,2019,2\n", None),
        # a dimension that only another country has
        ("series,country,sex,year,value\nA,KEN,,2019,1\nA,UGA,F,2019,3\n", None),
        # one country for all, named by the mapping
        ("series,year,value\nA,2019,1\nA,2020,3\n", {"constants": {"area": "Kenya"}}),
    ],
)  # fmt: skip
def test_every_form_gives_what_the_whole_would(give: Give, content: str, mapping: object) -> None:
    found, whole = give(content, mapping=mapping, area="KEN"), give(content, mapping=mapping)
    assert found.table.height > 0
    assert found.table.equals(whole.table.filter(pl.col("area") == "KEN"))
    assert found.names == whole.names


def test_an_area_that_is_not_there_leaves_nothing(give: Give) -> None:
    found = give(HEAD + ROWS, area="TUV")
    assert (found.table.height, found.rows_in, found.others) == (0, 0, 6) and not found.problems
    mapped = give("series,year,value\nA,2019,1\n", mapping={"constants": {"area": "Kenya"}}, area="TUV")
    assert (mapped.table.height, mapped.others) == (0, 1)


def test_a_name_that_comes_near_is_told(give: Give) -> None:
    content = "series,country,year,value\nA,Kenya,2019,1\nA,Kenia,2020,2\nA,Atlantis,2020,2\n"
    found = give(content, area="KEN")
    assert [(one.row, one.kind) for one in found.problems] == [(3, "unknown-area")]


def test_rows_that_cannot_be_cut_and_the_file_as_a_whole_are_told(give: Give) -> None:
    content = HEAD + ROWS + "17.8.1,USE,UGA,2022,30,%,more\n"
    assert [(one.row, one.kind) for one in give(content, area="KEN").problems][-1] == (8, "cells")
    latin = (HEAD + "17.8.1,USE,Côte d’Ivoire,2022,30,%\n").encode("cp1252")
    assert [one.kind for one in give(latin, area="CIV").problems] == ["encoding"]

"""What a column describes, cells under a wrong header, an office's own codes, files packed by gzip."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from actionlines.errors import BadMapping, DamagedInput, UnknownLayout
from actionlines.indicators.read import read_indicators
from tests.indicators.read.conftest import Give

HUB = '"seriesCode","seriesName","seriesUnits","entityIso","dataYear","dataValue","seriesDescription"\n'
FILES = [
    "active_mobile",
    "data_only",
    "fixed_broadband_price",
    "fixed_broadband_sub",
    "household_ict",
    "households_internet",
]
FILES += ["individuals", "mobile_phone", "population", "smartphone"]


def test_a_definition_is_no_breakdown(give: Give) -> None:
    """Two downloads whose definitions differ give one series."""
    row = '"xHH18_IDI","Individuals who own a mobile cellular telephone","%","{}",2020,"{}","{}"\n'
    first = give(HUB + row.format("KEN", 50, "Refers to owners.") + row.format("UGA", 40, "Refers to owners."))
    second = give(HUB + row.format("KEN", 50, "In other words."))
    key = ["indicator", "series", "breakdown", "unit"]
    assert first.table.select(key).unique().rows() == [("sdg:5.b.1", "xHH18_IDI", "", "percent")]
    assert second.table.select(key).rows() == first.table.select(key).rows()[:1]
    assert first.definitions == {"xHH18_IDI": "Refers to owners."}


def test_a_price_that_is_not_listed_has_the_unit_of_its_code(give: Give) -> None:
    rows = "".join(f'"i999_new{end}","New basket","% GNI per capita","KEN",2024,"3","x"\n' for end in ("$", "_GNI"))
    found = give(HUB + rows)
    assert dict(found.table.select("series", "unit").rows()) == {"i999_new$": "usd", "i999_new_GNI": "percent_gni_pc"}
    assert found.names["i999_new$"] == "New basket, price in US dollars"


def test_the_whole_beside_its_groups_is_one_series(give: Give) -> None:
    code = '"HHU271sown_HH{}","Smartphone owners","%","KEN",2020,"{}","x"\n'
    alone = give(HUB + code.format("TotalIndividual", 50))
    both = give(HUB + code.format("TotalIndividual", 50) + code.format("CFemale", 40))
    assert alone.table.select("series", "breakdown").rows() == [("HHU271sown", "")]
    assert both.table.select("series", "breakdown").rows() == [("HHU271sown", ""), ("HHU271sown", "sex=F")]
    assert all(alone.names[code] == "Smartphone owners" for code in alone.table["series"])


@pytest.mark.parametrize("name", FILES)
def test_files_of_the_datahub(shared: Path, name: str) -> None:
    """Every row is kept, without breakdown, and each series has a title of its own, a unit and its indicator."""
    (path,) = (shared / "data" / "indicators" / "itu_datahub_2025").glob(f"{name}*.csv.gz")
    found = read_indicators(path)
    with gzip.open(path, "rt", encoding="utf-8-sig") as lines:
        assert len({line.split('","')[0] for line in lines}) > 1
    assert found.layout == "itu-datahub" and found.rows_refused == 0
    assert found.table["breakdown"].unique().to_list() == [""]
    series = found.table["series"].unique().to_list()
    titles = [found.names[code] for code in series]
    assert len(set(titles)) == len(series) and not any(title.startswith("Refer") for title in titles)
    assert "" not in found.table["unit"] and set(found.definitions) == set(series)
    indicators = {"fixed_broadband_sub": "sdg:17.6.1", "individuals": "sdg:17.8.1", "mobile_phone": "sdg:5.b.1"}
    indicators["population"] = "sdg:9.c.1"
    assert set(found.table["indicator"]) == {indicators.get(name, "")}


def test_a_column_that_repeats_the_area_is_no_breakdown(give: Give) -> None:
    rows = [("KEN", "Africa"), ("UGA", "Africa"), ("FRA", "Europe")]
    found = give("country,zone,year,value\n" + "".join(f"{a},{z},2020,{i}\n" for i, (a, z) in enumerate(rows)))
    assert found.table["breakdown"].unique().to_list() == [""]
    groups = "country,zone,year,value\nKEN,n,2020,1\nKEN,s,2020,2\nUGA,n,2020,1\nFRA,n,2020,1\n"
    assert "zone=s" in give(groups).table["breakdown"]


def test_a_second_column_of_a_role_is_a_breakdown_where_it_parts_values(give: Give) -> None:
    head = "series,Series name,indicator name,area,year,value\n"
    alike = give(head + "A,Title,Long title,KEN,2020,1\nB,Other,Long other,KEN,2020,2\n")
    assert alike.table["breakdown"].unique().to_list() == [""] and alike.definitions["A"] == "Long title"
    parts = give(head + "A,Title,one,KEN,2020,1\nA,Title,two,KEN,2020,2\n")
    assert parts.table["breakdown"].n_unique() == 2


@pytest.mark.parametrize(
    "content,words",
    [
        ("Country,Year,Value\nKEN,52.3,2015\nUGA,61,2016\n", "`Year` holds no years (52.3, 61), and `Value` does"),
        ("Country,Year,Value,Unit\n%,KEN,2015,5.1\n%,UGA,2016,4.2\n", "`Year` holds no years (KEN, UGA)"),
        ("Year,Value,Note\n2015,low,5.5\n2016,high,6.5\n", "`Value` holds no numbers (low, high), and `Note` does"),
    ],
)
def test_swapped_and_shifted_columns_are_named(give: Give, content: str, words: str) -> None:
    with pytest.raises(UnknownLayout) as caught:
        give(content)
    assert "columns look swapped or shifted: " in str(caught.value) and words in str(caught.value)


def test_an_office_names_its_codes_once(give: Give) -> None:
    codes = {"T1": "17.8.1", "T2": {"indicator": "5.b.1", "title": "Own a telephone", "unit": "%"}}
    found = give("code_,area,year,value\nT1,KEN,2020,40\nT2,KEN,2020,50\n", mapping={
        "columns": {"series": "code_"}, "series": codes,
    })  # fmt: skip
    rows = found.table.select("series", "indicator", "unit").rows()
    assert rows == [("T1", "sdg:17.8.1", ""), ("T2", "sdg:5.b.1", "percent")]
    assert found.names["T2"] == "Own a telephone"


@pytest.mark.parametrize("codes", ["T1", {"T1": ["17.8.1"]}, {"T1": {"goal": "17"}}])
def test_codes_that_name_nothing(give: Give, codes: object) -> None:
    with pytest.raises(BadMapping):
        give("series,area,year,value\nT1,KEN,2020,40\n", mapping={"series": codes})


def test_a_damaged_gzip(give: Give) -> None:
    whole = gzip.compress(b"area,year,value\nKEN,2020,1\n" * 50)
    assert give(whole, "figures.csv.gz").name == "figures.csv"
    with pytest.raises(DamagedInput, match="cannot be unpacked"):
        give(whole[:30], "figures.csv.gz")


def test_what_the_numbers_say(give: Give) -> None:
    found = give("area,year,value,unit\nEgypt\\, Arab Rep.,2015,.166,%\n".replace("\\,", "") +
                 "KEN,2016,.2,%\nKEN,2017,.355,%\nKEN,2018,~0.4,%\n")  # fmt: skip
    assert {"scale": 1, "about": 1}.items() <= found.problems.counts.items()
    assert "shares of one" in found.problems.of_kind("scale")[0].message
    minus = give("area,year,value\nKEN,2015,'-5\nKEN,2016,-4\n")
    assert minus.table["value"].to_list() == [-5, -4] and minus.problems.counts == {"number-text": 1}


def test_names_of_the_world_bank_and_hints(give: Give) -> None:
    found = give('area,year,value\n"Egypt, Arab Rep.",2015,1\n"Yemen, Rep.",2015,1\n"Moldova, Rep. of",2015,1\n')
    assert found.table["area"].to_list() == ["EGY", "YEM", "Moldova, Rep. of"]
    assert found.problems.of_kind("unknown-area")[0].message.endswith("near: MDA")

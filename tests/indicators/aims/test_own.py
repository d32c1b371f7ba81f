"""A user's own targets: the form, and one clear error for what breaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from actionlines.indicators.aims import BadAims, read_aims

GOOD = """
aims:
  - series: IT_USE_ii99
    area: KEN
    value: 85
    year: 2028
    unit: percent
    source: National plan
  - indicator: 5.b.1
    band: [0.97, 1.03]
    limits: [0, null]
  - indicator: sdg:9.c.1
    area: itu-region:AFR
    direction: less
    bounds: [100, 0]
    green: 10
"""


def test_form(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(GOOD, "utf-8")
    one, two, three = read_aims(path)
    aim = one.aim("percent")
    assert (one.basis, one.area, aim.value, aim.year, aim.low, aim.high) == ("own", "KEN", 85, 2028, 0, 100)
    assert (two.indicator, two.aim().band, two.aim().low) == ("sdg:5.b.1", (0.97, 1.03), 0)
    assert (three.direction, three.aim().bounds, three.aim().green) == (-1, (100, 0), 10)


@pytest.mark.parametrize(
    "entry,words",
    [
        ({}, "names neither an indicator nor a series"),
        ({"series": "S"}, "has neither a number nor a direction"),
        ({"series": "S", "value": "85"}, "field value: holds '85'. Write a number."),
        ({"series": "S", "value": True}, "field value: holds True"),
        ({"series": "S", "value": 1, "factor": 2}, "field factor: is given beside value"),
        ({"series": "S", "value": 1, "direction": "up"}, "field direction: holds 'up'. Write more or less."),
        ({"series": "S", "value": 1, "year": "2030"}, "field year: holds '2030'. Write a year."),
        ({"series": "S", "value": 1, "year": 2010}, "field year: holds 2010, not after the base year 2015"),
        ({"series": "S", "band": [2, 1]}, "field band: holds [2, 1]. Write [low, high]."),
        ({"series": "S", "value": 1, "area": "Atlantis"}, "field area: holds 'Atlantis': no such area"),
        ({"indicator": "99.9.9", "value": 1}, "field indicator: holds '99.9.9': no such indicator"),
        ({"series": "S", "value": 1, "colour": "red"}, "has no field 'colour'"),
        ("S", "is not a list of fields"),
        # limits the wrong way round would turn every projection over; a target outside them is never met
        ({"series": "S", "value": 1, "limits": [100, 0]}, "field limits: holds [100, 0]"),
        ({"series": "S", "value": 120, "limits": [0, 100]}, "field value: holds 120, outside the limits"),
        # the SDG Index divides by best - worst, and its direction is in the bounds
        ({"series": "S", "bounds": [5, 5], "green": 5}, "the worst and the best value are the same"),
        ({"series": "S", "bounds": [0], "green": 5}, "field bounds: holds [0]. Write [worst, best]."),
        ({"series": "S", "bounds": [0, None]}, "field bounds: holds [0, None]"),
        ({"series": "S", "value": 1, "green": 5}, "field green: stands without bounds"),
        ({"series": "S", "bounds": [0, 100], "green": 101}, "field green: holds 101, outside the bounds"),
        ({"series": "S", "bounds": [0, 100], "direction": "less"}, "holds 'less', and the bounds [0, 100]"),
    ],
)
def test_errors_name_entry_and_field(entry: object, words: str) -> None:
    good = {"series": "S", "value": 1}
    with pytest.raises(BadAims) as caught:
        read_aims({"aims": [good, entry]})
    assert words in str(caught.value) and str(caught.value).startswith("AL605 aims, entry 2")


def test_errors_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("aims:\n  - series: A\n    value: 1\n\n  - series: B\n    value: high\n", "utf-8")
    with pytest.raises(BadAims) as caught:
        read_aims(path)
    assert "own.yaml, entry 2 (line 5), field value: holds 'high'" in str(caught.value)


@pytest.mark.parametrize(
    "text,words",
    [("", "has no field 'aims'"), ("aims: []", "not a list with entries"),
     ("aims: [", "cannot be read as YAML"),
     ("targets: []\naims: [{series: A, value: 1}]", "has a field 'targets'"), ("- 1", "has no field 'aims'")],
)  # fmt: skip
def test_files_that_are_no_list_of_targets(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadAims, match=r"AL605 own\.yaml") as caught:
        read_aims(path)
    assert words in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadAims, match=r"none\.yaml: file not found"):
        read_aims(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "bounds,direction", [([0, 100], 1), ([100, 0], -1), ([2.5, -3], -1)], ids=["up", "down", "below zero"]
)
def test_bounds_alone_say_which_way_is_better(bounds: list[float], direction: int) -> None:
    (one,) = read_aims({"aims": [{"series": "S", "bounds": bounds}]})
    assert (one.what, one.direction, one.aim().bounds) == ("direction", direction, tuple(bounds))


def test_a_unit_is_understood_as_in_the_data() -> None:
    (one,) = read_aims({"aims": [{"series": "S", "value": 80, "unit": "%"}]})
    assert one.aim("percent").value == 80 and one.aim("number").value is None


def test_a_breakdown_is_sorted_as_in_the_data() -> None:
    given = [{"series": "S", "value": 1, "breakdown": one} for one in ("sex=F;age=15+", "total")]
    assert [one.breakdown for one in read_aims({"aims": given})] == ["age=15+;sex=F", ""]


# A code book of an index, with decimal commas; a country's own target; parity; empty cells and rows.
TABLE = """series;area;breakdown;value;direction;year;base;worst;best;green;band-low;band-high;low;high;unit
IDX;;;;;;2015.0;2,2;98,5;80;;;;;
USE;KEN;sex=F;85,5;more;2028;;;;;;;0;100;%
;;;;;;;;;;;;;;
PAR;;;;-1;;;;;;0,97;1,03;0;;ratio
"""


@pytest.mark.parametrize("name,delimiter", [("own.csv", ";"), ("own.tsv", "\t"), ("own.CSV", ",")])
def test_targets_as_a_table(name: str, delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / name
    text = TABLE.replace(",", ".") if delimiter == "," else TABLE
    path.write_text("\ufeff" + text.replace(";", delimiter), "utf-8")
    index, use, parity = read_aims(path)
    assert (index.aim().bounds, index.aim().green, index.base, index.what) == ((2.2, 98.5), 80, 2015, "direction")
    assert (use.area, use.breakdown, use.year, use.aim("percent").value) == ("KEN", "sex=F", 2028, 85.5)
    assert (parity.aim("ratio").band, parity.aim("ratio").low, parity.direction) == ((0.97, 1.03), 0, -1)


@pytest.mark.parametrize(
    "text,words",
    [
        ("series,value\nA,1\n\nB,high\n", "own.csv, entry 2 (line 4), field value: holds 'high'"),
        ("series,value\nA,1 %\n", "Write a plain number, without a unit."),
        ("series,value\nA,1,2\n", "entry 1 (line 2): has 3 cells, and the header has 2"),
        ("series,colour\nA,red\n", "has no field 'colour'"),
        ("series,value,value\nA,1,2\n", "has two columns 'value'"),
        ("series,worst,best\nA,5,5\n", "the worst and the best value are the same"),
        ("series,worst,best\nA,5,\n", "field bounds: holds [5.0, None]. Write [worst, best]."),
        ("series,value,year\nA,1,soon\n", "field year: holds 'soon'. Write a year."),
        ("series,value\nA,nan\n", "field value: holds nan. Write a number."),
        ("series,value\n", "is not a list with entries"),
        ("", "is not a list with entries"),
    ],
)
def test_what_is_wrong_with_a_table(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(BadAims) as caught:
        read_aims(path)
    assert words in str(caught.value)


def test_a_table_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes("series,value,note\nA,1,Côte\n".encode("cp1252"))
    with pytest.raises(BadAims, match=r"own\.csv: cannot be read as text in UTF-8"):
        read_aims(path)

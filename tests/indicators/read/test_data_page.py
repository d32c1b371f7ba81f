"""docs/reference/indicators-data.md says what there is, and what it shows works."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import yaml

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.areas import resolve_areas, unit_of
from actionlines.indicators.check import read_kinds
from actionlines.indicators.model import COLUMNS
from actionlines.indicators.read import ColumnMapping, TableReading, read_mapping
from actionlines.indicators.read.columns import DATA
from actionlines.indicators.read.mapping import ROLES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "indicators-data.md"
TEXT = PAGE.read_text("utf-8")


def test_all_kinds_layouts_columns_and_fields_are_described() -> None:
    for kind, (severity, advice) in read_kinds().items():
        assert f"| `{kind}` | {severity} |" in TEXT
        assert advice.endswith(".")
    names = [row["layout"] for row in read_table("layouts", DATA)]
    fields = [field.name for kind in (TableReading, ColumnMapping) for field in dataclasses.fields(kind)]
    for name in (*names, *COLUMNS, *ROLES):
        assert f"`{name}`" in TEXT, name
    for name in fields:
        assert re.search(rf"\b{name}\b", TEXT), name


def test_the_mappings_shown_are_mappings() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert len(shown) == 2
    assert read_mapping(yaml.safe_load(shown[0])).decimal == ","
    assert read_mapping(yaml.safe_load(shown[1])).values["Internet users (%)"] == "IT_USE"


def test_data_files_have_sources_and_point_at_what_there_is() -> None:
    for path in DATA.glob("*.csv"):
        found = read_table(path.stem, path.parent)
        assert all(row["source"] for row in found), path.name
        first = list(found[0])[:2]
        keys = [tuple(row[name] for name in first) for row in found]
        assert len(keys) == len(set(keys)), path.name
    indicators = load().indicators
    assert all(row["indicator"] in indicators for row in read_table("series_indicators", DATA))
    for row in read_table("area_names", DATA):
        assert resolve_areas([row["name"]]).ids == {row["name"]: row["id"]}, row
    assert unit_of("Percentage (%)") == ("percent", "share")

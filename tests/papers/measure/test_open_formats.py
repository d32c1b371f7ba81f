"""SDMX, Data Package, CSV on the Web and Parquet, opened by programs of others."""

from __future__ import annotations

import csv
import json
import re
import warnings
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from actionlines.papers.progress import sdmx_files
from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.model import ProgressReport
from actionlines.papers.progress.scope import make_scope
from actionlines.papers.progress.tables import TABLES
from actionlines.papers.progress.write import write

PAIRS = (("progress.sdmx.csv", "structure.sdmx.xml"), ("progress.sdmx21.xml", "structure.sdmx21.xml"))
HARD = """series,series name,iso3,Kind of user,year,value,unit,status,note,source,licence
"HH%U $1","Use, ""all"" <x> & more",KEN,"15 to 24 %; men",2015,5,percent,,"two
lines & <more>",ITU estimate,CC BY 4.0
"HH%U $1","Use, ""all"" <x> & more",KEN,"15 to 24 %; men",2020,8,percent,P,,Office,CC BY 4.0
HH/U $1,Other,KEN,,2020,8,percent,,,,CC BY 4.0
"""


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> tuple[ProgressReport, dict[str, Path]]:
    """A report with names that no identifier may hold."""
    folder = tmp_path_factory.mktemp("hard")
    (folder / "hard.csv").write_text(HARD, "utf-8")
    report = measure([folder / "hard.csv"], make_scope())
    return report, write(report, folder / "out")


def by_pysdmx(data: Path, structure: Path) -> list[dict[str, Any]]:
    from pysdmx.io import get_datasets

    (found,) = get_datasets(data, structure)
    rows: list[dict[str, Any]] = found.data.to_dict("records")
    return rows


@pytest.mark.parametrize(("data", "structure"), PAIRS)
def test_pysdmx_reads_every_row(written: dict[str, Path], report: ProgressReport, data: str, structure: str) -> None:
    rows = by_pysdmx(written[data], written[structure])
    assert len(rows) == sdmx_files.make_message(report).rows.height
    observed = [row for row in rows if row["METHOD"] == "_Z"]
    assert len(observed) == report.observations.height == 682
    assert sorted(float(row["OBS_VALUE"]) for row in observed) == pytest.approx(sorted(report.observations["value"]))
    ends = [row for row in rows if row["METHOD"] == "logit" and str(row["LOW"]) not in ("", "nan")]
    assert ends
    assert all(float(row["LOW"]) <= float(row["OBS_VALUE"]) <= float(row["HIGH"]) for row in ends)


@pytest.mark.parametrize(("data", "structure"), PAIRS)
def test_sdmx1_reads_structure_and_data(
    written: dict[str, Path], report: ProgressReport, data: str, structure: str
) -> None:
    sdmx = pytest.importorskip("sdmx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        message = sdmx.read_sdmx(written[structure])
        (definition,) = message.structure.values()
        (found,) = sdmx.read_sdmx(written[data], structure=definition).data
    assert len(found.obs) == sdmx_files.make_message(report).rows.height
    names = [one.id for one in definition.dimensions.components]
    assert names == ["INDICATOR", "SERIES", "REF_AREA", "UNIT_MEASURE", "METHOD", "LOCATION", "SEX", "TIME_PERIOD"]
    measures = [one.id for one in definition.measures.components]
    assert measures == (["OBS_VALUE", "LOW", "HIGH"] if data.endswith("csv") else ["OBS_VALUE"])
    assert message.codelist["CL_OBS_STATUS"]["E"].name["en"] == "Estimated value"
    assert message.codelist["CL_REF_AREA"]["KEN"].name["en"] == "Kenya"


@pytest.mark.parametrize(("data", "structure"), PAIRS)
def test_every_identifier_is_valid_and_every_code_is_listed(
    hard: tuple[ProgressReport, dict[str, Path]], data: str, structure: str
) -> None:
    report, files = hard
    made = sdmx_files.make_message(report)
    for name, codes in made.lists.items():
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name)
        assert set(made.rows[name]) <= set(codes)
        assert all(re.fullmatch(r"[A-Za-z0-9_@$-]+", code) for code in codes)
    rows = by_pysdmx(files[data], files[structure])
    assert {row["SERIES"] for row in rows} == {"HH_U_$1", "HH_U_$1_2"}
    assert {row["OBS_STATUS"] for row in rows if row["METHOD"] == "_Z"} == {"E", "P", "A"}
    assert not files[data].read_bytes().startswith(b"\xef\xbb\xbf")


def test_frictionless_finds_the_package_valid(
    written: dict[str, Path], hard: tuple[ProgressReport, dict[str, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    frictionless = pytest.importorskip("frictionless")
    for files in (written, hard[1]):
        monkeypatch.chdir(files["datapackage.json"].parent)
        checked = frictionless.Package("datapackage.json").validate()
        assert checked.valid, checked.flatten(["type", "note", "rowNumber"])[:5]


def test_the_package_has_dialect_licence_and_definitions(hard: tuple[ProgressReport, dict[str, Path]]) -> None:
    package = json.loads(hard[1]["datapackage.json"].read_text("utf-8"))
    assert package["licenses"] == [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}]
    assert all(one["dialect"]["delimiter"] == "," for one in package["resources"])
    fields = {field["name"]: field for one in package["resources"] for field in one["schema"]["fields"]}
    assert "SDMX" in fields["obs_status"]["description"]


def test_csv_on_the_web_describes_every_table(written: dict[str, Path]) -> None:
    group = json.loads(written["csv-metadata.json"].read_text("utf-8"))
    assert group["@context"][0] == "http://www.w3.org/ns/csvw"
    assert [one["url"] for one in group["tables"]] == [table.name for table in TABLES]
    for one in group["tables"]:
        with written[one["url"]].open(encoding="utf-8-sig", newline="") as stream:
            head = next(csv.reader(stream))
        assert [column["name"] for column in one["tableSchema"]["columns"]] == head


def test_parquet_says_what_it_holds(written: dict[str, Path]) -> None:
    about = pl.read_parquet_metadata(written["progress.parquet"])
    columns = json.loads(about["columns"])
    assert [one["name"] for one in columns] == pl.read_parquet(written["progress.parquet"]).columns
    assert json.loads(about["sources"])[0]["name"] == "indicators.csv"


def test_values_keep_status_note_and_source(hard: tuple[ProgressReport, dict[str, Path]]) -> None:
    with hard[1]["values.csv"].open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["obs_status"] for row in rows] == ["E", "P", "A"]
    assert rows[0]["note"] == "two\nlines & <more>"
    with hard[1]["breaks.csv"].open(encoding="utf-8-sig", newline="") as stream:
        (found,) = csv.DictReader(stream)
    assert (found["year"], found["kind"], found["before"]) == ("2020", "method", "ITU estimate")

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

from actionlines.indicators.read import read_indicators
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
        assert set(made.rows[name]) - {""} <= set(codes)
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


HEAD = (
    "DATAFLOW,FREQ,REPORTING_TYPE,SERIES,REF_AREA,SEX,AGE,URBANISATION,INCOME_WEALTH_QUANTILE,EDUCATION_LEV,OCCUPATION,"
    "CUST_BREAKDOWN,COMPOSITE_BREAKDOWN,DISABILITY_STATUS,ACTIVITY,PRODUCT,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,"
    "UNIT_MEASURE,NATURE,COMMENT_OBS,SOURCE_DETAIL,DATA_LAST_UPDATE"
)
FLOW, MODEL = "IAEG-SDGs:DF_SDG_GLH(1.24),A,G", "Model of the office"
WOMEN = "age=15-24;education=lower-secondary;income=Q1;location=urban;sex=F"
GLOBAL = f"""{HEAD}
{FLOW},IT_USE_ii99,404,_T,_T,_T,_T,_T,_T,_T,_T,_T,_T,_T,2021,39.5,A,0,PT,E,{MODEL},Office,2026-03-24T00:00:00
{FLOW},IT_USE_ii99,404,_T,_T,_T,_T,_T,_T,_T,_T,_T,_T,_T,2022,40.8,A,0,PT,C,,Office,2026-03-25T00:00:00
{FLOW},IT_USE_ii99,404,F,Y15T24,U,Q1,ISCED11_2,_T,_T,_T,_T,_T,_T,2022,38.1,A,0,PT,E,,Office,2026-03-24T00:00:00
{FLOW},IT_NET_BBN,1,_T,_T,_T,_T,_T,_T,_T,SPEED_GE10MBPS,_T,_T,_T,2022,5,A,6,NUMBER,E,,Office,2026-03-24T00:00:00
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[ProgressReport, dict[str, Path]]:
    """A report on values as UNSD gives them in SDMX."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "unsd.csv").write_text(GLOBAL, "utf-8")
    report = measure([folder / "unsd.csv"], make_scope())
    return report, write(report, folder / "out")


def test_sdmx_of_unsd_is_read(world: tuple[ProgressReport, dict[str, Path]]) -> None:
    rows = world[0].observations.select("indicator", "area", "breakdown", "year", "value", "unit", "status", "note")
    assert rows.rows() == [
        ("sdg:17.8.1", "KEN", "", 2021, 39.5, "percent", "E", MODEL),
        ("sdg:17.8.1", "KEN", "", 2022, 40.8, "percent", "C", ""),
        ("sdg:17.8.1", "KEN", WOMEN, 2022, 38.1, "percent", "E", ""),
        ("sdg:17.6.1", "m49:001", "composite=SPEED_GE10MBPS", 2022, 5e6, "number", "E", ""),
    ]  # fmt: skip


def test_the_global_structure_comes_back(world: tuple[ProgressReport, dict[str, Path]]) -> None:
    report, files = world
    data, structure = files["sdg.sdmx21.xml"], files["structure.sdg.sdmx21.xml"]
    again = read_indicators(data).table
    columns = ["indicator", "series", "area", "breakdown", "year", "value", "unit", "status", "note", "source"]
    assert again.select(columns).sort(columns).equals(report.observations.select(columns).sort(columns))
    rows = by_pysdmx(data, structure)
    assert [row["REF_AREA"] for row in rows] == ["404", "404", "404", "1"]
    assert [row["COMPOSITE_BREAKDOWN"] for row in rows] == ["_T", "_T", "_T", "SPEED_GE10MBPS"]
    assert {(row["FREQ"], row["REPORTING_TYPE"], str(row["UNIT_MULT"])) for row in rows} == {("A", "G", "0")}
    assert [row["NATURE"] for row in rows] == ["E", "C", "E", "E"]
    sdmx = pytest.importorskip("sdmx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (definition,) = sdmx.read_sdmx(structure).structure.values()
        (found,) = sdmx.read_sdmx(data, structure=definition).data
    assert (str(definition.maintainer.id), definition.id, str(definition.version)) == ("IAEG-SDGs", "SDG", "1.24")
    assert [one.id for one in definition.dimensions.components] == [*sdmx_files._GLOBAL, "TIME_PERIOD"]
    assert len(found.obs) == 4


def test_what_the_global_structure_does_not_know_is_left_out(hard: tuple[ProgressReport, dict[str, Path]]) -> None:
    assert sdmx_files.make_global_message(hard[0]).rows.is_empty()
    assert "<Obs" not in hard[1]["sdg.sdmx21.xml"].read_text("utf-8")

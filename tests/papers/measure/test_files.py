"""Every file of the report is read back by another program and says the same."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from pathlib import Path

import jsonschema_rs
import openpyxl
import polars as pl
import pytest

from actionlines.errors import OutputError
from actionlines.indicators.read import read_indicators
from actionlines.papers.progress import tables
from actionlines.papers.progress import write as writing
from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.model import ProgressReport
from actionlines.papers.progress.scope import make_scope
from actionlines.papers.progress.tables import TABLES, as_dict, read_schema
from actionlines.papers.progress.write import FILES, check_writable, write


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_files_are_there_and_nothing_else(written: dict[str, Path]) -> None:
    folder = written["index.html"].parent
    assert {one.name for one in folder.iterdir()} == set(FILES) == set(written)


def test_json_keeps_its_schema(written: dict[str, Path], report: ProgressReport) -> None:
    content = json.loads(written["measure.json"].read_text("utf-8"))
    jsonschema_rs.validate(read_schema(), content)
    assert content == json.loads(json.dumps(as_dict(report)))
    assert content["judged"] == len(content["series"]) == 80


def test_the_schema_refuses_what_is_not_described(report: ProgressReport) -> None:
    content = json.loads(json.dumps(as_dict(report)))
    content["series"][0]["said"][0]["verdict"] = "splendid"
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(read_schema(), content)


def test_progress_is_the_same_in_csv_parquet_and_workbook(written: dict[str, Path], report: ProgressReport) -> None:
    from_csv = rows(written["progress.csv"])
    frame = pl.read_parquet(written["progress.parquet"])
    with closing(openpyxl.load_workbook(written["measure.xlsx"], read_only=True)) as book:
        values = list(book["Progress"].iter_rows(values_only=True))
    assert len(from_csv) == frame.height == len(values) - 1 == report.judged * len(report.methods) == 880
    assert list(from_csv[0]) == frame.columns == list(values[0])
    for at in (0, 7, 411, 879):
        for place, name in enumerate(frame.columns):
            parquet, text, cell = frame[name][at], from_csv[at][name], values[at + 1][place]
            if isinstance(parquet, float):
                assert float(text) == pytest.approx(parquet) == pytest.approx(cell)
            else:
                assert text == ("" if parquet is None else str(parquet))
                assert cell == (None if parquet == "" else parquet)


def test_every_series_has_each_method_once(report: ProgressReport) -> None:
    counted = report.progress.group_by("series", "area", "breakdown", "unit").agg(pl.col("method").n_unique())
    assert counted["method"].unique().to_list() == [11]


def test_percentages_never_leave_their_limits(report: ProgressReport) -> None:
    shares = report.progress.filter(pl.col("unit") == "percent").select("projected", "low", "high")
    assert shares["projected"].drop_nulls().len() > 300
    for name in shares.columns:
        assert shares[name].drop_nulls().is_between(0, 100).all(), name


def test_sdmx_is_read_back_as_the_same_observations(written: dict[str, Path], report: ProgressReport) -> None:
    reading = read_indicators(written["progress.sdmx.csv"])
    assert reading.layout == "sdmx-csv-2"
    observed = reading.table.filter(~pl.col("status").str.starts_with("F"))
    assert observed.height == report.observations.height == 682
    assert sorted(observed["value"]) == pytest.approx(sorted(report.observations["value"]))


def test_the_package_describes_every_table(written: dict[str, Path]) -> None:
    package = json.loads(written["datapackage.json"].read_text("utf-8"))
    assert [one["path"] for one in package["resources"]] == [table.name for table in TABLES]
    kinds = {"integer": int, "number": float, "string": str}
    for one in package["resources"]:
        names = [field["name"] for field in one["schema"]["fields"]]
        with written[one["path"]].open(encoding="utf-8-sig", newline="") as stream:
            head, *body = csv.reader(stream)
        assert head == names
        for row in body:
            for field, text in zip(one["schema"]["fields"], row, strict=True):
                if text:
                    kinds[field["type"]](text)
    words = {
        one["path"]: next(field["description"] for field in one["schema"]["fields"] if field["name"] == "words")
        for one in package["resources"]
        if one["path"] in ("progress.csv", "divides.csv")
    }
    assert "method" in words["progress.csv"] and "method" not in words["divides.csv"]


def test_a_table_too_long_for_a_workbook_says_where_it_goes_on(
    report: ProgressReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "ROWS", 10)
    (tmp_path / "short.xlsx").write_bytes(writing.measure_xlsx(report))
    book = openpyxl.load_workbook(tmp_path / "short.xlsx")
    assert book["Progress"].max_row == 11
    said = [row[0].value for row in book["About"].iter_rows()]
    assert "Progress: the first 10 rows; all of them are in progress.csv." in said


def test_no_text_runs_as_a_formula_or_turns_the_words_around_it(tmp_path: Path) -> None:
    file = tmp_path / "evil.csv"
    file.write_text("indicator,series,iso3,year,value,unit\n,=1+1,KEN,2015,5,=A1\n,\u202eX,KEN,2015,-5,k\u2067g\n")
    out = write(measure([file], make_scope()), tmp_path / "out")
    found = rows(out["progress.csv"])
    assert {one["series"] for one in found} == {"'=1+1", "\ufffdX"}
    assert {one["unit"] for one in found} == {"'=A1", "k\u200bg"}
    assert {one["last_value"] for one in found if one["method"] == "linear"} == {"5.0", "-5.0"}
    assert {one["SERIES"] for one in rows(out["progress.sdmx.csv"])} == {"_1_1", "_X"}
    for name in ("index.html", "priorities.csv", "problems.csv", "progress.csv"):
        assert "\u202e" not in out[name].read_text("utf-8"), name


def test_the_same_input_gives_the_same_bytes(written: dict[str, Path], report: ProgressReport, tmp_path: Path) -> None:
    again = write(report, tmp_path)
    for name, path in again.items():
        assert path.read_bytes() == written[name].read_bytes(), name


def test_files_of_others_stop_the_command_before_it_begins(report: ProgressReport, tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text("theirs,1\n")
    with pytest.raises(OutputError, match=r"progress\.csv"):
        check_writable(tmp_path)
    with pytest.raises(OutputError, match=r"progress\.csv"):
        write(report, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["progress.csv"]
    assert (tmp_path / "progress.csv").read_text() == "theirs,1\n"
    write(report, tmp_path, force=True)
    check_writable(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_program_is_known_as_such(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"nothing of ours")
    with pytest.raises(OutputError, match=name.replace(".", r"\.")):
        check_writable(tmp_path)


def test_a_large_report_has_sdmx_and_json_on_request(
    report: ProgressReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "SENTENCES", report.judged - 1)
    usual, every = write(report, tmp_path / "usual"), write(report, tmp_path / "every", also=["json", "sdmx"])
    assert set(every) == set(tables.FILES)
    assert set(every) - set(usual) == {"measure.json", *(name for name in every if ".sdmx" in name)}
    assert "measure.json" not in usual["index.html"].read_text("utf-8")
    silent = report.progress.filter(pl.col("verdict") == "", pl.col("reason") == "").height
    assert len(rows(usual["progress.csv"])) == report.progress.height - silent
    assert pl.read_parquet(usual["progress.parquet"]).height == report.progress.height


def test_a_verdict_that_is_missing_has_a_code(report: ProgressReport) -> None:
    missing = report.progress.filter(pl.col("verdict") == "")
    assert missing.height and not missing.filter(pl.col("reason_code") == "").height
    assert "one-value" in missing["reason_code"].to_list()

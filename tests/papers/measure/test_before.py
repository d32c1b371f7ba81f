"""`measure --preview` and `--backtest`."""

from __future__ import annotations

import json
import math
from pathlib import Path

import polars as pl
import pytest

from actionlines.cli import main
from actionlines.indicators.aims import read_aims
from actionlines.indicators.read import read_indicators
from actionlines.papers.progress.backtest import COLUMNS, backtest, describe_backtest
from actionlines.papers.progress.preview import preview_file


@pytest.fixture
def shares(tmp_path: Path) -> Path:
    """Shares of twelve countries from 2005 to 2023, on one S-curve begun in different years."""
    areas = ["KEN", "UGA", "TZA", "RWA", "BDI", "ETH", "FRA", "DEU", "ITA", "ESP", "PRT", "BEL"]
    path = tmp_path / "shares.csv"
    rows = [
        f"IT_USE_ii99,{area},{year},{100 / (1 + math.exp(-0.3 * (year - 2008 - at))):.4f},%,Text that describes it"
        for at, area in enumerate(areas)
        for year in range(2005, 2024)
    ]
    path.write_text("series,area,year,value,unit,remark\n" + "\n".join(rows), "utf-8")
    return path


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["measure", *map(str, words)])
    return int(left.value.code or 0)


def test_what_is_understood(shares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = preview_file(read_indicators(shares))
    (found,) = one.series
    assert (found.indicator, found.unit, found.areas, found.first, found.last) == (
        "sdg:17.8.1", "percent", 12, 2005, 2023,
    )  # fmt: skip
    assert (found.aim, found.kind, found.not_judged) == ("100 by 2030", "bounded", ())
    assert one.columns["series"] == "series" and one.columns["remark"] == "breakdown: remark"
    assert run(shares, "--preview") == 0
    said = capsys.readouterr().out
    assert "shares.csv: 228 of 228 rows kept" in said and "aim: 100 by 2030; kind: bounded" in said


def test_kind_and_aim_of_a_preview_are_those_of_most_areas(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    values = {"FRA": 100, **dict.fromkeys(("KEN", "UGA", "TZA"), 40)}  # the first stands at its aim
    path.write_text(
        "series,area,year,value,unit\n"
        + "".join(f"IT_USE_ii99,{area},{year},{value},%\n" for area, value in values.items() for year in (2015, 2020)),
        "utf-8",
    )
    own = tmp_path / "own.csv"
    own.write_text("series,area,value,year\nIT_USE_ii99,FRA,100,2025\n")
    (found,) = preview_file(read_indicators(path), read_aims(own)).series
    assert (found.kind, found.aim, found.not_judged) == ("bounded", "100 by 2030", ())


def test_a_preview_of_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Country,Year,Value\nKEN,52.3,2015\n", "utf-8")
    assert run(bad, "--preview", "--json") == 1
    said = capsys.readouterr()
    assert json.loads(said.out) == [] and "columns look swapped" in said.err


def test_how_projections_would_have_done(shares: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(shares, "--backtest", "2018", "--out", out) == 0
    assert "from 2018 to 2023" in capsys.readouterr().out
    found = pl.read_csv(out / "backtest.csv")
    assert found.columns == list(COLUMNS)
    every = {row["method"]: row for row in found.filter(pl.col("group").fill_null("") == "").iter_rows(named=True)}
    assert {name: row["areas"] for name, row in every.items()} == {"linear": 12, "logit": 12, "pooled": 12}
    # On the logit scale the series are straight lines: they are met exactly.
    assert every["logit"]["error"] < 0.01 and every["pooled"]["error"] < every["linear"]["error"]
    by_hand = read_indicators(shares).table.filter(pl.col("year").is_in([2008, 2018, 2023])).sort("area", "year")
    values = by_hand.group_by("area", maintain_order=True).agg("value")["value"].to_list()
    misses = [min(last + (last - first) / 10 * 5, 100) - truth for first, last, truth in values]
    assert every["linear"]["bias"] == pytest.approx(sum(misses) / 12, abs=1e-6)


def test_files_are_one_table_of_which_a_spreadsheet_runs_nothing(shares: Path, tmp_path: Path) -> None:
    lines_of = shares.read_text("utf-8").replace("IT_USE_ii99", "=1+1").splitlines()
    head, rows = lines_of[0], lines_of[1:]
    half = len(rows) // 2 + 5  # the years of one area are in both files
    parts = []
    for name, some in (("one.csv", rows[:half]), ("two.csv", rows[half:])):
        (tmp_path / name).write_text("\n".join([head, *some]) + "\n", "utf-8")
        parts.append(tmp_path / name)
    outs = tmp_path / "together", tmp_path / "whole"
    shares.write_text("\n".join(lines_of), "utf-8")
    assert run(*parts, "--backtest", "2018", "--out", outs[0]) == 0
    assert run(shares, "--backtest", "2018", "--out", outs[1]) == 0
    together, whole = ((out / "backtest.csv").read_bytes() for out in outs)
    assert together == whole and b",'=1+1," in whole and b",=1+1," not in whole
    assert run(*parts, "--backtest", "2018", "--out", outs[0], "--force") == 0


def test_a_method_that_projects_nothing_cannot_be_tried(shares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shares, "--method", "statcan", "--backtest", "2018") == 2
    assert "projects nothing" in " ".join(capsys.readouterr().err.split())


def test_nothing_to_compare(shares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert describe_backtest(backtest(read_indicators(shares).table, 2023, {})) == [
        "No series has five values before the year and one after it."
    ]
    assert run(shares, "--backtest", "2023") == 1


def test_a_report_needs_a_folder(shares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shares) == 2 and "give the folder" in capsys.readouterr().err

"""Two downloads of the same figures, compared."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from actionlines.indicators import methods
from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.scope import make_scope
from actionlines.papers.progress.tables import find_turned
from actionlines.papers.progress.words import read_known, words
from actionlines.papers.progress.write import write
from actionlines.papers.words import LANGUAGES

HEAD = "indicator,series,iso3,year,value,unit\n"
ROW = "17.8.1,U,{},{},{},percent\n"
_OLD = (("KEN", 2015, 20), ("KEN", 2020, 60), ("UGA", 2015, 10), ("UGA", 2020, 12))
_NEW = (("KEN", 2015, 20), ("KEN", 2020, 21), ("UGA", 2020, 12), ("TZA", 2020, 9))
OLD, NEW = ("".join(ROW.format(*one) for one in rows) for rows in (_OLD, _NEW))


def test_revised_new_and_gone_values_and_turned_verdicts(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(HEAD + OLD)
    new.write_text(HEAD + NEW)
    report = measure([new], make_scope(), before=[old])
    assert report.revisions is not None and report.turned is not None
    assert report.revisions.select("area", "year", "kind", "before", "now").rows() == [
        ("KEN", 2020, "revised", 60.0, 21.0),
        ("TZA", 2020, "new", None, 9.0),
        ("UGA", 2015, "gone", 10.0, None),
    ]
    turned = {(row["area"], row["method"]): row for row in report.turned.iter_rows(named=True)}
    linear = turned["KEN", "linear"]
    assert (linear["before"], linear["now"], linear["because"]) == ("on-track", "stagnation", "revised")
    assert turned["UGA", "linear"]["now"] == ""
    assert ("TZA", "linear") not in turned
    assert [one.name for one in report.before] == ["old.csv"]
    files = write(report, tmp_path / "out")
    with files["revisions.csv"].open(encoding="utf-8-sig", newline="") as stream:
        assert [row["kind"] for row in csv.DictReader(stream)] == ["revised", "new", "gone"]
    assert "Compared with old.csv. Values revised: 1; new: 1; gone: 1." in files["index.html"].read_text("utf-8")


def test_the_same_download_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(HEAD + OLD)
    report = measure([file], make_scope(), before=[file])
    assert report.revisions is not None and report.revisions.is_empty()
    assert report.turned is not None and report.turned.is_empty()


def test_a_verdict_turned_by_its_own_values_or_by_those_of_others() -> None:
    of = {"indicator": "sdg:17.8.1", "series": "U", "breakdown": "", "unit": "percent"}
    areas = [{**of, "area": area} for area in ("KEN", "UGA", "TZA", "RWA")]
    rows = [{**one, "title": "Use", "method": "pooled"} for one in areas]
    before, now = (pl.DataFrame([{**one, "verdict": verdict} for one in rows]) for verdict in ("too-slow", "on-track"))
    kinds = (("KEN", "new"), ("UGA", "new"), ("UGA", "gone"), ("TZA", "revised"))
    changed = pl.DataFrame([{**of, "area": area, "kind": kind} for area, kind in kinds])
    found = find_turned(before, now, changed)
    assert dict(found.select("area", "because").iter_rows()) == {
        "KEN": "new", "UGA": "revised", "TZA": "revised", "RWA": "others",
    }  # fmt: skip
    for language in LANGUAGES:
        assert words(language)("turned.others")


def test_every_method_has_a_name_in_six_languages_and_says_how_well_it_is_known() -> None:
    for language in LANGUAGES:
        for name in methods.ALL:
            assert words(language)(f"method.{name}")
            assert words(language)(f"known.{read_known()[name]}")

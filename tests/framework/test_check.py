"""The check finds what is broken: each case breaks one rule in a copy of the data files."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from actionlines.framework.check import check_framework
from actionlines.framework.framework import Framework, load
from actionlines.framework.manifest import hash_files, read_manifest, write_manifest
from actionlines.framework.tables import DATA


def test_the_framework_is_sound() -> None:
    report = check_framework(load())
    assert report.problems == ()
    assert report.sound
    assert report.version == read_manifest().version


def test_open_questions_are_listed_with_a_reason() -> None:
    open_rows = {(one.file, one.row): one.reason for one in check_framework(load()).unverified}
    assert "general knowledge" in open_rows["facilitators.csv", "C7-eemployment ilo lead"]
    assert "2050" in open_rows["connectivity.csv", "UMC-U8"]
    assert "slip" in open_rows["matrix.csv", "C7-eenvironment sdg:16"]
    assert all(open_rows.values())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The data files, to be broken."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def _change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        # a link to a target that does not exist
        ("matrix", "C1,sdg:3,sdg:3.8,", "C1,sdg:3,sdg:3.z,", "names sdg:3.z, which does not exist"),
        # a target under the wrong goal
        ("matrix", "C1,sdg:3,sdg:3.8,", "C1,sdg:4,sdg:3.8,", "gives sdg:4 for a target of sdg:3"),
        # the same link twice
        ("matrix", "C1,sdg:3,sdg:3.d,", "C1,sdg:3,sdg:3.8,", "stands twice"),
        # a line without a lead
        ("facilitators", "C2,itu,lead,", "C2,itu,partner,", "has no lead facilitator"),
        # a facilitator that is no body
        ("facilitators", "C2,itu,lead,", "C2,itux,lead,", "names itux, which does not exist"),
        # a goal without a name in Russian
        ("labels", "sdg:2,ru,", "sdg:2,xx,", "has no name in ru"),
        # a body under a parent that does not exist
        (
            "bodies",
            "Radiocommunication Bureau,itu-bureau,itu-r",
            "Radiocommunication Bureau,itu-bureau,itu-q",
            "names itu-q",
        ),
        # two bodies under each other
        ("bodies", "un-agency,specialized-agencies,ITU,", "un-agency,itu-council,ITU,", "is its own ancestor"),
        # an alias twice in a row
        ("bodies", "; international telecommunications union", "; x; x", "has the alias 'x' twice"),
        # a country in a commission that does not exist
        ("memberships", "un-commission:ECA,AGO,", "un-commission:EXA,AGO,", "names un-commission:EXA"),
        # an exit without status
        ("memberships", "2026-11-24,scheduled", "2026-11-24,", "an end needs the status"),
        # an exit before the entry
        ("memberships", "2026-11-24", "1926-11-24", "ends before it begins"),
        # no date at all
        ("memberships", "2026-11-24", "24 November", "is not a year, a month or a day"),
        # a row without a source
        ("goals", 'sdg:4,4,"A/RES/70/1, para. 59"', 'sdg:4,4,""', "has no source"),
        # a repetition of nothing
        ("indicators", ',sdg:4.7.1,"A/RES', ',sdg:4.7.9,"A/RES', "names sdg:4.7.9, which does not exist"),
        # a commitment outside its objective
        ("commitments", "commitment,10,gdc:objective-1", "commitment,10,gdc:objective-2", "is not among"),
        # not verified, and no word why
        ("offices", "no,from a list made by hand; no page of ITU read,", "no,,", "gives no reason"),
        # a row lost
        ("expected", "goals,17,", "goals,18,", "expected 18, found 17"),
        # neither yes nor no
        ("matrix", ",yes,yes,no,", ",yes,perhaps,no,", "holds 'perhaps'"),
        # a cell too many
        ("goals", "sdg:5,5,", "sdg:5,5,5,", "line 6 has 4 cells, the header 3"),
    ],
)
def test_each_broken_rule_is_named(copy: Path, name: str, old: str, new: str, problem: str) -> None:
    _change(copy, name, old, new)
    write_manifest("test", date(2026, 1, 1), copy)
    report = check_framework(Framework(copy))
    assert not report.sound
    assert any(problem in one.problem for one in report.problems), report.problems


def test_changed_lost_and_new_files_differ_from_the_manifest(copy: Path) -> None:
    _change(copy, "goals", "para. 59", "para. 60")
    (copy / "offices.csv").rename(copy / "bureaux.csv")
    problems = {one.file: one.problem for one in check_framework(Framework(copy)).problems}
    assert "differs from the manifest" in problems["goals.csv"]
    assert "is absent" in problems["offices.csv"] or "cannot be read" in problems["offices.csv"]
    assert "is not in the manifest" in problems["bureaux.csv"]


@pytest.mark.parametrize("content", [None, "", "[]", '{"version": 1}', "\x00"])
def test_a_broken_manifest_is_one_problem(copy: Path, content: str | None) -> None:
    (copy / "manifest.json").unlink()
    if content is not None:
        (copy / "manifest.json").write_text(content, "utf-8")
    assert [one.file for one in check_framework(Framework(copy)).problems] == ["manifest.json"]


def test_manifest_covers_every_data_file() -> None:
    assert set(hash_files()) == {path.name for path in DATA.glob("*.csv")}

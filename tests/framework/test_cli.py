"""`actionlines framework` through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from actionlines.cli.framework import CONCEPTS, app
from actionlines.errors import UnknownConcept
from actionlines.framework.check import CheckReport, Problem, Unverified

RUNNER = CliRunner()


@pytest.mark.parametrize("kind", CONCEPTS)
def test_list_every_kind(kind: str) -> None:
    shown = RUNNER.invoke(app, ["list", kind])
    assert shown.exit_code == 0, shown.output
    rows = json.loads(RUNNER.invoke(app, ["list", kind, "--format", "json"]).stdout)
    assert len(rows) >= 5
    # A header and at least a line for each row.
    assert len(shown.stdout.splitlines()) > len(rows)


def test_show_as_table_and_as_json() -> None:
    assert "Télésanté" in RUNNER.invoke(app, ["show", "C7-ehealth"]).stdout
    content = json.loads(RUNNER.invoke(app, ["show", "9.c", "--format", "json"]).stdout)
    assert content["id"] == "sdg:9.c"
    assert content["indicators"] == ["sdg:9.c.1"]


def test_show_refuses_what_does_not_exist() -> None:
    result = RUNNER.invoke(app, ["show", "C99"])
    assert result.exit_code == 1
    assert isinstance(result.exception, UnknownConcept)


def test_check_of_a_sound_framework(monkeypatch: pytest.MonkeyPatch) -> None:
    open_row = Unverified("offices.csv", "itu-office:dakar", "no page read")
    sound = CheckReport("test", "2026-01-01", {"targets": 169}, (), (open_row,))
    monkeypatch.setattr("actionlines.cli.framework_show.check_framework", lambda _: sound)
    result = RUNNER.invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    assert "sound, 1 unverified" in result.stdout
    report = json.loads(RUNNER.invoke(app, ["check", "--format", "json"]).stdout)
    assert report["sound"] is True
    assert report["counts"]["targets"] == 169


def test_check_lists_what_is_unverified() -> None:
    assert "C7-eemployment ilo lead" in RUNNER.invoke(app, ["check", "--unverified"]).stdout


def test_check_fails_with_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = CheckReport("test", "2026-01-01", {"goals": 16}, (Problem("goals.csv", "sdg:17", "is lost"),), ())
    monkeypatch.setattr("actionlines.cli.framework_show.check_framework", lambda _: broken)
    result = RUNNER.invoke(app, ["check"])
    assert result.exit_code == 1
    assert "goals.csv sdg:17: is lost" in result.output
    assert RUNNER.invoke(app, ["check", "--format", "json"]).exit_code == 1


def test_export(tmp_path: Path) -> None:
    out = tmp_path / "framework.jsonld"
    result = RUNNER.invoke(app, ["export", "--format", "skos", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert json.loads(out.read_text("utf-8"))["@graph"]
    assert str(out) in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [["list", "planets"], ["export", "--format", "xml", "--out", "x"], ["export", "--format", "csv"], ["show"]],
)
def test_wrong_use_is_exit_code_2(arguments: list[str]) -> None:
    assert RUNNER.invoke(app, arguments).exit_code == 2

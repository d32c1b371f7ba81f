"""`actionlines compare`: text on the terminal, a paper as files, errors of standing texts in their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

_TEXT = """United Nations
A/{symbol}
General Assembly
{session} session

Lanterns on quays

The General Assembly,

1. Requests the Secretary-General to map unlit quays of small harbours and to report thereon to the General
Assembly at its {next} session;

2. {second};
"""
_STANDING = _TEXT.format(
    symbol="RES/79/910", session="Seventy-ninth", next="eightieth",
    second="Invites Member States to light harbour quays with solar lanterns before the storm season",
)  # fmt: skip
_DRAFT = _TEXT.format(
    symbol="80/L.910", session="Eightieth", next="eighty-first",
    second="Invites the International Telecommunication Union to light harbour quays with solar lanterns",
)  # fmt: skip


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Return a folder with a draft, and standing texts in a folder of their own."""
    (tmp_path / "draft.txt").write_text(_DRAFT)
    (tmp_path / "standing").mkdir()
    (tmp_path / "standing" / "one.txt").write_text(_STANDING)
    return tmp_path


def test_text_names_both_paragraphs_and_who_is_newly_asked(texts: Path) -> None:
    ran = run("compare", texts / "draft.txt", "--with", texts / "standing")
    assert ran.returncode == 0 and "A/80/L.910 beside 1 texts" in ran.stdout
    assert "A/RES/79/910, para. 1, decided at the last session or later" in ran.stdout
    assert "newly asked: ITU, para. 2" in ran.stdout
    assert "report to General Assembly by Secretary-General, para. 1: asked before in A/RES/79/910" in ran.stdout


def test_files_and_json_hold_the_paper(texts: Path) -> None:
    asked = ("compare", texts / "draft.txt", "--with", texts / "standing", "--out", texts / "out")
    ran = run(*asked, "--format", "docx", "--format", "json", "--json")
    made = json.loads((texts / "out" / "comparison-A-80-L.910.json").read_text())
    assert ran.returncode == 0 and json.loads(ran.stdout) == made and made["kind"] == "comparison"
    assert (texts / "out" / "comparison-A-80-L.910.docx").read_bytes().startswith(b"PK")


def test_a_standing_text_that_cannot_be_read_is_an_error_and_the_rest_is_compared(texts: Path) -> None:
    (texts / "standing" / "empty.txt").write_text("")
    ran = run("compare", texts / "draft.txt", "--with", texts / "standing")
    assert ran.returncode == 1 and "AL10" in ran.stderr and "para. 1" in ran.stdout


def test_a_draft_without_operative_paragraphs_says_so(texts: Path) -> None:
    (texts / "draft.txt").write_text("United Nations\nA/80/L.911\nGeneral Assembly\n\nWithdrawn\n")
    ran = run("compare", texts / "draft.txt", "--with", texts / "standing")
    assert ran.returncode == 0 and "nothing to compare" in ran.stdout

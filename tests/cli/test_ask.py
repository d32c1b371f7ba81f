"""`actionlines ask` over files: a paragraph as it stands, or none and exit code 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from actionlines.documents import read
from tests.cli.running import run

_TEXT = """United Nations
A/RES/79/910
General Assembly
Seventy-ninth session

Lanterns on quays

The General Assembly,

1. Requests the Secretary-General to map unlit quays of small harbours;

2. Invites fishing cooperatives to lend solar lanterns to village schools;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(_TEXT)
    return tmp_path


def test_an_answer_is_a_paragraph_with_its_place(folder: Path) -> None:
    ran = run("ask", "Who lends lanterns to village schools?", "--in", folder)
    assert ran.returncode == 0
    assert ran.stdout.startswith("A/RES/79/910, 2 ")
    assert "Invites fishing cooperatives to lend solar lanterns to village schools" in ran.stdout


def test_json_has_the_same(folder: Path) -> None:
    ran = run("ask", "Who maps unlit quays?", "--in", folder, "--json")
    (first, *_rest) = json.loads(ran.stdout)
    assert first["anchor"] == "1" and first["quote"] in _TEXT


def test_a_file_that_cannot_be_read_is_named_and_fails(folder: Path) -> None:
    (folder / "two.txt").write_bytes(b"")
    ran = run("ask", "Who lends lanterns to village schools?", "--in", folder)
    assert ran.returncode == 1 and "two.txt" in ran.stderr and ran.stdout.startswith("A/RES/79/910, 2 ")


def test_footnotes_answer_nothing(folder: Path) -> None:
    page = '<p>1. Invites all.<sup><a href="#n">1</a></sup></p><p id="n">1 Gulls paint cheerful submarines.</p>'
    (folder / "three.html").write_text(f"<html><body>{page}</body></html>")
    assert [one.text for one in read(folder / "three.html").of_kind("footnote")]
    ran = run("ask", "Who paints cheerful submarines?", "--in", folder)
    assert (ran.returncode, ran.stdout) == (1, "")


def test_no_answer_is_said(folder: Path) -> None:
    ran = run("ask", "What is the capital of Mongolia?", "--in", folder)
    assert (ran.returncode, ran.stdout) == (1, "") and "Not found in the texts." in ran.stderr


@pytest.mark.parametrize("options", [("--language", "ru"), ()], ids=["named", "recognised"])
def test_the_facts_in_the_box_answer_without_a_register(options: tuple[str, ...], tmp_path: Path) -> None:
    ran = run("ask", "рез. 80/173, п. 113", *options, folder=tmp_path)
    assert ran.returncode == 0 and ran.stdout.startswith("A/RES/80/173, 113\n")

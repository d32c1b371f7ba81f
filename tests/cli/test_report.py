"""`actionlines report` on a folder of its own, as a person would call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def call(*words):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run = [sys.executable, "-m", "actionlines", *words]
    return subprocess.run(
        run, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False, env=environment
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("register"))
    assert call("import", "examples/demo/resolution.txt", "--data", folder).returncode == 0
    return folder


def test_a_report_is_written_and_a_second_one_has_the_same_bytes(data, tmp_path):
    asked = ("report", "follow-up", "E/RES/2024/901", "--data", data, "-f", "json", "-f", "html")
    for folder in ("one", "two"):
        done = call(*asked, "--out", str(tmp_path / folder))
        assert done.returncode == 0, done.stderr
        assert "follow-up-E-RES-2024-901.json" in done.stdout
    for form in ("json", "html"):
        name = f"follow-up-E-RES-2024-901.{form}"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    paper = json.loads((tmp_path / "one" / "follow-up-E-RES-2024-901.json").read_text("utf-8"))
    assert paper["kind"] == "follow-up" and len(paper["evidence"]) == 8


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("follow-up", "A/RES/1/999"), "AL821 A/RES/1/999"),
        (("profile", "KENX"), "AL302 KENX"),
        (("contribution", "--country", "itu-region:AFR"), "AL822 itu-region:AFR"),
        (("biennial", "--from", "2026", "--to", "2025"), "AL822 2026 to 2025"),
    ],
)
def test_what_cannot_be_reported_is_one_line_and_leaves_no_file(data, tmp_path, words, said):
    done = call("report", *words, "--data", data, "--out", str(tmp_path / "out"))
    assert done.returncode == 1 and done.stderr.startswith(said), done.stderr
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())

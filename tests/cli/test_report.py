"""`actionlines report` on the database of the tests; what depends on the process has one of its own."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run, run_apart

ASKED = ("report", "follow-up", "E/RES/2024/901", "-f", "json", "-f", "html")
NAME = "follow-up-E-RES-2024-901"


@pytest.mark.usefixtures("register")
def test_a_report_is_written(tmp_path: Path) -> None:
    assert run("import", "demo/resolution.txt").returncode == 0
    done = run(*ASKED, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"{NAME}.json" in done.stdout
    assert (tmp_path / f"{NAME}.html").stat().st_size > 1000
    paper = json.loads((tmp_path / f"{NAME}.json").read_text("utf-8"))
    assert paper["kind"] == "follow-up" and len(paper["evidence"]) == 8


@pytest.mark.long
def test_a_second_report_has_the_same_bytes(tmp_path: Path) -> None:
    own = {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings"}
    data = ("--data", tmp_path / "register")
    assert run_apart("import", "demo/resolution.txt", *data, **own).returncode == 0
    for seed in ("1", "2"):
        done = run_apart(*ASKED, *data, "--out", tmp_path / seed, PYTHONHASHSEED=seed, **own)
        assert done.returncode == 0, done.stderr
    for form in ("json", "html"):
        one, two = ((tmp_path / seed / f"{NAME}.{form}").read_bytes() for seed in ("1", "2"))
        assert one == two


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("follow-up", "A/RES/1/999"), "AL821 A/RES/1/999"),
        (("profile", "KENX"), "AL302 KENX"),
        (("contribution", "--country", "itu-region:AFR"), "AL822 itu-region:AFR"),
        (("biennial", "--from", "2026", "--to", "2025"), "AL822 2026 to 2025"),
    ],
)
def test_what_cannot_be_reported_is_one_line_and_leaves_no_file(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("report", *words, "--out", tmp_path / "out")
    assert done.returncode == 1 and done.stderr.startswith(said), done.stderr
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())

"""Commands that read make no register: a folder that is mistyped is one line, and stays as it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run_apart

GOLDEN = Path(__file__).parents[1] / "golden" / "backups"
READING = {
    "backup": ("backup", "OUT.zip"),
    "road map": ("roadmap", "C2", "--out", "OUT"),
    "road maps": ("roadmap", "--all", "--out", "OUT"),
    "follow-up": ("report", "follow-up", "A/RES/80/173", "--out", "OUT"),
    "biennial": ("report", "biennial", "--out", "OUT"),
    "contribution": ("report", "contribution", "--country", "KEN", "--out", "OUT"),
    "profile": ("report", "profile", "KEN", "--out", "OUT"),
    "cooperation": ("report", "cooperation", "KEN", "--out", "OUT"),
    "copy": ("export", "site", "--out", "OUT"),
}
FIRST = "backup"


def within(folder: Path) -> dict[str, bytes]:
    """Return every file and folder below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }


def asked(name: str, out: Path) -> list[str]:
    """Return the words of a command that writes to `out`."""
    return [word.replace("OUT", str(out)) for word in READING[name]]


def without(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment that names no register and no database."""
    return {**environment, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings"}


@pytest.mark.parametrize("name", [pytest.param(one, marks=[] if one == FIRST else pytest.mark.long) for one in READING])
def test_a_mistyped_folder_is_one_line_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    words = asked(name, tmp_path / "out")
    done = run_apart(*words, "--data", tmp_path / "typo", **without({}))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"AL708 {tmp_path / 'typo'}: there is no register"), done.stderr
    assert done.stderr.count("\n") == 1
    assert within(tmp_path) == {}


@pytest.mark.long
@pytest.mark.parametrize("name", READING)
def test_the_same_of_a_folder_that_a_variable_names(name: str, tmp_path: Path) -> None:
    words = asked(name, tmp_path / "out")
    done = run_apart(*words, **without({"ACTIONLINES_DATA": str(tmp_path / "typo")}))
    assert done.returncode == 1 and done.stderr.startswith("AL708"), done.stderr
    assert within(tmp_path) == {}


@pytest.mark.parametrize("module", ["check", pytest.param("worker", marks=pytest.mark.long)])
def test_the_check_and_the_worker_make_none_either(module: str, tmp_path: Path) -> None:
    words = ["actionlines.register.site", "check"] if module == "check" else ["actionlines.register.site.worker"]
    environment = {**os.environ, **without({"ACTIONLINES_DATA": str(tmp_path / "typo")})}
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1 and done.stderr.startswith("AL708"), done.stderr
    assert within(tmp_path) == {}


def test_a_database_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "actionlines.sqlite3") as database:
        database.execute("CREATE TABLE mine (x)")
    done = run_apart("backup", tmp_path / "out.zip", "--data", tmp_path, **without({}))
    assert done.returncode == 1
    assert done.stderr == (
        f"AL708 {tmp_path}: the database holds no register. Check DATABASE_URL and --data. "
        "`actionlines serve` makes the tables.\n"
    )
    with sqlite3.connect(tmp_path / "actionlines.sqlite3") as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]


@pytest.mark.parametrize(
    "content", [*(pytest.param(one, marks=pytest.mark.long) for one in (b"", b"no backup")), b"PK\x03\x04 cut short"]
)
def test_a_restore_of_no_backup_makes_no_register(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    done = run_apart("restore", tmp_path / "a.zip", "--data", tmp_path / "new", **without({}))
    assert done.returncode == 1 and done.stderr.startswith("AL707"), done.stderr
    assert list(within(tmp_path)) == ["a.zip"]


def test_a_restore_leaves_a_folder_of_something_else_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("mine")
    backup = next(GOLDEN.glob("*.zip"))
    done = run_apart("restore", backup, "--data", tmp_path / "letters", **without({}))
    assert done.returncode == 1
    assert done.stderr.startswith(f"AL707 {tmp_path / 'letters'}: it is not empty"), done.stderr
    assert within(tmp_path) == {"letters": b"", "letters/a.txt": b"mine"}

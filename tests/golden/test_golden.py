"""What users hold is what it was: records, papers, addresses and decisions, compared with the golden files."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.golden.__main__ import KEPT, OTHERS, site
from tests.golden.texts import difference
from tests.golden.world import OF_OTHERS, ROOT

SHOWN = 60  # lines of a difference
ADVICE = "If the change is wanted, run make golden and name it in CHANGELOG.md."
NAMES = sorted(path.relative_to(KEPT).as_posix() for path in KEPT.rglob("*.*"))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path]:
    """The files as the code makes them now: once for all processes of the tests, in a process of their own."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "golden"
    with folder.with_name("golden.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            plain = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
            plain["PYTHONPATH"] = os.pathsep.join(filter(None, [*sys.path]))
            run = [sys.executable, "-m", "tests.golden", str(folder)]
            done = subprocess.run(run, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr[-3000:]
    yield folder


def same(name: str, now: str) -> None:
    """Fail with the difference, shortened, where a text is not that of the golden file."""
    lines = difference(name, (KEPT / name).read_text("utf-8"), now)
    more = f"\n… {len(lines) - SHOWN:,} more lines" if len(lines) > SHOWN else ""
    assert not lines, "\n".join(["", *lines[:SHOWN]]) + f"{more}\n{ADVICE}"


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_nothing_has_changed(found: Path, name: str) -> None:
    if name.startswith(OTHERS) and not OF_OTHERS.is_file():
        pytest.skip("no shared documents: set ACTIONLINES_SHARED to the folder that holds data/")
    assert (found / name).is_file(), f"{name} is made no more. {ADVICE}"
    same(name, (found / name).read_text("utf-8"))


@pytest.mark.long
def test_there_is_no_file_more(found: Path) -> None:
    made = {path.relative_to(found).as_posix() for path in found.rglob("*.*")}
    assert made <= set(NAMES), f"New: {sorted(made - set(NAMES))}. {ADVICE}"


@pytest.mark.django_db
def test_the_site_answers_to_what_it_did() -> None:
    for name, text in site():
        same(name, text)

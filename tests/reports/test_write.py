"""A report is written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from follow_up_sample import sample

from actionlines.errors import OutputError
from actionlines.reports import write as room
from actionlines.reports.model import FollowUp


def test_every_file_and_nothing_else(tmp_path: Path) -> None:
    files = room.write(sample(), tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(room.WRITERS)
    assert all(path.stat().st_size for path in files.values())


def test_same_input_same_bytes(tmp_path: Path) -> None:
    first, second = room.write(sample(), tmp_path / "a"), room.write(sample(), tmp_path / "b")
    assert all(first[name].read_bytes() == second[name].read_bytes() for name in room.WRITERS)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError])
def test_an_interrupted_run_leaves_the_report_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    (tmp_path / "mandates.csv").write_text("before")

    def interrupted(_follow_up: FollowUp, _words: object) -> bytes:
        raise stop

    monkeypatch.setitem(room.WRITERS, "review.docx", interrupted)
    with pytest.raises(stop):
        room.write(sample(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mandates.csv"]
    assert (tmp_path / "mandates.csv").read_text() == "before"


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left, working = f".partial-{int(ended.stdout)}-x", f".partial-{os.getpid()}-x"
    for name in (left, working, ".partial-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "review.docx").write_text("half")
    room.write(FollowUp(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} - set(room.WRITERS) == {working, ".partial-mine"}


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    for act in (room.check_writable, lambda out: room.write(FollowUp(), out)):
        with pytest.raises(OutputError, match="AL401"):
            act(tmp_path / "out")


@pytest.mark.parametrize("name", ["index.html", "mandates.csv"])  # the last file to be moved and the first
def test_a_folder_where_a_file_should_be_leaves_nothing_new(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    for act in (room.check_writable, lambda out: room.write(FollowUp(), out)):
        with pytest.raises(OutputError, match="is a folder"):
            act(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [name]

"""The output folder: a disk that is full, a file that cannot be written, runs that end while others begin."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from actionlines.alignment.scale.folder import LOCK, MANIFEST, PROGRESS, Folder
from actionlines.errors import OutputError
from tests.alignment.scale.conftest import texts, write_jsonl
from tests.alignment.scale.test_run import go

OURS = {"format": 1, "made_with": "0" * 64, "parts": []}


def test_a_lock_that_its_run_has_removed_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl", reason="no locks of files here")
    folder, inner, ended = Folder(tmp_path / "out"), fcntl.flock, False

    def late(lock: int, how: int) -> None:
        """Another run ends between the opening of the file and the lock."""
        nonlocal ended
        if not ended:
            (folder.progress / LOCK).unlink()
            ended = True
        inner(lock, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with folder.taken(), pytest.raises(OutputError, match="another run is writing"), folder.taken():
        pass
    assert ended


def test_a_folder_that_its_run_removes_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, inner, ended = Folder(tmp_path / "out"), Path.open, False

    def late(path: Path, *given: Any, **named: Any) -> Any:
        """Another run ends between the making of the folder and the opening of the file."""
        nonlocal ended
        if path.name == LOCK and not ended:
            ended = True
            shutil.rmtree(folder.progress)
        return inner(path, *given, **named)

    monkeypatch.setattr(Path, "open", late)
    with folder.taken() as run:
        assert ended and folder.may_write(run)


def test_a_place_where_no_folder_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / PROGRESS).write_text("a file")
    with (
        pytest.raises(OutputError, match=r"AL401 .*out: it cannot be written: "),
        Folder(tmp_path / "out").taken(),
    ):
        pass


def test_a_run_that_ends_leaves_the_next_one_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, inner = Folder(tmp_path / "out"), Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        """The next run begins as soon as the lock has gone."""
        inner(path, missing_ok)
        if path.name == LOCK:
            path.touch()
            (folder.progress / "run").write_text("next")

    with folder.taken():
        monkeypatch.setattr(Path, "unlink", unlink)
        folder.finish(OURS)
    assert folder.may_write("next")
    assert {one.name for one in folder.progress.iterdir()} == {LOCK, "run"}


def test_runs_that_begin_and_end_together_hold_the_folder_one_by_one(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="no locks of files here")
    end, holding = time.monotonic() + 2, list[int]()
    held, faults = list[tuple[tuple[int, ...], bool]](), list[Exception]()

    def runs(number: int) -> None:
        while time.monotonic() < end:
            folder = Folder(tmp_path / "out")
            try:
                with folder.taken() as run:
                    holding.append(number)
                    folder.known("x", set())
                    held.append((tuple(holding), folder.may_write(run)))
                    holding.remove(number)
                    folder.finish(OURS)
            except OutputError as error:
                if "another run is writing" not in str(error):
                    faults.append(error)
            except Exception as error:
                faults.append(error)

    threads = [threading.Thread(target=runs, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    assert len(held) > 10 and all(len(together) == 1 and own for together, own in held)
    assert {one.name for one in (tmp_path / "out").iterdir()} == {MANIFEST}


def test_records_of_long_names(tmp_path: Path, model: str) -> None:
    """A run that was stopped goes on."""
    out, name = tmp_path / "out", "a" * 232 + ".jsonl"
    write_jsonl(tmp_path / "in" / name, [{"text": text} for text in texts(900)])
    first = go(tmp_path / "in", out, model)
    (out / PROGRESS).mkdir()
    folder = Folder(out)
    with folder.taken():
        for part in first.parts[:1]:
            folder.record(part)
    (out / PROGRESS / "before.json").unlink()
    assert [one.skipped for one in go(tmp_path / "in", out, model).parts] == [
        one == first.parts[0] for one in first.parts
    ]

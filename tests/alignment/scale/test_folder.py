"""The output folder: a disk that is full, a file that cannot be written, runs that end while others begin."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from actionlines.errors import OutputError
from tests.alignment.scale.conftest import texts, write_jsonl

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from actionlines.alignment.scale.plan import LOCK, MANIFEST, PROGRESS, Folder
from tests.alignment.scale.test_run import go, rows
from tests.some import first

Content = Callable[[Path], dict[str, bytes]]
OURS = {"format": 1, "made_with": "0" * 64, "parts": []}
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("where", first(["scratch", "records", PROGRESS]))
@pytest.mark.parametrize("to", ["parquet", "jsonl"])
def test_a_full_disk_stops_the_run_and_the_next_goes_on(
    mixed: Path, tmp_path: Path, model: str, content: Content,
    monkeypatch: pytest.MonkeyPatch, where: str, to: str,
) -> None:  # fmt: skip
    inner, out, opened = Path.open, tmp_path / "out", 0

    def full(path: Path, mode: str = "r", *given: Any, **named: Any) -> Any:
        nonlocal opened
        if "w" in mode and path.parent.name == where and path.name != LOCK:
            opened += 1
            # Some are written before the disk is full.
            return inner(path if opened == 1 else FULL, mode, *given, **named)
        return inner(path, mode, *given, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputError) as stopped:
        go(mixed, out, model, to=to)
    monkeypatch.undo()
    said = f"AL401 {out}: the disk is full. Make room and start again: what is done stays."
    assert str(stopped.value) == said
    assert not (out / MANIFEST).exists()
    assert any(one.skipped for one in go(mixed, out, model, to=to).parts) == (where != PROGRESS)
    go(mixed, tmp_path / "new", model, to=to)
    assert content(out) == content(tmp_path / "new")


def test_an_output_that_cannot_be_written_costs_no_other(mixed: Path, tmp_path: Path, model: str) -> None:
    out = tmp_path / "out"
    (out / PROGRESS).mkdir(parents=True)
    (out / "a.parquet-00000.parquet").mkdir()
    (failure,) = go(mixed, out, model).failures
    assert (failure["code"], failure["subject"]) == ("AL401", str(out / "a.parquet-00000.parquet"))
    assert failure["problem"].startswith("it cannot be written: ")
    assert len(rows(out, "deep/*")) == 1203


def test_a_lock_that_its_run_has_removed_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    with pytest.raises(OutputError, match=r"AL401 .*out: it cannot be written: "), Folder(tmp_path / "out").taken():
        pass


def test_a_run_that_ends_leaves_the_next_one_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
    holding = list[int]()
    held, faults = list[tuple[tuple[int, ...], bool]](), list[Exception]()

    def runs(number: int) -> None:
        while len(held) < 40 and not faults:
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
    assert all(len(together) == 1 and own for together, own in held)
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

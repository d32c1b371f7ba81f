"""A report is written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from actionlines.errors import OutputError
from actionlines.papers import files
from actionlines.papers.follow_up import tables
from actionlines.papers.follow_up import write as room
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.write import is_own_file
from tests.papers.follow_up_sample import sample
from tests.some import first


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
    before = tables.mandates_csv(FollowUp())
    (tmp_path / "mandates.csv").write_bytes(before)

    def interrupted(_follow_up: FollowUp, _words: object) -> bytes:
        raise stop

    monkeypatch.setitem(room.WRITERS, "review.docx", interrupted)
    with pytest.raises(stop):
        room.write(sample(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mandates.csv"]
    assert (tmp_path / "mandates.csv").read_bytes() == before


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("stop", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize("name", first(room.WRITERS))
@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_cannot_be_moved_brings_back_those_that_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException], name: str, links: bool
) -> None:
    room.write(FollowUp(), tmp_path)
    for gone in ("citations.csv", "review.docx"):  # a report of which some files were taken away
        (tmp_path / gone).unlink()
    before = _content(tmp_path)
    plain = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if path.name == name and path.parent.name.startswith(files.PARTIAL):
            raise stop("no more")
        return plain(path, target)

    def no_links(*_: object) -> None:
        raise OSError("links are not supported")

    monkeypatch.setattr(Path, "replace", refused)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(OutputError if stop is OSError else stop):
        room.write(sample(), tmp_path)
    assert _content(tmp_path) == before


def test_a_folder_made_for_a_report_that_fails_is_gone_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_follow_up: FollowUp, _words: object) -> bytes:
        raise OSError(28, "No space left on device")

    room.check_writable(tmp_path / "new" / "folder")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setitem(room.WRITERS, "review.docx", full)
    with pytest.raises(OutputError, match="No space left"):
        room.write(sample(), tmp_path / "new" / "folder")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", first(room.WRITERS, 2))
def test_a_report_replaces_its_own_files_and_no_others(tmp_path: Path, name: str) -> None:
    room.write(sample(), tmp_path)
    room.write(FollowUp(), tmp_path)  # what we wrote we replace
    (tmp_path / name).write_bytes(b"Document,notes of my own about Actionlines")
    before = _content(tmp_path)
    for act in (room.check_writable, lambda out: room.write(sample(), out)):
        with pytest.raises(OutputError, match=f"AL401 .*did not write.*: {name}. .*--force"):
            act(tmp_path)
        assert _content(tmp_path) == before
    room.check_writable(tmp_path, force=True)
    room.write(sample(), tmp_path, force=True)
    assert _content(tmp_path)[name] != before[name]


def test_a_document_of_ours_that_someone_edited_is_theirs(tmp_path: Path) -> None:
    room.write(sample(), tmp_path)
    edited = docx.Document(str(tmp_path / "review.docx"))
    edited.core_properties.last_modified_by = "A reader"
    edited.save(str(tmp_path / "review.docx"))
    book = openpyxl.load_workbook(tmp_path / "mandates.xlsx")
    book.properties.lastModifiedBy = "A reader"
    book.save(tmp_path / "mandates.xlsx")
    with pytest.raises(OutputError, match=r"edited since: mandates\.xlsx, review\.docx"):
        room.write(sample(), tmp_path)


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_reports_in_other_languages_are_ours_too(tmp_path: Path, language: str) -> None:
    for path in room.write(sample(), tmp_path, language).values():
        assert is_own_file(path), path.name


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    left, working = f".partial-{int(ended.stdout)}-x", f".partial-{os.getpid()}-x"
    for name in (left, working, ".partial-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "review.docx").write_text("half")
    room.write(FollowUp(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} - set(room.WRITERS) == {working, ".partial-mine"}


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    for act in (room.check_writable, lambda out: room.write(FollowUp(), out)):
        for out in (tmp_path / "out", tmp_path / "out" / "deeper"):
            with pytest.raises(OutputError, match=r"AL401 .*out: this is a file, .* needs a folder"):
                act(out)


@pytest.mark.parametrize("name", ["index.html", "mandates.csv"])  # the last file to be moved and the first
def test_a_folder_where_a_file_should_be_leaves_nothing_new(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    for act in (room.check_writable, lambda out: room.write(FollowUp(), out)):
        with pytest.raises(OutputError, match="is a folder"):
            act(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [name]


def test_bodies_are_named_in_the_language_of_the_page_and_in_english_for_programs(tmp_path: Path) -> None:
    found = sample()
    bodies = {body for row in found.mandates for body in row.bodies}
    assert "secretary-general" in bodies
    files = room.write(found, tmp_path, "ru")
    page, table = files["index.html"].read_text("utf-8"), files["mandates.csv"].read_text("utf-8-sig")
    assert "Генеральный секретарь" in page and "Secretary-General of the United Nations" not in page
    words = "\n".join(cell.text for one in docx.Document(files["review.docx"]).tables for cell in one._cells)
    assert "Генеральный секретарь" in words
    sheet = openpyxl.load_workbook(files["mandates.xlsx"]).worksheets[0]
    assert any("Генеральный секретарь" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Генеральный секретарь" not in table and "Secretary-General" in table
    english = room.write(found, tmp_path / "en", "en")
    assert english["review.json"].read_bytes() == files["review.json"].read_bytes()

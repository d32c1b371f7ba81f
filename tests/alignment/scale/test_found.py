"""Which files are inputs: what lies in the output, what has a name that cannot be used, what cannot be opened."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from actionlines.errors import OutputError
from tests.alignment.scale.conftest import texts, write_jsonl

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from actionlines.alignment.scale.plan import MANIFEST, find_files
from actionlines.alignment.scale.run import list_messages
from tests.alignment.scale.test_run import ENDINGS, go, rows

Content = Callable[[Path], dict[str, bytes]]
LATIN = os.fsdecode(b"caf\xe9")


def told(number: int) -> str:
    """What the system says of an error."""
    return os.strerror(number).lower()


def latin(folder: Path, ending: str) -> Path:
    """A place for a file or folder whose name is Latin-1, where there can be one."""
    path = folder / (LATIN + ending)
    try:
        path.mkdir(parents=True)
    except OSError:
        pytest.skip("names are UTF-8 here")
    path.rmdir()
    return path


def test_xml_is_an_input_where_it_holds_akoma_ntoso(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'/>")
    (tmp_path / "b.xml").write_text("<figures/>")
    found = find_files([str(tmp_path)], {".txt"}, tmp_path / "out", {})
    assert ([name for _path, name in found.documents], found.ignored) == (["a.xml"], ("b.xml",))


def test_a_file_in_the_output_is_refused_as_input(mixed: Path, tmp_path: Path, model: str, content: Content) -> None:
    out = tmp_path / "out"
    go(mixed, out, model)
    before = content(out)
    with pytest.raises(
        OutputError, match=r"AL401 .*out/a\.parquet-00000\.parquet: this input is in the folder of the output \(.*out\)"
    ):
        go(out / "a.parquet-00000.parquet", out, model)
    assert content(out) == before


@pytest.mark.parametrize(("word", "out"), [("", "."), ("", ".."), ("deep", "."), ("**/*.jsonl", ".")])
def test_all_that_could_be_read_lies_in_the_output(mixed: Path, word: str, out: str) -> None:
    with pytest.raises(OutputError, match=r"AL401 .*: every file is in the folder of the output \(.*in"):
        find_files([str(mixed / word)], ENDINGS, mixed / out)


def test_a_glob_that_the_shell_has_opened_may_hold_the_output(mixed: Path, model: str) -> None:
    out = mixed / "out"
    go(mixed, out, model)
    files = find_files([str(mixed / "a.parquet"), str(mixed / "deep"), str(out)], ENDINGS, out)
    assert [name for _, name, _ in files.tables] == ["a.parquet", "b.jsonl"]


def test_names_that_are_not_utf8_cost_no_other_file(mixed: Path, tmp_path: Path, model: str) -> None:
    write_jsonl(latin(mixed, ".jsonl"), [{"text": "Water"}])
    latin(mixed, ".txt").write_text("1. A rural clinic.\n", "utf-8")
    write_jsonl(latin(mixed, "") / "b.jsonl", [{"text": "Water"}])
    summary = go(mixed, tmp_path / "out", model)
    names = ["caf\\xe9.jsonl", "caf\\xe9.txt", "caf\\xe9/b.jsonl"]
    assert [line for line in list_messages(summary) if "caf" in line] == [
        f"AL108 {name}: its name is not UTF-8. Rename it." for name in names
    ]
    made = rows(tmp_path / "out", "documents-*")
    assert {row["document"] for row in made} == {"0.txt", "1.txt", "2.txt", "empty.txt"}
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert [one["subject"] for one in manifest["failed"]] == names


def test_folders_above_may_have_such_names(mixed: Path, tmp_path: Path, model: str) -> None:
    folder, out = latin(tmp_path, "-in"), latin(tmp_path, "-out") / "out"
    shutil.move(mixed, folder)
    summary = go(folder, out, model, to="jsonl")
    assert [one["subject"] for one in summary.failures] == ["a.parquet"]
    assert "a folder above it has a name that is not UTF-8. Rename that folder." in "".join(list_messages(summary))
    assert len(rows(out, "deep/*")) == 1203
    assert all(one.skipped for one in go(folder, out, model, to="jsonl").parts)


@pytest.mark.parametrize(
    ("word", "name"), [("", "deep"), ("**/*.jsonl", "deep"), ("*/b.jsonl", "deep"), ("deep/*.jsonl", "{mixed}/deep")]
)
def test_a_folder_that_cannot_be_opened_is_named(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, name: str
) -> None:
    inner = os.scandir

    def scandir(path: Any = ".") -> Any:
        if str(path).rstrip("/").endswith("/deep"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return inner(path)

    monkeypatch.setattr(os, "scandir", scandir)
    files = find_files([str(mixed / word)], ENDINGS, tmp_path / "out")
    wanted = f"AL108 {name.format(mixed=mixed)}: {told(errno.EACCES)}. Check the path."
    assert [str(one) for one in files.failed] == [wanted]


def test_what_is_no_file_is_named_and_the_rest_is_done(mixed: Path, tmp_path: Path, model: str) -> None:
    for name, target in (
        ("report.txt", "nowhere"), ("round.jsonl", "round.jsonl"), ("null.jsonl", os.devnull),
        (".hidden.txt", "nowhere"), ("other.csv", "nowhere"),
    ):  # fmt: skip
        (mixed / name).symlink_to(target)
    (mixed / "folder.txt").mkdir()
    (mixed / "link.txt").symlink_to("folder.txt")
    summary = go(mixed, tmp_path / "out", model)
    assert [line for line in list_messages(summary) if line.startswith("AL108")] == [
        "AL108 null.jsonl: this is not a regular file. Save it to a file first.",
        f"AL108 report.txt: {told(errno.ENOENT)}. Check the path.",
        f"AL108 round.jsonl: {told(errno.ELOOP)}. Check the path.",
    ]
    assert len(rows(tmp_path / "out", "a.parquet-*")) == 1500


def test_long_names(tmp_path: Path, model: str, content: Content) -> None:
    folder, long = tmp_path / "in", "é" * 116 + ".jsonl"
    write_jsonl(folder / long, [{"text": text} for text in texts(900)])
    write_jsonl(folder / ("b" * 233 + ".jsonl"), [{"text": "Water"}])
    (folder / ("c" * 251 + ".txt")).write_text("1. A rural clinic.\n", "utf-8")
    summary = go(folder, tmp_path / "out", model)
    (line,) = list_messages(summary)
    assert line.startswith("AL108 bbb") and line.endswith("adds to it. Shorten it to 238 bytes.")
    assert len(summary.parts) > 2
    assert len(rows(tmp_path / "out", f"{long}-*.parquet")) == 900
    assert all(one.skipped for one in go(folder, tmp_path / "out", model).parts)


@pytest.mark.parametrize("name", [MANIFEST, "a.jsonl-00001.parquet", "documents-00000.parquet"])
def test_folders_of_the_input_that_have_names_of_outputs(tmp_path: Path, model: str, name: str) -> None:
    folder = tmp_path / "in"
    write_jsonl(folder / "a.jsonl", [{"text": text} for text in texts(900)])
    (folder / "note.txt").write_text("1. A rural clinic.\n", "utf-8")
    write_jsonl(folder / "deep" / name / "b.jsonl", [{"text": "Water"}])
    go(folder, tmp_path / "deep", model)  # that of another folder
    write_jsonl(folder / name / "b.jsonl", [{"text": "Water"}])
    with pytest.raises(OutputError) as refused:
        go(folder, tmp_path / "out", model)
    wanted = f"AL401 {name}: this folder of the input has the name of an output. Rename it."
    assert str(refused.value) == wanted
    assert not (tmp_path / "out").exists()

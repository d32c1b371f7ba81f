"""Zips: how many parts one has is known before its directory is read."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from actionlines.errors import UploadRefused
from actionlines.register.core.imports import content_type
from actionlines.register.core.imports.content_type import ENTRIES, announced, type_of
from tests.register.imports.hostile import BODY, box, docx


def kept(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "file.docx"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("many", [1, 7, pytest.param(70_000, marks=pytest.mark.long)])
def test_the_end_of_a_zip_says_how_many_parts_it_has(tmp_path: Path, many: int) -> None:
    """Beyond 65,535 in a record of its own."""
    data = box({f"word/{n}": b"" for n in range(many)}, 0)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = len(data) - archive.start_dir
    parts, directory = announced(kept(tmp_path, data))
    assert parts == many
    assert size - 200 < directory <= size


def test_a_comment_and_bytes_after_the_end_change_nothing(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"c" * 65_000
        archive.writestr("word/document.xml", BODY % "x")
    assert announced(kept(tmp_path, out.getvalue()))[0] == 1
    assert announced(kept(tmp_path, docx(BODY % "x") + b"\n" * 99))[0] == 2


def test_too_many_parts_are_refused_before_the_directory_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = box({f"word/{n}": b"" for n in range(ENTRIES + 1)}, 0)
    monkeypatch.setattr(content_type.zipfile, "ZipFile", None)
    with pytest.raises(UploadRefused, match=rf"too many parts \({ENTRIES + 1}\)"):
        type_of(kept(tmp_path, data), "x.docx")


def test_a_directory_longer_than_its_number_of_parts_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number is the sender's word: 50,000 parts that say they are three."""
    data = bytearray(box({f"word/{n}": b"" for n in range(50_000)}, 0))
    end = data.rfind(b"PK\5\6")
    struct.pack_into("<2H", data, end + 8, 3, 3)
    monkeypatch.setattr(content_type.zipfile, "ZipFile", None)
    with pytest.raises(UploadRefused, match="parts"):
        type_of(kept(tmp_path, bytes(data)), "x.docx")


@pytest.mark.parametrize("data", [b"PK\3\4", b"PK\3\4" + b"x" * 100_000, b"PK\3\4PK\5\6"])
def test_a_zip_without_its_end_is_broken(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UploadRefused, match="broken"):
        type_of(kept(tmp_path, data), "x.docx")

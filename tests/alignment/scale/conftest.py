"""Inputs of a few thousand rows, and a model of a few words."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.alignment.small_model import write_model

WORDS = ["broadband", "clinic", "rural", "school", "water", "the", "of", "is", "village", "农村诊所", "SDG", "9.c"]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of the small model."""
    return str(write_model(tmp_path_factory.mktemp("model")))


def texts(count: int, seed: int = 1) -> list[str]:
    """Texts of a few words."""
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=draw.randint(0, 12))) for _ in range(count)]


def write_jsonl(path: Path, rows: list[Any]) -> None:
    """Rows as JSON lines; bytes are lines as they are."""
    lines = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def write_parquet(path: Path, columns: dict[str, Any], group: int = 500) -> None:
    """Columns as a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path, row_group_size=group)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder of all kinds of input, some rows of it bad."""
    folder = tmp_path / "in"
    write_parquet(folder / "a.parquet", {"id": list(range(1500)), "text": [*texts(1499), None]})
    rows: list[Any] = [{"id": n, "text": text} for n, text in enumerate(texts(1200, seed=2))]
    write_jsonl(folder / "deep" / "b.jsonl", [*rows, {"id": "x"}, b"no json", {"text": 7}])
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Note {number}\n\n1. A rural clinic has water.\n\n2. Noon.\n", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def content() -> Callable[[Path], dict[str, bytes]]:
    """All files of a folder, by their names."""
    return lambda folder: {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }

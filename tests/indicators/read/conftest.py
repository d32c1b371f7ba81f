"""Files of figures written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from actionlines.indicators.read import TableReading, read_indicators

Give = Callable[..., TableReading]


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """Write the content under a name and read it; rows in are rows kept and rows refused."""

    def read(content: str | bytes, name: str = "figures.csv", mapping: Any = None, area: str = "") -> TableReading:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        reading = read_indicators(path, mapping, area=area)
        assert reading.rows_in == reading.table.height + reading.rows_refused
        return reading

    return read

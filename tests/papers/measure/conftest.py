"""One report on the example, made once; and Chromium from the room above."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.model import ProgressReport
from actionlines.papers.progress.scope import make_scope
from actionlines.papers.progress.write import write

os.environ.setdefault("SOURCE_DATE_EPOCH", "1764547200")
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "indicators.csv"


@pytest.fixture(scope="session")
def report() -> ProgressReport:
    return measure([EXAMPLE], make_scope())


@pytest.fixture(scope="session")
def written(report: ProgressReport, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(report, tmp_path_factory.mktemp("measure"))

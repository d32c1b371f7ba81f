"""The real PDFs beside the checkout: nothing lost, nothing foreign, no jump in the numbers, symbols told."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import furniture

from actionlines.documents import read

pytestmark = pytest.mark.long


def files(shared: Path) -> list[Path]:
    found = sorted((shared / "data" / "documents" / "pdf").glob("*.pdf"))
    if not found:
        pytest.skip("no PDFs in the shared folder")
    return found


def test_nothing_is_lost_and_nothing_foreign(shared: Path) -> None:
    report = furniture.check(files(shared)[::6])
    assert (report.failed, report.findings) == ([], [])


def test_every_document_tells_its_symbol(shared: Path) -> None:
    for path in files(shared)[::9]:
        metadata = read(path).metadata
        assert metadata.symbol == path.stem.replace("_", "/")
        assert metadata.title and metadata.date and metadata.session and metadata.body == "general-assembly"

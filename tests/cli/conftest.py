"""The small model as a file, and a register on the database of the tests."""

from __future__ import annotations

import pytest

from tests.alignment.small_model import write_model


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of the small model."""
    return str(write_model(tmp_path_factory.mktemp("model")))


@pytest.fixture
def register(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands work on the database of the tests; that they open a folder is tested apart."""
    from actionlines.register.site.commands import import_files, papers

    monkeypatch.setattr(import_files, "start", lambda _data: None)
    monkeypatch.setattr(papers, "open_for_papers", lambda _data: None)

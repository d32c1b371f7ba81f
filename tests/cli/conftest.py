"""The small model as a file."""

from __future__ import annotations

import pytest

from tests.alignment.small_model import write_model


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of the small model."""
    return str(write_model(tmp_path_factory.mktemp("model")))

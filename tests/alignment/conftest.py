"""The aligner of the small model."""

from __future__ import annotations

import pytest

from actionlines.alignment.aligner import Aligner
from tests.alignment.small_model import small_aligner


@pytest.fixture(scope="session")
def aligner(tmp_path_factory: pytest.TempPathFactory) -> Aligner:
    """An aligner whose model has five words."""
    return small_aligner(tmp_path_factory.mktemp("model"))

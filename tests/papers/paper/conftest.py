"""Papers written once for all tests of this room."""

from __future__ import annotations

import pytest

from tests.papers.paper.sample import Papers


@pytest.fixture(scope="session")
def made() -> Papers:
    """The sample in each language and the hostile paper ("hostile"), in each format; written when it is needed."""
    return Papers()

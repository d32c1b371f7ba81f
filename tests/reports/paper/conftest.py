"""Papers written once for all tests of this room."""

from __future__ import annotations

import pytest

from actionlines.papers.write import FORMATS, render
from tests.reports.paper.sample import ORDER, hostile, sample


@pytest.fixture(scope="session")
def made() -> dict[tuple[str, str], bytes]:
    """The sample in each language and the hostile paper ("hostile"), in each format."""
    papers = {**{language: sample(language) for language in ORDER}, "hostile": hostile()}
    return {(name, format): render(paper, format) for name, paper in papers.items() for format in FORMATS}

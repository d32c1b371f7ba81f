"""docs/reference/search.md names every filter, order and form of download."""

from pathlib import Path

import pytest

from actionlines.register.core.kinds import index_keys
from actionlines.register.core.pages.downloads import FORMS
from actionlines.register.core.search.index_store import RANGES, facet_names
from actionlines.register.core.search.queries import SORTS

TEXT = (Path(__file__).resolve().parents[4] / "docs" / "reference" / "search.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*facet_names(), *SORTS, *FORMS, *index_keys(), "due_from", "due_to", "X-Total-Count"])
def test_it_is_described(name):
    assert f"`{name}`" in TEXT


def test_ranges_are_described():
    assert {name for name in RANGES if f"`{name}_from`" in TEXT} == {"due"}

"""Every template of the site compiles: no tag, filter or library of it is gone."""

from pathlib import Path

import pytest
from django.template.loader import get_template

import actionlines.site

FOLDER = Path(actionlines.site.__file__).parent / "templates"
TEMPLATES = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.suffix in {".html", ".txt"}
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert get_template(name)

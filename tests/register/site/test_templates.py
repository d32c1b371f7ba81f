"""Every template of the site compiles: no tag, filter or library of it is gone."""

from pathlib import Path

import pytest
from django.template.loader import get_template

import actionlines.register.site

FOLDER = Path(actionlines.register.site.__file__).parent / "templates"
# Those of sign-on need its applications; the tests of sign-on open them.
TEMPLATES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*")
    if path.suffix in {".html", ".txt"}
    and path.relative_to(FOLDER).parts[0] not in ("socialaccount", "sign_on")
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert get_template(name)

"""Every template of the site compiles: no tag, filter or library of it is gone."""

from pathlib import Path

import pytest
from django.template.loader import get_template

import actionlines.register

FOLDERS = Path(actionlines.register.__file__).parent.glob("*/templates")
# Those of sign-on need its applications; the tests of sign-on open them.
TEMPLATES = sorted(
    path.relative_to(folder).as_posix()
    for folder in FOLDERS
    for path in folder.rglob("*")
    if path.suffix in {".html", ".txt"} and path.relative_to(folder).parts[0] not in ("socialaccount", "sign_on")
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_name_that_a_person_wrote_is_taken_for_a_method(name):
    """A template looks for the key "items" first: `|pairs` does not."""
    assert ".items" not in get_template(name).template.source

"""The sample in docs/how-to/write-reports.md is what the register of the demonstration makes."""

from __future__ import annotations

import os
import re
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from tests.register.site.filled import ROOT, fill

pytestmark = pytest.mark.django_db
PAGE = ROOT / "docs" / "how-to" / "write-reports.md"
# Numbers of records are those of a database that is new; another counts on from what it held.
_NUMBER = re.compile(r"(Activity|file:|mandate) ?[0-9a-f]+")


@pytest.mark.long
def test_the_page_shows_what_the_examples_make() -> None:
    spec = spec_from_file_location("report_samples", ROOT / "examples" / "reports.py")
    assert spec and spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    fill("resolution.pdf", "contribution.docx")
    found = made.samples()
    assert set(found) == {"follow-up", "biennial", "contribution", "profile", "cooperation"}
    head, _mark, rest = PAGE.read_text("utf-8").partition(made.BEGIN)
    held, _mark, foot = rest.partition(made.END)
    if os.environ.get("ACTIONLINES_SAMPLES"):
        PAGE.write_text(f"{head}{made.BEGIN}\n\n{found['follow-up']}\n{made.END}{foot}", "utf-8")
        return
    assert _NUMBER.sub(r"\1 N", held.strip()) == _NUMBER.sub(r"\1 N", found["follow-up"].strip()), (
        "run this test with ACTIONLINES_SAMPLES=1"
    )

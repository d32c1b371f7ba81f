"""Rows that go into a document when it is written."""

from __future__ import annotations

import io

import docx
import pytest

from actionlines.papers.writers import docx_parts as parts
from actionlines.papers.writers.docx_parts import Heading, Later, Run

ROWS = [((Run("A & B <c>", bold=True), Run("")), (Run(f"كلمة {n}", rtl=True),)) for n in range(3)]


def written(later: Later | None, bidi: bool) -> bytes:
    out = docx.Document()
    parts.set_properties(out, "", "", "en", docx.Document().core_properties.created)
    for rows in (ROWS, ROWS[:1]):
        parts.add_table(out, (Heading("One", 2), Heading("Two", 1)), rows, later=later)
    if bidi:
        parts.turn_right_to_left(out)
    file = io.BytesIO()
    out.save(file)
    return parts.repack(file.getvalue(), later)


@pytest.mark.parametrize("bidi", [False, True])
def test_rows_written_later_are_those_of_the_tree(bidi: bool) -> None:
    assert written(Later(bidi), bidi) == written(None, bidi)

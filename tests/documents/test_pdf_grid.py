"""Tables of a PDF without tags, told by their columns; lists and running text are none."""

from __future__ import annotations

import pytest

from actionlines.documents.pdf import read_blocks
from tests.documents.pdf_maker import Put, lines, make_pdf

_WORDS = ["The members decide on the matters of the network in each of the years that come, and they"] * 4
_ROWS = [("Region", "2040", "2041"), ("Africa", "12", "1,300"), ("Europe", "9", "42"), ("Asia", "118", "7")]


def _rows(rows: list[tuple[str, ...]], edges: tuple[int, ...]) -> list[Put]:
    return [
        Put(edge, 660 - 14 * place, text)
        for place, row in enumerate(rows)
        for edge, text in zip(edges, row, strict=True)
    ]


def test_aligned_short_cells_are_a_table() -> None:
    page = [*lines(740, 72, *_WORDS, "rest."), *_rows(_ROWS, (72, 250, 350)), *lines(580, 72, *_WORDS, "end.")]
    found = read_blocks(make_pdf([page]), "made.pdf")
    assert [tuple(cell.text for cell in row) for table in found.tables for row in table.rows] == _ROWS
    assert [block.text for block in found.blocks] == [" ".join([*_WORDS, last]) for last in ("rest.", "end.")]
    assert [table.after for table in found.tables] == [0]


@pytest.mark.parametrize(
    ("rows", "edges"),
    [
        # two rows are too few
        (_ROWS[:2], (72, 250, 350)),
        # items whose text hangs
        ([("(a)", "Short item;"), ("(b)", "Another;"), ("(c)", "The last.")], (72, 130)),
        # cells as long as lines of text
        ([(_WORDS[0][:42], _WORDS[0][:42])] * 4, (72, 330)),
    ],
)
def test_what_is_no_table(rows: list[tuple[str, ...]], edges: tuple[int, ...]) -> None:
    found = read_blocks(make_pdf([_rows(rows, edges)]), "made.pdf")
    assert not found.tables
    text = " ".join(block.text for block in found.blocks)
    assert all(cell in text for row in rows for cell in row)


def test_cells_that_do_not_stand_below_each_other_are_text() -> None:
    page = [
        Put(edge + 40 * place, 660 - 14 * place, text)
        for place, row in enumerate(_ROWS)
        for edge, text in zip((72, 180, 250), row, strict=True)
    ]
    assert not read_blocks(make_pdf([page]), "made.pdf").tables

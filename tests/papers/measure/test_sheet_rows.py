"""Rows written as markup are what a library would have written cell by cell."""

from __future__ import annotations

import doctest
import io

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from actionlines.papers.files import CELL_LIMIT, cell
from actionlines.papers.progress import write
from actionlines.papers.progress.write import Rows, insert_rows

TEXTS = (
    "Kenya",
    "",
    None,
    "=1+1",
    "＝A1",
    "-5",
    " a blank on both sides ",
    "two\nlines",
    "<b>&amp;</b>",
    "\x00\x0b\ufffe",
    "x" * (CELL_LIMIT + 5),
    "ابت 肯尼亚 𐐷",
)


def book(rows: pl.DataFrame) -> openpyxl.Workbook:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("First", "Second"):
        sheet = made.add_worksheet(name)
        for place, heading in enumerate(rows.columns):
            sheet.write_string(0, place, heading)
    made.close()
    return openpyxl.load_workbook(io.BytesIO(insert_rows(out.getvalue(), {2: Rows(2, rows, 0)})))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_in_its_cell_as_cells_have_it(text: str | None) -> None:
    sheet = book(pl.DataFrame({"t": [text], "n": [1]}, schema={"t": pl.String, "n": pl.Int64}))["Second"]
    assert sheet["A2"].value == (cell(text) if text else None)
    assert sheet["A2"].data_type != "f" and sheet["B2"].value == 1


def test_what_office_programs_would_decode_is_coded() -> None:
    (part,) = write.row_markup(pl.DataFrame({"t": ["_x0041_ and x0041"]}), 0)
    assert b">_x005F_x0041_ and x0041<" in part


def test_numbers_stay_numbers_and_nothing_stays_nothing() -> None:
    values = [0.1, -3.0, 1e-9, 1.5e300, None]
    sheet = book(pl.DataFrame({"a": values, "b": [1, 2, 3, None, -5]}))["Second"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == values
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [1, 2, 3, None, -5]


def test_other_sheets_are_left_alone_and_rows_go_on_over_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "PART", 7)
    made = book(pl.DataFrame({"a": list(range(30))}))
    assert made["First"].max_row == 1 and made["Second"].calculate_dimension() == "A1:A31"
    assert [row[0] for row in made["Second"].iter_rows(values_only=True)] == ["a", *range(30)]


def test_columns_after_the_last_letter() -> None:
    made = book(pl.DataFrame({f"c{k}": [k] for k in range(60)}))["Second"]
    assert [one.value for one in made[2]] == list(range(60))
    assert doctest.testmod(write).failed == 0

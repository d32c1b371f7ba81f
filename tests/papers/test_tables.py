"""Workbook and CSV: read back by other programs, and no cell runs as a formula."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.papers.files import CELL_LIMIT, FORMULA_STARTS, cell, neutralise
from actionlines.papers.follow_up import tables, write
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.tables import CITATIONS, MANDATES, SheetColumn
from tests.papers.follow_up_sample import sample


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write.mandates_xlsx(sample())))


def test_sheets_and_their_tools(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Mandates", "Due", "Citations", "Documents", "About"]
    sheet = book["Mandates"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:Y{len(sample().mandates) + 1}"
    assert sheet.column_dimensions["K"].width > 60
    assert [sheet.cell(1, n + 1).value for n in range(len(MANDATES))] == [column.heading() for column in MANDATES]


def test_rows_lead_to_their_sheets(book: openpyxl.Workbook) -> None:
    assert book["Mandates"]["A2"].hyperlink.location == "'Documents'!A2"
    first = sample().due[0]
    assert book["Due"]["F2"].hyperlink.location == f"'Mandates'!A{first.mandate + 2}"
    assert book["Citations"]["H2"].hyperlink.target == "https://docs.un.org/en/A/RES/70/1"


def test_no_cell_is_a_formula(book: openpyxl.Workbook) -> None:
    for sheet in book:
        for line in sheet.iter_rows():
            assert all(one.data_type != "f" for one in line)
    actions = [line[10].value for line in book["Mandates"].iter_rows(min_row=2)]
    assert any("</script>" in action for action in actions)  # the words themselves are kept


def test_the_empty_follow_up_opens() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write.mandates_xlsx(FollowUp())))
    assert book["Mandates"].max_row == 1


def test_csv_is_marked_as_utf8_and_reads_back() -> None:
    data = tables.mandates_csv(sample())
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["Mandate"] for row in rows] == [row.id for row in sample().mandates]
    assert rows[-1]["Action"] == "يقدم تقريرا في عام 2028"


def test_citations_csv_has_every_column() -> None:
    first = tables.citations_csv(sample()).decode("utf-8-sig").splitlines()[0]
    assert first.split(",") == [column.heading() for column in CITATIONS]


@given(st.lists(st.text(), min_size=1))
def test_no_text_becomes_a_formula_in_csv(values: list[str]) -> None:
    columns: list[SheetColumn[str]] = [SheetColumn("words", lambda value, _: value, 10)]
    data = tables.write_csv(columns, values).decode("utf-8-sig")
    back = [row[0] if row else "" for row in csv.reader(io.StringIO(data, newline=""))][1:]
    assert len(back) == len(values)
    for given_value, found in zip(values, back, strict=True):
        clean = given_value.encode("utf-8", "replace").decode()
        assert found == neutralise(clean)
        assert found[:1] not in FORMULA_STARTS or not found


@given(st.text(st.characters(codec=None)))
def test_every_text_fits_a_cell(text: str) -> None:
    made = cell(text)
    assert len(made) <= CELL_LIMIT
    assert not made or made[0] not in FORMULA_STARTS
    made.encode("utf-8")


@pytest.mark.parametrize(
    "text,found",
    [
        ("=SUM(A1)", "'=SUM(A1)"),  # formula
        ("+41 22 730", "'+41 22 730"),  # telephone number
        ("-1", "'-1"),  # minus
        ("@import", "'@import"),  # old macro form
        ("\tx", "'\tx"),  # a tab hides what follows
        ("\rx", "'\rx"),  # so does a carriage return
        ("＝1", "'＝1"),  # full-width form that some programs fold
        ("'quoted'", "'quoted'"),  # an apostrophe is left as it is
        ("Requests =", "Requests ="),  # only the first character counts
    ],
)
def test_what_is_neutralised(text: str, found: str) -> None:
    assert neutralise(text) == found

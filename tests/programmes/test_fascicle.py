"""Fascicles of a programme budget: numbers with all that the document says of them, and nothing guessed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from actionlines.documents.model import Cell, Table
from actionlines.documents.read import read
from actionlines.errors import UnknownFormat
from actionlines.programmes.fascicle import _find_flaws, read_fascicle
from actionlines.programmes.fascicle_model import Fascicle, _make_grid, list_entries, read_number
from tests.programmes.samples import FASCICLE


@pytest.fixture
def section() -> Fascicle:
    return read_fascicle(read(FASCICLE.encode(), name="section.html"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 456.7", "3456.7"), ("1\u00a0061\u202f400.5", "1061400.5"), ("1,234.5", "1234.5"),
        ("12 345,6", "12345.6"),
        ("(12.3)", "-12.3"), ("−4", "-4"), ("–", "0"), ("75 a", "75"), ("9 b, c", "9"), ("12a", "12"),
        ("(0.0)", "0"), ("$1 000", "1000"), ("100%", "100"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "P-4", "1 D-2, 3 D-1", "2024 actual", "(12.3", "12.3)", "1 23", "n/a", "a"])
def test_words_are_no_number(text: str) -> None:
    assert read_number(text) is None


def test_the_first_page_says_what_the_section_is(section: Fascicle) -> None:
    assert (section.year, section.part) == ("2026", "Part IV Works")
    assert (section.section, section.programme) == (("40", "Lakes"), ("30", "Lakes and rivers"))
    assert [(one.entity, one.number, one.name) for one in section.scopes] == [
        ("Lake Office", "", ""), ("Lake Office", "Subprogramme 1", "Shores"), ("River Unit", "", ""),
    ]  # fmt: skip


def test_mandates_are_under_their_programme_with_what_they_cite(section: Fascicle) -> None:
    assert [(one.programme, one.words, one.symbols, one.title) for one in section.mandates] == [
        ("", "70/1", ("A/RES/70/1",), "Agenda"),
        ("Subprogramme 1", "2015/26; 2020/12", ("E/RES/2015/26", "E/RES/2020/12"), "Assessment"),
        ("Subprogramme 1", "66/9", (), "Lakes Commission"),
    ]
    assert section.cited() == ("A/RES/70/1", "E/RES/2015/26", "E/RES/2020/12")


def test_a_row_that_is_merged_with_the_one_above_is_no_mandate(section: Fascicle) -> None:
    document = read(FASCICLE.encode(), name="section.html")
    tables = tuple(replace(one, rows=(*one.rows, ())) for one in document.tables)  # as a DOCX gives them
    assert read_fascicle(replace(document, tables=tables)).mandates == section.mandates


def test_deliverables_count_in_the_unit_of_their_heading(section: Fascicle) -> None:
    _before, found = (one for one in section.of_kind("deliverable") if one.row == "2. Fifth Committee")
    assert (found.year, found.column, found.value) == ("2026", "2026 planned", Decimal(4))
    assert found.group == "A. Bodies: Services (number of three-hour meetings): Meetings of the"
    assert (found.unit, found.programme) == ("number of three-hour meetings", "Subprogramme 1")
    assert [(one.number, one.text) for one in section.results] == [("1", "cleaner shores")]


def test_each_amount_has_source_programme_group_year_and_cell(section: Fascicle) -> None:
    document = read(FASCICLE.encode(), name="section.html")
    held = {(one.table, one.source, one.row, one.column): one for one in section.figures}
    change = held["40.2", "Regular budget", "1. Shores", "Changes: Other"]
    assert (change.value, change.group, change.entity, change.year) == (
        Decimal("-3.5"), "C. Programme of work", "Lake Office", "",
    )  # fmt: skip
    assert held["40.2", "Extrabudgetary", "1. Shores", "2026 estimate"].value == Decimal("1234.5")
    assert held["40.2", "", "Total (1+2)", "2026 estimate"].value == Decimal("2000.0")
    assert held["40.2", "Regular budget", "1. Shores", "Changes: Percentage"].kind == "rate"
    posts = held["40.3", "Regular budget", "Total", "2026 estimate"]
    assert (posts.kind, posts.unit, posts.value, posts.programme) == (
        "posts", "number of posts", Decimal(7), "Subprogramme 1",
    )  # fmt: skip
    for one in section.figures:
        cell = document.tables[one.place.table].rows[one.place.row][one.place.column]
        assert cell.text == one.printed


def test_columns_of_sources_say_the_source(section: Fascicle) -> None:
    found = {one.column: one.source for one in section.figures if one.row == "River Unit"}
    assert found == {
        "Regular budget: 2026 estimate": "Regular budget",
        "Extrabudgetary: 2026 estimate": "Extrabudgetary",
        "Total: 2026 estimate": "",
    }


def test_a_total_that_its_rows_do_not_make_is_named(section: Fascicle) -> None:
    (flaw,) = section.flaws
    assert (flaw.row, flaw.stated, flaw.found) == ("Subtotal, 1", Decimal("770.5"), Decimal("765.5"))
    assert str(flaw.place) == "table 5, row 6, column 2"


def test_totals_are_the_last_row_of_the_first_table_of_money(section: Fascicle) -> None:
    assert [(one.entity, one.column, one.value) for one in section.totals()][:2] == [
        ("Lake Office", "2025 approved", Decimal("770.5")), ("Lake Office", "2026 estimate", Decimal("765.5")),
    ]  # fmt: skip


def test_rows_give_each_fact_flat_with_its_place(section: Fascicle) -> None:
    rows = list(section.rows())
    assert {one["kind"] for one in rows} == {"mandate", "result", "deliverable", "money", "posts", "rate"}
    assert all(one["place"] and one["section"] == "40" for one in rows)


def test_a_heading_holds_the_rows_of_its_mark_and_a_heading_without_number_those_below() -> None:
    table = Table(tuple(
        tuple(Cell(text) for text in row)
        for row in (
            ("Component", "2025", "2026"), ("A. Direction", "", ""), ("1. Office", "1.0", "2.0"),
            ("3. Political affairs", "", ""), ("Missions", "3.0", "4.0"), ("Other", "5.0", "6.0"),
            ("4. Disarmament", "7.0", "8.0"),
        )
    ))  # fmt: skip
    groups = {one.label: one.group for one in list_entries(table)}
    assert groups == {
        "1. Office": ("A. Direction",), "Missions": ("A. Direction", "3. Political affairs"),
        "Other": ("A. Direction", "3. Political affairs"), "4. Disarmament": ("A. Direction",),
    }  # fmt: skip


def test_spans_of_a_page_make_no_table_wider_than_is_read() -> None:
    table = Table((tuple(Cell(f"{at}.5", 1000) for at in range(400)), (Cell("a"), Cell("2.5"))))
    assert [len(row) for row in _make_grid(table)] == [1000, 2]
    assert [(one.label, one.printed) for one in list_entries(table)] == [("a", "2.5")]


def test_totals_that_no_rows_make_take_no_more_for_each_row(section: Fascicle) -> None:
    class Counted(Decimal):
        """A number that counts how often it is added."""

        added = 0

        def __radd__(self, other: Decimal) -> Decimal:
            """Return the sum as a plain number."""
            Counted.added += 1
            return other + Decimal(self)

    def additions(many: int) -> int:
        """Return the additions that `many` totals take."""
        Counted.added = 0
        row = replace(next(iter(section.of_kind("money"))), row="Total")
        list(_find_flaws([replace(row, value=Counted(10_000 + 100 * one)) for one in range(many)]))
        return Counted.added

    assert 0 < additions(1600) <= 3 * additions(800)


def test_another_document_is_refused_with_what_to_give() -> None:
    with pytest.raises(UnknownFormat, match="Give a fascicle in English"):
        read_fascicle(read(b"Resolution adopted by the General Assembly\n\n1. Decides to act.", name="a.txt"))


def test_the_six_fascicles_have_the_numbers_that_the_documents_print(shared: Path) -> None:
    found = read_fascicle(read(shared / "data/documents/docx/A_80_6_Sect.12.docx"))
    assert "A/RES/70/125" in found.cited()
    assert [str(one.value) for one in found.totals()] == ["81847.1", "89995.0", "88288.4"]

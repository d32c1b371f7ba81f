"""Tables that people take to a meeting: words, days, widths, print setup, nothing left out in silence."""

from __future__ import annotations

import io
from datetime import date, datetime

import docx
import openpyxl
import pytest
from django.test import Client

from actionlines.papers.writers.as_table import MOST_COLUMNS, MeetingTable, write_table_docx, write_table_xlsx
from actionlines.papers.writers.as_xlsx import DAYS
from actionlines.register.core.pages import downloads, listing
from actionlines.register.mandates.models import Mandate
from tests.indexed import reindex
from tests.register.mandates.samples import instrument
from tests.register.search.samples import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks() -> list[Mandate]:
    """The mandates of one resolution, as proposals."""
    rows = list(instrument().mandates.all())
    reindex()
    return rows


def workbook(address: str, language: str = "en") -> openpyxl.Workbook:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content)
    return openpyxl.load_workbook(io.BytesIO(body))


def test_what_is_asked_is_a_table_for_people(asks: list[Mandate]) -> None:
    book = workbook("/mandates/?body=itu&status=proposed&as=xlsx")
    about, sheet = book.worksheets
    said = {row[0].value: row[1].value for row in about.iter_rows(min_row=3)}
    assert about["A1"].value == "What is asked: International Telecommunication Union"
    assert said["Filters"] == "Status: Proposed; Who is asked or concerned: International Telecommunication Union"
    assert said["Source"].startswith("http://testserver/mandates/?") and "as=" not in said["Source"]
    assert said["Rows"] == "1"
    head = [cell.value for cell in sheet[1]]
    assert (head[0], head[-1], len(head)) == ("What is asked", "Paragraph", MOST_COLUMNS)
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert row["Due on"] == datetime(2027, 6, 30)
    assert row["Who is asked"] == "International Telecommunication Union"
    assert (row["Status"], row["Answers"], row["Paragraph"]) == ("Proposed", "0 of 1", "A/RES/80/901, para. 2")
    link = sheet.cell(2, MOST_COLUMNS).hyperlink
    assert link.target.startswith("http://testserver/mandates/A/RES/80/901/2/")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B2", "A1:L2", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert "&P / &N" in sheet.oddFooter.right.text + sheet.oddFooter.left.text
    assert book.active is sheet and all(cell.alignment.wrap_text for cell in sheet[2] if isinstance(cell.value, str))
    for row_of_cells in sheet.iter_rows(values_only=True):
        assert not [value for value in row_of_cells if value in ("1", "itu") or str(value).startswith(("[", "{"))]


def test_the_session_that_takes_it_up_is_named_with_the_day_for_documents(asks: list[Mandate]) -> None:
    sheet = workbook("/mandates/?body=cstd&status=proposed&as=xlsx").worksheets[1]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert (row["Reports to"], row["When"]) == ("Economic and Social Council", "Every year")
    assert row["Reported at"].startswith("ECOSOC")
    assert row["Documents due"] < row["Due on"]


@pytest.mark.parametrize(
    ("language", "heading"), [("ar", "ما هو مطلوب"), ("fr", "Ce qui est demandé"), ("zh-hans", "要求的内容")]
)
def test_the_table_is_in_the_language_of_its_reader(asks: list[Mandate], language: str, heading: str) -> None:
    sheet = workbook("/mandates/?status=proposed&as=xlsx", language).worksheets[1]
    assert sheet["A1"].value == heading
    assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")


def test_the_document_leaves_out_columns_without_a_word_and_repeats_its_header(asks: list[Mandate]) -> None:
    answer = Client().get("/mandates/?body=itu&status=proposed&as=docx")
    table = docx.Document(io.BytesIO(answer.content)).tables[1]
    head = [cell.text for cell in table.rows[0].cells]
    assert "Lead" not in head and head[0] == "What is asked"
    assert "30 June 2027" in [cell.text for cell in table.rows[1].cells]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_nothing_is_left_out_in_silence(asks: list[Mandate], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 2)
    total = len(asks)
    about = workbook("/mandates/?status=proposed&as=xlsx").worksheets[0]
    assert f"Rows that are not in this file: {total - 2}." in str(
        [cell.value for row in about.iter_rows() for cell in row]
    )
    monkeypatch.setattr(downloads, "MOST_IN_DOCUMENT", 3)
    answer = Client().get("/mandates/?status=proposed&as=docx")
    assert answer.status_code == 400 and f"the list has {total}" in answer.content.decode()


def test_an_activity_is_told_by_names(client: Client) -> None:
    published("=Radio", places=("KEN",), results=[{"what": "=stations", "value": 1200, "unit": "", "year": 2026}])
    reindex()
    sheet = workbook("/activities/?country=KEN&as=xlsx").worksheets[1]
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert (row["Activity"], row["Places"]) == ("'=Radio", "Kenya")
    assert row["Results in figures"] == "'=stations: 1,200 (2026)"
    assert row["Address"].startswith("testserver/activities/")


def test_answers_are_counted_without_a_query_for_each_mandate(
    asks: list[Mandate], django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        workbook("/mandates/?status=proposed&as=xlsx")


@pytest.mark.parametrize("language", sorted(DAYS))
def test_a_table_may_have_days_of_any_year(language: str) -> None:
    rows = [[date(1865, 5, 17)], [date(2030, 12, 31)], [None]]
    table = MeetingTable("A & B", language, date(2026, 3, 1), [], [("Day", 12)], rows)
    with write_table_xlsx(table) as file:
        sheet = openpyxl.load_workbook(file).worksheets[1]
    assert [cell.value for cell in sheet["A"]][1:3] == ["1865-05-17", datetime(2030, 12, 31)]
    assert write_table_docx(table)[:2] == b"PK"

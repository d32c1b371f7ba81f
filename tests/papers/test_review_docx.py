"""review.docx: a document with styles, repeated headings, captions, descriptions and a language."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.paper import review_docx
from tests.papers.follow_up_sample import HOSTILE, sample


@pytest.fixture(scope="module")
def made() -> bytes:
    return review_docx(sample())


@pytest.fixture(scope="module")
def read(made: bytes) -> Document:
    return docx.Document(io.BytesIO(made))


def test_headings_are_headings(read: Document) -> None:
    titles = [p.text.replace("  ", " ") for p in read.paragraphs if p.style and p.style.name == "Heading 1"]
    assert titles == [
        "1 Mandates",
        "2 What falls due",
        "3 Who is asked",
        "4 Citations and versions",
        "5 Documents",
        "6 How this was made",
    ]


def test_tables_repeat_their_heading_and_hold_the_words(read: Document) -> None:
    owed, mandates, *rest = read.tables
    assert len(mandates.rows) == len(sample().mandates) + 1
    assert [cell.text for cell in mandates.rows[0].cells] == ["Where", "Asked", "What", "Due", "Reports to"]
    for table in (owed, mandates, *rest):
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert any(HOSTILE.split("\u2028")[0] in row.cells[2].text for row in mandates.rows)


def test_the_first_page_says_what_was_read_who_owes_what_and_what_is_doubtful(read: Document) -> None:
    titles = [p.text for p in read.paragraphs if p.style and p.style.name == "Heading 2"]
    assert titles[:3] == ["What was read", "Who owes what by when", "What is doubtful"]
    assert [cell.text for cell in read.tables[0].rows[0].cells] == ["Due", "Asked", "What", "Where"]
    assert any("No field is marked." in p.text for p in read.paragraphs)


def test_arabic_runs_from_right_to_left(read: Document) -> None:
    last = read.tables[1].rows[-1].cells[2].paragraphs[0]
    assert last._p.find(f".//{qn('w:bidi')}") is not None
    arabic = "".join(run.text for run in last.runs if run._r.find(f".//{qn('w:rtl')}") is not None)
    assert "تقريرا" in arabic


def test_pictures_are_described_and_captions_numbered(read: Document) -> None:
    described = [shape._inline.docPr.get("descr") for shape in read.inline_shapes]
    assert len(described) == 3
    assert all(described)
    # A field's result stands in a run of its own, which Paragraph.text leaves out.
    captions = ["".join(t.text or "" for t in p._p.iter(qn("w:t")))
                for p in read.paragraphs if p.style and p.style.name == "Caption"]  # fmt: skip
    assert [c.split(".")[0] for c in captions if c.startswith("Figure")] == ["Figure 1", "Figure 2", "Figure 3"]
    assert captions[0].startswith("Table 1. ")


def test_page_language_and_properties(read: Document) -> None:
    section = read.sections[0]
    assert section.page_width > section.page_height
    assert "PAGE" in section.footer._element.xml
    assert read.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert (read.core_properties.title, read.core_properties.author) == ("Follow-up of 2 documents", "Actionlines")


def test_same_input_same_bytes(made: bytes) -> None:
    assert review_docx(sample()) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.parametrize("follow_up", [FollowUp(), sample("empty.txt"), sample("broken.pdf")])
def test_empty_follow_ups_say_so(follow_up: FollowUp) -> None:
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(review_docx(follow_up))).paragraphs)
    assert "No mandates were found" in text

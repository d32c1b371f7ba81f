"""Plain text: page furniture, footnotes, paragraphs over page ends, offsets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.documents import Limits, read
from actionlines.documents.blocks import Block
from actionlines.documents.model import NoteMark
from actionlines.documents.text import blocks_of
from actionlines.documents.text import read_text as read_text
from actionlines.errors import UnknownFormat

RUSSIAN = "Министерство открыло сельским школам доступ к сети."
ARABIC = "أطلقت الوزارة منصة للتعليم عن بعد في المدارس الريفية."
CHINESE = "农村学校接入宽带互联网。"
PAGES = """\
United Nations
A/RES/99/1

General Assembly
25-04977 (E)
*2504977*

99/1. Reading machines for small
libraries

The General Assembly,

Recalling the first phase of the programme, held in Geneva from 10 to 12
December 2003, 1 and the second one,2 and taking into account all of the
lessons learned by libraries in remote areas,

1.
Requests the Secretary-General to prepare, within existing resources, an
inventory of the machines that are in use, of their cost, and of the people
_______________

1 See A/C.2/58/3, annex.

2 Resolution 58/200, and the note by the secretariat on the costs of such a
programme.

A/RES/99/1
Reading machines for small libraries

25-04977
2/3

whom they serve, and to report thereon to the Assembly at its next session.
The inventory should cover the 2021–
2025 period and be self-
contained;
(a) By region;
(b) By language.

Reading machines for small libraries
A/RES/99/1

3/3
25-04977

2.
Decides to return to the matter every second year.
"""


def texts(text: str) -> list[str]:
    """The texts of the blocks that are no notes."""
    return [block.text for block in blocks_of(text) if block.role != "note"]


def notes(text: str) -> list[tuple[str, str]]:
    """Labels and texts of the notes."""
    return [(block.label, block.text) for block in blocks_of(text) if block.role == "note"]


def test_paragraphs_are_whole_and_free_of_furniture() -> None:
    assert texts(PAGES)[-6:] == [
        "The General Assembly,",
        (
            "Recalling the first phase of the programme, held in Geneva from 10 to 12 December 2003, and"
            " the second one, and taking into account all of the lessons learned by libraries in remote"
            " areas,"
        ),
        (
            "1. Requests the Secretary-General to prepare, within existing resources, an inventory of the"
            " machines that are in use, of their cost, and of the people whom they serve, and to report"
            " thereon to the Assembly at its next session. The inventory should cover the 2021–2025 period"
            " and be self-contained;"
        ),
        "(a) By region;",
        "(b) By language.",
        "2. Decides to return to the matter every second year.",
    ]


def test_notes_and_their_marks() -> None:
    assert notes(PAGES) == [
        ("1", "See A/C.2/58/3, annex."),
        ("2", "Resolution 58/200, and the note by the secretariat on the costs of such a programme."),
    ]
    recalling = next(block for block in blocks_of(PAGES) if block.text.startswith("Recalling"))
    # The mark stands where it was cut out; "10 to 12 December" and the year keep their numbers.
    assert recalling.notes == (NoteMark("1", 87), NoteMark("2", 107))
    assert recalling.text[:87].endswith("2003,")
    assert recalling.text[:107].endswith("one,")


def test_bookmarks_of_converters_are_no_text() -> None:
    assert texts("[bookmark: _Hlk206578896]The updated report.\n") == ["The updated report."]


def test_pages_are_counted() -> None:
    pages = {block.text[:2]: block.page for block in blocks_of(PAGES)}
    assert (pages["Th"], pages["2."]) == (1, 3)


def test_offsets_quote_the_input() -> None:
    for ending in ("\n", "\r\n"):
        raw = PAGES.replace("\n", ending)
        for block in blocks_of(raw):
            assert block.source is not None
            start, end = block.source
            quoted = raw[start:end]
            assert quoted == quoted.strip()
            # First words open the span, after a note's number; the last word closes it, before a mark.
            assert block.text.split()[0] in quoted.split()[:2]
            assert block.text.split()[-1].rpartition("-")[2] in quoted.split()[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One paragraph on each line, without blank lines between.
        (
            (
                "Purpose\nThis line is a whole paragraph of the text.\nSo is this one, although it is"
                " longer than the first.\n"
            ),
            3,
        ),
        # Hard-wrapped lines without blank lines: a number begins the next paragraph.
        (
            (
                "1. The first paragraph is wrapped at some width, and goes on in the\nsecond line until it"
                " ends here;\n2. The second paragraph does the same, and goes on for so long that\nit also"
                " needs a second line.\n"
            ),
            2,
        ),
        # A line that begins with a number in mid-sentence begins no paragraph.
        (
            (
                "The programme was renewed in the resolutions that were adopted on\n12 December 1996 and in"
                " the years after that one, and it was last\n2. seen in the reports of its secretariat,"
                " which are listed below in\nfull.\n"
            ),
            1,
        ),
        # Nor does a decimal number after a comma.
        (
            (
                "The report of the libraries looks at all of the targets that matter\nfor the oceans, and"
                " among them at 14.4,\n14.5 and 14.6, and at many others that are named in the annexes to"
                " the\nreport.\n"
            ),
            1,
        ),
        # Several blank lines are one border.
        ("First paragraph.\n\n\n \nSecond paragraph.\n", 2),
    ],
)
def test_borders_of_paragraphs(text: str, expected: int) -> None:
    assert len(texts(text)) == expected


def test_a_heading_on_top_of_a_page_is_no_part_of_the_paragraph_before() -> None:
    body = (
        "1. The paragraph ends in a line that is as long as the page is wide"
        " here.\n\nA/99/1\n\n25-00001\n2/3\n\nBuilding confidence in the use of reading machines in"
        " libraries\n\n2. The next one follows the heading.\n"
    )
    head = (
        "0. Some lines are needed to see that the text is wrapped at this width,\nwhich is the case here"
        " because this\nline is the third.\n\n"
    )
    assert texts(head + body)[1:] == [
        "1. The paragraph ends in a line that is as long as the page is wide here.",
        "Building confidence in the use of reading machines in libraries",
        "2. The next one follows the heading.",
    ]


def test_form_feeds_part_the_pages() -> None:
    text = (
        "Report of the libraries\n\nThe first page ends in the middle of a sentence that is long enough"
        " and\n\n1\n\fReport of the libraries\n\ngoes on over the page, where it comes to its end"
        " after\nsome more words.\n\n2\n\fReport of the libraries\n\nThe third page.\n\n3\n"
    )
    assert texts(text) == [
        (
            "The first page ends in the middle of a sentence that is long enough and goes on over the page,"
            " where it comes to its end after some more words."
        ),
        "The third page.",
    ]


def test_asterisk_notes_need_no_rule() -> None:
    text = (
        "Kiribati and Palau:* draft resolution\n\nWords.\n\n* The list of sponsors may"
        " change.\n\nA/99/L.1\n\n25-00002\n2/2\n\nMore.\n"
    )
    assert notes(text) == [("*", "The list of sponsors may change.")]


def test_footnote_numbers_glued_to_years_and_symbols() -> None:
    text = (
        "The Council met on 6 October 20201 and recalled 76/1792 of that year and\nthe fifth paragraph, of"
        " 3 pages, of it.3\n_______________\n\n1 First.\n\n2 Second.\n\n3 Third.\n"
    )
    (block,) = [block for block in blocks_of(text) if block.role != "note"]
    assert (
        block.text == "The Council met on 6 October 2020 and recalled 76/179 of that year and the fifth paragraph, of"
        " 3 pages, of it."
    )
    assert [mark.label for mark in block.notes] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # UTF-8 with and without its mark.
        ("Café à Genève.".encode(), "Café à Genève."),
        (b"\xef\xbb\xbf" + "Café.".encode(), "Café."),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (RUSSIAN.encode("koi8-r"), RUSSIAN),
        (ARABIC.encode("cp1256"), ARABIC),
        (ARABIC.encode("iso8859-6"), ARABIC),
        (CHINESE.encode("gb18030"), CHINESE),
        # UTF-16 of both byte orders, with and without a mark.
        ("Café à Genève.".encode("utf-16"), "Café à Genève."),
        ("Café à Genève, puis ailleurs.".encode("utf-16-le"), "Café à Genève, puis ailleurs."),
        ("Café à Genève, puis ailleurs.".encode("utf-16-be"), "Café à Genève, puis ailleurs."),
        ("第一段。 第二段。\n".encode("utf-16-le"), "第一段。 第二段。"),
        ("القرار 70/125 للجمعية العامة".encode("utf-16-be"), "القرار 70/125 للجمعية العامة"),
        # Windows-1252, with signs that Latin-1 lacks.
        ("Café – “naïf”".encode("cp1252"), "Café – “naïf”"),
        # A few NUL bytes are blanks.
        (b"Two\x00words, and enough other words that the text is no binary file, as it has to be, " * 2, None),
    ],
)
def test_encodings(data: bytes, text: str | None) -> None:
    document = read(data, name="a.txt")
    assert document.format == "text"
    if text is not None:
        assert document.text == text
    else:
        assert document.text.startswith("Two words, and")


def test_a_long_text_in_an_old_encoding_is_told_by_its_beginning() -> None:
    text = "\n".join([CHINESE] * 8000)
    assert read(text.encode("gb18030"), name="a.txt").text.startswith(CHINESE)


def test_text_that_is_no_unicode_is_read_with_a_warning() -> None:
    assert read("Café – naïf".encode("cp1252"), name="a.txt").warnings == ("read as cp1252: no Unicode text",)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(UnknownFormat, match=r"AL102 a\.bin: unsupported format"):
        read_text(bytes(range(256)) * 20, "a.bin", Limits())


@given(st.text(alphabet=st.sampled_from("abc AZ19.,;:()*_-–\n\r\f\t\u3002\x00/"), max_size=400))
def test_any_text_is_read_and_quoted(text: str) -> None:
    for block in blocks_of(text):
        assert block.source is not None
        start, end = block.source
        assert 0 <= start < end <= len(text)
        # Every character of the paragraph is in the span; blanks and marks apart.
        assert not set(block.text) - set(text[start:end]) - {" "}


@given(
    st.lists(
        st.sampled_from(["The Assembly decides to meet.", "1. Requests a report;", "(a) By region;", "resolves"]),
        min_size=1,
    )
)
def test_lines_apart_stay_apart(lines: list[str]) -> None:
    assert texts("\n\n".join(lines)) == lines


@pytest.mark.long
def test_every_paragraph_of_the_corpus_sample_is_free_of_furniture(shared: object) -> None:
    import gzip
    import json
    from pathlib import Path

    path = Path(str(shared)) / "data" / "documents" / "un_corpus.jsonl.gz"
    furniture = re.compile(r"\b\d\d-\d{5} \d{1,3}/\d{1,3}\b|\b\d{1,3}/\d{1,3} \d\d-\d{5}\b|^_{5,}")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            if number % 25 == 0:
                leaks = [block.text for block in _body(json.loads(line)["text"]) if furniture.search(block.text)]
                assert not leaks


def _body(text: str) -> list[Block]:
    return [block for block in blocks_of(text) if block.role != "note"]


PDFTOTEXT = """\
A/RES/99/2

United Nations

Resolution adopted by the General Assembly
on 5 May 2044

99/2.

Reading machines for large libraries of the regions that are named in
the annex
The General Assembly,
Recalling the first phase of the programme, held in Geneva from 10 to
12 December 2003, 1 and the second one, 2 in which libraries took part,
Noting with concern that machines are asked for by a great number of
libraries in remote areas,

_______________
See A/C.2/58/3, annex.
2
Resolution 58/200.
1

25-04977 (E)

*2504977*

\fReading machines for large libraries of the regions that are named in
the annex

A/RES/99/2

1.
Requests the Secretary-General to prepare an inventory of the machines
that are in use;
Libraries in remote areas
2.
Decides to return to the matter, which it has looked at in the year before
this one.
62nd plenary meeting
5 May 2044

25-04977

2/2
\f"""


def test_paragraphs_without_blank_lines_between_them() -> None:
    assert texts(PDFTOTEXT)[2:] == [
        "99/2. Reading machines for large libraries of the regions that are named in the annex",
        "The General Assembly,",
        (
            "Recalling the first phase of the programme, held in Geneva from 10 to 12 December 2003, and"
            " the second one, in which libraries took part,"
        ),
        "Noting with concern that machines are asked for by a great number of libraries in remote areas,",
        "1. Requests the Secretary-General to prepare an inventory of the machines that are in use;",
        "Libraries in remote areas",
        "2. Decides to return to the matter, which it has looked at in the year before this one.",
        "62nd plenary meeting 5 May 2044",
    ]
    # The marks came to stand away from their words; they are given out in order.
    assert notes(PDFTOTEXT) == [("1", "See A/C.2/58/3, annex."), ("2", "Resolution 58/200.")]


def test_first_lines_that_stand_in() -> None:
    text = (
        "     The report deals with libraries that lend machines to their readers in\n"
        "remote areas, and with those that do not.\n"
        "     It also deals with the cost of the machines, which falls from year to\n"
        "year.\n"
    )
    assert [block[:15] for block in texts(text)] == ["The report deal", "It also deals w"]

"""The PDF reader: lines become paragraphs, furniture and notes stay apart, bad input ends in one error."""

from __future__ import annotations

import pytest

from actionlines.documents.blocks import Limits
from actionlines.documents.pdf import read_blocks
from actionlines.documents.pdf.library import choose_glue, split_run
from actionlines.errors import ActionlinesError, DamagedInput, EmptyInput, EncryptedInput, InputTooLarge
from tests.documents.pdf_maker import Put, lines, make_pdf

FILLED = "a line that is set to the full width of the column of this page, more or"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_blocks(data, "made.pdf").blocks]


def test_lines_make_paragraphs_by_indent_and_distance() -> None:
    page = [
        *lines(700, 147, "1. Requests the Secretary-General to write"),
        *lines(688, 123, "a second line, and"),
        *lines(670, 147, "2. Decides to meet."),
    ]
    assert texts(make_pdf([page])) == [
        "1. Requests the Secretary-General to write a second line, and",
        "2. Decides to meet.",
    ]


def test_a_paragraph_is_whole_across_pages_without_header_and_footer() -> None:
    first = [*lines(640, 147, f"1. Notes {FILLED}"), *lines(628, 123, FILLED, FILLED), Put(60, 38, "44-90001", 7)]
    second = [
        Put(60, 733, "A/RES/99/1", 8.5, "bold"),
        Put(400, 733, "A running title", 8.5, "bold"),
        *lines(700, 123, "less, and its end;"),
        *lines(682, 147, "2. Decides to go on."),
        Put(60, 38, "2/3", 8.5, "bold"),
        Put(500, 38, "44-90001", 7),
    ]
    found = read_blocks(make_pdf([first, second]), "made.pdf")
    assert [block.text for block in found.blocks] == [
        f"1. Notes {FILLED} {FILLED} {FILLED} less, and its end;",
        "2. Decides to go on.",
    ]
    assert [block.page for block in found.blocks] == [1, 2]
    assert any("A running title" in line for line in found.furniture)


def test_footnotes_leave_the_text_and_keep_their_marks() -> None:
    page = [
        Put(123, 700, "Recalling the Agenda,"),
        Put(213, 703.5, "1", 6),
        Put(219, 700, "and the rest,"),
        Put(100, 120, "_______________", 9),
        Put(117, 105, "1", 5.5),
        Put(123, 102, "Resolution 70/1.", 8.5),
    ]
    blocks = read_blocks(make_pdf([page]), "made.pdf").blocks
    assert [(block.role, block.label, block.text) for block in blocks] == [
        ("paragraph", "", "Recalling the Agenda, and the rest,"),
        ("note", "1", "Resolution 70/1."),
    ]
    assert [(mark.label, mark.offset) for mark in blocks[0].notes] == [("1", 21)]


def test_words_broken_by_a_typesetter_are_whole_again() -> None:
    page = lines(700, 72, "the coop-", "eration of all, and the cooperation of some, end-", "ing in more")
    assert texts(make_pdf([page])) == ["the cooperation of all, and the cooperation of some, ending in more"]


def test_bold_lines_are_marked_and_kept_apart() -> None:
    page = [*lines(700, 72, "A heading", font="bold"), *lines(682, 72, "Its text.")]
    found = read_blocks(make_pdf([page]), "made.pdf").blocks
    assert [(block.text, block.bold) for block in found] == [("A heading", True), ("Its text.", False)]


@pytest.mark.parametrize(
    ("text", "more", "open_end", "between"),
    [
        ("capacity-", "building", False, ""),  # a compound broken at its hyphen keeps it
        ("low-", "and middle-income", False, " "),  # a hyphen that waits for its second half
        ("follow-up", "and", False, " "),  # nothing broken
        ("2021–", "2025", False, ""),  # a range
        ("here –", "there", False, " "),  # a dash between clauses
        ("word-", "x", True, " "),  # the file has a blank at the line's end
        ("A/RES/", "70/1", False, ""),  # a symbol broken at its stroke
        ("", "x", False, ""),  # nothing before
    ],
)
def test_glue(text: str, more: str, open_end: bool, between: str) -> None:
    assert choose_glue(text, more, open_end) == between


@pytest.mark.parametrize(
    ("text", "piece", "gap", "blank"),
    [
        ("see", "king", 0.13, False),  # letters of one word in two pieces
        ("of", "the", 0.13, True),  # after f a small gap is a blank
        ("Secretary", "-", 0.16, False),  # a hyphen from another font
        ("short-", "and", 0.27, True),  # a blank after a hyphen
        ("word", ".", 0.4, False),  # a full stop clings
        ("Recalling", "its", 0.25, True),  # a plain blank
    ],
)
def test_gaps_between_pieces(text: str, piece: str, gap: float, blank: bool) -> None:
    assert split_run(text, piece, gap) is blank


LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >> /ID [<00> <00>]"
PLAIN = make_pdf([[Put(72, 700, "word")]])


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),  # no bytes
        (make_pdf([[]]), EmptyInput),  # a page without text
        (b"%PDF-1.7 nothing", DamagedInput),  # no objects
        (PLAIN[: len(PLAIN) // 3], DamagedInput),  # cut off
        (make_pdf([[Put(72, 700, "x")]], extra=LOCKED), EncryptedInput),  # a password
    ],
)
def test_bad_input_ends_in_one_clear_error(data: bytes, error: type[ActionlinesError]) -> None:
    with pytest.raises(error, match=r"bad\.pdf"):
        read_blocks(data, "bad.pdf")


@pytest.mark.parametrize("limits", [Limits(pages=1), Limits(objects=3)])
def test_limits_are_held(limits: Limits) -> None:
    with pytest.raises(InputTooLarge, match=r"big\.pdf"):
        read_blocks(make_pdf([[Put(72, 700, "x"), Put(72, 600, "y")]] * 2), "big.pdf", limits)


@pytest.mark.parametrize(
    "line", ["1" * 2_000 + "x", "A" * 20_000, "(" * 20_000, "_" * 20_000, ". " * 20_000, "a" * 30_000 + "1-"]
)
def test_hostile_lines_take_no_time(line: str) -> None:
    read_blocks(make_pdf([[Put(72, 740, line), Put(72, 400, "word"), Put(72, 30, line)]] * 2), "hostile.pdf")

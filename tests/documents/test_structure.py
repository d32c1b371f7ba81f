"""Blocks become numbered paragraphs: ids, kinds, parents; numbering gaps are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionlines.documents.blocks import Block
from actionlines.documents.model import NoteMark
from actionlines.documents.structure import build_paragraphs, find_gaps
from actionlines.documents.structure.labels import list_readings, roman_value, take_label
from tests.effort import examples


def ids(*texts: str) -> list[str]:
    return [paragraph.id for paragraph in build_paragraphs([Block(text) for text in texts])]


HEAD = ("Resolution adopted by the General Assembly on 1 May 2044", "99/1. A title", "The General Assembly,")
START = ["heading-1", "intro"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # preamble, then numbers
        (("Recalling this,", "Noting that,", "1. Decides;"), ["preamble-1", "preamble-2", "1"]),
        # sub-items of sub-items
        (("1. Calls upon:", "(a) All to:", "(i) Go;", "(ii) Stay;", "(b) Some to wait;"),
         ["1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(b)"]),
        # (i) is the ninth letter when (h) came before and (j) comes after
        (("1. Lists:", *(f"({letter}) Item;" for letter in "abcdefghij")),
         ["1", *(f"1({letter})" for letter in "abcdefghij")]),
        # no number at all
        (("Adopts the text in the annex.",), ["op-1"]),
        # sections that begin anew
        (("I", "One subject", "1. Decides;", "II", "Another subject", "1. Requests;"),
         ["heading-2", "I.1", "heading-3", "II.1"]),
        # sections through which the numbers run on
        (("I", "One subject", "1. Decides;", "II", "Another subject", "2. Requests;"),
         ["heading-2", "1", "heading-3", "2"]),
        # annexes, one and several
        (("1. Adopts it.", "Annex", "A declaration", "1. We agree."),
         ["1", "heading-2", "heading-3", "annex.1"]),
        (("1. Adopts it.", "Annex I", "1. We agree.", "Annex II", "1. We go on."),
         ["1", "heading-2", "annex-I.1", "heading-3", "annex-II.1"]),
        # the line of adoption is a heading, its date with it
        (("1. Decides.", "9th plenary meeting", "1 May 2044"), ["1", "heading-2"]),
        # a paragraph that begins with its first item
        (("1. (a) Decides;", "(b) Requests;"), ["1(a)", "1(b)"]),
        # "a." and "i." below items in brackets are a level of their own, and the items go on after them
        (("1. Asks:", "(a) Towns to:", "a. Plant trees;", "b. Water them:", "i. By day;", "ii. By night;",
          "(b) All to:", "i. Rest;", "ii. Sleep;", "2. Thanks:", "a. Towns;", "b. Farms."),
         ["1", "1(a)", "1(a)(a)", "1(a)(b)", "1(a)(b)(i)", "1(a)(b)(ii)", "1(b)", "1(b)(i)", "1(b)(ii)",
          "2", "2(a)", "2(b)"]),
        # "a." where no list is open is no item
        (("1. Agrees.", "a. m. is before noon"), ["1", "1-end"]),
        # the end of a paragraph after its list
        (("1. Asks for:", "(a) This;", "(b) That;", "and for all the rest;", "2. Decides."),
         ["1", "1(a)", "1(b)", "1-end", "2"]),
        # numbers within a paragraph, and the paragraphs go on after them
        (("1. Decides.", "2. Agrees on these:", "1. First;", "2. Second;", "3. Third.", "3. Resolves."),
         ["1", "2", "2.1", "2.2", "2.3", "3"]),
        # a list of objectives within a paragraph
        (("1. Pursues two objectives:", "1. First;", "2. Second;", "3. Third.", "2. Resolves."),
         ["1", "1.obj1", "1.obj2", "1.obj3", "2"]),
    ],
)  # fmt: skip
def test_ids_of_a_resolution(texts: tuple[str, ...], expected: list[str]) -> None:
    assert ids(*HEAD, *texts) == START + expected


def test_the_front_block_is_no_paragraph() -> None:
    front = ("Ninety-ninth session", "Agenda item 9", "Some States: draft resolution", "A title")
    found = build_paragraphs([Block(text) for text in (*front, "The General Assembly,", "1. Decides.")])
    assert [paragraph.text for paragraph in found] == ["A title", "The General Assembly,", "Decides."]


def test_a_report_has_text_by_number() -> None:
    texts = ("A report", "I. Introduction", "1. The Council met.", "II. Findings", "2. Growth was slow.")
    found = build_paragraphs([Block(text, bold=not text[0].isdigit()) for text in texts])
    assert [(p.id, p.kind) for p in found if p.number] == [("1", "text"), ("2", "text")]


def test_composite_numbers_are_ids_by_themselves() -> None:
    assert ids("Part I", "8.I.1 The Office works.", "8.I.2 It works well.")[1:] == ["8.I.1", "8.I.2"]


def test_kinds_parents_and_headings() -> None:
    found = {p.id: p for p in build_paragraphs([Block(text) for text in (*HEAD, "Noting it,", "1. Asks:", "(a) You;")])}
    assert [found[i].kind for i in ("intro", "preamble-1", "1", "1(a)")] == [
        "heading", "preambular", "operative", "operative",
    ]  # fmt: skip
    assert (found["1(a)"].parent, found["1(a)"].level, found["1(a)"].heading) == ("1", 1, "intro")


def test_marks_follow_the_text_when_the_number_goes() -> None:
    block = Block("1. Recalls the Agenda;", notes=(NoteMark("3", 21),))
    (paragraph,) = [p for p in build_paragraphs([*map(Block, HEAD), block]) if p.id == "1"]
    assert paragraph.text[: paragraph.notes[0].offset] == "Recalls the Agenda"


def test_notes_stand_last_and_have_ids_of_their_own() -> None:
    blocks = [*map(Block, HEAD), Block("See this.", role="note", label="1"), Block("1. Decides.")]
    blocks += [Block("See that.", role="note", label="1"), Block("Sponsors.", role="note", label="*")]
    assert [p.id for p in build_paragraphs(blocks)][-3:] == ["fn-1", "fn-1-2", "fn-*"]


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("12. Decides", "12", "Decides"),  # a number
        ("(b) To go", "(b)", "To go"),  # an item
        ("i) that", "(i)", "that"),  # with one bracket
        ("8.I.1 The Office", "8.I.1", "The Office"),  # composite
        ("• A point", "•", "A point"),  # a bullet
        ("76.16 of 30 May", None, "76.16 of 30 May"),  # a resolution's number at the head of a line
        ("2030 Agenda", None, "2030 Agenda"),  # a year
        ("Decides", None, "Decides"),  # none
    ],
)
def test_labels(text: str, label: str | None, rest: str) -> None:
    found, after = take_label(text)
    assert (found.text if found else None, after) == (label, rest)


@pytest.mark.parametrize(("mark", "value"), [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("b", 0), ("", 0)])
def test_roman_numbers(mark: str, value: int) -> None:
    assert roman_value(mark) == value


def test_letters_go_on_after_z() -> None:
    assert [list_readings(mark)[0][1] for mark in ("z", "aa", "bb")] == [26, 27, 28]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1. Decides;", "3. Requests."), ["3"]),  # a number left out
        (("1. Asks:", "(a) This;", "(c) That."), ["1(c)"]),  # a letter left out
        (("1. Decides;", "2. Requests."), []),  # none
    ],
)
def test_gaps_are_found(texts: tuple[str, ...], expected: list[str]) -> None:
    assert [gap.id for gap in find_gaps(build_paragraphs([Block(text) for text in (*HEAD, *texts)]))] == expected


PIECES = st.sampled_from(
    ["1. Decides;", "2. Asks:", "(a) One;", "(i) Two;", "• Three", "Annex", "II", "Noting,", "A title", "("]
)
BLOCKS = st.lists(st.builds(Block, st.one_of(PIECES, st.text(min_size=1, max_size=40)), bold=st.booleans()))


@given(BLOCKS)
@examples(150)
def test_any_blocks_give_unique_ids_and_exact_offsets(blocks: list[Block]) -> None:
    found = build_paragraphs(blocks)
    text = "\n".join(paragraph.text for paragraph in found)
    assert all(text[p.start : p.end] == p.text for p in found)
    assert len({p.id for p in found}) == len(found)
    find_gaps(found)

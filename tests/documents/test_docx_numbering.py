"""Automatic numbers of Word, computed from its list definitions."""

from __future__ import annotations

import pytest
from lxml import etree

from actionlines.documents.blocks import Limits
from actionlines.documents.docx import read_docx
from actionlines.documents.docx.numbering import format_number
from actionlines.documents.docx.package import W, read_number
from tests.documents.docx_builder import abstract, docx, level, num, para, restart

THREE = abstract(1, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "(%3)"))
LEGAL = abstract(
    2, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3", extra="<w:isLgl/>")
)
ZERO = abstract(3, level(0, "decimal", "Article %1", start=None))
NEVER = abstract(4, level(0, "decimal", "%1."), level(1, "decimal", "%2)", extra='<w:lvlRestart w:val="0"/>'))


def labels(numbering: str, *levels: tuple[int, int]) -> list[str]:
    """The labels of paragraphs at (numId, level) in order."""
    body = "".join(para(f"word {index}", num=place) for index, place in enumerate(levels))
    blocks = read_docx(docx(body, numbering=numbering), "a.docx", Limits()).blocks
    # A label that is no list number ("I.1") stands in the text.
    return [f"{block.label} {block.text}".partition("word")[0].strip() for block in blocks]


@pytest.mark.parametrize(
    ("numbering", "levels", "expected"),
    [
        # Three levels; a deeper level starts anew after a higher one.
        (
            THREE + num(1, 1),
            [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (1, 2)],
            ["1.", "(a)", "(b)", "(i)", "2.", "(a)", "(i)", "(ii)"],
        ),
        # Two lists with one definition count on.
        (THREE + num(1, 1) + num(2, 1), [(1, 0), (2, 0), (1, 0)], ["1.", "2.", "3."]),
        # An override of the start takes effect once, at the first use of its list.
        (THREE + num(1, 1) + num(2, 1, restart(0, 1)), [(1, 0), (1, 0), (2, 0), (2, 0)], ["1.", "2.", "1.", "2."]),
        (THREE + num(1, 1, restart(0, 7)), [(1, 0), (1, 0)], ["7.", "8."]),
        # A level that was passed over shows its start.
        (THREE + num(1, 1), [(1, 1), (1, 2)], ["(a)", "(i)"]),
        # Passed over at first use, it counts as used; passed over again after that, it does not.
        (THREE + num(1, 1), [(1, 2), (1, 1), (1, 0), (1, 2), (1, 1)], ["(i)", "(b)", "2.", "(i)", "(a)"]),
        # Higher levels in the label; legal numbering writes them all in figures.
        (LEGAL + num(1, 2), [(1, 0), (1, 1), (1, 2), (1, 1)], ["I.", "I.1", "1.1.1", "I.2"]),
        # Restart never: the second level counts through.
        (NEVER + num(1, 4), [(1, 0), (1, 1), (1, 0), (1, 1)], ["1.", "1)", "2.", "2)"]),
        # A list that is not defined, and the number 0, which takes a number away.
        (THREE + num(1, 1), [(9, 0), (0, 0), (1, 0)], ["", "", "1."]),
        # A level replaced for one list only.
        (
            THREE + num(1, 1, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'),
            [(1, 0), (1, 0)],
            ["A)", "B)"],
        ),
        # Bullets, of a symbol font or typed.
        (abstract(5, level(0, "bullet", "\uf0b7"), level(1, "bullet", "–")) + num(1, 5), [(1, 0), (1, 1)], ["•", "–"]),
    ],
)
def test_labels(numbering: str, levels: list[tuple[int, int]], expected: list[str]) -> None:
    assert labels(numbering, *levels) == expected


def test_level_restarts_after_the_level_it_names() -> None:
    deep = abstract(
        1,
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2."),
        level(2, "decimal", "%3)", extra='<w:lvlRestart w:val="1"/>'),
    )
    found = labels(deep + num(1, 1), (1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2))
    # The third level goes on after the second, and starts anew after the first only.
    assert found == ["1.", "1.", "1)", "2.", "2)", "2.", "1)"]


def test_label_that_is_no_list_number_stays_in_the_text() -> None:
    body = para("Membership", num=(1, 0)) + para("Organs", num=(1, 0))
    found = read_docx(docx(body, numbering=ZERO + num(1, 3)), "a.docx", Limits()).blocks
    # The definition says nothing of its start: it is 0.
    assert [(block.label, block.text) for block in found] == [("", "Article 0 Membership"), ("", "Article 1 Organs")]


def test_number_by_style_and_what_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Para"><w:name w:val="Para"/><w:pPr><w:numPr><w:numId'
        ' w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Sub"><w:name'
        ' w:val="Sub"/><w:basedOn w:val="Para"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId'
        ' w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Child"><w:name'
        ' w:val="Child"/><w:basedOn w:val="Para"/></w:style>'
    )
    body = (
        para("one", style="Para")
        + para("a", style="Sub")
        + para("two", style="Child")
        + para("none", style="Para", num=(0, 0))
    )
    found = read_docx(docx(body, styles=styles, numbering=THREE + num(1, 1)), "a.docx", Limits()).blocks
    assert [block.label for block in found] == ["1.", "(a)", "2.", ""]


def test_level_bound_to_a_style() -> None:
    bound = abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2", extra='<w:pStyle w:val="Two"/>'))
    styles = (
        '<w:style w:type="paragraph" w:styleId="Two"><w:name w:val="Two"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = para("one", num=(1, 0)) + para("below", style="Two")
    found = read_docx(docx(body, styles=styles, numbering=bound + num(1, 1)), "a.docx", Limits()).blocks
    assert [block.label for block in found] == ["1.", "1.1"]


def test_list_that_is_a_link_to_a_numbering_style() -> None:
    link = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Mine"/></w:abstractNum>'
    styles = (
        '<w:style w:type="numbering" w:styleId="Mine"><w:name w:val="Mine"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = para("one", num=(2, 0)) + para("two", num=(2, 0))
    found = read_docx(
        docx(body, styles=styles, numbering=THREE + link + num(1, 1) + num(2, 8)), "a.docx", Limits()
    ).blocks
    assert [block.label for block in found] == ["1.", "2."]


def test_styles_that_are_based_on_each_other_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in (("A", "B"), ("B", "A"))
    )
    assert read_docx(docx(para("word", style="A"), styles=styles), "a.docx", Limits()).blocks[0].text == "word"


@pytest.mark.parametrize(
    ("value", "style", "expected"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        # After z comes aa, then bb: Word repeats letters, it does not carry them.
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (21, "cardinalText", "Twenty-one"),
        (22, "ordinalText", "Twenty-second"),
        (30, "ordinalText", "Thirtieth"),
        (5, "decimalZero", "05"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (12, "chineseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        # Abjad order differs from the alphabet at the third letter.
        (3, "arabicAbjad", "ج"),
        (3, "arabicAlpha", "ت"),
        (10, "russianLower", "к"),
        (5, "none", ""),
        # A format that is not known, and values outside every alphabet.
        (7, "vietnameseCounting", "7"),
        (0, "lowerRoman", "0"),
        (-3, "lowerLetter", "-3"),
        (99_999_999, "lowerLetter", "99999999"),
    ],
)
def test_number_formats(value: int, style: str, expected: str) -> None:
    assert format_number(value, style) == expected


@pytest.mark.parametrize(("value", "number"), [("7", 7), ("-1", -1), ("--1", None), ("", None), ("1-", None)])
def test_a_number_is_whole_or_none(value: str, number: int | None) -> None:
    assert read_number(etree.Element("level", {f"{W}val": value})) == number

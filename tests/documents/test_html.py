"""HTML pages: what is text, the numbers of lists, tables, footnotes."""

from __future__ import annotations

import pytest

from actionlines.documents import Limits, read
from actionlines.documents.blocks import Block, FileReading
from actionlines.documents.html_walk import read_html as read_html
from actionlines.documents.model import NoteMark
from actionlines.errors import UnsafeInput


def reading(body: str) -> FileReading:
    """The Reading of a page with this body."""
    return read_html(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "a.html", Limits())


def blocks(body: str) -> list[Block]:
    """Its blocks."""
    return reading(body).blocks


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Blanks collapse, entities are characters, elements within a line are part of it.
        ("<p>One   <b>bold</b>\n&amp; <i>more</i>.</p>", ["One bold & more."]),
        ("<p>co&shy;operation 79&#8209;277</p>", ["cooperation 79-277"]),
        # Menus, banners, scripts and forms are no text; the header of an article is.
        ("<nav>Home</nav><header>Site</header><p>Text.</p><footer>Imprint</footer>", ["Text."]),
        ("<article><header><h1>Title</h1></header><p>Text.</p></article>", ["Title", "Text."]),
        ("<script>var a;</script><style>p{}</style><p>Text.</p><aside>Ad</aside><button>Go</button>", ["Text."]),
        ('<p hidden>no</p><div style="display: none">no</div><div role="navigation">no</div><p>yes</p>', ["yes"]),
        # Where there is a main part, the rest is left out.
        ("<div>Menu</div><main><p>Text.</p></main><div>Related</div>", ["Text."]),
        # One break is a blank, two end the paragraph.
        ("<div>one<br>line<br><br>next</div>", ["one line", "next"]),
        # Text outside of paragraphs.
        ("loose <p>tight</p> end", ["loose", "tight", "end"]),
        # Terms and what they mean.
        ("<dl><dt>ICT<dd>Technologies.</dl>", ["ICT", "Technologies."]),
        # Text set as it was typed is read as plain text.
        ("<pre>One paragraph here.\n\nAnother paragraph.</pre>", ["One paragraph here.", "Another paragraph."]),
    ],
)
def test_what_is_text(body: str, expected: list[str]) -> None:
    assert [block.text for block in blocks(body)] == expected


@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ("<ol><li>a<li>b</ol>", ["1.", "2."]),
        # Start, value, reversed.
        ('<ol start="3"><li>a<li value="7">b<li>c</ol>', ["3.", "7.", "8."]),
        ("<ol reversed><li>a<li>b<li>c</ol>", ["3.", "2.", "1."]),
        ('<ol start="x"><li>a</ol>', ["1."]),
        # Letters and Roman numbers, by type or by style.
        ('<ol type="a"><li>a<li>b</ol>', ["a.", "b."]),
        ('<ol type="I"><li>a<li>b</ol>', ["I.", "II."]),
        ('<ol style="list-style-type: lower-roman"><li>a<li>b</ol>', ["i.", "ii."]),
        # Nested lists count for themselves; the outer one goes on.
        ("<ol><li>a<ol><li>x<li>y</ol><li>b</ol>", ["1.", "1.", "2.", "2."]),
        ("<ul><li>a<li>b</ul>", ["•", "•"]),
        ('<ul style="list-style: none"><li>a</ul>', [""]),
        # The label stands at the first paragraph of an item only.
        ("<ol><li><p>a</p><p>more</p><li>b</ol>", ["1.", "", "2."]),
    ],
)
def test_list_numbers(body: str, labels: list[str]) -> None:
    assert [block.label for block in blocks(body)] == labels


def test_headings_have_their_level() -> None:
    assert [(block.role, block.level) for block in blocks("<h2>A</h2><p>b</p><h4>C</h4>")] == [
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 4),
    ]


@pytest.mark.parametrize(
    "note",
    [
        # A list of notes below the text, with a link back.
        '<section><ol><li id="fn1"><p>See A/60/687. <a href="#r1">↩</a></p></li></ol></section>',
        # A paragraph that begins with the mark, as word processors write it.
        '<div><p><a name="fn1" href="#r1">[1]</a> See A/60/687.</p></div>',
        # A footnote element, although an aside is no text otherwise.
        '<aside id="fn1" role="doc-footnote">1. See A/60/687.</aside>',
    ],
)
def test_footnotes_are_found_by_their_links(note: str) -> None:
    found = blocks(f'<p>endorsed<a id="r1" href="#fn1"><sup>1</sup></a> and on.</p>{note}')
    assert [(block.role, block.label, block.text) for block in found] == [
        ("paragraph", "", "endorsed and on."),
        ("note", "1", "See A/60/687."),
    ]
    assert found[0].notes == (NoteMark("1", 8),)


def test_a_link_within_the_page_is_no_mark() -> None:
    found = blocks('<p>See <a href="#part">2</a> below.</p><p id="part">Part two.</p>')
    assert [block.text for block in found] == ["See 2 below.", "Part two."]


def test_tables() -> None:
    found = reading(
        "<p>Above</p><table><caption>Cost</caption><tr><th colspan=2>Head</th></tr>"
        "<tr><td rowspan='2'>a<td>b<tr><td>c</table><p>Below</p>"
    )
    (table,) = found.tables
    assert (table.after, table.caption) == (0, "Cost")
    shape = [[(cell.text, cell.colspan, cell.rowspan) for cell in row] for row in table.rows]
    assert shape == [[("Head", 2, 1)], [("a", 1, 2), ("b", 1, 1)], [("c", 1, 1)]]
    assert [block.text for block in found.blocks] == ["Above", "Below"]


@pytest.mark.parametrize(
    "body",
    [
        # Tables that only arrange the page: one cell, declared, headings or tables inside.
        "<table><tr><td><p>Text.</p></td></tr></table>",
        "<table role=presentation><tr><td>Text.</td><td></td></tr></table>",
        "<table><tr><td><h2>Text.</h2></td><td></td></tr></table>",
    ],
)
def test_tables_that_arrange_the_page(body: str) -> None:
    found = reading(body)
    assert ([block.text for block in found.blocks], found.tables) == (["Text."], [])


def test_what_the_page_says_of_itself() -> None:
    page = (
        b'<html lang="fr-CH"><head><title> A  page </title><meta name="author"'
        b' content="Us"></head><body><p>x</p></body></html>'
    )
    assert read_html(page, "a.html", Limits()).properties == {"title": "A page", "author": "Us", "language": "fr"}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # The page's own declaration counts where the bytes are no UTF-8.
        ('<html><meta charset="windows-1251"><p>Резолюция'.encode("cp1251"), "Резолюция"),
        ('<html><meta charset="gb2312"><p>决议'.encode("gb2312"), "决议"),
        # A declaration that is wrong, or of no encoding of characters.
        ('<html><meta charset="latin-1"><p>Café – “x”'.encode("cp1252"), "Café – “x”"),
        ('<html><meta charset="base64"><p>Café'.encode("cp1252"), "Café"),
        ("<html><p>Café".encode("utf-16"), "Café"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    document = read(data, name="a.html")
    assert (document.format, document.text) == ("html", text)


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (b"<div>" * 100_000, "nested too deeply"),
        (b"<ul><li>" * 50_000, "nested too deeply"),
        (b"<p " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">x", "more than 500 attributes"),
    ],
)
def test_markup_built_to_exhaust_the_parser(page: bytes, problem: str) -> None:
    with pytest.raises(UnsafeInput, match=f"AL107 a.html: .*{problem}"):
        read(b"<html>" + page, name="a.html")


def test_moderate_depth_is_read() -> None:
    assert read(b"<html>" + b"<div>" * 900 + b"deep", name="a.html").text == "deep"


def test_entities_of_a_document_type_are_not_expanded() -> None:
    page = b'<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b SYSTEM "file:///etc/hostname">]><html><p>&a;&b;</p></html>'
    assert "boom" not in read(page, name="a.html").text.replace('"boom"', "")

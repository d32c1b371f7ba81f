"""Citations in cells of tables and in links: the evidence is the cell or the link, and is quoted exactly."""

from __future__ import annotations

import pytest

from actionlines.citations import find_citations
from actionlines.citations.model import CellPlace, Citation
from actionlines.citations.symbols import symbols_at
from actionlines.documents import read
from actionlines.documents.model import Cell, Document, Metadata, Paragraph, Table
from tests.documents.docx_builder import docx, para, part, run
from tests.documents.pdf_maker import Put, make_pdf

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def cited(document: Document) -> list[tuple[str, str]]:
    """Canonical form and quote of each citation, whose words stand where it says."""
    found = find_citations(document)
    for one in found:
        assert one.text_in(document)[one.start : one.end] == one.quote
    return [(one.canonical, one.quote) for one in found]


def tabled(*rows: tuple[str, ...], above: str = "", caption: str = "") -> Document:
    """A document of one paragraph and one table below it."""
    paragraphs = (Paragraph("heading-1", "heading", above, 0, len(above)),) if above else ()
    table = Table(tuple(tuple(map(Cell, row)) for row in rows), "heading-1" if above else "", caption=caption)
    return Document("test", "docx", Metadata(), paragraphs, (table,), text=above)


@pytest.mark.parametrize(
    "document,expected",
    [
        # the heading above the table names the organ
        (
            tabled(("68/196", "Roads"), ("70/1; 71/243", "Rivers"), above="General Assembly resolutions"),
            [("A/RES/68/196", "68/196"), ("A/RES/70/1", "70/1"), ("A/RES/71/243", "71/243")],
        ),
        # the number's form alone would make it the Assembly's
        (
            tabled(("39/2", "Wells"), above="Human Rights Council resolutions"),
            [("A/HRC/RES/39/2", "39/2")],
        ),
        # old forms, letters, and a member that says itself what it is
        (
            tabled(("2099 (XX); 78/107; decision 78/560",), above="General Assembly resolutions and decisions"),
            [("A/RES/2099(XX)", "2099 (XX)"), ("A/RES/78/107", "78/107"), ("A/DEC/78/560", "decision 78/560")],
        ),
        # a row of its own holds for the rows below it, until the next
        (
            tabled(
                ("Economic and Social Council resolutions", ""), ("2023/4", "a"),
                ("Security Council resolutions", ""), ("1325 (2000)", "b"),
            ),
            [("E/RES/2023/4", "2023/4"), ("S/RES/1325(2000)", "1325 (2000)")],
        ),
        # the head of a column; the other columns are not of it
        (
            tabled(("Item", "General Assembly resolution"), ("60/1", "75/1"), ("61/2", "76/3")),
            [("A/RES/75/1", "75/1"), ("A/RES/76/3", "76/3")],
        ),
        # the first cell of the row, over the caption
        (
            tabled(("Security Council resolutions", "2396 (2017)"), caption="General Assembly resolutions"),
            [("S/RES/2396(2017)", "2396 (2017)")],
        ),
        # the organ stands behind the word in other languages
        (
            tabled(("68/196", "Routes"), above="Résolutions de l’Assemblée générale"),
            [("A/RES/68/196", "68/196")],
        ),
        # the word stands behind the number in Chinese
        (tabled(("68/196", "公路"), above="大会决议"), [("A/RES/68/196", "68/196")]),
        (tabled(("68/196", "x"), above="قرارات الجمعية العامة"), [("A/RES/68/196", "68/196")]),
        # a heading with a number of its own is a citation, and announces no others
        (tabled(("68/196", "x"), caption="Posts under General Assembly resolution 79/1"), []),
        # a body that numbers for itself has no series: better none than the Assembly's
        (tabled(("Decision 76/8", "x"), above="Economic Commission for Africa decisions"), []),
        # amounts, fractions and years are no resolutions under such a heading either
        (tabled(("1/2", "12 345.6"), ("2024/25", "70"), above="General Assembly resolutions"), []),
        # without a heading that names the organ a number is a number
        (tabled(("68/196", "79/1"), above="Posts by grade"), []),
        # a sentence above a table is no heading
        (tabled(("68/196", "x"), above="The Council adopted General Assembly resolutions."), []),
    ],
)  # fmt: skip
def test_a_cell_takes_the_organ_of_its_heading(document: Document, expected: list[tuple[str, str]]) -> None:
    assert cited(document) == expected


def test_a_cell_says_where_it_stands() -> None:
    """The place is an index into the tables of the document, and reads as people count."""
    document = tabled(("Title", "Basis"), ("Wells", "see resolution 70/1"), above="Plan")
    (one,) = find_citations(document)
    assert (one.paragraph, one.cell) == ("", CellPlace(0, 1, 1))
    assert str(one.cell) == "table 1, row 2, column 2"


@pytest.mark.parametrize(
    "address,symbols",
    [
        ("https://docs.un.org/en/A/RES/70/1", ("A/RES/70/1",)),
        ("https://undocs.org/A/79/6(Sect.24)", ("A/79/6(Sect.24)",)),
        ("https://undocs.org/en/E/RES/1895%20(LVII)", ("E/RES/1895(LVII)",)),
        ("https://docs.un.org/en/e/RES/131(VI)", ("E/RES/131(VI)",)),
        ("https://docs.un.org/en/A/RES/77/256a-b", ("A/RES/77/256A", "A/RES/77/256B")),
        ("http://www.un.org/en/ga/search/view_doc.asp?symbol=A/RES/70/1", ("A/RES/70/1",)),
        ("https://www.undocs.org/Home/Mobile?FinalSymbol=A%2FRES%2F70%2F1", ("A/RES/70/1",)),
        ("https://www.itu.int/md/S25-CL-C-0108/en", ("itu:C25/108",)),
        # another host, another page of the host, no address at all
        ("https://example.org/A/RES/70/1", ()),
        ("https://docs.un.org/en/", ()),
        ("https://docs.un.org/en/about/A/RES/70/1", ()),
        ("http://[x", ()),
        ("https://docs.un.org/en/" + "A/" * 400, ()),
    ],
)
def test_symbols_of_addresses(address: str, symbols: tuple[str, ...]) -> None:
    assert symbols_at(address) == symbols


def _linked(ident: str, words: str) -> str:
    return f'<w:hyperlink xmlns:r="{_R}" r:id="{ident}">{run(words)}</w:hyperlink>'


def _field(address: str, words: str) -> str:
    code = f'<w:r><w:instrText> HYPERLINK "{address}" </w:instrText></w:r>'
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return mark.format("begin") + code + mark.format("separate") + run(words) + mark.format("end")


def _relations(**addresses: str) -> str:
    rows = "".join(
        f'<Relationship Id="{ident}" Type="{_R}/hyperlink" Target="{target}" TargetMode="External"/>'
        for ident, target in addresses.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def test_links_of_a_word_file() -> None:
    """In text, in a cell behind its label, in a field, in a note; words that cite the same keep their citation."""
    cell = para("see ", _linked("rId3", "2023/4"))
    body = (
        para("Under ", _linked("rId1", "the road map"), " and resolution ", _linked("rId2", "70/1"), " we meet.")
        + para("A field: ", _field("https://docs.un.org/en/A/79/62", "the report"), ".")
        + para('<w:r><w:footnoteReference w:id="2"/></w:r>', "A note.")
        + f"<w:tbl><w:tr><w:tc>{para('Basis')}</w:tc><w:tc>{cell}</w:tc></w:tr></w:tbl>"
        + para("End.")
    )
    main = _relations(
        rId1="https://docs.un.org/en/A/RES/76/307",
        rId2="https://docs.un.org/en/A/RES/70/1",
        rId3="https://undocs.org/E/RES/2023/4",
    )
    note = f'<w:footnote w:id="2">{para("As in ", _linked("rId1", "the annex"), ".")}</w:footnote>'
    data = docx(
        body,
        parts={
            "word/_rels/document.xml.rels": main,
            "word/footnotes.xml": part("footnotes", note),
            "word/_rels/footnotes.xml.rels": _relations(rId1="https://docs.un.org/en/A/60/687"),
        },
    )
    document = read(data, name="a.docx")
    assert cited(document) == [
        ("A/RES/76/307", "the road map"),
        ("A/RES/70/1", "resolution 70/1"),
        ("A/79/62", "the report"),
        ("E/RES/2023/4", "2023/4"),
        ("A/60/687", "the annex"),
    ]
    found = {one.canonical: one for one in find_citations(document)}
    assert found["A/RES/70/1"].link == "https://docs.un.org/en/A/RES/70/1"
    assert found["E/RES/2023/4"].cell == CellPlace(0, 0, 1)


PAGE = """<html><body><h1>Notes of the meeting</h1>
<p>The <a href="https://docs.un.org/en/A/RES/76/307">road map</a> of <a href="/about">our site</a>.</p>
<p>See A/RES/70/125.</p>
<table><caption>General Assembly resolutions</caption><tr><th>No.</th><th>Title</th></tr>
<tr><td>68/196</td><td><a href="//undocs.org/A/79/62"><b>A</b> report</a></td></tr></table>
</body></html>"""


def test_links_and_tables_of_a_page() -> None:
    """A symbol in a sentence of a page is a citation, not the symbol of the page."""
    document = read(PAGE.encode(), name="a.html")
    assert document.metadata.symbol == ""
    assert cited(document) == [
        ("A/RES/76/307", "road map"),
        ("A/RES/70/125", "A/RES/70/125"),
        ("A/RES/68/196", "68/196"),
        ("A/79/62", "A report"),
    ]


def test_links_of_a_pdf() -> None:
    """The words under the box of a link annotation are found again in the text."""
    data = make_pdf(
        [[Put(72, 700, "The plan rests on the road map"), Put(72, 688, "of the Assembly, as is known to all.")]],
        links=[((159, 696, 230, 710), "https://docs.un.org/en/A/RES/76/307")],
    )
    document = read(data, name="a.pdf")
    (one,) = find_citations(document)
    assert one.canonical == "A/RES/76/307"
    assert one.quote in document.paragraphs[0].text
    assert "road" in one.quote


def test_an_address_in_the_text() -> None:
    text = "See https://docs.un.org/en/A/RES/70/1, or undocs.org/A/79/6(Sect.24)."
    assert [(one.canonical, one.quote) for one in find_citations(text)] == [
        ("A/RES/70/1", "https://docs.un.org/en/A/RES/70/1"),
        ("A/79/6(Sect.24)", "undocs.org/A/79/6(Sect.24)"),
    ]


def test_a_link_to_the_document_itself_is_no_citation() -> None:
    """Nor is a link to another site."""
    body = para(_linked("rId1", "this paper"), " and ", _linked("rId2", "a friend"))
    main = _relations(rId1="https://docs.un.org/en/A/79/62", rId2="https://example.org/A/RES/70/1")
    data = docx(para("A/79/62") + body, parts={"word/_rels/document.xml.rels": main})
    document = read(data, name="a.docx")
    assert document.metadata.symbol == "A/79/62"
    assert find_citations(document) == []


def test_the_place_of_a_cell_is_data() -> None:
    assert Citation("un_res", "A/RES/70/1#p2", "x", 0, 1, cell=CellPlace(0, 0, 0)).instrument == "A/RES/70/1"

"""Content of DOCX files: notes, changes, fields, tables, boxes, headings."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.documents.blocks import Block, FileReading, Limits
from actionlines.documents.docx import read_docx as read_docx
from actionlines.documents.model import Change, NoteMark
from tests.documents.docx_builder import abstract, docx, level, num, para, part, run

WHO = 'w:author="Ann" w:date="2025-05-01T10:00:00Z"'


def reading(body: str, **parts: str) -> FileReading:
    """The Reading of a DOCX with this body."""
    return read_docx(docx(body, **parts), "a.docx", Limits())


def blocks(body: str, **parts: str) -> list[Block]:
    """Its blocks."""
    return reading(body, **parts).blocks


@pytest.mark.parametrize(
    ("content", "text"),
    [
        # Runs join without blanks; blanks at their edges stay, one at a time.
        ([run("Member"), run(" States  "), run(" shall")], "Member States shall"),
        # Tabs and line breaks are blanks.
        (["<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"], "one two three"),
        # Hyphens that do not break stay, soft ones go.
        (
            ["<w:r><w:t>post</w:t><w:noBreakHyphen/><w:t>2015 co</w:t><w:softHyphen/><w:t>operate</w:t></w:r>"],
            "post-2015 cooperate",
        ),
        (["<w:r><w:t>tele\u00adcom 79\u2011277 a\u00a0b</w:t></w:r>"], "telecom 79-277 a b"),
        # The text of a link is text.
        (['<w:hyperlink w:anchor="x">' + run("the site") + "</w:hyperlink>"], "the site"),
        # Of a simple field the result counts.
        (['<w:fldSimple w:instr="PAGE">' + run("7") + "</w:fldSimple>"], "7"),
        # Of a complex field too, also when one stands within another's code.
        (
            [
                (
                    '<w:r><w:t>see </w:t><w:fldChar w:fldCharType="begin"/><w:instrText> REF x'
                    " </w:instrText></w:r><w:r><w:fldChar"
                    ' w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar'
                    ' w:fldCharType="separate"/><w:t>code</w:t><w:fldChar'
                    ' w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="separate"/><w:t>table'
                    ' 3</w:t><w:fldChar w:fldCharType="end"/></w:r>'
                ),
                run(" above"),
            ],
            "see table 3 above",
        ),
        # Symbol fonts.
        (['<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5</w:t></w:r>'], "≥ 5"),
        (['<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> agreed</w:t></w:r>'], "☑ agreed"),
        # Hidden text is not shown, comments are not text.
        (
            [
                run("seen"),
                run("hidden", "<w:vanish/>"),
                '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
            ],
            "seen",
        ),
        # Content controls and smart tags are only wrappers.
        (["<w:sdt><w:sdtContent>" + run("inside") + "</w:sdtContent></w:sdt>"], "inside"),
        (['<w:smartTag w:element="place">' + run("Geneva") + "</w:smartTag>"], "Geneva"),
        # Formulas keep their signs.
        (["<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"], "x=1"),
        # The raised letter of a table note does not run into the word.
        ([run("Total"), run("a", '<w:vertAlign w:val="superscript"/>')], "Total a"),
    ],
)
def test_text_of_a_paragraph(content: list[str], text: str) -> None:
    assert [block.text for block in blocks(para(*content))] == [text]


def test_tracked_changes_are_kept_with_their_state() -> None:
    body = para(
        "RESOLUTION 140 (REV. ",
        f'<w:del w:id="1" {WHO}><w:r><w:delText>DUBAI, 2018</w:delText></w:r></w:del>',
        f'<w:ins w:id="2" {WHO}>{run("BUCHA")}{run("REST, 2022")}</w:ins>',
        ")",
    )
    (block,) = blocks(body)
    assert block.text == "RESOLUTION 140 (REV. BUCHAREST, 2022)"
    when = "2025-05-01T10:00:00Z"
    # The deletion stands at the offset where its words were; runs of one insertion are one change.
    assert block.changes == (
        Change("delete", 21, 21, "DUBAI, 2018", "Ann", when),
        Change("insert", 21, 36, "BUCHAREST, 2022", "Ann", when),
    )
    insert = block.changes[1]
    assert block.text[insert.start : insert.end] == insert.text


def test_moved_text_is_deleted_here_and_inserted_there() -> None:
    moved = f'<w:moveFrom w:id="1" {WHO}><w:r><w:t>old place</w:t></w:r></w:moveFrom>'
    there = f'<w:moveTo w:id="2" {WHO}>{run("old place")}</w:moveTo>'
    first, second = blocks(para("Stays.", moved) + para(there))
    assert (first.text, first.changes[0].action, first.changes[0].text) == ("Stays.", "delete", "old place")
    assert (second.text, second.changes[0].action) == ("old place", "insert")


def test_insertion_that_was_deleted_again_is_not_in_the_text() -> None:
    nested = f'<w:ins w:id="1" {WHO}><w:del w:id="2" {WHO}><w:r><w:delText>gone</w:delText></w:r></w:del></w:ins>'
    (block,) = blocks(para("kept", nested))
    assert block.text == "kept"
    assert [change.action for change in block.changes] == ["delete"]


def test_paragraph_whose_end_was_deleted_runs_into_the_next() -> None:
    joined = f'<w:p><w:pPr><w:rPr><w:del w:id="1" {WHO}/></w:rPr></w:pPr>{run("first half, ")}</w:p>'
    assert [block.text for block in blocks(joined + para("second half"))] == ["first half, second half"]
    # The last paragraph of all has no next one.
    assert [block.text for block in blocks(joined)] == ["first half,"]


def test_notes_are_tied_to_their_marks() -> None:
    def note(ident: int, text: str, extra: str = "") -> str:
        return (
            f'<w:footnote w:id="{ident}" {extra}><w:p><w:r><w:footnoteRef/></w:r>{run(" " + text)}</w:p></w:footnote>'
        )

    notes = note(-1, "line", 'w:type="separator"') + note(5, "See resolution 59/220.") + note(7, "See A/60/687.")
    starred = note(9, "* A/80/150.")
    body = para(
        "adopted",
        '<w:r><w:footnoteReference w:id="7"/></w:r>',
        " and endorsed",
        '<w:r><w:footnoteReference w:id="5"/></w:r>',
    )
    body += para("The list", '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="9"/><w:t>*</w:t></w:r>', " ends")
    found = blocks(body, footnotes=notes + starred)
    assert [block.text for block in found[:2]] == ["adopted and endorsed", "The list ends"]
    assert found[0].notes == (NoteMark("1", 7), NoteMark("2", 20))
    assert found[1].notes == (NoteMark("*", 8),)
    # Bodies in the order of their marks, whatever their ids; the separator is no note.
    assert [(block.label, block.text) for block in found[2:]] == [
        ("1", "See A/60/687."),
        ("2", "See resolution 59/220."),
        ("*", "A/80/150."),
    ]


def test_endnotes_have_small_roman_numbers_unless_told_otherwise() -> None:
    endnote = f'<w:endnote w:id="2"><w:p>{run("At the end.")}</w:p></w:endnote>'
    body = para("word", '<w:r><w:endnoteReference w:id="2"/></w:r>')
    assert blocks(body, endnotes=endnote)[-1].label == "i"
    settings = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
    assert blocks(body, endnotes=endnote, settings=settings)[-1].label == "1"


def test_deleted_note_leaves_no_mark_and_takes_no_number() -> None:
    notes = "".join(f'<w:footnote w:id="{n}"><w:p>{run(f"note {n}")}</w:p></w:footnote>' for n in (1, 2))
    gone = f'<w:del w:id="1" {WHO}><w:r><w:footnoteReference w:id="1"/></w:r></w:del>'
    found = blocks(para("a", gone, " b", '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes)
    assert [(block.label, block.text) for block in found if block.role == "note"] == [("1", "note 2")]


def cell(text: str, properties: str = "") -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(text) if text else '<w:p/>'}</w:tc>"


def test_tables_with_merged_cells() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    table = (
        "<w:tbl>"
        f"<w:tr>{cell('Head', wide)}{cell('Year')}</w:tr>"
        f"<w:tr>{cell('Region', down)}{cell('Africa')}{cell('2025')}</w:tr>"
        f"<w:tr>{cell('', on)}{cell('Asia')}{cell('2026')}</w:tr>"
        "</w:tbl>"
    )
    found = reading(para("Above") + table + para("Below"))
    assert [block.text for block in found.blocks] == ["Above", "Below"]
    (read_table,) = found.tables
    assert read_table.after == 0
    shape = [[(c.text, c.colspan, c.rowspan) for c in row] for row in read_table.rows]
    assert shape == [
        [("Head", 2, 1), ("Year", 1, 1)],
        [("Region", 1, 2), ("Africa", 1, 1), ("2025", 1, 1)],
        [("Asia", 1, 1), ("2026", 1, 1)],
    ]


def test_nested_table_is_a_table_of_its_own() -> None:
    inner = f"<w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{cell('left')}<w:tc>{inner}{para('right')}</w:tc></w:tr></w:tbl>"
    texts = [[c.text for row in table.rows for c in row] for table in reading(outer).tables]
    assert texts == [["left", "right"], ["x", "y"]]


def test_table_of_one_cell_is_a_frame_around_text() -> None:
    found = reading(f"<w:tbl><w:tr><w:tc>{para('Boxed.')}{para('Twice.')}</w:tc></w:tr></w:tbl>")
    assert [block.text for block in found.blocks] == ["Boxed.", "Twice."]
    assert not found.tables


def test_numbers_in_cells_are_counted_with_those_outside() -> None:
    numbering = abstract(1, level(0, "decimal", "%1.")) + num(1, 1)
    row = f"<w:tr><w:tc>{para('in', num=(1, 0))}</w:tc>{cell('b')}</w:tr>"
    found = reading(para("out", num=(1, 0)) + f"<w:tbl>{row}</w:tbl>" + para("after", num=(1, 0)), numbering=numbering)
    assert [block.label for block in found.blocks] == ["1.", "3."]
    assert found.tables[0].rows[0][0].text == "2. in"


def test_text_box_is_read_once_although_it_is_written_twice() -> None:
    box = f"<w:txbxContent>{para('In the box')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        "<mc:Choice"
        f' Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert [block.text for block in blocks(para("Before", drawing, " after"))] == ["Before after", "In the box"]


def test_lists_in_text_boxes_are_counted_apart() -> None:
    numbering = abstract(1, level(0, "decimal", "%1.")) + num(1, 1)
    inside = f"<w:txbxContent>{para('boxed', num=(1, 0))}</w:txbxContent>"
    box = f"<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>"
    found = blocks(para("one", box, num=(1, 0)) + para("two", num=(1, 0)), numbering=numbering)
    assert [(block.label, block.text) for block in found] == [("1.", "one"), ("1.", "boxed"), ("2.", "two")]


@pytest.mark.parametrize(
    ("style", "level_", "expected"),
    [
        # The outline level of a style, of the style it is based on, of a built-in name; 9 means text.
        ("One", "", 1),
        ("Based", "", 1),
        ("Heading2", "", 2),
        ("Toc", "", 0),
        # The paragraph's own level counts most.
        ("One", '<w:outlineLvl w:val="3"/>', 4),
        ("One", '<w:outlineLvl w:val="9"/>', 0),
        ("", '<w:outlineLvl w:val="1"/>', 2),
    ],
)
def test_heading_levels(style: str, level_: str, expected: int) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="One"><w:name w:val="_ H_1"/><w:pPr><w:outlineLvl'
        ' w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Based"><w:name w:val="_ H'
        ' _Ch"/><w:basedOn w:val="One"/></w:style><w:style w:type="paragraph" w:styleId="Heading2"><w:name'
        ' w:val="heading 2"/></w:style><w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="TOC'
        ' Heading"/><w:basedOn w:val="One"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    )
    (block,) = blocks(para("Scope", style=style, look=level_), styles=styles)
    assert (block.role, block.level) == ("heading" if expected else "paragraph", expected)


def test_properties_of_the_file() -> None:
    core = (
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>Road "
        " map</dc:title><dc:creator>Secretariat</dc:creator>"
        "<dcterms:created>2025-05-23T21:30:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="Symbol1"><vt:lpwstr>A/80/6 (Sect. 36)_x000d_</vt:lpwstr></property></Properties>'
    )
    found = read_docx(
        docx(para("text"), parts={"docProps/core.xml": core, "docProps/custom.xml": custom}), "a.docx", Limits()
    )
    assert found.properties == {
        "title": "Road map",
        "author": "Secretariat",
        "created": "2025-05-23T21:30:00Z",
        "symbol1": "A/80/6 (Sect. 36)",
    }


def test_header_of_the_first_page_is_the_masthead() -> None:
    ids = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships><Relationship Id="r{0}" Target="header{0}.xml"/></Relationships>'
    section = f'<w:sectPr><w:headerReference xmlns:r="{ids}" w:type="{{}}" r:id="r1"/></w:sectPr>'
    for kind, expected in (("first", ("A/99/6 (Sect. 1)", "Distr.: General")), ("default", ())):
        data = docx(
            para("Body.") + section.format(kind),
            parts={
                "word/_rels/document.xml.rels": relations.format(1),
                "word/header1.xml": part(
                    "hdr", para(run("A"), run("/99/6 (Sect. 1)")) + "<w:p/>" + para("Distr.: General")
                ),
            },
        )
        found = read_docx(data, "a.docx", Limits())
        assert (found.masthead, [block.text for block in found.blocks]) == (expected, ["Body."])


def test_headers_and_footers_are_not_text() -> None:
    data = docx(para("Body."), parts={"word/header1.xml": "<w:hdr/>", "word/footer1.xml": "<w:ftr/>"})
    assert [paragraph.text for paragraph in read(data, name="a.docx").paragraphs] == ["Body."]


def test_strict_namespaces_are_read_too() -> None:
    strict = docx(para("Strict words.", num=(1, 0)), numbering=abstract(1, level(0, "decimal", "%1.")) + num(1, 1))
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, content)
    (block,) = read_docx(stream.getvalue(), "a.docx", Limits()).blocks
    assert (block.label, block.text) == ("1.", "Strict words.")

"""The document: styles, references that resolve, and the same after a way through LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from actionlines.papers.write import render
from tests.papers.paper.sample import ORDER, big

Made = dict[tuple[str, str], bytes]


def read(made: Made, name: str) -> Document:
    return docx.Document(io.BytesIO(made[name, "docx"]))


def words(paragraph: object) -> str:
    """All words of a paragraph, those of fields and links too."""
    return "".join(t.text or "" for t in paragraph._p.iter(qn("w:t")))  # type: ignore[attr-defined]


def test_headings_captions_and_contents(made: Made) -> None:
    out = read(made, "en")
    by_style: dict[str, list[str]] = {}
    for one in out.paragraphs:
        by_style.setdefault(str(one.style.name), []).append(words(one))
    assert by_style["Heading 1"] == [
        "1  What was asked", "2  Targets, indicators and metrics", "See also", "Supporting evidence",
        "How this was made",
    ]  # fmt: skip
    assert [one.split(".")[0] for one in by_style["Caption"]] == ["Table 1", "Figure 1", "Table 2"]
    assert [one[:2] for one in by_style["Numbered Paragraph"]] == ["1.", "2.", "3.", "4."]
    contents = ["".join(t.text or "" for t in link.iter(qn("w:t"))) for link in out.element.iter(qn("w:hyperlink"))
                if link.getparent().find(f".//{qn('w:pStyle')}").get(qn("w:val")).startswith("TOC")]  # fmt: skip
    assert contents[:2] == ["1  What was asked", "1.1  Of Member States"]


@pytest.mark.parametrize("name", [*ORDER, "hostile"])
def test_every_reference_resolves(made: Made, name: str) -> None:
    out = read(made, name)
    marks = [one.get(qn("w:name")) for one in out.element.iter(qn("w:bookmarkStart"))]
    ids = [one.get(qn("w:id")) for one in out.element.iter(qn("w:bookmarkStart"))]
    assert len(set(marks)) == len(marks) and len(set(ids)) == len(ids)
    assert sorted(ids) == sorted(one.get(qn("w:id")) for one in out.element.iter(qn("w:bookmarkEnd")))
    anchors = {one.get(qn("w:anchor")) for one in out.element.iter(qn("w:hyperlink"))} - {None}
    fields = [one.get(qn("w:instr")) for one in out.element.iter(qn("w:fldSimple"))]
    referred = {one.split()[1] for one in fields if one.split()[0] == "REF"}
    assert anchors | referred <= set(marks) and (name == "hostile" or len(referred) >= 5)
    targets = [rel.target_ref for rel in out.part.rels.values() if rel.is_external]
    assert all(target.startswith("https://") for target in targets)


def test_numbers_of_fields_are_those_of_the_paper(made: Made) -> None:
    """A field shows what the word processor will show when it counts itself."""
    root = read(made, "en").element
    shown: dict[str, str] = {}
    counters: dict[str, int] = {}
    for field in root.iter(qn("w:fldSimple")):
        kind, what = field.get(qn("w:instr")).split()[:2]
        if kind == "SEQ":
            counters[what] = counters.get(what, 0) + 1
            said = "".join(t.text for t in field.iter(qn("w:t")))
            assert said == str(counters[what])
            shown[field.getparent().getchildren()[field.getparent().index(field) - 1].get(qn("w:name"))] = said
    references = [f for f in root.iter(qn("w:fldSimple")) if f.get(qn("w:instr")).split()[0] == "REF"]
    for field in references:
        name = field.get(qn("w:instr")).split()[1]
        if name in shown:
            assert "".join(t.text for t in field.iter(qn("w:t"))) == shown[name]
    assert counters == {"Paragraph": 4, "Table": 2, "Figure": 1}


def test_tables_pictures_language(made: Made) -> None:
    out = read(made, "en")
    masthead, table, about = out.tables
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert [cell.text for cell in masthead.rows[0].cells] == ["Agenda item", "PL 3"]
    assert len(about.rows) == 5
    (picture,) = out.inline_shapes
    assert picture._inline.docPr.get("descr").startswith("Individuals using the Internet, Kenya. From")
    section = out.sections[0]
    assert section.page_width < section.page_height
    assert "PAGE" in section.footer._element.xml and "NUMPAGES" in section.footer._element.xml
    assert out.core_properties.author == "Actionlines"


def test_arabic_runs_from_right_to_left(made: Made) -> None:
    out = read(made, "ar")
    assert out.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "ar-SA"
    for one in out.element.body.iter(qn("w:p")):
        text = "".join(t.text or "" for t in one.iter(qn("w:t")))
        if re.search("[\u0600-\u06ff]", text):
            assert one.find(f"./{qn('w:pPr')}/{qn('w:bidi')}") is not None, text
    for run in out.element.body.iter(qn("w:r")):
        text = "".join(t.text or "" for t in run.iter(qn("w:t")))
        rtl = run.find(f"./{qn('w:rPr')}/{qn('w:rtl')}") is not None
        assert rtl or not re.search("[\u0600-\u06ff]", text)
        assert not rtl or not re.search("[A-Za-z]", text), text
    assert all(t._tbl.find(f".//{qn('w:bidiVisual')}") is not None for t in out.tables)


def test_hostile_words_stay_words(made: Made) -> None:
    out = read(made, "hostile")
    text = "\n".join(words(one) for one in out.paragraphs)
    assert '<script>alert(1)</script> & "q" #panic("x")' in text and "\u202e" not in text
    with zipfile.ZipFile(io.BytesIO(made["hostile", "docx"])) as archive:
        rels = archive.read("word/_rels/document.xml.rels").decode()
    assert "javascript" not in rels and "file:" not in rels


CONVERTED = ("en", "ar", "zh")


@pytest.fixture(scope="module")
def converted(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents in `before`, and what LibreOffice made of them in `pdf` and `docx`."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no soffice on the path: install LibreOffice to test the document in it")
    folder = tmp_path_factory.mktemp("office")
    (folder / "before").mkdir()
    files = [folder / "before" / f"{language}.docx" for language in CONVERTED]
    for path in files:
        path.write_bytes(made[path.stem, "docx"])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for form in ("pdf", "docx:Office Open XML Text"):
        out = folder / form.partition(":")[0]
        run = [soffice, profile, "--headless", "--convert-to", form, "--outdir", str(out), *map(str, files)]
        subprocess.run(run, check=True, capture_output=True)
    return folder


@pytest.mark.long
@pytest.mark.parametrize("language", CONVERTED)
def test_libreoffice_loses_nothing(converted: Path, language: str) -> None:
    first, second = (docx.Document(str(converted / one / f"{language}.docx")) for one in ("before", "docx"))

    def headings(out: Document) -> list[str]:
        return [words(one) for one in out.paragraphs if str(one.style.name).startswith("Heading")]

    def tables(out: Document) -> list[tuple[int, int]]:
        return [(len(one.rows), len(one.columns)) for one in out.tables]

    def entries(out: Document) -> list[str]:
        return [words(one) for one in out.paragraphs if str(one.style.name) == "Evidence"]

    assert headings(first) == headings(second) and len(headings(first)) == 7
    assert tables(first) == tables(second) and len(tables(first)) == 3
    assert entries(first) == entries(second) and len(entries(first)) == 3
    document = pypdfium2.PdfDocument(converted / "pdf" / f"{language}.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    squeezed = re.sub(r"\s+", "", text)
    assert "A/RES/80/173" in squeezed and "[3]" in squeezed
    # The bookmarks of the PDF are the headings that LibreOffice understood.
    assert len(list(document.get_toc())) == 7
    document.close()


@pytest.mark.long
def test_a_long_document_is_written_whole() -> None:
    content = render(big(), "docx")
    assert len(docx.Document(io.BytesIO(content)).tables[-2]._tbl.tr_lst) == 3_001

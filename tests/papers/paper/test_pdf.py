"""The PDF: its text in every script, its tags, its outline, and the error where a font is missing."""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace

import pypdfium2
import pypdfium2.raw
import pytest

from actionlines.errors import MissingFont
from actionlines.papers.model import Paper, Para, Text
from actionlines.papers.words import words as catalogue
from actionlines.papers.write import render
from actionlines.papers.writers import as_pdf
from tests.papers.paper.sample import ORDER, big, printed, said, sample

Made = dict[tuple[str, str], bytes]


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru"])
def test_text_is_there(made: Made, language: str) -> None:
    text = re.sub(r"\s+", " ", text_of(made[language, "pdf"]))
    words = said(language)
    for key in ("subtitle", "mandates", "progress", "gaps", "empty", "note", "activity"):
        assert words[key] in text, key
    assert "A/RES/80/173" in text and "1,250,000" in text


def test_chinese_is_there(made: Made) -> None:
    text = re.sub(r"\s+", "", text_of(made["zh", "pdf"]))
    words = said("zh")
    assert words["mandates"] in text and words["missing"] in text and "表1" in text


def test_arabic_is_joined_from_right_to_left(made: Made) -> None:
    """Letters of a word stand one left of the other without a gap, and are mapped back to their characters."""
    document = pypdfium2.PdfDocument(made["ar", "pdf"])
    textpage = document[0].get_textpage()
    text = textpage.get_text_range()
    for word in ("خارطة", "طريق", "العمل"):
        start = text.index(word)
        boxes = [textpage.get_charbox(start + at) for at in range(len(word))]
        lefts = [box[0] for box in boxes]
        assert lefts == sorted(lefts, reverse=True) and len(set(lefts)) == len(word)
    tah, ra = text.index("طريق"), text.index("طريق") + 1  # a letter that joins the next one
    assert textpage.get_charbox(tah)[0] - textpage.get_charbox(ra)[2] < 0.6
    assert "الفقرة" in text and "\ufffd" not in text
    document.close()


def test_arabic_lines_begin_at_the_right(made: Made) -> None:
    """The first heading stands in the right half of the page; its English twin in the left."""

    def first_heading(language: str) -> tuple[float, float]:
        document = pypdfium2.PdfDocument(made[language, "pdf"])
        page = document[0]
        (entry, *_) = list(document.get_toc())
        assert entry.get_title()
        textpage = page.get_textpage()
        searcher = textpage.search("1", match_whole_word=True)
        boxes = []
        while found := searcher.get_next():
            boxes.append(textpage.get_charbox(found[0]))
        width = page.get_width()
        document.close()
        left = min(box[0] for box in boxes)
        right = max(box[2] for box in boxes)
        return left / width, right / width

    assert first_heading("en")[0] < 0.15
    assert first_heading("ar")[1] > 0.85


@pytest.mark.parametrize("language", ORDER)
def test_tagged_and_titled(made: Made, language: str) -> None:
    content = made[language, "pdf"]
    document = pypdfium2.PdfDocument(content)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    tree = pypdfium2.raw.FPDF_StructTree_GetForPage(document[0])
    kinds = list(_kinds(tree))
    pypdfium2.raw.FPDF_StructTree_Close(tree)
    assert {"H1", "P", "Table", "TH", "TD", "Caption"} <= set(kinds)
    assert next(entry.get_title() for entry in document.get_toc()).startswith("1")
    assert document.get_metadata_dict()["Title"] == said(language)["title"]
    name = (ctypes.c_ushort * 16)()
    pypdfium2.raw.FPDFCatalog_GetLanguage(document, name, ctypes.sizeof(name))
    assert bytes(name).decode("utf-16-le").startswith(language)
    document.close()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content and f"<rdf:li>{language}".encode() in content


def _kinds(tree: object) -> list[str]:
    raw = pypdfium2.raw
    found: list[str] = []

    def visit(element: object) -> None:
        import ctypes

        size = raw.FPDF_StructElement_GetType(element, None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDF_StructElement_GetType(element, buffer, size)
        found.append(buffer.raw[: size - 2].decode("utf-16-le"))
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                visit(child)

    for at in range(raw.FPDF_StructTree_CountChildren(tree)):
        visit(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
    return found


def test_hostile_words_are_printed_as_they_are(made: Made) -> None:
    text = re.sub(r"\s+", "", text_of(made["hostile", "pdf"]))
    for words in ('#panic("x")', "$x^2$", "*bold*@ref`raw`", "[l](x)//c/*c*/", "{{7*7}}", "<script>alert(1)"):
        assert words in text, words
    assert b"javascript:" not in made["hostile", "pdf"] and b"file://" not in made["hostile", "pdf"]


@pytest.mark.parametrize("odd", ["\ue000\u0378\ufeff", "".join(map(chr, range(0x1E030, 0x1E06E))), "😀 ሀ ก"])
def test_letters_without_a_font_are_no_error(odd: str) -> None:
    whole = sample()
    content = printed(replace(whole, blocks=(*whole.blocks, Para((Text(f"here {odd} there"),)))))
    assert "here" in text_of(content)


@pytest.mark.parametrize(
    ("language", "words", "packages"),
    [
        ("en", "Mandates of 2025", ""),  # fonts inside typst
        ("fr", "Suite donnée à l’échéance", ""),
        ("ru", "Срок выполнения", ""),
        ("ar", "خارطة طريق", "fonts-noto-core"),
        ("zh", "路线图", "fonts-noto-cjk"),
        # the words decide, not the language of the paper
        ("en", "The title of an activity: 山区学校", "fonts-noto-cjk"),
    ],
)
def test_a_machine_without_fonts_prints_all_but_arabic_and_chinese(
    language: str, words: str, packages: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    bare = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    monkeypatch.setattr(as_pdf, "load_fonts", lambda: bare)
    monkeypatch.setattr(as_pdf, "list_families", lambda: frozenset(bare.families()))
    paper = Paper("roadmap", "p", "A1", language, (Para((Text(words),)),))
    if packages:
        with pytest.raises(MissingFont, match=rf"AL402 PDF \({language}\).*apt-get install {packages}\)"):
            render(paper, "pdf")
    else:
        assert words in text_of(render(paper, "pdf"))
    assert render(paper, "docx")


@pytest.mark.long
def test_a_long_paper_is_printed_whole() -> None:
    """1,000 rows and 1,000 entries of evidence; docs/explanation/papers.md has the time for 3,000."""
    content = printed(big(1_000, 1_000))
    assert text_of(content).count("All of them") == 1


@pytest.mark.parametrize("bold", [False, True])
def test_the_number_of_a_paragraph_reads_from_left_to_right_in_a_line_of_arabic(bold: bool) -> None:
    """`3 (a)` in one piece: each sign stands to the right of the one before; what follows stands left of all."""
    place = catalogue("ar").place("3(a)")
    line = Para((Text(f"{place} من القرار", bold=bold), Text(" "), Text(f"، {place}؛ و", name=True)))
    document = pypdfium2.PdfDocument(printed(Paper("roadmap", "p", "عنوان", "ar", (line,))))
    textpage = document[0].get_textpage()
    signs = [(textpage.get_text_range(at, 1), textpage.get_charbox(at)) for at in range(textpage.count_chars())]
    document.close()
    left = {sign: [box[0] for one, box in signs if one == sign] for sign in "3(a)"}
    assert [len(left[sign]) for sign in "3(a)"] == [2, 2, 2, 2]
    for at in range(2):
        three, opened, letter, closed = (sorted(left[sign])[at] for sign in "3(a)")
        assert three < opened < letter < closed

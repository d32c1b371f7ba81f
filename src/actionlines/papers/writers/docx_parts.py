"""Parts of a word-processor document that python-docx does not make."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from actionlines.papers.charts.render import draw_spec_png
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.document import Document as Docx

    from actionlines.papers.charts.model import Chart
    from actionlines.papers.words import Words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
QUOTE = {'"': "&quot;"}
# Landscape A4 with margins of 1.5 cm, in twentieths of a point.
TEXT_WIDTH = 16_838 - 2 * 850
# The part of the archive that holds the text.
BODY = "word/document.xml"
_MARK = re.compile(rb"<\?rows (\d+)\?>")
# The first date that a zip archive can hold: the same input must give the same bytes.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# Language tags of Word for the languages that documents come in.
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text of a cell in one style; `rtl` text runs from right to left."""

    text: str
    bold: bool = False
    muted: bool = False
    rtl: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading and its share of the width."""

    text: str
    share: int
    number: bool = False


Cells = tuple[tuple[Run, ...], ...]


def set_up(out: Docx, title: str, subject: str, language: str, created: datetime) -> None:
    """Set landscape page, styles, language, page numbers and properties."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = out.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    set_type(out, {"Title": 22, "Heading 1": 15, "Heading 2": 12, "Caption": 9})
    set_language(out, language)
    _page_number(out)
    set_properties(out, title, subject, language, created)


def set_type(out: Docx, sizes: Mapping[str, float], east: str = "Noto Sans SC", size: float = 10) -> None:
    """Set the typeface of all styles, and the size in points of those named; `east` for Chinese."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    normal = out.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Sans", Pt(size)
    normal.paragraph_format.space_after = Pt(4)
    normal.element.rPr.rFonts.set(qn("w:cs"), "Noto Sans Arabic")
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), east)
    for name, points in sizes.items():
        style = out.styles[name]
        style.font.name, style.font.size = "Noto Sans", Pt(points)
        style.font.color.rgb = RGBColor(0x1A, 0x22, 0x30)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)


def set_language(out: Docx, language: str) -> None:
    """Set the language of all text that names no other."""
    from docx.oxml.ns import qn

    for tag in out.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), LOCALES.get(language, LOCALES["en"]))
        tag.set(qn("w:bidi"), LOCALES["ar"])
        tag.set(qn("w:eastAsia"), LOCALES["zh"])


def set_properties(out: Docx, title: str, subject: str, language: str, created: datetime) -> None:
    """Write title, author, subject, language and dates into the properties of the file."""
    properties = out.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "Actionlines", "Actionlines"
    properties.subject = subject
    properties.comments, properties.language = "", LOCALES.get(language, language or LOCALES["en"])
    properties.created = properties.modified = created
    properties.revision = 1


def _page_number(out: Docx) -> None:
    """Write `page / pages` at the right of the footer."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    footer = out.sections[0].footer
    line = footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    element = footer.part.element.find(qn("w:p"))
    for instruction, after in (("PAGE", " / "), ("NUMPAGES", "")):
        element.append(
            _parse_markup(f'<w:fldSimple w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        if after:
            line.add_run(after)


def _last_paragraph(out: Docx) -> Any:
    """Return the element of the last paragraph, which stands before the properties of the page."""
    return out.element.body[-2]


def add_caption(out: Docx, kind: str, name: str, text: str) -> None:
    """Write a numbered caption (`name` 1. `text`) that the word processor can list and renumber."""
    paragraph = out.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = kind == "Table"
    paragraph.add_run(f"{name} ")
    number = (
        sum(1 for _ in out.element.body.iter(f"{{{W}}}fldSimple") if _.get(f"{{{W}}}instr") == f"SEQ {kind}")
        + 1
    )
    _last_paragraph(out).append(
        _parse_markup(f'<w:fldSimple w:instr="SEQ {kind}"><w:r><w:t>{number}</w:t></w:r></w:fldSimple>')
    )
    paragraph.add_run(f". {xml_text(text)}")


def turn_right_to_left(out: Docx) -> None:
    """Set every paragraph and table of the document, and the order of its columns, from right to left."""
    from docx.oxml.ns import qn

    # The schema wants these first among the properties that follow them.
    after = {qn(f"w:{name}") for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr")}
    for paragraph in out.element.body.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            place = sum(1 for child in properties if child.tag in after)
            properties.insert(place, properties.makeelement(qn("w:bidi"), {}))
    for table in out.element.body.iter(qn("w:tblPr")):
        table.insert(0, table.makeelement(qn("w:bidiVisual"), {}))


def add_small_line(out: Docx, text: str) -> None:
    """Write a line in small type, for sources."""
    from docx.shared import Pt

    out.add_paragraph().add_run(xml_text(text)).font.size = Pt(8)


def add_picture(out: Docx, image: bytes, description: str) -> None:
    """Write a picture across the page, with its description for readers who do not see it."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    out.add_picture(io.BytesIO(image), width=Cm(22))
    properties = next(_last_paragraph(out).iter(qn("wp:docPr")))
    properties.set("descr", xml_text(description))
    properties.set("name", "Chart")
    out.paragraphs[-1].paragraph_format.keep_with_next = True


def add_figure(out: Docx, chart: Chart, words: Words) -> None:
    """Write a chart: its sentence, the picture, a numbered caption, the source."""
    out.add_paragraph(xml_text(chart.sentence)).paragraph_format.keep_with_next = True
    add_picture(
        out, draw_spec_png(chart.spec), f"{chart.title}. {chart.sentence} {words('chart.table-below')}"
    )
    add_caption(out, "Figure", words("caption.figure"), chart.title)
    add_small_line(out, chart.source)


class Later:
    """Rows of long tables, made when the file is written: as elements of a tree they take 25 kB each.

    bidi  whether their paragraphs run from right to left, as `right_to_left` has the others run
    """

    def __init__(self, bidi: bool) -> None:
        self._bidi = bidi
        self._tables: list[Iterator[str]] = []

    def mark(self, rows: Iterable[Cells], widths: Sequence[int]) -> str:
        """Return what holds the place of these rows in a table."""
        self._tables.append(_row_markup(cells, widths, bidi=self._bidi) for cells in rows)
        return f"<?rows {len(self._tables) - 1}?>"

    def pieces(self, markup: bytes) -> Iterator[bytes]:
        """Yield the markup of the document, each mark replaced by its rows."""
        before, *others = _MARK.split(markup)
        yield before
        for number, text in zip(others[::2], others[1::2], strict=True):
            for row in self._tables[int(number)]:
                yield row.encode()
            yield text


def add_table(
    out: Docx,
    heads: Sequence[Heading],
    rows: Iterable[Cells],
    tight: bool = False,
    later: Later | None = None,
) -> None:
    """Write a table with a heading row that repeats on every page; rows do not break across pages.

    Built as one piece of markup: python-docx takes time in the square of the number of rows.
    `tight` has lines of one height in every script, and nothing after the table.
    `later` takes the rows of a table that may be long.
    """
    widths = split_width(TEXT_WIDTH, [head.share for head in heads])
    titles = [(Run(head.text, bold=True, number=head.number),) for head in heads]
    head = _row_markup(titles, widths, header=True, tight=tight)
    body = (
        later.mark(rows, widths)
        if later
        else "".join(_row_markup(cells, widths, tight=tight) for cells in rows)
    )
    out.element.body.insert(len(out.element.body) - 1, _parse_markup(table_markup(widths, head + body)))
    if not tight:
        out.add_paragraph()


def add_line(out: Docx, text: str, style: str | None = None) -> None:
    """Write a paragraph with lines of one height in every script, for a page that must stay one page."""
    from docx.shared import Pt

    paragraph = out.add_paragraph(style=style)
    paragraph.add_run(xml_text(text))
    form = paragraph.paragraph_format
    form.line_spacing, form.space_after, form.space_before = (
        Pt(14 if style == "Heading 2" else 13),
        Pt(2),
        Pt(2),
    )


def split_width(width: int, shares: Sequence[int]) -> list[int]:
    """Return a width parted by shares.

    >>> split_width(100, (1, 3)), split_width(100, (0, 0))
    ([25, 75], [50, 50])
    """
    total = sum(shares)
    return [width * share // total if total else width // len(shares) for share in shares]


def table_markup(
    widths: Sequence[int],
    rows: str,
    *,
    description: str = "",
    rtl: bool = False,
    header: bool = True,
    sides: Sequence[str] = ("top", "bottom", "insideH"),
) -> str:
    """Return a table of rows of markup, `widths` in twentieths of a point; `rtl`: from right to left."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    border = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B8C0CC"/>' for side in sides)
    text = f'<w:tblDescription w:val="{escape(xml_text(description), QUOTE)}"/>' if description else ""
    return (
        f'<w:tbl><w:tblPr>{"<w:bidiVisual/>" if rtl else ""}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders>{border}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
        f'<w:right w:w="70" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="{int(header)}" w:lastRow="0" '
        f'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{text}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def add_plain_table(
    out: Docx,
    words: Words,
    header: Sequence[str],
    rows: Iterable[Sequence[str | int | float]],
    shares: Sequence[int],
) -> None:
    """Write a table of values without styles in its cells, its numbers in the form of the language."""
    kept_rows = list(rows)
    numbers = [isinstance(value, int) for value in kept_rows[0]] if kept_rows else [False] * len(header)
    heads = [Heading(*column) for column in zip(header, shares, numbers, strict=True)]
    add_table(out, heads, [tuple(_value_runs(value, words) for value in row) for row in kept_rows])


def _value_runs(value: str | float, words: Words) -> tuple[Run, ...]:
    if isinstance(value, int | float):
        return (Run(words.figure(value) if value else "", number=True),)
    return (Run(value),)


def _row_markup(
    cells: Sequence[tuple[Run, ...]],
    widths: Sequence[int],
    header: bool = False,
    tight: bool = False,
    bidi: bool = False,
) -> str:
    mark = "<w:tblHeader/>" if header else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8EDF4"/>' if header else ""
    columns = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f"{_cell_markup(runs, tight, bidi)}</w:tc>"
        for runs, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{columns}</w:tr>"


def _cell_markup(runs: Sequence[Run], tight: bool, bidi: bool) -> str:
    turn = "<w:bidi/>" if bidi or any(run.rtl for run in runs) else ""
    align = '<w:jc w:val="right"/>' if any(run.number for run in runs) else ""
    height = 'w:line="220" w:lineRule="exact"' if tight else 'w:line="240" w:lineRule="auto"'
    spacing = f'<w:spacing w:before="30" w:after="30" {height}/>'
    return f"<w:p><w:pPr>{turn}{spacing}{align}</w:pPr>{''.join(map(_run_markup, runs))}</w:p>"


def _run_markup(run: Run) -> str:
    style = ("<w:b/>" if run.bold else "") + ('<w:color w:val="566072"/>' if run.muted else "")
    style += '<w:sz w:val="17"/><w:szCs w:val="17"/>' + ("<w:rtl/>" if run.rtl else "")
    text = f">{escape(xml_text(run.text))}</w:t>" if run.text else "/>"
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve"{text}</w:r>'


def _parse_markup(markup: str):  # type: ignore[no-untyped-def]  # python-docx types its elements as Any
    from docx.oxml import parse_xml

    return parse_xml(
        markup.replace(" ", f' xmlns:w="{W}" ', 1)
        if markup.startswith("<w:fldSimple")
        else markup.replace(">", f' xmlns:w="{W}">', 1)
    )


def repack(archive: bytes, later: Later | None = None) -> bytes:
    """Return the archive with the rows of `later`, and with fixed dates: the same input gives the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with target.open(entry, "w") as file:
                made = source.read(name)
                file.writelines(later.pieces(made) if later and name == BODY else [made])
    return out.getvalue()

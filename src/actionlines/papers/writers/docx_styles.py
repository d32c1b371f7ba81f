"""A new document with its page, styles and properties, whatever the template of the library says; its bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from actionlines.papers.writers.docx_markup import LOCALES, PORTRAIT, PageSize, W
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.document import Document as Docx

INK, MUTED, ACCENT = "1A2230", "566072", "1C4F8C"
_EAST = "Noto Sans CJK SC"
_FONTS = f'<w:rFonts w:ascii="Noto Sans" w:hAnsi="Noto Sans" w:cs="Noto Sans Arabic" w:eastAsia="{_EAST}"/>'


class Style(NamedTuple):
    """A style: space before and after in twentieths of a point, size in half points, further markup."""

    id: str
    name: str
    before: int
    after: int
    size: int
    bold: bool = False
    colour: str = INK
    paragraph: str = ""  # markup before the spacing
    places: str = ""  # markup after it: indents, alignment, outline
    line: int = 276
    keep: bool = False
    next: str = "Normal"


_RULE = '<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'
_BOX = "".join(
    f'<w:{side} w:val="dashed" w:sz="4" w:space="6" w:color="8A5300"/>' for side in ("top", "left", "bottom", "right")
)
_TABS = '<w:tabs><w:tab w:val="left" w:pos="{0}"/></w:tabs>'
STYLES = (
    Style(
        "Kind",
        "Kind",
        0,
        120,
        20,
        bold=True,
        colour=ACCENT,
        paragraph=_RULE.format(side="top", size=36, space=14, colour=ACCENT),
    ),
    Style("Title", "Title", 0, 120, 44, bold=True, line=252, next="Subtitle"),
    Style("Subtitle", "Subtitle", 0, 240, 24, colour=MUTED),
    Style("TOCHeading", "TOC Heading", 360, 120, 22, bold=True, colour=MUTED, keep=True),
    Style("TOC1", "toc 1", 40, 40, 20),
    Style("TOC2", "toc 2", 20, 20, 19, places='<w:ind w:left="400"/>'),
    Style("TOC3", "toc 3", 20, 20, 18, places='<w:ind w:left="800"/>'),
    Style("Heading1", "heading 1", 520, 160, 30, bold=True, line=252, keep=True, places='<w:outlineLvl w:val="0"/>'),
    Style("Heading2", "heading 2", 360, 120, 25, bold=True, line=252, keep=True, places='<w:outlineLvl w:val="1"/>'),
    Style("Heading3", "heading 3", 280, 100, 22, bold=True, line=252, keep=True, places='<w:outlineLvl w:val="2"/>'),
    Style("Heading4", "heading 4", 240, 80, 20, bold=True, colour=MUTED, keep=True, places='<w:outlineLvl w:val="3"/>'),
    Style(
        "NumberedPara",
        "Numbered Paragraph",
        0,
        160,
        20,
        paragraph=_TABS.format(567),
        places='<w:ind w:left="567" w:hanging="567"/>',
        next="NumberedPara",
    ),
    Style(
        "Quote",
        "Quote",
        60,
        60,
        20,
        colour="303A4A",
        paragraph=_RULE.format(side="left", size=18, space=10, colour="9DB9DA"),
        places='<w:ind w:left="567"/>',
    ),
    Style("QuoteSource", "Quote Source", 0, 200, 17, colour=MUTED, places='<w:ind w:left="567"/>'),
    Style(
        "Missing",
        "Missing",
        160,
        200,
        20,
        colour="5C3900",
        paragraph=f'<w:pBdr>{_BOX}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="FDF1DC"/>',
        places='<w:ind w:left="140" w:right="140"/>',
    ),
    Style("Caption", "caption", 240, 100, 19),
    Style("Sentence", "Chart Sentence", 280, 80, 20, bold=True, keep=True),
    Style("Picture", "Chart", 0, 0, 20, keep=True, line=240),
    Style("Source", "Source", 40, 240, 16, colour=MUTED),
    Style("Empty", "Empty Table", 0, 200, 20, colour=MUTED),
    Style("TableText", "Table Text", 40, 40, 17, line=252, next="TableText"),
    Style(
        "Evidence",
        "Evidence",
        160,
        40,
        20,
        paragraph=_TABS.format(737),
        places='<w:ind w:left="737" w:hanging="737"/>',
        next="Evidence",
    ),
    Style("EvidenceMore", "Evidence Details", 0, 40, 17, colour=MUTED, places='<w:ind w:left="737"/>'),
    Style("Remark", "Remark", 80, 80, 17, colour=MUTED),
)


# The part of the archive that holds the text, and where its end is: the properties of the page.
BODY, _LAST = "word/document.xml", b"<w:sectPr"
# The first date that a zip archive can hold: the same input must give the same bytes.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def new_document(title: str, subject: str, language: str, created: datetime, sheet: PageSize = PORTRAIT) -> Docx:
    """Return an empty document with its page, styles, language and properties."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    out = docx.Document()
    section = out.sections[0]
    section.page_width, section.page_height = Twips(sheet.width), Twips(sheet.height)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.width > sheet.height else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Twips(sheet.margin)
    set_styles(out, language)
    properties = out.core_properties
    properties.title, properties.subject = xml_text(title)[:255], xml_text(subject)
    properties.author = properties.last_modified_by = "Actionlines"
    properties.comments, properties.language = "", LOCALES.get(language, language or LOCALES["en"])
    properties.created = properties.modified = created
    properties.revision = 1
    return out


def pack(out: Docx, body: Iterable[str]) -> bytes:
    """Return the bytes of an empty document with this markup as its text, all dates in the archive fixed.

    The markup is never read into a tree, which takes 25 kB for each row of a table.
    """
    buffer, packed = io.BytesIO(), io.BytesIO()
    out.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            parts: Iterable[bytes] = [source.read(name)]
            if name == BODY:
                before, last, after = source.read(name).partition(_LAST)
                parts = (before, *(part.encode() for part in body), last, after)
            with target.open(entry, "w") as file:
                file.writelines(parts)
    return packed.getvalue()


def set_type(out: Docx) -> None:
    """Set the typeface and size of the styles that the document takes from the template."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name in ("Normal", "List Bullet", "List Number"):
        style = out.styles[name]
        style.font.name, style.font.size = "Noto Sans", Pt(10)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        if name == "Normal":
            style.paragraph_format.space_after = Pt(4)
            fonts.set(qn("w:cs"), "Noto Sans Arabic")
            fonts.set(qn("w:eastAsia"), _EAST)
            continue
        style.font.color.rgb = RGBColor.from_string(INK)
        # Fonts of the template's theme would win over those named.
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)


def set_language(out: Docx, language: str) -> None:
    """Set the language of all text that names no other."""
    from docx.oxml.ns import qn

    for tag in out.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), LOCALES.get(language, LOCALES["en"]))
        tag.set(qn("w:bidi"), LOCALES["ar"])
        tag.set(qn("w:eastAsia"), LOCALES["zh"])


def set_styles(out: Docx, language: str) -> None:
    """Replace the styles of the same ids, add the others, and set the language of all text."""
    from docx.oxml import parse_xml

    set_type(out)
    root = out.styles.element
    known = {style.get(_tag("styleId")): style for style in root.iter(_tag("style"))}
    for style in STYLES:
        if style.id in known:
            root.remove(known[style.id])
        root.append(parse_xml(_style_markup(style)))
    root.append(
        parse_xml(
            f'<w:style xmlns:w="{W}" w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
            f'<w:uiPriority w:val="99"/><w:rPr><w:color w:val="{ACCENT}"/></w:rPr></w:style>'
        )
    )
    set_language(out, language)
    for item in out.settings.element.iter(_tag("compatSetting")):
        if item.get(_tag("name")) == "compatibilityMode":
            item.set(_tag("val"), "15")
    for item in out.settings.element.iter(_tag("themeFontLang")):
        item.set(_tag("val"), LOCALES.get(language, LOCALES["en"]))
        item.set(_tag("eastAsia"), LOCALES["zh"])
        item.set(_tag("bidi"), LOCALES["ar"])


def _style_markup(style: Style) -> str:
    weight = "<w:b/><w:bCs/>" if style.bold else ""
    keep = "<w:keepNext/><w:keepLines/>" if style.keep else ""
    return (
        f'<w:style xmlns:w="{W}" w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{style.next}"/><w:qFormat/>'
        f'<w:pPr>{keep}{style.paragraph}<w:spacing w:before="{style.before}" w:after="{style.after}" '
        f'w:line="{style.line}" w:lineRule="auto"/>{style.places}</w:pPr>'
        f'<w:rPr>{_FONTS}{weight}<w:color w:val="{style.colour}"/>'
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"

"""A new document with its page, styles and properties, whatever the template of the library says; its bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from actionlines.papers.writers.docx_markup import LOCALES, PORTRAIT, PageSize, W
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.document import Document as Docx

INK, _EAST = "1A2230", "Noto Sans CJK SC"
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
    for style in list(parse_xml(files("actionlines.papers").joinpath("templates", "styles.xml").read_bytes())):
        if (ident := style.get(_tag("styleId"))) in known:
            root.remove(known[ident])
        root.append(style)
    set_language(out, language)
    for item in out.settings.element.iter(_tag("compatSetting")):
        if item.get(_tag("name")) == "compatibilityMode":
            item.set(_tag("val"), "15")
    for item in out.settings.element.iter(_tag("themeFontLang")):
        item.set(_tag("val"), LOCALES.get(language, LOCALES["en"]))
        item.set(_tag("eastAsia"), LOCALES["zh"])
        item.set(_tag("bidi"), LOCALES["ar"])


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"

"""The styles of the document: its own, whatever the template of the library says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from actionlines.papers.writers import docx_parts as parts

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
    italic: bool = False
    colour: str = INK
    paragraph: str = ""  # markup before the spacing
    places: str = ""  # markup after it: indents, alignment, outline
    line: int = 276
    keep: bool = False
    next: str = "Normal"


_RULE = '<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'
_BOX = "".join(
    f'<w:{side} w:val="dashed" w:sz="4" w:space="6" w:color="8A5300"/>'
    for side in ("top", "left", "bottom", "right")
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
    Style(
        "Heading1",
        "heading 1",
        520,
        160,
        30,
        bold=True,
        line=252,
        keep=True,
        places='<w:outlineLvl w:val="0"/>',
    ),
    Style(
        "Heading2",
        "heading 2",
        360,
        120,
        25,
        bold=True,
        line=252,
        keep=True,
        places='<w:outlineLvl w:val="1"/>',
    ),
    Style(
        "Heading3",
        "heading 3",
        280,
        100,
        22,
        bold=True,
        line=252,
        keep=True,
        places='<w:outlineLvl w:val="2"/>',
    ),
    Style(
        "Heading4",
        "heading 4",
        240,
        80,
        20,
        bold=True,
        colour=MUTED,
        keep=True,
        places='<w:outlineLvl w:val="3"/>',
    ),
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


def set_styles(out: Docx, language: str) -> None:
    """Replace the styles of the same ids, add the others, and set the language of all text."""
    from docx.oxml import parse_xml

    sizes = {"List Bullet": 10.0, "List Number": 10.0}
    parts.set_type(out, sizes, east=_EAST)
    # Fonts of the template's theme would win over those named.
    root = out.styles.element
    known = {style.get(_tag("styleId")): style for style in root.iter(_tag("style"))}
    for style in STYLES:
        if style.id in known:
            root.remove(known[style.id])
        root.append(parse_xml(_style_markup(style)))
    root.append(
        parse_xml(
            f'<w:style xmlns:w="{parts.W}" w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
            f'<w:uiPriority w:val="99"/><w:rPr><w:color w:val="{ACCENT}"/></w:rPr></w:style>'
        )
    )
    parts.set_language(out, language)
    for item in out.settings.element.iter(_tag("compatSetting")):
        if item.get(_tag("name")) == "compatibilityMode":
            item.set(_tag("val"), "15")
    for item in out.settings.element.iter(_tag("themeFontLang")):
        item.set(_tag("val"), parts.LOCALES.get(language, parts.LOCALES["en"]))
        item.set(_tag("eastAsia"), parts.LOCALES["zh"])
        item.set(_tag("bidi"), parts.LOCALES["ar"])


def _style_markup(style: Style) -> str:
    weight = "<w:b/><w:bCs/>" if style.bold else ""
    weight += "<w:i/><w:iCs/>" if style.italic else ""
    keep = "<w:keepNext/><w:keepLines/>" if style.keep else ""
    return (
        f'<w:style xmlns:w="{parts.W}" w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="{style.next}"/><w:qFormat/>'
        f'<w:pPr>{keep}{style.paragraph}<w:spacing w:before="{style.before}" w:after="{style.after}" '
        f'w:line="{style.line}" w:lineRule="auto"/>{style.places}</w:pPr>'
        f'<w:rPr>{_FONTS}{weight}<w:color w:val="{style.colour}"/>'
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def _tag(name: str) -> str:
    return f"{{{parts.W}}}{name}"

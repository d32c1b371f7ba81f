"""The paper as a document of a word processor: A4, real headings, captions, references and notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from actionlines.papers import layout as layouts
from actionlines.papers.charts.paint import describe_chart, draw_png
from actionlines.papers.model import paper_date
from actionlines.papers.words import direction
from actionlines.papers.writers.docx_markup import LANDSCAPE, MUTED, PORTRAIT, Marks, W, field_markup
from actionlines.papers.writers.docx_styles import new_document, pack
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.document import Document as Docx

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HYPERLINK = f"{RELATIONSHIPS}/hyperlink"
# Entries of a list begin where the words of numbered paragraphs do.
ENTRY = '<w:ind w:left="927" w:hanging="360"/>'


def paper_docx(layout: layouts.PaperLayout) -> bytes:
    """Return the bytes of paper.docx, a document of A4 pages."""
    paper = layout.paper
    sheet = LANDSCAPE if paper.wide else PORTRAIT
    out = new_document(paper.title, layout.kind, paper.language, paper_date(paper), sheet)
    writer = _Writer(out, layout)
    body = list(writer.body())  # links and pictures become parts of the document
    set_footer(out, writer.marks, xml_text(paper.title))
    return pack(out, body)


def set_footer(out: Docx, marks: Marks, title: str) -> None:
    """Write the title and the number of the page at the foot of each page."""
    from docx.oxml import parse_xml

    words = title if len(title) <= 90 else f"{title[:89]}…"
    grey = f'<w:color w:val="{MUTED}"/><w:sz w:val="16"/><w:szCs w:val="16"/>'
    pages = (
        field_markup("PAGE", marks.run("1", grey))
        + marks.run(" / ", grey)
        + field_markup("NUMPAGES", marks.run("1", grey))
    )
    tabs = (
        f'<w:tabs><w:tab w:val="clear" w:pos="4680"/><w:tab w:val="clear" w:pos="9360"/>'
        f'<w:tab w:val="right" w:pos="{marks.sheet.text_width}"/></w:tabs>'
    )
    inner = marks.run(words, grey) + "<w:r><w:tab/></w:r>" + pages
    old = out.sections[0].footer.part.element.find(f"{{{W}}}p")
    made = marks.paragraph("Footer", inner, more=tabs)
    old.addprevious(parse_xml(made.replace("<w:p>", f'<w:p xmlns:w="{W}">', 1)))
    old.getparent().remove(old)


class _Writer:
    def __init__(self, out: Docx, layout: layouts.PaperLayout) -> None:
        self.out, self.layout, self.words = out, layout, layout.words
        anchors = [getattr(block, "anchor", "") for block in (*layout.blocks, *layout.evidence)]
        names = {anchor: f"_al{at}" for at, anchor in enumerate([*filter(None, anchors), "evidence", "made"], start=1)}
        self.links: dict[str, str] = {}
        rtl, sheet = layout.words("language.direction") == "rtl", LANDSCAPE if layout.paper.wide else PORTRAIT
        self.marks = Marks(rtl, names, self._link, sheet)
        self.pictures = count(1)
        self.lists = _Lists(out)

    def _link(self, url: str) -> str:
        if url not in self.links:
            self.links[url] = f"rIdLink{len(self.links) + 1}"
            self.out.part.rels.add_relationship(HYPERLINK, url, self.links[url], is_external=True)
        return self.links[url]

    def body(self) -> Iterator[str]:
        """Yield the markup of the whole body: title, contents, blocks, evidence and what the paper was made of."""
        paper, marks = self.layout.paper, self.marks
        status = marks.run(f"  ·  {paper.status}", f'<w:color w:val="{MUTED}"/>') if paper.status else ""
        yield marks.paragraph("Kind", marks.run(self.layout.kind) + status)
        yield marks.paragraph("Title", marks.run(paper.title))
        if paper.subtitle:
            yield marks.paragraph("Subtitle", marks.run(paper.subtitle))
        if paper.masthead:
            yield marks.pairs(paper.masthead)
        yield from self._brief()
        yield from self._contents()
        for block in self.layout.blocks[paper.brief :]:
            yield from self._block(block)
        if self.layout.evidence:
            yield self._heading(layouts.Heading("evidence", 1, "", self.words("evidence")))
            for entry in self.layout.printed:
                yield from self._entry(entry)
        if self.layout.made or self.layout.remarks:
            yield self._heading(layouts.Heading("made", 1, "", self.words("made")))
        if self.layout.made:
            yield marks.pairs(self.layout.made)
        for remark in self.layout.remarks or ("",):
            yield marks.paragraph("Remark", marks.run(remark))

    def _brief(self) -> Iterator[str]:
        """Yield the blocks before the contents, close together, and let the contents begin on another page."""
        blocks = self.layout.blocks[: self.layout.paper.brief]
        for block in blocks:
            if isinstance(block, layouts.Heading):
                close = '<w:spacing w:before="120" w:after="40"/>'
                yield self.marks.paragraph("Heading2", self.marks.run(block.title), places=close)
            else:
                yield from self._block(block)
        if blocks:
            yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def _contents(self) -> Iterator[str]:
        """Yield a table of contents that is filled in and that the word processor can update.

        Without page numbers: only the word processor knows them, and a wrong one is worse than none.
        """
        marks = self.marks
        yield (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
            "</w:docPartObj></w:sdtPr><w:sdtContent>"
        )
        yield marks.paragraph("TOCHeading", marks.run(self.words("contents")))
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
            'TOC \\o "1-3" \\n \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        for at, content in enumerate(self.layout.contents):
            text = f"{content.number}  {content.title}" if content.number else content.title
            name = marks.names[content.anchor]
            link = f'<w:hyperlink w:anchor="{name}" w:history="1">{marks.run(text)}</w:hyperlink>'
            yield marks.paragraph(f"TOC{content.level}", (begin if not at else "") + link)
        yield '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:sdtContent></w:sdt>'

    def _heading(self, heading: layouts.Heading) -> str:
        marks = self.marks
        number = ""
        if heading.number:
            number = marks.mark(
                heading.anchor, marks.run(heading.number, '<w:color w:val="1C4F8C"/>'), "n"
            ) + marks.run("  ")
        return marks.paragraph(f"Heading{heading.level}", marks.mark(heading.anchor, number + marks.run(heading.title)))

    def _block(self, block: layouts.LayoutBlock) -> Iterator[str]:
        marks = self.marks
        match block:
            case layouts.Heading():
                yield self._heading(block)
            case layouts.NumberedParagraph():
                yield self._paragraph(block)
            case layouts.Items():
                more = self.lists.numbered() if block.ordered else ""
                style = "ListNumber" if block.ordered else "ListBullet"
                for at, item in enumerate(block.items):
                    inner = marks.runs(item)
                    inner = inner if at else marks.mark(block.anchor, inner)
                    yield marks.paragraph(style, inner, more=more, places=ENTRY)
            case layouts.Grid():
                if block.label:
                    yield self._caption(block, "Table", block.caption, keep=bool(block.rows))
                if block.rows and block.columns:
                    yield marks.grid(block)
                elif block.empty:
                    yield marks.paragraph("Empty", marks.run(block.empty))
                note = marks.run(f"{self.words('note')}: ") + marks.runs(block.note) if block.note else ""
                # Two tables without a paragraph between them would become one.
                if note or (block.rows and block.label):
                    yield marks.paragraph("Source", note)
            case layouts.Picture():
                yield from self._picture(block)
            case layouts.Quotation():
                rtl = direction(block.language) == "rtl" if block.language else None
                yield marks.paragraph(
                    "Quote", marks.mark(block.anchor, marks.run(block.text, language=block.language)), bidi=rtl
                )
                if block.source:
                    yield marks.paragraph("QuoteSource", marks.runs(block.source))
            case layouts.Absent():
                bold = marks.run(self.words("not-available") + self.words("caption.after"), "<w:b/><w:bCs/>")
                text = f"{block.what} {block.advice}".strip()
                yield marks.paragraph("Missing", marks.mark(block.anchor, bold + marks.run(text)))

    def _paragraph(self, paragraph: layouts.NumberedParagraph) -> str:
        marks = self.marks
        text = marks.runs(paragraph.spans)
        if paragraph.by:
            text += marks.run(
                f" — {self.words('by', by=paragraph.by)}", f'<w:color w:val="{MUTED}"/><w:sz w:val="17"/>'
            )
        if not paragraph.number:
            return marks.paragraph("Normal", marks.mark(paragraph.anchor, text))
        number = marks.counted(paragraph.anchor, "Paragraph", paragraph.number) + marks.run(".") + "<w:r><w:tab/></w:r>"
        return marks.paragraph("NumberedPara", marks.mark(paragraph.anchor, number + text))

    def _caption(self, grid: layouts.Grid | layouts.Picture, sequence: str, title: str, *, keep: bool) -> str:
        """Return `Table 3. Title`, its number counted by the word processor."""
        marks = self.marks
        before, _, after = grid.label.partition(grid.number)
        bold = "<w:b/><w:bCs/>"
        inner = (
            marks.run(before, bold)
            + marks.counted(grid.anchor, sequence, grid.number, bold)
            + marks.run(after + self.words("caption.after"), bold)
            + marks.run(title)
        )
        more = "<w:keepNext/>" if keep else ""
        return marks.paragraph("Caption", marks.mark(grid.anchor, inner), more=more)

    def _picture(self, picture: layouts.Picture) -> Iterator[str]:
        from docx.shared import Cm
        from lxml import etree

        marks = self.marks
        yield marks.paragraph("Sentence", marks.run(picture.chart.sentence))
        inline = self.out.part.new_pic_inline(io.BytesIO(draw_png(picture.chart)), width=Cm(marks.sheet.picture))
        number = str(next(self.pictures))
        inline.docPr.set("id", number)
        inline.docPr.set("name", f"Chart {number}")
        inline.docPr.set("descr", xml_text(describe_chart(picture.chart, "")))
        drawn = etree.tostring(inline, encoding="unicode")
        yield marks.paragraph("Picture", f"<w:r><w:drawing>{drawn}</w:drawing></w:r>")
        yield self._caption(picture, "Figure", picture.chart.title, keep=True)
        source = marks.run(picture.chart.source)
        if picture.evidence:
            source += marks.run(" ") + marks.runs(picture.evidence)
        yield marks.paragraph("Source", source)

    def _entry(self, entry: layouts.EvidenceEntry) -> Iterator[str]:
        marks, item = self.marks, entry.evidence
        label = marks.runs((layouts.StyledSpan(item.label, to=entry.url),))
        number = marks.mark(entry.anchor, marks.run(f"[{entry.number}]")) + "<w:r><w:tab/></w:r>"
        yield marks.paragraph("Evidence", number + label)
        if item.quote:
            rtl = direction(item.language) == "rtl" if item.language else None
            quoted = marks.run(
                item.quote, language="" if item.language == self.layout.paper.language else item.language
            )
            yield marks.paragraph("EvidenceMore", quoted, bidi=rtl)
        if item.details:
            pairs = (f"{name}: {self.words.apart(value)}" for name, value in item.details)
            text = self.words("semicolon").join(pairs)
            yield marks.paragraph("EvidenceMore", marks.run(text))
        if entry.cited_in:
            before, _, after = self.words.table["cited-in"].partition("{list}")
            inner = marks.run(before) + marks.runs(entry.cited_in) + marks.run(after)
            yield marks.paragraph("EvidenceMore", inner)


class _Lists:
    """Ordered lists that each begin with 1."""

    def __init__(self, out: Docx) -> None:
        from docx.oxml.ns import qn

        self.root = out.part.numbering_part.element
        style = next(s for s in out.styles.element.iter(qn("w:style")) if s.get(qn("w:styleId")) == "ListNumber")
        used = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
        nums = {item.get(qn("w:numId")): item for item in self.root.iter(qn("w:num"))}
        self.abstract = nums[used].find(qn("w:abstractNumId")).get(qn("w:val"))
        self.next = max(map(int, nums)) + 1
        # The format wants them together: others may stand behind the last.
        self.last = list(nums.values())[-1]

    def numbered(self) -> str:
        """Return properties of the entries of one more list."""
        from docx.oxml import parse_xml

        number, self.next = self.next, self.next + 1
        self.last.addnext(
            parse_xml(
                f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{self.abstract}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'

"""The sections of a paper as pieces of markup, for a page on which people write between them.

Marks of evidence and references within the paper are left to its files, which `as_html` and others write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from actionlines.papers.layout import Absent, Grid, Heading, LayoutBlock, PaperLayout, Picture, Spans
from actionlines.papers.writers.as_html import (
    inline_markup,
    language_attributes,
    load_templates,
    picture_markup,
)

SHORT = 9  # rows of a table that a page shows unfolded


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a paper as markup.

    label   number and caption of a table or figure, "" for a text
    count   rows of a table, 0 for anything else
    absent  whether it says that something is not there
    """

    html: str
    label: str = ""
    count: int = 0
    absent: bool = False

    @property
    def folded(self) -> bool:
        """Return whether a page shows the label alone until its reader opens the block."""
        return bool(self.label) and (self.count == 0 or self.count > SHORT)


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A heading of a paper with the blocks under it, up to the next heading."""

    anchor: str
    level: int
    number: str
    title: str
    pieces: tuple[Piece, ...] = ()


def sheet(layout: PaperLayout, *, followed: bool = False) -> tuple[SheetSection, ...]:
    """Return the sections of a paper in their order, without evidence and facts.

    followed  whether records that a text names can be followed; on a page with fields they are words alone
    """
    sections: list[SheetSection] = []
    for block in layout.blocks:
        if isinstance(block, Heading):
            sections.append(SheetSection(block.anchor, block.level, block.number, block.title))
        elif sections:
            sections[-1] = replace(
                sections[-1], pieces=(*sections[-1].pieces, _block_piece(layout, block, followed))
            )
    return tuple(sections)


def _block_piece(layout: PaperLayout, block: LayoutBlock, followed: bool) -> Piece:
    label, count = "", 0
    after = layout.words("caption.after")
    if isinstance(block, Grid):
        label, count = f"{block.label}{after}{block.caption}", len(block.rows)
        if not block.rows:
            label = ""
    elif isinstance(block, Picture):
        label = f"{block.label}{after}{block.chart.title}"
    html = (
        load_templates()
        .get_template("sheet.html.j2")
        .render(
            one=block,
            words=layout.words,
            inline=partial(_still_markup, followed=followed),
            drawn=picture_markup,
            attributes=language_attributes,
        )
    )
    return Piece(html.strip(), label, count, isinstance(block, Absent))


def _still_markup(spans: Spans, *, followed: bool) -> Markup:
    """Return spans as markup without marks of evidence; nothing leads to another place of the paper."""
    return inline_markup(
        tuple(
            span if followed and not span.to.startswith("#") else replace(span, to="")
            for span in spans
            if span.mark != "cite"
        )
    )

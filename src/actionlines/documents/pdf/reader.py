"""`read`: the bytes of a PDF -> blocks and tables."""

from __future__ import annotations

from ctypes import c_void_p
from dataclasses import dataclass, field

from actionlines.documents.blocks import Block, PlacedTable, Reading
from actionlines.documents.limits import Limits
from actionlines.documents.pdf.binding import is_tagged, page_count, page_height, page_width
from actionlines.documents.pdf.columns import column_lines
from actionlines.documents.pdf.flow import body_blocks, measure, note_blocks
from actionlines.documents.pdf.furniture import Page, body_size, take_furniture
from actionlines.documents.pdf.grid import with_grids
from actionlines.documents.pdf.hyphens import mark_soft_hyphens
from actionlines.documents.pdf.library import LimitGuard, opened, opened_page
from actionlines.documents.pdf.lines import page_lines
from actionlines.documents.pdf.links import PageLink, page_links, with_links
from actionlines.documents.pdf.rules import Drawn, page_rules
from actionlines.documents.pdf.runs import page_runs, page_text
from actionlines.documents.pdf.tables import from_tags, placeholder
from actionlines.errors import EmptyInput, NoTextLayer

_NO_LIMITS = Limits()
# Page numbers that a warning names.
_NAMED = 20
# Lines of a page that may be a table alone.
_FEW = 8


@dataclass(frozen=True, slots=True)
class PdfRead:
    """Blocks (footnotes last) and tables; `masthead` and `furniture` are the lines that are in neither."""

    blocks: list[Block]
    tables: list[PlacedTable]
    pages: int
    masthead: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def read(data: bytes, name: str, limits: Limits = _NO_LIMITS) -> Reading:
    """Return what `documents.read` calls. Errors as `read_blocks`."""
    found = read_blocks(data, name, limits)
    return Reading(found.blocks, found.tables, found.pages, warnings=found.warnings, masthead=found.masthead)


def read_blocks(data: bytes, name: str, limits: Limits = _NO_LIMITS) -> PdfRead:
    """Return blocks, tables and furniture of a PDF.

    Raises EmptyInput, EncryptedInput, DamagedInput, NoTextLayer, InputTooLarge; each names the file.
    """
    watch = LimitGuard(name, limits)
    pages: list[Page] = []
    pictures = 0
    silent: list[int] = []
    links: list[PageLink] = []
    with opened(data, name) as document:
        count = page_count(document)
        watch.pages(count)
        tagged = bool(is_tagged(document))
        for index in range(count):
            with opened_page(document, index, name) as (page, textpage):
                drawn = page_rules(page)
                text = page_text(textpage)
                watch.page(drawn.objects, len(text))
                links += page_links(document, page, textpage, index + 1)
                pictures += drawn.pictures
                if not text.strip() and (drawn.pictures or drawn.objects):
                    silent.append(index + 1)
                pages.append(_page(page, textpage, text, index + 1, drawn, tagged))
    if not any(page.lines for page in pages):
        if pictures:
            raise NoTextLayer(
                name, "the pages are pictures without text", "Run text recognition on it first."
            )
        raise EmptyInput(name, "the pages hold no text", "Check that it is the right file.")
    body = body_size(pages)
    take_furniture(pages, body)
    mark_soft_hyphens(line for page in pages for line in page.lines)
    mark_soft_hyphens(line for page in pages for line in page.notes)
    blocks, tables = body_blocks(pages, measure(pages, body))
    blocks += note_blocks(pages)
    return PdfRead(
        blocks,
        with_links(blocks, tables, links) if links else tables,
        count,
        tuple(line.text for page in pages for line in page.masthead),
        tuple(line.text for page in pages for line in page.furniture),
        (_warning(silent),) if silent else (),
    )


def _warning(silent: list[int]) -> str:
    numbers = ", ".join(map(str, silent[:_NAMED])) + (", …" if len(silent) > _NAMED else "")
    noun, verb = ("page", "has") if len(silent) == 1 else ("pages", "have")
    return f"{noun} {numbers} {verb} no text, only pictures: run text recognition to read what is on them"


def _page(page: c_void_p, textpage: c_void_p, text: str, number: int, drawn: Drawn, tagged: bool) -> Page:
    """Return lines of a page, with a placeholder for each table; what runs up or down the page comes last."""
    width, height = page_width(page), page_height(page)
    runs = page_runs(textpage, text, width, height)
    upright = [run for run in runs if not run.turned]
    turned = [run for run in runs if run.turned] if len(upright) < len(runs) else []
    if turned and not upright:
        upright, turned, width, height = turned, [], height, width
    lines = page_lines(upright, number, width)
    # The gaps of a header and a footer make no table.
    if tagged and any(line.spread for line in (lines[1:-1] if len(lines) > _FEW else lines)):
        loose, tables = from_tags(page, upright, number)
        if tables:
            held = [placeholder(table) for table in tables]
            lines = sorted([*page_lines(loose, number, width), *held], key=lambda line: -line.y)
    lines = column_lines(lines, number, width)
    if sum(line.spread > 0 for line in lines) > 2:
        lines = with_grids(lines)
    return Page(number, width, height, lines, drawn.rules, turned=page_lines(turned, number))

"""`read_pdf`: the bytes of a PDF -> blocks and tables.

Link annotations of a page: the address, and the words under its box, found again in the blocks and cells.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from ctypes import byref, c_int, c_ushort, c_void_p, create_string_buffer
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from actionlines.documents.blocks import Block, FileReading, Limits, PlacedTable, clean_text
from actionlines.documents.model import Cell, TextLink
from actionlines.documents.pdf import flow, library
from actionlines.documents.pdf.library import (
    LimitGuard,
    is_tagged,
    open_pdf,
    opened_page,
    page_count,
    page_height,
    page_runs,
    page_text,
    page_width,
)
from actionlines.documents.pdf.lines import column_lines, mark_soft_hyphens, page_lines
from actionlines.documents.pdf.tables import from_tags, make_placeholder, with_grids
from actionlines.errors import EmptyInput, NoTextLayer

# More links, longer addresses and words than these are no document's.
_MOST = 1_000
_ADDRESS = 2_000
_WORDS = 300
# Page numbers that a warning names.
_NAMED = 20
# Lines of a page that may be a table alone.
_FEW = 8


class PageLink(NamedTuple):
    """An address and the words that lead to it; `y` and `x` of the box in points from below and the left."""

    page: int
    y: float
    x: float
    words: str
    target: str


def page_links(document: int, page: c_void_p, textpage: c_void_p, number: int) -> list[PageLink]:
    """Return the links of a page to the web, in reading order."""
    links: list[PageLink] = []
    position, link = c_int(0), c_void_p(0)
    for _ in range(_MOST):
        if not library.next_link(page, byref(position), byref(link)):
            break
        box = library.Box()
        if (target := _link_target(document, link.value or 0)) and library.link_box(link.value or 0, byref(box)):
            words = _box_words(textpage, box)
            if words:
                links.append(PageLink(number, round(box.top), box.left, words, target))
    return sorted(links, key=lambda link: (-link.y, link.x))


def _link_target(document: int, link: int) -> str:
    action = library.link_action(link)
    if not action or library.action_type(action) != library.WEB:
        return ""
    size = library.action_address(document, action, None, 0)
    if not 1 < size <= _ADDRESS:
        return ""
    buffer = create_string_buffer(size)
    library.action_address(document, action, buffer, size)
    target = buffer.value.decode("utf-8", "replace").strip()
    return target if target.lower().startswith(("http://", "https://")) else ""


def _box_words(textpage: c_void_p, box: library.Box) -> str:
    buffer = (c_ushort * (_WORDS + 1))()
    count = library.text_within(textpage, box.left, box.top, box.right, box.bottom, buffer, _WORDS)
    return clean_text(bytes(buffer)[: 2 * min(count, _WORDS)].decode("utf-16-le", "replace").rstrip("\0")).strip()


def with_links(blocks: list[Block], tables: list[PlacedTable], links: Iterable[PageLink]) -> list[PlacedTable]:
    """Give the links to the blocks whose words they are, and return the tables with those of their cells.

    The words are looked for on their page, or in what runs on from a page before; behind the link before them
    first. A link whose words are not found is left out.
    """
    on_page: dict[int, list[int]] = defaultdict(list)
    running = _Running(blocks)
    for index, block in enumerate(blocks):
        on_page[block.page or 0].append(index)
    by_page: dict[int, list[PageLink]] = defaultdict(list)
    for link in links:
        by_page[link.page].append(link)
    tables = list(tables)
    with_page: dict[int, list[int]] = defaultdict(list)
    for index, table in enumerate(tables):
        with_page[table.page or 0].append(index)
    for page, own in by_page.items():
        places = [*running.before(page), *on_page.get(page, ())]
        # A table that runs on from the page before bears the number of that page.
        cells = [*with_page.get(page - 1, ())[-1:], *with_page.get(page, ())]
        at = (0, 0)
        for link in own:
            spot = _find_words(blocks, places, link.words, at) or _find_words(blocks, places, link.words, (0, 0))
            if spot is not None:
                at = spot[0], spot[1] + len(link.words)
                block = blocks[places[spot[0]]]
                block.links = _add_link(block.links, TextLink(spot[1], at[1], link.target))
            else:
                for number in cells:
                    if (rows := _linked_rows(tables[number].rows, link)) is not None:
                        tables[number] = replace(tables[number], rows=rows)
                        break
    return tables


class _Running:
    """The last block of the text and the last note that begin before a page: they may run on to it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._begun: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        for index, block in enumerate(blocks):
            self._begun[block.role == "note"].append((block.page or 0, index))

    def before(self, page: int) -> list[int]:
        """Return the numbers of the last block and the last note that begin before a page."""
        ends = ((begun, bisect_left(begun, (page, 0))) for begun in self._begun.values())
        return [begun[end - 1][1] for begun, end in ends if end]


def _find_words(blocks: list[Block], places: list[int], words: str, start: tuple[int, int]) -> tuple[int, int] | None:
    """Return the place and offset at which the words stand as whole words, from `start` on."""
    for place in range(start[0], len(places)):
        if (offset := _word_offset(blocks[places[place]].text, words, start[1] if place == start[0] else 0)) >= 0:
            return place, offset
    return None


def _word_offset(text: str, words: str, start: int = 0) -> int:
    offset = text.find(words, start)
    while offset >= 0:
        end = offset + len(words)
        if not (_joins_link(text[offset - 1 : offset], words[0]) or _joins_link(words[-1], text[end : end + 1])):
            break
        offset = text.find(words, offset + 1)
    return offset


def _joins_link(left: str, right: str) -> bool:
    return (left.isalnum() or left == "/") and (right.isalnum() or right == "/")


def _linked_rows(rows: tuple[tuple[Cell, ...], ...], link: PageLink) -> tuple[tuple[Cell, ...], ...] | None:
    """Return the rows with the link in the first cell that has its words and no such link, or None."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            offset = _word_offset(cell.text, link.words)
            if offset >= 0 and not any(own.start == offset for own in cell.links):
                added = _add_link(cell.links, TextLink(offset, offset + len(link.words), link.target))
                cells = (*row[:column], replace(cell, links=added), *row[column + 1 :])
                return (*rows[:number], cells, *rows[number + 1 :])
    return None


def _add_link(links: tuple[TextLink, ...], link: TextLink) -> tuple[TextLink, ...]:
    """Return the links with one more; the words of one link on two lines are one."""
    last = links[-1] if links else None
    if last is not None and last.target == link.target and 0 <= link.start - last.end <= 1:
        return (*links[:-1], replace(last, end=link.end))
    return (*links, link)


_NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class PdfRead:
    """Blocks (footnotes last) and tables; `masthead` and `furniture` are the lines that are in neither."""

    blocks: list[Block]
    tables: list[PlacedTable]
    pages: int
    masthead: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


def read_pdf(data: bytes, name: str, limits: Limits = _NO_LIMITS) -> FileReading:
    """Return what `documents.read` calls. Errors as `read_blocks`."""
    blocks = read_blocks(data, name, limits)
    return FileReading(blocks.blocks, blocks.tables, blocks.pages, warnings=blocks.warnings, masthead=blocks.masthead)


def read_blocks(data: bytes, name: str, limits: Limits = _NO_LIMITS) -> PdfRead:
    """Return blocks, tables and furniture of a PDF.

    Raises EmptyInput, EncryptedInput, DamagedInput, NoTextLayer, InputTooLarge; each names the file.
    """
    watch = LimitGuard(name, limits)
    pages: list[flow.Page] = []
    pictures = 0
    silent: list[int] = []
    links: list[PageLink] = []
    with open_pdf(data, name) as document:
        count = page_count(document)
        watch.pages(count)
        tagged = bool(is_tagged(document))
        for index in range(count):
            with opened_page(document, index, name) as (page, textpage):
                drawn = flow.page_rules(page)
                text = page_text(textpage)
                watch.page(drawn.objects, len(text))
                links += page_links(document, page, textpage, index + 1)
                pictures += drawn.pictures
                if not text.strip() and (drawn.pictures or drawn.objects):
                    silent.append(index + 1)
                pages.append(_read_page(page, textpage, text, index + 1, drawn, tagged))
    if not any(page.lines for page in pages):
        if pictures:
            raise NoTextLayer(name, "the pages are pictures without text", "Run text recognition on it first.")
        raise EmptyInput(name, "the pages hold no text", "Check that it is the right file.")
    body = flow.body_size(pages)
    flow.take_furniture(pages, body)
    mark_soft_hyphens(line for page in pages for line in page.lines)
    mark_soft_hyphens(line for page in pages for line in page.notes)
    blocks, tables = flow.body_blocks(pages, flow.measure_lines(pages, body))
    blocks += flow.note_blocks(pages)
    return PdfRead(
        blocks,
        with_links(blocks, tables, links) if links else tables,
        count,
        tuple(line.text for page in pages for line in page.masthead),
        tuple(line.text for page in pages for line in page.furniture),
        (_silent_warning(silent),) if silent else (),
    )


def _silent_warning(silent: list[int]) -> str:
    numbers = ", ".join(map(str, silent[:_NAMED])) + (", …" if len(silent) > _NAMED else "")
    noun, verb = ("page", "has") if len(silent) == 1 else ("pages", "have")
    return f"{noun} {numbers} {verb} no text, only pictures: run text recognition to read what is on them"


def _read_page(
    page: c_void_p, textpage: c_void_p, text: str, number: int, drawn: flow.Drawn, tagged: bool
) -> flow.Page:
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
            held = [make_placeholder(table) for table in tables]
            lines = sorted([*page_lines(loose, number, width), *held], key=lambda line: -line.y)
    lines = column_lines(lines, number, width)
    if sum(line.spread > 0 for line in lines) > 2:
        lines = with_grids(lines)
    return flow.Page(number, width, height, lines, drawn.rules, turned=page_lines(turned, number))

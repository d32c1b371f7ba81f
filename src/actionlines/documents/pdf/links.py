"""Link annotations of a page: the address, and the words under its box, found again in the blocks and cells."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from ctypes import byref, c_int, c_ushort, c_void_p, create_string_buffer
from dataclasses import replace
from typing import NamedTuple

from actionlines.documents.blocks import Block, PlacedTable
from actionlines.documents.inline import clean
from actionlines.documents.model import Cell, Link
from actionlines.documents.pdf import binding

# More links, longer addresses and words than these are no document's.
_MOST = 1_000
_ADDRESS = 2_000
_WORDS = 300


class PageLink(NamedTuple):
    """An address and the words that lead to it; `y` and `x` of the box in points from below and the left."""

    page: int
    y: float
    x: float
    words: str
    target: str


def page_links(document: int, page: c_void_p, textpage: c_void_p, number: int) -> list[PageLink]:
    """Return the links of a page to the web, in reading order."""
    found: list[PageLink] = []
    position, link = c_int(0), c_void_p(0)
    for _ in range(_MOST):
        if not binding.next_link(page, byref(position), byref(link)):
            break
        box = binding.Box()
        target = _target(document, link.value or 0)
        if target and binding.link_box(link.value or 0, byref(box)):
            words = _words(textpage, box)
            if words:
                found.append(PageLink(number, round(box.top), box.left, words, target))
    return sorted(found, key=lambda one: (-one.y, one.x))


def _target(document: int, link: int) -> str:
    action = binding.link_action(link)
    if not action or binding.action_type(action) != binding.WEB:
        return ""
    size = binding.action_address(document, action, None, 0)
    if not 1 < size <= _ADDRESS:
        return ""
    buffer = create_string_buffer(size)
    binding.action_address(document, action, buffer, size)
    target = buffer.value.decode("utf-8", "replace").strip()
    return target if target.lower().startswith(("http://", "https://")) else ""


def _words(textpage: c_void_p, box: binding.Box) -> str:
    buffer = (c_ushort * (_WORDS + 1))()
    count = binding.text_within(textpage, box.left, box.top, box.right, box.bottom, buffer, _WORDS)
    return clean(bytes(buffer)[: 2 * min(count, _WORDS)].decode("utf-16-le", "replace").rstrip("\0")).strip()


def with_links(
    blocks: list[Block], tables: list[PlacedTable], links: Iterable[PageLink]
) -> list[PlacedTable]:
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
            spot = _find(blocks, places, link.words, at) or _find(blocks, places, link.words, (0, 0))
            if spot is not None:
                at = spot[0], spot[1] + len(link.words)
                block = blocks[places[spot[0]]]
                block.links = _more(block.links, Link(spot[1], at[1], link.target))
            else:
                for number in cells:
                    rows = _linked_rows(tables[number].rows, link)
                    if rows is not None:
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


def _find(
    blocks: list[Block], places: list[int], words: str, start: tuple[int, int]
) -> tuple[int, int] | None:
    """Return the place and offset at which the words stand as whole words, from `start` on."""
    for place in range(start[0], len(places)):
        offset = _offset(blocks[places[place]].text, words, start[1] if place == start[0] else 0)
        if offset >= 0:
            return place, offset
    return None


def _offset(text: str, words: str, start: int = 0) -> int:
    offset = text.find(words, start)
    while offset >= 0:
        end = offset + len(words)
        if not (_joins(text[offset - 1 : offset], words[0]) or _joins(words[-1], text[end : end + 1])):
            break
        offset = text.find(words, offset + 1)
    return offset


def _joins(left: str, right: str) -> bool:
    return (left.isalnum() or left == "/") and (right.isalnum() or right == "/")


def _linked_rows(rows: tuple[tuple[Cell, ...], ...], link: PageLink) -> tuple[tuple[Cell, ...], ...] | None:
    """Return the rows with the link in the first cell that has its words and no such link, or None."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            offset = _offset(cell.text, link.words)
            if offset >= 0 and not any(one.start == offset for one in cell.links):
                added = _more(cell.links, Link(offset, offset + len(link.words), link.target))
                cells = (*row[:column], replace(cell, links=added), *row[column + 1 :])
                return (*rows[:number], cells, *rows[number + 1 :])
    return None


def _more(links: tuple[Link, ...], link: Link) -> tuple[Link, ...]:
    """Return the links with one more; the words of one link on two lines are one."""
    last = links[-1] if links else None
    if last is not None and last.target == link.target and 0 <= link.start - last.end <= 1:
        return (*links[:-1], replace(last, end=link.end))
    return (*links, link)

"""The passages of a document in which citations are looked for: paragraphs, and the cells of its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from actionlines.citations.addresses import symbols_at
from actionlines.citations.headed import Head, heads
from actionlines.citations.model import CellPlace, Citation
from actionlines.citations.symbols import kind_of
from actionlines.citations.unit import Context, Unit
from actionlines.documents.model import Document, Link
from actionlines.lazily import expression

# Amounts and years alone cite nothing.
_AMOUNT = expression(r"[\d\s.,%()+–—-]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or cell as a unit; `cut` characters of a heading come before its text in the unit."""

    unit: Unit
    text: str
    links: tuple[Link, ...]
    paragraph: str = ""
    cell: CellPlace | None = None
    cut: int = 0


def passages(document: Document, context: Context) -> Iterator[Passage]:
    """Return paragraphs and cells in reading order."""
    tables: dict[str, list[int]] = defaultdict(list)
    for number, table in enumerate(document.tables):
        tables[table.after].append(number)
    for number in tables.pop("", ()):
        yield from _cells(document, number, "", context)
    for paragraph in document.paragraphs:
        unit = Unit(paragraph.text, context, note=paragraph.kind == "footnote")
        yield Passage(unit, paragraph.text, paragraph.links, paragraph.id)
        for number in tables.get(paragraph.id, ()):
            yield from _cells(document, number, paragraph.text, context)


def _cells(document: Document, number: int, above: str, context: Context) -> Iterator[Passage]:
    table = document.tables[number]
    headed = {(row, column): head for row, column, head in heads(table, above)}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            head = headed.get((row, column))
            if head is not None or cell.links or _AMOUNT.fullmatch(cell.text) is None:
                head = head or Head("")
                before = f"{head.before} " if head.before else ""
                unit = Unit(f"{before}{cell.text}{head.behind}", context)
                yield Passage(unit, cell.text, cell.links, "", CellPlace(number, row, column), len(before))


def with_links(place: Passage, found: list[Citation], own: Iterable[str]) -> list[Citation]:
    """Return the citations of a passage with the addresses of its links, and those that only links tell.

    found   citations by words, from left to right
    own     symbols that the document itself bears: a link to them is none
    """
    if not place.links:
        return found
    more: list[Citation] = []
    for link in place.links:
        symbols = symbols_at(link.target)
        known = False
        for index, one in enumerate(found):
            if (
                one.start < link.end
                and link.start < one.end
                and any(_same(one.instrument, s) for s in symbols)
            ):
                found[index] = replace(one, link=link.target)
                known = True
        # Of the parts that an address names together the words say which are meant.
        for symbol in () if known else symbols:
            if symbol not in own:
                quote = place.text[link.start : link.end]
                more.append(
                    Citation(
                        kind_of(symbol), symbol, quote, link.start, link.end,  # type: ignore[arg-type]
                        place.paragraph, place.cell, link.target,
                    )
                )  # fmt: skip
    return sorted([*found, *more], key=lambda one: (one.start, one.end))


def _same(cited: str, linked: str) -> bool:
    """Return whether an address leads to what the words cite: it may name one of two symbols, or all parts."""
    if cited == linked or linked in cited.split("-"):
        return True
    if "/RES/" not in linked or not cited.startswith(linked.partition("(")[0]):
        return False
    base, bracket, session = cited.partition("(")
    return base[-1:].isalpha() and base[:-1] + bracket + session == linked

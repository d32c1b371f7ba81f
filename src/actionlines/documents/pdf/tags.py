"""The tables that a tagged page names itself: which marked content belongs to which cell."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_void_p, create_string_buffer
from dataclasses import dataclass, field

from actionlines.documents.pdf import binding

# A tree deeper or larger than this is no page of a document.
_DEEPEST = 64
_ELEMENTS = 50_000
# Elements of running text, in which no table stands.
_LEAVES = frozenset({"P", "H", *(f"H{n}" for n in range(1, 7)), "Lbl", "Link", "Span"})


@dataclass(slots=True)
class TaggedCell:
    """One cell: the numbers of its marked content on the page, and its spans."""

    content: set[int] = field(default_factory=set)
    colspan: int = 1
    rowspan: int = 1


TaggedTable = list[list[TaggedCell]]


def tagged_tables(page: c_void_p) -> list[TaggedTable]:
    """Tables of two and more columns in the structure tree of a page, in its order."""
    tree = binding.tree_of(page)
    if not tree:
        return []
    try:
        walk = _Walk()
        for index in range(binding.tree_size(tree)):
            walk.element(binding.tree_child(tree, index), 0)
        return [rows for rows in walk.tables if max(map(len, rows), default=0) > 1]
    finally:
        binding.close_tree(tree)


class _Walk:
    """One pass over the tree; a table within a cell is part of the cell."""

    def __init__(self) -> None:
        self.tables: list[TaggedTable] = []
        self._left = _ELEMENTS
        self._name = create_string_buffer(64)

    def element(self, element: int | None, depth: int) -> None:
        """Looks for tables at and below an element."""
        for child in self._below(element, depth):
            kind = self._type(child)
            if kind == "Table":
                rows: TaggedTable = []
                self._rows(child, depth + 1, rows)
                self.tables.append([row for row in rows if row])
            elif kind not in _LEAVES:
                self.element(child, depth + 1)

    def _below(self, element: int | None, depth: int) -> Iterator[int]:
        if not element or depth > _DEEPEST:
            return
        for index in range(binding.element_size(element)):
            self._left -= 1
            child = binding.element_child(element, index)
            if child and self._left > 0:
                yield child

    def _rows(self, element: int, depth: int, rows: TaggedTable) -> None:
        for child in self._below(element, depth):
            kind = self._type(child)
            if kind == "TR":
                rows.append([self._cell(cell, depth + 2) for cell in self._below(child, depth + 1)])
            elif kind in ("THead", "TBody", "TFoot"):
                self._rows(child, depth + 1, rows)

    def _cell(self, element: int, depth: int) -> TaggedCell:
        cell = TaggedCell()
        self._content(element, depth, cell.content)
        for index in range(min(binding.attribute_count(element), 8)):
            attribute = binding.attribute_at(element, index)
            cell.colspan = max(cell.colspan, _number(attribute, b"ColSpan"))
            cell.rowspan = max(cell.rowspan, _number(attribute, b"RowSpan"))
        return cell

    def _content(self, element: int, depth: int, content: set[int]) -> None:
        for index in range(min(binding.element_size(element), self._left)):
            number = binding.element_content(element, index)
            if number >= 0:
                content.add(number)
        for child in self._below(element, depth):
            self._content(child, depth + 1, content)

    def _type(self, element: int) -> str:
        length = min(binding.element_type(element, self._name, 64), 64)
        return self._name.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _number(attribute: int | None, name: bytes) -> int:
    if not attribute:
        return 0
    value = binding.attribute_value(attribute, name)
    number = c_float()
    if not value or not binding.attribute_number(value, byref(number)):
        return 0
    return int(min(max(number.value, 0), 1_000))

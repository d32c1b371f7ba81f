"""The body of a DOCX in reading order: paragraphs to blocks, tables to rows of cells; merged cells become spans."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from actionlines.documents.blocks import Block, FileReading, Inline, Limits, PlacedTable, clean_text, move_behind
from actionlines.documents.docx.numbering import NoteSeries, Numbering, note_series
from actionlines.documents.docx.package import (
    Package,
    Style,
    Styles,
    find_child,
    indent_of,
    list_addresses,
    list_parts,
    read_attribute,
    read_number,
    refers_to,
)
from actionlines.documents.docx.runs import Fields, RunReader
from actionlines.documents.model import Cell, TextLink, cut_links, shift_links
from actionlines.documents.structure.labels import take_label
from actionlines.documents.xml_tree import local_name
from actionlines.errors import DamagedInput

# A table of more columns than this does not come from a word processor (Word allows 63).
_COLUMNS = 1024
_TABLE_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom")
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice")
_TWENTIETHS = 20
_MOSTLY = 0.8
# Headers that are looked through for words: documents begin with empty sections at times.
_HEADERS = 6
# Names of Dublin Core and of the package, and what `Reading.properties` calls them.
_CORE = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "language": "language",
}


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a paragraph in a cell, or of the whole cell, with its links."""

    text: str
    links: tuple[TextLink, ...] = ()


@dataclass(slots=True)
class _Draft:
    texts: list[CellText]
    column: int
    colspan: int
    rowspan: int = 1


def read_rows(
    table: etree._Element, text_of: Callable[[etree._Element], CellText], nested: list[etree._Element]
) -> tuple[tuple[Cell, ...], ...]:
    """Return rows of cells; a cell that continues the one above is left out and counted in its `rowspan`.

    `text_of` reads one paragraph; tables inside cells are put into `nested`.
    """
    rows: list[list[_Draft]] = []
    open_cells: dict[int, _Draft] = {}
    for row in _iterate_named(table, "tr"):
        drafts: list[_Draft] = []
        column = _read_span(find_child(row, "trPr", "gridBefore"), 0)
        for cell in _iterate_named(row, "tc"):
            properties = find_child(cell, "tcPr")
            colspan = _read_span(find_child(properties, "gridSpan"), 1)
            merge = find_child(properties, "vMerge")
            continues = merge is not None and read_attribute(merge, "val", "continue") != "restart"
            text = _cell_text(cell, text_of, nested)
            if continues and column in open_cells:
                open_cells[column].rowspan += 1
                open_cells[column].texts.append(text)
            else:
                draft = _Draft([text], column, colspan)
                drafts.append(draft)
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = draft
            column = min(column + colspan, _COLUMNS)
        rows.append(drafts)
    return tuple(tuple(map(_make_cell, row)) for row in rows)


def _make_cell(draft: _Draft) -> Cell:
    whole = _join_text(draft.texts)
    return Cell(whole.text, draft.colspan, draft.rowspan, whole.links)


def _join_text(parts: Iterable[CellText]) -> CellText:
    """Return the parts with a blank between them as one."""
    texts: list[str] = []
    links: list[TextLink] = []
    length = 0
    for part in parts:
        if part.text:
            links += shift_links(part.links, length)
            texts.append(part.text)
            length += len(part.text) + 1
    return CellText(" ".join(texts), tuple(links))


def _read_span(element: etree._Element | None, default: int) -> int:
    value = read_number(element)
    return default if value is None else min(max(value, default), _COLUMNS)


def _iterate_named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, also inside content controls."""
    for item in parent:
        if local_name(item) == name:
            yield item
        elif local_name(item) in _TABLE_WRAPPERS:
            yield from _iterate_named(item, name)


def _cell_text(
    cell: etree._Element, text_of: Callable[[etree._Element], CellText], nested: list[etree._Element]
) -> CellText:
    parts: list[CellText] = []
    for item in cell:
        if local_name(item) == "p":
            parts.append(text_of(item))
        elif local_name(item) == "tbl":
            nested.append(item)
        elif local_name(item) in _TABLE_WRAPPERS:
            parts.append(_cell_text(item, text_of, nested))
    return _join_text(parts)


# Addresses of the links by the part of the file: body, footnote, endnote.
_NO_LINKS: Mapping[str, Mapping[str, str]] = {}


class BodyReader:
    """Walks the body once; numbers and note labels are computed on the way, in the order of the text."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        series: dict[str, NoteSeries],
        addresses: Mapping[str, Mapping[str, str]] = _NO_LINKS,
    ) -> None:
        self.styles = styles
        self.numbering = numbering
        self.series = series
        self.blocks: list[Block] = []
        self.tables: list[PlacedTable] = []
        self.notes: list[tuple[str, str, str]] = []
        self._addresses = addresses
        self._fields = Fields(addresses.get("body", {}))
        self._carried: Inline | None = None
        self._seen: set[tuple[str, str]] = set()
        self._story = ""

    def read(self, body: etree._Element) -> None:
        """All blocks of the body; note bodies follow them."""
        self._walk(body)
        self._flush()
        done = 0
        # A note can refer to another note: the list may grow while it is read.
        while done < len(self.notes):
            self._note(*self.notes[done])
            done += 1

    def _walk(self, parent: etree._Element) -> None:
        for element in parent:
            if (name := local_name(element)) == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name in _WRAPPERS:
                self._walk(element)
            elif name == "sectPr":
                self._section(element)

    def _paragraph(self, element: etree._Element) -> None:
        properties = find_child(element, "pPr")
        inline, self._carried = self._carried or Inline(), None
        reader = RunReader(inline, self._fields, self._label)
        reader.read(element)
        mark = find_child(properties, "rPr")
        if find_child(mark, "del") is not None or find_child(mark, "moveFrom") is not None:
            # The end of this paragraph was deleted: what is left of it belongs to the next one.
            self._carried = inline
        else:
            self._add(inline, properties, reader)
        self._boxes(reader)
        if find_child(properties, "sectPr") is not None:
            self._section(find_child(properties, "sectPr"))

    def _add(self, inline: Inline, properties: etree._Element | None, reader: RunReader) -> None:
        chain = self.styles.chain(read_attribute(find_child(properties, "pStyle"), "val") or self.styles.default)
        label = self._number(properties, chain)
        text, notes, changes = inline.finish()
        if not text and not changes:
            return
        if (level := read_number(find_child(properties, "outlineLvl"))) is None:
            level = self.styles.headings.get(chain[0].ident, 0) if chain else 0
        else:
            level = level + 1 if level < 9 else 0
        align = read_attribute(find_child(properties, "jc"), "val") or next((s.align for s in chain if s.align), "")
        if (indent := indent_of(properties)) is None:
            indent = next((s.indent for s in chain if s.indent is not None), 0)
        bold = next((s.bold for s in chain if s.bold is not None), None)
        italic = next((s.italic for s in chain if s.italic is not None), None)
        block = Block(
            text,
            "heading" if level and text else "paragraph",
            level if text else 0,
            label,
            indent=indent / _TWENTIETHS,
            bold=self._mostly(reader.looks.bold, text, bold),
            italic=self._mostly(reader.looks.italic, text, italic),
            centred=align == "center",
            notes=notes,
            changes=changes,
            links=tuple(inline.links),
        )
        if label and (block.role == "heading" or take_label("", label)[0] is None):
            # The label of a heading, or one that is no list number ("Article 3"), is in the text.
            block = move_behind(f"{label} ", replace(block, label=""))
        self.blocks.append(block)

    @staticmethod
    def _mostly(count: int, text: str, by_style: bool | None) -> bool:
        return bool(text) and (bool(by_style) or count >= _MOSTLY * len(text.replace(" ", "")))

    def _boxes(self, reader: RunReader) -> None:
        """Text boxes of a paragraph follow it; their lists are counted apart from those of the body."""
        outer = self._story
        for box in reader.boxes:
            self._story = "boxes"
            self._walk(box)
        self._story = outer

    def _number(self, properties: etree._Element | None, chain: list[Style]) -> str:
        numbered = find_child(properties, "numPr")
        num_id = find_child(numbered, "numId")
        own = None if num_id is None else read_attribute(num_id, "val")
        return self.numbering.label(own, read_number(find_child(numbered, "ilvl")), chain, self._story)

    def _flush(self) -> None:
        if self._carried is not None and not self._carried.empty:
            inline, self._carried = self._carried, None
            self._add(inline, None, RunReader(inline, self._fields, self._label))

    def _section(self, element: etree._Element | None) -> None:
        for kind, series in self.series.items():
            series.new_section(element, kind)

    def _label(self, kind: str, ident: str, custom: str) -> str:
        series = self.series[kind]
        label = custom or series.next_label()
        if ident in series.bodies and (kind, ident) not in self._seen:
            # A note that is referred to twice is printed once.
            self._seen.add((kind, ident))
            self.notes.append((kind, ident, label))
        return label

    def _note(self, kind: str, ident: str, label: str) -> None:
        inline = Inline()
        fields = Fields(self._addresses.get(kind, {}))
        for paragraph in self.series[kind].bodies[ident].iter():
            if local_name(paragraph) == "p":
                inline.add(" ")
                RunReader(inline, fields, self._label).read(paragraph)
        text, notes, changes = inline.finish()
        links = tuple(inline.links)
        if label and text.startswith(label + " "):
            # A custom mark is typed in the note as well.
            cut = len(label) + 1
            text = text[cut:]
            notes, changes = (), ()
            links = cut_links(links, cut, len(text))
        if text or changes:
            self.blocks.append(Block(text, "note", label=label, notes=notes, changes=changes, links=links))

    def _table(self, element: etree._Element) -> None:
        after = len(self.blocks) - 1
        nested: list[etree._Element] = []
        rows = read_rows(element, self._cell_text, nested)
        if len(rows) == 1 and len(rows[0]) == 1:
            # A frame around text is drawn as a table of one cell: its content is text.
            for cell in _iterate_cells(element):
                self._walk(cell)
            return
        if any(cell.text for row in rows for cell in row):
            self.tables.append(PlacedTable(rows, after))
        for table in nested:
            self._table(table)

    def _cell_text(self, paragraph: etree._Element) -> CellText:
        properties = find_child(paragraph, "pPr")
        inline = Inline()
        reader = RunReader(inline, self._fields, self._label)
        reader.read(paragraph)
        chain = self.styles.chain(read_attribute(find_child(properties, "pStyle"), "val") or self.styles.default)
        label = self._number(properties, chain)
        text, _, _ = inline.finish()
        self._boxes(reader)
        if not text:
            return CellText("")
        cut = len(label) + 1 if label else 0
        return CellText(f"{label} {text}" if label else text, shift_links(inline.links, cut))


def _iterate_cells(table: etree._Element) -> Iterator[etree._Element]:
    for row in table:
        if local_name(row) == "tr":
            yield from (cell for cell in row if local_name(cell) == "tc")


def read_masthead(package: Package, path: str, body: etree._Element) -> tuple[str, ...]:
    """Return lines of the first header for a first page that has words, or else of no header at all."""
    targets = list_parts(package, path)
    for reference in _first_page_headers(body)[:_HEADERS]:
        ident = refers_to(reference)
        root = package.xml(targets[ident]) if ident in targets else None
        lines = _read_lines(root) if root is not None else ()
        if lines:
            return lines
    return ()


def _first_page_headers(body: etree._Element) -> list[etree._Element]:
    references = body.iter("{*}headerReference")
    return [reference for reference in references if read_attribute(reference, "type") == "first"]


def _read_lines(root: etree._Element) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in root.iter("{*}p"):
        inline = Inline()
        RunReader(inline, Fields(), lambda kind, ident, label: label).read(paragraph)
        text, _, _ = inline.finish()
        if text:
            lines.append(text)
    return tuple(lines)


def read_docx(data: bytes, name: str, limits: Limits) -> FileReading:
    """Return blocks, tables and properties of a DOCX. Raises the InputError family."""
    package = Package(data, name, limits)
    path = package.require_word()
    document = package.xml(path)
    if (body := find_child(document, "body")) is None:
        raise DamagedInput(name, "the main part has no body", "Export or download it again.")
    folder = posixpath.dirname(path)
    styles = Styles(package.xml(f"{folder}/styles.xml"))
    numbering = Numbering(package.xml(f"{folder}/numbering.xml"), styles)
    settings = package.xml(f"{folder}/settings.xml")
    series = {
        kind: note_series(package.xml(f"{folder}/{kind}s.xml"), settings, kind) for kind in ("footnote", "endnote")
    }
    linked = {kind: list_addresses(package, f"{folder}/{kind}s.xml") for kind in series}
    reader = BodyReader(styles, numbering, series, {**linked, "body": list_addresses(package, path)})
    reader.read(body)
    return FileReading(
        blocks=reader.blocks,
        tables=reader.tables,
        properties=_read_properties(package),
        warnings=_list_warnings(body),
        masthead=read_masthead(package, path, body),
    )


def _read_properties(package: Package) -> dict[str, str]:
    """Core properties, and the custom ones by their own names in lower case ("symbol1", "session1")."""
    properties: dict[str, str] = {}
    for item in _list_children(package.xml("docProps/custom.xml")):
        value = "".join(str(text) for text in item.itertext())
        properties[item.get("name", "").lower()] = value
    for item in _list_children(package.xml("docProps/core.xml")):
        if (key := _CORE.get(local_name(item))) and item.text:
            properties[key] = item.text
    # Word writes a carriage return inside a property as the letters _x000d_.
    cleaned = {key: clean_text(value.replace("_x000d_", " ")).strip() for key, value in properties.items() if key}
    return {key: value for key, value in cleaned.items() if value}


def _list_children(root: etree._Element | None) -> list[etree._Element]:
    return [] if root is None else [item for item in root if local_name(item)]


def _list_warnings(body: etree._Element) -> tuple[str, ...]:
    """Return what is in the file, and has not been read."""
    names = {local_name(item) for item in body.iter("{*}altChunk", "{*}subDoc")}
    return tuple(f"an embedded document ({name}) was not read" for name in sorted(names))

"""Akoma Ntoso to a Reading: blocks of any file; of one that Actionlines wrote, its paragraphs as they were."""

from collections.abc import Iterator, Sequence
from typing import cast

from lxml import etree

from actionlines.documents.akn.inline import AKN, KINDS, LANGUAGES, METADATA, OWN, Words, exact_words, join_words
from actionlines.documents.blocks import Block, FileReading, Limits, PlacedTable, move_behind
from actionlines.documents.model import Cell, Kind, Metadata, Paragraph
from actionlines.documents.structure.labels import take_label
from actionlines.documents.xml_tree import local_name, parse_xml
from actionlines.errors import DamagedInput

# Elements whose heading names what is in them; of a deeper one the level is higher.
_SECTIONS = frozenset((
    "section", "part", "chapter", "title", "article", "book", "tome", "division", "subsection", "subpart",
    "subchapter", "subtitle", "subdivision", "hcontainer", "recitals", "container", "attachment", "component",
))  # fmt: skip
_SKIPPED = frozenset(("meta", "toc", "coverPage", "foreign", "remark"))
_TEXTS = frozenset(("p", "heading", "subheading", "crossHeading", "block", "num"))
_SPAN = 1000
_OWN = ("id", "kind", "number", "parent", "heading", "page", "level")


class _Walker:
    """Collects blocks in reading order, each with the element that it was made of."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.elements: list[etree._Element] = []
        self.notes: list[Block] = []
        self.note_elements: list[etree._Element] = []
        self.tables: list[PlacedTable] = []
        self._label = ""

    def walk(self, parent: etree._Element, level: int = 0) -> None:
        """Add what is in an element; `level` counts the sections around it."""
        for child in parent:
            if (name := local_name(child)) == "meta":
                for note in child.iterfind(f"{AKN}notes/{AKN}note"):
                    self._note(note.get("marker") or "", note)
            elif name == "table":
                self._table(child)
            elif name in _TEXTS or _has_text(child):
                self._text(child, name, level)
            elif name and name not in _SKIPPED:
                self.walk(child, level + (name in _SECTIONS))

    def _text(self, element: etree._Element, name: str, level: int) -> None:
        content = _read_words(element)
        if name == "num":
            self._label = content.text
            return
        is_heading = name in ("heading", "subheading", "crossHeading")
        own = element.get(f"{OWN}kind")
        if not (content.text or content.notes or content.changes or own):
            return
        if (label := self._label) and label[-1:].isalnum():
            label += "."
        if label and not own and (is_heading or take_label("", label)[0] is None):
            content = move_behind(f"{self._label} ", content)
            label = ""
        self._label = ""
        self.blocks.append(
            Block(
                content.text,
                "heading" if is_heading else "paragraph",
                max(level, 1) if is_heading else 0,
                label,
                notes=content.notes,
                changes=content.changes,
                links=content.links,
            )
        )
        self.elements.append(element)
        for marker, note in content.bodies:
            self._note(marker, note)

    def _note(self, marker: str, note: etree._Element) -> None:
        element = next(note.iter(f"{AKN}p"), note)
        content = _read_words(element if element.get(f"{OWN}kind") else note)
        self.notes.append(
            Block(content.text, "note", label=marker, notes=content.notes, changes=content.changes, links=content.links)
        )
        self.note_elements.append(element)

    def _table(self, table: etree._Element) -> None:
        rows = tuple(
            tuple(_read_cell(cell) for cell in row if local_name(cell) in ("td", "th"))
            for row in table.iter(f"{AKN}tr")
        )
        caption = table.find(f"{AKN}caption")
        own = table.get(f"{OWN}page", "")
        if any(rows):
            title = "" if caption is None else _read_words(caption).text
            self.tables.append(PlacedTable(rows, len(self.blocks) - 1, _parse_number(own), title))


def read_akn(data: bytes, name: str, limits: Limits) -> FileReading:
    """Return blocks, tables and properties of a file; paragraphs and metadata where Actionlines wrote it.

    Raises UnsafeInput (AL107) for entities and document types, InputTooLarge (AL106), DamagedInput (AL105).
    """
    root = parse_xml(data, name, "the file", limits)
    if root.tag != f"{AKN}akomaNtoso":
        raise DamagedInput(name, "its root element is not akomaNtoso of version 3.0", "Save it as Akoma Ntoso 3.0.")
    walker = _Walker()
    walker.walk(root)
    reading = FileReading(walker.blocks + walker.notes, walker.tables, properties=_read_properties(root))
    own = root.find(f".//{AKN}proprietary/{OWN}document")
    if own is not None and (paragraphs := _place_paragraphs(walker)):
        reading.paragraphs, reading.metadata = paragraphs, _read_metadata(own)
        reading.pages = _parse_number(own.get("pages", ""))
    return reading


def _has_text(element: etree._Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return isinstance(element.tag, str) and any(text and text.strip() for text in texts)


def _read_words(element: etree._Element) -> Words:
    return (exact_words if element.get(f"{OWN}kind") else join_words)(element)


def _read_cell(cell: etree._Element) -> Cell:
    inner = cell.find(f"{AKN}p")
    content = _read_words(inner if inner is not None and inner.get(f"{OWN}kind") else cell)
    return Cell(content.text, _read_span(cell, "colspan"), _read_span(cell, "rowspan"), content.links)


def _read_span(cell: etree._Element, name: str) -> int:
    return min(max(_parse_number(cell.get(name, "")) or 1, 1), _SPAN)


def _parse_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _read_properties(root: etree._Element) -> dict[str, str]:
    """Return what the identification of the main document says, by the names of `Reading.properties`."""
    properties: dict[str, str] = {}
    language = root.find(f".//{AKN}FRBRExpression/{AKN}FRBRlanguage")
    day = root.find(f".//{AKN}FRBRExpression/{AKN}FRBRdate")
    title = root.find(f".//{AKN}docTitle")
    if language is not None:
        codes = {long: short for short, long in LANGUAGES.items()}
        text = language.get("language", "").lower()
        properties["language"] = codes.get(text, text.partition("-")[0])
    if day is not None:
        properties["created"] = day.get("date", "")
    if title is not None:
        properties["title"] = join_words(title).text
    return {key: value for key, value in properties.items() if value}


def _place_paragraphs(walker: _Walker) -> tuple[Paragraph, ...]:
    """Return the paragraphs as their attributes say, or () where one of them lacks its own or repeats an id.

    Footnotes are behind the others, as tables count on.
    """
    pairs = list(_pair_blocks(walker))
    ids = [element.get(f"{OWN}id", "") for _block, element in pairs]
    known = set(ids)
    if len(known) < len(ids) or "" in known:
        return ()
    paragraphs: list[Paragraph] = []
    offset = 0
    for block, element in pairs:
        own = {name: element.get(OWN + name, "") for name in _OWN}
        if own["kind"] not in KINDS or {own["parent"], own["heading"]} - known - {""}:
            return ()
        if (own["kind"] == "footnote") != (block.role == "note"):
            return ()
        end = offset + len(block.text)
        paragraphs.append(
            Paragraph(
                own["id"], cast(Kind, own["kind"]), block.text, offset, end, _parse_number(own["page"]),
                own["number"], _parse_number(own["level"]) or 0, own["parent"], own["heading"], block.notes,
                block.changes, links=block.links,
            )
        )  # fmt: skip
        offset = end + 1
    return tuple(paragraphs)


def _pair_blocks(walker: _Walker) -> Iterator[tuple[Block, etree._Element]]:
    yield from zip(walker.blocks, walker.elements, strict=True)
    yield from zip(walker.notes, walker.note_elements, strict=True)


def _read_metadata(own: etree._Element) -> Metadata:
    about = {name: own.get(name, "") for name in METADATA}
    if about["language"] not in LANGUAGES:
        about["language"] = ""
    drafts: Sequence[etree._Element] = own.findall(f"{OWN}draft")
    return Metadata(**about, drafts=tuple(draft.get("symbol", "") for draft in drafts))

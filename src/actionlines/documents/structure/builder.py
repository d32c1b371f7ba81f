"""Items -> paragraphs with ids, kinds, parents and offsets.

Jumps in the numbering of paragraphs: a number left out, one that comes twice, a letter missing.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from actionlines.documents.blocks import Block
from actionlines.documents.model import Change, Kind, NoteMark, Paragraph, cut_links
from actionlines.documents.structure import itu
from actionlines.documents.structure.items import Item, walk_items
from actionlines.documents.structure.labels import Form, find_front, list_readings, opens_operative
from actionlines.lazily import expression

Placed = tuple[str, Kind, str, int]
"""Id, kind, parent, level."""
# The word for the items of a numbered list within a paragraph, by a word of its opening.
_LISTS = {"objectives": "obj"}
_TOP = expression(r"(?P<prefix>(?:.*\.)?)(?P<number>\d+)")
_INNER = expression(r"(?P<prefix>.*)\((?P<mark>[a-zA-Z0-9]+)\)")


def build_paragraphs(blocks: Iterable[Block]) -> tuple[Paragraph, ...]:
    """Return paragraphs of a document, footnotes last.

    `blocks` come from any reader, in reading order, furniture removed; geometry and style may be missing.
    """
    blocks = list(blocks)
    if itu.is_itu(blocks):
        return itu.build_itu(blocks)
    body = [block for block in blocks if block.role != "note"]
    front = find_front(body)
    builder = _Builder(front.form)
    items = list(walk_items(body, front))
    prefixes = section_prefixes(items)
    for item in items:
        builder.item(item, prefixes)
    for block in blocks:
        if block.role == "note":
            builder.note(block)
    return tuple(builder.paragraphs)


def section_prefixes(items: list[Item]) -> dict[str, int]:
    """For each scope, how many marks of the sections above an id needs so that numbers do not repeat."""
    numbers: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for item in items:
        if item.part == "number" and "." not in item.label:
            numbers[item.scope].append((tuple(mark for _, mark in item.section), item.label))
    depths: dict[str, int] = {}
    for scope, number in numbers.items():
        deepest = max(len(section) for section, _ in number)
        for depth in range(deepest + 1):
            keys = Counter((section[:depth], label) for section, label in number)
            if depth == deepest or max(keys.values()) == 1:
                depths[scope] = depth
                break
    return depths


class _Builder:
    """Gives ids; keeps what is open."""

    def __init__(self, form: Form) -> None:
        self.paragraphs: list[Paragraph] = []
        self._form = form
        self._counts: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._repeats: Counter[str] = Counter()
        self._heading = ""
        self._open = ""
        self._inner: dict[tuple[str, ...], str] = {}
        self._nested = ""
        self._word = ""
        self._offset = 0

    def item(self, item: Item, depths: dict[str, int]) -> None:
        """Add the paragraph that an item makes."""
        ident, kind, parent, level = self._place(item, depths)
        if item.part == "number" and not item.text:
            self._open = ident
            return
        block = item.block
        self._add(
            ident, kind, item.text, page=block.page, number=item.label, level=level, parent=parent,
            heading=self._heading, notes=_moved_notes(block.notes, item.cut, len(item.text)),
            changes=_moved_changes(block.changes, item.cut), source=block.source,
            links=cut_links(block.links, item.cut, len(item.text)),
        )  # fmt: skip
        if kind == "heading":
            self._heading = self.paragraphs[-1].id

    def note(self, block: Block) -> None:
        """Add the footnote that a block makes."""
        self._add(f"fn-{block.label or 'x'}", "footnote", block.text, page=block.page, number=block.label,
                  notes=block.notes, changes=block.changes, source=block.source, links=block.links)  # fmt: skip

    def _add(self, ident: str, kind: Kind, text: str, **more: object) -> None:
        unique = self._unique(ident)
        self._seen.add(unique)
        start = self._offset
        self._offset = start + len(text) + 1
        paragraph = Paragraph(unique, kind, text, start, start + len(text))
        self.paragraphs.append(dataclasses.replace(paragraph, **more))  # type: ignore[arg-type]

    def _unique(self, ident: str) -> str:
        """`ident`, or `ident-2` and so on when it is taken.

        The counter of each name goes on from where it stood: many equal labels take linear time.
        """
        unique = ident
        while unique in self._seen:
            self._repeats[ident] += 1
            unique = f"{ident}-{self._repeats[ident] + 1}"
        return unique

    def _count(self, name: str) -> str:
        self._counts[name] += 1
        return f"{name}-{self._counts[name]}"

    def _of_scope(self, item: Item) -> Kind:
        if item.scope:
            return "annex"
        return "text" if self._form == "other" else "operative"

    def _place(self, item: Item, depths: dict[str, int]) -> Placed:
        """Id, kind, parent and level."""
        match item.part:
            case "heading":
                return self._title(item)
            case "intro":
                return "intro", "heading", "", 0
            case "number":
                return self._number(item, depths.get(item.scope, 0))
            case "nested":
                return self._within(item)
            case "item":
                return self._item(item)
            case "preamble":
                return self._unnumbered("preamble", "preambular")
            case "operative":
                return self._unnumbered("op", "operative")
            case "ending" if self._open:
                return f"{self._open}-end", self._of_scope(item), self._open, 0
            case _:
                return self._plain(item)

    def _title(self, item: Item) -> Placed:
        self._open = self._nested = ""
        self._inner = {}
        return self._count("heading"), "heading", "", item.level

    def _number(self, item: Item, depth: int) -> Placed:
        # "8.I.1" tells its section itself.
        section = [] if "." in item.label else [mark for _, mark in item.section][:depth]
        ident = ".".join([*([item.scope] if item.scope else []), *section, item.label])
        ident = self._unique(ident)
        self._open, self._inner, self._nested = ident, {}, ""
        return ident, self._of_scope(item), "", 0

    def _within(self, item: Item) -> Placed:
        parent = self._open
        if item.place == 1:
            small = self.paragraphs[-1].text.lower()
            self._word = next((short for word, short in _LISTS.items() if word in small), "")
        self._nested = f"{parent}.{self._word}{item.label}"
        self._inner = {}
        return self._nested, self._of_scope(item), parent, 1

    def _item(self, item: Item) -> Placed:
        base = self._nested or self._open
        kind = self._of_scope(item)
        if base.startswith("preamble-"):
            if opens_operative(item.text):
                # A decision whose operative part is a list: "Recalling …: (a) Expresses …".
                base = self._open = ""
            else:
                kind = "preambular"
        parent = self._inner.get(item.path[:-1], base)
        ident = (base or f"{item.scope}." * bool(item.scope)) + "".join(item.path)
        self._inner[item.path] = ident
        return ident, kind, parent, item.level

    def _unnumbered(self, name: str, kind: Kind) -> Placed:
        self._open = self._count(name)
        self._inner, self._nested = {}, ""
        return self._open, kind, "", 0

    def _plain(self, item: Item) -> Placed:
        prefix = f"{item.scope}." if item.scope else ""
        kind: Kind = "annex" if item.scope else "text"
        return self._count(f"{prefix}text"), kind, self._open, 0


def _moved_notes(notes: tuple[NoteMark, ...], cut: int, length: int) -> tuple[NoteMark, ...]:
    if not cut or not notes:
        return notes
    return tuple(NoteMark(note.label, min(max(0, note.offset - cut), length)) for note in notes)


def _moved_changes(changes: tuple[Change, ...], cut: int) -> tuple[Change, ...]:
    if not cut or not changes:
        return changes
    return tuple(
        dataclasses.replace(change, start=max(0, change.start - cut), end=max(0, change.end - cut))
        for change in changes
    )


class NumberGap(NamedTuple):
    """In the sequence `prefix` ("", "I.", "annex.", "3") the label `found` came where `expected` was due."""

    prefix: str
    expected: str
    found: str
    id: str


def find_gaps(paragraphs: Iterable[Paragraph]) -> list[NumberGap]:
    """Return all jumps in the numbered paragraphs and in their sub-items, in reading order.

    A sequence is what shares a prefix of ids. Sub-items may hang on a paragraph that has no text of its own.
    """
    last: dict[str, int] = {}
    holes: list[NumberGap] = []
    for paragraph in paragraphs:
        if paragraph.kind not in ("operative", "annex", "text") or not paragraph.number:
            continue
        if inner := _INNER.fullmatch(paragraph.id):
            _follow_item(inner.group("prefix"), inner.group("mark"), paragraph.id, last, holes)
            paragraph_id = paragraph.id.partition("(")[0]
        else:
            paragraph_id = paragraph.id
        if top := _TOP.fullmatch(paragraph_id):
            _follow_number(top.group("prefix"), int(top.group("number")), paragraph, last, holes)
    return holes


def _follow_number(
    prefix: str, number: int, paragraph: Paragraph, last: dict[str, int], holes: list[NumberGap]
) -> None:
    before = last.get(prefix, 0)
    if "(" in paragraph.id and number == before:
        return
    if number != before + 1:
        holes.append(NumberGap(prefix, str(before + 1), str(number), paragraph.id))
    last[prefix] = number


def _follow_item(prefix: str, mark: str, ident: str, last: dict[str, int], holes: list[NumberGap]) -> None:
    key = f"{prefix}("
    due = last.get(key, 0) + 1
    places = [place for _, place in list_readings(mark)]
    if due in places:
        last[key] = due
        return
    holes.append(NumberGap(prefix, f"item {due}", f"({mark})", ident))
    last[key] = places[0] if places else due

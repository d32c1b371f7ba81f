"""Blocks -> items: each block with its part in the document, before ids are given.

The depth of an item in brackets follows from what stood before and what comes next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from actionlines.documents.blocks import Block
from actionlines.documents.structure import labels
from actionlines.lazily import expression

# A line of a table of contents, as the readers give its dots.
_CONTENTS = expression(r" … \d{1,4}$")


@dataclass(slots=True)
class NestLevel:
    """One open level of sub-items below a paragraph."""

    style: labels.Style
    place: int
    text: str


@dataclass(slots=True)
class Nest:
    """The open levels below the present paragraph."""

    levels: list[NestLevel] = field(default_factory=list)

    def clear(self) -> None:
        """Forget all open levels: a new paragraph begins."""
        self.levels.clear()

    def place(self, label: labels.ItemLabel, ahead: labels.ItemLabel | None) -> list[str]:
        """Put an item at its depth; returns the labels from the outermost level to its own.

        `ahead` is the next item in brackets, if it belongs to the same paragraph.
        """
        if not labels.list_readings(label.mark)[0][1]:
            return self._bullet(label)
        following = _order_readings(ahead) if ahead and ahead.text != "-" else []
        options = _order_readings(label)
        if len(options) > 1:
            # "(i)" is the ninth letter or the first roman number: what comes next may tell.
            options.sort(key=lambda option: (option[0], option[1] + 1) not in following)
        for style, place in options:
            for depth in range(len(self.levels) - 1, -1, -1):
                level = self.levels[depth]
                if level.style == style and level.place + 1 == place:
                    return self._at(depth, NestLevel(style, place, label.text))
            if place == 1:
                return self._at(self._open(style), NestLevel(style, place, label.text))
        style, place = options[0]
        for depth in range(len(self.levels) - 1, -1, -1):
            if self.levels[depth].style == style:
                return self._at(depth, NestLevel(style, place, label.text))
        return self._at(len(self.levels), NestLevel(style, place, label.text))

    def expects(self, label: labels.ItemLabel) -> bool:
        """Return whether the item begins a level below an open one, or goes on with one that is open."""
        for style, place in _order_readings(label):
            if any(level.style == style and level.place + 1 == place for level in self.levels):
                return True
            if place == 1 and self.levels and self.levels[-1].style != style:
                return True
        return False

    def _open(self, style: labels.Style) -> int:
        """Depth for the first item of a style: a level that is open already begins again."""
        for depth, level in enumerate(self.levels):
            if level.style == style:
                return depth
        return len(self.levels)

    def _at(self, depth: int, level: NestLevel) -> list[str]:
        del self.levels[depth:]
        self.levels.append(level)
        return [level.text for level in self.levels]

    def _bullet(self, label: labels.ItemLabel) -> list[str]:
        depth = next((n for n, level in enumerate(self.levels) if level.style == "-"), len(self.levels))
        place = self.levels[depth].place + 1 if depth < len(self.levels) else 1
        return self._at(depth, NestLevel("-", place, f"-{place}"))


def _order_readings(label: labels.ItemLabel) -> list[tuple[labels.Style, int]]:
    """Return the ways to read a label; "b." follows "a." and not "(a)"."""
    return [(f"{style}." if label.dotted else style, place) for style, place in labels.list_readings(label.mark)]


Part = Literal["heading", "intro", "number", "nested", "item", "preamble", "operative", "ending", "plain"]

Section = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Item:
    """A block and its part.

    scope    "" or the annex
    section  the numbered headings above it, outermost first
    path     labels of a sub-item from the outermost level to its own
    cut      characters of the label, cut off from the text of the block
    """

    part: Part
    block: Block
    text: str
    label: str = ""
    place: int = 0
    scope: str = ""
    section: Section = ()
    path: tuple[str, ...] = ()
    level: int = 0
    cut: int = 0


@dataclass(slots=True)
class Walk:
    """Goes over the blocks of a document once."""

    styled: bool
    form: labels.Form
    scope: str = ""
    annex: str = ""
    section: Section = ()
    nest: Nest = field(default_factory=Nest)
    items: list[Item] = field(default_factory=list)
    numbered: Item | None = None
    nested: Item | None = None
    since_heading: bool = True
    decimal: str = ""

    def run(self, blocks: list[Block], front: labels.Front) -> list[Item]:
        """Items of the body, front matter left out."""
        if front.body > front.title:
            self._title(blocks[front.title : front.body])
        body = [block for block in blocks[front.body :] if block.text]
        for index, block in enumerate(body):
            self._block(block, body, index)
        return self.items

    def _title(self, blocks: list[Block]) -> None:
        first = blocks[0]
        self._add("heading", first, " ".join(block.text for block in blocks), level=1)

    def _add(self, part: Part, block: Block, text: str, **more: object) -> Item:
        item = Item(part, block, text, scope=self.scope, section=self.section, cut=len(block.text) - len(text))
        for name, value in more.items():
            setattr(item, name, value)
        self.items.append(item)
        return item

    def _block(self, block: Block, body: list[Block], index: int) -> None:
        text = block.text
        if labels.is_formula(text):
            self._add("intro", block, text)
            self._heading_passed()
            return
        if _CONTENTS.search(text):
            self._add("plain", block, text)
            return
        if self._heading(block):
            return
        label, rest = self._label(block)
        if label and not label.inner:
            self._number(block, label, rest, body, index)
        elif label:
            self._item(block, label, rest, body, index)
        else:
            self._plain(block)

    def _label(self, block: Block) -> tuple[labels.ItemLabel | None, str]:
        """Return the label of a block; "a." in its words is one only where a list can begin or go on."""
        label, rest = labels.take_dotted(block.text, block.label)
        if label and label.dotted and not block.label:
            last = self.items[-1] if self.items else None
            begins = label.mark in ("a", "i") and last is not None and last.text.endswith(":")
            if not begins and not self.nest.expects(label):
                return None, block.text
        return label, rest

    def _heading(self, block: Block) -> bool:
        """Adds `block` if it is a heading; True when it was."""
        text = block.text
        last = self.items[-1] if self.items else None
        if labels.is_adoption(text):
            self._add("heading", block, text, level=2)
            self._heading_passed()
            return True
        if last and last.part == "heading" and labels.is_date(text) and labels.is_adoption(last.text):
            last.text = f"{last.text} {text}"
            return True
        annex = labels.annex_mark(text)
        looks = labels.is_heading(block, self.styled)
        if annex and (looks or len(text) < 40):
            self._annex(*annex)
            self._add("heading", block, text, level=1)
            self._heading_passed()
            return True
        if not looks:
            return False
        label, _ = labels.take_label(text, block.label)
        if label and (label.inner or not block.bold):
            return False
        if last and last.part == "heading" and self.since_heading and _lone_mark(last.text):
            last.text = f"{last.text} {text}"
            return True
        self._section(text)
        depth = self.section[-1][0] if self.section and labels.section_mark(text) else 0
        self._add("heading", block, text, level=block.level or (depth + 1 if depth else 2))
        self._heading_passed()
        return True

    def _heading_passed(self) -> None:
        self.since_heading = True
        self.nested = None
        self.nest.clear()

    def _annex(self, word: str, mark: str) -> None:
        name = f"{word}-{mark}" if mark else word
        self.scope = f"{self.annex}.{name}" if word == "appendix" and self.annex else name
        if word == "annex":
            self.annex = name
        self.section = ()
        self.numbered = None

    def _section(self, text: str) -> None:
        if symbol_mark := labels.section_mark(text):
            mark, depth, _ = symbol_mark
            self.section = (*(part for part in self.section if part[0] < depth), (depth, mark))

    def _number(self, block: Block, label: labels.ItemLabel, rest: str, body: list[Block], index: int) -> None:
        if "." in label.text:
            self._decimal(label.text)
        place = int(label.mark) if label.mark.isdigit() else 0
        below = labels.ItemLabel(f"({label.mark})", label.mark, True)
        if place and self.nest.levels and self._is_set_in(block) and self.nest.expects(below):
            self._item(block, below, rest, body, index)
            return
        if place and self._is_nested(block, place, body, index):
            assert self.numbered is not None
            self.nested = self._add("nested", block, rest, label=label.text, place=place)
            self.nested.path = self.numbered.path
            return
        inner, after = labels.take_dotted(rest)
        if inner and inner.mark in ("a", "i", "1") and (inner.dotted or rest.startswith("(")):
            # "3. (a) Requests …": the first item is on the line of its paragraph.
            self.numbered = self._add("number", block, "", label=label.text, place=place)
            self._numbered_passed()
            self._item(block, inner, after, body, index)
            return
        self.numbered = self._add("number", block, rest, label=label.text, place=place)
        self._numbered_passed()

    def _decimal(self, text: str) -> None:
        """ "18.183" after an annex within a part goes on with the numbers before the annex."""
        if self.scope and self.decimal and _next_decimal(self.decimal) == text:
            self.scope = self.annex = ""
        if not self.scope:
            self.decimal = text

    def _numbered_passed(self) -> None:
        self.since_heading = False
        self.nested = None
        self.nest.clear()

    def _is_nested(self, block: Block, place: int, body: list[Block], index: int) -> bool:
        """A numbered list within a paragraph: it begins at 1 after a colon; the paragraphs go on after it."""
        if self.nested:
            assert self.numbered is not None
            if place != self.nested.place + 1:
                return False
            return place != self.numbered.place + 1 or abs(block.indent - self.nested.block.indent) < 3
        if self.numbered is None or self.since_heading or place != 1 or self.numbered.place < 1:
            return False
        return self.items[-1].text.endswith(":") or self._is_set_in(block)

    def _is_set_in(self, block: Block) -> bool:
        """Return whether a list that the reader counts stands within the list of the last paragraph."""
        above = self.numbered.block if self.numbered is not None else None
        return above is not None and bool(block.label) and block.indent > above.indent + 3

    def _item(self, block: Block, label: labels.ItemLabel, rest: str, body: list[Block], index: int) -> None:
        path = self.nest.place(label, _next_inner(body, index))
        self._add("item", block, rest, label=label.text, path=tuple(path), level=len(path))
        self.since_heading = False

    def _plain(self, block: Block) -> None:
        if (part := self._unnumbered(block.text)) in ("preamble", "operative"):
            self.nest.clear()
            self.nested = None
        self._add(part, block, block.text)

    def _unnumbered(self, text: str) -> Part:
        """Return what a paragraph without number is."""
        if self.scope or self.form == "other":
            return "plain"
        if (self.form == "decision" or self.numbered is None) and labels.speaks_as_body(text):
            return "operative"
        if self.form == "decision":
            return "operative" if labels.opens_operative(text) and text[-1] in ";.:" else "plain"
        fresh = self.numbered is None or self.since_heading or self.numbered.section != self.section
        if fresh and not labels.opens_operative(text):
            return "preamble" if text[-1] in ",，،" or labels.opens_preamble(text) else "plain"
        if labels.opens_operative(text) and text[-1] in ";.:,":
            return "operative"
        return "ending" if text[0].islower() else "plain"


def _next_decimal(decimal: str) -> str:
    head, _, last = decimal.rpartition(".")
    return f"{head}.{int(last) + 1}" if last.isdigit() else ""


def _lone_mark(text: str) -> bool:
    mark = labels.section_mark(text)
    return bool(mark and not mark[2])


def _next_inner(body: list[Block], index: int) -> labels.ItemLabel | None:
    for block in body[index + 1 : index + 12]:
        label, _ = labels.take_dotted(block.text, block.label)
        if label and not label.inner:
            return None
        if label:
            return label
    return None


def walk_items(blocks: list[Block], front: labels.Front) -> Iterator[Item]:
    """Items of all blocks but notes and front matter."""
    body = [block for block in blocks if block.role != "note"]
    styled = any(block.bold or block.italic or block.role == "heading" for block in body)
    yield from Walk(styled, front.form).run(body, front)

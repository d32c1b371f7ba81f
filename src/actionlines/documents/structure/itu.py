"""The layout of ITU resolutions: keyword lines open the parts, and govern every item beneath them.

Items of an ITU resolution: 1, 1.1, a), i) and how they nest.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from actionlines.documents.blocks import Block
from actionlines.documents.model import Change, Kind, Paragraph, cut_links
from actionlines.documents.structure import itu_languages
from actionlines.documents.structure.itu_languages import parse_keyword, plain_line
from actionlines.documents.structure.itu_repairs import mend_blocks
from actionlines.lazily import expression

_LATER = r"(?:\s?(?:bis|ter|quater|quinquies))?"
_ITEM = expression(
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}{_LATER})(?:[.)]?(?:\s+|$)|[.、．](?=[\u3400-\u9fff]))"
    rf"|\(?(?P<letter>[a-z]{{1,2}}|[ivxl]{{1,6}}|[A-Z]|\d{{1,2}}){_LATER}\)(?:\s+|$)"
    # "أ )", "б)": the letters of other writings, in their order
    r"|\(?(?P<other>[\u0430-\u044f]|[\u0621-\u064a])[\u064b-\u0652\u0640]?\s?\)(?:\s+|$)"
    r"|(?P<bullet>[•–—·▪-])\s+"
)
_ALONE = expression(r"(\d{1,2})[.)]?")
_COUNTED = expression(r"^([a-z]{1,6})\.$")
_ORDERS = ("абвгдежзиклмнопрстуфхцчшщэюя", "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ", "اب")
_LETTERS = 26
_FIGURES = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_ROMAN = expression(r"x{0,3}(?:ix|iv|v?i{0,3})$")
_TITLE = expression(
    r"(?:(?:MOD|ADD|SUP|NOC)\s+)?(?:DRAFT\s+)?(?:NEW\s+)?(?P<type>RESOLUTION|DECISION|RECOMMENDATION|OPINION)\s+"
    r"(?:ITU-[RTD]\s+)?(?P<number>\[?[A-Z0-9][\w./+-]{0,30}\]?)(?:\s*\(.{2,80}\))?[*\d]{0,3}$"
)
_PROPOSAL = expression(r"(?:MOD|ADD|SUP|NOC|\(MOD\))\b\s*(?P<id>[A-Z][A-Z0-9+/-]{1,20}/\d{1,4}[A-Z\d()./]{0,20})?$")
# "The Plenipotentiary Conference of the … (Place, Year),"; the Council's formula names no place.
_ENACTING = expression(
    r"The\s+(?:ITU\s+)?Council(?:\s+of\s+the\s+International\s+Telecommunication\s+Union)?,$"
    r"|The\s[^.;]{0,160}\b(?:Conference|Assembly)\b[^.;]{0,120}\([^()]{2,60},\s*\d{4}\),$"
)
_ANNEX = expression(r"(?:ANNEX|APPENDIX|ATTACHMENT|Annex|Appendix|Attachment)\b")
_LONGEST_TITLE = 400
_SHORT = {"RESOLUTION": "res", "DECISION": "dec", "RECOMMENDATION": "rec", "OPINION": "op"}


@dataclass(frozen=True, slots=True)
class Item:
    """A label: `mark` for ids ("2.1", "a", "ii"), `printed` without dots ("2.1", "a)"), its `style`."""

    mark: str
    printed: str
    style: str


def take_item(block: Block) -> tuple[Item | None, str]:
    """Return the label at the head of a block, or given apart from it, and the text without it."""
    if block.label:
        # Lists that a reader counts have "a." where the layout has "a)".
        label = _COUNTED.sub(r"\1)", block.label.strip())
        match = _ITEM.fullmatch(label + " ") or _ITEM.fullmatch(label)
        return (_make_item(match), block.text) if match else (None, block.text)
    match = _ITEM.match(block.text)
    if match is None or match.end() == len(block.text):
        return None, block.text
    return _make_item(match), block.text[match.end() :]


def _make_item(match: re.Match[str]) -> Item:
    if match.group("number"):
        mark = re.sub(r"\s", "", match.group("number")).translate(_FIGURES)
        return Item(mark, mark, "number" if "." not in mark else "decimal")
    if match.group("letter"):
        mark = match.group("letter")
        style = "roman" if _ROMAN.match(mark) else "figure" if mark.isdigit() else "letter"
        return Item(mark, match.group().strip(), style)
    if match.group("other"):
        order = next((order for order in _ORDERS if match["other"] in order), "")
        place = order.find(match["other"])
        mark = chr(ord("a") + place) if 0 <= place < _LETTERS else match["other"]
        return Item(mark, match.group().strip(), "letter")
    return Item("-", "", "bullet")


@dataclass(slots=True)
class Items:
    """The open items of one part, outermost first, and how many bullets stand below the last."""

    _open: list[Item] = field(default_factory=list)
    _bullets: int = 0
    counted: bool = False  # an item with a number was placed

    def alone(self, text: str) -> Item | None:
        """Return the item of a number that is alone and follows the last one: "6" after 5, or "1"."""
        match = _ALONE.fullmatch(text)
        last = next((int(item.mark) for item in self._open if item.mark.isdigit()), 0)
        return None if match is None or int(match[1]) != last + 1 else Item(match[1], match[1], "number")

    def place(self, item: Item) -> list[str]:
        """Marks from the outermost item to this one: `["2", "1"]` for 2.1 beneath 2."""
        if item.style == "bullet":
            self._bullets += 1
            return [*self._marks(), f"-{self._bullets}"]
        self._bullets = 0
        if item.style == "decimal":
            return self._decimal(item)
        item = self._as_letter(item)
        if item.style == "number":
            self.counted = True
            self._open = [item]
            return [item.mark]
        for depth, above in enumerate(self._open):
            if above.style == item.style:
                del self._open[depth:]
                break
        self._open.append(item)
        return self._marks()

    def _decimal(self, item: Item) -> list[str]:
        steps = item.mark.split(".")
        self._open = [Item(step, step, "number") for step in steps]
        return steps

    def _as_letter(self, item: Item) -> Item:
        """`i)` is a letter where h) is before it on the same level, and v), x) likewise."""
        if item.style != "roman" or len(item.mark) > 1:
            return item
        before = next((above for above in reversed(self._open) if above.style == "letter"), None)
        roman_open = any(above.style == "roman" for above in self._open)
        if before is not None and not roman_open and ord(before.mark[0]) + 1 == ord(item.mark):
            return Item(item.mark, item.printed, "letter")
        return item

    def _marks(self) -> list[str]:
        return [item.mark for item in self._open]


def is_itu(blocks: Sequence[Block]) -> bool:
    """Return whether the blocks have the ITU layout.

    An operative keyword line, under the title or formula of an ITU instrument or with a preambular one.
    """
    parts: set[str] = set()
    formal = False
    for block in blocks:
        if block.role == "note":
            continue
        # Where letters have no size, an item may look like a keyword line.
        sized = block.text[:1].lower() != block.text[:1].upper()
        keyword = parse_keyword(plain_line(block.text)) if sized or not block.label else None
        if keyword is not None:
            parts.add(keyword.part)
        elif not formal:
            formal = bool(_split_title(block.text) or _is_enacting(block.text))
        if "operative" in parts and (formal or "preambular" in parts):
            return True
    return False


def build_itu(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """Paragraphs with ids such as `resolves.2`, `resolves.2.1`, `instructs-SG.4`, `considering.a`, `annex.3`.

    Keyword lines are headings (`heading-4`); every item names the one above it in `heading`. An unnumbered
    clause has the keyword's own id (`instructs-Council`). Where a file holds several instruments, ids begin
    with the instrument (`res-140.resolves.2`). Footnotes stand last. Items whose keyword line is missing,
    because numbering begins again without one, have no `heading` and the ids `unheaded.1`.
    """
    blocks = mend_blocks(blocks)
    builder = _Builder(several=sum(bool(_split_title(block.text)) for block in blocks if block.role != "note") > 1)
    for block in blocks:
        if block.role != "note":
            builder.add(block)
    for block in blocks:
        if block.role == "note":
            builder.put(f"fn-{block.label or '*'}", "footnote", block, number=block.label)
    return tuple(builder.paragraphs)


def _is_enacting(text: str) -> bool:
    return len(text) < 300 and (_ENACTING.match(text) or itu_languages.read_enacting(text)) is not None


def _split_title(text: str) -> tuple[str, str] | None:
    """Return the type and number of an instrument, where a line is its title."""
    match = _TITLE.match(text)
    return (match["type"], match["number"].strip("[]")) if match else itu_languages.read_title(text)


def _is_annex(text: str) -> bool:
    return _ANNEX.match(text) is not None or itu_languages.is_annex(text)


@dataclass(slots=True)
class _Builder:
    """Builds paragraphs one block after the other."""

    several: bool
    paragraphs: list[Paragraph] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _repeats: Counter[str] = field(default_factory=Counter)
    _length: int = 0
    _headings: int = 0
    _texts: int = 0
    _heading: str = ""
    _prefix: str = ""
    _section: str = ""
    _kind: Kind = "text"
    _items: Items = field(default_factory=Items)

    def add(self, block: Block) -> None:
        """One block that is no footnote."""
        title = _split_title(block.text)
        keyword = parse_keyword(block.text) if not block.label else None
        if title is not None:
            self._prefix = f"{_SHORT[title[0]]}-{title[1]}." if self.several else ""
            self._open("", "text")
            self._head(block, 1)
        elif _PROPOSAL.match(block.text):
            self._open("", "text")
            self._head(block, 1)
        elif _is_enacting(block.text):
            self._open("", "text")
            self.put(f"{self._prefix}intro", "heading", block, level=1)
        elif keyword is not None and self._kind != "annex":
            self._open(keyword.slug, keyword.part)
            self._head(block, 2)
        elif len(block.text) < 120 and block.text[-1:] not in ".;," and _is_annex(block.text):
            number = re.match(r"(?:\w+\s+|附件|附录)([0-9]{1,3}|[IVX]{1,5}|[A-Z])\b", block.text)
            self._open(f"annex-{number[1]}" if number else "annex", "annex")
            self._head(block, 1)
        elif self._section:
            self._item(block)
        elif block.role == "heading" or self._is_title(block):
            self._head(block, block.level or 1)
        else:
            self._texts += 1
            self.put(f"text-{self._texts}", "text", block)

    def _is_title(self, block: Block) -> bool:
        """The descriptive title stands right below the number of the instrument or annex."""
        last = self.paragraphs[-1] if self.paragraphs else None
        if last is None or last.kind != "heading" or block.text[-1:] in ".;,:،؛，；。：":
            return False
        return len(block.text) <= _LONGEST_TITLE and (_split_title(last.text) is not None or _is_annex(last.text))

    def _open(self, section: str, kind: Kind) -> None:
        self._section = self._prefix + section if section else ""
        self._kind = kind
        self._items = Items()

    def _head(self, block: Block, level: int) -> None:
        self._headings += 1
        self._heading = ""
        self._heading = self.put(f"heading-{self._headings}", "heading", block, level=level)

    def _item(self, block: Block) -> None:
        if self._kind == "annex" and not block.label and (block.role == "heading" or self._is_title(block)):
            self._head(block, block.level or 2)
            return
        item, text = take_item(block)
        if item is None:
            if (mark := self._items.alone(block.text)) is not None:
                self._items.place(mark)  # the words of the item are missing; its own items follow
            else:
                self.put(self._section, self._kind, block)
            return
        if self._begins_again(item, text):
            self._open("unheaded", "operative")
            self._heading = ""
        path = self._items.place(item)
        parent = ".".join([self._section, *path[:-1]]) if len(path) > 1 else ""
        self.put(
            ".".join([self._section, *path]),
            self._kind,
            block,
            text=text,
            number=item.printed,
            level=len(path) - 1,
            parent=parent if parent in self._ids else "",
        )

    def _begins_again(self, item: Item, text: str) -> bool:
        """Return whether numbers begin again at 1 with something to do, and no keyword line is above."""
        if self._kind not in ("operative", "preambular") or item.style != "number" or item.mark != "1":
            return False
        if not text.startswith(("to ", "that ")):
            return False
        return self._items.counted if self._kind == "operative" else text.startswith("to ")

    def put(
        self,
        ident: str,
        kind: Kind,
        block: Block,
        *,
        text: str | None = None,
        number: str = "",
        level: int = 0,
        parent: str = "",
    ) -> str:
        """Append a paragraph under an id that is made unique; returns the id."""
        base = ident
        while ident in self._ids:
            self._repeats[base] += 1
            ident = f"{base}-{self._repeats[base] + 1}"
        self._ids.add(ident)
        cut = 0 if text is None else len(block.text) - len(text)
        words = block.text[cut:]
        start = self._length
        self._length = start + len(words) + 1
        self.paragraphs.append(
            Paragraph(
                id=ident,
                kind=kind,
                text=words,
                start=start,
                end=start + len(words),
                page=block.page,
                number=number,
                level=level,
                parent=parent,
                heading=self._heading if kind != "footnote" else "",
                notes=tuple(type(note)(note.label, max(note.offset - cut, 0)) for note in block.notes),
                changes=tuple(_shift_change(change, cut, words) for change in block.changes),
                source=block.source,
                links=cut_links(block.links, cut, len(words)),
            )
        )
        return ident


def _shift_change(change: Change, cut: int, words: str) -> Change:
    start, end = max(change.start - cut, 0), max(change.end - cut, 0)
    text = words[start:end] if change.action == "insert" else change.text
    return Change(change.action, start, end, text, change.author, change.date)

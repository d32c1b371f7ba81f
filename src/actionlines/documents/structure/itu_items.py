"""Items of an ITU resolution: 1, 1.1, a), i) and how they nest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actionlines.documents.blocks import Block
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
        """Return the item of a number that stands alone and follows the last one: "6" after 5, or "1"."""
        match = _ALONE.fullmatch(text)
        last = next((int(item.mark) for item in self._open if item.mark.isdigit()), 0)
        if match is None or int(match[1]) != last + 1:
            return None
        return Item(match[1], match[1], "number")

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
        """`i)` is a letter where h) stands before it on the same level, and v), x) likewise."""
        if item.style != "roman" or len(item.mark) > 1:
            return item
        before = next((above for above in reversed(self._open) if above.style == "letter"), None)
        roman_open = any(above.style == "roman" for above in self._open)
        if before is not None and not roman_open and ord(before.mark[0]) + 1 == ord(item.mark):
            return Item(item.mark, item.printed, "letter")
        return item

    def _marks(self) -> list[str]:
        return [item.mark for item in self._open]

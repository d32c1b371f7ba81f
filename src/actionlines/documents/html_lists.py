"""Numbers of list items as a browser shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from actionlines.documents.docx.number_format import format_number
from actionlines.lazily import expression

_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
    "disc": "bullet", "circle": "bullet",
    "square": "bullet", "cjk-decimal": "chineseCounting",
}  # fmt: skip
_STYLE = expression(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_MAX = 10_000_000


@dataclass(slots=True)
class OpenList:
    """A list that is being read: the number of the next item, and how it is written."""

    style: str
    value: int
    step: int

    def next_label(self, item: LexborNode) -> str:
        """Return the label of the next `li` of the list."""
        own = _whole(item.attributes.get("value"))
        if own is not None:
            self.value = own
        style = _declared(item) or self.style
        value, self.value = self.value, self.value + self.step
        if style == "bullet":
            return "•"
        text = format_number(value, style)
        return f"{text}." if text else ""


def open_list(node: LexborNode) -> OpenList:
    """Return the list of a `ul`, `ol` or `menu` element."""
    if node.tag != "ol":
        return OpenList(_declared(node) or "bullet", 1, 1)
    reverse = "reversed" in node.attributes
    start = _whole(node.attributes.get("start"))
    if start is None:
        start = sum(1 for item in node.iter() if item.tag == "li") if reverse else 1
    return OpenList(_declared(node) or "decimal", start, -1 if reverse else 1)


def _declared(node: LexborNode) -> str:
    kind = _TYPES.get(node.attributes.get("type") or "")
    style = _STYLE.search(node.attributes.get("style") or "")
    return (_STYLES.get(style.group(1).lower(), "") if style else "") or kind or ""


def _whole(value: str | None) -> int | None:
    match = re.match(r"\s*(-?\d{1,8})", value or "")
    number = int(match.group(1)) if match else None
    return number if number is not None and abs(number) < _MAX else None

"""Markup that is built to exhaust a parser is refused before it is parsed."""

from __future__ import annotations

import re

from actionlines.documents.limits import Limits
from actionlines.errors import InputTooLarge, UnsafeInput

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}>?")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"[\s/]+[^\s/]")
# Elements without an end, and those whose end tag may be left out.
_NOT_NESTED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup",
    "rt", "rp",
})  # fmt: skip
# Elements that are open at once cost the parser the square of their number; pages seen stay below 60.
_DEPTH_FACTOR = 4
_ATTRIBUTES = 500
_ADVICE = "Do not open it; ask the sender for a clean copy."


def check_markup(text: str, name: str, limits: Limits) -> None:
    """Raise UnsafeInput or InputTooLarge when nesting, elements or attributes go beyond the limits."""
    depth = 0
    for count, match in enumerate(_TAG.finditer(text), 1):
        if match.group(2).lower() not in _NOT_NESTED:
            depth = max(depth - 1, 0) if match.group(1) else depth + 1
        if depth > _DEPTH_FACTOR * limits.depth:
            raise UnsafeInput(name, "its elements are nested too deeply", _ADVICE)
        if count > 2 * limits.page_elements:
            raise InputTooLarge(name, f"more than {limits.page_elements:,} elements", "Split the page.")
    for long in _LONG_TAG.finditer(text):
        if sum(1 for _ in _ATTRIBUTE.finditer(_QUOTED.sub("", long.group()))) > _ATTRIBUTES:
            raise UnsafeInput(name, f"an element has more than {_ATTRIBUTES} attributes", _ADVICE)

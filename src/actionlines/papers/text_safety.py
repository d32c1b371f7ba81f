"""Make text safe to show: no character of a document may reverse its neighbours or break the file."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, TypeVar, cast

from actionlines.lazily import expression
from actionlines.xml_maker import xml_text

T = TypeVar("T")

# Overrides print words in an order in which nobody reads them: they are made visible. Embeddings, isolates
# and their ends may be well meant, and the bidirectional algorithm does without them: a space without width
# replaces them. One character for one keeps every offset. The marks U+200E and U+200F stay: they turn
# nothing. Unicode Technical Report 36, 2.6; UAX 9, 2.
# Control characters show nothing; what XML 1.0 cannot hold besides ends the process that draws the charts.
_CONTROLS = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_NO_XML = (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_TURNS = {
    **dict.fromkeys((*_CONTROLS, *_NO_XML), "\ufffd"),
    **dict.fromkeys((0x202D, 0x202E), "\ufffd"),
    **dict.fromkeys((0x202A, 0x202B, 0x202C, *range(0x2066, 0x206A)), "\u200b"),
}
_ANY = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def make_safe(value: T) -> T:
    """Return the value with every string in it safe to show; the value itself where nothing changes.

    value  a string, or a frozen dataclass or tuple of such, however deep; anything else stays as it is

    >>> make_safe("a\\u202eb"), make_safe("a\\u200fb") == "a\\u200fb"
    ('a\ufffdb', True)
    """
    return cast(T, _safe_value(value))


def _safe_value(value: Any) -> Any:
    kind: Any = type(value)
    if kind is float or kind is int or value is None:
        return value
    if isinstance(value, str):
        # Printable ASCII is most of all text, and known much faster than by the expression.
        safe = (value.isascii() and value.isprintable()) or not _ANY.search(value)
        return value if safe else value.translate(_TURNS)
    if isinstance(value, tuple):
        made = tuple(map(_safe_value, value))
        return value if all(map(is_, made, value)) else made
    changes = {name: new for name in field_names(kind) if (new := _safe_value(old := getattr(value, name))) is not old}
    return replace(value, **changes) if changes else value


@cache
def field_names(kind: object) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass, () for other types. Reports hold hundreds of thousands."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


# What the common spreadsheets take for the start of a formula. OWASP ASVS 5.0, 1.2.10.
FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")
# The most that a cell of a workbook holds.
CELL_LIMIT = 32_767


def neutralise(text: str) -> str:
    """Return the text, with an apostrophe before it when a spreadsheet would run it as a formula.

    >>> neutralise("=1+1"), neutralise("Requests"), neutralise("")
    ("'=1+1", 'Requests', '')
    """
    return f"'{text}" if text[:1] in FORMULA_STARTS and text else text


def cell(text: str) -> str:
    """Return text for a cell: no formula, nothing that XML forbids, within the limit of a workbook."""
    text = neutralise(xml_text(text))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"

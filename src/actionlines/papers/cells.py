"""Text that goes into a spreadsheet cell."""

from __future__ import annotations

import re

# What the common spreadsheets take for the start of a formula. OWASP ASVS 5.0, 1.2.10.
FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")
# Characters that XML 1.0 cannot hold; a workbook with one of them does not open.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The most that a cell of a workbook holds.
CELL_LIMIT = 32_767


def neutral(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would run it as a formula.

    >>> neutral("=1+1"), neutral("Requests"), neutral("")
    ("'=1+1", 'Requests', '')
    """
    return f"'{text}" if text[:1] in FORMULA_STARTS and text else text


def cell(text: str) -> str:
    """Text for a cell: no formula, nothing that XML forbids, within the limit of a workbook."""
    text = neutral(_UNSAFE.sub("\ufffd", text))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def xml_text(text: str) -> str:
    """Text with what XML 1.0 cannot hold replaced."""
    return _UNSAFE.sub("\ufffd", text)

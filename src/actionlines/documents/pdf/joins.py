"""How the end of one line and the beginning of the next make one text."""

from __future__ import annotations

import re

# "low- and middle-income": the hyphen waits for a second half that comes later.
_WAITING = re.compile(r"(?:and|or|to|and/or|through)\b")


def joined(text: str, more: str, open_end: bool) -> str:
    """`text` and `more` with a blank between, unless a word was broken there. Hyphens are kept.

    `open_end` tells of a blank that stood at the end of the first line.
    """
    return text + glue(text, more, open_end) + more


def glue(text: str, more: str, open_end: bool) -> str:
    """What belongs between two lines: a blank or nothing."""
    if not text or not more:
        return ""
    last = text[-1]
    if open_end or last not in "-–/" or len(text) < 2 or text[-2] == " ":
        return " "
    if last == "-":
        return " " if _WAITING.match(more) else ""
    return "" if text[-2].isalnum() and more[0].isalnum() else " "

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


# Shares of the size of the text, measured on 10,000 gaps in resolutions of sessions 78 to 80. Letters of one
# word stand up to 0.145 apart where the file changes font within it, words at least 0.157. After f, whose
# head leans out, the figures are 0.01 and 0.116; before a dash from another font 0.161 and more than 0.25.
_BLANK_GAP = 0.15
_AFTER_F = 0.08
_BEFORE_DASH = 0.2
# A gap before these is the width of a letter, not a blank.
_CLINGS = " .,;:!?)]”’%"


def parted(text: str, piece: str, gap: float) -> bool:
    """Whether a gap between two pieces of a line, in shares of the size, stands for a blank."""
    if gap <= _AFTER_F:
        return False
    last, first = text[-1:], piece[:1]
    if last == " " or first in _CLINGS:
        return False
    if first in "-–" and last.isalnum():
        return gap > _BEFORE_DASH
    return gap > _BLANK_GAP or last == "f"

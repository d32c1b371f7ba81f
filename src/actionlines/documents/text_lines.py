"""Lines of a plain text with their offsets, and what each is used for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actionlines.documents.limits import Limits
from actionlines.errors import InputTooLarge

Use = Literal["body", "blank", "furniture", "note"]

_LINE = re.compile(r"([^\r\n\f\u2028\u2029]*)(\r\n|[\r\n\f\u2028\u2029]|$)")
_BLANK = " \t\xa0\u3000\ufeff\x00\u200b\v"


@dataclass(slots=True)
class Line:
    """One line: `text` is `source[start:end]` without outer blanks; `page` is None without pages."""

    text: str
    start: int
    end: int
    indent: int = 0
    page: int | None = None
    use: Use = "body"
    page_top: bool = False
    after_blank: bool = False


def split_lines(text: str, name: str = "text", largest: int = Limits().lines) -> list[Line]:
    """All lines, blank ones too; a form feed ends a line and starts a page.

    Raises InputTooLarge (AL106) beyond `largest` lines; `name` is for the message.
    """
    lines: list[Line] = []
    page, top = 1, False
    paged = "\f" in text
    for match in _LINE.finditer(text):
        raw, end_mark = match.group(1), match.group(2)
        if not raw and not end_mark:
            break
        bare = raw.strip(_BLANK)
        lead = len(raw) - len(raw.lstrip(_BLANK))
        start = match.start() + (lead if bare else 0)
        line = Line(bare, start, start + len(bare), lead, page if paged else None, page_top=top)
        line.after_blank = bool(lines) and not lines[-1].text
        if len(lines) >= largest:
            raise InputTooLarge(name, f"more than {largest:,} lines", "Split the file.")
        if not bare:
            line.use = "blank"
        lines.append(line)
        top = end_mark == "\f"
        page += top
    return lines

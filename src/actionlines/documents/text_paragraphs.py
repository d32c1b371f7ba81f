"""Lines to paragraphs: which line goes on with the paragraph of the line before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from actionlines.documents.text_lines import Line

_BLANKS = re.compile(r"\s+")
_STOPS = ".;:,!?\u3002\uff1b\uff1a\u061b\u061f"
_ENDED = re.compile(r"[.;:!?\u3002\uff1b\uff1a\u061b\u061f,][\"\u201d\u2019)\]]{0,2}\s?(?:\d{1,3}|\*{1,3})?$")
_NUMBERED = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|\([a-z]{1,5}\)|[a-z]{1,4}\)|\([ivxlc]{1,6}\)|[ivxlc]{1,6}\)|[IVXLC]{1,6}\.|[\u2022\u2013\u2014-])(?:\s|$)"
)
_WIDE = 0.6


def group(lines: list[Line]) -> Iterator[list[Line]]:
    """Runs of lines that make one paragraph each. `lines` are body lines only; blanks show as gaps in offsets."""
    if not lines:
        return
    wrapped = is_wrapped(lines)
    width = _width(lines)
    run = [lines[0]]
    for before, line in zip(lines, lines[1:], strict=False):
        if _goes_on(before, line, wrapped, width):
            run.append(line)
        else:
            yield run
            run = [line]
    yield run


def is_wrapped(lines: list[Line]) -> bool:
    """Whether the lines are broken at a width: most of the wide ones then stop in mid-sentence."""
    width = _width(lines)
    if width > 200:
        return False
    wide = [line for line in lines if len(line.text) >= _WIDE * width]
    open_ended = sum(not _ENDED.search(line.text) for line in wide)
    return len(wide) > 1 and open_ended > 0.5 * len(wide)


def join(parts: Iterable[str]) -> str:
    """Lines as one text: single blanks; a word broken at a hyphen is whole again, its hyphen kept."""
    text = ""
    for part in parts:
        part = _BLANKS.sub(" ", part.replace("\u00ad", "").replace("\u2011", "-")).strip()
        glue = "" if not text or _is_broken_word(text, part) else " "
        text += glue + part
    return text


def _is_broken_word(text: str, part: str) -> bool:
    return text.endswith("-") and len(text) > 1 and text[-2].isalpha() and part[:1].isalpha()


def _width(lines: list[Line]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return max(lengths[len(lengths) * 95 // 100], 1)


def _goes_on(before: Line, line: Line, wrapped: bool, width: int) -> bool:
    if not wrapped:
        return False
    ended = _ENDED.search(before.text) is not None
    numbered = _NUMBERED.match(line.text) is not None
    if before.page != line.page:
        return not numbered and (line.text[:1].islower() or not ended)
    if line.after_blank:
        return False
    return not numbered or (not ended and not _is_short(before, width))


def _is_short(line: Line, width: int) -> bool:
    return len(line.text) < _WIDE * width

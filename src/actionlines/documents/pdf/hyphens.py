"""Hyphens at line ends: those of the words themselves stay, those of a typesetter who breaks words go.

The PDF library gives both as the same sign. A document tells which are which: a typesetter's breaks cut words
that stand whole elsewhere, and there are more of them than of words that carry a hyphen elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from actionlines.documents.pdf.lines import PageLine
from actionlines.lazily import expression

_WORD = expression(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CUT = expression(r"(?<![^\W\d_])([^\W\d_]{2,})-$")
_REST = expression(r"[^\W\d_]{2,}")


def mark_soft_hyphens(lines: Iterable[PageLine]) -> None:
    """Sets `soft` on the lines whose last hyphen is a typesetter's."""
    lines = list(lines)
    breaks = list(_breaks(lines))
    if not breaks:
        return
    words = _vocabulary(lines)
    soft: list[PageLine] = []
    unknown: list[PageLine] = []
    hard = 0
    for line, first, second in breaks:
        if f"{first}-{second}" in words:
            hard += 1
        elif first + second in words:
            soft.append(line)
        elif first in words and second in words:
            hard += 1
        else:
            unknown.append(line)
    if len(soft) > hard:
        for line in (*soft, *unknown):
            line.soft = True


def _breaks(lines: list[PageLine]) -> Iterator[tuple[PageLine, str, str]]:
    """Yield lines that end in a hyphen within a word, with the word's two parts in small letters."""
    for line, after in pairwise(lines):
        if line.open_end or not line.text.endswith("-"):
            continue
        first, second = _CUT.search(line.text[-60:]), _REST.match(after.text)
        if first and second and after.text[0].islower():
            yield line, first.group(1).lower(), second.group().lower()


def _vocabulary(lines: list[PageLine]) -> set[str]:
    """Return words and compounds that stand whole within a line, in small letters."""
    words: set[str] = set()
    for line in lines:
        found = _WORD.findall(line.text)
        if found and line.text.endswith("-"):
            found.pop()
        words.update(" ".join(found[1:]).lower().split(" "))
    return words

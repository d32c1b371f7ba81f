"""Runs of one direction in a text, for word processors, which need the direction of each run."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’"}
_STRONG = {"L": "L", "R": "R", "AL": "R", "AN": "R"}


@lru_cache(maxsize=4096)
def segments(text: str, rtl: bool) -> tuple[tuple[str, bool], ...]:
    """Return the text in pieces, each with whether it runs from right to left; `rtl`: whether the line does.

    Digits go with the letters before them, brackets with what they hold, all else that has no direction with
    its neighbours or, between two directions, with the line: Unicode Standard Annex 9, rules W7 and N0 to N2,
    for one line without embeddings.

    >>> segments("وفقا A/RES/80/173، الفقرة 113", True)
    (('وفقا ', True), ('A/RES/80/173', False), ('، الفقرة 113', True))
    >>> segments("para. 3 (b)", False)
    (('para. 3 (b)', False),)
    """
    if text.isascii() and not rtl:
        return ((text, False),) if text else ()
    kinds = _kinds(text, "R" if rtl else "L")
    out: list[tuple[str, bool]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or kinds[at] != kinds[start]:
            out.append((text[start:at], kinds[start] == "R"))
            start = at
    return tuple(out) if text else ()


def _kinds(text: str, line: str) -> list[str]:
    found: list[str] = []
    last = line
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _STRONG:
            last = _STRONG[kind]
            found.append(last)
        else:
            found.append(last if kind == "EN" else "")
    _brackets(text, found, line)
    at = 0
    while at < len(found):
        if found[at]:
            at += 1
            continue
        end = at
        while end < len(found) and not found[end]:
            end += 1
        before, after = found[at - 1] if at else line, found[end] if end < len(found) else line
        found[at:end] = [before if before == after else line] * (end - at)
        at = end
    return found


def _brackets(text: str, found: list[str], line: str) -> None:
    """Both brackets of a pair have the direction of the line where it is in it, else that of what is in it
    and before it.
    """
    open_: list[int] = []
    for at, character in enumerate(text):
        if character in _PAIRS:
            open_.append(at)
        elif open_ and character == _PAIRS[text[open_[-1]]]:
            start = open_.pop()
            inside = {kind for kind in found[start + 1 : at] if kind}
            if not inside:
                continue
            before = next((kind for kind in reversed(found[:start]) if kind), line)
            kind = line if line in inside or before == line else next(iter(inside))
            found[start] = found[at] = kind

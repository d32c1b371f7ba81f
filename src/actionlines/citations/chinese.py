"""Chinese: the number stands before the word, the paragraph behind it ("第70/125号决议第71段")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.citations.unit import Mention, Unit
from actionlines.citations.words import forms

_NUMBER = re.compile(r"第\s?(?P<number>(?:E?S-)?(?P<session>\d{1,4})/\d{1,4}(?:\s?[A-Z](?![A-Za-z]))?)\s?号")
_PARAGRAPH = re.compile(r"第\s?(?P<first>\d{1,3})(?:\s?[-至]\s?(?P<last>\d{1,3}))?\s?段")
_REACH = 60


def find_chinese(unit: Unit) -> Iterator[Mention]:
    """Resolutions and decisions; all numbers of a list before the word share its kind."""
    text = unit.text
    words = [(word, "RES") for word in forms("numbered-resolution")]
    words += [(word, "DEC") for word in forms("numbered-decision")]
    if not any(word in text for word, _ in words):
        return
    for position in unit.places("第"):
        found = _NUMBER.match(text, position)
        if found is None:
            continue
        ends = [
            (at, what, word)
            for word, what in words
            if (at := text.find(word, found.end(), found.end() + _REACH)) >= 0
        ]
        if not ends:
            continue
        at, what, word = min(ends)
        series = "E" if int(found["session"]) >= 1946 else "A"
        kind = "un_res" if what == "RES" else "un_dec"
        mention = Mention(position, found.end(), kind, f"{series}/{what}/{''.join(found['number'].split())}")  # type: ignore[arg-type]
        if at == found.end():
            mention.end = at + len(word)
            paragraph = _PARAGRAPH.match(text, mention.end)
            if paragraph is not None:
                last = f"-{paragraph['last']}" if paragraph["last"] else ""
                mention.place, mention.end = f"p{paragraph['first']}{last}", paragraph.end()
        yield mention

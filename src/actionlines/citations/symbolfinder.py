"""Symbols in running text: every slash is looked at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.citations import bodies
from actionlines.citations.ituforms import match_document
from actionlines.citations.symbols import kind_of, match_symbol, more_parts
from actionlines.citations.unit import Mention, Unit

_SLASH = re.compile(r"/(?<=[A-Z0-9]/)(?=[A-Z0-9\n ])")
_HEAD = re.compile(r"(?P<what>resolutions?|decisions?)\s{1,4}$", re.I)
# no session has adopted so many: a higher number is a document that was taken for a resolution
_MOST_RESOLUTIONS = 400
_ASSEMBLY = re.compile(r"A/(?P<session>\d{2,3})/(?P<number>\d{1,3})")


def find_symbols(unit: Unit) -> Iterator[Mention]:
    """UN symbols, double symbols, "and Add.1" behind them, and ITU document numbers."""
    text, done = unit.text, 0
    for slash in _SLASH.finditer(text):
        if slash.start() < done:
            continue
        symbol = match_symbol(text, slash.start())
        if symbol is None:
            document = match_document(text, slash.start())
            if document is not None and document[0] >= done:
                done = document[1]
                yield Mention(document[0], document[1], "itu_doc", document[2])
            continue
        start, end, parts = symbol
        if start < done:
            continue
        done = end
        canonical = "-".join(parts)
        start, canonical = _named(text, start, canonical)
        yield Mention(start, end, kind_of(canonical), canonical)  # type: ignore[arg-type]
        for begin, stop, more in more_parts(text, end, canonical):
            done = stop
            yield Mention(begin, stop, kind_of(more), more)  # type: ignore[arg-type]


def _named(text: str, start: int, canonical: str) -> tuple[int, str]:
    """A symbol behind the word "resolution": "UNGA Resolution A/70/125" means A/RES/70/125."""
    head = _HEAD.search(text, max(0, start - 16), start)
    if head is None:
        return start, canonical
    assembly = _ASSEMBLY.fullmatch(canonical)
    what = "DEC" if head["what"][0] in "dD" else "RES"
    if assembly is not None and (what == "DEC" or int(assembly["number"]) < _MOST_RESOLUTIONS):
        canonical = f"A/{what}/{assembly['session']}/{assembly['number']}"
    if "/RES/" not in canonical and "/DEC/" not in canonical:
        return start, canonical
    speaker = bodies.before(text, head.start())
    return (speaker.start if speaker is not None else head.start()), canonical

"""Citations by link: words that lead to a document service cite the document whose symbol ends the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from actionlines.citations.addresses import symbols_at
from actionlines.citations.model import Citation
from actionlines.citations.symbols import kind_of

if TYPE_CHECKING:
    from actionlines.citations.passages import Passage


def with_links(place: Passage, found: list[Citation], own: Iterable[str]) -> list[Citation]:
    """Return the citations of a passage with the addresses of its links, and those that only links tell.

    found   citations by words, from left to right
    own     symbols that the document itself bears: a link to them is none
    """
    if not place.links:
        return found
    more: list[Citation] = []
    for link in place.links:
        symbols = symbols_at(link.target)
        known = False
        for index, one in enumerate(found):
            if (
                one.start < link.end
                and link.start < one.end
                and any(_same(one.instrument, s) for s in symbols)
            ):
                found[index] = replace(one, link=link.target)
                known = True
        # Of the parts that an address names together the words say which are meant.
        for symbol in () if known else symbols:
            if symbol not in own:
                quote = place.text[link.start : link.end]
                more.append(
                    Citation(
                        kind_of(symbol), symbol, quote, link.start, link.end,  # type: ignore[arg-type]
                        place.paragraph, place.cell, link.target,
                    )
                )  # fmt: skip
    return sorted([*found, *more], key=lambda one: (one.start, one.end))


def _same(cited: str, linked: str) -> bool:
    """Whether an address leads to what the words cite: it may name one of two symbols, or all parts."""
    if cited == linked or linked in cited.split("-"):
        return True
    if "/RES/" not in linked or not cited.startswith(linked.partition("(")[0]):
        return False
    base, bracket, session = cited.partition("(")
    return base[-1:].isalpha() and base[:-1] + bracket + session == linked

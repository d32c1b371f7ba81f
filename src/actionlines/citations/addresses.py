"""Addresses of document services: their last words are the symbol of a document.

https://docs.un.org/en/A/RES/70/1          https://www.itu.int/md/S25-CL-C-0108/en
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from actionlines.citations.symbols import kind_of, parse_symbol
from actionlines.citations.unit import Mention, Unit
from actionlines.framework.tables import read_table
from actionlines.lazily import expression

_LONGEST = 500
_PARTS = expression(r"(?P<number>.{1,100}/RES/\d{1,3}/\d{1,4}) ?(?P<first>[A-Za-z])-(?P<last>[A-Za-z])")
_LANGUAGE = expression(r"/*(?:[a-z]{2}/)?(?P<symbol>.*)", re.S)
_ADDRESS = expression(r"(?<![\w.-])(?:https?://)?(?P<host>[a-z.-]{8,30})/[^\s<>\"“”]{3,300}", re.I)
# Names of files of ITU meetings: year, meeting, number, addendum or revision ("S22-PP-C-0044!A7!MSW-E").
_ITU_FILE = expression(
    r"/(?:md/)?S(?P<year>\d\d)-(?P<meeting>CL|PP)-C-(?P<number>\d{4})(?:!(?P<more>[AR]\d{1,3}))?(?=[!/.-]|$)"
)
_ITU_MEETINGS = {"CL": "C", "PP": "PP"}
_ITU_PARTS = {"A": "Add.", "R": "Rev."}
_MARKS = ".,;:)]}>'’»"


@cache
def services() -> dict[str, tuple[str, ...]]:
    """Return the parameters that hold the symbol by host; "" stands for the path."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_table("services", Path(__file__).parent / "data"):
        found[row["host"]] = (*found.get(row["host"], ()), row["parameter"])
    return found


@lru_cache(4096)
def symbols_at(address: str) -> tuple[str, ...]:
    """Return the canonical symbols of what an address leads to: () where it is no document service's.

    >>> symbols_at("https://undocs.org/en/A/RES/57/270%20B")
    ('A/RES/57/270B',)
    >>> symbols_at("https://docs.un.org/en/A/RES/77/256a-b")
    ('A/RES/77/256A', 'A/RES/77/256B')
    """
    if len(address) > _LONGEST:
        return ()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    host = parts.netloc.lower().removeprefix("www.")
    if host == "itu.int":
        return _of_itu(parts.path)
    for parameter in services().get(host, ()):
        values = parse_qs(parts.query).get(parameter, ()) if parameter else (unquote(parts.path),)
        for value in values:
            if found := _symbols(value):
                return found
    return ()


def _symbols(words: str) -> tuple[str, ...]:
    """Return the canonical forms of what follows the language of an address."""
    several = _PARTS.fullmatch(words)
    if several is not None and ord(several["last"].upper()) - ord(several["first"].upper()) in range(1, 8):
        letters = range(ord(several["first"].upper()), ord(several["last"].upper()) + 1)
        found = (_symbols(several["number"] + chr(letter)) for letter in letters)
        return tuple(symbol for one in found for symbol in one)
    split = _LANGUAGE.fullmatch(words.strip())
    rest = split["symbol"].rstrip("/") if split is not None else ""
    head, slash, tail = rest.partition("/")
    for form in (words.strip("/ "), rest, f"{head.upper()}{slash}{tail}", rest.upper()):
        symbol = parse_symbol(form)
        if symbol is not None and not symbol.canonical.startswith("itu:"):
            return (symbol.canonical,)
    return ()


def _of_itu(path: str) -> tuple[str, ...]:
    found = _ITU_FILE.search(path)
    if found is None:
        return ()
    name = f"itu:{_ITU_MEETINGS[found['meeting']]}{found['year']}/{int(found['number'])}"
    more = found["more"]
    return (f"{name}({_ITU_PARTS[more[0]]}{int(more[1:])})" if more else name,)


def find_addresses(unit: Unit) -> Iterator[Mention]:
    """Addresses of document services that are printed in a text."""
    if not any(host in unit.lower for host in ("undocs.org", "un.org/", "itu.int/")):
        return
    for found in _ADDRESS.finditer(unit.text):
        words = found.group().rstrip(_MARKS)
        symbols = _printed(words)
        if not symbols and found.group()[len(words) : len(words) + 1] == ")":
            words += ")"
            symbols = _printed(words)
        if symbols:
            end = found.start() + len(words)
            yield Mention(found.start(), end, kind_of(symbols[0]), symbols[0])  # type: ignore[arg-type]


def _printed(words: str) -> tuple[str, ...]:
    return symbols_at(words if "://" in words else f"https://{words}")

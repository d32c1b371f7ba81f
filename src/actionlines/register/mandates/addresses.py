"""Permanent addresses of mandates: `A/RES/80/173/113` is the first mandate of paragraph 113, `.../113/2` another.

A mandate keeps the address by its number where its symbol or paragraph cannot be in a path: a document without
a symbol (`file:...`), a slash in the paragraph, parts that browsers remove (`.`, `..`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from django.apps import apps

from actionlines.register.core.models import Record

_TAKEN_OUT = frozenset({"", ".", ".."})
_MOST_DIGITS = 4  # of the place in a paragraph
_LONGEST_NUMBER = 18  # digits of the number of a mandate
_IN_ADDRESS = re.compile(r"/mandates/([^?#]+)")


def path_of(symbol: str, anchor: str, ordinal: int) -> str:
    """Return the path below `/mandates/`, "" where the mandate has an address by its number alone.

    >>> path_of("A/RES/80/173", "113", 0), path_of("itu:PP/RES/140@2022", "2", 1), path_of("file:1", "2", 0)
    ('A/RES/80/173/113', 'itu:PP/RES/140@2022/2/2', '')
    """
    parts = [*symbol.split("/"), anchor]
    # `12/correct` is a form of mandate 12.
    number = len(parts) == 2 and symbol.isdecimal()
    if symbol.startswith("file:") or number or "/" in anchor or _TAKEN_OUT.intersection(parts):
        return ""
    return "/".join((*parts, str(ordinal + 1))) if ordinal else "/".join(parts)


def mandate_at(path: str) -> Record | None:
    """Return the mandate of a path, or None. Of two that a path may mean, the longer symbol has it."""
    rows = apps.get_model("registry", "Mandate").objects.select_related("instrument", "paragraph")
    for symbol, anchor, ordinal in _readings(path):
        found: Record | None = rows.filter(
            instrument__symbol=symbol, paragraph__anchor=anchor, ordinal=ordinal
        ).first()
        if found is not None:
            return found
    return None


def _readings(path: str) -> Iterator[tuple[str, str, int]]:
    head, _slash, last = path.strip("/").rpartition("/")
    if head:
        yield head, last, 0
    symbol, _slash, anchor = head.rpartition("/")
    if symbol and last.isascii() and last.isdecimal() and 0 < len(last) <= _MOST_DIGITS and int(last):
        yield symbol, anchor, int(last) - 1


def number_in(words: str) -> str:
    """Return the number of the mandate whose number or address a person wrote, "" where it is neither."""
    words = words.strip()
    found = _IN_ADDRESS.search(words)
    path = unquote(found[1]).strip("/") if found else words
    if path.isascii() and path.isdecimal():
        return path if len(path) <= _LONGEST_NUMBER else ""
    named = mandate_at(path) if found else None
    return str(named.pk) if named else ""

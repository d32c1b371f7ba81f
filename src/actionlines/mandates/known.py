"""Names known by heart: bodies by alias, and the names of States, which are all `member-states` here."""

from __future__ import annotations

import re
from functools import cache

from actionlines.framework.bodies import by_alias
from actionlines.framework.tables import read_table

MEMBER_STATES = "member-states"


# "Iran (Islamic Republic of)" is the Islamic Republic of Iran in a sentence.
_TURNED = re.compile(r"^(.+) \((.+ of)\)$", re.MULTILINE)


@cache
def _countries() -> frozenset[str]:
    names = [row["en"] for row in read_table("countries")]
    turned = [f"{long} {name}" for name, long in _TURNED.findall("\n".join(names))]
    return frozenset(_plain(name) for name in (*names, *turned))


def _plain(name: str) -> str:
    bare = name.split(" (")[0].replace("'", "’").lower()
    return bare.removeprefix("the ")


# Characters of the longest name there is, and more.
_LONGEST = 400


@cache
def known(surface: str) -> tuple[str, ...]:
    """Ids of bodies whose name or alias `surface` is; `member-states` for the name of a country; else ().

    >>> known("Republic of Korea")
    ('member-states',)
    """
    if len(surface) > _LONGEST:
        return ()
    found = by_alias(surface)
    bare = surface.removeprefix("the ")
    if found or not bare[:1].isupper():
        return found
    return (MEMBER_STATES,) if _plain(bare) in _countries() else ()


def longest_known(words: str) -> tuple[str, ...]:
    """Bodies of the longest known name that ends these words: "work of the regional commissions"."""
    parts = words.split()
    for start in range(len(parts)):
        found = known(" ".join(parts[start:]))
        if found:
            return found
    return ()

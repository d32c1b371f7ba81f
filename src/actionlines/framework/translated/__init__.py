"""Names that the framework itself has in English alone, in the other five languages.

    names.csv   areas and bodies; one without a row keeps its English name
    titles.csv  our own short titles of targets, commitments, objectives and indicators (docs/decisions/0013)

They are names to find one's way by, not texts that were agreed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

NAMES = Path(__file__).with_name("names.csv")
TITLES = Path(__file__).with_name("titles.csv")


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Id -> language -> name, of both files."""
    found: dict[str, Mapping[str, str]] = {}
    for path in (NAMES, TITLES):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row.pop("id"): row for row in csv.DictReader(file)}
    return found


def translated(identifier: str, english: str, language: str) -> tuple[str, str]:
    """(the name in the language, or the English one given where there is no other; the language that it is in).

    >>> translated("member-states", "Member States", "fr")[1], translated("nobody", "Nobody", "fr")
    ('fr', ('Nobody', 'en'))
    """
    own = table().get(identifier, {}).get(language, "")
    return (own, language) if own else (english, "en")

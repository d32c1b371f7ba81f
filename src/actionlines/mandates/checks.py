"""The closed list of reasons for which a person should read a field (`data/checks.csv`).

A `Check` holds the English words of its reason. `key_of` leads from the words to the key, by which reports and
pages show the reason in the language of their reader.
"""

from __future__ import annotations

from functools import cache

from actionlines.framework.tables import read_table
from actionlines.mandates.model import Check, Field
from actionlines.mandates.words import DATA

FIELDS: tuple[Field, ...] = ("verb", "addressees", "action", "deliverable", "due", "report_to")


@cache
def reasons() -> dict[str, str]:
    """Return the English words of every reason by its key."""
    return {row["key"]: row["words"] for row in read_table("checks", DATA)}


@cache
def _keys() -> dict[str, str]:
    return {words: key for key, words in reasons().items()}


def check(field: Field, key: str) -> Check:
    """Return the check of a field for the reason with this key; KeyError where the list has no such key."""
    return Check(field, reasons()[key])


def key_of(reason: str) -> str:
    """Return the key of a reason in English words; "" for words outside the list."""
    return _keys().get(reason, "")

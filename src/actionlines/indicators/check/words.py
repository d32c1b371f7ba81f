"""Words of data files and of inputs, brought to one form."""

from __future__ import annotations

import csv
from pathlib import Path
from unicodedata import combining, normalize


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a data file of this room: column -> text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def fold(text: str) -> str:
    """Lower case without accents, with single blanks for underscores and blanks.

    >>> fold("Education_Level "), fold("AÑO")
    ('education level', 'ano')
    """
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return " ".join(plain.replace("_", " ").split())

"""The words that announce a number, in the six languages of the United Nations (data/words.csv)."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def forms(role: str) -> tuple[str, ...]:
    """The lower-case forms or stems of a role: `resolution`, `decision`, `paragraph`, ...

    >>> forms("numbered-resolution")
    ('决议',)
    """
    text = resources.files("actionlines.citations").joinpath("data", "words.csv").read_text("utf-8")
    return tuple(row["form"].lower() for row in csv.DictReader(text.splitlines()) if row["role"] == role)

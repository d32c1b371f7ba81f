"""Words of the data files beside this room: forms in six languages -> what they mean."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from actionlines.indicators.areas import fold

DATA = Path(__file__).parent / "data"


def key(text: str) -> str:
    """A header or word as it is compared: small letters, no accents, signs or blanks.

    >>> key("Start_date"), key("Línea de acción")
    ('startdate', 'lineadeaccion')
    """
    return fold(text.replace("_", " ")).replace(" ", "")


@cache
def meanings(kind: str) -> dict[str, str]:
    """Folded form -> value, of one kind in values.csv."""
    with (DATA / "values.csv").open(encoding="utf-8", newline="") as file:
        return {
            key(form): row["value"]
            for row in csv.DictReader(file)
            if row["kind"] == kind
            for form in row["forms"].split(";")
        }

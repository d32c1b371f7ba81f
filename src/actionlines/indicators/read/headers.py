"""The role of a column by its header: a year, a value, an area, a unit, a dimension."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from actionlines.framework.tables import read_table
from actionlines.indicators.check.units import fold

DATA = Path(__file__).parent / "data"
_YEAR = re.compile(r"(?:YR|Y|F)?((?:1[89]|20)\d\d)(?: ?\[YR\d{4}\])?")
_PERCENT = re.compile(
    r"\(\s*%|% of|\bpercent|\bper cent|\bshare of|\bproportion of|\bpourcentage|\bporcentaje", re.I
)


@cache
def roles() -> Mapping[str, str]:
    """Return the role of each known header, folded."""
    return MappingProxyType({fold(row["header"]): row["role"] for row in read_table("headers", DATA)})


@cache
def dimensions() -> Mapping[str, str]:
    """Return the dimension of each known header, folded."""
    return MappingProxyType({fold(row["header"]): row["dimension"] for row in read_table("dimensions", DATA)})


@cache
def values() -> Mapping[tuple[str, str], str]:
    """(dimension or "*", folded text) -> value of the breakdown; "" for the total."""
    found = {
        (row["dimension"], fold(row["text"])): row["value"] for row in read_table("dimension_values", DATA)
    }
    return MappingProxyType(found)


def label(header: str) -> str:
    """Return the header without the label that SDMX adds after a colon: `REF_AREA: Reference area`."""
    code, colon, _ = header.partition(": ")
    return code if colon and re.fullmatch(r"[A-Z][A-Z0-9_]*", code) else header


def year_column(header: str) -> int | None:
    """Return the year that a header of a wide table stands for.

    >>> year_column("2015 [YR2015]"), year_column("Y2015"), year_column("2015-16 total")
    (2015, 2015, None)
    """
    found = _YEAR.fullmatch(header.strip())
    return int(found[1]) if found else None


def layout_of(headers: Iterable[str], form: str) -> str:
    """Return the first layout whose columns are all there, or whose format it is; "" where none fits."""
    there = set(headers)
    for row in read_table("layouts", DATA):
        if row["format"]:
            if row["format"] == form:
                return row["layout"]
        elif there.issuperset(row["has"].split("|")):
            return row["layout"]
    return ""


def names_a_share(title: str) -> bool:
    """Whether a title says that its values are shares: "Individuals using the Internet (% of population)"."""
    return _PERCENT.search(title) is not None

"""Disaggregations in one form: `sex=F`, `age=15-24`, `location=rural`; the total is left out.

>>> value_of("sex", "FEMALE"), value_of("age", "Y15T24"), value_of("age", "65+"), value_of("sex", "BOTHSEX")
('F', '15-24', '65+', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, partial

import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.check.problem import fold_unit
from actionlines.indicators.read.columns import DATA, read_values
from actionlines.indicators.read.numbers import cell_text, look_up
from actionlines.indicators.table import escape_text

# Ages as SDMX, UNSD and tables write them: source, SDMX code list CL_AGE; UNSD codes of the Global Database.
_RANGE = re.compile(r"(?:y)?(\d+) ?(?:t|-|–|_|to| ) ?(?:y)?(\d+)(?: ?(?:y|years?|years old))?")
_OLDER = re.compile(r"(?:y ge ?|≥ ?)?(\d+) ?(?:\+|_|years? (?:and|or) (?:over|older|above)|and over)?")
_YOUNGER = re.compile(r"(?:y ?)?(?:lt|<|under) ?(\d+) ?(?:y|years?)?")
_MONTHS = re.compile(r"m(\d+)t(\d+)")
_UNDER_MONTHS = re.compile(r"lt(\d+)m")


def _parse_age(folded: str) -> str:
    if match := _MONTHS.fullmatch(folded):
        return f"{match[1]}-{match[2]} months"
    if match := _UNDER_MONTHS.fullmatch(folded):
        return f"<{match[1]} months"
    if match := _YOUNGER.fullmatch(folded):
        return f"<{match[1]}"
    if match := _RANGE.fullmatch(folded):
        return f"{int(match[1])}-{int(match[2])}"
    if match := _OLDER.fullmatch(folded):
        return f"{int(match[1])}+" if folded != match[1] else str(int(match[1]))
    return folded


@cache
def value_of(dimension: str, text: str) -> str:
    """Return the value in the form of this project; as given where it is not known; "" for the total."""
    clean = fold_unit(text)
    for key in ((dimension, clean), ("*", clean)):
        if key in read_values():
            return read_values()[key]
    if dimension == "age":
        age = _parse_age(clean)
        return age if age != clean else text.strip()
    return text.strip()


def breakdown_column(frame: pl.DataFrame, dimensions: dict[str, str], *, upper: bool = False) -> pl.Series:
    """Return the `breakdown` of every row. `dimensions`: header -> dimension; `upper`: see `breakdown_pair`."""
    parts: list[pl.Series] = []
    for header, name in sorted(dimensions.items(), key=lambda pair: pair[1]):
        cells = cell_text(frame, header)
        part = look_up(cells, partial(_pairs_of, name, upper))
        if bool((part != "").any()):
            parts.append(part.alias(str(len(parts))))
    if not parts:
        return pl.repeat("", frame.height, eager=True, dtype=pl.String).alias("breakdown")
    if len(parts) == 1:
        return parts[0].alias("breakdown")
    keys = pl.DataFrame(parts)
    combined = keys.unique(maintain_order=False)
    joined = [";".join(part for part in row if part) for row in combined.iter_rows()]
    combined = combined.with_columns(breakdown=pl.Series(joined, dtype=pl.String))
    return keys.join(combined, on=keys.columns, how="left", maintain_order="left")["breakdown"]


def _pairs_of(name: str, upper: bool, texts: Iterable[str]) -> dict[str, str]:
    return {text: breakdown_pair(name, text, upper) for text in texts}


def breakdown_pair(name: str, text: str, upper: bool = False) -> str:
    """`sex=F`, or "" for the total; `upper` where the source has put codes of UNSD in lower case."""
    code = value_of(name, text) if text else ""
    if upper and code == text and (name, fold_unit(text)) not in read_values():
        code = code.upper()
    return f"{escape_text(name)}={escape_text(code)}" if code else ""


@cache
def _read_parts() -> dict[str, str]:
    return {row["text"]: row["dimension"] for row in read_table("key_parts", DATA)}


_NATURES = frozenset(("c", "ca", "e", "g", "m", "n", "na", "notspec"))


AREA = "|@|"  # represents the area in a key


def read_key(key: str) -> tuple[str, str, str]:
    """(breakdown, status, unit) of a key such as `15_24|@|urban|m|male|percent`, where @ is the area.

    The parts are in the order of their columns' names: age, education and the like before the area,
    location and institutions between area and nature, sex and products after it; the unit is last (UNSD,
    release of October 2020). Parts of no dimension that is known go under `other`.

    >>> read_key("15_24|@|urban|m|male|percent")
    ('age=15-24;location=urban;sex=M', 'M', 'percent')
    """
    *parts, unit = key.split("|")
    at = parts.index("@") if "@" in parts else -1
    pairs: dict[str, str] = {}
    status = ""
    seen = False
    for place, part in enumerate(parts):
        if place == at or not part:
            continue
        if place > at and not seen and part in _NATURES:
            seen, status = True, "" if part == "notspec" else part.upper()
            continue
        if place > at and seen and (part in _NATURES or part in ("a", "i")):
            continue  # status of the observation: repeats the nature, or says that it is a normal value
        dimension = _read_parts().get(part) or ("age" if re.fullmatch(r"\d+(_\d+)?", part) else "other")
        if part in ("t", "u", "x", "total", "all", "other"):
            dimension = "age" if place < at else "sex" if part in "ux" else "other"
        while dimension in pairs:
            dimension = "other" if dimension != "other" and "other" not in pairs else dimension + "2"
        if part not in ("t", "total", "all", "alldomains", "anys"):
            pairs[dimension] = part
    read_pairs = (breakdown_pair(name, part, True) for name, part in sorted(pairs.items()))
    return ";".join(part for part in read_pairs if part), status, unit

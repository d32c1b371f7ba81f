"""What the cells of a column say: numbers, years, places, a description; and cells under a wrong header.

The role of a column by its header: a year, a value, an area, a unit, a dimension.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.areas import resolve_areas
from actionlines.indicators.check.problem import fold_unit
from actionlines.indicators.read.model import ROW
from actionlines.indicators.read.numbers import is_missing, parse_number, year_of

DATA = Path(__file__).parent / "data"
_YEAR = re.compile(r"(?:YR|Y|F)?((?:1[89]|20)\d\d)(?: ?\[YR\d{4}\])?")
_PERCENT = re.compile(
    r"\(\s*%|% of|\bpercent|\bper cent|\bshare of|\bproportion of|\bpourcentage|\bporcentaje", re.I
)


@cache
def read_roles() -> Mapping[str, str]:
    """Return the role of each known header, folded."""
    return MappingProxyType({fold_unit(row["header"]): row["role"] for row in read_table("headers", DATA)})


@cache
def read_dimensions() -> Mapping[str, str]:
    """Return the dimension of each known header, folded."""
    return MappingProxyType(
        {fold_unit(row["header"]): row["dimension"] for row in read_table("dimensions", DATA)}
    )


@cache
def read_values() -> Mapping[tuple[str, str], str]:
    """(dimension or "*", folded text) -> value of the breakdown; "" for the total."""
    candidates = {
        (row["dimension"], fold_unit(row["text"])): row["value"]
        for row in read_table("dimension_values", DATA)
    }
    return MappingProxyType(candidates)


def fold_header(header: str) -> str:
    """Return the header without the label that SDMX adds after a colon: `REF_AREA: Reference area`."""
    code, colon, _ = header.partition(": ")
    return code if colon and re.fullmatch(r"[A-Z][A-Z0-9_]*", code) else header


def year_column(header: str) -> int | None:
    """Return the year that a header of a wide table represents.

    >>> year_column("2015 [YR2015]"), year_column("Y2015"), year_column("2015-16 total")
    (2015, 2015, None)
    """
    match = _YEAR.fullmatch(header.strip())
    return int(match[1]) if match else None


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


_SAMPLE = 2_000


def of_location(column: pl.Series) -> bool:
    """Return whether a column called `area` holds urban and rural instead of countries."""
    cells = column.cast(pl.String).drop_nulls().unique().head(_SAMPLE).to_list()
    filled = [fold_unit(cell) for cell in cells if cell]
    return bool(filled) and all(
        ("location", cell) in read_values() or ("*", cell) in read_values() for cell in filled
    )


def of_titles(column: pl.Series) -> bool:
    """Return whether a column called `indicator` holds titles of some words instead of numbers or codes."""
    cells = _sample_cells(column)
    return bool(cells) and all(cell.count(" ") >= 2 for cell in cells)


def of_places(column: pl.Series) -> bool:
    """Return whether a column called `location` holds countries instead of urban and rural."""
    return _share_placed(_sample_cells(column)) >= _MOST


def is_numeric(column: pl.Series) -> bool:
    """Return whether most of what is in the first cells of a column is a number."""
    if column.dtype.is_numeric():
        return True
    if column.dtype != pl.String:
        return False
    cells = [cell for cell in column.head(_SAMPLE).to_list() if cell and not is_missing(cell)]
    return bool(cells) and sum(parse_number(cell) is not None for cell in cells) * 2 > len(cells)


# What is longer than any name of a group is a description.
_LONG = 60  # characters
_AREAS = 3  # from which a column that only repeats the area is distinguished from a breakdown


def describing_column(first: pl.DataFrame, header: str, columns: Mapping[str, str]) -> str:
    """Return "series" or "area" where a column describes one of these and parts no values; "" for a breakdown.

    A text that is long, or a second column of a role that is taken, describes the series where each series has one
    of it. A text of which each of several areas has one describes the areas (their region, their income group).
    """
    column = first[header]
    if column.dtype != pl.String:
        return ""
    long = bool((column.str.len_chars() > _LONG).any())
    role = read_roles().get(fold_unit(fold_header(header)), "")
    if role == "year" and "year" in columns and column.to_list() == first[columns["year"]].to_list():
        return "area"  # the same years once more, as code and as label
    if long or role in columns:
        keys = [columns[role] for role in ("series", "series-name", "indicator") if role in columns]
        if _each_has_one(first, keys, header):
            return "series"
    places = [columns[role] for role in ("area", "area-name") if role in columns]
    several = bool(places) and first[places[0]].n_unique() >= _AREAS and column.n_unique() > 1
    if places and (several or role in columns):
        return "area" if _each_has_one(first, places, header) else ""
    return ""


def _each_has_one(first: pl.DataFrame, keys: list[str], header: str) -> bool:
    """Return whether all rows that are equal in `keys` are equal in a column."""
    return first.select(*keys, header).unique().height == (first.select(keys).unique().height if keys else 1)


def says_something(column: pl.Series) -> bool:
    """Return whether any cell of a column is filled."""
    if column.dtype == pl.String:
        return bool(((column != "") & column.is_not_null()).any())
    return column.null_count() < len(column)


def _sample_cells(column: pl.Series) -> list[str]:
    cells = (
        column.cast(pl.String, strict=False).drop_nulls().unique(maintain_order=True).head(_SAMPLE).to_list()
    )
    return [cell.strip() for cell in cells if not is_missing(cell)][:_LOOKED_AT]


def _share_held(holds: Callable[[str], bool], cells: list[str]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else -1.0


def _share_placed(cells: list[str]) -> float:
    return len(resolve_areas(cells).ids) / len(cells) if cells else -1.0


_LOOKED_AT = 200  # different cells of a column
_FEW, _MOST = 0.2, 0.9
# Role -> how many of the cells could be in it, and the word for them.
_HOLDS: Mapping[str, tuple[Callable[[list[str]], float], str]] = MappingProxyType(
    {
        "year": (lambda cells: _share_held(lambda cell: year_of(cell)[0] is not None, cells), "years"),
        "value": (lambda cells: _share_held(lambda cell: parse_number(cell) is not None, cells), "numbers"),
        "area": (_share_placed, "places"),
    }
)


def find_misplaced(first: pl.DataFrame, columns: Mapping[str, str]) -> str:
    """Return a sentence that names columns whose cells stand under other headers; "" where there are none.

    A column is wrong where hardly any of its cells can be what its header says and most of another's can.
    """
    cells = {header: _sample_cells(first[header]) for header in first.columns if header != ROW}
    problems = []
    for role, (holds, word) in _HOLDS.items():
        if role not in columns or not 0 <= holds(cells[columns[role]]) < _FEW:
            continue
        taken = columns["year"] if role == "value" and "year" in columns else ""  # years are numbers too
        others = [
            cell for cell in cells if cell not in (columns[role], taken) and holds(cells[cell]) >= _MOST
        ]
        if others:
            some = ", ".join(cells[columns[role]][:2])[:_QUOTED]
            problems.append((role, f"`{columns[role]}` holds no {word} ({some}), and `{others[0]}` does"))
    if not any(role != "area" for role, _ in problems):
        return ""
    return f"columns look swapped or shifted: {'; '.join(words for _, words in problems)}"


_QUOTED = 40  # characters of the cells that a message quotes

"""What the cells of a column say: numbers, years, places, a description; and cells under a wrong header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from actionlines.indicators.areas import resolve
from actionlines.indicators.check.units import fold
from actionlines.indicators.read.headers import label, roles, values
from actionlines.indicators.read.model import ROW
from actionlines.indicators.read.numbers import is_missing, parse, year_of

_SAMPLE = 2_000


def of_location(column: pl.Series) -> bool:
    """Return whether a column called `area` holds urban and rural instead of countries."""
    cells = column.cast(pl.String).drop_nulls().unique().head(_SAMPLE).to_list()
    filled = [fold(cell) for cell in cells if cell]
    return bool(filled) and all(("location", cell) in values() or ("*", cell) in values() for cell in filled)


def of_titles(column: pl.Series) -> bool:
    """Return whether a column called `indicator` holds titles of some words instead of numbers or codes."""
    cells = _sample(column)
    return bool(cells) and all(cell.count(" ") >= 2 for cell in cells)


def of_places(column: pl.Series) -> bool:
    """Return whether a column called `location` holds countries instead of urban and rural."""
    return _places(_sample(column)) >= _MOST


def numeric(column: pl.Series) -> bool:
    """Return whether most of what stands in the first cells of a column is a number."""
    if column.dtype.is_numeric():
        return True
    if column.dtype != pl.String:
        return False
    cells = [cell for cell in column.head(_SAMPLE).to_list() if cell and not is_missing(cell)]
    return bool(cells) and sum(parse(cell) is not None for cell in cells) * 2 > len(cells)


# What is longer than any name of a group is a description.
_LONG = 60  # characters
_AREAS = 3  # from which a column that only repeats the area is distinguished from a breakdown


def describes(first: pl.DataFrame, header: str, found: Mapping[str, str]) -> str:
    """Return "series" or "area" where a column describes one of these and parts no values; "" for a breakdown.

    A text that is long, or a second column of a role that is taken, describes the series where each series has one
    of it. A text of which each of several areas has one describes the areas (their region, their income group).
    """
    column = first[header]
    if column.dtype != pl.String:
        return ""
    long = bool((column.str.len_chars() > _LONG).any())
    role = roles().get(fold(label(header)), "")
    if role == "year" and "year" in found and column.to_list() == first[found["year"]].to_list():
        return "area"  # the same years once more, as code and as label
    if long or role in found:
        keys = [found[role] for role in ("series", "series-name", "indicator") if role in found]
        if _each_has_one(first, keys, header):
            return "series"
    places = [found[role] for role in ("area", "area-name") if role in found]
    several = bool(places) and first[places[0]].n_unique() >= _AREAS and column.n_unique() > 1
    if places and (several or role in found):
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


def _sample(column: pl.Series) -> list[str]:
    cells = (
        column.cast(pl.String, strict=False).drop_nulls().unique(maintain_order=True).head(_SAMPLE).to_list()
    )
    return [cell.strip() for cell in cells if not is_missing(cell)][:_LOOKED_AT]


def _share(holds: Callable[[str], bool], cells: list[str]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else -1.0


def _places(cells: list[str]) -> float:
    return len(resolve(cells).ids) / len(cells) if cells else -1.0


_LOOKED_AT = 200  # different cells of a column
_FEW, _MOST = 0.2, 0.9
# Role -> how many of the cells could stand in it, and the word for them.
_HOLDS: Mapping[str, tuple[Callable[[list[str]], float], str]] = MappingProxyType(
    {
        "year": (lambda cells: _share(lambda cell: year_of(cell)[0] is not None, cells), "years"),
        "value": (lambda cells: _share(lambda cell: parse(cell) is not None, cells), "numbers"),
        "area": (_places, "places"),
    }
)


def misplaced(first: pl.DataFrame, found: Mapping[str, str]) -> str:
    """Return a sentence that names columns whose cells stand under other headers; "" where there are none.

    A column is wrong where hardly any of its cells can be what its header says and most of another's can.
    """
    cells = {header: _sample(first[header]) for header in first.columns if header != ROW}
    said = []
    for role, (holds, word) in _HOLDS.items():
        if role not in found or not 0 <= holds(cells[found[role]]) < _FEW:
            continue
        taken = found["year"] if role == "value" and "year" in found else ""  # years are numbers too
        others = [one for one in cells if one not in (found[role], taken) and holds(cells[one]) >= _MOST]
        if others:
            some = ", ".join(cells[found[role]][:2])[:_QUOTED]
            said.append((role, f"`{found[role]}` holds no {word} ({some}), and `{others[0]}` does"))
    if not any(role != "area" for role, _ in said):
        return ""
    return f"columns look swapped or shifted: {'; '.join(words for _, words in said)}"


_QUOTED = 40  # characters of the cells that a message quotes

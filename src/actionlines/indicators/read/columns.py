"""What the cells of a column say: numbers, years, places, a description; and cells under a wrong header.

What a reader hands on (`Raw`) and what reading gives (`TableReading`). The role of a column by its header:
a year, a value, an area, a unit, a dimension.

Disaggregations in one form: `sex=F`, `age=15-24`, `location=rural`; the total is left out.

>>> value_of("sex", "FEMALE"), value_of("age", "Y15T24"), value_of("age", "65+"), value_of("sex", "BOTHSEX")
('F', '15-24', '65+', '')
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

import polars as pl

from actionlines.framework.tables import read_table
from actionlines.indicators.areas import fold_unit, resolve_areas
from actionlines.indicators.check import Problems
from actionlines.indicators.model import escape_text
from actionlines.indicators.read.numbers import cell_text, is_missing, look_up, parse_number, year_of

MB = 1024**2  # bytes
ROW = "\0row"  # column of a Raw frame that holds the row of the input; no header can be called so


@dataclass(frozen=True)
class Raw:
    """The cells of an input before anyone knows what they mean.

    batches    frames with the same columns (text, or typed where the format is), each with ROW
    format     "csv", "parquet", "xlsx", "sdmx-ml" …
    constants  what holds for all rows (role -> value)
    found      how it was read, in words: encoding, delimiter, sheet
    problems   of rows that could not be made cells
    refused    number of rows that these problems refuse
    locale     delimiter of the text, which tells how ambiguous numbers are meant; "" where none
    """

    name: str
    format: str
    batches: Iterator[pl.DataFrame]
    constants: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    found: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: list[Problems] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    delimiter: str = ""


@dataclass(frozen=True)
class TableReading:
    """A table in the columns of `table.COLUMNS`, and what is wrong with the input, row by row.

    rows_in == table.height + rows_refused: nothing is lost. In a wide table a row is a filled cell.
    layout   name of the layout that was recognised, or "mapping", or "columns" where the headers told
    found    how it was read: encoding, delimiter, decimal, sheet
    columns  header -> what was taken from it: a role, a dimension, "year" or "series" of a wide table, "not used"
    names    series -> title where the input has one
    definitions  series -> what it counts, in the words of the input
    indicators  of the whole input, also where only one area was asked for
    others   rows of other areas than the one asked for: not read, not in rows_in
    named    whether the input says what its series are: not where any column of numbers was taken for one
    """

    table: pl.DataFrame
    problems: Problems
    name: str
    format: str
    layout: str
    rows_in: int
    rows_refused: int
    found: Mapping[str, str]
    names: Mapping[str, str]
    indicators: frozenset[str] = frozenset()
    others: int = 0
    named: bool = True
    definitions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


DATA = Path(__file__).parent / "data"
_YEAR = re.compile(r"(?:YR|Y|F)?((?:1[89]|20)\d\d)(?: ?\[YR\d{4}\])?")
_PERCENT = re.compile(r"\(\s*%|% of|\bpercent|\bper cent|\bshare of|\bproportion of|\bpourcentage|\bporcentaje", re.I)


@cache
def read_roles() -> Mapping[str, str]:
    """Return the role of each known header, folded."""
    return MappingProxyType({fold_unit(row["header"]): row["role"] for row in read_table("headers", DATA)})


@cache
def read_dimensions() -> Mapping[str, str]:
    """Return the dimension of each known header, folded."""
    return MappingProxyType({fold_unit(row["header"]): row["dimension"] for row in read_table("dimensions", DATA)})


@cache
def read_values() -> Mapping[tuple[str, str], str]:
    """(dimension or "*", folded text) -> value of the breakdown; "" for the total."""
    candidates = {
        (row["dimension"], fold_unit(row["text"])): row["value"] for row in read_table("dimension_values", DATA)
    }
    return MappingProxyType(candidates)


@cache
def sdmx_codes() -> Mapping[tuple[str, str], str]:
    """Return the code of SDMX of ("dimension", name), ("unit", name) and (name of a dimension, value)."""
    rows = [("dimension", row["dimension"], row["header"], row["source"]) for row in read_table("dimensions", DATA)]
    rows += [("unit", row["unit"], row["text"], row["source"]) for row in read_table("units", DATA.parents[1])]
    rows += [
        (row["dimension"], row["value"], row["text"], row["source"]) for row in read_table("dimension_values", DATA)
    ]
    codes = {(kind, value): code.upper() for kind, value, code, source in reversed(rows) if "SDMX" in source and value}
    return MappingProxyType(codes)


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
    return bool(filled) and all(("location", cell) in read_values() or ("*", cell) in read_values() for cell in filled)


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
    of it. A text column with one value per area describes the areas (their region, their income group).
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
    cells = column.cast(pl.String, strict=False).drop_nulls().unique(maintain_order=True).head(_SAMPLE).to_list()
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
        others = [cell for cell in cells if cell not in (columns[role], taken) and holds(cells[cell]) >= _MOST]
        if others:
            some = ", ".join(cells[columns[role]][:2])[:_QUOTED]
            problems.append((role, f"`{columns[role]}` holds no {word} ({some}), and `{others[0]}` does"))
    if not any(role != "area" for role, _ in problems):
        return ""
    return f"columns look swapped or shifted: {'; '.join(words for _, words in problems)}"


_QUOTED = 40  # characters of the cells that a message quotes

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

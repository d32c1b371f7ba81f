"""What a reader hands on, and what reading gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from actionlines.indicators.check.problem import Problems

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

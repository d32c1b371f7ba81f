"""Problems of rows: as many as there are rows, so they are kept in columns and made into objects when asked.

>>> problems = Problems.of("year", "no-year", [(3, "there is no year in 'n.d.'")])
>>> problems[0].severity, problems[0].row
('error', 3)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, overload

import polars as pl

from actionlines.framework.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping


SCHEMA = MappingProxyType({"row": pl.Int64, "column": pl.String, "kind": pl.String, "message": pl.String})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row.

    row       1-based row of the input (a header counts); 0 for the file as a whole
    column    of the input, or of the table where the input has none
    kind      code of check/kinds.csv
    severity  "error": the row was refused; "warning": it was kept
    message   a sentence that quotes what was found
    advice    what to do
    """

    row: int
    column: str
    kind: str
    severity: str
    message: str
    advice: str


@cache
def read_kinds() -> Mapping[str, tuple[str, str]]:
    """Return the severity and the advice of each kind of problem."""
    table = read_table("kinds", Path(__file__).parent)
    return MappingProxyType({row["kind"]: (row["severity"], row["advice"]) for row in table})


class Problems(Sequence[Problem]):
    """A sequence of Problem over a frame with the columns of SCHEMA, in the order of the rows."""

    def __init__(self, frame: pl.DataFrame | None = None) -> None:
        self.frame = pl.DataFrame(schema=dict(SCHEMA)) if frame is None else frame

    @classmethod
    def of(cls, column: str, kind: str, problems: Iterable[tuple[int, str]]) -> Problems:
        """Problems of one kind in one column, from (row, message)."""
        rows = [(row, column, kind, message) for row, message in problems]
        return cls(pl.DataFrame(rows, schema=dict(SCHEMA), orient="row"))

    @classmethod
    def join(cls, parts: Iterable[Problems]) -> Problems:
        """Return all problems as one table, by row."""
        frames = [part.frame for part in parts if len(part)]
        return cls(pl.concat(frames).sort("row", maintain_order=True)) if frames else cls()

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, index: int) -> Problem: ...
    @overload
    def __getitem__(self, index: slice) -> Problems: ...
    def __getitem__(self, index: int | slice) -> Problem | Problems:
        if isinstance(index, slice):
            return Problems(self.frame[index])
        return _make_problem(self.frame.row(index))

    def __iter__(self) -> Iterator[Problem]:
        return map(_make_problem, self.frame.iter_rows())

    def of_kind(self, kind: str) -> Problems:
        """Return the problems of one kind."""
        return Problems(self.frame.filter(pl.col("kind") == kind))

    @property
    def errors(self) -> Problems:
        """Return the problems whose row was refused."""
        refusing = [kind for kind, (severity, _) in read_kinds().items() if severity == "error"]
        return Problems(self.frame.filter(pl.col("kind").is_in(refusing)))

    @property
    def counts(self) -> dict[str, int]:
        """Kind -> number of problems, most frequent first."""
        counted = self.frame.group_by("kind").len().sort(["len", "kind"], descending=[True, False])
        return dict(counted.iter_rows())


def name_columns() -> pl.Expr:
    """Return what messages call a row's series: its code, else its indicator."""
    code, indicator = pl.col("series"), pl.col("indicator")
    other = pl.when(indicator != "").then(indicator).otherwise(pl.lit("the series"))
    return pl.when(code != "").then(code).otherwise(other)


def _make_problem(row: tuple[int, str, str, str]) -> Problem:
    number, column, kind, message = row
    severity, advice = read_kinds()[kind]
    return Problem(number, column, kind, severity, message, advice)

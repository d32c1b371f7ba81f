"""What is measured, towards what, and what a method says of it: frozen, with every input that was used.

    Series      one indicator for one area and one breakdown, over years
    Aim         where it should be by when, which way is better, and its natural limits
    Spans       many series with their aims as arrays: what a method works on, thousands at a time
    Verdicts    what one method says of all of them; `SeriesProgress` is one row of it, in words

Years are calendar years; values are in the unit of the series; percentages run from 0 to 100.

The one long table that all readers make and everything else reads: one row is one observation.

>>> breakdown_text([("sex", "F"), ("age", "15-24")])
'age=15-24;sex=F'
>>> breakdown_pairs("age=15-24;sex=F")
(('age', '15-24'), ('sex', 'F'))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import polars as pl


Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

# Verdicts of all methods on one scale, from worst to best; each method's own words are in its module.
Verdict = Literal["", "regression", "stagnation", "marginal", "limited", "moderate", "on-track", "achieved"]

# How an aim in the middle is folded to one side, so that less is better: by ratio, max(y/T, T/y) * T; by
# difference, T + |y - T|. Statistics Canada folds parity by ratio and shares (50 %) by difference.
Fold = Literal["", "ratio", "difference"]


@dataclass(frozen=True, slots=True)
class Key:
    """What a series is of. `breakdown` is sorted pairs: (("age", "15-24"), ("sex", "F")); () is the total.

    indicator  framework id (`sdg:17.8.1`) or "" where the series belongs to none
    series     code of the source (`IT_USE_ii99`)
    area       ISO 3166 alpha-3, or an id of framework/areas (`LDC`, `itu-region:AFR`, `m49:001`)
    """

    indicator: str
    series: str
    area: str
    breakdown: tuple[tuple[str, str], ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values by year, years ascending without repeats; `statuses` as the source gives them ("E", "M", "")."""

    key: Key
    years: tuple[int, ...]
    values: tuple[float, ...]
    statuses: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a series should be.

    value      the number to reach, None where only a direction was agreed
    year       by when
    direction  1 where more is better, -1 where less is
    low, high  natural limits (0 and 100 for a percentage); None where there is none
    band       (low, high) around an aim in the middle; a value inside has arrived (0.97, 1.03)
    fold       how such an aim is folded to one side; needs `value`, and `direction` no longer counts
    growth     whether the series is itself a yearly rate of growth (SDG 8.1.1)
    limit      natural limit of the Statistics Canada method, None where not used
    base       year from which progress is counted; where it has no value, the first later year that has one
    bounds     (worst, best) of the SDG Index, in the unit of the series
    green      value from which the SDG Index counts the goal as reached
    source     of the aim
    """

    value: float | None = None
    year: int = 2030
    direction: Literal[1, -1] = 1
    low: float | None = None
    high: float | None = None
    band: tuple[float, float] | None = None
    fold: Fold = ""
    growth: bool = False
    limit: float | None = None
    base: int = 2015
    bounds: tuple[float, float] | None = None
    green: float | None = None
    source: str = ""


@dataclass(frozen=True)
class Spans:
    """Many series as flat arrays: series i has `years[starts[i]:starts[i + 1]]` and `values[...]`, ascending.

    The other arrays have one entry per series and hold the fields of `Aim`. Numbers that are not there are
    NaN (`target`, `low`, `high`, `limit`, `band_low`, `band_high`, `worst`, `best`, `green`); `fold` is 0 for
    none, 1 by ratio, 2 by difference; `pool` numbers what differs in the area alone (-1 for counts); `growth` is
    true or false; `direction` is 0 where no aim is known. A series may be empty.
    """

    years: Ints
    values: Floats
    starts: Ints
    target: Floats
    target_year: Ints
    direction: Ints
    low: Floats
    high: Floats
    limit: Floats
    band_low: Floats
    band_high: Floats
    fold: Ints
    growth: Bools
    base: Ints
    worst: Floats
    best: Floats
    green: Floats
    pool: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True)
class Verdicts:
    """What one method says of `Spans`, row by row.

    verdict    index into WORDS and COMMON of the method's module; -1 where it cannot judge
    ratio      the number that decided (progress over progress needed, or yearly growth in the wanted
               direction), by the formula, so it may exceed what the limits allow; NaN where none
    score      the method's own score; NaN where it has none
    projected  value in the target year as the method extrapolates, inside the limits; NaN where it does not
    low, high  interval of the projection, inside the limits; NaN where the method gives none
    reason     a `Reason`: why it cannot judge, or which exception applied; -1 for none
    inputs     named arrays that it used (`base_year`, `base_value`, `last_year`, `last_value`, `growth`)
    """

    method: str
    verdict: Ints
    ratio: Floats
    score: Floats
    projected: Floats
    low: Floats
    high: Floats
    reason: Ints
    inputs: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeriesProgress:
    """What one method says of one series.

    `verdict` is on the common scale, `words` are the method's own ("Substantial progress"), `reason` is a
    sentence that names the numbers or says why it cannot be judged, `inputs` has every number that was used.
    """

    method: str
    verdict: Verdict
    words: str
    ratio: float | None
    score: float | None
    projected: float | None
    interval: tuple[float, float] | None
    reason: str
    inputs: Mapping[str, float] = field(default_factory=dict)


# Column -> polars type by name. A row is known by KEY and its year; `breakdown` is the sorted pairs as text
# ("age=15-24;sex=F", "" for the total), so that it can be grouped, joined and written anywhere.
# Text is "" where there is none, never null; `value` is a finite number, `year` is there: a row without
# them is refused by the readers and named among their problems.
COLUMNS = MappingProxyType(
    {
        "indicator": "String",
        "series": "String",
        "area": "String",
        "breakdown": "String",
        "year": "Int32",
        "value": "Float64",
        "unit": "String",
        "status": "String",
        "note": "String",
        "source": "String",
        "licence": "String",
        "row": "Int64",  # 1-based row of the input, for messages; -1 where the format has no rows
    }
)
KEY = ("indicator", "series", "area", "breakdown", "unit")

# `;` and `=` part the pairs, so inside a name or value they are written as %3B and %3D.
_ESCAPED = re.compile(r"%(3B|3D|25)")


def empty_table() -> pl.DataFrame:
    """Return a table with all columns and no rows."""
    import polars as pl

    return pl.DataFrame(schema={name: getattr(pl, kind) for name, kind in COLUMNS.items()})


def escape_text(text: str) -> str:
    """Return a name or value as it is in `breakdown`.

    >>> escape_text("men; women = 100%")
    'men%3B women %3D 100%'
    """
    return _ESCAPED.sub(r"%25\1", text).replace(";", "%3B").replace("=", "%3D")


def breakdown_text(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of dimension and value as the text of the column, sorted by dimension; "" for none."""
    return ";".join(f"{escape_text(name)}={escape_text(value)}" for name, value in sorted(pairs))


def breakdown_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs behind the text of the column, sorted; () for the total."""
    pairs = (part.partition("=") for part in text.split(";") if part)
    return tuple((_unescape_text(name), _unescape_text(value)) for name, _, value in pairs)


def _unescape_text(text: str) -> str:
    return _ESCAPED.sub(lambda mark: chr(int(mark[1], 16)), text)

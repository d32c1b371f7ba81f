"""The one long table that all readers make and everything else reads: one row is one observation.

>>> breakdown_text([("sex", "F"), ("age", "15-24")])
'age=15-24;sex=F'
>>> breakdown_pairs("age=15-24;sex=F")
(('age', '15-24'), ('sex', 'F'))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

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

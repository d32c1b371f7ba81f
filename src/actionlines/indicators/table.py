"""The one long table that all readers make and everything else reads: one row is one observation."""

from __future__ import annotations

from types import MappingProxyType

# Column -> polars type by name. A row is known by KEY and its year; `breakdown` is the sorted pairs as text
# ("age=15-24;sex=F", "" for the total), so that it can be grouped, joined and written anywhere.
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
        "source": "String",
        "licence": "String",
        "row": "Int64",  # 1-based row of the input, for messages; -1 where the format has no rows
    }
)
KEY = ("indicator", "series", "area", "breakdown", "unit")

"""Tables as rows of values that JSON can hold. The type of a value alone decides its form.

    numbers      NaN and the infinite, which JSON has not, are null
    times        ISO 8601 with all digits of their unit, those of a time zone in UTC (Z)
    durations    ISO 8601 in seconds
    maps         lists of pairs
    objects      a name that was there before has `_` behind it

Values of other types are those that pyarrow gives; text that is no UTF-8 comes as bytes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from actionlines.alignment.names import apart
from actionlines.alignment.text_column import as_bytes, is_text

# Decimal digits of the units of time.
_DIGITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """Yield the rows of a table as values that JSON can hold."""
    columns = [[value for chunk in column.chunks for value in _values(chunk)] for column in table.columns]
    return list(_objects(table.column_names, columns))


def _objects(names: Sequence[str], columns: Iterable[Iterable[Any]]) -> Iterator[dict[str, Any]]:
    own = apart(names)
    return (dict(zip(own, row, strict=True)) for row in zip(*columns, strict=True))


def _values(array: pa.Array) -> list[Any]:
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        if not pa.types.is_nested(kind.storage_type) and not is_text(kind.storage_type):
            return list(array.to_pylist())
        array, kind = array.storage, kind.storage_type
    if pa.types.is_dictionary(kind):
        known = _values(array.dictionary)
        return [None if place is None else known[place] for place in array.indices.to_pylist()]
    if pa.types.is_struct(kind):
        columns = [_values(array.field(place)) for place in range(kind.num_fields)]
        return _where_valid(array, _objects([field.name for field in kind], columns))
    if pa.types.is_map(kind):
        pairs = [list(pair) for pair in zip(_values(array.keys), _values(array.items), strict=True)]
        offsets = array.offsets.to_pylist()
        return _where_valid(array, (pairs[begin:end] for begin, end in itertools.pairwise(offsets)))
    if pa.types.is_nested(kind):
        inner = iter(_values(array.flatten()))
        sizes = pc.list_value_length(array).to_pylist()
        return [None if size is None else list(itertools.islice(inner, size)) for size in sizes]
    return _leaves(array)


def _where_valid(array: pa.Array, values: Iterable[Any]) -> list[Any]:
    return [one if there else None for there, one in zip(array.is_valid().to_pylist(), values, strict=True)]


def _leaves(array: pa.Array) -> list[Any]:
    kind = array.type
    if pa.types.is_floating(kind):
        found = list(array.to_pylist())
        if np.isfinite(array.to_numpy(zero_copy_only=False)).all():
            return found
        return [one if one is None or isfinite(one) else None for one in found]
    if pa.types.is_duration(kind):
        return [_duration(one, _DIGITS[kind.unit]) for one in array.view(pa.int64()).to_pylist()]
    if pa.types.is_timestamp(kind):
        # Without its zone, which this machine need not know, it is in UTC.
        text = pc.cast(array.view(pa.timestamp(kind.unit)), pa.string())
        zone = "Z" if kind.tz else ""
        return list(pc.replace_substring_regex(text, r"^(\S+\d) (.+)", rf"\1T\2{zone}").to_pylist())
    if pa.types.is_temporal(kind):
        return list(pc.cast(array, pa.string()).to_pylist())
    try:
        return list(array.to_pylist())
    except UnicodeDecodeError:  # nobody checks the bytes of a column when it is written
        return list(as_bytes(array).to_pylist())


def _duration(count: int | None, digits: int) -> str | None:
    if count is None:
        return None
    return f"{'-' if count < 0 else ''}PT{Decimal(abs(count)).scaleb(-digits):f}S"

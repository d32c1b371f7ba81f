"""Columns for rows of JSON, each of the kind that holds the values of the whole file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from actionlines.alignment.names import apart
from actionlines.alignment.scale.kinds import Kind

_PLAIN = {"bool": pa.bool_(), "int": pa.int64(), "big": pa.int64(), "float": pa.float64()}


def arrow(kind: Kind) -> pa.DataType:
    """Return the Arrow type that holds a kind."""
    if isinstance(kind, str):
        return _PLAIN.get(kind, pa.string())
    if kind[0] == "list":
        return pa.list_(arrow(kind[1]))
    if not kind[1]:  # Parquet has no object without fields
        return pa.string()
    return pa.struct(list(zip(_names(kind[1]), map(arrow, kind[1].values()), strict=True)))


def fitted(value: Any, kind: Kind) -> Any:
    """Return the value as its column holds it; an object as its values in the order of the kind."""
    if value is None:
        return None
    if kind == "text" or (kind == "json" and isinstance(value, str)):
        return _utf8(value)
    if kind == "json" or kind == ["struct", {}]:
        return _utf8(json.dumps(value, ensure_ascii=False))
    if kind == "float":
        return float(value)
    if isinstance(kind, str):
        return value
    if kind[0] == "list":
        return [fitted(one, kind[1]) for one in value]
    return tuple(fitted(value.get(name), one) for name, one in kind[1].items())


def table(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]) -> pa.Table:
    """Return the rows as a table with a column for each field."""
    # Files have thousands of fields of which a row has a few: what is not there is not looked at.
    cells: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for name, value in row.items():
            cells[name].append((place, value))
    columns = [_column(cells.get(name, ()), kind, len(rows)) for name, kind in kinds.items()]
    return pa.table(columns, names=_names(kinds))


def _column(cells: Sequence[tuple[int, Any]], kind: Kind, size: int) -> pa.Array:
    if not cells:
        return pa.nulls(size, arrow(kind))
    values: list[Any] = [None] * size
    for place, value in cells:
        values[place] = fitted(value, kind)
    return pa.array(values, arrow(kind))


def _names(fields: Iterable[str]) -> list[str]:
    """Return the names of fields in UTF-8, halves of a character as escapes."""
    return apart([name.encode("utf-8", "backslashreplace").decode() for name in fields])


def _utf8(text: str) -> str:
    # JSON may hold halves of a character, UTF-8 may not.
    return text if text.isascii() else text.encode("utf-8", "replace").decode() if _broken(text) else text


def _broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False

"""Columns for rows of JSON, each of the kind that holds the values of the whole file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from actionlines.alignment.scale.kinds import Kind

_PLAIN = {"bool": pa.bool_(), "int": pa.int64(), "big": pa.int64(), "float": pa.float64()}


def arrow(kind: Kind) -> pa.DataType:
    """The Arrow type that holds a kind."""
    if isinstance(kind, str):
        return _PLAIN.get(kind, pa.string())
    if kind[0] == "list":
        return pa.list_(arrow(kind[1]))
    # Parquet has no object without fields.
    return pa.struct([(_utf8(name), arrow(one)) for name, one in kind[1].items()]) if kind[1] else pa.string()


def fitted(value: Any, kind: Kind) -> Any:
    """The value as its column holds it."""
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
    return {_utf8(name): fitted(value.get(name), one) for name, one in kind[1].items()}


def table(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]) -> pa.Table:
    """The rows as a table with a column for each field."""
    columns = [
        pa.array([fitted(row.get(name), kind) for row in rows], arrow(kind)) for name, kind in kinds.items()
    ]
    return pa.table(columns, names=[_utf8(name) for name in kinds])


def _utf8(text: str) -> str:
    # JSON may hold halves of a character, UTF-8 may not.
    return text if text.isascii() else text.encode("utf-8", "replace").decode() if _broken(text) else text


def _broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False

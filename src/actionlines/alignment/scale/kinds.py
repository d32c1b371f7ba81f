"""Kinds of the values that rows of JSON hold: one for each field that holds the values of the whole file.

A kind is "null", "bool", "int" (exact also as a float), "big" (64 bits), "float", "text", ["list", kind],
["struct", {name: kind}], or "json": values of several kinds, and values too deep, kept as text: words as
they are, all else as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Kind = Any
# Fields of an object beyond which it is no record but a dictionary, and is kept as JSON text.
FIELDS = 100
# Lists and objects in each other beyond which the innermost are kept as JSON text: readers of Parquet give up
# at some depth, pyarrow 25 at 125.
LEVELS = 32
_EXACT, _LARGEST = 2**53, 2**63


def kind_of(value: Any, levels: int = LEVELS) -> Kind:
    """Return the kind of one value; `levels` inner levels keep kinds of their own.

    >>> kind_of({"a": [1, None, 2.5]})
    ['struct', {'a': ['list', 'float']}]
    >>> kind_of({"a": [1, None, 2.5]}, levels=1)
    ['struct', {'a': 'json'}]
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int" if abs(value) <= _EXACT else "big" if -_LARGEST <= value < _LARGEST else "json"
    if isinstance(value, float):
        return "float"
    if isinstance(value, str):
        return "text"
    if not levels or (isinstance(value, dict) and len(value) > FIELDS):
        return "json"
    if isinstance(value, list):
        inner: Kind = "null"
        for one in value:
            inner = merged(inner, kind_of(one, levels - 1))
        return ["list", inner]
    return ["struct", {name: kind_of(one, levels - 1) for name, one in value.items()}]


def merged(one: Kind, other: Kind) -> Kind:
    """Return the kind that holds values of both.

    >>> merged("int", "float"), merged("null", "text"), merged("text", "int")
    ('float', 'text', 'json')
    """
    if one == other or other == "null":
        return one
    if one == "null":
        return other
    if isinstance(one, str) and isinstance(other, str):
        both = {one, other}
        return "big" if both == {"int", "big"} else "float" if both == {"int", "float"} else "json"
    if isinstance(one, list) and isinstance(other, list) and one[0] == other[0]:
        if one[0] == "list":
            return ["list", merged(one[1], other[1])]
        fields = dict(one[1])
        add(fields, other[1])
        return "json" if len(fields) > FIELDS else ["struct", fields]
    return "json"


def add(fields: dict[str, Kind], more: Mapping[str, Kind]) -> None:
    """Let `fields` hold the values of others too; new names come last."""
    for name, kind in more.items():
        fields[name] = merged(fields.get(name, "null"), kind)

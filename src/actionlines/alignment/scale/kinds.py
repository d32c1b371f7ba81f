"""Kinds of the values that rows of JSON hold: one for each field that holds the values of the whole file.

A kind is "null", "bool", "int" (exact also as a float), "big" (64 bits), "float", "text", ["list", kind],
["struct", {name: kind}], or "json": values of several kinds, kept as text: words as they
are, all else as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Kind = Any
# Fields of an object beyond which it is no record but a dictionary, and is kept as JSON text.
FIELDS = 100
_EXACT, _LARGEST = 2**53, 2**63


def kind_of(value: Any) -> Kind:
    """The kind of one value.

    >>> kind_of({"a": [1, None, 2.5]})
    ['struct', {'a': ['list', 'float']}]
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
    if isinstance(value, list):
        inner: Kind = "null"
        for one in value:
            inner = merged(inner, kind_of(one))
        return ["list", inner]
    if len(value) > FIELDS:
        return "json"
    return ["struct", {name: kind_of(one) for name, one in value.items()}]


def merged(one: Kind, other: Kind) -> Kind:
    """The kind that holds values of both.

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
        fields = merged_fields(one[1], other[1])
        return "json" if len(fields) > FIELDS else ["struct", fields]
    return "json"


def merged_fields(one: Mapping[str, Kind], other: Mapping[str, Kind]) -> dict[str, Kind]:
    """Fields of both, those of the first first."""
    return {
        name: merged(one.get(name, "null"), other.get(name, "null")) for name in dict.fromkeys([*one, *other])
    }

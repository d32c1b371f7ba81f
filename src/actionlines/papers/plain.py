"""Frozen values as JSON has them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any


def plain(value: Any) -> Any:
    """A frozen value as JSON has it; a number that is not finite as null."""
    kind: Any = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    if names := _fields(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """Names of the fields of a dataclass, which reports have by the hundred thousand; () for other types."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()

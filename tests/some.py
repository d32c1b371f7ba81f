"""Which parameters of a test run every time, and which at night alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def first(values: Iterable[Any], count: int = 1, also: Iterable[Any] = ()) -> list[Any]:
    """Return all values as parameters; those after the first `count`, but those of `also`, are marked long."""
    named = list(also)
    return [
        value if place < count or value in named else pytest.param(value, marks=pytest.mark.long)
        for place, value in enumerate(values)
    ]

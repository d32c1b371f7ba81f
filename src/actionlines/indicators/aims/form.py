"""What a field of a user's target may hold."""

from __future__ import annotations

from typing import Any


def is_text(value: Any) -> bool:
    """A text that is not empty."""
    return isinstance(value, str) and bool(value.strip())


def is_number(value: Any) -> bool:
    """A finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def is_year(value: Any) -> bool:
    """A year from 1900 to 2200."""
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200


def are_two(value: Any) -> bool:
    """Two numbers."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_number, value))


def is_range(value: Any) -> bool:
    """Two numbers, the lower first."""
    return are_two(value) and value[0] < value[1]


def are_limits(value: Any) -> bool:
    """Two ends, the lower first; None for an open one."""
    if not isinstance(value, list) or len(value) != 2 or not all(v is None or is_number(v) for v in value):
        return False
    return None in value or value[0] < value[1]


def lies_inside(value: float, limits: list[float | None]) -> bool:
    """Whether a number lies between two ends, both included."""
    low, high = limits
    return (low is None or value >= low) and (high is None or value <= high)

"""Series for the tests, in few words."""

from __future__ import annotations

from actionlines.indicators.model import Key, Series


def series(values: dict[int, float], code: str = "X", area: str = "CAN") -> Series:
    """A series of values by year."""
    years = tuple(sorted(values))
    return Series(Key("", code, area), years, tuple(float(values[year]) for year in years))

"""Series for the tests, in few words."""

from __future__ import annotations

from actionlines.indicators import methods
from actionlines.indicators.model import Key, Series

# Methods that judge a series by its own values.
ALONE = methods.OWN


def series(values: dict[int, float], code: str = "X", area: str = "CAN") -> Series:
    """A series of values by year."""
    years = tuple(sorted(values))
    return Series(Key("", code, area), years, tuple(float(values[year]) for year in years))

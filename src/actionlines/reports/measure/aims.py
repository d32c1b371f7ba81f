"""Which aim each series has: the user's own, those agreed, else the natural limits of its unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from actionlines.framework import load
from actionlines.indicators.check.limits import is_rate
from actionlines.indicators.check.units import units_of
from actionlines.indicators.model import Aim

Aims = dict[str | tuple[str, str], Aim]


def aims_for(table: pl.DataFrame, names: Mapping[str, str], own: Path | None = None) -> Aims:
    """Aim by series code, or by (series, area) for a country's own."""
    found: Aims = {}
    shares = units_of("share")
    agreed = _agreed()
    for indicator, series, unit in table.select("indicator", "series", "unit").unique(maintain_order=True).iter_rows():
        aim = Aim()
        if unit in shares and not is_rate(series, names.get(series, "")):
            aim = replace(agreed.get(series) or agreed.get(indicator) or aim, low=0.0, high=100.0)
        found[series] = aim
    return found


def _agreed() -> dict[str, Aim]:
    """The connectivity targets for shares with a number, by indicator and by series."""
    found: dict[str, Aim] = {}
    for one in load().connectivity.values():
        if one.comparison == "in" or not one.unit.startswith("%"):
            continue
        aim = Aim(float(one.value), one.year, 1 if one.comparison == ">=" else -1, source=one.source)
        for key in (*one.series, *one.indicators):
            found.setdefault(key, aim)
    return found

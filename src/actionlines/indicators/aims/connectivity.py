"""The targets of universal and meaningful connectivity for 2030 as aims, where a series measures them.

The numbers stand in the framework; data/connectivity.csv says which series a target is for, or why none.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Literal

from actionlines.framework import load
from actionlines.indicators.aims.agreed import Agreed
from actionlines.indicators.aims.sdg import DATA


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (DATA / "connectivity.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def connectivity_aims() -> tuple[Agreed, ...]:
    """Levels for the series that measure them, and the parity bands (`what` is "parity") by indicator."""
    framework = load()
    found = []
    for row in _rows():
        target = framework.connectivity[row["id"]]
        if target.comparison == "in":
            low, _, high = target.value.partition("..")
            found += [
                Agreed(
                    f"{target.id}:{indicator}", indicator, what="parity", value=float(low), high=float(high),
                    year=target.year, basis="connectivity", note=target.title, source=target.source,
                )
                for indicator in target.indicators
            ]  # fmt: skip
        elif row["used"] == "yes":
            direction: Literal[1, -1] = -1 if target.comparison == "<=" else 1
            found.append(
                Agreed(
                    ":".join(p for p in (target.id, row["series"]) if p), row["indicator"], row["series"],
                    units=tuple(row["unit"].split("|")), what="value", value=float(target.value),
                    limits=(0.0, 100.0) if target.value == "100" else None,
                    direction=direction, year=target.year, basis="connectivity",
                    note="; ".join(p for p in (target.title, target.reason, row["reason"]) if p),
                    source=target.source,
                )
            )  # fmt: skip
    return tuple(found)


def not_measured() -> dict[str, str]:
    """Connectivity targets that no known series measures, with the reason: id -> reason."""
    return {row["id"]: row["reason"] for row in _rows() if row["used"] == "no"}

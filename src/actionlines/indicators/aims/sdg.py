"""The aims of the 2030 Agenda by indicator (data/sdg.csv), and the targets of universal connectivity for 2030.

The numbers of connectivity are those of the framework; data/connectivity.csv names the series that each target is
for, or the reason why there is none.

`basis` says how sure a number is: `agenda` stands in the target (70 deaths per 100,000 births), `implied`
follows from its words (for all, end, universal: 100 or 0), `other` from another agreement or the method of
the indicator, `convention` is what statistical offices use although the target names no number. Where the
Agenda's own year has passed (2020, 2025), progress is counted towards 2030 and the agreed year is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, cast

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.aims.agreed import Agreed, Basis, Limits, What

DATA = Path(__file__).parent / "data"


@cache
def sdg_aims() -> tuple[Agreed, ...]:
    """Return one or more aims for each of the 248 listings of indicators, in the order of the framework."""
    return tuple(map(_aim, read_table("sdg", DATA)))


# Natural limits of what has 100 as its aim, whatever the unit: a share or an index ends there, but what is to
# meet 100 from both sides (spending against the budget) may lie above.
_HUNDRED: Mapping[str, Limits] = {"value": (0.0, 100.0), "middle": (0.0, None)}


def _aim(row: dict[str, str]) -> Agreed:
    low, _, high = row["value"].partition("..")
    return Agreed(
        id=":".join(part for part in (row["indicator"], row["series"], row["area"]) if part),
        indicator=row["indicator"],
        series=row["series"],
        area=row["area"],
        units=tuple(row["unit"].split("|")) if row["unit"] else (),
        what=cast(What, row["what"]),
        value=float(low) if low else None,
        high=float(high) if high else None,
        direction=cast(Literal[1, -1], int(row["direction"] or 1)),
        year=int(row["year"]),
        agreed_year=int(row["agreed"]) if row["agreed"] else None,
        base=int(row["base"] or 2015),
        limits=_HUNDRED.get(row["what"]) if low == "100" else None,
        basis=cast(Basis, row["basis"]),
        note=row["note"],
        source=row["source"],
    )


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(read_table("connectivity", DATA))


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
                    # Why a target was not verified is a note of the framework's data, not of an aim.
                    note="; ".join(
                        p for p in (target.title, target.verified and target.reason, row["reason"]) if p
                    ),
                    source=target.source,
                )
            )  # fmt: skip
    return tuple(found)


def not_measured() -> dict[str, str]:
    """Connectivity targets that no known series measures, with the reason: id -> reason."""
    return {row["id"]: row["reason"] for row in _rows() if row["used"] == "no"}

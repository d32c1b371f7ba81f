"""Persons by breakdown, as a file of population has them: weights of groups, and head counts of pairs.

A head count multiplies a share by the people of whom it is a share: a pair of women and men aged 15 to 24 takes
the women and men of that age and no others. Where the file has not these, there is no head count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from actionlines.indicators.coverage import Population
from actionlines.indicators.table import breakdown_text

# How many persons one is, by unit; a unit that is not here counts persons.
PERSONS: Mapping[str, float] = MappingProxyType({"thousand": 1e3, "million": 1e6})
_SEXES = tuple(breakdown_text([("sex", sex)]) for sex in ("F", "M"))


@dataclass(frozen=True)
class People:
    """Persons by area and year: `total`, and `parts` by breakdown as in the long table ("sex=F")."""

    total: Population
    parts: Mapping[str, Population]

    @classmethod
    def from_table(cls, table: pl.DataFrame, name: str = "population") -> People:
        """From the long table of one series. Without totals, women and men together are the total.

        Raises ValueError where there is more than one series, no total, or a number below zero.
        """
        if (held := table["series"].n_unique()) != 1:
            raise ValueError(f"holds {held} series")
        factor = pl.col("unit").replace_strict(dict(PERSONS), default=1.0, return_dtype=pl.Float64)
        rows = table.with_columns(value=pl.col("value") * factor)
        parts = {
            str(breakdown): Population.from_table(part, name)
            for (breakdown,), part in rows.group_by("breakdown", maintain_order=True)
        }
        if "" not in parts:
            sexes = rows.filter(pl.col("breakdown").is_in(_SEXES)).unique(
                ["area", "year", "breakdown"], keep="last", maintain_order=True
            )
            both = sexes.group_by("area", "year", maintain_order=True).agg(
                pl.col("value").sum(), sides=pl.len()
            )
            both = both.filter(pl.col("sides") == len(_SEXES))
            if both.is_empty():
                raise ValueError("has no totals, and no women and men of the same year to add up")
            parts[""] = Population.from_table(both, name)
        return cls(parts[""], MappingProxyType(parts))

"""One aim as it was agreed, and the book of all of them: which one a series takes, and why.

kind         what `value` is
value        the number to reach
factor       times the value of the base year (halve: 0.5)
rest-factor  what is missing to the whole, times this (halve the untreated share: 0.5)
middle       the number to reach from both sides (half of the seats)
band         from `value` to `high`, both ends included
parity       such a band for the ratio of two groups; never for a level
direction    none: more (1) or less (-1) is better
none         nothing that can be measured

The aims of the 2030 Agenda by indicator (data/sdg.csv), and the targets of universal connectivity for 2030.

The numbers of connectivity are those of the framework; data/connectivity.csv names the series that each target is
for, or the reason why there is none.

`basis` says how sure a number is: `agenda` is in the target (70 deaths per 100,000 births), `implied`
follows from its words (for all, end, universal: 100 or 0), `other` from another agreement or the method of
the indicator, `convention` is what statistical offices use although the target names no number. Where the
Agenda's own year has passed (2020, 2025), progress is counted towards 2030 and the agreed year is kept.

The long table with its aims, ready for the methods: each series takes its aim from the book.

Aims that count from the base year (halve, double) are worked out for each series: the base value is the first
one from the base year on. A factor of a base value that is not there leaves the series without a number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, cast

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.check import is_growth, quantity_of
from actionlines.indicators.groups import area_members, first_listing
from actionlines.indicators.methods.ends import find_ends
from actionlines.indicators.model import Aim, Fold, Ints, Spans
from actionlines.indicators.spans import from_table

Limits = tuple[float | None, float | None]


def limits_of(unit: str, series: str = "", title: str = "", indicator: str = "") -> Limits:
    """(low, high) of a unit; None for an open end, or where the unit is not known.

    >>> limits_of("percent", "IT_USE_ii99"), limits_of("percent", "x", "Annual growth"), limits_of("number")
    ((0.0, 100.0), (None, None), (0.0, None))
    """
    quantity = quantity_of(unit, series, title, indicator)
    return None if quantity.negative else 0.0, quantity.most


What = Literal["value", "factor", "rest-factor", "middle", "band", "parity", "direction", "none"]
# What makes an aim, the nearest first: a user's own, an agreed number, one inferred from words of the text,
# another agreement, a number that statistical offices use although none was agreed, a direction only.
Basis = Literal["own", "agenda", "implied", "other", "connectivity", "convention", "direction"]
YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Agreed:
    """One row of the book.

    indicator, series  what it is for; a series code goes before an indicator. "" for not asked
    area               country or group ("" for all); members of a group on the day of the measurement
    breakdown          as in the long table ("sex=F", "" for the total only); None for all
    units              units in which `value` is meant; () for any. A series in another takes the direction
    year, agreed_year  by when it is measured; the earlier year that was agreed, where that has passed
    base               year from which a factor counts
    limits             (low, high) where the unit does not say
    """

    id: str
    indicator: str = ""
    series: str = ""
    area: str = ""
    breakdown: str | None = None
    units: tuple[str, ...] = ()
    what: What = "direction"
    value: float | None = None
    high: float | None = None
    direction: Literal[1, -1] = 1
    year: int = 2030
    agreed_year: int | None = None
    base: int = 2015
    limits: tuple[float | None, float | None] | None = None
    basis: Basis = "direction"
    note: str = ""
    source: str = ""
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    def fits(self, unit: str) -> bool:
        """Return whether the number is meant for series in this unit; one without a unit is taken at its word."""
        return not self.units or not unit or unit in self.units

    def aim(self, unit: str = "", series: str = "", indicator: str = "") -> Aim:
        """For the methods; a factor has no value yet (`apply` works it out from the base year)."""
        of, in_unit = indicator or self.indicator, unit or (self.units[0] if self.units else "")
        low, high = self.limits or limits_of(in_unit, series, "", of)
        plain = Aim(
            None, self.year, self.direction, low, high,
            growth=is_growth(series, of, in_unit), base=self.base, source=self.source,
        )  # fmt: skip
        if self.extra:
            plain = replace(plain, **self.extra)  # type: ignore[arg-type]
        if self.what in ("direction", "none") and unit == YES_NO:
            # Where one of two answers is better, it is the number to reach; what counts countries that have
            # something (17.18.3) has no direction as a number, and yes is better for each of them.
            return replace(plain, value=1.0 if self.direction > 0 else 0.0)
        if not self.fits(unit) or self.what in ("direction", "none", "parity", "factor", "rest-factor"):
            # Statistics Canada slows what it asks for near the upper limit where no number is set.
            near = high if self.direction > 0 and self.what in ("direction", "none") else None
            return plain if plain.limit is not None else replace(plain, limit=near)
        if self.what == "band" and self.value is not None and self.high is not None:
            fold: Fold = plain.fold or "ratio"
            return replace(plain, value=(self.value + self.high) / 2, band=(self.value, self.high), fold=fold)
        if self.what == "middle":
            return replace(plain, value=self.value, fold=plain.fold or "difference")
        return replace(plain, value=self.value)


@dataclass(frozen=True)
class Book:
    """All aims, those that go first in front: a user's own, then connectivity, then the Agenda.

    >>> from actionlines.indicators.aims import sdg_aims
    >>> Book(sdg_aims()).choose("sdg:3.2.1", "SH_DYN_MORT", "KEN", "per_1000_live_births").value
    25.0
    """

    aims: tuple[Agreed, ...]

    @classmethod
    def of(cls, *parts: Iterable[Agreed], conventions: bool = True) -> "Book":
        """One book of several lists, the first going first; `conventions` False leaves those numbers out."""
        every = (aim for part in parts for aim in part)
        return cls(tuple(aim for aim in every if conventions or aim.basis != "convention"))

    @cached_property
    def _index(self) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
        by_series: dict[str, list[int]] = {}
        by_indicator: dict[str, list[int]] = {}
        for i, aim in enumerate(self.aims):
            if aim.series:
                by_series.setdefault(aim.series.upper(), []).append(i)
            elif aim.indicator:
                by_indicator.setdefault(first_listing(aim.indicator), []).append(i)
        return by_series, by_indicator

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Return the sources of the aims, each once."""
        return tuple(dict.fromkeys(aim.source for aim in self.aims))

    def choose(
        self,
        indicator: str,
        series: str,
        area: str = "",
        unit: str = "",
        *,
        breakdown: str | None = None,
        on: date | None = None,
    ) -> Agreed | None:
        """Return the aim of a series of an area, None where there is none.

        In front goes the user's own, unless its number is meant in another unit. Then a number in the unit of
        the series goes before a direction, an aim for the series before one for the indicator, one for the
        area or its group before one for all, one for the breakdown before one for all, then the order of the
        book. Without `breakdown` aims for one breakdown are left out. `on` is the day of membership in groups
        (31 December 2030 unless given: who is a member when the aim is due).
        """
        places = self._places(indicator, series)
        day = on or date(2030, 12, 31)
        ranked = [
            (
                aim.basis != "own" or not aim.fits(unit),
                aim.what in ("direction", "none", "parity") or not aim.fits(unit),
                not aim.series,
                not aim.area,
                aim.breakdown is None,
                i,
            )
            for i in places
            if _is_held(aim := self.aims[i], area, day) and aim.breakdown in (None, breakdown)
        ]
        return self.aims[min(ranked)[-1]] if ranked else None

    def _places(self, indicator: str, series: str) -> list[int]:
        by_series, by_indicator = self._index
        return by_series.get(series.upper(), []) + by_indicator.get(first_listing(indicator), [])

    def is_local(self, indicator: str, series: str) -> bool:
        """Return whether any aim of the series is for one area or group alone."""
        return any(self.aims[place].area for place in self._places(indicator, series))

    def parity(self, indicator: str) -> Agreed | None:
        """Return the band for the ratio of women to men that was agreed for an indicator; None where none was."""
        wanted = first_listing(indicator)
        candidates = (a for a in self.aims if a.what == "parity" and first_listing(a.indicator) == wanted)
        return next(candidates, None)


def _is_held(agreed: Agreed, area: str, day: date) -> bool:
    return agreed.what != "parity" and (
        not agreed.area or agreed.area == area or area in area_members(agreed.area, day)
    )


DATA = Path(__file__).parent / "data"


@cache
def sdg_aims() -> tuple[Agreed, ...]:
    """Return one or more aims for each of the 248 listings of indicators, in the order of the framework."""
    return tuple(map(_read_aim, read_table("sdg", DATA)))


# Natural limits of what has 100 as its aim, whatever the unit: a share or an index ends there, but what is to
# meet 100 from both sides (spending against the budget) may lie above.
_HUNDRED: Mapping[str, Limits] = {"value": (0.0, 100.0), "middle": (0.0, None)}


def _read_aim(row: dict[str, str]) -> Agreed:
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
def _read_rows() -> tuple[dict[str, str], ...]:
    return tuple(read_table("connectivity", DATA))


@cache
def connectivity_aims() -> tuple[Agreed, ...]:
    """Levels for the series that measure them, and the parity bands (`what` is "parity") by indicator."""
    framework = load()
    aims = []
    for row in _read_rows():
        target = framework.connectivity[row["id"]]
        if target.comparison == "in":
            low, _, high = target.value.partition("..")
            aims += [
                Agreed(
                    f"{target.id}:{indicator}", indicator, what="parity", value=float(low), high=float(high),
                    year=target.year, basis="connectivity", note=target.title, source=target.source,
                )
                for indicator in target.indicators
            ]  # fmt: skip
        elif row["used"] == "yes":
            direction: Literal[1, -1] = -1 if target.comparison == "<=" else 1
            aims.append(
                Agreed(
                    ":".join(p for p in (target.id, row["series"]) if p),
                    row["indicator"],
                    row["series"],
                    units=tuple(row["unit"].split("|")),
                    what="value",
                    value=float(target.value),
                    limits=(0.0, 100.0) if target.value == "100" else None,
                    direction=direction,
                    year=target.year,
                    basis="connectivity",
                    # Why a target was not verified is a note of the framework's data, not of an aim.
                    note="; ".join(p for p in (target.title, target.verified and target.reason, row["reason"]) if p),
                    source=target.source,
                )
            )
    return tuple(aims)


@dataclass(frozen=True)
class Aimed:
    """Series with their aims.

    keys    the key of each series (columns of table.KEY), in the order of `spans`
    spans   for the methods
    agreed  the aim that each series took; None where the book has none
    notes   what was done to it ("" for nothing): another unit, a factor worked out, a year moved
    """

    keys: pl.DataFrame
    spans: Spans
    agreed: tuple[Agreed | None, ...]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.agreed)


def aimed(table: pl.DataFrame, book: Book, *, on: date | None = None, base: int | None = None) -> Aimed:
    """Return every series of the long table with its aim; one without has the direction 0 and is not judged.

    `base` is the year from which is counted, in place of that of every aim but a user's own.
    """
    agreed: list[Agreed | None] = []

    def choose(keys: pl.DataFrame) -> tuple[list[Aim], Ints]:
        """Return each aim once, and which of them a series takes: the table may hold a hundred thousand series."""
        by_breakdown = any(aim.breakdown is not None for aim in book.aims)
        pairs = keys.select("indicator", "series").unique()
        pairs = pairs.with_columns(
            _local=pl.Series([book.is_local(*pair) for pair in pairs.iter_rows()], dtype=pl.Boolean)
        )
        chosen = keys.join(pairs, on=["indicator", "series"], how="left", maintain_order="left").select(
            "indicator",
            "series",
            pl.when("_local").then("area").otherwise(pl.lit("")).alias("area"),
            pl.col("breakdown") if by_breakdown else pl.lit("").alias("breakdown"),
            "unit",
        )
        kinds = chosen.unique(maintain_order=True)
        known: list[Agreed | None] = []
        made: dict[tuple[int, str, str, str], int] = {}
        every, aim_of = [Aim()], []
        for indicator, series, area, breakdown, unit in kinds.iter_rows():
            own = breakdown if by_breakdown else None
            agreement = book.choose(indicator, series, area, unit, breakdown=own, on=on)
            known.append(agreement)
            if agreement is None or (agreement.what == "none" and unit != YES_NO):
                aim_of.append(0)
                continue
            kind = (id(agreement), unit, series, indicator)
            if kind not in made:
                made[kind] = len(every)
                every.append(agreement.aim(unit, series, indicator))
            aim_of.append(made[kind])
        rows = chosen.join(kinds.with_row_index("_kind"), on=kinds.columns, how="left", maintain_order="left")["_kind"]
        agreed.extend(map(known.__getitem__, rows.to_list()))
        return every, np.array(aim_of, dtype=np.int32)[rows.to_numpy()]

    keys, spans = from_table(table, choose)
    if base is not None:
        own = np.array([agreement is not None and agreement.basis == "own" for agreement in agreed], dtype=bool)
        spans = replace(spans, base=np.where(own, spans.base, base).astype(np.int32))
    spans, notes = _from_base(spans, agreed, keys["unit"].to_list())
    return Aimed(keys, spans, tuple(agreed), notes)


def _from_base(spans: Spans, agreed: Sequence[Agreed | None], units: Sequence[str]) -> tuple[Spans, tuple[str, ...]]:
    """Targets that are a factor of the base value, and what to say of each aim."""
    base = find_ends(spans)
    target = spans.target.copy()
    notes = []
    for i, (agreement, unit) in enumerate(zip(agreed, units, strict=True)):
        texts = []
        if agreement is None:
            notes.append("")
            continue
        if agreement.what in ("factor", "rest-factor") and agreement.value is not None and agreement.fits(unit):
            start = float(base.base_value[i])
            whole = 0.0 if agreement.what == "factor" else float(spans.high[i])
            target[i] = whole - (whole - start) * agreement.value
            if np.isfinite(target[i]):
                texts.append(f"{agreement.value:.4g} times {start:.4g} of {base.base_year[i]:.0f}")
                if agreement.what == "rest-factor":
                    texts[-1] = (
                        f"{agreement.value:.4g} times what was missing to {whole:.4g} in {base.base_year[i]:.0f}"
                    )
        elif not agreement.fits(unit):
            texts.append(f"the number is meant in {' or '.join(agreement.units)}, not in {unit}: direction only")
        if agreement.agreed_year is not None and agreement.agreed_year < agreement.year:
            texts.append(f"agreed for {agreement.agreed_year}, counted towards {agreement.year}")
        notes.append("; ".join(texts))
    return replace(spans, target=target), tuple(notes)

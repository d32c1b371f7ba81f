"""Two groups beside each other: women and men, rural and urban; how far apart, and for how many people.

    parity ratio   first / second            (ITU: women / men; urban / rural as ITU prints it)
    gap            second - first            in the unit of the figures: points where they are percentages
    relative gap   (second - first) / second (as the share of the better placed who would have to lose it)
    head count     second % * people of second - first % * people of first, in persons

The ratio and the head count can move in opposite directions (more people are online on both sides), so both
are given. Source: ITU, Facts and Figures; UNESCO Institute for Statistics for the wider band.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from actionlines.framework.tables import read_table
from actionlines.indicators.model import Floats


@dataclass(frozen=True, slots=True)
class Band:
    """A parity band: a ratio from `low` to `high`, ends included, counts as parity."""

    name: str
    low: float
    high: float
    words: str
    source: str

    def holds(self, ratio: float) -> bool:
        """Return whether the ratio is in the band."""
        return self.low <= ratio <= self.high


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups compared; `first` is the numerator of the ratio.

    ratio     first / second; None where the second is 0
    gap       second - first, in the unit of the values
    relative  (second - first) / second; None where the second is 0
    heads     persons by which the second group is ahead; None without both populations; right where the
              figures are shares of exactly these people
    bands     name of a band -> whether the ratio is in it
    inputs    every number that was used
    weights   the populations behind `count_heads`, in words
    words     a sentence
    """

    names: tuple[str, str]
    ratio: float | None
    gap: float
    relative: float | None
    heads: float | None
    bands: Mapping[str, bool]
    inputs: Mapping[str, float]
    weights: str
    words: str


@cache
def read_bands() -> Mapping[str, Band]:
    """Return the bands of data/bands.csv by name."""
    rows = read_table("bands", Path(__file__).parent / "data")
    table = (Band(r["name"], float(r["low"]), float(r["high"]), r["words"], r["source"]) for r in rows)
    return MappingProxyType({band.name: band for band in table})


@cache
def read_wholes() -> Mapping[str, float]:
    """Of how many people a figure in a unit speaks (data/wholes.csv); no other unit has a head count."""
    rows = read_table("wholes", Path(__file__).parent / "data")
    return MappingProxyType({row["unit"]: float(row["whole"]) for row in rows})


def compute_ratios(first: Floats, second: Floats) -> Floats:
    """first / second, element by element; NaN where the second is 0."""
    out: Floats = np.full(np.shape(first), np.nan)
    return np.divide(first, second, out=out, where=np.asarray(second) != 0)


def compute_relatives(first: Floats, second: Floats) -> Floats:
    """(second - first) / second; NaN where the second is 0."""
    return compute_ratios(np.asarray(second - first), second)


def count_heads(
    first: Floats, second: Floats, people: tuple[Floats, Floats], whole: float | Floats = 100.0
) -> Floats:
    """Persons by which the second group is ahead: shares out of `whole`, people of the first and second."""
    return np.asarray((second * people[1] - first * people[0]) / whole)


def make_pair(
    first: float,
    second: float,
    names: tuple[str, str] = ("women", "men"),
    *,
    people: tuple[float, float] | None = None,
    whole: float = 100.0,
    population: str = "population",
) -> Pair:
    """Compare two values; `people` are the persons of the first and second group.

    Raises ValueError where a value is not a finite number.

    >>> make_pair(65, 70).words
    '65 for women and 70 for men: a ratio of 0.929, a gap of 5; not at parity by itu, unesco.'
    """
    if not (np.isfinite(first) and np.isfinite(second)):
        raise ValueError(f"{names[0]} {first}, {names[1]} {second}: not numbers")
    firsts, seconds = np.array([first], float), np.array([second], float)
    ratio, relative = (
        _as_number(measure(firsts, seconds)[0]) for measure in (compute_ratios, compute_relatives)
    )
    inputs = {names[0]: float(first), names[1]: float(second)}
    persons = None
    if people is not None and np.isfinite(people).all():
        persons = float(
            count_heads(firsts, seconds, (np.array([people[0]]), np.array([people[1]])), whole)[0]
        )
        inputs |= {f"people: {names[0]}": float(people[0]), f"people: {names[1]}": float(people[1])}
    inside = {} if ratio is None else {name: band.holds(ratio) for name, band in read_bands().items()}
    return Pair(
        names=names,
        ratio=ratio,
        gap=float(second - first),
        relative=relative,
        heads=persons,
        bands=MappingProxyType(inside),
        inputs=MappingProxyType(inputs),
        weights=population if persons is not None else "none: a comparison of two values",
        words=_pair_words(names, (first, second), ratio, persons, inside, population),
    )


def _as_number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _pair_words(
    names: tuple[str, str],
    values: tuple[float, float],
    ratio: float | None,
    persons: float | None,
    inside: Mapping[str, bool],
    population: str,
) -> str:
    head = f"{values[0]:.4g} for {names[0]} and {values[1]:.4g} for {names[1]}"
    if ratio is None:
        return f"{head}: no ratio, the second is zero; a gap of {values[1] - values[0]:.4g}."
    years_of = {"at parity": [n for n, holds in inside.items() if holds]}
    years_of["not at parity"] = [n for n, holds in inside.items() if not holds]
    verdicts = "; ".join(f"{what} by {', '.join(who)}" for what, who in years_of.items() if who)
    text = f"{head}: a ratio of {ratio:.3f}, a gap of {values[1] - values[0]:.4g}; {verdicts}."
    if persons is None:
        return text
    more, fewer = (names[1], names[0]) if persons >= 0 else (names[0], names[1])
    return f"{text} {abs(persons):,.0f} more {more} than {fewer}, by the {population}."


def rounding_limits(first: float, second: float, step: float = 1.0) -> tuple[float, float]:
    """Lowest and highest ratio that two values rounded to `step` allow.

    Published shares are whole percentages, published ratios come from unrounded ones.

    >>> [round(end, 3) for end in rounding_limits(65, 70)]
    [0.915, 0.942]
    """
    half = step / 2
    low = max(first - half, 0.0) / (second + half)
    high = (first + half) / (second - half) if second > half else np.inf
    return low, float(high)

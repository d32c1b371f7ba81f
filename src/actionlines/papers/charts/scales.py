"""Scales and their ticks by the rules of Vega, so that a picture of ours is the one Vega draws.

Ticks and round ends: d3-array `ticks` and d3-scale `nice`: steps of 1, 2 or 5 times a power of ten.

>>> ticks(0, 100, 5), ticks(2015, 2030, 8)[:3], ticks(0, 0.8, 5)
([0, 20, 40, 60, 80, 100], [2016, 2018, 2020], [0.0, 0.2, 0.4, 0.6, 0.8])
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

NICE = 10  # ticks that the round ends of a domain are found for


@dataclass(frozen=True, slots=True)
class Linear:
    """Numbers from `low` to `high` over `size` pixels; upwards where `up`."""

    low: float
    high: float
    size: float
    up: bool = False

    def __call__(self, value: float) -> float:
        """Return the place of a value in pixels."""
        part = (value - self.low) / (self.high - self.low) if self.high != self.low else 0.5
        return self.size * (1 - part if self.up else part)


@dataclass(frozen=True, slots=True)
class Steps:
    """Places of the same width for names: the middle of each; `band` is the width of what is drawn there."""

    names: Mapping[Any, int]
    step: float
    start: float
    band: float

    @classmethod
    def of(cls, names: Sequence[Any], size: float, padding: float | None) -> Steps:
        """Return bands with the same `padding` between and around them, in parts of a step; points without."""
        places = {name: at for at, name in enumerate(dict.fromkeys(names))}
        if padding is None:
            return cls(places, size / len(places), 0.0, 0.0)
        step = size / (len(places) + padding)
        return cls(places, step, padding * step, step * (1 - padding))

    def __call__(self, name: Any) -> float:
        """Return the middle of the place of a name."""
        return self.start + self.places_left(name) + (self.band or self.step) / 2

    def places_left(self, name: Any) -> float:
        """Return the pixels of the places before a name."""
        return self.names[name] * self.step


def increment(low: float, high: float, count: float) -> float:
    """Return the step between about `count` ticks."""
    if high <= low:
        return 1.0
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    error = rough / power
    times = (
        10 if error >= math.sqrt(50) else 5 if error >= math.sqrt(10) else 2 if error >= math.sqrt(2) else 1
    )
    return times * power


def ticks(low: float, high: float, count: float) -> list[float]:
    """Return about `count` round numbers from `low` to `high`."""
    if high <= low:
        return [low]
    step = increment(low, high, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if step >= 1:
        return [at * int(step) for at in range(first, last + 1)]
    # Divided by a whole number, a tick is the number that is written: 3 / 10 and not 3 * 0.1.
    parts = round(1 / step)
    return [at / parts for at in range(first, last + 1)]


def nice(low: float, high: float) -> tuple[float, float]:
    """Return the domain with round ends.

    >>> nice(0, 93.4), nice(-3, 1.27)
    ((0, 100), (-3.0, 1.5))
    """
    before = 0.0
    for _ in range(10):
        step = increment(low, high, NICE)
        if step == before or high <= low:
            break
        low, high, before = math.floor(low / step) * step, math.ceil(high / step) * step, step
    return tuple(int(end) if end == int(end) and abs(step) >= 1 else end for end in (low, high))  # type: ignore[return-value]


def labels(values: Sequence[float]) -> list[str]:
    """Return ticks as Vega writes them: commas between thousands, as many decimals as the step has, a true minus.

    >>> labels([-1000, 0, 1000]), labels([0, 0.5])
    (['−1,000', '0', '1,000'], ['0.0', '0.5'])
    """
    step = min((b - a for a, b in pairwise(values)), default=values[0] if values else 1.0)
    decimals = max(0, -math.floor(math.log10(abs(step)) + 1e-9)) if step else 0
    return [f"{value:,.{decimals}f}".replace("-", "−") for value in values]


# Parts of an em by the letters of a plain sans serif, and 8 % for fonts that run wider.
_WIDER = 1.08
_NARROW = {**dict.fromkeys("ijl|'’", 0.23), **dict.fromkeys(" .,:;!fItr()[]/-", 0.31)}
_BROAD = {**dict.fromkeys("mwMW%—", 0.86), **dict.fromkeys("GOQ@…", 0.8)}
_LETTERS = {**_NARROW, **_BROAD}


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    if letter in _LETTERS:
        return _LETTERS[letter]
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.68 if kind == "Lu" else 0.55


def width(text: str, size: float) -> float:
    """Return the width of a text in pixels at a font size in pixels."""
    return sum(map(_em, text)) * size * _WIDER


def cut(text: str, limit: float, size: float) -> str:
    """Return the text, or as much of it as is no wider than `limit` with an ellipsis."""
    if width(text, size) <= limit:
        return text
    room, kept = limit - width("…", size), ""
    for letter in text:
        room -= width(letter, size)
        if room < 0:
            break
        kept += letter
    return kept + "…"

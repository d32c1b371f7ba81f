"""A row of verdicts in words: the templates of the methods, filled with the numbers of the row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from string import Formatter


def number(value: float) -> str:
    """Return a number for a sentence: four significant digits, no exponent below a million million.

    >>> number(72.5), number(1.0), number(24940747.0), number(0.0012345678)
    ('72.5', '1', '24,940,747', '0.001235')
    """
    if not math.isfinite(value):
        return "no number"
    if value == round(value) and abs(value) < 1e15:
        return f"{value:,.0f}"
    if abs(value) >= 1e4:
        return f"{value:,.0f}" if abs(value) < 1e15 else f"{value:.3e}"
    return f"{value:.4g}"


def percent(value: float) -> str:
    """Return a share as a percentage.

    >>> percent(0.0213), percent(-0.00001), percent(130.614), percent(1e307)
    ('2.13 %', '-0.001 %', '13,061 %', 'no number')
    """
    if not math.isfinite(value * 100):
        return "no number"
    return f"{number(round(value * 100))} %" if abs(value) >= 10 else f"{value * 100:.3g} %"


@cache
def _parts(template: str) -> tuple[tuple[str, str, str], ...]:
    """A template taken apart once, for it is filled ten thousand times: text, then name and form of a number."""
    found = Formatter().parse(template)
    return tuple((text, name or "", form or "") for text, name, form, _ in found)


def _written(name: str, value: float, form: str) -> str:
    """`{x}` is written as a number, `{x:%}` as a percentage, `{x_year}` and `{base}` without separators."""
    if form == "%":
        return percent(value)
    if (name.endswith("year") or name == "base") and math.isfinite(value):
        return f"{value:.0f}"
    return number(value)


def fill(template: str, numbers: Mapping[str, float]) -> str:
    """Return the template with its numbers.

    >>> fill("{value} in {base_year}, {growth:%}", {"value": 41.5, "base_year": 2015, "growth": 0.02})
    '41.5 in 2015, 2 %'
    """
    return "".join(
        text + _written(name, numbers.get(name, math.nan), form) if name else text
        for text, name, form in _parts(template)
    )

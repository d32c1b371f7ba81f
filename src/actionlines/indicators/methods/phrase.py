"""A row of verdicts in words: the templates of the methods, filled with the numbers of the row."""

from __future__ import annotations

import math
from collections.abc import Mapping
from string import Formatter


def number(value: float) -> str:
    """A number for a sentence: four significant digits, no exponent below a million million.

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
    """A share as a percentage.

    >>> percent(0.0213), percent(-0.00001), percent(130.614)
    ('2.13 %', '-0.001 %', '13,061 %')
    """
    if not math.isfinite(value):
        return "no number"
    return f"{number(round(value * 100))} %" if abs(value) >= 10 else f"{value * 100:.3g} %"


class _Words(Formatter):
    """`{x}` is written as a number, `{x:%}` as a percentage, `{x_year}` and `{base}` without separators."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, float]) -> tuple[str, float]:
        name = str(key)
        return name, kwargs.get(name, math.nan)

    def format_field(self, value: tuple[str, float], format_spec: str) -> str:
        name, number_ = value
        if format_spec == "%":
            return percent(number_)
        if (name.endswith("year") or name == "base") and math.isfinite(number_):
            return f"{number_:.0f}"
        return number(number_)


def fill(template: str, numbers: Mapping[str, float]) -> str:
    """The template with its numbers.

    >>> fill("{value} in {base_year}, {growth:%}", {"value": 41.5, "base_year": 2015, "growth": 0.02})
    '41.5 in 2015, 2 %'
    """
    return _Words().vformat(template, (), numbers)

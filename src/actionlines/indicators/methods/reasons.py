"""Why a method cannot judge a series, or which exception decided: one list for all methods.

`TEXTS[reason]` is a template; it is filled with the inputs of the row (see `phrase.fill`).

A row of verdicts in words: the templates of the methods, filled with the numbers of the row.
"""

import math
from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from string import Formatter


class Reason(IntEnum):
    """Index into TEXTS; -1 (NONE) where the numbers alone decided."""

    NONE = -1
    NO_DATA = 0
    ONE_VALUE = 1
    NOT_POSITIVE = 2
    NO_TARGET = 3
    ACROSS_ZERO = 4
    NO_BOUNDS = 5
    NO_LIMITS = 6
    AT_LIMIT = 7
    TOO_SHORT = 8
    MET_AT_BASE = 9
    LOST = 10
    MET = 11
    NEAR = 12
    MET_FALLING = 13
    AT_LIMIT_OF_METHOD = 14
    NOT_FINITE = 15
    TARGET_PAST = 16
    NO_AIM = 17
    BAD_BOUNDS = 18
    ANSWER_NO = 19
    GROWTH_RATE = 20
    ZERO_BASE = 21
    ZERO_TARGET = 22
    YES_OR_NO = 23
    NO_POOL = 24
    UNIT = 25  # this and what follows: the rules of publication refuse the verdict (indicators.gate)
    STATUS = 26
    AGE = 27
    SPAN = 28
    BREAK = 29

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the codes of all reasons but NONE in files, such as `one-value`, by number."""
        return tuple(reason.name.lower().replace("_", "-") for reason in cls if reason >= 0)


TEXTS: tuple[str, ...] = (
    "there is no value in {base} or later",
    "there is only one value to count from, {last_value} in {last_year}; a change needs two years",
    "yearly growth needs values above zero, and there are {base_value} in {base_year} and {last_value} in {last_year}",
    "no number is set as target, only a direction",
    "yearly growth has no meaning at zero or from one side of zero to the other: {base_value} in "
    "{base_year}, {last_value} in {last_year}, target {target}",
    "the worst and best value and the green threshold of the index are not given for this series",
    "a share needs two natural limits, such as 0 and 100, and they are not given",
    "fewer than two years lie strictly between the natural limits",
    "the values do not reach back far enough: the first to count from is of {base_year}, the last of {last_year}",
    "the target {target} was already met in {base_year} ({base_value}) and still is ({last_value} in {last_year})",
    "the target {target} was met in {base_year} ({base_value}) and no longer is ({last_value} in {last_year})",
    "the latest value, {last_value} in {last_year}, meets the target {target}",
    "the latest value, {last_value} in {last_year}, is within one point of the target {target}",
    "the latest value, {last_value} in {last_year}, meets the target {target}, but the trend leads away from "
    "it, to {projected} in {target_year}",
    "the value stood at its natural limit {limit} in {base_year} and has not fallen behind",
    "the numbers are too large or too small to calculate with: {base_value} in {base_year}, {last_value} in "
    "{last_year}",
    "the target year {target_year} does not lie after {base_year}, from which is counted",
    "no aim is known for this series, not even whether more or less is better",
    "the bounds of the index cannot be used: worst {worst}, best {best}, green threshold {green}; worst and "
    "best must differ, best on the better side, and green must be between them",
    "a question of yes or no, and the answer of {last_year} is no",
    "the series is itself a yearly rate of growth: its own growth means nothing, and experts judge it",
    "the value of {base_year} is 0 and counts as 0.001: from there to {last_value} in {last_year} is {growth:%} a "
    "year, which says little",
    "from {base_value} in {base_year} to {last_value} in {last_year} is {growth:%} a year; the target 0 counts as "
    "0.001, which {needed:%} a year would reach in {target_year}",
    "a question of yes or no has no pace: the method needs numbers that can rise step by step",
    "the curve needs ten areas of the same share or rate with two values each, and they are not given",
    "the aim {target} is a number and the series has no unit",
    "the source calls the value of {base_year} or of {last_year} a forecast, not significant or of low reliability",
    "the newest value is of {last_year}, {age} years before the newest figures",
    "only {span} years lie between {base_year} and {last_year}",
    "{break_year} has a break, between {base_year} and {last_year}",
)


def format_number(value: float) -> str:
    """Return a number for a sentence: four significant digits, no exponent below a million million.

    >>> format_number(72.5), format_number(1.0), format_number(24940747.0), format_number(0.0012345678)
    ('72.5', '1', '24,940,747', '0.001235')
    """
    if not math.isfinite(value):
        return "no number"
    if value == round(value) and abs(value) < 1e15:
        return f"{value:,.0f}"
    if abs(value) >= 1e4:
        return f"{value:,.0f}" if abs(value) < 1e15 else f"{value:.3e}"
    return f"{value:.4g}"


def format_percent(value: float) -> str:
    """Return a share as a percentage.

    >>> format_percent(0.0213), format_percent(-0.00001), format_percent(130.614), format_percent(1e307)
    ('2.13 %', '-0.001 %', '13,061 %', 'no number')
    """
    if not math.isfinite(value * 100):
        return "no number"
    return f"{format_number(round(value * 100))} %" if abs(value) >= 10 else f"{value * 100:.3g} %"


@cache
def _split_template(template: str) -> tuple[tuple[str, str, str], ...]:
    """A template taken apart once, for it is filled ten thousand times: text, then name and form of a number."""
    pieces = Formatter().parse(template)
    return tuple((text, name or "", form or "") for text, name, form, _ in pieces)


def _format_value(name: str, value: float, form: str) -> str:
    """`{x}` is written as a number, `{x:%}` as a percentage, `{x_year}` and `{base}` without separators."""
    if form == "%":
        return format_percent(value)
    if (name.endswith("year") or name == "base") and math.isfinite(value):
        return f"{value:.0f}"
    return format_number(value)


def fill_template(template: str, numbers: Mapping[str, float]) -> str:
    """Return the template with its numbers.

    >>> fill_template("{value} in {base_year}, {growth:%}", {"value": 41.5, "base_year": 2015, "growth": 0.02})
    '41.5 in 2015, 2 %'
    """
    return "".join(
        text + _format_value(name, numbers.get(name, math.nan), form) if name else text
        for text, name, form in _split_template(template)
    )

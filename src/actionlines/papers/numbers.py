"""Numbers as a reader of a language writes them."""

from __future__ import annotations

from actionlines.indicators.check.units import units_of
from actionlines.papers.charts.model import figure
from actionlines.papers.words import Words


def unit_of(unit: str) -> str:
    """A unit in words; "" for shares, whose sign stands with the number, for years and counts.

    >>> unit_of("per_100_pop"), unit_of("percent"), unit_of("CHF")
    ('per 100 pop', '', 'CHF')
    """
    return "" if unit in ("year", "number") or unit in units_of("share") else unit.replace("_", " ")


def shown(value: int | float | str, unit: str, words: Words) -> str:
    """A value in the form of the language of `words`; of a currency or other unit the number alone.

    >>> from actionlines.reports.sections.words import words
    >>> shown(1234567, "", words("fr")), shown(72.46, "percent", words("ru")), shown(2023, "year", words("en"))
    ('1 234 567', '72,5 %', '2023')
    """
    if isinstance(value, str):
        return value
    if unit == "year":
        return str(int(value))
    if unit.isupper() and len(unit) == 3:  # a currency: not rounded
        whole = float(value).is_integer()
        said = f"{value:,.0f}" if whole else f"{value:,.2f}"
    else:
        said = f"{value:,}" if isinstance(value, int) else figure(value, unit)
    return said.translate({ord(","): words("number.group"), ord("."): words("number.decimal")})

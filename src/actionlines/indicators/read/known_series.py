"""Series that are known by their code or full title: the indicator they belong to, their title, their unit.

data/series_indicators.csv lists the codes of UNSD, data/known_series.csv those of ITU and the World Bank, each
with its source. A series that stands in neither is one of its own, without an indicator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators.check.units import fold
from actionlines.indicators.read.headers import DATA
from actionlines.indicators.table import escape

# Codes of household surveys in the DataHub end in the group of people: HH%U4212_HHCRuralUsers, …_HHC15to24; the
# whole is …_HHTotalIndividual.
_PART = re.compile(r"(.+)_HH(C|Total)(\w+)", re.ASCII)
# Codes of prices in the DataHub end in the unit, which its files give as that of the share of GNI for all three.
_PRICES = {
    "_GNI": ("percent_gni_pc", "price in per cent of GNI per person"),
    "_PPP": ("ppp_usd", "price in international dollars"),
    "$": ("usd", "price in US dollars"),
}
_AGES = re.compile(r"(\d{1,2})to(\d{1,3})(?:Users)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """A series of a source: its code as written there, its full title, its indicator, the unit of its values.

    `title`, `indicator` and `unit` are "" where the table says nothing of them.
    """

    code: str
    title: str = ""
    indicator: str = ""
    unit: str = ""


@cache
def _codes() -> Mapping[str, KnownSeries]:
    """Code in upper case -> what is known of it."""
    found = {
        row["series"].upper(): KnownSeries(row["series"], "", row["indicator"])
        for row in read_table("series_indicators", DATA)
    }
    for row in read_table("known_series", DATA):
        if row["series"]:
            found[row["series"].upper()] = KnownSeries(
                row["series"], row["title"], row["indicator"], row["unit"]
            )
    return MappingProxyType(found)


@cache
def _titles() -> Mapping[str, str]:
    """Folded title -> indicator."""
    named = {fold(row["title"]): row["indicator"] for row in read_table("known_series", DATA)}
    return MappingProxyType({title: indicator for title, indicator in named.items() if title})


def known(code: str) -> KnownSeries | None:
    """Return what is known of a code, whatever its case and its group of people; None where it is not listed."""
    return _codes().get(code.upper()) or _codes().get(apart(code)[0].upper())


def indicator_of(code: str, title: str = "") -> str:
    """Return the indicator of a series by its code, else by its full title; "" where it is of none.

    >>> indicator_of("i271g"), indicator_of("X", "Individuals using the Internet (% of population)")
    ('sdg:9.c.1', 'sdg:17.8.1')
    >>> indicator_of("i147l")
    ''
    """
    found = known(code)
    return found.indicator if found else _titles().get(fold(title or code), "")


def series_code(given: str, upper: bool = False) -> str:
    """Return the code as its source writes it where it is listed, else as given (in upper case with `upper`).

    >>> series_code("it_use_ii99"), series_code("own"), series_code("own", True)
    ('IT_USE_ii99', 'own', 'OWN')
    """
    found = _codes().get(given.upper())
    return found.code if found else given.upper() if upper else given


def indicator_id(given: str) -> str:
    """Return the framework's id of an indicator where it has one, else as given.

    >>> indicator_id("9.c.1"), indicator_id("4-4-1"), indicator_id("own")
    ('sdg:9.c.1', 'sdg:4.4.1', 'own')
    """
    clean = given.strip().removeprefix("sdg:").replace("-", ".").lower()
    return f"sdg:{clean}" if f"sdg:{clean}" in load().indicators else given.strip()


@cache
def _groups() -> Mapping[str, str]:
    return {row["text"]: f"{row['dimension']}={row['value']}" for row in read_table("datahub_parts", DATA)}


def price(code: str) -> tuple[str, str]:
    """(unit, words for the title) of a price of the DataHub by the end of its code; "" twice where it is none.

    >>> price("i271mb_5GB$"), price("i99H")
    (('usd', 'price in US dollars'), ('', ''))
    """
    return next((found for end, found in _PRICES.items() if code.endswith(end)), ("", ""))


def apart(code: str) -> tuple[str, str]:
    """(series, breakdown) of a code of the DataHub; the code whole and "" where it names no group that is known.

    >>> apart("HH%U4212_HHCRuralUsers"), apart("X_HHC15to24"), apart("i271G"), apart("X_HHTotalIndividual")
    (('HH%U4212', 'location=rural'), ('X', 'age=15-24'), ('i271G', ''), ('X', ''))
    """
    if found := _PART.fullmatch(code):
        if found[2] == "Total":
            return found[1], ""
        if ages := _AGES.fullmatch(found[3]):
            return found[1], f"age={escape(f'{int(ages[1])}-{int(ages[2])}')}"
        if group := _groups().get(found[3]):
            return found[1], group
    return code, ""

"""Codes and names of areas, as data gives them, to the ids of the framework; units in one form; core ICT series.

A column is looked at as a whole: ISO alpha-3, ISO alpha-2, M49, ITU codes or names in six languages. Some ITU
codes are the ISO codes of another country; the system that explains most of the column goes first.

Nothing here loads polars: papers without figures ask for units too.

>>> resolve_areas(["404", "8", "722"]).ids
{'404': 'KEN', '8': 'ALB', '722': 'SIDS'}
>>> resolve_areas(["Кения", "Kenia", "Atlantis"]).unknown
{'Kenia': ('KEN',), 'Atlantis': ()}
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from unicodedata import combining, normalize

from actionlines.framework import load
from actionlines.framework.tables import read_table

# Regions of M49 and the SDGs that the framework does not list: known, so not worth a warning.
_MORE_REGIONS = (1, 3, 5, 11, 13, 14, 17, 18, 29, 62, 412, 420, 513, 514, 515, 530, 543, 680, 736, 747, 753,
                 830, 890, 891)  # fmt: skip
_SUGGESTED = 50  # unknown names for which near ones are looked up; more than that is another code system


@dataclass(frozen=True, slots=True)
class Resolved:
    """`ids`: as given -> id, for all that were understood; `unknown`: as given -> ids that come near."""

    ids: dict[str, str]
    unknown: dict[str, tuple[str, ...]]


def fold_area(name: str) -> str:
    """Lower case without accents, articles, signs and doubled blanks; letters of other scripts stay.

    >>> fold_area("Côte d’Ivoire"), fold_area("The Gambia")
    ('cote d ivoire', 'gambia')
    """
    plain = "".join(char for char in normalize("NFKD", name.casefold()) if not combining(char))
    words = re.sub(r"[^\w]+", " ", plain.replace("&", " and ")).split()
    return " ".join(word for word in words if word != "the")


@cache
def _read_systems() -> Mapping[str, Mapping[str, str]]:
    """System -> (code or folded name -> id)."""
    framework = load()
    systems: dict[str, dict[str, str]] = {name: {} for name in ("id", "iso3", "iso2", "m49", "itu", "name")}
    for code in _MORE_REGIONS:
        systems["m49"][f"{code:03}"] = systems["id"][f"m49:{code:03}"] = f"m49:{code:03}"
    for area in framework.areas.values():
        systems["id"][area.id] = area.id
        if area.id.startswith("m49:"):
            systems["m49"][area.id[4:]] = area.id
        if area.kind in ("un-region", "un-subregion", "group"):
            systems["name"].setdefault(fold_area(area.name), area.id)
    for country in framework.countries.values():
        systems["iso3"][country.id] = country.id
        systems["iso2"][country.iso2] = country.id
        systems["m49"][country.m49] = country.id
        if country.itu_code:
            systems["itu"][country.itu_code] = country.id
        for name in country.names.values():
            systems["name"][fold_area(name)] = country.id
    for name, aliases in _list_aliases():
        system = "m49" if name.isdecimal() else "iso3" if name.isupper() and name.isascii() else "name"
        systems[system].setdefault(name if system != "name" else fold_area(name), aliases)
    return MappingProxyType(systems)


def _list_aliases() -> list[tuple[str, str]]:
    rows = read_table("area_names", Path(__file__).parent / "read" / "data")
    return [(row["name"], row["id"]) for row in rows]


def _list_keys(text: str) -> dict[str, str]:
    """Return the text as each system would write it."""
    clean = text.strip()
    upper = clean.upper()
    number = clean.removeprefix("m49:").removesuffix(".0")
    keys = {"id": clean, "iso3": upper, "iso2": upper, "itu": upper, "name": fold_area(clean)}
    if number.isdecimal() and len(number) <= 5:
        keys["m49"] = f"{int(number):03}"
    return keys


def resolve_areas(words: Iterable[str]) -> Resolved:
    """Return what the codes or names mean, read as one column. Empty texts are left out."""
    systems = _read_systems()
    keyed = {text: _list_keys(text) for text in dict.fromkeys(words) if text.strip()}
    hits = dict.fromkeys(systems, 0)
    for keys in keyed.values():
        for system, key in keys.items():
            hits[system] += key in systems[system]
    order = sorted(systems, key=lambda system: -hits[system])  # sorted keeps ISO before ITU where they tie
    ids: dict[str, str] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for text, keys in keyed.items():
        area = next((systems[s][keys[s]] for s in order if keys.get(s) in systems[s]), None)
        if area is None:
            unknown[text] = near_names(text) if len(unknown) < _SUGGESTED and not text.isdecimal() else ()
        else:
            ids[text] = area
    return Resolved(ids, unknown)


def near_names(text: str) -> tuple[str, ...]:
    """Return ids of areas whose name comes near, best first, three at most."""
    names = _read_systems()["name"]
    # "Egypt, Arab Rep.", "Moldova (Republic of)": what is before the comma or the bracket names the place.
    if (head := re.split(r"[,(]", text, maxsplit=1)[0]) != text and (place := names.get(fold_area(head))):
        return (place,)
    nearest = difflib.get_close_matches(fold_area(text)[:80], names, n=3, cutoff=0.8)
    return tuple(dict.fromkeys(names[name] for name in nearest))


def fold_unit(text: str) -> str:
    """Lower case without accents, with single blanks for underscores and blanks.

    >>> fold_unit("Education_Level "), fold_unit("AÑO")
    ('education level', 'ano')
    """
    plain = "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
    return " ".join(plain.replace("_", " ").split())


@cache
def _read_units() -> Mapping[str, tuple[str, str]]:
    table = read_table("units", Path(__file__).parent)
    return {fold_unit(row[name]): (row["unit"], row["kind"]) for name in ("unit", "text") for row in table}


@cache
def unit_of(text: str) -> tuple[str, str]:
    """Return the unit in the form of this project, and its kind (quantities.csv), "" where not known.

    >>> unit_of("PERCENT"), unit_of("cu_usd_m")
    (('percent', 'share'), ('cu_usd_m', 'money'))
    """
    return _read_units().get(fold_unit(text), (text.strip(), ""))


@cache
def units_of(kind: str) -> tuple[str, ...]:
    """Return the units of one kind of quantities.csv."""
    return tuple(dict.fromkeys(unit for unit, own in _read_units().values() if own == kind))


@cache
def source_areas() -> Mapping[str, str]:
    """Return code -> name of the areas that the framework does not list, as their source calls them."""
    rows = read_table("source_areas", Path(__file__).parent / "read" / "data")
    return MappingProxyType({row["area"]: row["name"] for row in rows})


def areas_of_kind(kind: str) -> tuple[str, ...]:
    """Return ids of the areas of a kind: `itu-region`, `un-commission`, `un-region`, `un-subregion`, `group`."""
    return tuple(area.id for area in load().areas.values() if area.kind == kind)


# The core ICT indicators: aims of universal and meaningful connectivity (ITU, Partner2Connect), in the order of a page.
CORE = ("UMC-U1", "UMC-U2", "UMC-U4", "UMC-U5", "UMC-U6", "UMC-U7", "UMC-T1", "UMC-A1")
COUNTS = ("number", "count")  # units of numbers that only the size of a country explains
Row = TypeVar("Row", bound=Any)  # with series, indicator, breakdown, unit and values


@cache
def ict_indicators() -> frozenset[str]:
    """Return the ids of the indicators that any of the aims names."""
    return frozenset(indicator for aim in load().connectivity.values() for indicator in aim.indicators)


def group_core(rows: Iterable[Row], aims: Iterable[str] = CORE) -> dict[str, list[Row]]:
    """Return aim -> rows that show it: of the series that it names, else totals of its indicators."""
    usable = [row for row in rows if row.values and row.unit not in COUNTS]
    groups: dict[str, list[Row]] = {}
    for id_ in aims:
        aim = load().connectivity[id_]
        numbers = {indicator.removeprefix("sdg:") for indicator in aim.indicators}
        own = [row for row in usable if row.series in aim.series]
        totals = [row for row in usable if not row.breakdown and row.indicator.removeprefix("sdg:") in numbers]
        groups[id_] = own or totals
    return groups


def choose_core(rows: Iterable[Row]) -> Row:
    """Return a total before a breakdown; then the series furthest behind, which is that of the newest technology."""
    return min(rows, key=lambda row: (bool(row.breakdown), row.values[-1]))

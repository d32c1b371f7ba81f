"""The country or region that was asked for, by its id."""

from __future__ import annotations

import difflib
from itertools import takewhile

from actionlines.errors import UnknownConcept
from actionlines.framework import load
from actionlines.indicators.areas import near
from actionlines.indicators.groups import WORLD
from actionlines.reports.measure.scope import area_name

SUGGESTED = 3


def find_area(given: str) -> str:
    """The id of a country (ISO 3166 alpha-3, whatever the case) or of an area (`LDC`, `itu-region:AFR`).

    Raises UnknownConcept (AL302); its advice says which ids come near, by code or by name.

    >>> find_area("ken"), find_area("itu-region:AFR"), find_area("ldc")
    ('KEN', 'itu-region:AFR', 'LDC')
    """
    framework, word = load(), given.strip()
    ids = {one.casefold(): one for one in (*framework.countries, *framework.areas, WORLD)}
    if found := ids.get(word.casefold()):
        return found
    close = difflib.get_close_matches(word.casefold(), ids, n=len(ids), cutoff=0.6)
    # The beginning of a code is less often wrong than its end.
    close.sort(key=lambda one: -_alike(one, word.casefold()))
    # A name says more than letters in common: Kenya is KEN, not KNA.
    found_near = tuple(dict.fromkeys((*near(word), *(ids[one] for one in close))))[:SUGGESTED]
    advice = "`actionlines framework list countries` and `… list areas` show all ids."
    if found_near:
        told = ", ".join(f"{one} ({area_name(one)})" for one in found_near)
        advice = f"Did you mean {told}? {advice}"
    raise UnknownConcept(given, "no country or region has this id", advice)


def _alike(one: str, other: str) -> int:
    """With how many of the same characters two texts begin."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def kind_of(area: str) -> str:
    """`country`, or the kind of the area in the framework; of the world `world`."""
    framework = load()
    if area in framework.countries:
        return "country"
    return framework.areas[area].kind if area in framework.areas else "world"

"""The country or region that was asked for, by its id."""

from __future__ import annotations

from actionlines.errors import UnknownConcept
from actionlines.framework import load
from actionlines.indicators.groups import WORLD
from actionlines.progress.scope import suggest


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
    raise UnknownConcept(given, "no country or region has this id", suggest(word, ids.values()))


def kind_of(area: str) -> str:
    """`country`, or the kind of the area in the framework; of the world `world`."""
    framework = load()
    if area in framework.countries:
        return "country"
    return framework.areas[area].kind if area in framework.areas else "world"

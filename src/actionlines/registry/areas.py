"""Countries and regions as filters and scopes need them."""

from __future__ import annotations

from functools import cache

from actionlines.framework import load

WORLD = "world"
REGION_KINDS = ("itu-region", "un-commission")  # shown side by side


@cache
def groups_of(area: str) -> tuple[str, ...]:
    """Regions, commissions and groups that a country is in today; () for anything that is no country."""
    return load().areas_of(area) if area in load().countries else ()


@cache
def countries_of(area: str) -> tuple[str, ...]:
    """The countries of a region or group today; a country is its own; the world is all."""
    framework = load()
    if area == WORLD:
        return tuple(framework.countries)
    if area in framework.countries:
        return (area,)
    return framework.members(area) if area in framework.areas else ()

"""What is seen together with a concept in texts and activities, by region, and where its indicators lag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actionlines.framework import load
from actionlines.framework.model import Link
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.core.concepts import WORLD
from actionlines.register.core.search import counts
from actionlines.register.models import Standing
from actionlines.register.site.views.concepts.record_preview import Filters, address

MOST_LAGGING = 12
_READ = 200  # series that are looked at for them


@dataclass(frozen=True, slots=True)
class Joined:
    """A concept joined with the one of the page: by the matrix (`matrix`; `doubtful` as the matrix marks it, with
    its note), and in how many activities and mandates both are seen.
    """

    concept: str
    matrix: bool
    doubtful: bool
    note: str
    activities: int
    mandates: int


def joined(
    facet: str, filters: Filters, links: Iterable[tuple[str, Link]], matrix_too: str = ""
) -> list[Joined]:
    """Concepts of a facet: first those of the matrix in its order, then those that are only seen, most first.
    `matrix_too`: another facet of which the matrix has concepts (whole goals among targets).
    """
    by_matrix: dict[str, Link] = {}
    for concept, link in links:
        held = by_matrix.get(concept)
        if held is None or (held.doubtful and not link.doubtful):
            by_matrix[concept] = link
    activities = {one: n for (one, _), n in counts(facet, "", filters, "activity").items()}
    mandates = {one: n for (one, _), n in counts(facet, "", filters, "mandate").items()}
    rest = (activities.keys() | mandates.keys()) - by_matrix.keys()
    if matrix_too:
        activities |= {one: n for (one, _), n in counts(matrix_too, "", filters, "activity").items()}
        mandates |= {one: n for (one, _), n in counts(matrix_too, "", filters, "mandate").items()}
    found = [
        Joined(one, True, link.doubtful, link.note, activities.get(one, 0), mandates.get(one, 0))
        for one, link in by_matrix.items()
    ]
    seen = [Joined(one, False, False, "", activities.get(one, 0), mandates.get(one, 0)) for one in rest]
    return found + sorted(seen, key=lambda one: (-one.activities - one.mandates, one.concept))


@dataclass(frozen=True, slots=True)
class Region:
    """How many activities and good practices one region has, with the address of their list."""

    area: str
    activities: int
    good: int
    url: str


def by_region(filters: Filters) -> list[Region]:
    """The regions of ITU, each with a number, 0 too."""
    found = counts("region", PRACTICE, filters, "activity")
    regions = [one.id for one in load().areas.values() if one.kind == "itu-region"]
    return [
        Region(
            area,
            sum(found.get((area, is_good), 0) for is_good in ("yes", "no")),
            found.get((area, "yes"), 0),
            address("activities", {**filters, "region": (area,)}),
        )
        for area in regions
    ]


def lagging(targets: Iterable[str], areas: Sequence[str] = (), most: int = MOST_LAGGING) -> list[Standing]:
    """Where indicators of these targets lag, the furthest behind first: in the world and the regions of ITU, or in
    the areas given. Of an indicator and an area the series or breakdown that is furthest behind. One query.
    """
    wanted = set(targets)
    listed = [one for one in load().indicators.values() if one.target in wanted]
    names = {name for one in listed for full in (one.id, one.repeats) if full for name in (full, full[4:])}
    rows = Standing.objects.filter(indicator__in=names, area__in=areas or world_and_regions(), lag__gt=0)
    found: dict[tuple[str, str], Standing] = {}
    for row in rows.order_by("-lag", "area", "series")[:_READ] if names else ():
        found.setdefault((row.indicator, row.area), row)
    return list(found.values())[:most]


def world_and_regions() -> list[str]:
    """The world and the regions of ITU."""
    return [WORLD, *(one.id for one in load().areas.values() if one.kind == "itu-region")]

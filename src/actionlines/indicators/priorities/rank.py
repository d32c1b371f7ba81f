"""The priorities of a country, a region or an action line.

Three tiers, one after the other, so that what is not known is never ranked among what is:

    1  a number as aim, and judged: by `score`, the highest first; series that are there already are left out
    2  only a direction, and more methods see it go away than move or arrive: by the share of these methods
    3  a number as aim, but no method can judge: by distance
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from actionlines.indicators.coverage import EQUAL, Coverage, Population, measure_coverage
from actionlines.indicators.groups import area_members, day_of_year, first_listing, indicators_of_line
from actionlines.indicators.priorities.standing import Standing, series_title


@dataclass(frozen=True, slots=True)
class Shared:
    """One series over the countries of a region.

    score     mean of the scores of the countries judged
    behind    countries that are not there and of which less than half of the methods say they arrive
    furthest  the countries with the highest scores, at most five
    members   standings of the countries, highest score first
    """

    region: str
    indicator: str
    series: str
    breakdown: str
    unit: str
    score: float
    distance: float
    behind: tuple[str, ...]
    furthest: tuple[str, ...]
    members: tuple[Standing, ...]
    weights: str
    coverage: Coverage
    on: date
    reason: str


def tier_of(standing: Standing) -> int:
    """1, 2 or 3 as above; 0 where a series is no priority."""
    if standing.met:
        return 0
    if standing.aim is not None and standing.distance is not None:
        return 3 if standing.score is None else 1 if standing.score > 0 else 0
    arrives, slow, away = standing.votes
    return 2 if away > arrives + slow else 0


def rank(found: Iterable[Standing]) -> tuple[Standing, ...]:
    """Priorities in order; what is no priority is left out. Ties go by area, indicator, series, breakdown."""
    return tuple(standing for standing in sorted(found, key=_rank_order) if tier_of(standing))


def _rank_order(standing: Standing) -> tuple[int, float, str, str, str, str]:
    weight = {1: standing.score, 2: 1 - (standing.chance or 0.0), 3: standing.distance}.get(tier_of(standing))
    return (tier_of(standing), -(weight or 0.0), standing.area, standing.indicator, standing.series, standing.breakdown)


def one_each(ranked: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return the first priority of each area and indicator: a page for a person, where one line each is enough."""
    first: dict[tuple[str, str], Standing] = {}
    for standing in ranked:
        first.setdefault((standing.area, first_listing(standing.indicator) or standing.series), standing)
    return tuple(first.values())


def of_area(found: Iterable[Standing], area: str) -> tuple[Standing, ...]:
    """Return the priorities of a country (or of a group that has series of its own)."""
    return rank(standing for standing in found if standing.area == area)


def of_line(found: Iterable[Standing], line: str, *, doubtful: bool = True) -> tuple[Standing, ...]:
    """Return the priorities under an action line, through the matrix, of all areas in `found`.

    Raises UnknownConcept for a line that does not exist.
    """
    wanted = frozenset(indicators_of_line(line, doubtful=doubtful))
    return rank(standing for standing in found if first_listing(standing.indicator) in wanted)


def of_region(
    found: Iterable[Standing],
    region: str,
    year: int,
    *,
    population: Population | None = None,
    on: date | None = None,
    least: float = 0.5,
) -> tuple[Shared, ...]:
    """Return what most of a region has before it: series by the mean score of its countries, the highest first.

    Countries that no method can judge, and series with a direction only, have no score and are not in the
    mean; they are missing in the coverage. Series that less than the share `least` of the countries have come
    after the others: a mean of two countries is not one of the region. `year` dates the
    coverage and, unless `on` is given, the membership.
    """
    when = on or day_of_year(year)
    inside = area_members(region, when)
    by_series: dict[tuple[str, str, str, str], list[Standing]] = {}
    for standing in found:
        if standing.area in inside and standing.score is not None:
            by_series.setdefault((standing.indicator, standing.series, standing.breakdown, standing.unit), []).append(
                standing
            )
    shared = [_shared_standing(region, key, rows, year, inside, population, when) for key, rows in by_series.items()]
    ranked = (priority for priority in shared if priority is not None and priority.score > 0)

    def order(priority: Shared) -> tuple[bool, float, str, str, str]:
        """Return the key by which shared problems are ranked: well covered first."""
        few = priority.coverage.reporting < least * priority.coverage.members
        return few, -priority.score, priority.indicator, priority.series, priority.breakdown

    return tuple(sorted(ranked, key=order))


def _shared_standing(
    region: str,
    key: tuple[str, str, str, str],
    rows: Sequence[Standing],
    year: int,
    inside: Sequence[str],
    population: Population | None,
    on: date,
) -> Shared | None:
    scores = np.array([row.score for row in rows], dtype=np.float64)
    far = np.array([row.distance for row in rows], dtype=np.float64)
    areas = [row.area for row in rows]
    w = np.ones(len(rows)) if population is None else population.at(areas, year)
    known = np.isfinite(w)
    total = float(w[known].sum())
    if not total > 0:
        return None
    used = [row for row, ok in zip(rows, known.tolist(), strict=True) if ok]
    ordered = tuple(sorted(used, key=_order_of_member))
    behind = tuple(
        sorted(standing.area for standing in used if not standing.met and 2 * standing.votes[0] < sum(standing.votes))
    )
    furthest = tuple(standing.area for standing in ordered if standing.score)[:5]
    cover = measure_coverage({o.area: o.year for o in used}, inside, year, group=region, population=population)
    distance = float((w[known] * far[known]).sum() / total)
    reason = (
        f"{series_title(*key[:3])}: on average {distance:.0%} of the way is left; {len(behind)} of {len(used)} "
        f"countries that can be judged are not expected to arrive, furthest {', '.join(furthest) or 'none'}. "
        f"{cover.words}"
    )
    return Shared(
        region, *key, float((w[known] * scores[known]).sum() / total), distance, behind, furthest, ordered,
        EQUAL if population is None else population.name, cover, on, reason,
    )  # fmt: skip


def _order_of_member(standing: Standing) -> tuple[float, str]:
    return -(standing.score or 0.0), standing.area

"""Where one series is beside its aim: how far, how likely to arrive, and the reason in words.

    distance  0 (there) to 1, by the first of these that has a meaning
        limits  |T - v| / the longer way from T to a natural limit    (a percentage)
        aim     1 - T / v where less is better, 1 - v / T where more is; T and v above 0
        base    (v - T) / (v_b - T): what is left of the way from the base value, at most 1
    chance    (arrives + slow / 2) / (arrives + slow + away), over the methods that can judge
    score     distance * (1 - chance)

A number that moves too slowly counts half: it may be sped up, one that goes away must be turned first.

The priorities of a country, a region or an action line.

Three tiers, one after the other, so that what is not known is never ranked among what is:

    1  a number as aim, and judged: by `score`, the highest first; series that are there already are left out
    2  only a direction, and more methods see it go away than move or arrive: by the share of these methods
    3  a number as aim, but no method can judge: by distance
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.indicators import judge
from actionlines.indicators.aims.agreed import Aimed, Book, aimed
from actionlines.indicators.coverage import EQUAL, Coverage, Population, measure_coverage
from actionlines.indicators.gate import UNJUDGED, Judged, Published, target_met
from actionlines.indicators.groups import area_members, day_of_year, first_listing, indicators_of_line
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.methods.ends import find_ends
from actionlines.indicators.methods.reasons import format_number
from actionlines.indicators.model import KEY, Floats, Ints, Spans, Verdicts, breakdown_pairs


@dataclass(frozen=True)
class Votes:
    """Numbers of methods by what they say, one entry per series; all 0 where none can judge.

    names  the methods that were asked
    """

    arrives: Ints
    slow: Ints
    away: Ints
    names: tuple[str, ...]


class Outlook(Protocol):
    """Anything that says where series go."""

    def __call__(self, spans: Spans) -> Votes:
        """Votes of all series, in the order of `spans`."""
        ...


def by_methods(spans: Spans, cuts: Mapping[str, Cuts] | None = None) -> Votes:
    """Return the votes of the methods of the package.

    `cuts` are thresholds in place of the published ones, by method and name.
    """
    return count_votes(judge.judge_spans(spans, None, cuts), spans)


def count_votes(verdicts: Mapping[str, Verdicts], spans: Spans) -> Votes:
    """Return the votes of the methods that project; where only a direction was agreed, of those of pace."""
    project, pace = (
        judge.count_groups({name: held for name, held in verdicts.items() if (name in judge.ARRIVAL) == arrival})
        for arrival in (True, False)
    )
    arrives, slow, away = np.where(np.isfinite(spans.target), project, pace)
    return Votes(arrives, slow, away, tuple(name for name in verdicts if name not in judge.STATUS))


_NONE: Mapping[str, str] = MappingProxyType({})
_MEASURES = ("", "limits", "aim", "base")


@dataclass(frozen=True, slots=True)
class Standing:
    """One series of one area beside its aim. None is "not known" everywhere.

    aim       number to reach; None where only a direction was agreed
    direction 1 where more is better, -1 where less is
    agreed    id of the aim in the book
    basis     how sure the aim is (aims.agreed.Basis)
    met       whether the latest value is at or past the aim, or inside its band
    votes     methods that say it arrives, moves too slowly, goes away
    note      what was done to the aim
    verdict   that is published; `withheld` the code of the refusal, `break_year` of its break (0 for none)
    method    of the policy that decided; "" for none
    """

    area: str
    indicator: str
    series: str
    breakdown: str
    unit: str
    aim: float | None
    aim_year: int
    agreed: str
    basis: str
    source: str
    year: int
    value: float
    base_year: int | None
    base_value: float | None
    met: bool
    distance: float | None
    measure: str
    votes: tuple[int, int, int]
    chance: float | None
    score: float | None
    note: str
    reason: str
    direction: int
    verdict: Published = "withheld"
    withheld: str = ""
    break_year: int = 0
    method: str = ""


def standings(table: pl.DataFrame, book: Book, outlook: Outlook = by_methods) -> tuple[Standing, ...]:
    """Return every series of the long table beside its aim, in the order of the table."""
    with_aims = aimed(table, book)
    return stand_series(with_aims, outlook(with_aims.spans))


def stand_series(
    with_aims: Aimed, votes: Votes, names: Mapping[str, str] = _NONE, judged: Judged | None = None
) -> tuple[Standing, ...]:
    """Series that have their aims, with the votes; those without a known direction are left out.

    names   code of a series -> what its source calls it, for series of no known indicator
    judged  the verdicts that are published; all are withheld without it
    """
    return make_standings(stand_rows(with_aims, votes), with_aims, names, judged)


def stand_rows(with_aims: Aimed, votes: Votes) -> pl.DataFrame:
    """Return the fields of Standing for all series that have a known direction, with the row `at` and `tier_of`.

    `weight` orders the series of a tier, the highest first.
    """
    spans, base = with_aims.spans, find_ends(with_aims.spans)
    last = spans.starts[1:] - 1
    values = spans.values[last]
    distance, measure = measure_distances(spans, values, base.base_value)
    numbers: dict[str, Any] = {
        "arrives": votes.arrives, "slow": votes.slow, "away": votes.away, "distance": distance, "measure": measure,
        "met": target_met(values, spans), "aim": spans.target, "aim_year": spans.target_year, "value": values,
        "year": spans.years[last], "base_year": base.base_year, "base_value": base.base_value,
        "direction": spans.direction,
    }  # fmt: skip
    judged = pl.sum_horizontal("arrives", "slow", "away")
    far, tier = pl.col("distance"), pl.col("tier")
    return (
        with_aims.keys.select(*KEY)
        .with_columns(pl.Series(name, array) for name, array in numbers.items())
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .with_row_index("at")
        .filter(
            pl.Series([agreed is not None and agreed.what != "none" for agreed in with_aims.agreed], dtype=pl.Boolean)
        )
        .with_columns(
            distance=pl.when(far.is_not_null() & pl.col("met")).then(0.0).otherwise(far),
            chance=pl.when(judged > 0).then((pl.col("arrives") + pl.col("slow") / 2) / judged),
        )
        .with_columns(score=far * (1 - pl.col("chance")))
        .with_columns(
            tier=pl.when("met")
            .then(0)
            .when(pl.col("aim").is_not_null() & far.is_not_null())
            .then(pl.when(pl.col("score").is_null()).then(3).when(pl.col("score") > 0).then(1).otherwise(0))
            .when(pl.col("away") > pl.col("arrives") + pl.col("slow"))
            .then(2)
            .otherwise(0)
        )
        .with_columns(weight=pl.when(tier == 1).then("score").when(tier == 2).then(1 - pl.col("chance")).otherwise(far))
    )


def rank_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the priorities among the rows of `stand_rows` in the order of `rank`."""
    ranked = rows.filter(pl.col("tier") > 0)
    apart = ~pl.col("area").is_in(list(load().countries))
    down = [False, False, True, True, False, False, False, False]
    return ranked.sort(
        apart,
        "tier",
        "weight",
        "away",
        "area",
        "indicator",
        "series",
        "breakdown",
        descending=down,
        maintain_order=True,
    )


def make_standings(
    rows: pl.DataFrame, with_aims: Aimed, names: Mapping[str, str] = _NONE, judged: Judged | None = None
) -> tuple[Standing, ...]:
    """Return rows of `stand_rows` as standings with their reasons in words; the others as in `stand_series`."""
    standings = []
    for row in rows.iter_rows(named=True):
        agreed, note = with_aims.agreed[row["at"]], with_aims.notes[row["at"]]
        if agreed is None:
            continue
        count = (row["arrives"], row["slow"], row["away"])
        called = series_title(
            *(row[name] for name in ("indicator", "series", "breakdown")), names.get(row["series"], "")
        )
        beside = {name: row[name] for name in ("value", "year", "aim", "aim_year", "met", "direction")}
        reason = _standing_words(called, **beside, votes=count)
        standing = Standing(
            **{name: row[name] for name in _PLAIN},
            base_year=None if row["base_year"] is None else int(row["base_year"]),
            agreed=agreed.id,
            basis=agreed.basis,
            source=agreed.source,
            measure=_MEASURES[int(row["measure"])],
            votes=count,
            note=note,
            reason=f"{reason} Aim: {note}." if note else reason,
            **(judged.fields_of(row["at"]) if judged else UNJUDGED),
        )
        standings.append(standing)
    return tuple(standings)


_PLAIN = (*KEY, "aim", "aim_year", "year", "value", "base_value", "met", "distance", "chance", "score", "direction")


def measure_distances(spans: Spans, values: Floats, base: Floats) -> tuple[Floats, Floats]:
    """Distance of each series, 0 to 1, NaN where it has no meaning; and the index into _MEASURES."""
    target, less = spans.target, spans.direction < 0
    with np.errstate(all="ignore"):
        gap = np.abs(target - values)
        reach = np.fmax(target - spans.low, spans.high - target)
        limited = np.isfinite(spans.low) & np.isfinite(spans.high) & (reach > 0)
        by_aim = np.where(less, 1 - target / values, 1 - values / target)
        positive = (target > 0) & (values > 0) & (spans.fold == 0)
        by_base = (values - target) / (base - target)
        moving = np.isfinite(base) & (base != target)
        measure = np.where(limited, 1, np.where(positive, 2, np.where(moving, 3, 0)))
        measure = np.where(np.isnan(target), 0, measure)
        measured = np.select([measure == 1, measure == 2, measure == 3], [gap / reach, by_aim, by_base], np.nan)
    return np.clip(measured, 0.0, 1.0), measure.astype(np.float64)


def _standing_words(
    name: str,
    value: float,
    year: int,
    aim: float | None,
    aim_year: int,
    met: bool,
    direction: int,
    votes: tuple[int, int, int],
) -> str:
    """Return where a series stands, what its aim is, and what the methods say, in a sentence each."""
    if aim is None:
        beside = f"; no number was agreed, {'more' if direction > 0 else 'less'} is better"
    elif met:
        beside = f" and meets the aim of {format_number(aim)}"
    else:
        beside = f", {format_number(abs(aim - value))} from the aim of {format_number(aim)} by {aim_year}"
    arrives, slow, away = votes
    judged = sum(votes)
    sentence = (
        f"Of {judged} method{'' if judged == 1 else 's'}, {arrives} "
        f"{'says' if arrives == 1 else 'say'} that it arrives, {slow} that it is too slow, "
        f"{away} that it stands still or moves away."
        if judged
        else "No method can judge it."
    )
    return f"{name} stands at {format_number(value)} in {year}{beside}. {sentence}"


@lru_cache(maxsize=65_536)
def series_title(indicator: str, series: str, breakdown: str = "", name: str = "") -> str:
    """Return the short title of an indicator, else the name its source gives the series, with codes and breakdown.

    >>> series_title("sdg:17.8.1", ""), series_title("", "xHH6", "sex=F", "Households"), series_title("", "xHH6")
    ('People using the Internet (17.8.1)', 'Households (xHH6, sex F)', 'xHH6')
    """
    known = load().indicators.get(indicator)
    codes = (known.id.removeprefix("sdg:"), series) if known else (series if name else "",)
    parts = [code for code in codes if code]
    parts += [f"{what} {value}" for what, value in breakdown_pairs(breakdown)]
    called = known.title if known else name or series or indicator
    return f"{called} ({', '.join(parts)})" if parts else called


@dataclass(frozen=True, slots=True)
class Shared:
    """One series over the countries of a region.

    score     mean of the scores of the countries judged
    behind    countries that are not there, and that arrive by less than half of the methods
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
    """Priorities in order, countries before groups; what is no priority is left out.

    Of a tie the series that more methods see go away is first; then by area, indicator, series, breakdown.
    """
    return tuple(standing for standing in sorted(found, key=_rank_order) if tier_of(standing))


def _rank_order(standing: Standing) -> tuple[bool, int, float, int, str, str, str, str]:
    weight = {1: standing.score, 2: 1 - (standing.chance or 0.0), 3: standing.distance}.get(tier_of(standing))
    apart, names = standing.area not in load().countries, (standing.area, standing.indicator, standing.series)
    return (apart, tier_of(standing), -(weight or 0.0), -standing.votes[2], *names, standing.breakdown)


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

"""Figures of a region from those of its countries, where the region has none of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import polars as pl

from actionlines.indicators import judge, methods
from actionlines.indicators.aims import Aimed
from actionlines.indicators.groups import group_value
from actionlines.indicators.model import Verdicts
from actionlines.indicators.table import KEY
from actionlines.papers.follow_up.standing.figures import Figures, Name, origins
from actionlines.papers.follow_up.standing.judged import by_key, state_of
from actionlines.papers.follow_up.standing.model import SeriesStanding, State, Tally
from actionlines.papers.follow_up.standing.ranks import Field
from actionlines.papers.progress.judged import source_of, with_aims
from actionlines.papers.progress.model import Measured, Target
from actionlines.papers.progress.scope import area_name, title_of


def series_of_members(
    figures: Figures, rows: pl.DataFrame, field: Field, skip: Collection[Name]
) -> tuple[SeriesStanding, ...]:
    """Return one entry for each series that countries of the region have, except those in `skip`.

    The value is the mean of the countries, each once (or the sum of counts), in the newest year of any; a
    country without a value in that year gives its newest of at most WITHIN years before.
    """
    if rows.is_empty():
        return ()
    found = with_aims(rows, figures.titles)
    verdicts: Mapping[str, Verdicts] = judge.judge(found.spans, methods.OWN)
    beside, came = by_key(found), origins(rows)
    places: dict[Name, list[int]] = {}
    keys = list(found.keys.select(*KEY).iter_rows())
    for at, (indicator, series, _, breakdown, unit) in enumerate(keys):
        places.setdefault((indicator, series, breakdown, unit), []).append(at)
    said = {name: _voices(one) for name, one in verdicts.items() if name not in judge.STATUS}
    out = []
    for name, there in places.items():
        if name in skip:
            continue
        states = {keys[at][2]: state_of(beside.get(keys[at])) for at in there}
        year = max(int(found.spans.years[found.spans.starts[at + 1] - 1]) for at in there)
        value = group_value(figures.area, field.latest(name, year), year, unit=name[3])
        if value.value is None:
            continue
        file, source = came[keys[there[0]]]
        behind = tuple(sorted(area for area, state in states.items() if state == "lags"))
        judged = sum(state != "unjudged" for state in states.values())
        one = Measured(
            name[0], name[1], title_of(name[0], name[1], figures.titles), figures.area,
            area_name(figures.area), name[2], name[3], (year,), (value.value,), _aim(found, there), (),
            "none", "",
        )  # fmt: skip
        share = len(behind) / judged if judged else None
        votes = (
            sum(state in ("met", "on-course") for state in states.values()),
            sum(state == "moving" for state in states.values()),
            len(behind),
        )
        tallies = tuple(_tally(method, groups, there) for method, groups in said.items())
        out.append(
            SeriesStanding(
                one, "members", _state(len(behind), judged), votes, (), file, source, share, share,
                value.coverage.words, value.weights if value.how == "mean" else value.how, tallies, behind,
                judged, value.coverage,
            )
        )  # fmt: skip
    return tuple(out)


def _voices(one: Verdicts) -> Sequence[str]:
    """What a method says of each series in plain terms, "" where it cannot judge."""
    groups = np.array([*(judge.GROUPS[verdict] for verdict in methods.ALL[one.method].COMMON), ""])
    return [str(group) for group in groups[one.verdict]]


def _tally(method: str, groups: Sequence[str], there: Sequence[int]) -> Tally:
    said = [groups[at] for at in there]
    counts = (said.count(group) for group in judge.PHRASES)
    return Tally(method, methods.ALL[method].TITLE, *counts)


def _state(behind: int, judged: int) -> State:
    """Return the state of a region: it lags where at least half of its judged countries do."""
    return "unjudged" if not judged else "lags" if 2 * behind >= judged else "on-course"


def _aim(found: Aimed, there: Sequence[int]) -> Target:
    """Return the aim, with its number where it is the same for all countries."""
    at, spans = there[0], found.spans
    numbers = set(spans.target[list(there)].tolist())
    value, low, high = (
        float(x) if np.isfinite(x) else None for x in (spans.target[at], spans.low[at], spans.high[at])
    )
    if len(numbers) > 1:
        value = None
    direction = int(spans.direction[at])
    return Target(value, int(spans.target_year[at]), direction, low, high, source_of(found, at))

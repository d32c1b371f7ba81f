"""Judge every series of the area by every method, and sum up the verdicts in a state."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from actionlines.indicators import breaks, judge, methods
from actionlines.indicators.aims import Aimed
from actionlines.indicators.model import Verdicts
from actionlines.indicators.priorities import Standing as Priority
from actionlines.indicators.priorities import by_methods
from actionlines.indicators.priorities.standing import stand
from actionlines.indicators.table import KEY
from actionlines.papers.follow_up.standing.figures import Figures, Name, origins
from actionlines.papers.follow_up.standing.model import SeriesStanding, State
from actionlines.papers.follow_up.standing.ranks import Field, ranks
from actionlines.papers.progress import OLD
from actionlines.papers.progress.beside import NOTHING, beside, breaks_of
from actionlines.papers.progress.judged import measured, source_of, with_aims

Key = tuple[str, str, str, str, str]


def state_of(one: Priority | None) -> State:
    """Return the state of a series, see `model.State`. A series without an aim cannot be judged."""
    if one is None:
        return "unjudged"
    if one.met:
        return "met"
    arrives, slow, away = one.votes
    if not sum(one.votes):
        return "unjudged"
    if one.aim is None:
        return "lags" if away > arrives + slow else "moving"
    return "lags" if 2 * arrives < sum(one.votes) else "on-course"


def lag_of(state: State, far: float | None) -> float | None:
    """Return the lag of a series: 0 unless it lags, None where it cannot be judged.

    far  how far a series that lags is behind, above 0 to 1: what lists of gaps are ranked by

    >>> lag_of("lags", 0.3), lag_of("on-course", 0.3), lag_of("unjudged", None)
    (0.3, 0.0, None)
    """
    return None if state == "unjudged" else far if state == "lags" else 0.0


def by_key(found: Aimed) -> Mapping[Key, Priority]:
    """Return each series with its aim, by key; series without a known direction are left out."""
    return {
        (one.indicator, one.series, one.area, one.breakdown, one.unit): one
        for one in stand(found, by_methods(found.spans))
    }


def own_series(figures: Figures, rows: pl.DataFrame, field: Field) -> tuple[SeriesStanding, ...]:
    """Return the series that the area has itself: `rows` are its representative ones."""
    if rows.is_empty():
        return ()
    found = with_aims(rows, figures.titles)
    verdicts: Mapping[str, Verdicts] = judge.judge(found.spans, methods.OWN)
    priority, came = by_key(found), origins(rows)
    also = beside(rows, found.keys, range(found.keys.height), breaks_of(breaks.find(rows)))
    ends = found.spans.years[found.spans.starts[1:] - 1].tolist()
    out = []
    for at, key in enumerate(found.keys.select(*KEY).iter_rows()):
        age = figures.as_of - ends[at]
        one = measured(
            found.keys, found.spans, verdicts, at, figures.titles, source_of(found, at), also.get(at, NOTHING),
            age, age > OLD,
        )  # fmt: skip
        indicator, series, area, breakdown, unit = key
        stands = priority.get((indicator, series, area, breakdown, unit))
        name: Name = (indicator, series, breakdown, unit)
        file, source = came[key]
        places = ranks(field, name, area, one.years[-1], one.target, bool(found.spans.fold[at]))
        votes = stands.votes if stands else (0, 0, 0)
        far, score = (stands.distance, stands.score) if stands else (None, None)
        out.append(SeriesStanding(one, "own", state_of(stands), votes, places, file, source, far, score))
    return tuple(out)

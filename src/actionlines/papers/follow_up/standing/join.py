"""Join the alignment of the texts with the figures of an area: verdicts, states, figures of a region."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from actionlines.framework import load
from actionlines.indicators import judge, methods
from actionlines.indicators.aims import Aimed
from actionlines.indicators.gate import Judged
from actionlines.indicators.groups import first_listing, group_value, indicators_of_line, indicators_of_target
from actionlines.indicators.model import KEY, Verdicts
from actionlines.indicators.priorities import Standing as Priority
from actionlines.indicators.priorities import gaps
from actionlines.indicators.priorities.standing import count_votes, stand_series
from actionlines.papers.follow_up.alignment_model import Speaks, Spoken
from actionlines.papers.follow_up.standing.figures import (
    AreaFigures,
    Figures,
    Name,
    choose_series,
    find_origins,
    rank_area,
)
from actionlines.papers.follow_up.standing.model import (
    AreaStanding,
    IndicatorStanding,
    Linked,
    Method,
    SeriesStanding,
    State,
    Tally,
    kind_of,
)
from actionlines.papers.names import area_name
from actionlines.papers.progress import OLD
from actionlines.papers.progress.judged import NOTHING, breaks_of, judge_table, make_measured, map_beside, source_of
from actionlines.papers.progress.model import DataGap, Measured, Target
from actionlines.papers.progress.scope import title_of

Key = tuple[str, str, str, str, str]


def state_of(priority: Priority | None) -> State:
    """Return the state of a series, see `model.State`. A series without an aim cannot be judged."""
    if priority is None:
        return "unjudged"
    if priority.withheld == "no-number":
        return "moving" if sum(priority.votes) else "unjudged"
    return _STATES[priority.verdict]


_STATES: Mapping[str, State] = {
    "reached": "met",
    "on-course": "on-course",
    "too-slow": "lags",
    "going-back": "lags",
    "withheld": "unjudged",
}


def lag_of(state: State, far: float | None) -> float | None:
    """Return the lag of a series: 0 unless it lags, None where no verdict is published.

    far  how far a series that lags is behind, above 0 to 1: what lists of gaps are ranked by

    >>> lag_of("lags", 0.3), lag_of("on-course", 0.3), lag_of("unjudged", None), lag_of("moving", None)
    (0.3, 0.0, None, None)
    """
    return far if state == "lags" else None if state in ("unjudged", "moving") else 0.0


def map_priorities(aims: Aimed, judged: Judged) -> Mapping[Key, Priority]:
    """Return each series with its aim, by key; series without a known direction are left out."""
    return {
        (item.indicator, item.series, item.area, item.breakdown, item.unit): item
        for item in stand_series(aims, count_votes(judged.methods, aims.spans), judged=judged)
    }


def judge_own_series(figures: Figures, rows: pl.DataFrame, field: AreaFigures) -> tuple[SeriesStanding, ...]:
    """Return the series that the area has itself: `rows` are its representative ones."""
    if rows.is_empty():
        return ()
    screened, aims, judged = judge_table(rows, figures.titles, figures.policy, figures.as_of)
    verdicts = {name: judged.methods[name] for name in methods.OWN}
    priority, came = map_priorities(aims, judged), find_origins(rows)
    also = map_beside(rows, aims.keys, range(aims.keys.height), breaks_of(screened.breaks))
    ends = aims.spans.years[aims.spans.starts[1:] - 1].tolist()
    out = []
    for at, key in enumerate(aims.keys.select(*KEY).iter_rows()):
        age = figures.as_of - ends[at]
        measured = make_measured(
            aims.keys,
            aims.spans,
            verdicts,
            at,
            figures.named,
            source_of(aims, at),
            also.get(at, NOTHING),
            age,
            age > OLD,
            judged.fields_of(at),
        )
        indicator, series, area, breakdown, unit = key
        stands = priority.get((indicator, series, area, breakdown, unit))
        name: Name = (indicator, series, breakdown, unit)
        file, source = came[key]
        places = rank_area(field, name, area, measured.years[-1], measured.target, bool(aims.spans.fold[at]))
        votes = stands.votes if stands else (0, 0, 0)
        far, score = (stands.distance, stands.score) if stands else (None, None)
        out.append(SeriesStanding(measured, "own", state_of(stands), votes, places, file, source, far, score))
    return tuple(out)


def judge_members(
    figures: Figures, rows: pl.DataFrame, field: AreaFigures, skip: Collection[Name]
) -> tuple[SeriesStanding, ...]:
    """Return one entry for each series that countries of the region have, except those in `skip`.

    The value is that of `group_value` in the newest year of any country; a country without a value in that year
    gives its newest of at most WITHIN years before.
    """
    if rows.is_empty():
        return ()
    _screened, aims, verdicts = judge_table(rows, figures.titles, figures.policy, figures.as_of)
    beside, came = map_priorities(aims, verdicts), find_origins(rows)
    places: dict[Name, list[int]] = {}
    keys = list(aims.keys.select(*KEY).iter_rows())
    for at, (indicator, series, _, breakdown, unit) in enumerate(keys):
        places.setdefault((indicator, series, breakdown, unit), []).append(at)
    text = {name: _group_verdicts(verdicts.methods[name]) for name in methods.OWN if name not in judge.STATUS}
    out = []
    for name, there in places.items():
        if name in skip:
            continue
        states = {keys[at][2]: state_of(beside.get(keys[at])) for at in there}
        year = max(int(aims.spans.years[aims.spans.starts[at + 1] - 1]) for at in there)
        code = "" if name[2] else name[1]
        value = group_value(figures.area, field.latest(name, year), year, unit=name[3], series=code, newest=True)
        if value.value is None:
            continue
        file, source = came[keys[there[0]]]
        if value.how == "published":
            source = value.weights
        elif any(came[keys[at]][1] != source for at in there):
            source = ""  # no source of one country is that of all
        behind = tuple(sorted(area for area, state in states.items() if state == "lags"))
        judged = sum(state != "unjudged" for state in states.values())
        covered = judged >= max(1, figures.policy.number("coverage") * len(figures.inside))
        lags = 2 * len(behind) >= judged
        each_series = Measured(
            name[0],
            name[1],
            title_of(name[0], name[1], figures.named),
            figures.area,
            area_name(figures.area),
            name[2],
            name[3],
            (value.year,),
            (value.value,),
            _common_aim(aims, there),
            (),
            "none",
            "",
            verdict=("too-slow" if lags else "on-course") if covered else "withheld",
            withheld="" if covered else "coverage",
        )
        share = len(behind) / judged if judged else None
        votes = (
            sum(state in ("met", "on-course") for state in states.values()),
            sum(state == "moving" for state in states.values()),
            len(behind),
        )
        tallies = tuple(_count_verdicts(method, groups, there) for method, groups in text.items())
        out.append(
            SeriesStanding(
                each_series,
                "members",
                _STATES[each_series.verdict],
                votes,
                (),
                file,
                source,
                share,
                share,
                value.coverage.words,
                value.weights,
                tallies,
                behind,
                judged,
                value.coverage,
            )
        )
    return tuple(out)


def _group_verdicts(verdicts: Verdicts) -> Sequence[str]:
    """What a method says of each series in plain terms, "" where it cannot judge."""
    groups = np.array([*(judge.GROUPS[verdict] for verdict in methods.ALL[verdicts.method].COMMON), ""])
    return [str(group) for group in groups[verdicts.verdict]]


def _count_verdicts(method: str, groups: Sequence[str], there: Sequence[int]) -> Tally:
    verdicts_here = [groups[at] for at in there]
    counts = (verdicts_here.count(group) for group in judge.PHRASES)
    return Tally(method, methods.ALL[method].TITLE, *counts)


def _common_aim(aims: Aimed, there: Sequence[int]) -> Target:
    """Return the aim, with its number where it is the same for all countries."""
    at, spans = there[0], aims.spans
    numbers = set(spans.target[list(there)].tolist())
    value, low, high = (float(x) if np.isfinite(x) else None for x in (spans.target[at], spans.low[at], spans.high[at]))
    if len(numbers) > 1:
        value = None
    direction = int(spans.direction[at])
    return Target(value, int(spans.target_year[at]), direction, low, high, source_of(aims, at))


def join_standing(figures: Figures, speaks: Speaks | None) -> AreaStanding:
    """Return the standing of the area on the labels of the texts. `speaks` is None if nothing was aligned."""
    series, more = judge_all_series(figures)
    by_indicator: dict[str, list[SeriesStanding]] = {}
    for each_series in series:
        by_indicator.setdefault(first_listing(each_series.measured.indicator), []).append(each_series)
    states = {name: state_of_all(part.state for part in there) for name, there in by_indicator.items()}
    labels = {label.id: label for label in speaks.spoken} if speaks else {}
    linked = [_join_linked(label, states, labels) for label in labels.values() if label.level == "targets"]
    linked += [_join_linked(label, states, labels) for label in labels.values() if label.level == "action_lines"]
    left_out: list[Linked] = []
    if speaks and speaks.paragraphs:
        # Some targets share an indicator (10.6 and 16.8): what is addressed under one is not left out by another.
        known_of = {name for item in linked if item.level == "targets" for name in item.indicators}
        silent = (_join_silent(item, states, labels) for item in speaks.silent("targets"))
        left_out = [item for item in silent if item.state == "lags" and not known_of.issuperset(item.lagging)]
    order = {name: at for at, name in enumerate(load().indicators)}
    named = sorted({name for item in (*linked, *left_out) for name in item.indicators}, key=order.__getitem__)
    known = _find_gaps(figures, named)
    indicators = tuple(
        IndicatorStanding(
            name,
            title_of(name, "", {}),
            states.get(name, "no-data"),
            tuple(item.id for item in by_indicator.get(name, ())),
            more.get(name, 0),
            known.get(name, ()),
        )
        for name in named
    )
    kept_indicators = {name for indicator in indicators for name in indicator.series}
    return AreaStanding(
        figures.area,
        area_name(figures.area),
        kind_of(figures.area),
        figures.as_of,
        figures.files,
        figures.failed,
        tuple(Method(name, methods.ALL[name].TITLE, methods.ALL[name].SOURCE) for name in methods.OWN),
        tuple(series for series in series if series.id in kept_indicators),
        indicators,
        tuple(linked),
        tuple(left_out),
    )


def judge_all_series(figures: Figures) -> tuple[tuple[SeriesStanding, ...], Mapping[str, int]]:
    """Return the representative series of the area, its own before those of its countries."""
    own, more = choose_series(figures.own)
    inside, others = choose_series(figures.of_members)
    field = AreaFigures.of(figures.table.join(pl.concat([own, inside]), on=["indicator", "series"], how="semi"))
    own_series = judge_own_series(figures, own, field)
    skip: set[Name] = {(m.indicator, m.series, m.breakdown, m.unit) for m in (series.measured for series in own_series)}
    return (*own_series, *judge_members(figures, inside, field, skip)), {**others, **more}


def state_of_all(states: Iterable[State]) -> State:
    """Return one state for several; states that cannot be judged count only where all of them are such.

    >>> state_of_all(["lags", "on-course", "unjudged"]), state_of_all(["lags", "met", "met"])
    ('lags', 'partly')
    >>> state_of_all(["met", "unjudged"]), state_of_all(["unjudged", "no-data"]), state_of_all([])
    ('met', 'unjudged', 'no-data')
    """
    given_states = list(states)
    if not (judged := [state for state in given_states if state not in ("unjudged", "no-data")]):
        return "unjudged" if "unjudged" in given_states else "no-data"
    if judged.count("lags") + judged.count("partly"):
        return "lags" if 2 * judged.count("lags") >= len(judged) else "partly"
    for whole in ("met", "moving"):
        if set(judged) == {whole}:
            return whole
    return "on-course"


def _join_label(
    concept: str,
    level: str,
    indicators: Sequence[str],
    states: Mapping[str, State],
    lines: tuple[str, ...],
    label: Spoken | None,
) -> Linked:
    indicator_states = {name: states.get(name, "no-data") for name in indicators}
    return Linked(
        concept,
        level,  # type: ignore[arg-type]
        state_of_all(indicator_states.values()),
        label.passages if label else 0,
        label.strongest if label else None,
        lines,
        tuple(indicator_states),
        sum(state not in ("unjudged", "no-data") for state in indicator_states.values()),
        tuple(name for name, state in indicator_states.items() if state == "lags"),
    )


def _join_linked(label: Spoken, states: Mapping[str, State], labels: Mapping[str, Spoken]) -> Linked:
    if label.level == "targets":
        return _join_label(
            label.id, label.level, indicators_of_target(label.id), states, _linked_lines(label.id, labels), label
        )
    return _join_label(label.id, label.level, indicators_of_line(label.id), states, (), label)


def _join_silent(target: str, states: Mapping[str, State], labels: Mapping[str, Spoken]) -> Linked:
    return _join_label(target, "targets", indicators_of_target(target), states, _linked_lines(target, labels), None)


def _linked_lines(target: str, labels: Mapping[str, Spoken]) -> tuple[str, ...]:
    """Return the action lines of the texts that the Matrix links to the target itself."""
    links = load().matrix.links(target=target)
    return tuple(dict.fromkeys(link.action_line for link in links if link.action_line in labels))


def _find_gaps(figures: Figures, indicators: Sequence[str]) -> Mapping[str, tuple[DataGap, ...]]:
    """Return data gaps of the area by indicator. A region has one where none of its countries fills it."""
    table = pl.concat([figures.own, figures.of_members]).with_columns(area=pl.lit(figures.area))
    found_gaps: dict[str, list[DataGap]] = {}
    for each_gap in gaps(table, [figures.area], indicators, figures.as_of):
        gap = DataGap(
            each_gap.kind,
            each_gap.indicator,
            title_of(each_gap.indicator, "", {}),
            each_gap.area,
            area_name(each_gap.area),
            each_gap.year,
            "; ".join(each_gap.lines),
            each_gap.words,
        )
        found_gaps.setdefault(each_gap.indicator, []).append(gap)
    return {name: tuple(there) for name, there in found_gaps.items()}

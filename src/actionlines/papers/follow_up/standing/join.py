"""Join the alignment of the texts with the figures of an area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from actionlines.framework import load
from actionlines.indicators import methods
from actionlines.indicators.groups import first_listing, indicators_of_line, indicators_of_target
from actionlines.indicators.priorities import gaps
from actionlines.papers.follow_up.alignment_model import Speaks, Spoken
from actionlines.papers.follow_up.standing.figures import Figures, Name, kind_of, representative
from actionlines.papers.follow_up.standing.judged import own_series
from actionlines.papers.follow_up.standing.model import (
    IndicatorStanding,
    Linked,
    Method,
    SeriesStanding,
    Standing,
    State,
)
from actionlines.papers.follow_up.standing.ranks import Field
from actionlines.papers.follow_up.standing.region import series_of_members
from actionlines.papers.progress.model import DataGap
from actionlines.papers.progress.scope import area_name, title_of


def standing(figures: Figures, speaks: Speaks | None) -> Standing:
    """Return the standing of the area in what the texts speak to. `speaks` is None if nothing was aligned."""
    series, more = all_series(figures)
    by_indicator: dict[str, list[SeriesStanding]] = {}
    for one in series:
        by_indicator.setdefault(first_listing(one.measured.indicator), []).append(one)
    states = {name: state_of_all(one.state for one in there) for name, there in by_indicator.items()}
    spoken = {one.id: one for one in speaks.spoken} if speaks else {}
    linked = [_linked(one, states, spoken) for one in spoken.values() if one.level == "targets"]
    linked += [_linked(one, states, spoken) for one in spoken.values() if one.level == "action_lines"]
    left_out: list[Linked] = []
    if speaks and speaks.paragraphs:
        # Some targets share an indicator (10.6 and 16.8): what is spoken to under one is not left out by another.
        known_of = {name for one in linked if one.level == "targets" for name in one.indicators}
        silent = (_silent(one, states, spoken) for one in speaks.silent("targets"))
        left_out = [one for one in silent if one.state == "lags" and not known_of.issuperset(one.lagging)]
    order = {name: at for at, name in enumerate(load().indicators)}
    named = sorted({name for one in (*linked, *left_out) for name in one.indicators}, key=order.__getitem__)
    known = _gaps(figures, named)
    indicators = tuple(
        IndicatorStanding(
            name, title_of(name, "", {}), states.get(name, "no-data"),
            tuple(one.id for one in by_indicator.get(name, ())), more.get(name, 0), known.get(name, ()),
        )
        for name in named
    )  # fmt: skip
    kept = {name for one in indicators for name in one.series}
    return Standing(
        figures.area, area_name(figures.area), kind_of(figures.area), figures.as_of,
        figures.files, figures.failed,
        tuple(Method(name, methods.ALL[name].TITLE, methods.ALL[name].SOURCE) for name in methods.OWN),
        tuple(one for one in series if one.id in kept), indicators, tuple(linked), tuple(left_out),
    )  # fmt: skip


def all_series(figures: Figures) -> tuple[tuple[SeriesStanding, ...], Mapping[str, int]]:
    """Return the representative series of the area, its own before those of its countries."""
    own, more = representative(figures.own)
    inside, others = representative(figures.of_members)
    field = Field.of(figures.table.join(pl.concat([own, inside]), on=["indicator", "series"], how="semi"))
    found = own_series(figures, own, field)
    skip: set[Name] = {(m.indicator, m.series, m.breakdown, m.unit) for m in (one.measured for one in found)}
    return (*found, *series_of_members(figures, inside, field, skip)), {**others, **more}


def state_of_all(states: Iterable[State]) -> State:
    """Return one state for several; states that cannot be judged count only where all of them are such.

    >>> state_of_all(["lags", "on-course", "unjudged"]), state_of_all(["lags", "met", "met"])
    ('lags', 'partly')
    >>> state_of_all(["met", "unjudged"]), state_of_all(["unjudged", "no-data"]), state_of_all([])
    ('met', 'unjudged', 'no-data')
    """
    given = list(states)
    judged = [one for one in given if one not in ("unjudged", "no-data")]
    if not judged:
        return "unjudged" if "unjudged" in given else "no-data"
    lags = judged.count("lags") + judged.count("partly")
    if lags:
        return "lags" if 2 * judged.count("lags") >= len(judged) else "partly"
    for whole in ("met", "moving"):
        if set(judged) == {whole}:
            return whole
    return "on-course"


def _label(
    concept: str, level: str, indicators: Sequence[str], states: Mapping[str, State],
    lines: tuple[str, ...], spoken: Spoken | None,
) -> Linked:  # fmt: skip
    found = {name: states.get(name, "no-data") for name in indicators}
    return Linked(
        concept, level,  # type: ignore[arg-type]
        state_of_all(found.values()),
        spoken.passages if spoken else 0, spoken.strongest if spoken else None, lines, tuple(found),
        sum(state not in ("unjudged", "no-data") for state in found.values()),
        tuple(name for name, state in found.items() if state == "lags"),
    )  # fmt: skip


def _linked(one: Spoken, states: Mapping[str, State], spoken: Mapping[str, Spoken]) -> Linked:
    if one.level == "targets":
        return _label(one.id, one.level, indicators_of_target(one.id), states, _lines(one.id, spoken), one)
    return _label(one.id, one.level, indicators_of_line(one.id), states, (), one)


def _silent(target: str, states: Mapping[str, State], spoken: Mapping[str, Spoken]) -> Linked:
    return _label(target, "targets", indicators_of_target(target), states, _lines(target, spoken), None)


def _lines(target: str, spoken: Mapping[str, Spoken]) -> tuple[str, ...]:
    """Return action lines that the Matrix links to the target itself and that the texts speak to."""
    links = load().matrix.links(target=target)
    return tuple(dict.fromkeys(link.action_line for link in links if link.action_line in spoken))


def _gaps(figures: Figures, indicators: Sequence[str]) -> Mapping[str, tuple[DataGap, ...]]:
    """Return data gaps of the area by indicator. A region has one where none of its countries fills it."""
    table = pl.concat([figures.own, figures.of_members]).with_columns(area=pl.lit(figures.area))
    found: dict[str, list[DataGap]] = {}
    for one in gaps(table, [figures.area], indicators, figures.as_of):
        gap = DataGap(
            one.kind, one.indicator, title_of(one.indicator, "", {}), one.area, area_name(one.area), one.year,
            "; ".join(one.lines), one.words,
        )  # fmt: skip
        found.setdefault(one.indicator, []).append(gap)
    return {name: tuple(there) for name, there in found.items()}

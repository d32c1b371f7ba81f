"""The named methods, each a module with its formula, thresholds and source; all work on Spans at once.

A method module has: NAME, TITLE, SOURCE, WORDS (its own words, worst to best), COMMON (the common verdict of
each), REASONS, REFUSES (kinds of series that it cannot judge, with the reason), WHY (the sentence of a verdict,
with and without a target), CUTS (its thresholds by name), and `assess(spans, cuts=None) -> Verdicts`.
`methods.ALL` lists them by name; `methods.assess(name, spans)` judges all series but those of a kind that the
method refuses, `methods.progress(series, aim, name)` judges one.

| name | module | needs |
|---|---|---|
| `unsd-2026`, `unsd-2023` | UN Statistics Division | two years, values above zero |
| `statcan` | Statistics Canada, Open SDG | two years, one sign |
| `escap-status`, `escap-anticipated` | UN ESCAP | a number as target |
| `eurostat`, `eurostat-short` | Eurostat | ten, three years; values above zero |
| `sdg-index` | SDG Index arrows | worst, best and green value |
| `linear`, `logit`, `pooled` | projections with an interval | a number as target; two limits; ten areas |
"""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol, cast

from actionlines.indicators.methods import (
    ends,
    escap_anticipated,
    escap_status,
    eurostat,
    linear,
    logit,
    pooled,
    reasons,
    sdg_index,
    statcan,
    unsd_2023,
    unsd_2026,
)
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.methods.ends import Kind
from actionlines.indicators.methods.fit import LEVEL
from actionlines.indicators.methods.reasons import Reason
from actionlines.indicators.model import Aim, Ints, Series, SeriesProgress, Spans, Verdict, Verdicts
from actionlines.indicators.spans import from_series


class Method(Protocol):
    """What every method module offers."""

    NAME: str
    TITLE: str
    SOURCE: str
    WORDS: tuple[str, ...]
    COMMON: tuple[Verdict, ...]
    REASONS: tuple[str, ...]
    REFUSES: Mapping[Kind, Reason]
    WHY: tuple[str, ...]
    CUTS: Cuts

    def assess(self, spans: Spans, cuts: Cuts | None = None) -> Verdicts:
        """Return verdicts of all series; `cuts` are thresholds in place of CUTS, by name."""
        ...


_MODULES = (
    unsd_2026,
    unsd_2023,
    statcan,
    escap_status,
    escap_anticipated,
    eurostat,
    eurostat.SHORT,
    sdg_index,
    linear,
    logit,
    pooled,
)
ALL: Mapping[str, Method] = MappingProxyType({m.NAME: cast(Method, m) for m in _MODULES})
# Methods that need the other areas of a series: of one country alone they judge nothing.
ACROSS = frozenset({pooled.NAME})
OWN = tuple(name for name in ALL if name not in ACROSS)
CUTS: Mapping[str, Cuts] = MappingProxyType({name: method.CUTS for name, method in ALL.items()})


def progress(series: Series, aim: Aim, name: str, cuts: Cuts | None = None) -> SeriesProgress:
    """Return what the method `name` says of one series; KeyError where no method or threshold has the name."""
    spans = from_series([series], [aim])
    return row(assess(name, spans, cuts), spans, 0)


def assess(name: str, spans: Spans, cuts: Cuts | None = None, numbers: Ints | None = None) -> Verdicts:
    """Return what a method says of all series; those of a kind that it refuses have the reason and no verdict.

    `found` are the kinds of the series, where the caller has them.
    """
    method = ALL[name]
    every = ends.list_kinds(spans) if numbers is None else numbers
    return ends.refuse_verdicts(method.assess(spans, cuts), every, method.REFUSES)


def row(verdicts: Verdicts, spans: Spans, index: int) -> SeriesProgress:
    """Return one row of verdicts in words, with every number that was used."""
    method = ALL[verdicts.method]
    code, reason = int(verdicts.verdict[index]), int(verdicts.reason[index])
    ratio, score, projected, low, high = (
        float(x[index]) for x in (verdicts.ratio, verdicts.score, verdicts.projected, verdicts.low, verdicts.high)
    )
    inputs = {name: float(array[index]) for name, array in verdicts.inputs.items()}
    inputs |= {
        "target": float(spans.target[index]),
        "target_year": float(spans.target_year[index]),
        "direction": float(spans.direction[index]),
        "base": float(spans.base[index]),
        "limit": float(spans.limit[index]),
        "lowest": float(spans.low[index]),
        "highest": float(spans.high[index]),
    }
    numbers = inputs | {"ratio": ratio, "score": score, "projected": projected}
    template = method.REASONS[reason] if reason >= 0 else method.WHY[int(math.isnan(inputs["target"]))]
    words = reasons.fill_template(template, numbers)
    if code < 0:
        words = f"{'Withheld' if reason >= Reason.UNIT else 'Cannot be judged'}: {words}"
    words = f"{words[:1].upper()}{words[1:].rstrip('.')}."
    if spans.fold[index]:
        words += f" Values are counted by their distance from {reasons.format_number(inputs['target'])}."
    interval = (low, high) if math.isfinite(low) and math.isfinite(high) else None
    if interval:
        words += f" The {LEVEL:.0%} interval is {reasons.format_number(low)} to {reasons.format_number(high)}.".replace(
            "%", " %"
        )
    return SeriesProgress(
        method=verdicts.method,
        verdict=method.COMMON[code] if code >= 0 else "",
        words=method.WORDS[code] if code >= 0 else "",
        ratio=_or_none(ratio),
        score=_or_none(score),
        projected=_or_none(projected),
        interval=interval,
        reason=words,
        inputs={name: value for name, value in inputs.items() if math.isfinite(value)},
    )


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None

"""Scores of series gathered into an indicator, as Statistics Canada does it.

    score     = mean over the groups of the mean score of each group's series
    status    = Target achieved where every series with a score is achieved; else by the cuts of the score:
                >= 2.5 substantial, >= 0 moderate, >= -2.5 limited, else deterioration

A series without a score counts nowhere; a group without any is left out. Source: open-sdg/sdg-build
sdg/ProgressMeasure.py [read in source code: mean of series]; groups from the published results of 4.a.1 and
9.c.1, whose scores are means of group means [checked].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actionlines.indicators.methods import statcan
from actionlines.indicators.model import Verdict


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator from its series: verdict, words of the method, score, how many series had one."""

    verdict: Verdict
    words: str
    score: float | None
    judged: int
    of: int


def gather(groups: Sequence[Sequence[tuple[float | None, bool]]]) -> Indicator:
    """(score, achieved) of each series, in groups; a series that stands alone is a group of one.

    >>> gather([[(5.0, True), (1.0, False)], [(-1.0, False)]]).score
    1.0
    """
    judged = [[(s, done) for s, done in group if s is not None] for group in groups]
    judged = [group for group in judged if group]
    total, series = sum(len(group) for group in groups), [one for group in judged for one in group]
    if not series:
        return Indicator("", "", None, 0, total)
    means = [sum(s for s, _ in group) / len(group) for group in judged]
    score = sum(means) / len(means)
    code = sum(score >= cut for cut in statcan.INDICATOR)
    if all(done for _, done in series):
        code = statcan.ACHIEVED
    return Indicator(_COMMON[code], statcan.WORDS[code], score, len(series), total)


_COMMON: tuple[Verdict, ...] = ("regression", "limited", "moderate", "on-track", "achieved")

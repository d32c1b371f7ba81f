"""How many methods see a series arrive, move too slowly, or go away from its aim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from actionlines.indicators import judge, methods
from actionlines.indicators.methods.cuts import Cuts
from actionlines.indicators.model import Ints, Spans


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
    """All methods of the package but those that only say where a series stands today.

    `cuts` are thresholds in place of the published ones, by method and name.
    """
    names = tuple(name for name in methods.ALL if name not in judge.STATUS)
    counts = {group: np.zeros(len(spans), dtype=np.int32) for group in judge.PHRASES}
    for name, verdicts in judge.judge(spans, names, cuts).items():
        order = [judge.GROUPS[verdict] for verdict in methods.ALL[name].COMMON]
        for group, count in counts.items():
            says = np.array([one == group for one in order])
            count += (verdicts.verdict >= 0) & says[verdicts.verdict]
    return Votes(counts["arrives"], counts["too-slow"], counts["away"], names)

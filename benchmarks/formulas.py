"""Six methods against formulas written a second time, from docs/explanation/methods.md, for one series at a time.

    python -m benchmarks.formulas [DATA]        DATA has the layout of the shared data (indicators/itu_datahub_2025)

Each series of ITU's DataHub with a number as aim is judged by the package, all series at once in arrays, and here with
plain numbers. Compared are the number that decides and the verdict. Left to other tests are aims in the middle, series
that meet their aim in the base year, and values of 0 or less. Bar: 0 differences.
"""

from __future__ import annotations

import argparse
import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from actionlines.indicators import judge, methods
from actionlines.indicators.aims.agreed import Book, aimed, connectivity_aims, sdg_aims
from actionlines.indicators.read import read_indicators
from actionlines.papers.progress.assemble import join_readings
from benchmarks.figure import Figure, verdict

BANDS = (0.0, 0.1, 0.5, 0.95), ("regression", "stagnation", "marginal", "moderate", "on-track")
NEEDED = (0.0, 0.6, 0.95), ("regression", "limited", "moderate", "on-track")


@dataclass
class Case:
    """One series: years and values, its aim and limits; `better` is 1 or -1."""

    points: Sequence[tuple[int, float]]
    target: float
    by: int
    better: int
    base: int
    low: float
    high: float

    @property
    def counted(self) -> list[tuple[int, float]]:
        """Return the points from the base year on."""
        return [point for point in self.points if point[0] >= self.base]

    def meets(self, value: float) -> bool:
        """Return whether a value is at the aim or past it."""
        return self.better * (value - self.target) >= 0

    def share(self, end: float) -> float:
        """Return which part of the way from the base to the aim a value is."""
        first = self.counted[0][1]
        return (end - first) / (self.target - first)


def unsd(case: Case) -> float:
    """Growth goes on: (v_e - v_b) / (T - v_b)."""
    (first, start), (last, end) = case.counted[0], case.counted[-1]
    return case.share(end * (end / start) ** ((case.by - last) / (last - first)))


def statcan(case: Case, points: Sequence[tuple[int, float]] = ()) -> float:
    """Growth over the growth that arrives in time, with the sign of the aim's direction."""
    (first, start), (last, end) = (points or case.counted)[0], case.counted[-1]
    growth: float = (end / start) ** (1 / (last - first)) - 1
    needed: float = (case.target / start) ** (1 / (case.by - first)) - 1
    return case.better * growth / abs(needed)


def eurostat(case: Case) -> float:
    """The same over the last five years; nan for less than three, -inf where the aim was met before."""
    recent = [point for point in case.points if point[0] >= case.points[-1][0] - 5]
    if recent[-1][0] - recent[0][0] < 3:
        return math.nan
    return -math.inf if case.meets(recent[0][1]) else statcan(case, recent)


def escap(case: Case) -> float:
    """The part of the way that is behind; 1 where the aim is met."""
    last = case.counted[-1][1]
    return 1.0 if case.meets(last) else case.share(last)


def linear(case: Case) -> float:
    """The mean yearly change goes on."""
    (first, start), (last, end) = case.counted[0], case.counted[-1]
    return case.share(end + (end - start) / (last - first) * (case.by - last))


def logit(case: Case) -> float:
    """The slope of the least-squares line through the logits goes on from the last value."""
    ways = [(year, (value - case.low) / (case.high - case.low)) for year, value in case.counted]
    line = [(year, math.log(way / (1 - way))) for year, way in ways if 0 < way < 1]
    if len(line) < 2 or not 0 < ways[-1][1] < 1:
        return math.nan
    year_mean, mean = (sum(column) / len(line) for column in zip(*line, strict=True))
    slope = sum((x - year_mean) * (y - mean) for x, y in line) / sum((x - year_mean) ** 2 for x, _ in line)
    end = line[-1][1] + slope * (case.by - line[-1][0])
    return case.share(case.low + (case.high - case.low) / (1 + math.exp(-end)))


FORMULAS: dict[str, tuple[Callable[[Case], float], tuple[Sequence[float], Sequence[str]]]] = {
    "unsd-2026": (unsd, BANDS),
    "statcan": (statcan, NEEDED),
    "escap-status": (escap, ((2e-11, 0.9 + 2e-11), ("regression", "moderate", "on-track"))),
    "eurostat-short": (eurostat, NEEDED),
    "linear": (linear, BANDS),
    "logit": (logit, BANDS),
}


def main() -> int:
    """1 where a method differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    folder = parser.parse_args().data / "indicators" / "itu_datahub_2025"
    table, _ = join_readings([read_indicators(path) for path in sorted(folder.glob("*.csv*"))])
    aims = aimed(table, Book.of(sdg_aims(), connectivity_aims()))
    spans = aims.spans
    every = judge.judge_spans(spans, list(FORMULAS))
    compared, different = 0, dict.fromkeys(FORMULAS, 0)
    for at in range(len(spans)):
        part = slice(spans.starts[at], spans.starts[at + 1])
        points = list(zip(map(int, spans.years[part]), map(float, spans.values[part]), strict=True))
        case = Case(points, float(spans.target[at]), int(spans.target_year[at]), int(spans.direction[at]),
                    int(spans.base[at]), float(spans.low[at]), float(spans.high[at]))  # fmt: skip
        counted = case.counted
        if math.isnan(case.target) or spans.fold[at] or len(counted) < 2 or case.meets(counted[0][1]):
            continue
        if min(value for _, value in points) <= 0 or case.target <= 0 or case.by <= counted[-1][0]:
            continue
        compared += 1
        for name, (formula, (edges, words)) in FORMULAS.items():
            ratio = formula(case)
            word = "" if math.isnan(ratio) else words[bisect_right(edges, ratio + 1e-11)]
            if case.meets(counted[-1][1]) and (word or name == "logit"):
                word = "achieved"
            theirs = every[name]
            held = methods.ALL[name].COMMON[theirs.verdict[at]] if theirs.verdict[at] >= 0 else ""
            same = not math.isfinite(ratio) or math.isclose(ratio, float(theirs.ratio[at]), rel_tol=1e-9, abs_tol=1e-11)
            if held != word or not same:
                different[name] += 1
                if different[name] <= 3:
                    print(name, aims.keys.row(at), ratio, word, float(theirs.ratio[at]), held)
    rows = [Figure("series compared", compared, ">=", 1000)]
    return verdict([*rows, *(Figure(f"{name}: differ", many, "<=", 0) for name, many in different.items())])


if __name__ == "__main__":
    raise SystemExit(main())

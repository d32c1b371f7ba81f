"""A figure of the benchmark: what was seen, and the bar it must reach. Names and bars are in bars.csv."""

from __future__ import annotations

import csv
import io
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

Sense = Literal[">=", "<=", ""]
_HOLDS = {">=": operator.ge, "<=": operator.le}


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One row of the table: `bars` are those of the grades, `default` and `neural`, where there is one."""

    key: str
    what: str
    unit: str
    sense: Sense
    bars: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen of one kind for one model: `default`, `neural` or the name of a peer.

    `note` says what else must be known to read it: how many texts, which.
    """

    kind: FigureKind
    model: str
    seen: float
    note: str = ""

    @property
    def bar(self) -> float | None:
        """Return the bar, None where there is none; peers have none."""
        return self.kind.bars.get(self.model)

    @property
    def reached(self) -> bool | None:
        """Return whether the bar is reached, None where there is none. NaN reaches no bar."""
        return None if self.bar is None else bool(_HOLDS[self.kind.sense](self.seen, self.bar))

    def as_dict(self) -> dict[str, str | float | bool | None]:
        """Return the figure for machines; a number that could not be taken is null."""
        seen = self.seen if self.seen == self.seen else None
        return {
            "key": self.kind.key, "what": self.kind.what, "model": self.model, "seen": seen,
            "unit": self.kind.unit, "sense": self.kind.sense, "bar": self.bar, "reached": self.reached,
            "note": self.note,
        }  # fmt: skip


@cache
def read_kinds() -> Mapping[str, FigureKind]:
    """Return every kind of figure by its key, in the order of the table."""
    where = resources.files("actionlines.alignment").joinpath("data", "bars.csv")
    rows = csv.DictReader(io.StringIO(where.read_text("utf-8")))
    return {row["key"]: _read_kind(row) for row in rows}


def make_figure(key: str, model: str, seen: float, note: str = "") -> Measured:
    """Return a figure of the kind `key`. Raises KeyError for one that bars.csv does not name."""
    return Measured(read_kinds()[key], model, float(seen), note)


def _read_kind(row: Mapping[str, str]) -> FigureKind:
    bars = {grade: float(row[grade]) for grade in ("default", "neural") if row[grade]}
    sense: Sense = ">=" if row["sense"] == ">=" else "<=" if row["sense"] == "<=" else ""
    return FigureKind(row["key"], row["what"], row["unit"], sense, bars)


def _ignore_step(*_: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class Watch:
    """`step(stage, done, total)` as work goes on; `left_out(why)` for what cannot be measured."""

    step: Callable[[str, int, int], None] = _ignore_step
    left_out: Callable[[str], None] = _ignore_step

    def once(self) -> Watch:
        """Return the same, told of each thing that is left out once, however many models lack it."""
        reasons: set[str] = set()

        def left_out(why: str) -> None:
            """Report a reason unless it was reported earlier."""
            if why not in reasons:
                reasons.add(why)
                self.left_out(why)

        return Watch(self.step, left_out)

"""A figure of the benchmark: what was seen, and the bar it must reach. Names and bars are in bars.csv.

Measures over what a model says and what is true; pure, on arrays of shape (texts, labels).

`scores` rank the labels of a text, highest first. `found` and `truth` say yes or no of each label.
"""

import csv
import io
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]


def has_value(values: Bools) -> Bools:
    """Return which texts have any label at all."""
    mask: Bools = values.sum(axis=1) > 0
    return mask


def mark_best(scores: Numbers, k: int) -> Bools:
    """The k highest labels of each text. A tie counts against the labels in it, and 0 is never among them."""
    above = (scores[:, None, :] >= scores[:, :, None]).sum(axis=2)
    mask: Bools = (above <= k) & (scores > 0)
    return mask


def score_hits(scores: Numbers, truth: Bools, k: int) -> float:
    """Share of the texts with a true label that have one among their k highest."""
    return _mean_of(has_value(mark_best(scores, k) & truth)[has_value(truth)])


def measure_recall(scores: Numbers, truth: Bools, k: int) -> float:
    """Mean share of a text's true labels that are among its k highest; texts without any do not count."""
    rows = has_value(truth)
    return _mean_of((mark_best(scores, k) & truth).sum(axis=1)[rows] / truth.sum(axis=1)[rows])


def macro_f1(mask: Bools, truth: Bools) -> float:
    """Unweighted mean of F1 over the labels that are true of some text.

    Of a label that no text has, nothing could be right: a set without texts of a goal says nothing of it.
    """
    right, both = (mask & truth).sum(axis=0), mask.sum(axis=0) + truth.sum(axis=0)
    seen = truth.sum(axis=0) > 0
    return _mean_of(2 * right[seen] / both[seen])


def measure_f1(mask: Bools, truth: Bools) -> float:
    """F1 over all pairs of text and label; 0 where nothing is found and nothing true."""
    return 2 * float((mask & truth).sum()) / max(1.0, float(mask.sum() + truth.sum()))


def labelled_for_nothing(mask: Bools, truth: Bools) -> float:
    """Share of the texts without a true label for which one is found."""
    return _mean_of(has_value(mask)[~has_value(truth)])


def calibration_error(p: Numbers, truth: Bools, bins: int = 10) -> float:
    """Expected calibration error: mean distance of p from how often it came true, over equal bins of p."""
    flat, came = p.ravel().astype(float), truth.ravel()
    if not len(flat):
        return float("nan")
    place = np.minimum((flat * bins).astype(int), bins - 1)
    counts = np.bincount(place, weights=flat, minlength=bins)
    true = np.bincount(place, weights=came, minlength=bins)
    return float(np.abs(counts - true).sum() / len(flat))


def top_calibration_error(p: Numbers, truth: Bools, bins: int = 10) -> float:
    """Return the same for the highest label of each text alone."""
    top = p.argmax(axis=1)[:, None]
    return calibration_error(np.take_along_axis(p, top, 1), np.take_along_axis(truth, top, 1), bins)


def same_top(english: Numbers, other: Numbers, least: float = 0.5) -> tuple[float, int]:
    """Share of the texts with p of `least` or more in English whose highest label is the same in both.

    The second number says how many texts these are. A text that says nothing in the other language differs.
    """
    rows = has_value(english >= least)
    same = english.argmax(axis=1) == other.argmax(axis=1)
    return _mean_of((same & has_value(other > 0))[rows]), int(rows.sum())


def compute_logit(p: Numbers, least: float = 1e-6) -> Numbers:
    """log(p / (1 - p)), with p held off 0 and 1 by `least`."""
    held = np.clip(p.astype(float), least, 1 - least)
    values: Numbers = np.log(held / (1 - held))
    return values


def _mean_of(values: npt.NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else float("nan")


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

    def once(self) -> "Watch":
        """Return the same, told of each thing that is left out once, however many models lack it."""
        reasons: set[str] = set()

        def left_out(why: str) -> None:
            """Report a reason unless it was reported earlier."""
            if why not in reasons:
                reasons.add(why)
                self.left_out(why)

        return Watch(self.step, left_out)

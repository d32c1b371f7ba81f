"""Measures, with values worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from actionlines.alignment.measure import figures


def table(*rows: str) -> np.ndarray:  # type: ignore[type-arg]
    """Rows of "x" (yes) and "." (no)."""
    return np.array([[sign == "x" for sign in row] for row in rows], np.bool_)


# Four texts, three labels. Ranks of the labels: 1 2 3; 3 1 2; all tied; nothing said.
SAID = np.array([[0.9, 0.5, 0.1], [0.1, 0.8, 0.3], [0.4, 0.4, 0.4], [0.0, 0.0, 0.0]])


@pytest.mark.parametrize(
    "k,expected",
    [
        (1, table("x..", ".x.", "...", "...")),
        (2, table("xx.", ".xx", "...", "...")),  # three that tie are all third
        (3, table("xxx", "xxx", "xxx", "...")),  # nothing said is never among the best
    ],
)
def test_best(k: int, expected: np.ndarray) -> None:  # type: ignore[type-arg]
    assert (figures.mark_best(SAID, k) == expected).all()


@pytest.mark.parametrize(
    "truth,k,hit,recall",
    [
        (table("x..", "..x", "...", "..."), 1, 1 / 2, 1 / 2),  # texts without truth do not count
        (table("x..", "..x", "...", "..."), 2, 1.0, 1.0),
        (table("xx.", "x.x", "...", "..."), 1, 1 / 2, (1 / 2 + 0) / 2),  # of two true labels one can be first
        (table("xx.", "x.x", "...", "..."), 2, 1.0, (1 + 1 / 2) / 2),
        (table("...", "...", "x..", "x.."), 1, 0.0, 0.0),  # a tie and a silence find nothing
        (table("...", "...", "x..", "x.."), 3, 1 / 2, 1 / 2),
    ],
)
def test_hit_and_recall(truth: np.ndarray, k: int, hit: float, recall: float) -> None:  # type: ignore[type-arg]
    assert figures.score_hits(SAID, truth, k) == pytest.approx(hit)
    assert figures.measure_recall(SAID, truth, k) == pytest.approx(recall)


@pytest.mark.parametrize(
    "found,truth,expected",
    [
        (table("x.", ".x"), table("x.", ".x"), 1.0),
        # first label: 1 right, 1 wrong, 1 missed: 2 / (2 + 2); second: never found, true once: 0
        (table("x.", "x.", ".."), table("x.", "..", "xx"), (1 / 2 + 0) / 2),
        # a label that is true of no text does not count, found or not; one found wrongly elsewhere does
        (table("x.", "x."), table("x.", "x."), 1.0),
        (table("xx", "x."), table("x.", "x."), 1.0),
        (table("xx", "xx"), table("x.", "xx"), (1 + 2 / 3) / 2),
    ],
)
def test_macro_f1(found: np.ndarray, truth: np.ndarray, expected: float) -> None:  # type: ignore[type-arg]
    assert figures.macro_f1(found, truth) == pytest.approx(expected)


def test_labels_for_nothing() -> None:
    truth = table("x.", "..", "..", "..", "..")
    assert figures.labelled_for_nothing(table("..", "x.", "..", "xx", ".."), truth) == pytest.approx(2 / 4)


@pytest.mark.parametrize(
    "p,truth,expected",
    [
        ([1.0, 0.0], "x.", 0.0),
        ([1.0, 0.0], ".x", 1.0),
        # bin .8-.9: two of p .85, one true: |.85 - .5| x 2/4; bin .2-.3: p .2 and .3 lie in two bins:
        # |.2 - 0| x 1/4 + |.3 - 0| x 1/4
        ([0.85, 0.85, 0.2, 0.3], "x...", 0.35 * 0.5 + 0.2 * 0.25 + 0.3 * 0.25),
        # within one bin what is too high and too low makes up for each other: mean p .55, true .5
        ([0.52, 0.58], "x.", 0.05),
    ],
)
def test_calibration_error(p: list[float], truth: str, expected: float) -> None:
    assert figures.calibration_error(np.array([p]), table(truth)) == pytest.approx(expected)


def test_calibration_of_the_top_label_alone() -> None:
    p = np.array([[0.85, 0.3], [0.1, 0.75]])
    # tops: .85 true, .75 false; the others would add nothing of theirs
    assert figures.top_calibration_error(p, table("x.", "x.")) == pytest.approx((0.15 + 0.75) / 2)


def test_the_same_top_in_another_language() -> None:
    english = np.array([[0.9, 0.1], [0.2, 0.6], [0.4, 0.3], [0.8, 0.7], [0.6, 0.0]])
    other = np.array([[0.3, 0.2], [0.7, 0.1], [0.9, 0.0], [0.6, 0.9], [0.0, 0.0]])
    # same; another; below .5 in English and left out; another; nothing said, which is not the first label
    assert figures.same_top(english, other) == (pytest.approx(1 / 4), 4)


def test_logit() -> None:
    assert figures.compute_logit(np.array([0.5, 0.75]))[1] == pytest.approx(math.log(3))
    assert figures.compute_logit(np.array([0.0, 1.0]), 0.25).tolist() == pytest.approx([-math.log(3), math.log(3)])


def test_nothing_to_measure_is_not_a_number() -> None:
    none = np.zeros((0, 3), np.bool_)
    assert math.isnan(figures.score_hits(np.zeros((0, 3)), none, 1))
    assert math.isnan(figures.macro_f1(none, none))
    assert math.isnan(figures.calibration_error(np.zeros((0, 3)), none))

"""Who is told how far the measuring is, and what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nobody(*_: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class Watch:
    """`step(stage, done, total)` as work goes on; `left_out(why)` for what cannot be measured."""

    step: Callable[[str, int, int], None] = _nobody
    left_out: Callable[[str], None] = _nobody

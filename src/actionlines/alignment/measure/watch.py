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

    def once(self) -> Watch:
        """The same, told of each thing that is left out once, however many models lack it."""
        told: set[str] = set()

        def left_out(why: str) -> None:
            if why not in told:
                told.add(why)
                self.left_out(why)

        return Watch(self.step, left_out)

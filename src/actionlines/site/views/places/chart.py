"""A series as a small line: numbers become places in a picture of 320 by 96, drawn by the template as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 96
LEFT, RIGHT, TOP, BOTTOM = 6, 46, 10, 16


@dataclass(frozen=True, slots=True)
class Chart:
    """`points` is what a polyline takes; `aim_y` the height of the aim, None where there is none. The texts stand
    at the ends of the line.
    """

    points: str
    last_x: float
    last_y: float
    aim_y: float | None
    first_year: int
    last_year: int
    last: float
    aim: float | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def left(self) -> int:
        """Return the x at which the line begins."""
        return LEFT

    @property
    def right(self) -> int:
        """Return the x at which the line ends."""
        return WIDTH - RIGHT

    @property
    def aim_text_y(self) -> float | None:
        """Where the words of the aim stand: out of the way of the last value."""
        if self.aim_y is None:
            return None
        near = abs(self.aim_y - self.last_y) < 12
        return self.last_y + (-12 if self.aim_y <= self.last_y else 12) if near else self.aim_y


def chart(years: Sequence[int], values: Sequence[float | None], aim: float | None) -> Chart | None:
    """The picture; None where there are fewer than two values to join.

    >>> chart([2020, 2024], [10.0, 30.0], 50.0).points
    '6.0,80.0 274.0,45.0'
    """
    held = [(year, value) for year, value in zip(years, values, strict=False) if value is not None]
    if len(held) < 2 or held[0][0] == held[-1][0]:
        return None
    numbers = [value for _, value in held] + ([aim] if aim is not None else [])
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0
    first, last = held[0][0], held[-1][0]

    def _x(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - first) / (last - first), 1)

    def _y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / span, 1)

    return Chart(
        points=" ".join(f"{_x(year)},{_y(value)}" for year, value in held),
        last_x=_x(last),
        last_y=_y(held[-1][1]),
        aim_y=_y(aim) if aim is not None else None,
        first_year=first,
        last_year=last,
        last=held[-1][1],
        aim=aim,
    )

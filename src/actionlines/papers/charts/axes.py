"""Axes with their ticks, labels and grid, and words with their places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from actionlines.papers.charts.scales import Linear, Steps, cut, labels, ticks, width

Spec = Mapping[str, Any]
TEXT = 12  # pixels of the letters, unless a text says otherwise
TICK, GAP = 5, 2  # pixels of a tick, and between it and its label
EVERY = 40  # pixels for each tick where their number is not given


@dataclass(frozen=True, slots=True)
class Box:
    """The plot in the picture, and the room below it."""

    left: float
    top: float
    width: float
    height: float
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place in the plot; `y` is that of the line they stand on."""

    said: str
    x: float
    y: float
    anchor: str
    size: float
    fill: str
    weight: str = ""

    def ends(self) -> tuple[float, float]:
        """Return where the words begin and end, in pixels from the left of the plot."""
        long = width(self.said, self.size)
        start = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * long
        return start, start + long


def words(one: Text) -> str:
    """Return text at its place as an SVG element."""
    size = "" if one.size == TEXT else f' font-size="{one.size:g}"'
    weight = f' font-weight="{one.weight}"' if one.weight else ""
    anchor = "" if one.anchor == "start" else f' text-anchor="{one.anchor}"'
    said = escape(one.said, quote=False)
    return f'<text x="{one.x:.2f}" y="{one.y:.2f}" fill="{one.fill}"{anchor}{size}{weight}>{said}</text>'


@dataclass(frozen=True)
class Axis:
    """A scale with the field that asks for it. `size` is the length of the plot in pixels."""

    name: str
    field: Spec
    scale: Linear | Steps
    size: float

    @property
    def band(self) -> float:
        """Return the width in pixels of a mark at one place."""
        return self.scale.band if isinstance(self.scale, Steps) else 0.0

    def at(self, channel: Spec, row: Spec) -> float:
        """Return the place of a row in a channel of this axis."""
        return self.scale(row[channel["field"]])

    @property
    def asked(self) -> Spec | None:
        """Return the settings of the axis; None where no axis is drawn."""
        found: Spec | None = self.field.get("axis", {})
        return found

    def marked(self) -> list[tuple[float, str]]:
        """Return the ticks of the axis as (place in pixels, label); none where no axis is drawn."""
        if self.asked is None:
            return []
        if isinstance(self.scale, Steps):
            return [(self.scale(name), str(name)) for name in self.scale.names]
        low, high = self.scale.low, self.scale.high
        count = float(self.asked.get("tickCount", math.ceil(self.size / EVERY)))
        if least := self.asked.get("tickMinStep"):
            count = min(count, math.floor((high - low) / least) or 1)
        found = self.asked.get("values") or ticks(low, high, count)
        if least and len(found) > 1 and found[1] - found[0] < least:
            found = [one for one in found if one == math.floor(one)]
        said = [f"{one:.0f}" for one in found] if self.asked.get("format") == "d" else labels(found)
        return [(self.scale(one), text) for one, text in zip(found, said, strict=True)]


def axes(x: Axis, y: Axis, look: Spec) -> tuple[list[str], list[Text]]:
    """Return grid and axes as SVG, and their labels."""
    grid, lines, texts = [], [], []
    for axis, other in ((x, y), (y, x)):
        if axis.asked is None:
            continue
        marked, along = axis.marked(), axis.name == "x"
        if axis.asked.get("grid", isinstance(axis.scale, Linear)):
            dash = axis.asked.get("gridDash")
            grid.append(_path((_across(at, other.size, along) for at, _ in marked), look["gridColor"], dash))
        if axis.asked.get("ticks", True):
            lines.append(_path((_out(at, other.size, along) for at, _ in marked), look["tickColor"]))
        if axis.asked.get("domain", True):
            line = f"M0,{other.size + 0.5:g}H{axis.size:.2f}" if along else f"M0.5,0V{axis.size:g}"
            lines.append(_path([line], look["domainColor"]))
        texts += _labels(axis, marked, other.size, look)
    return [*grid, *lines], texts


def _across(at: float, size: float, along: bool) -> str:
    return f"M{_crisp(at)},0V{size:g}" if along else f"M0,{_crisp(at)}H{size:.2f}"


def _out(at: float, size: float, along: bool) -> str:
    return f"M{_crisp(at)},{size:g}v{TICK}" if along else f"M0,{_crisp(at)}h-{TICK}"


def _crisp(at: float) -> str:
    """In the middle of a pixel, where a thin line is sharp."""
    return f"{math.floor(at + 0.5) + 0.5:g}"


def _path(parts: Any, colour: str, dash: Sequence[float] | None = None) -> str:
    dashed = f' stroke-dasharray="{",".join(map(str, dash))}"' if dash else ""
    return f'<path d="{"".join(parts)}" stroke="{colour}" stroke-width="1"{dashed}/>'


def _labels(axis: Axis, marked: Sequence[tuple[float, str]], beyond: float, look: Spec) -> list[Text]:
    size, fill = look["labelFontSize"], look["labelColor"]
    asked: Spec = axis.asked or {}
    gap = GAP + (TICK if asked.get("ticks", True) else 0)
    limit = float(asked.get("labelLimit", look["labelLimit"]))
    if axis.name == "y":
        return [
            Text(cut(said, limit, size), -gap, at + round(0.3 * size), "end", size, fill)
            for at, said in marked
        ]
    # Labels at the ends stay inside the plot.
    found = [
        Text(
            cut(said, limit, size), at, beyond + gap + 9,
            "start" if at < 1 else "end" if at > axis.size - 1 else "middle", size, fill,
        )
        for at, said in marked
    ]  # fmt: skip
    while len(found) > 1 and any(a.ends()[1] >= b.ends()[0] for a, b in pairwise(found)):
        found = found[::2]
    return found

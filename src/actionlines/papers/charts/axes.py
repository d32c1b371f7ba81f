"""Scales and their ticks by the rules of Vega; axes with ticks, labels and grid; words with their places.

Ticks and round ends: d3-array `ticks` and d3-scale `nice`: steps of 1, 2 or 5 times a power of ten.

>>> find_ticks(0, 100, 5), find_ticks(2015, 2030, 8)[:3], find_ticks(0, 0.8, 5)
([0, 20, 40, 60, 80, 100], [2016, 2018, 2020], [0.0, 0.2, 0.4, 0.6, 0.8])
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from actionlines.json_types import JsonMapping

NICE = 10  # ticks that the round ends of a domain are found for


@dataclass(frozen=True, slots=True)
class Linear:
    """Numbers from `low` to `high` over `size` pixels; upwards where `up`."""

    low: float
    high: float
    size: float
    up: bool = False

    def __call__(self, value: float) -> float:
        """Return the place of a value in pixels."""
        part = (value - self.low) / (self.high - self.low) if self.high != self.low else 0.5
        return self.size * (1 - part if self.up else part)


@dataclass(frozen=True, slots=True)
class Steps:
    """Places of the same width for names: the middle of each; `band` is the width of what is drawn there."""

    names: Mapping[object, int]
    step: float
    start: float
    band: float

    @classmethod
    def of(cls, names: Sequence[object], size: float, padding: float | None) -> "Steps":
        """Return bands with the same `padding` between and around them, in parts of a step; points without."""
        places = {name: at for at, name in enumerate(dict.fromkeys(names))}
        if padding is None:
            return cls(places, size / len(places), 0.0, 0.0)
        step = size / (len(places) + padding)
        return cls(places, step, padding * step, step * (1 - padding))

    def __call__(self, name: object) -> float:
        """Return the middle of the place of a name."""
        return self.start + self.places_left(name) + (self.band or self.step) / 2

    def places_left(self, name: object) -> float:
        """Return the pixels of the places before a name."""
        return self.names[name] * self.step


def tick_step(low: float, high: float, count: float) -> float:
    """Return the step between about `count` ticks."""
    if high <= low:
        return 1.0
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    error = rough / power
    times = 10 if error >= math.sqrt(50) else 5 if error >= math.sqrt(10) else 2 if error >= math.sqrt(2) else 1
    return times * power


def find_ticks(low: float, high: float, count: float) -> list[float]:
    """Return about `count` round numbers from `low` to `high`."""
    if high <= low:
        return [low]
    step = tick_step(low, high, count)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    if step >= 1:
        return [at * int(step) for at in range(first, last + 1)]
    # Divided by a whole number, a tick is the number that is written: 3 / 10 and not 3 * 0.1.
    parts = round(1 / step)
    return [at / parts for at in range(first, last + 1)]


def round_ends(low: float, high: float) -> tuple[float, float]:
    """Return the domain with round ends.

    >>> round_ends(0, 93.4), round_ends(-3, 1.27)
    ((0, 100), (-3.0, 1.5))
    """
    before = 0.0
    for _ in range(10):
        step = tick_step(low, high, NICE)
        if step == before or high <= low:
            break
        low, high, before = math.floor(low / step) * step, math.ceil(high / step) * step, step
    return tuple(int(end) if end == int(end) and abs(step) >= 1 else end for end in (low, high))  # type: ignore[return-value]


def tick_labels(values: Sequence[float]) -> list[str]:
    """Return ticks as Vega writes them: commas between thousands, as many decimals as the step has, a true minus.

    >>> tick_labels([-1000, 0, 1000]), tick_labels([0, 0.5])
    (['−1,000', '0', '1,000'], ['0.0', '0.5'])
    """
    step = min((b - a for a, b in pairwise(values)), default=values[0] if values else 1.0)
    decimals = max(0, -math.floor(math.log10(abs(step)) + 1e-9)) if step else 0
    return [f"{value:,.{decimals}f}".replace("-", "−") for value in values]


# Parts of an em by the letters of a plain sans serif, and 8 % for fonts that run wider.
_WIDER = 1.08
_NARROW = {**dict.fromkeys("ijl|'’", 0.23), **dict.fromkeys(" .,:;!fItr()[]/-", 0.31)}
_BROAD = {**dict.fromkeys("mwMW%—", 0.86), **dict.fromkeys("GOQ@…", 0.8)}
_LETTERS = {**_NARROW, **_BROAD}


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if (kind := unicodedata.category(letter)) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.68 if kind == "Lu" else 0.55


def text_width(text: str, size: float) -> float:
    """Return the width of a text in pixels at a font size in pixels."""
    return sum(map(_letter_width, text)) * size * _WIDER


def cut_text(text: str, limit: float, size: float) -> str:
    """Return the text, or as much of it as is no wider than `limit` with an ellipsis."""
    if text_width(text, size) <= limit:
        return text
    room, shortened = limit - text_width("…", size), ""
    for letter in text:
        room -= text_width(letter, size)
        if room < 0:
            break
        shortened += letter
    return shortened + "…"


Spec = JsonMapping
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
class PlacedText:
    """Words at a place in the plot; `y` is that of the line they stand on."""

    content: str
    x: float
    y: float
    anchor: str
    size: float
    fill: str
    weight: str = ""

    def ends(self) -> tuple[float, float]:
        """Return where the words begin and end, in pixels from the left of the plot."""
        long = text_width(self.content, self.size)
        start = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * long
        return start, start + long


def text_markup(text: PlacedText) -> str:
    """Return text at its place as an SVG element."""
    size = "" if text.size == TEXT else f' font-size="{text.size:g}"'
    weight = f' font-weight="{text.weight}"' if text.weight else ""
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    content = escape(text.content, quote=False)
    return f'<text x="{text.x:.2f}" y="{text.y:.2f}" fill="{text.fill}"{anchor}{size}{weight}>{content}</text>'


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
    def settings(self) -> Spec | None:
        """Return the settings of the axis; None where no axis is drawn."""
        spec: Spec | None = self.field.get("axis", {})
        return spec

    def marked(self) -> list[tuple[float, str]]:
        """Return the ticks of the axis as (place in pixels, label); none where no axis is drawn."""
        if self.settings is None:
            return []
        if isinstance(self.scale, Steps):
            return [(self.scale(name), str(name)) for name in self.scale.names]
        low, high = self.scale.low, self.scale.high
        count = float(self.settings.get("tickCount", math.ceil(self.size / EVERY)))
        if least := self.settings.get("tickMinStep"):
            count = min(count, math.floor((high - low) / least) or 1)
        values = self.settings.get("values") or find_ticks(low, high, count)
        if least and len(values) > 1 and values[1] - values[0] < least:
            values = [match for match in values if match == math.floor(match)]
        text = [f"{match:.0f}" for match in values] if self.settings.get("format") == "d" else tick_labels(values)
        return [(self.scale(match), text) for match, text in zip(values, text, strict=True)]


def draw_axes(x: Axis, y: Axis, look: Spec) -> tuple[list[str], list[PlacedText]]:
    """Return grid and axes as SVG, and their labels."""
    grid, lines, texts = [], [], []
    for axis, other in ((x, y), (y, x)):
        if axis.settings is None:
            continue
        marked, along = axis.marked(), axis.name == "x"
        if axis.settings.get("grid", isinstance(axis.scale, Linear)):
            dash = axis.settings.get("gridDash")
            grid.append(_path_markup((_grid_line(at, other.size, along) for at, _ in marked), look["gridColor"], dash))
        if axis.settings.get("ticks", True):
            lines.append(_path_markup((_tick_mark(at, other.size, along) for at, _ in marked), look["tickColor"]))
        if axis.settings.get("domain", True):
            line = f"M0,{other.size + 0.5:g}H{axis.size:.2f}" if along else f"M0.5,0V{axis.size:g}"
            lines.append(_path_markup([line], look["domainColor"]))
        texts += _axis_labels(axis, marked, other.size, look)
    return [*grid, *lines], texts


def _grid_line(at: float, size: float, along: bool) -> str:
    return f"M{_sharpen(at)},0V{size:g}" if along else f"M0,{_sharpen(at)}H{size:.2f}"


def _tick_mark(at: float, size: float, along: bool) -> str:
    return f"M{_sharpen(at)},{size:g}v{TICK}" if along else f"M0,{_sharpen(at)}h-{TICK}"


def _sharpen(at: float) -> str:
    """In the middle of a pixel, where a thin line is sharp."""
    return f"{math.floor(at + 0.5) + 0.5:g}"


def _path_markup(parts: Any, colour: str, dash: Sequence[float] | None = None) -> str:
    dashed = f' stroke-dasharray="{",".join(map(str, dash))}"' if dash else ""
    return f'<path d="{"".join(parts)}" stroke="{colour}" stroke-width="1"{dashed}/>'


def _axis_labels(axis: Axis, marked: Sequence[tuple[float, str]], beyond: float, look: Spec) -> list[PlacedText]:
    size, fill = look["labelFontSize"], look["labelColor"]
    spec: Spec = axis.settings or {}
    gap = GAP + (TICK if spec.get("ticks", True) else 0)
    limit = float(spec.get("labelLimit", look["labelLimit"]))
    if axis.name == "y":
        return [
            PlacedText(cut_text(text, limit, size), -gap, at + round(0.3 * size), "end", size, fill)
            for at, text in marked
        ]
    # Labels at the ends stay inside the plot.
    labels = [
        PlacedText(
            cut_text(text, limit, size),
            at,
            beyond + gap + 9,
            "start" if at < 1 else "end" if at > axis.size - 1 else "middle",
            size,
            fill,
        )
        for at, text in marked
    ]
    while len(labels) > 1 and any(a.ends()[1] >= b.ends()[0] for a, b in pairwise(labels)):
        labels = labels[::2]
    return labels

"""Gaps of a country: where it lags and nobody works, or the other way round."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db.models import Count, Max, Q, Value
from django.db.models.functions import Coalesce, NullIf

from actionlines.framework import load
from actionlines.register.instruments.models import Instrument, ParagraphLink
from actionlines.register.standings.models import Standing

MOST = 12

WIDTH, HEIGHT = 320, 96
LEFT, RIGHT, TOP, BOTTOM = 6, 46, 10, 16


# A total says more than one of its breakdowns: of an indicator the furthest behind is shown.
_READ = 120


@dataclass(frozen=True, slots=True)
class Gap:
    """One indicator on which an area lags. `disagree`: the methods whose votes its reason gives differ."""

    standing: Standing
    target: str
    chart: "Chart | None"
    disagree: bool


def gaps(area: str, most: int = MOST) -> list[Gap]:
    """The furthest behind first, one for each indicator (or series that is of none). One query."""
    rows = Standing.objects.filter(area=area, lag__gt=0).order_by("-lag", "breakdown", "series")
    matches: dict[str, Gap] = {}
    for row in rows[:_READ]:
        matches.setdefault(row.indicator or row.series, gap(row))
    return list(matches.values())[:most]


def gap(row: Standing) -> Gap:
    """A standing as a page shows it."""
    kinds = ("arrives", "slow", "away")
    disagree = any(sum(bool(reason.get(kind)) for kind in kinds) > 1 for reason in row.why)
    return Gap(row, target_of(row), chart(row.years, row.values, row.aim, row.unit), disagree)


def target_of(row: Standing) -> str:
    """The first target that the series is about; "" where it has none."""
    return next((concept for concept in row.concepts if concept in load().targets), "")


def targets_of(matches: Iterable[Gap]) -> list[str]:
    """The targets of gaps, in their order."""
    return list(dict.fromkeys(gap.target for gap in matches if gap.target))


@dataclass(frozen=True, slots=True)
class Framework:
    """A cooperation framework document: lines and targets that it is about, with the number of its paragraphs
    that do; and the lagging ones that it does not mention.
    """

    instrument: Instrument
    lines: tuple[tuple[str, int], ...]
    targets: tuple[tuple[str, int], ...]
    left_out: tuple[Gap, ...]
    left_out_lines: tuple[str, ...]


def frameworks(country: str, matches: Sequence[Gap]) -> list[Framework]:
    """Each document of a country, the newest first; two queries."""
    documents = list(Instrument.objects.filter(country=country).defer("warnings")[:5])
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        ParagraphLink.objects.filter(paragraph__instrument__in=documents)
        .exclude(status="rejected")
        .values("paragraph__instrument", "concept")
        .annotate(n=Count("paragraph", distinct=True), p=Max("p"))
    )
    for row in rows.order_by():
        numbers[row["paragraph__instrument"]][row["concept"]] = row["n"]
    return [_framework(document, numbers[document.pk], matches) for document in documents] if documents else []


def _framework(instrument: Instrument, numbers: dict[str, int], matches: Sequence[Gap]) -> Framework:
    framework = load()
    lines = tuple(
        (action_line, numbers[action_line]) for action_line in framework.action_lines if action_line in numbers
    )
    targets = tuple((target, numbers[target]) for target in framework.targets if target in numbers)
    lagging_lines = dict.fromkeys(
        concept for gap in matches for concept in gap.standing.concepts if concept in framework.action_lines
    )
    covered = {line for line, _ in lines} | {line.partition("-")[0] for line, _ in lines}
    return Framework(
        instrument,
        lines,
        targets,
        tuple(gap for gap in matches if gap.target and gap.target not in numbers),
        tuple(lagging_line for lagging_line in lagging_lines if lagging_line not in covered),
    )


def standings(area: str) -> dict[str, int]:
    """Return how many indicators an area has, how many are judged and how many of them lag, as `gaps` counts them."""
    rows = Standing.objects.filter(area=area).annotate(item=Coalesce(NullIf("indicator", Value("")), "series"))
    number = partial(Count, "item", distinct=True)
    lags = {"judged": number(filter=Q(lag__isnull=False)), "lagging": number(filter=Q(lag__gt=0))}
    return rows.aggregate(all=number(), **lags)


@dataclass(frozen=True, slots=True)
class Chart:
    """`points` is what a polyline takes; `aim_y` the height of the aim, None where there is none. The texts stand
    at the ends of the line.
    """

    points: str
    first_y: float
    first: float
    last_x: float
    last_y: float
    aim_y: float | None
    first_year: int
    last_year: int
    last: float
    aim: float | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM

    @property
    def aim_text_y(self) -> float | None:
        """Return where the words of the aim stand: out of the way of the last value."""
        if self.aim_y is None:
            return None
        near = abs(self.aim_y - self.last_y) < 12
        return self.last_y + (-12 if self.aim_y <= self.last_y else 12) if near else self.aim_y


def chart(years: Sequence[int], values: Sequence[float | None], aim: float | None, unit: str = "") -> Chart | None:
    """The picture; None where there are fewer than two values to join. All shares have one scale, from 0 to 100.

    >>> chart([2020, 2024], [10.0, 30.0], 50.0).points
    '6.0,80.0 274.0,45.0'
    """
    held = [(year, value) for year, value in zip(years, values, strict=False) if value is not None]
    if len(held) < 2 or held[0][0] == held[-1][0]:
        return None
    numbers = [value for _, value in held] + ([aim] if aim is not None else [])
    low, high = min(numbers), max(numbers)
    if unit == "percent" and low >= 0 and high <= 100:
        low, high = 0.0, 100.0
    span = (high - low) or 1.0
    first, last = held[0][0], held[-1][0]

    def _x(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - first) / (last - first), 1)

    def _y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / span, 1)

    return Chart(
        points=" ".join(f"{_x(year)},{_y(value)}" for year, value in held),
        first_y=_y(held[0][1]),
        first=held[0][1],
        last_x=_x(last),
        last_y=_y(held[-1][1]),
        aim_y=_y(aim) if aim is not None else None,
        first_year=first,
        last_year=last,
        last=held[-1][1],
        aim=aim,
    )

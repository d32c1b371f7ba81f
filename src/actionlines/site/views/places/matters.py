"""What matters first on the page of a country: where it lags and why, what it is asked, who works on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from actionlines.registry.mandates.models import MandateStatus
from actionlines.registry.search import counts
from actionlines.site.views.concepts.record_preview import Asks, Some
from actionlines.site.views.places.gaps import Gap, targets_of

_FURTHEST = 3
Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Matters:
    """The sentences at the head of the page, as numbers and records.

    furthest  the indicators that are furthest behind; `lagging` of `judged` series lag by most methods
    asked     how many open mandates ask it, `named` by name and `grouped` as part of a group; `due` the next day
    overdue   whether that day is past
    working   how many activities take place there; `covered` of `targets` that lag are addressed by one
    """

    furthest: tuple[Gap, ...]
    lagging: int
    judged: int
    asked: int
    named: int
    grouped: int
    due: date | None
    overdue: bool
    working: int
    targets: tuple[str, ...]
    covered: tuple[str, ...]


def matters(
    gaps: Sequence[Gap], judged: Mapping[str, int], asks: Asks, activities: Some, where: Filters
) -> Matters:
    """Return what matters first, from what the page shows below; one question to the index."""
    targets = tuple(targets_of(gaps))
    addressed = {one for one, _ in counts("target", "", where, "activity")} if targets else set()
    open_now = [one for one in (*asks.named.rows, *asks.grouped.rows) if one.due_on]
    first = min(open_now, key=lambda one: one.due_on, default=None)
    return Matters(
        furthest=tuple(gaps[:_FURTHEST]),
        lagging=judged["lagging"],
        judged=judged["judged"],
        asked=asks.named.total + asks.grouped.total,
        named=asks.named.total,
        grouped=asks.grouped.total,
        due=first.due_on if first else None,
        overdue=bool(first and first.status == MandateStatus.OVERDUE),
        working=activities.total,
        targets=targets,
        covered=tuple(one for one in targets if one in addressed),
    )

"""A few records of a list for a page about something else: the first ones, how many, and where the rest is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from actionlines.framework.groups import Asked
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.core.published import as_public
from actionlines.register.core.related import with_related
from actionlines.register.core.search import OWED, Query, counts, query
from actionlines.register.mandates.models import Force
from actionlines.register.mandates.overdue import OPEN as OPEN
from actionlines.register.models import Activity, Mandate

Filters = Mapping[str, Sequence[str]]
_NAMED = 100  # mandates that name somebody, and are not repeated as asked of a group
WITH_PROPOSALS = (*OPEN, "proposed")


@dataclass(frozen=True)
class Some:
    """`rows` are records with what their rows show; `url` is the list with the same filters."""

    rows: tuple[Any, ...]
    total: int
    url: str

    @property
    def more(self) -> int:
        """Return how many records the preview leaves out."""
        return max(0, self.total - len(self.rows))


def activities(filters: Filters, size: int = 5) -> Some:
    """The newest published activities; the index and a few queries, whatever the number."""
    hits = query(Query(kind="activity", filters=filters, sort="newest", size=size))
    rows = Activity.objects.select_related("organisation")
    held = rows.in_bulk([int(one) for one in hits.ids]) if hits.ids else {}
    as_public(list(with_related(held.values(), "links", "places")))
    return Some(_in_order(held, hits.ids), hits.total, address("activities", filters))


def practices(filters: Filters, size: int) -> Some:
    """Return the newest public good practices that the filters leave, as `activities` does."""
    return activities({**filters, PRACTICE: ("yes",)}, size)


def mandates(
    filters: Filters, size: int = 6, since: date | None = None, exclude: tuple[str, ...] = ()
) -> Some:
    """Mandates that are owed, the first due first; with `since`, only those that fall due from that day.

    exclude  keys (`mandate:12`) that another part of the page shows
    """
    ranges = {"due": (since, None)} if since else {}
    hits = query(Query(kind="mandate", filters={**OWED, **filters}, ranges=ranges, sort="due", size=size,
                       exclude=exclude))  # fmt: skip
    rows = Mandate.objects.select_related("instrument", "paragraph", "lead")
    rows = rows.defer("words", "proposal", "paragraph__text", "instrument__warnings")
    held = rows.in_bulk([int(one) for one in hits.ids]) if hits.ids else {}
    with_related(held.values(), "addressees", "links")
    more = {"due_from": (since.isoformat(),)} if since else {}
    url = address("mandates", {**filters, **more, "sort": ("due",)})
    return Some(_in_order(held, hits.ids), hits.total, url)


@dataclass(frozen=True)
class Asks:
    """What is open of somebody: `named`, as part of a group (`grouped`) and of its offices (`parts`).

    groups   (id of the group, how many open mandates ask it, their list), the smallest group first
    url      the list of all three, open or not
    """

    named: Some
    grouped: Some
    parts: Some
    groups: tuple[tuple[str, int, str], ...]
    url: str

    @property
    def total(self) -> int:
        """Return how many there are; one that asks a group and an office counts twice."""
        return self.named.total + self.grouped.total + self.parts.total


def asks(asked: Asked, size: int = 6) -> Asks:
    """Open mandates of somebody, the first due first, in the three ways in which a text can ask."""
    of_open = {"status": OPEN}
    by_name = {**OWED, "body": asked.named, **of_open}
    seen = tuple(hit.key for hit in query(Query(kind="mandate", filters=by_name, size=_NAMED)).hits)
    named = mandates({"body": asked.named, **of_open}, size)
    grouped, parts = (
        mandates({"body": names, **of_open}, size, exclude=seen) if names else Some((), 0, "")
        for names in (asked.groups, asked.parts)
    )
    counted = {
        body: n for (body, _), n in counts("body", "", {"asked": asked.named, **of_open}, "mandate").items()
    }
    groups = tuple(
        (one, counted[one], address("mandates", {"body": (one,), **of_open}))
        for one in asked.groups
        if one in counted
    )
    return Asks(named, grouped, parts, groups, address("mandates", {"asked": asked.named}))


def number(kind: str, filters: Filters) -> int:
    """How many there are; of mandates those that are owed."""
    asked = {**OWED, **filters} if kind == "mandate" else filters
    return query(Query(kind=kind, filters=asked, size=0)).total


def besides(filters: Filters) -> list[tuple[str, int, str]]:
    """(force, how many, their list) of the mandates that no text decides, which no other number counts."""
    found = {one: n for (one, _), n in counts("force", "", {**filters, "force": ()}, "mandate").items()}
    return [
        (force, found[force], address("mandates", {**filters, "force": (force,)}))
        for force in Force.values
        if force in found and force != Force.DECIDED
    ]


def address(name: str, filters: Filters) -> str:
    """Return the address of a list with filters."""
    pairs = [(facet, value) for facet, values in filters.items() for value in values]
    return f"{reverse(name)}?{urlencode(pairs)}" if pairs else reverse(name)


def _in_order(held: Mapping[int, Any], ids: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(held[int(one)] for one in ids if int(one) in held)

"""The submitted activities that a reviewer's roles cover, as one query: the table of permissions in the terms of
the database, so that a long list needs no question for each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from actionlines.framework import load
from actionlines.registry.areas import WORLD, countries_of
from actionlines.registry.models import Activity, ActivityLink, ActivityPlace
from actionlines.registry.models.activities import ActivityStatus
from actionlines.registry.models.base import Level, LinkStatus
from actionlines.registry.permissions import roles_of, table

PAGE = 25
_LAST = 10_000


def covered(user: Any, action: str = "activity.publish") -> QuerySet[Activity]:
    """Activities on which the roles of a user allow an action by scope or on any record."""
    wanted = Q(pk__in=[])
    for role, scope in roles_of(user):
        conditions = table()[action][role]
        if "any" in conditions or ("scope" in conditions and not scope):
            return Activity.objects.all()
        if "scope" in conditions:
            wanted |= in_scope(scope)
    return Activity.objects.filter(wanted)


def in_scope(scope: str) -> Q:
    """The activities of an action line (and the lines under it), an area (and its countries), `org:12`."""
    if scope.startswith("org:"):
        number = scope.removeprefix("org:")
        return Q(organisation_id=int(number)) if number.isdecimal() else Q(pk__in=[])
    if scope in load().action_lines:
        lines = ActivityLink.objects.filter(
            Q(concept=scope) | Q(concept__startswith=f"{scope}-"),
            activity=OuterRef("pk"), level=Level.ACTION_LINE,
        ).exclude(status=LinkStatus.REJECTED)  # fmt: skip
        return Q(Exists(lines))
    # What takes place in the whole world is no country's alone, nor the other way round.
    areas = {scope} if scope == WORLD else {scope, *countries_of(scope)}
    return Q(Exists(ActivityPlace.objects.filter(activity=OuterRef("pk"), area__in=areas)))


class Inbox:
    """What waits, filtered by the address: `line`, `region`, `who` (`me`, `nobody`), `page`."""

    def __init__(self, user: Any, asked: Mapping[str, str]) -> None:
        self.user = user
        lines = load().action_lines
        self.line = asked.get("line", "") if asked.get("line", "") in lines else ""
        self.region = asked.get("region", "") if asked.get("region", "") in self.regions else ""
        self.who = asked.get("who", "") if asked.get("who", "") in ("me", "nobody") else ""
        given = asked.get("page", "")
        self.page = (
            min(max(int(given), 1), _LAST) if given.isascii() and given.isdecimal() and len(given) < 6 else 1
        )

    @cached_property
    def all(self) -> QuerySet[Activity]:
        """All that waits in the scope of the reader."""
        return covered(self.user).filter(status=ActivityStatus.SUBMITTED)

    @cached_property
    def found(self) -> QuerySet[Activity]:
        """What the filters leave."""
        rows = self.all
        if self.line:
            rows = rows.filter(in_scope(self.line))
        if self.region:
            rows = rows.filter(in_scope(self.region))
        if self.who == "me":
            rows = rows.filter(reviewer=self.user)
        if self.who == "nobody":
            rows = rows.filter(reviewer=None)
        return rows

    @cached_property
    def total(self) -> int:
        """How many there are."""
        return int(self.found.count())

    @cached_property
    def rows(self) -> list[Activity]:
        """One page, the longest waiting first."""
        first = (self.page - 1) * PAGE
        rows = self.found.select_related("organisation", "owner", "reviewer").prefetch_related(
            "links", "places"
        )
        return list(rows.order_by("status_since", "pk")[first : first + PAGE])

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))

    @cached_property
    def lines(self) -> list[tuple[str, int]]:
        """Action lines of what waits, with how many."""
        links = ActivityLink.objects.filter(
            activity__in=self.all.values("pk"), level=Level.ACTION_LINE
        ).exclude(status=LinkStatus.REJECTED)
        counts = dict(links.values_list("concept").annotate(n=Count("pk")).values_list("concept", "n"))
        return [(line, counts[line]) for line in load().action_lines if line in counts]

    @cached_property
    def regions(self) -> list[str]:
        """The regions of ITU."""
        return [area.id for area in load().areas.values() if area.kind == "itu-region"]

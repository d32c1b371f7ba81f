"""Activities elsewhere that speak to the same concepts, with the concepts as the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actionlines.registry.models import Activity, ActivityLink
from actionlines.registry.models.base import LinkStatus
from actionlines.registry.published import as_public
from actionlines.registry.search import Query, query

MOST = 5
_CANDIDATES = 40
# How much a shared concept says, by how narrow it is.
_SAYS = {"target": 3, "commitment": 3, "action_line": 2, "goal": 1}


@dataclass(frozen=True)
class Similar:
    """Another activity and what it shares."""

    activity: Activity
    concepts: tuple[str, ...]


def similar(data: Mapping[str, Any]) -> list[Similar]:
    """Published activities of other places that share concepts, the most first; the index and four queries."""
    own = {one["concept"]: one["level"] for one in data["links"] if one["status"] != LinkStatus.REJECTED}
    narrow = [one for one, level in own.items() if level == "target"]
    lines = [one for one, level in own.items() if level == "action_line"]
    wanted = {"target": narrow} if narrow else {"action_line": lines} if lines else {}
    if not wanted:
        return []
    question = Query(
        data["title"][:300], kind="activity", filters=wanted, match="any", size=_CANDIDATES,
        exclude=(f"activity:{data['id']}",),
    )  # fmt: skip
    ids = [int(one) for one in query(question).ids]
    shared: dict[int, list[str]] = {}
    rows = ActivityLink.objects.filter(activity__in=ids, concept__in=own).exclude(status=LinkStatus.REJECTED)
    for number, concept in rows.values_list("activity", "concept"):
        shared.setdefault(number, []).append(concept)
    best = sorted(
        (one for one in ids if one in shared),
        key=lambda one: (-sum(_SAYS[own[c]] for c in shared[one]), ids.index(one)),
    )[:MOST]
    held = Activity.objects.select_related("organisation").prefetch_related("places").in_bulk(best)
    as_public(list(held.values()))
    return [Similar(held[one], tuple(sorted(shared[one]))) for one in best if one in held]

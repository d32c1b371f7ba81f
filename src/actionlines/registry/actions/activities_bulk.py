"""Many drafts submitted at once: each through its action, under one group of events."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from actionlines.errors import InvalidFields, RegistryError
from actionlines.registry import notices
from actionlines.registry.actions.activities import SubmitActivity
from actionlines.registry.models import Activity
from actionlines.registry.models.activities import ActivityStatus
from actionlines.registry.models.base import Level, LinkStatus

MOST = 200  # drafts submitted in one go
LOOKED_AT = 1000
NAMED = 4  # fields that are said to be missing


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was submitted, how many drafts are not complete, and how many complete ones are left for another go.

    lacking  the fields that most of the incomplete ones lack, the most frequent first
    """

    group: UUID
    done: tuple[Activity, ...]
    incomplete: int
    left: int
    lacking: tuple[str, ...] = ()


def submit_all(actor: Any) -> Submitted:
    """Submit the complete drafts of the actor's own, at most MOST, in the order in which they were begun.

    One that is not complete, or that somebody changes meanwhile, stays a draft.
    """
    drafts = Activity.objects.filter(owner=actor, status=ActivityStatus.DRAFT)
    # What lacks an Action Line is not opened one by one: of an import these may be thousands.
    ready = drafts.filter(links__level=Level.ACTION_LINE, links__status=LinkStatus.CONFIRMED).distinct()
    whole, group = ready.count(), uuid4()
    bare = drafts.count() - whole
    done: list[Activity] = []
    wrong = 0
    lacking: Counter[str] = Counter({"links": bare} if bare else {})
    for draft in ready.order_by("pk")[:LOOKED_AT]:
        if len(done) == MOST:
            break
        try:
            done.append(SubmitActivity(actor, draft, quiet=True).do(group))
        except InvalidFields as error:
            wrong += 1
            lacking.update(error.fields)
        except RegistryError:
            continue
    if done:
        notices.after_commit_all([one.pk for one in done], actor)
    left = whole - len(done) - wrong if len(done) == MOST else 0
    named = tuple(name for name, _many in lacking.most_common(NAMED))
    return Submitted(group, tuple(done), bare + wrong, left, named)

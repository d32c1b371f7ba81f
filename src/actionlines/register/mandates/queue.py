"""The queue of the desk: proposals and open mandates that somebody may act on, in the order in which they work.

    queue(user, Asked(show="proposals", symbol="A/RES/80/173", sort="sure"))

`sort`: `due` the oldest deadline first; `sure` those with the fewest fields to check and the likeliest links
first; `unsure` the other way round; `text` in the order of the documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from actionlines.register.core.models import LinkStatus
from actionlines.register.core.permissions import decide, roles_of
from actionlines.register.mandates.open_mandates import open_mandates
from actionlines.register.models import Mandate, User

PER_PAGE = 100
MOST = (
    1_000  # mandates that are put in order, the oldest deadline first; the rest follows when these are done
)
SHOWS = ("proposals", "open")
OWNERS = ("scope", "organisation", "all")
# What somebody needs the right to, to have a mandate in their scope.
_ACTION = {"proposals": "mandate.confirm", "open": "mandate.progress"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is asked for; `symbol` of one instrument, "" for all; `page` from 1."""

    show: str = "proposals"
    symbol: str = ""
    owner: str = "scope"
    sort: str = "due"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of mandates; `total` in all; `instruments`: (symbol, how many wait in it), most first."""

    rows: tuple[Mandate, ...]
    total: int
    pages: int
    page: int
    instruments: tuple[tuple[str, int], ...]


def likelihood(mandate: Mandate) -> float:
    """Return the lowest probability of a proposed link of a mandate; 1 where none is proposed."""
    links = (one.p for one in mandate.links.all() if one.status == LinkStatus.PROPOSED)
    return min((p for p in links if p is not None), default=1.0)


def _place(one: Mandate) -> tuple[str, int, int]:
    return one.instrument.symbol, one.paragraph.order, one.ordinal


def _deadline(one: Mandate) -> tuple[date, tuple[str, int, int]]:
    return one.due_on or date.max, _place(one)


def _doubt(one: Mandate) -> tuple[int, float]:
    return len(one.to_check), -likelihood(one)


_KEYS: Mapping[str, Callable[[Mandate], Any]] = {
    "due": _deadline,
    "sure": lambda one: (_doubt(one), _place(one)),
    "unsure": lambda one: (tuple(-number for number in _doubt(one)), _place(one)),
    "text": _place,
}
SORTS = tuple(_KEYS)


def queue(user: User, asked: Asked) -> Queue:
    """Return one page of the queue. `owner`: `scope`, what the user may act on; `organisation`, what their
    organisation leads; `all`, what is public too.
    """
    rows = _rows(asked.show)
    if asked.owner == "organisation":
        rows = rows.filter(lead__in=organisations_of(user))
    held = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST])
    if asked.owner == "scope":
        held = [one for one in held if decide(user, _ACTION[asked.show], one)]
    counted = Counter(one.instrument.symbol for one in held).most_common()
    if asked.symbol:
        held = [one for one in held if one.instrument.symbol == asked.symbol]
    held.sort(key=_KEYS[asked.sort])
    pages = max(1, -(-len(held) // PER_PAGE))
    page = min(max(1, asked.page), pages)
    shown = tuple(held[(page - 1) * PER_PAGE : page * PER_PAGE])
    return Queue(shown, len(held), pages, page, tuple(counted))


def _rows(show: str) -> QuerySet[Mandate]:
    # Proposals of drafts and recommendations wait for a reviewer too; nobody owes them.
    rows = Mandate.objects.filter(status="proposed") if show == "proposals" else open_mandates()
    return (
        rows.select_related("instrument", "paragraph", "lead")
        .prefetch_related("addressees", "links")
        .defer("words", "proposal", "paragraph__text", "instrument__warnings")
    )


def organisations_of(user: User) -> set[int]:
    """Return the numbers of the organisations that somebody belongs to or has a role for."""
    scopes = (scope.removeprefix("org:") for _role, scope in roles_of(user) if scope.startswith("org:"))
    own = {int(one) for one in scopes if one.isdecimal()}
    return own | ({user.organisation_id} if user.organisation_id else set())

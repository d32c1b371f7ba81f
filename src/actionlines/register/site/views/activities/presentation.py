"""What a page shows of an activity: its serialised form, as it is now or as it was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from actionlines.lineage.changes import compare_words
from actionlines.register.activities.actions import since
from actionlines.register.core.models import Level, Person
from actionlines.register.core.models import LinkStatus as _LinkStatus
from actionlines.register.core.published import public_data, without_proposals
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Activity, Event, Mandate, Organisation
from actionlines.register.site.difference import Change
from actionlines.register.site.forms import activity as form

LinkStatus: Any = _LinkStatus
LEVELS = tuple(Level.values)
# Levels of links in the order of a page, with what they are called there.
_ORDER = {one: place for place, one in enumerate(LEVELS)}
_STATUS = {LinkStatus.CONFIRMED: 0, LinkStatus.PROPOSED: 1, LinkStatus.REJECTED: 2}


@dataclass(frozen=True)
class LinkShown:
    """A link of the page: `what` is `concept C5` or `mandate 12`, as the buttons send it."""

    what: str
    concept: str
    level: str
    origin: str
    status: str
    p: float
    evidence: list[Data]
    mandate: Mandate | None = None

    @property
    def percent(self) -> int:
        """Return the probability of the proposal in percent."""
        return round(self.p * 100)

    @property
    def status_words(self) -> str:
        """Return the status in the reader's language."""
        return str(LinkStatus(self.status).label)


def links(data: Data, rejected: bool = False) -> list[LinkShown]:
    """Links to concepts: by level, the confirmed ones first, then the likeliest."""
    out = [LinkShown(f"concept {one['concept']}", **{k: one[k] for k in _OF_LINK}) for one in data["links"]]
    return _sorted(one for one in out if rejected or one.status != LinkStatus.REJECTED)


def mandates(data: Data, rejected: bool = False) -> list[LinkShown]:
    """Return the links to mandates, sorted. Two queries."""
    wanted = [one for one in data["mandates"] if rejected or one["status"] != LinkStatus.REJECTED]
    held = Mandate.objects.select_related("instrument", "paragraph").in_bulk(
        [one["mandate"] for one in wanted]
    )
    return _sorted(
        LinkShown(
            f"mandate {one['mandate']}",
            "",
            "",
            **{k: one[k] for k in _OF_LINK[2:]},
            mandate=held[one["mandate"]],
        )
        for one in wanted
        if one["mandate"] in held
    )


_OF_LINK = ("concept", "level", "origin", "status", "p", "evidence")


def _sorted(found: Iterable[LinkShown]) -> list[LinkShown]:
    return sorted(found, key=lambda one: (_ORDER.get(one.level, 9), _STATUS[one.status], -one.p, one.concept))


def data_for(activity: Activity, draft: bool, reader: Person | None = None) -> Data:
    """The record as it is now (`draft`: the reader may see it), or as it was published."""
    if draft:
        return as_dict(activity)
    found = public_data([activity], reader)
    return found[0] if found else without_proposals(activity.kind, as_dict(activity))


def organisations(data: Data) -> dict[int, Organisation]:
    """The organisation and the partners by number; one query."""
    return Organisation.objects.in_bulk([one for one in (data["organisation"], *data["partners"]) if one])


def asked_version(activity: Activity) -> int | None:
    """Return the version that a reviewer compares with: that of the last request for changes, else the published
    version, or None for a first draft.
    """
    asked = (
        Event.objects.filter(kind="activity", record=activity.pk, action="activity.changes")
        .order_by("-pk")
        .first()
    )
    published = activity.published_version or 0
    return max(asked.version if asked else 0, published) or None


def changes(activity: Activity, seen: int | None) -> list[Change]:
    """Field by field what differs from version `seen`."""
    changed = since(activity, seen) if seen else None
    return [
        Change(name, form.label(name), compare_words(form.in_words(name, old), form.in_words(name, new)))
        for name, (old, new) in (changed or {}).items()
    ]

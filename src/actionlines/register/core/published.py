"""What the public sees of records: of an activity or report its published version, not the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.conf import settings
from django.db.models import F, OuterRef, Subquery

from actionlines.register.activities.models import Activity, ActivityLink, ActivityMandate, ActivityPlace
from actionlines.register.core.models import Drafted, LinkStatus, Person, Record, Version
from actionlines.register.core.schema import Data, iso
from actionlines.register.core.serialise import as_dict, as_shown
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.models import Organisation
from actionlines.register.reports.models import Report
from actionlines.register.roadmaps.models import RoadMap

# Kinds of which the public sees a version, not the record.
_IN_VERSIONS = frozenset((Activity.kind, Report.kind, RoadMap.kind))
_DAYS = ("starts_on", "ends_on")
# Fields of the serialised form that are no plain fields of the model, or that stay as they are.
_OTHERWISE = frozenset(
    (
        "kind", "id", "version", "created_at", "changed_at", "organisation", "organisation_name", "partners",
        "places", "links", "mandates", "budget", "status_since", "published_at", *_DAYS,
    )
)  # fmt: skip


_LINKS = {Activity.kind: ("links", "mandates"), Mandate.kind: ("links",)}
_ROWS = {Activity: ("links", "mandate_links"), Mandate: ("links",)}
R = TypeVar("R", bound=Record)
_Link = TypeVar("_Link")


def public_statuses(kind: str) -> tuple[str, ...]:
    """Return the statuses of links that visitors see: confirmed, and proposed where the organiser shows those.

    ACTIONLINES_PUBLIC_PROPOSALS says for which kinds of record.
    """
    confirmed = str(LinkStatus.CONFIRMED)
    return (confirmed, str(LinkStatus.PROPOSED)) if kind in settings.PUBLIC_PROPOSALS else (confirmed,)


def public_links(kind: str, links: Iterable[_Link]) -> list[_Link]:
    """Return the links (rows or serialised) of a record of this kind that visitors see."""
    shown = public_statuses(kind)
    return [one for one in links if _status(one) in shown]


def _status(link: object) -> str:
    return str(link["status"] if isinstance(link, Mapping) else getattr(link, "status", ""))


def without_proposals(kind: str, data: Data) -> Data:
    """Return a serialised record with the links that visitors see."""
    return {**data, **{name: public_links(kind, data.get(name) or ()) for name in _LINKS.get(kind, ())}}


def without_contacts(data: Data) -> Data:
    """Return a serialised record without e-mail addresses of contacts, which people who are signed in see."""
    return {**data, "contact_email": ""} if data.get("contact_email") else data


def public_data(records: Iterable[Record], to: Person | None = None) -> list[Data]:
    """Return the public form of each record in order; those that have none are left out. One query for versions.

    to  the reader: addresses of contacts are for those who are signed in
    """
    found = _public_data(list(records))
    return found if getattr(to, "is_authenticated", False) else [without_contacts(one) for one in found]


def _public_data(held: list[Record]) -> list[Data]:
    later = {
        (model.kind, number): data
        for model in (Activity, Report, RoadMap)
        for number, data in _published([one for one in held if isinstance(one, model)], model).items()
    }
    return [
        without_proposals(
            one.kind,
            later.get((one.kind, one.pk))
            or (_organisation(one) if isinstance(one, Organisation) else as_shown(one)),
        )
        for one in held
        if (one.kind not in _IN_VERSIONS and one.is_public())
        or (one.kind, one.pk) in later
        or (isinstance(one, Drafted) and _is_published(one))
    ]


def _organisation(one: Organisation) -> Data:
    """An organisation without the change that waits for review: its fields are what was published."""
    if _is_published(one):
        return as_dict(one)
    shown = {name: getattr(one, name) for name in one.proposed}
    head = {"version": one.published_version, "changed_at": iso(one.published_at)}
    return {**as_dict(one), **shown, **head, "status": "published", "status_reason": ""}


def as_public(records: Sequence[R]) -> list[R]:
    """The records with the values of their published version and the links that visitors see, to be shown and
    never saved. No query where each is as it was published; links that were not fetched stay as they are.
    """
    drafts = [one for one in records if isinstance(one, Activity) and not _is_published(one)]
    later = _published(drafts, Activity)
    carriers = Organisation.objects.in_bulk({data["organisation"] for data in later.values()} - {None})
    for one in records:
        if isinstance(one, Activity) and one.pk in later:
            _put(one, later[one.pk], carriers)
        _hide_proposals(one)
    maps = [one for one in records if isinstance(one, RoadMap) and not _is_published(one)]
    shown = _published(maps, RoadMap)
    for one in maps:
        for name, value in shown.get(one.pk, {}).items():
            if name not in _OTHERWISE:
                setattr(one, name, value)
    return list(records)


def _hide_proposals(record: Record) -> None:
    fetched = getattr(record, "_prefetched_objects_cache", {})
    for name in _ROWS.get(type(record), ()):
        if name in fetched:
            fetched[name] = public_links(record.kind, fetched[name])


def _is_published(one: Drafted) -> bool:
    return one.status == "published" and one.version == one.published_version


def _published(
    records: Iterable[Activity | Report | RoadMap], model: type[Activity | Report | RoadMap] = Activity
) -> dict[int, Data]:
    ids = [one.pk for one in records if one.published_version]
    if not ids:
        return {}
    number = model.objects.filter(pk=OuterRef("record")).values("published_version")[:1]
    rows = Version.objects.filter(kind=model.kind, record__in=ids).annotate(shown=Subquery(number))
    return {row.record: row.data for row in rows.filter(number=F("shown"))}


def _put(activity: Activity, data: Data, carriers: dict[int, Organisation]) -> None:
    for name, value in data.items():
        if name not in _OTHERWISE:
            setattr(activity, name, value)
    for name in _DAYS:
        setattr(activity, name, date.fromisoformat(data[name]) if data[name] else None)
    activity.version = data["version"]
    activity.budget = Decimal(data["budget"]) if data["budget"] else None
    activity.organisation = carriers.get(data["organisation"])
    number = activity.pk
    mandates = [
        ActivityMandate(activity_id=number, mandate_id=one["mandate"], **_rest(one))
        for one in data["mandates"]
    ]
    activity._prefetched_objects_cache = {
        "places": [ActivityPlace(activity_id=number, area=area) for area in data["places"]],
        "links": [ActivityLink(activity_id=number, **link) for link in data["links"]],
        "mandate_links": mandates,
        "partners": list(Organisation.objects.filter(pk__in=data["partners"])) if data["partners"] else [],
    }


def _rest(link: Data) -> Data:
    return {name: value for name, value in link.items() if name != "mandate"}

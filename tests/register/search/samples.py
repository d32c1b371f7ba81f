"""Records in the register for tests of search, with the trail that actions leave."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from actionlines.register.activities.models import Activity
from actionlines.register.core.models import Outbox, Version
from actionlines.register.core.serialise import as_dict
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.models import Organisation
from tests.people import organisation


def save(record: Any) -> Any:
    """The record with a version and an entry in the outbox, as an action would leave it."""
    if Version.objects.filter(kind=record.kind, record=record.pk or 0, number=record.version).exists():
        record.version += 1
    if getattr(record, "published_version", None) and record.status == "published":
        record.published_version = record.version
    record.save()
    fresh = type(record).objects.get(pk=record.pk)
    Version.objects.create(
        kind=record.kind, record=record.pk, number=record.version, data=as_dict(fresh), public=fresh.version_is_public()
    )
    Outbox.objects.create(kind=record.kind, record=record.pk)
    return record


def published(
    title: str, summary: str = "", places: tuple[str, ...] = (), links: tuple[tuple[str, str], ...] = (), **given: Any
) -> Activity:
    """A published activity; `links` as (level, concept), confirmed."""
    made = Activity(
        title=title,
        summary=summary,
        status="published",
        published_at=timezone.now(),
        published_version=1,
        **(given if "organisation" in given else {"organisation": carrier(), **given}),
    )
    made.save()
    for area in places:
        made.places.create(area=area)
    for level, concept in links:
        made.links.create(level=level, concept=concept, status="confirmed", origin="person")
    return save(made)


def instrument(
    symbol: str = "A/RES/99/1", language: str = "en", texts: tuple[str, ...] = (), **given: Any
) -> Instrument:
    """An instrument with a paragraph for each text."""
    made = save(Instrument(symbol=symbol, language=language, **{"family": symbol, "title": "On networks", **given}))
    for order, text in enumerate(texts, 1):
        made.paragraphs.create(anchor=str(order), order=order, kind="paragraph", number=str(order), text=text)
    return made


def mandate(where: Instrument, action: str, bodies: tuple[str, ...] = (), **given: Any) -> Mandate:
    """A mandate in the first paragraph of an instrument."""
    paragraph = where.paragraphs.first()
    made = Mandate(
        paragraph=paragraph,
        instrument=where,
        ordinal=paragraph.mandates.count(),
        action=action,
        **{"verb": "Requests", "strength": "requests", **given},
    )
    made.save()
    for body in bodies:
        made.addressees.create(body=body, words=body)
    return save(made)


def carrier() -> Organisation:
    """The organisation of the tests, in the outbox once it is there."""
    found = organisation()
    return found if Version.objects.filter(kind="organisation", record=found.pk).exists() else save(found)


def organisation_of(name: str, **given: Any) -> Organisation:
    """An organisation that is in the outbox."""
    return save(organisation(name=name, **given))

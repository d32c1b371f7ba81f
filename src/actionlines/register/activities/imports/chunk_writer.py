"""A chunk of rows written in one transaction: records, links, places, versions, events, and how far the run is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.register.activities.imports.plan import MADE, UPDATED, ImportActivity, Organisations, Planned
from actionlines.register.activities.models import (
    Activity,
    ActivityLink,
    ActivityMandate,
    ActivityPlace,
    ActivityStatus,
)
from actionlines.register.activities.review import PublishActivity
from actionlines.register.activities.schema import put
from actionlines.register.core import bulk, schema
from actionlines.register.core.bulk import fetch_related, insert
from actionlines.register.core.imports.models import ImportRow, ImportRun
from actionlines.register.core.models import LinkStatus
from actionlines.register.core.schema import Data
from actionlines.register.organisations.actions import waits
from actionlines.register.people.models import User

# What a published activity must have, where somebody who may publish brings it in.
NEEDED = ("title", "summary", "organisation", "places")
_RELATED = ("places", "partners", "organisation")
# A link that the file itself states.
_STATED: Data = {"origin": "import", "status": "confirmed", "p": 1.0, "evidence": []}
Proposals = Sequence[Sequence[Any]]  # activities.proposals.Proposal for each row


class Moved(Exception):
    """Another process has gone on with this run meanwhile."""


@dataclass
class Chunk:
    """What is to be written. `start`: rows of the run that were done before; `size`: rows that it takes up."""

    run: int
    start: int
    size: int
    planned: list[Planned]
    proposals: Proposals
    actor: User | None
    group: UUID
    publish: bool = False
    notes: dict[int, list[dict[str, str]]] = field(default_factory=dict)


def write(chunk: Chunk, organisations: Organisations, dry: bool) -> Counter[str]:
    """Write the chunk; how many rows had which outcome. Raises Moved, and IntegrityError where somebody made the
    same activity or organisation at the same moment: nothing is then written.
    """
    counts = Counter(item.outcome for item in chunk.planned)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=chunk.run)
        if run.rows_done != chunk.start:
            raise Moved
        reason = _("Import %(run)d") % {"run": run.pk}
        if not dry:
            rows = [item.row for item in chunk.planned if item.outcome in (MADE, UPDATED)]
            organisations.make(rows, chunk.actor, chunk.group, reason, to_publish=chunk.publish)
            _write_activities(chunk, organisations, reason)
        insert(
            ImportRow,
            ("run", "row", "outcome", "record", "problems"),
            (
                (run.pk, item.row.row, item.outcome, item.record.pk if item.record else None,
                 [*item.row.problems, *item.row.notes, *chunk.notes.get(item.row.row, ())])
                for item in chunk.planned
            ),
        )  # fmt: skip
        run.rows_done += chunk.size
        run.counts = {**run.counts, **{name: run.counts.get(name, 0) + n for name, n in counts.items()}}
        run.save(update_fields=["rows_done", "counts", "changed_at"])
    return counts


def _write_activities(chunk: Chunk, organisations: Organisations, reason: str) -> None:
    proposed = list(zip(chunk.planned, chunk.proposals, strict=True))
    new = [(row, matches) for row, matches in proposed if row.outcome == MADE]
    changed = [(row, matches) for row, matches in proposed if row.outcome == UPDATED]
    keys = [row.record.pk for row, _found in changed]
    locked = Activity.objects.select_for_update().in_bulk(keys)
    for item, _matches in changed:
        # What changed since the plan was made fails the chunk.
        if item.record.pk not in locked or locked[item.record.pk].version != item.record.version:
            raise Moved
        item.record = locked[item.record.pk]
    before = {key: data for key, (_record, data) in bulk.serialised(Activity, keys).items()}
    for item, _matches in new:
        item.record = _activity(chunk, item, organisations)

    def effect() -> dict[int, Data]:
        """Write the rows of the chunk and return what the public sees of the changed records."""
        known = _write_related(new, organisations)
        if chunk.publish:
            _publish(chunk, [record for record, _found in new])
        for row, matches in changed:
            _update(row, matches, organisations)
        return known

    ImportActivity.do_many(
        chunk.actor,
        [row.record for row, _found in (*new, *changed)],
        group=chunk.group,
        reason=reason,
        before=before,
        effect=effect,
    )


def _write_related(new: Sequence[tuple[Planned, Sequence[object]]], organisations: Organisations) -> dict[int, Data]:
    """Write the rows that go with new activities. Return number -> their serialised form."""
    places, links, partners, mandates = [], [], [], []
    values: dict[int, Data] = {}
    for item, matches in new:
        key, row = item.record.pk, item.row
        areas, own = row.fields.get("places", ()), _links(row.concepts, matches)
        places += [(key, area) for area in areas]
        links += [(key, *link.values()) for link in own]
        known = sorted({number for name in row.partners if (number := organisations.find(name))})
        partners += [(key, number) for number in known]
        mandates += [(key, number, *_STATED.values()) for number in row.mandates]
        values[key] = {
            "places": sorted(areas),
            "links": own,
            "partners": known,
            "mandates": [{"mandate": number, **_STATED} for number in row.mandates],
        }
    insert(ActivityPlace, ("activity", "area"), places)
    insert(ActivityLink, ("activity", "concept", "level", *_STATED), links)
    insert(Activity.partners.through, ("activity", "organisation"), partners)
    insert(ActivityMandate, ("activity", "mandate", *_STATED), mandates)
    return values


def _activity(chunk: Chunk, item: Planned, organisations: Organisations) -> Activity:
    """The record, not saved yet."""
    fields, row = item.row.fields, item.row
    owner = organisations.find(row.organisation, row.organisation_type) if row.organisation else _own(chunk.actor)
    made = Activity(organisation_id=owner, owner=chunk.actor, source_key=row.key)
    schema.put(made, {name: value for name, value in fields.items() if name not in _RELATED})
    return made


def _own(actor: User | None) -> int | None:
    return getattr(actor, "organisation_id", None)


def _publish(chunk: Chunk, new: Sequence[Planned]) -> None:
    """Publish the activities that are complete, where the actor may; a note in the row says why not."""
    fetch_related([item.record for item in new])
    published = [item.record for item in new if _may_be_public(chunk, item)]
    state = {"status": ActivityStatus.PUBLISHED, "published_at": timezone.now(), "published_version": 1}
    Activity.objects.filter(pk__in=[record.pk for record in published]).update(**state)
    for record in published:
        schema.put(record, state)


def _may_be_public(chunk: Chunk, item: Planned) -> bool:
    record = item.record
    has = {**item.row.fields, "organisation": record.organisation_id}
    notes = [
        {"field": name, "problem": _("It stays a draft: this is missing."), "advice": ""}
        for name in NEEDED
        if not has.get(name)
    ]
    if any(named is not None and not named.is_public() for named in (record.organisation, *record.partners.all())):
        notes.append({"field": "organisation", "problem": _("It stays a draft."), "advice": waits()})
    if not (allowed := PublishActivity.may(chunk.actor, record)):
        notes.append({"field": "", "problem": _("It stays a draft."), "advice": allowed.why})
    chunk.notes[item.row.row] = notes
    return not notes


def _links(stated: Mapping[str, str], matches: Sequence[Any]) -> list[Data]:
    """What the file states is confirmed; what the words say is proposed, with the words."""
    by_concept = {item.concept: item for item in matches}
    out = [
        {
            "concept": concept,
            "level": level,
            **_STATED,
            "evidence": by_concept[concept].evidence if concept in by_concept else [],
        }
        for concept, level in stated.items()
    ]
    return out + [
        {"concept": item.concept, "level": item.level, "origin": "machine",
         "status": "proposed", "p": item.p, "evidence": item.evidence}
        for item in matches
        if item.concept not in stated
    ]  # fmt: skip


def _update(item: Planned, matches: Sequence[object], organisations: Organisations) -> None:
    """Bring a draft that nobody touched to what the file says."""
    record, row = item.record, item.row
    changed = dict(item.changed or {})
    if row.organisation:
        changed["organisation"] = organisations.find(row.organisation, row.organisation_type)
    if row.partners:
        changed["partners"] = sorted({key for name in row.partners if (key := organisations.find(name))})
    put(record, changed)
    record.links.exclude(status=LinkStatus.REJECTED).delete()
    rejected = set(record.links.values_list("concept", flat=True))
    ActivityLink.objects.bulk_create(
        ActivityLink(activity=record, **link)
        for link in _links(row.concepts, matches)
        if link["concept"] not in rejected
    )

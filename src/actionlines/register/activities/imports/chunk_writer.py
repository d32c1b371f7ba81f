"""A chunk of rows written in one transaction: records, links, places, versions, events, and how far the run is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
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
from actionlines.register.core.bulk import insert
from actionlines.register.core.imports.models import ImportRow, ImportRun
from actionlines.register.core.models import LinkStatus, Person
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.organisations.actions import waits
from actionlines.register.people.models import User

# What a published activity must have, where somebody who may publish brings it in.
NEEDED = ("title", "summary", "organisation", "places")
_RELATED = ("places", "partners", "organisation")
# A link that the file itself states.
_STATED: Data = {
    "origin": "import", "status": "confirmed", "p": 1.0, "evidence": [],
}  # fmt: skip
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
    counts = Counter(one.outcome for one in chunk.planned)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=chunk.run)
        if run.rows_done != chunk.start:
            raise Moved
        reason = _("Import %(run)d") % {"run": run.pk}
        if not dry:
            rows = [one.row for one in chunk.planned if one.outcome in (MADE, UPDATED)]
            organisations.make(rows, chunk.actor, chunk.group, reason, to_publish=chunk.publish)
            _make(chunk, organisations, reason)
            _update(chunk, organisations, reason)
        insert(
            ImportRow,
            ("run", "row", "outcome", "record", "problems"),
            (
                (run.pk, one.row.row, one.outcome, one.record.pk if one.record else None,
                 [*one.row.problems, *chunk.notes.get(one.row.row, ())])
                for one in chunk.planned
            ),
        )  # fmt: skip
        run.rows_done += chunk.size
        run.counts = {**run.counts, **{name: run.counts.get(name, 0) + n for name, n in counts.items()}}
        run.save(update_fields=["rows_done", "counts", "changed_at"])
    return counts


def _make(chunk: Chunk, organisations: Organisations, reason: str) -> None:
    pairs = [
        (one, found) for one, found in zip(chunk.planned, chunk.proposals, strict=True) if one.outcome == MADE
    ]
    for one, _found in pairs:
        one.record = _activity(chunk, one, organisations)
    _insert([one.record for one, _found in pairs])
    places, links, partners, mandates, serialised = [], [], [], [], []
    for one, found in pairs:
        key, row = one.record.pk, one.row
        areas = row.fields.get("places", ())
        own = _links(row.concepts, found)
        known = sorted({number for name in row.partners if (number := organisations.find(name))})
        places += [(key, area) for area in areas]
        links += [(key, *link.values()) for link in own]
        partners += [(key, number) for number in known]
        mandates += [(key, number, *_STATED.values()) for number in row.mandates]
        serialised.append((one.record, _as_dict(one.record, areas, own, known, row.mandates, organisations)))
    insert(ActivityPlace, ("activity", "area"), places)
    insert(ActivityLink, ("activity", "concept", "level", *_STATED), links)
    insert(Activity.partners.through, ("activity", "organisation"), partners)
    insert(ActivityMandate, ("activity", "mandate", *_STATED), mandates)
    ImportActivity.do_many(chunk.actor, serialised, group=chunk.group, reason=reason)


def _insert(records: Sequence[Activity]) -> None:
    """Save them, and learn their numbers by their keys, which are unique."""
    now = timezone.now()
    fields = [one for one in Activity._meta.concrete_fields if not one.primary_key]
    for record in records:
        record.created_at = record.changed_at = record.status_since = now
    insert(
        Activity,
        [one.name for one in fields],
        ([getattr(record, one.attname) for one in fields] for record in records),
    )
    keys = [record.source_key for record in records]
    numbers = dict(Activity.objects.filter(source_key__in=keys).values_list("source_key", "pk"))
    for record in records:
        record.pk = numbers[record.source_key]
        record._state.adding = False


def _as_dict(
    record: Activity, areas: Sequence[str], links: Sequence[Mapping[str, object]], partners: Sequence[int],
    mandates: Sequence[int], organisations: Organisations,
) -> Data:  # fmt: skip
    """The serialised form without asking the database for what was just written."""
    record.organisation = organisations.record(record.organisation_id)
    record._prefetched_objects_cache = {
        "places": [SimpleNamespace(area=area) for area in areas],
        "links": [],
        "partners": [SimpleNamespace(pk=number) for number in partners],
        "mandate_links": [SimpleNamespace(mandate_id=number, **_STATED) for number in mandates],
    }
    # They have the form of serialised links already, thousands of them in a chunk.
    return {**as_dict(record), "links": list(links)}


def _activity(chunk: Chunk, one: Planned, organisations: Organisations) -> Any:
    """The record, not saved yet."""
    fields, row = one.row.fields, one.row
    owner = organisations.find(row.organisation) if row.organisation else _own(chunk.actor)
    made = Activity(organisation_id=owner, owner=chunk.actor, source_key=row.key)
    schema.put(made, {name: value for name, value in fields.items() if name not in _RELATED})
    if chunk.publish and _may_be_public(chunk, made, one, organisations):
        made.status, made.published_at, made.published_version = ActivityStatus.PUBLISHED, timezone.now(), 1
    return made


def _own(actor: User | None) -> int | None:
    return getattr(actor, "organisation_id", None)


class _Reach:
    """Asks the permission table about an activity that is not saved yet."""

    def __init__(self, made: Any, one: Planned) -> None:
        lines = {concept for concept, level in one.row.concepts.items() if level == "action_line"}
        self._scopes = lines | set(one.row.fields.get("places", ())) | {f"org:{made.organisation_id}"}

    def scopes(self) -> set[str]:
        """Return the lines, areas and organisation of the activity as scopes."""
        return self._scopes

    def is_public(self) -> bool:
        """Return False: the activity is not saved yet."""
        return False

    def is_owned_by(self, _user: Person) -> bool:
        """Return False: ownership gives no right to publish."""
        return False

    def is_work_of(self, _user: Person) -> bool:
        """Return True: the actor brings it in."""
        return True


def _may_be_public(chunk: Chunk, made: Any, one: Planned, organisations: Organisations) -> bool:
    """Whether it is complete and the actor may publish it; a note in the row says why not."""
    has = {**one.row.fields, "organisation": made.organisation_id}
    notes = [
        {"field": name, "problem": _("It stays a draft: this is missing."), "advice": ""}
        for name in NEEDED if not has.get(name)
    ]  # fmt: skip
    partners = (organisations.find(name) for name in one.row.partners)
    named = [organisations.record(number) for number in (made.organisation_id, *partners)]
    if any(found is not None and not found.is_public() for found in named):
        notes.append({"field": "organisation", "problem": _("It stays a draft."), "advice": waits()})
    allowed = PublishActivity.may(chunk.actor, _Reach(made, one))
    if not allowed:
        notes.append({"field": "", "problem": _("It stays a draft."), "advice": allowed.why})
    chunk.notes[one.row.row] = notes
    return not notes


def _links(stated: Mapping[str, str], found: Sequence[Any]) -> list[Data]:
    """What the file states is confirmed; what the words say is proposed, with the words."""
    by_concept = {one.concept: one for one in found}
    out = [
        {"concept": concept, "level": level, **_STATED,
         "evidence": by_concept[concept].evidence if concept in by_concept else []}
        for concept, level in stated.items()
    ]  # fmt: skip
    return out + [
        {"concept": one.concept, "level": one.level, "origin": "machine",
         "status": "proposed", "p": one.p, "evidence": one.evidence}
        for one in found
        if one.concept not in stated
    ]  # fmt: skip


def _update(chunk: Chunk, organisations: Organisations, reason: str) -> None:
    """Drafts that nobody touched follow the file. What changed since the plan was made fails the chunk."""
    pairs = [
        (one, f) for one, f in zip(chunk.planned, chunk.proposals, strict=True) if one.outcome == UPDATED
    ]
    if not pairs:
        return
    keys = [one.record.pk for one, _found in pairs]
    locked = {one.pk: one for one in Activity.objects.select_for_update().filter(pk__in=keys)}
    before = {key: data for key, (_record, data) in bulk.serialised(Activity, keys).items()}
    if any(locked[one.record.pk].version != one.record.version for one, _found in pairs):
        raise Moved
    for one, found in pairs:
        record, row = locked[one.record.pk], one.row
        changed = dict(one.changed or {})
        if row.organisation:
            changed["organisation"] = organisations.find(row.organisation)
        if row.partners:
            changed["partners"] = sorted({key for name in row.partners if (key := organisations.find(name))})
        put(record, changed)
        record.version += 1
        record.save()
        record.links.exclude(status=LinkStatus.REJECTED).delete()
        rejected = set(record.links.values_list("concept", flat=True))
        ActivityLink.objects.bulk_create(
            ActivityLink(activity=record, **link)
            for link in _links(row.concepts, found)
            if link["concept"] not in rejected
        )
        one.record = record
    written = bulk.serialised(Activity, keys).values()
    ImportActivity.do_many(chunk.actor, written, group=chunk.group, reason=reason, before=before)

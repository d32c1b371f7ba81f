"""What each row of a chunk would do, with its organisations and what its words are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from actionlines.indicators.areas import fold_area
from actionlines.register.activities.actions import EditActivity
from actionlines.register.activities.imports.rows import Row
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.activities.schema import same, values
from actionlines.register.core import bulk
from actionlines.register.core.action import Action
from actionlines.register.core.models import Event, Origin, Person
from actionlines.register.core.permissions import Decision
from actionlines.register.core.schema import Serialised
from actionlines.register.organisations.actions import CreateOrganisation, PublishOrganisation, publish, seen_by
from actionlines.register.organisations.models import Organisation, body_named
from actionlines.register.people.models import User

OTHER = "other"  # type of an activity whose type the file does not state

MADE, UPDATED, SAME, KEPT, REFUSED = OUTCOMES = ("made", "updated", "same", "kept", "refused")


class Organisations:
    """Folded name or acronym -> number, of the organisations that the actor may see; acronyms only where one alone
    has them. A public organisation goes before one that waits. Any name of a
    body means the organisation that is this body.
    """

    def __init__(self, actor: User | None = None) -> None:
        self.actor = actor
        self.refresh()

    def refresh(self) -> None:
        """Read the organisations again, because others have written."""
        seen = Organisation.objects.all() if self.actor is None else seen_by(self.actor)
        ordered = seen.order_by(F("published_version").asc(nulls_first=True), "name")
        rows = list(ordered.values_list("pk", "name", "acronym"))
        self.known: dict[str, int] = {}
        for key, _name, acronym in rows:
            if short := fold_area(acronym):
                self.known[short] = 0 if short in self.known else key
        self.known = {short: key for short, key in self.known.items() if key}
        self.known.update((folded, key) for key, name, _a in rows if (folded := fold_area(name)))
        self._by_body: dict[str, int] | None = None

    def find(self, name: str, kind: str = "") -> int | None:
        """Return the number of the organisation that a name means; `kind` is its type where the file states one."""
        key = self.known.get(fold_area(name))
        return self._list_bodies().get(body_named(name, kind)) if key is None else key

    def _list_bodies(self) -> dict[str, int]:
        """Return body -> the organisation that is this body, as a person said or by its name; one that is seen."""
        if self._by_body is None:
            rows = Organisation.objects.all() if self.actor is None else seen_by(self.actor)
            bodies = sorted(((row.body, row.likely_body, row.pk) for row in rows), key=lambda item: bool(item[0]))
            self._by_body = {body or likely: key for body, likely, key in bodies if body or likely}
        return self._by_body

    def make(self, rows: Iterable[Row], actor: User | None, group: UUID, reason: str, *, to_publish: bool) -> None:
        """Make those that rows name and nobody has: public where that is asked for and the actor may, else they
        wait for review. The caller holds the transaction; after a failure of it, `refresh` forgets them.
        """
        wanted: dict[str, Organisation] = {}
        for row in rows:
            fields = [(row.organisation, row.organisation_type, row.organisation_country)]
            for name, kind, country in (*fields, *((partner, "", "") for partner in row.partners)):
                # Two names of one body in a file are one organisation.
                same = body_named(name, kind) or fold_area(name)
                if same and same not in wanted and self.find(name, kind) is None:
                    wanted[same] = Organisation(name=name, type=kind or OTHER, country=country, owner=actor)
        if not wanted:
            return
        organisations = list(wanted.values())

        def publish_some() -> None:
            """Publish the organisations that the actor may publish."""
            for organisation in organisations:
                if to_publish and PublishOrganisation.may(actor, organisation):
                    publish(organisation, 1)
                    organisation.save()

        CreateOrganisation.do_many(actor, organisations, group=group, reason=reason, effect=publish_some)
        self.known.update((fold_area(organisation.name), organisation.pk) for organisation in organisations)
        self._by_body = None


class ImportActivity(Action):
    """Bring an activity in from a table, or bring a draft to what the table says now."""

    code = "activity.import"
    states = frozenset({ActivityStatus.DRAFT})

    @classmethod
    def may(cls, actor: "Person | None", record: object = None, code: str = "") -> Decision:
        """Return whether somebody may import, and edit the activity that the row meets."""
        decision = super().may(actor, record, code)
        return EditActivity.may(actor, record) if decision and record is not None else decision


@dataclass
class Planned:
    """A row and the plan for it. record: the activity that it meets; changed: plain fields that differ."""

    row: Row
    outcome: str
    record: Any = None
    changed: Serialised | None = None


def plan(
    rows: Sequence[Row],
    organisations: Organisations,
    actor: User | None,
    seen: Mapping[int, int],
    first: dict[str, int],
) -> list[Planned]:
    """In the order of the rows. seen: activity -> row of this run that gave it already; first: key -> its first
    row, of the rows planned so far, which may not be written yet.
    """
    keys = [row.key for row in rows if not row.problems]
    matches = dict(Activity.objects.filter(source_key__in=keys).values_list("source_key", "pk"))
    held = bulk.serialised(Activity, list(matches.values()))
    touched = set(
        Event.objects.filter(kind="activity", record__in=held)
        .exclude(action=ImportActivity.code)
        .values_list("record", flat=True)
    )
    out = []
    for row in rows:
        number = matches.get(row.key, 0)
        if row.organisation and not fold_area(row.organisation):
            row.wrong("organisation", _("It has no letter or digit."), _("Write the name of the organisation."))
        if not row.problems:
            if (before := first.setdefault(row.key, row.row)) == row.row:
                before = seen.get(number, row.row)
            if before != row.row:
                problem = _("Row %(row)d is the same activity.") % {"row": before}
                row.wrong("title", problem, _("Leave one of the two, or give them different identifiers."))
        if row.problems:
            out.append(Planned(row, REFUSED))
        elif number:
            record, data = held[number]
            out.append(_beside(row, record, data, organisations, actor, number in touched))
        else:
            out.append(Planned(row, MADE))
    return out


def _beside(
    row: Row, record: Activity, data: Serialised, organisations: Organisations, actor: User | None, touched: bool
) -> Planned:
    if not ImportActivity.may(actor, record):
        problem = _("It is in the register already, and somebody else brought it in.")
        row.wrong("", problem, _("Ask the secretariat to correct it."))
        return Planned(row, REFUSED, record)
    now = values(data)
    fields = dict(row.fields)
    if row.organisation:
        fields["organisation"] = organisations.find(row.organisation, row.organisation_type)
    if row.partners:
        fields["partners"] = sorted({key for partner in row.partners if (key := organisations.find(partner))})
    changed = {name: value for name, value in fields.items() if not same(name, value, now[name])}
    stated = {link["concept"] for link in data["links"] if link["origin"] == Origin.IMPORT}
    if not changed and set(row.concepts) == stated:
        return Planned(row, SAME, record)
    if touched or record.status != ActivityStatus.DRAFT:
        why = (
            _("People have worked on it since; what they wrote stays.")
            if touched
            else _("It is published; edit it to correct it.")
        )
        row.problems.append({"field": ", ".join(changed), "problem": why, "advice": ""})
        return Planned(row, KEPT, record)
    return Planned(row, UPDATED, record, changed)

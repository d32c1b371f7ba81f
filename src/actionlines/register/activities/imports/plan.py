"""What each row of a chunk would do: make an activity, update its draft, or leave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionlines.indicators.areas import fold
from actionlines.register.activities.actions import EditActivity
from actionlines.register.activities.imports.organisations import Organisations
from actionlines.register.activities.imports.rows import Row
from actionlines.register.activities.models import ActivityStatus
from actionlines.register.activities.schema import same, values
from actionlines.register.core import bulk
from actionlines.register.core.action import Action
from actionlines.register.core.models import Origin
from actionlines.register.core.schema import Serialised
from actionlines.register.models import Activity, Event, User

MADE, UPDATED, SAME, KEPT, REFUSED = OUTCOMES = ("made", "updated", "same", "kept", "refused")


class ImportActivity(Action):
    """Bring an activity in from a table. Tables have thousands: `do_many` writes them by the chunk."""

    code = "activity.import"


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
    found = dict(Activity.objects.filter(source_key__in=keys).values_list("source_key", "pk"))
    held = bulk.serialised(Activity, list(found.values()))
    touched = set(
        Event.objects.filter(kind="activity", record__in=held)
        .exclude(action=ImportActivity.code)
        .values_list("record", flat=True)
    )
    out = []
    for row in rows:
        number = found.get(row.key, 0)
        if row.organisation and not fold(row.organisation):
            row.wrong(
                "organisation", _("It has no letter or digit."), _("Write the name of the organisation.")
            )
        if not row.problems:
            before = first.setdefault(row.key, row.row)
            if before == row.row:
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
    row: Row,
    record: Activity,
    data: Serialised,
    organisations: Organisations,
    actor: User | None,
    touched: bool,
) -> Planned:
    if not EditActivity.may(actor, record):
        problem = _("It is in the register already, and somebody else brought it in.")
        row.wrong("", problem, _("Ask the secretariat to correct it."))
        return Planned(row, REFUSED, record)
    now = values(data)
    given = dict(row.fields)
    if row.organisation:
        given["organisation"] = organisations.find(row.organisation)
    if row.partners:
        given["partners"] = sorted({key for one in row.partners if (key := organisations.find(one))})
    changed = {name: value for name, value in given.items() if not same(name, value, now[name])}
    stated = {link["concept"] for link in data["links"] if link["origin"] == Origin.IMPORT}
    if not changed and set(row.concepts) == stated:
        return Planned(row, SAME, record)
    if touched or record.status != ActivityStatus.DRAFT:
        why = _("People have worked on it since; what they wrote stays.") if touched else _(
            "It is published; bring in corrections by editing it."
        )  # fmt: skip
        row.problems.append({"field": ", ".join(changed), "problem": why, "advice": ""})
        return Planned(row, KEPT, record)
    return Planned(row, UPDATED, record, changed)

"""The parts of a road map: items taken or left, metrics and milestones."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.register.core.action import Action
from actionlines.register.core.schema import Data
from actionlines.register.mandates.models import Mandate
from actionlines.register.roadmaps.actions import Editing, Status
from actionlines.register.roadmaps.schema import (
    DECISIONS,
    MOST_ITEMS,
    MOST_METRICS,
    MOST_MILESTONES,
    MOST_SERVED,
    MetricFields,
    MilestoneFields,
    is_item,
    row,
)


class ChooseItem(Editing):
    """`kind` and `ref` of an item; `decision` is `taken`, `left`, or `proposed` to decide it again."""

    def effect(self) -> None:
        """What is only proposed is not kept."""
        kind, ref, decision = (str(self.given.get(name) or "") for name in ("kind", "ref", "decision"))
        wrong = {}
        if not is_item(kind, ref):
            wrong["ref"] = _("There is no such target, goal, commitment or indicator.")
        if decision not in DECISIONS:
            wrong["decision"] = _("Include or exclude it.")
        rest = [item for item in self.record.items if (item["kind"], item["ref"]) != (kind, ref)]
        if len(rest) >= MOST_ITEMS:
            wrong["ref"] = _("There are too many.")
        self.refuse(wrong)
        if decision != "proposed":
            rest.append({"kind": kind, "ref": ref, "decision": decision})
        self.record.items = sorted(rest, key=lambda item: (item["kind"], item["ref"]))
        self.opened()


class _Rows(Editing):
    """What changes one row of `rows`."""

    rows = ""
    most = 0

    def check_row(self, fields: Mapping[str, object]) -> tuple[Data, dict[str, str]]:
        """The row that can be saved, and what is wrong with it."""
        raise NotImplementedError

    def found(self) -> Data:
        """The row with the number `id`. Raises InvalidFields."""
        for held in getattr(self.record, self.rows):
            if str(held["id"]) == str(self.given.get("id")):
                return dict(held)
        raise InvalidFields(self._name(), {"id": _("It no longer exists.")})

    def put(self, row: Data) -> None:
        """Write a row in its place, or as the last one."""
        rows = list(getattr(self.record, self.rows))
        at = next((at for at, item in enumerate(rows) if item["id"] == row["id"]), len(rows))
        if at == len(rows) and at >= self.most:
            self.refuse({"": _("There are too many.")})
        setattr(self.record, self.rows, [*rows[:at], row, *rows[at + 1 :]])
        self.opened()


class _Put(_Rows):
    """`fields` of a row; with `id` those of a row that is there, else of a new one. One that was removed comes
    back by its id and fields.
    """

    def effect(self) -> None:
        """Fields that are not given stay."""
        number = self.given.get("id")
        held: Data = {}
        if number not in (None, ""):
            held = next((row for row in getattr(self.record, self.rows) if str(row["id"]) == str(number)), {})
        good, wrong = self.check_row({**held, **self.given["fields"]})
        self.refuse(wrong)
        if held:
            good["id"] = held["id"]
        elif self._was_given(number):
            good["id"] = int(str(number))
        else:
            self.record.numbered += 1
            good["id"] = self.record.numbered
        self.put(good)

    def _was_given(self, number: object) -> bool:
        """Whether an id was given before, to a row that was removed."""
        text = str(number)
        return text.isascii() and text.isdecimal() and len(text) < 9 and 0 < int(text) <= self.record.numbered


class _Remove(_Rows):
    """Take a row (`id`) out; `removed` is what it was."""

    removed: Data

    def effect(self) -> None:
        """Remove the row; no other row gets its id."""
        self.removed = self.found()
        rows = [item for item in getattr(self.record, self.rows) if item["id"] != self.removed["id"]]
        setattr(self.record, self.rows, rows)
        self.opened()


def served(fields: Mapping[str, object]) -> set[str]:
    """Return the mandates that a row names (`mandate:12`) and that exist."""
    refs = fields.get("serves")
    named = (
        [ref[8:] for ref in refs if isinstance(ref, str) and ref.startswith("mandate:")]
        if isinstance(refs, list | tuple)
        else []
    )
    ids = [int(item) for item in named if item.isascii() and item.isdecimal() and len(item) < 16]
    mandates = Mandate.objects.filter(pk__in=ids[:MOST_SERVED]).exclude(status="rejected")
    return {f"mandate:{pk}" for pk in mandates.values_list("pk", flat=True)}


class PutMetric(_Put):
    """Add a metric to a road map, or change one."""

    rows, most = "metrics", MOST_METRICS

    def check_row(self, fields: Mapping[str, object]) -> tuple[Data, dict[str, str]]:
        """Return the fields of a metric and the problems by field."""
        return row(MetricFields, fields, served(fields))


class RemoveMetric(_Remove):
    """Take a metric out of a road map."""

    rows = "metrics"


class PutMilestone(_Put):
    """Add a milestone, or change one."""

    rows, most = "milestones", MOST_MILESTONES

    def check_row(self, fields: Mapping[str, object]) -> tuple[Data, dict[str, str]]:
        """Return the fields of a milestone and the problems by field."""
        return row(MilestoneFields, fields, served(fields))


class RemoveMilestone(_Remove):
    """Take a milestone out of a road map."""

    rows = "milestones"


class MarkMilestoneDone(Action):
    """The milestone `id` was reached `on` a day (today unless given). What is published stays so: the mark is
    seen at once. `on` "" takes the mark back.
    """

    code = "roadmap.milestone"
    states = frozenset({Status.PUBLISHED, Status.DRAFT, Status.CHANGES})

    def effect(self) -> None:
        """Set or clear the day on which the milestone was reached."""
        fields = self.given.get("on")
        today = timezone.now().date()
        on = today.isoformat() if fields is None else str(fields).strip()
        wrong = {}
        if on:
            try:
                if date.fromisoformat(on) > today:
                    wrong["on"] = _("That day is still to come.")
            except ValueError:
                wrong["on"] = _("Write a day, such as 2027-06-30.")
        rows = [dict(milestone) for milestone in self.record.milestones]
        row = next((row for row in rows if str(row["id"]) == str(self.given.get("id"))), None)
        if row is None:
            wrong["id"] = _("It no longer exists.")
        if wrong:
            raise InvalidFields(self._name(), wrong)
        if row is not None:
            row["done"] = on
        self.record.milestones = rows
        if self.record.status == Status.PUBLISHED:
            self.record.published_version = self.record.version + 1

"""A road map with all that belongs to it, as a value and as files."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from actionlines.errors import StaleRecord
from actionlines.register.core.models import Version
from actionlines.register.core.schema import Data, Input, Serialised, clean
from actionlines.register.roadmaps.actions import EditRoadMap
from actionlines.register.roadmaps.parts import served
from actionlines.register.roadmaps.schema import (
    DECISIONS,
    MOST_ITEMS,
    MOST_METRICS,
    MOST_MILESTONES,
    MetricFields,
    MilestoneFields,
    RoadMapFields,
    columns,
    is_item,
    row,
)

_TABLES: Mapping[str, tuple[type[Input], int]] = {
    "metrics": (MetricFields, MOST_METRICS),
    "milestones": (MilestoneFields, MOST_MILESTONES),
}
Rows = list[Data]


class SaveRoadMap(EditRoadMap):
    """Save all that a page of a road map holds. One bad field keeps nothing else from being saved.

    fields               as for EditRoadMap
    choices              [(kind, ref, decision)] of the items on the page
    metrics, milestones  rows on the page; each has `id` ("" for a new one) and may have `out` to remove it

    After `do`, `problems` names what was not saved ("milestones-0-due" -> why), `ids` the numbers of new rows
    ("milestones-0" -> 4), and `rebuilt` says whether the generated text has to be made again.
    """

    def __init__(self, actor: Any, record: Any = None, **fields: Any) -> None:
        super().__init__(actor, record, **fields)
        self.problems: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.rebuilt = False

    def fresh(self) -> None:
        """Raise StaleRecord where somebody else changed a choice or a row that this page would overwrite."""
        super().fresh()
        if self.seen is None or self.seen == self.record.version:
            return
        matches = Version.objects.filter(kind=self.record.kind, record=self.record.pk, number=self.seen)
        old = matches.values_list("data", flat=True).first()
        if old is None or self._overwrites(old):
            raise StaleRecord(self._name(), self.seen, self.record.version)

    def _overwrites(self, old: Serialised) -> bool:
        before, now = _decisions(old["items"]), _decisions(self.record.items)
        for kind, ref, decision in self.given.get("choices") or ():
            was, is_ = (held.get((kind, ref), "proposed") for held in (before, now))
            if was != is_ != decision:
                return True
        for table in _TABLES:
            was_rows, now_rows = (
                {str(row["id"]): row for row in rows} for rows in (old[table], getattr(self.record, table))
            )
            for fields in self.given.get(table) or ():
                number = str(fields.get("id") or "")
                row = now_rows.get(number)
                if was_rows.get(number) != row and (
                    row is None or fields.get("out") or {**row, **_values(table, fields)} != row
                ):
                    return True
        return False

    def effect(self) -> None:
        """Save every part that is right."""
        before = (self.record.items, self.record.metrics, self.record.milestones, self.record.title,
                  self.record.starts, self.record.ends, self.record.language)  # fmt: skip
        texts = self.record.narratives
        self._fields()
        self._choices()
        for table in _TABLES:
            self._rows(table)
        after = (self.record.items, self.record.metrics, self.record.milestones, self.record.title,
                 self.record.starts, self.record.ends, self.record.language)  # fmt: skip
        self.rebuilt = before != after
        self.changed = self.rebuilt or texts != self.record.narratives
        if self.changed:
            self.opened()

    def _fields(self) -> None:
        good, wrong = clean(RoadMapFields, self.given.get("fields") or {})
        starts, ends = good.get("starts", self.record.starts), good.get("ends", self.record.ends)
        if starts and ends and ends < starts:
            wrong["ends"] = _("It ends before it starts.")
            good = {name: value for name, value in good.items() if name not in ("starts", "ends")}
        if "narratives" in good:
            good["narratives"] = {**self.record.narratives, **good["narratives"]}
        for name, value in good.items():
            setattr(self.record, name, value)
        self.problems |= wrong

    def _choices(self) -> None:
        held = _decisions(self.record.items)
        for kind, ref, decision in self.given.get("choices") or ():
            if not is_item(kind, ref) or decision not in DECISIONS:
                self.problems["items"] = _("There is no such target, goal, commitment or indicator.")
                continue
            held.pop((kind, ref), None)
            if decision != "proposed":
                held[kind, ref] = decision
        if len(held) > MOST_ITEMS:
            self.problems["items"] = _("There are too many.")
            return
        self.record.items = [{"kind": kind, "ref": ref, "decision": held[kind, ref]} for kind, ref in sorted(held)]

    def _rows(self, table: str) -> None:
        fields, most = _TABLES[table]
        rows: Rows = [dict(item) for item in getattr(self.record, table)]
        known = served({"serves": [ref for item in self.given.get(table) or () for ref in item.get("serves") or ()]})
        for at, data in enumerate(self.given.get(table) or ()):
            number = str(data.get("id") or "")
            place = next((at for at, row in enumerate(rows) if str(row["id"]) == number), None)
            values = _values(table, data)
            if data.get("out"):
                rows = [row for row in rows if str(row["id"]) != number]
                continue
            if place is None and not any(values.values()):
                continue
            good, wrong = row(fields, {**(rows[place] if place is not None else {}), **values}, known)
            if place is None and len(rows) >= most:
                wrong[next(iter(values))] = _("There are too many.")
            if wrong:
                self.problems |= {f"{table}-{at}-{name}": why for name, why in wrong.items()}
            elif place is not None:
                rows[place] = {**good, "id": rows[place]["id"]}
            else:
                self.ids[f"{table}-{at}"] = good["id"] = self._number(number)
                rows.append(good)
        setattr(self.record, table, rows)

    def _number(self, number: str) -> int:
        """Return the number of a row: its own where it was removed and comes back, else the next one."""
        if number.isascii() and number.isdecimal() and len(number) < 9 and 0 < int(number) <= self.record.numbered:
            return int(number)
        self.record.numbered += 1
        return int(self.record.numbered)


def _decisions(items: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    return {(item["kind"], item["ref"]): item["decision"] for item in items}


def _values(table: str, fields: Serialised) -> Data:
    """Return what the page says of a row; the day on which a milestone was reached is set elsewhere."""
    known = (*columns(_TABLES[table][0]), "serves")
    return {name: fields[name] for name in known if name in fields}

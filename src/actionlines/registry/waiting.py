"""Who is waiting on whom: open mandates by the one who asked and the one who is asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from actionlines.registry.concepts import kind_of, name_of
from actionlines.registry.models import Mandate, Organisation

OPEN = ("confirmed", "under_way", "overdue")
ROWS = 60  # bodies and organisations in the table; the rest is in the register's filters


@dataclass(frozen=True, slots=True)
class Waited:
    """One that others wait for: a body that is asked, or an organisation that leads.

    key    `body:itu` or `lead:12`; `name` of an organisation ("" for a body, whose name the framework has)
    due    the oldest last day among what is open, None where none has a day
    """

    key: str
    open: int
    overdue: int
    due: date | None
    name: str = ""

    @property
    def id(self) -> str:
        """The id of the body, or the number of the organisation."""
        return self.key.partition(":")[2]

    @property
    def is_lead(self) -> bool:
        """Whether it is an organisation that took the lead."""
        return self.key.startswith("lead:")


def open_mandates(proposals: bool = False) -> QuerySet[Mandate]:
    """Mandates for which somebody is waited for; with `proposals`, also those that nobody has confirmed yet."""
    return Mandate.objects.filter(status__in=[*OPEN, "proposed"] if proposals else OPEN)


def waited_on(proposals: bool = False, today: date | None = None) -> list[Waited]:
    """All that are waited for, the oldest due day first; those without a day last, the most waited for first.

    Where an organisation leads, it is waited for instead of the bodies that were asked. Two queries.
    """
    rows = open_mandates(proposals)
    today = today or timezone.now().date()
    sums = {
        "open": Count("pk", distinct=True),
        "overdue": Count("pk", distinct=True, filter=Q(status="overdue") | Q(due_on__lt=today)),
        "due": Min("due_on"),
    }
    led = rows.filter(lead__isnull=False).values("lead_id", name=F("lead__name")).annotate(**sums)
    asked = rows.filter(lead__isnull=True, addressees__isnull=False).values(body=F("addressees__body"))
    found = [
        Waited(f"lead:{row['lead_id']}", row["open"], row["overdue"], row["due"], row["name"])
        for row in led.order_by("lead_id")
    ]
    found += [
        Waited(f"body:{row['body']}", row["open"], row["overdue"], row["due"])
        for row in asked.annotate(**sums).order_by("body")
    ]
    return sorted(found, key=lambda one: (one.due or date.max, -one.overdue, -one.open, one.key))


def waiting_on(key: str, proposals: bool = False) -> QuerySet[Mandate]:
    """The open mandates of one of them (`body:itu`, `lead:12`), the oldest due day first."""
    kind, _colon, name = key.partition(":")
    rows = open_mandates(proposals)
    if kind == "lead":
        rows = rows.filter(lead_id=int(name)) if name.isdigit() and len(name) < 19 else rows.none()
    else:
        rows = rows.filter(lead__isnull=True, addressees__body=name)
    return rows.select_related("instrument", "paragraph", "lead").order_by(
        F("due_on").asc(nulls_last=True), "instrument__symbol", "paragraph__order", "ordinal"
    )


def called(key: str) -> str:
    """The name of one of them: of an organisation, or of a body in the reader's language; "" for no such one."""
    kind, _colon, name = key.partition(":")
    if kind == "lead":
        number = int(name) if name.isdigit() and len(name) < 19 else 0
        return Organisation.objects.filter(pk=number).values_list("name", flat=True).first() or ""
    return name_of(name) if kind == "body" and kind_of(name) == "body" else ""


@dataclass(frozen=True)
class Picture:
    """Who waits (rows: bodies that asked) on whom (columns: as in the table): numbers of open mandates.

    `more`: how many columns are left out.
    """

    columns: tuple[Waited, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    more: int

    @property
    def most(self) -> int:
        """The largest number in it."""
        return max((number for _body, numbers in self.rows for number in numbers), default=0)


def picture(waited: list[Waited], proposals: bool = False, columns: int = 12, rows: int = 12) -> Picture:
    """Those most waited for against those who asked most. Two queries."""
    top = sorted(waited, key=lambda one: (-one.open, one.key))[:columns]
    place = {one.key: n for n, one in enumerate(top)}
    found = open_mandates(proposals)
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(top))
    for kind, values in (
        ("lead", found.filter(lead__isnull=False).values_list("instrument__body", "lead_id")),
        ("body", found.filter(lead__isnull=True).values_list("instrument__body", "addressees__body")),
    ):
        for asker, name, number in values.annotate(Count("pk", distinct=True)).order_by():
            if f"{kind}:{name}" in place:
                counts[asker][place[f"{kind}:{name}"]] += number
    most = sorted(counts.items(), key=lambda row: (-sum(row[1]), row[0]))[:rows]
    return Picture(
        tuple(top), tuple((asker, tuple(row)) for asker, row in most), max(0, len(waited) - len(top))
    )

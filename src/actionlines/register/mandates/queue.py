"""What waits for reviewers of mandates, and what is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Func, IntegerField, Min, OuterRef, Prefetch, Q, QuerySet

from actionlines.framework import load
from actionlines.register.core.concepts import countries_of, kind_of, name_of
from actionlines.register.core.permissions import roles_of, table
from actionlines.register.core.search import invented
from actionlines.register.mandates.asked import ORGANISATION, organisation_number
from actionlines.register.mandates.models import OPEN, Force, Mandate, MandateLink, late_days, next_due_first, overdue
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import User

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
        """Return whether it is an organisation that took the lead."""
        return self.key.startswith("lead:")


@dataclass(frozen=True, slots=True)
class _Sum:
    """What one (`key`) owes to another (`asker`, the id of a body)."""

    asker: str
    key: str
    open: int
    overdue: int
    due: date | None
    name: str = ""


def open_mandates(proposals: bool = False) -> QuerySet[Mandate]:
    """Mandates for which somebody is waited for; with `proposals`, also those that nobody has confirmed yet.

    Only what a real text decides is waited for: no draft, no recommendation.
    """
    states = [*OPEN, "proposed"] if proposals else OPEN
    return Mandate.objects.filter(force=Force.DECIDED, status__in=states).exclude(instrument__symbol__in=invented())


def waited_on(proposals: bool = False, today: date | None = None) -> list[Waited]:
    """All that are waited for, the oldest due day first; those without a day last, the most waited for first.

    Where an organisation leads, it is waited for instead of the bodies that were asked. Two queries.
    """
    return _waited(_sums(proposals, today))


def _waited(sums: Iterable[_Sum]) -> list[Waited]:
    joined: dict[str, Waited] = {}
    for item in sums:
        before = joined.get(item.key, Waited(item.key, 0, 0, None, item.name))
        due = min((day for day in (before.due, item.due) if day), default=None)
        joined[item.key] = Waited(item.key, before.open + item.open, before.overdue + item.overdue, due, item.name)
    return sorted(
        joined.values(), key=lambda waited: (waited.due or date.max, -waited.overdue, -waited.open, waited.key)
    )


def _sums(proposals: bool, today: date | None) -> list[_Sum]:
    """One for each pair of who asked and who is waited for. No mandate counts twice in one of them: it has one
    lead, and asks a body once.
    """
    rows = open_mandates(proposals)
    oldest = Min("due_on", filter=Q(due_on__gte=late_days(today)[0]))
    sums = {"open": Count("pk"), "late": Count("pk", filter=overdue(today)), "oldest": oldest}
    led = rows.filter(lead__isnull=False).values_list("instrument__body", "lead_id", "lead__name")
    query = rows.filter(lead__isnull=True, addressees__isnull=False)
    bodies = query.values_list("instrument__body", "addressees__body")
    matches = [
        _Sum(asker, f"lead:{number}", count, late, oldest, name)
        for asker, number, name, count, late, oldest in led.annotate(**sums).order_by()
    ]
    return matches + [_Sum(asker, f"body:{body}", *rest) for asker, body, *rest in bodies.annotate(**sums).order_by()]


def waiting_on(key: str, proposals: bool = False) -> QuerySet[Mandate]:
    """The open mandates of one of them (`body:itu`, `lead:12`), the oldest due day first."""
    kind, _colon, name = key.partition(":")
    rows = open_mandates(proposals)
    if kind == "lead":
        rows = rows.filter(lead_id=int(name)) if name.isdigit() and len(name) < 19 else rows.none()
    else:
        rows = rows.filter(lead__isnull=True, addressees__body=name)
    return rows.select_related("instrument", "paragraph", "lead").order_by(
        *next_due_first(), "instrument__symbol", "paragraph__order", "ordinal"
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
        """Return the largest number of the picture, 0 without rows."""
        return max((number for _body, numbers in self.rows for number in numbers), default=0)


def seen(proposals: bool = False, today: date | None = None) -> tuple[list[Waited], Picture]:
    """All that are waited for, and the picture of them, from the same two queries."""
    sums = _sums(proposals, today)
    waited = _waited(sums)
    return waited, _picture(sums, waited)


def picture(proposals: bool = False, columns: int = 12, rows: int = 12) -> Picture:
    """Return a chart of the bodies that most is expected of against those who asked most. Two queries."""
    sums = _sums(proposals, None)
    return _picture(sums, _waited(sums), columns, rows)


def _picture(sums: Iterable[_Sum], waited: Sequence[Waited], columns: int = 12, rows: int = 12) -> Picture:
    top = sorted(waited, key=lambda waited: (-waited.open, waited.key))[:columns]
    place = {waited.key: n for n, waited in enumerate(top)}
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(top))
    for item in sums:
        if item.key in place:
            counts[item.asker][place[item.key]] += item.open
    most = sorted(counts.items(), key=lambda row: (-sum(row[1]), row[0]))[:rows]
    return Picture(tuple(top), tuple((asker, tuple(row)) for asker, row in most), max(0, len(waited) - len(top)))


PER_PAGE = 100
SHOWS = ("proposals", "open")
OWNERS = ("scope", "organisation", "all")
# What somebody needs the right to, to have a mandate in their scope.
ACTION = {"proposals": "mandate.confirm", "open": "mandate.progress"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is asked for; `symbol` of one instrument, "" for all; `page` from 1."""

    show: str = "proposals"
    symbol: str = ""
    owner: str = "scope"
    sort: str = "due"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of mandates; `total` in all; `instruments`: (symbol, how many wait in it), most first."""

    rows: tuple[Mandate, ...]
    total: int
    pages: int
    page: int
    instruments: tuple[tuple[str, int], ...]


class _Many(Func):
    """How many entries a JSON list has."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the call under its name in PostgreSQL."""
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


_PLACE = ("instrument__symbol", "paragraph__order", "ordinal", "pk")
_KEYS: Mapping[str, tuple[Any, ...]] = {
    "due": (F("due_on").asc(nulls_last=True), *_PLACE),
    "sure": (_Many("checks"), *_PLACE),
    "unsure": (_Many("checks").desc(), *_PLACE),
    "text": _PLACE,
}
SORTS = tuple(_KEYS)
# What a row of the queue reads: each value of a JSON field costs time.
_READ = (
    "version", "action", "summary", "words", "due", "due_on", "force", "checks", "status", "paragraph__anchor",
    "instrument__symbol", "instrument__title", "instrument__language", "instrument__country", "lead__name",
)  # fmt: skip


def queue(user: User, ask: Asked) -> Queue:
    """Return one page of the queue. `owner`: `scope`, what the user may act on; `organisation`, what their
    organisation leads; `all`, what is public too. The database counts and filters.
    """
    rows = list_queue(user, ask.show, ask.owner)
    counts = rows.order_by().values_list("instrument__symbol").annotate(many=Count("pk"))
    # An instrument stays chosen when its last mandate is decided.
    by_symbol = {ask.symbol: 0, **dict(counts)} if ask.symbol else dict(counts)
    instruments = sorted(by_symbol.items(), key=lambda row: (-row[1], row[0]))
    if ask.symbol:
        rows = rows.filter(instrument__symbol=ask.symbol)
    total = by_symbol[ask.symbol] if ask.symbol else sum(by_symbol.values())
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, ask.page), pages)
    held = rows.order_by(*_KEYS[ask.sort])[(page - 1) * PER_PAGE : page * PER_PAGE]
    held = held.select_related("instrument", "paragraph", "lead").only(*_READ)
    links = MandateLink.objects.only("mandate", "level", "concept")
    held = held.prefetch_related("addressees", Prefetch("links", links))
    return Queue(tuple(held), total, pages, page, tuple(instruments))


def list_queue(user: User, show: str, owner: str = "scope") -> QuerySet[Mandate]:
    """Return all that is in the queue: proposals, of drafts and recommendations too, or what is open."""
    rows = (
        Mandate.objects.filter(status="proposed")
        if show == "proposals"
        else Mandate.objects.filter(force=Force.DECIDED, status__in=OPEN)
    )
    if owner == "organisation":
        return rows.filter(lead__in=organisations_of(user))
    return rows.filter(covered(user, ACTION[show])) if owner == "scope" else rows


def covered(user: User, action: str) -> Q:
    """Return the condition for mandates on which the roles of a user allow an action: `decide`, for the database.

    Those that ask the user are not among them: they wait as answers (`answers.list_waiting`).
    """
    condition = Q(pk__in=[])
    for role, scope in roles_of(user):
        conditions = table()[action][role]
        if "any" in conditions or ("scope" in conditions and not scope):
            return Q()
        if "scope" in conditions:
            condition |= _is_in(scope)
    return condition


def _is_in(scope: str) -> Q:
    number = organisation_number(scope)
    if number or scope.startswith(ORGANISATION):
        return Q(lead=number)
    if scope in load().action_lines:
        links = MandateLink.objects.filter(mandate=OuterRef("pk"), level="action_line")
        return Q(Exists(links.filter(Q(concept=scope) | Q(concept__startswith=f"{scope}-"))))
    return Q(instrument__country__in={scope, *countries_of(scope)} - {""})


def organisations_of(user: User) -> set[int]:
    """Return the numbers of the organisations that somebody belongs to or has a role for."""
    scopes = (scope.removeprefix("org:") for _role, scope in roles_of(user) if scope.startswith("org:"))
    own = {int(scope) for scope in scopes if scope.isdecimal()}
    return own | ({user.organisation_id} if user.organisation_id else set())

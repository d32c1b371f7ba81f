"""What waits for a reviewer, and what waits for the person who submitted it."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.framework import load
from actionlines.register.activities.actions import submit_all
from actionlines.register.activities.forms import label
from actionlines.register.activities.models import Activity, ActivityLink, ActivityPlace, ActivityStatus
from actionlines.register.activities.models import ActivityStatus as _Status
from actionlines.register.core.concepts import WORLD, countries_of
from actionlines.register.core.kinds import WorkList, kinds, searches
from actionlines.register.core.models import Drafted, Event, Level, LinkStatus
from actionlines.register.core.pages.page import SignedIn, page, whole_number
from actionlines.register.core.pages.records import whom
from actionlines.register.core.permissions import decide, reach, roles_of, table
from actionlines.register.core.texts import join
from actionlines.register.people.models import User

PAGE = 25
_LAST = 10_000
# Activities are taken by a reviewer; of papers the inbox has those that their kinds declare.
PAPERS = tuple(key for key in searches() if kinds()[key].waiting)
KINDS = ("activity", *PAPERS)
# Of each kind of paper; there are a few dozen lines and countries.
_PAPERS = 500
_AT_ONCE = 5  # of one import, from which on they are one row


def covered(user: User, action: str = "activity.publish") -> QuerySet[Activity]:
    """Activities on which the roles of a user allow an action by scope or on any record."""
    wanted = Q(pk__in=[])
    for role, scope in roles_of(user):
        conditions = table()[action][role]
        if "any" in conditions or ("scope" in conditions and not scope):
            return Activity.objects.all()
        if "scope" in conditions:
            wanted |= in_scope(scope)
    return Activity.objects.filter(wanted)


def in_scope(scope: str) -> Q:
    """The activities of an action line (and the lines under it), an area (and its countries), `org:12`."""
    if scope.startswith("org:"):
        number = scope.removeprefix("org:")
        return Q(organisation_id=int(number)) if number.isdecimal() else Q(pk__in=[])
    if scope in load().action_lines:
        lines = ActivityLink.objects.filter(
            Q(concept=scope) | Q(concept__startswith=f"{scope}-"), activity=OuterRef("pk"), level=Level.ACTION_LINE
        ).exclude(status=LinkStatus.REJECTED)
        return Q(Exists(lines))
    # What takes place in the whole world is no country's alone, nor the other way round.
    areas = {scope} if scope == WORLD else {scope, *countries_of(scope)}
    return Q(Exists(ActivityPlace.objects.filter(activity=OuterRef("pk"), area__in=areas)))


def papers(user: User) -> list[Drafted]:
    """Return submitted organisations, road maps and reports that the user may publish.

    One query where there are none, else one more for each kind: the number is on every page of a reviewer.
    """
    rows: dict[str, QuerySet[Any]] = {
        key: kind.waiting() for key, kind in kinds().items() if key in PAPERS and kind.waiting
    }
    waiting = [
        row.filter(status="submitted").annotate(of=Value(kind)).order_by().values_list("of", "pk")
        for kind, row in rows.items()
    ]
    held: dict[str, list[int]] = {}
    for kind, pk in waiting[0].union(*waiting[1:], all=True):
        held.setdefault(kind, []).append(pk)
    matches = [
        item
        for kind, ids in held.items()
        for item in rows[kind].filter(pk__in=sorted(ids)[:_PAPERS]).select_related("owner")
    ]
    return [item for item in matches if decide(user, f"{item.kind}.publish", item)]


def _join_imported(rows: list[Drafted]) -> list[Drafted]:
    """Return the rows, of several that were made at once the first alone, which says how many `more` there are."""
    keys = {(row.kind, row.pk) for row in rows}
    made = Event.objects.filter(action__in=[f"{kind}.create" for kind in PAPERS], record__in={pk for _, pk in keys})
    group_of = {(kind, pk): group for kind, pk, group in made.values_list("kind", "record", "group")}
    count = Counter(group_of[key] for key in keys if key in group_of)
    first: dict[UUID, Any] = {}
    for row in rows:
        group = group_of.get((row.kind, row.pk))
        if group is None or count[group] < _AT_ONCE:
            first[uuid4()] = row
        elif group not in first:
            first[group] = row
            first[group].more = _("and %(many)d more") % {"many": count[group] - 1}
    return list(first.values())


class Inbox:
    """What waits, filtered by the address: `kind`, `line`, `region`, `who` (`me`, `nobody`), `page`."""

    def __init__(self, user: User, query: Mapping[str, str]) -> None:
        self.user = user
        lines = load().action_lines
        self.kind = query.get("kind", "") if query.get("kind", "") in KINDS else ""
        self.line = query.get("line", "") if query.get("line", "") in lines else ""
        self.region = query.get("region", "") if query.get("region", "") in self.regions else ""
        self.who = query.get("who", "") if query.get("who", "") in ("me", "nobody") else ""
        self.page = min(max(whole_number(query.get("page"), 1, 5), 1), _LAST)

    @cached_property
    def all(self) -> QuerySet[Activity]:
        """All activities that wait in the scope of the reader."""
        return covered(self.user).filter(status=ActivityStatus.SUBMITTED)

    @cached_property
    def papers(self) -> list[Drafted]:
        """All road maps and reports that wait for the reader."""
        return papers(self.user)

    @cached_property
    def found(self) -> QuerySet[Activity]:
        """Return the activities that match the filters."""
        rows = self.all if self.kind in ("", "activity") else self.all.none()
        if self.line:
            rows = rows.filter(in_scope(self.line))
        if self.region:
            rows = rows.filter(in_scope(self.region))
        if self.who == "me":
            rows = rows.filter(reviewer=self.user)
        if self.who == "nobody":
            rows = rows.filter(reviewer=None)
        return rows

    @cached_property
    def found_papers(self) -> list[Drafted]:
        """The road maps and reports that the filters leave; nobody takes these. What one import brought in is one
        row, unless its kind alone is asked for.
        """
        wanted = {self.line, self.region} - {""}
        matches = [
            paper
            for paper in self.papers
            if self.kind in ("", paper.kind) and self.who != "me" and wanted <= reach(paper)
        ]
        return matches if self.kind or len(matches) < _AT_ONCE else _join_imported(matches)

    @cached_property
    def activities(self) -> int:
        """Return how many activities wait in the scope of the reader."""
        return int(self.all.count())

    @property
    def waiting(self) -> int:
        """Return how many of all kinds wait, whatever the filters."""
        return self.activities + len(self.papers)

    @property
    def filtered(self) -> bool:
        """Return whether the address has a filter."""
        return bool(self.kind or self.line or self.region or self.who)

    @cached_property
    def total(self) -> int:
        """Return how many records the filters leave."""
        return (int(self.found.count()) if self.filtered else self.activities) + len(self.found_papers)

    @cached_property
    def rows(self) -> list[Any]:
        """One page, the longest waiting first, each with `whom` it waits for."""
        first, last = (self.page - 1) * PAGE, self.page * PAGE
        keys = self.found.order_by("status_since", "pk").values_list("status_since", "pk")[:last]
        order = [(since, "activity", pk) for since, pk in keys]
        order += [(drafted.status_since, drafted.kind, drafted.pk) for drafted in self.found_papers]
        context = sorted(order)[first:last]
        held = Activity.objects.select_related("organisation", "owner", "reviewer").prefetch_related("links", "places")
        records: dict[tuple[str, int], Any] = {(drafted.kind, drafted.pk): drafted for drafted in self.found_papers}
        wanted = [pk for _, kind, pk in context if kind == "activity"]
        records |= {("activity", pk): item for pk, item in (held.in_bulk(wanted) if wanted else {}).items()}
        rows = [records[kind, pk] for _, kind, pk in context if (kind, pk) in records]
        for row in rows:
            row.whom = whom(row)
        return rows

    @property
    def pages(self) -> int:
        """Return the number of pages of the list."""
        return max(1, -(-self.total // PAGE))

    @cached_property
    def kinds(self) -> list[tuple[str, int]]:
        """Return (kind, number) of the waiting records; empty kinds only if selected."""
        held = [paper.kind for paper in self.papers]
        counts = {"activity": self.activities, **{kind: held.count(kind) for kind in PAPERS}}
        return [(kind, counts[kind]) for kind in KINDS if counts[kind] or kind == self.kind]

    @cached_property
    def lines(self) -> list[tuple[str, int]]:
        """Action lines of what waits, with how many."""
        links = ActivityLink.objects.filter(activity__in=self.all.values("pk"), level=Level.ACTION_LINE).exclude(
            status=LinkStatus.REJECTED
        )
        counts = Counter(dict(links.values_list("concept").annotate(n=Count("pk")).values_list("concept", "n")))
        counts.update(line for paper in self.papers for line in getattr(paper, "lines", ()))
        return [(line, counts[line]) for line in load().action_lines if line in counts]

    @cached_property
    def regions(self) -> list[str]:
        """Return the ids of the regions of ITU."""
        return [area.id for area in load().areas.values() if area.kind == "itu-region"]


_STATUSES: Any = _Status
_WAITING_FOR_OWNER = ("draft", "changes", "declined")
MOST = 100
# The order of a person's own list: what is asked of them first.
_MINE = (_STATUSES.CHANGES, _STATUSES.DRAFT, _STATUSES.SUBMITTED, _STATUSES.PUBLISHED, _STATUSES.WITHDRAWN)


@page("review.inbox")
def inbox(request: SignedIn) -> HttpResponse:
    """Show what was submitted in the reader's scope, the longest wait first."""
    return render(request, "review/inbox.html", {"inbox": Inbox(request.user, request.GET), "here": REVIEWS.key})


@page("account.use")
def mine(request: SignedIn) -> HttpResponse:
    """One's own activities by what they wait for; with `status` those alone, page by page."""
    rows = Activity.objects.filter(owner=request.user).select_related("organisation", "reviewer")
    query = request.GET.get("status", "")
    query = query if query in _STATUSES.values else ""
    groups = []
    for status in _MINE:
        if query in ("", status):
            listed = Paginator(rows.filter(status=status).order_by("-status_since", "pk"), MOST)
            groups.append((status.value, status.label, listed.get_page(request.GET.get("page") if query else 1)))
    drafts = [] if query else list_own_papers(request.user)
    papers = [(row, reverse(f"{row.kind}-edit", args=[row.pk])) for row in drafts]
    empty = not papers and not any(group[2] for group in groups)
    context = {"here": DRAFTS.key, "groups": groups, "asked": query, "papers": papers, "empty": empty}
    return render(request, "review/mine.html", context)


@page("account.use")
@require_POST
def submit_mine(request: SignedIn) -> HttpResponse:
    """Submit all drafts that are complete; say how many are not."""
    result = submit_all(request.user)
    done: Any = len(result.done)
    if done:
        texts = ngettext(
            "%(many)d activity was submitted. It now waits for a reviewer.",
            "%(many)d activities were submitted. They now wait for a reviewer.",
            done,
        )
        messages.success(request, texts % {"many": done})
    rest: Any = result.incomplete
    if rest:
        texts = ngettext(
            "%(many)d draft is not complete. Open it: its form names what is missing.",
            "%(many)d drafts are not complete. Open one: its form names what is missing.",
            rest,
        )
        most = _("Missing most often: %(list)s.") % {"list": join(map(label, result.lacking))}
        messages.error(request, f"{texts % {'many': rest}} {most if result.lacking else ''}".strip())
    if result.left:
        messages.warning(request, _("There are more than go in at once: submit again."))
    return redirect(f"{reverse('mine')}?status=draft" if rest or result.left else "mine")


def list_own_papers(user: User) -> list[Drafted]:
    """Return the records of other kinds than activities that wait for the user, who began them."""
    mine = {"owner": user, "status__in": _WAITING_FOR_OWNER}
    waiting = (kind.waiting() for key, kind in kinds().items() if key in PAPERS and kind.waiting)
    rows: list[Drafted] = [row for query in waiting for row in query.filter(**mine)[:_PAPERS]]
    return sorted(rows, key=lambda row: row.status_since, reverse=True)


def _count_drafts(user: User) -> int:
    """Return how many of the user's own records wait for the user. One query."""
    mine = {"owner": user, "status__in": _WAITING_FOR_OWNER}
    rows = [kinds()[key].model._default_manager.filter(**mine) for key in KINDS]
    numbers = [row.order_by().values_list("pk") for row in rows]
    return int(numbers[0].union(*numbers[1:], all=True).count())


REVIEWS = WorkList(
    "reviews", 20, gettext_lazy("For review"), "review.inbox", "inbox", count=lambda user: Inbox(user, {}).waiting
)
_DRAFTS = gettext_lazy("My activities and papers")
DRAFTS = WorkList("drafts", 50, _DRAFTS, "account.use", "mine", count=_count_drafts)

urlpatterns = [
    path("review/", inbox, name="inbox"),
    path("mine/", mine, name="mine"),
    path("mine/submit/", submit_mine, name="mine-submit"),
]

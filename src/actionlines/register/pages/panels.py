"""What pages of concepts and places show of records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from actionlines.framework import load
from actionlines.framework.calendar import Session, bodies_with_calendar, list_sessions
from actionlines.framework.groups import asked_of
from actionlines.framework.model import Link
from actionlines.lineage.comparison import REPORTS
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import PRACTICE
from actionlines.register.core.concepts import WORLD
from actionlines.register.core.kinds import Words, kinds, usual_filters
from actionlines.register.core.pages.downloads import MEETING_FORMS
from actionlines.register.core.public_view import public_views
from actionlines.register.core.search import Query, counts, invented, query
from actionlines.register.mandates.answers import share_organisations
from actionlines.register.mandates.models import OPEN, OWED, Force, Mandate
from actionlines.register.standings.charts import list_core
from actionlines.register.standings.models import Standing

Filters = Mapping[str, Sequence[str]]
_NAMED = 100  # mandates that name somebody, and are not repeated as asked of a group
WITH_PROPOSALS = (*OPEN, "proposed")


@dataclass(frozen=True)
class Some:
    """`rows` are records with what their rows show; `url` is the list with the same filters."""

    rows: tuple[Any, ...]
    total: int
    url: str

    @property
    def more(self) -> int:
        """Return how many records the preview leaves out."""
        return max(0, self.total - len(self.rows))


def activities(filters: Filters, size: int = 5, exclude: tuple[str, ...] = ()) -> Some:
    """The newest published activities without those of some keys (`activity:12`); a few queries for any number."""
    hits = query(Query(kind="activity", filters=filters, sort="newest", size=size, exclude=exclude))
    rows = Activity.objects.select_related("organisation")
    records = rows.prefetch_related("links", "places").in_bulk([int(id_) for id_ in hits.ids])
    views = {view.pk: view for view in public_views(records.values())}
    return Some(_in_order(views, hits.ids), hits.total, address("activities", filters))


def split_government(country: str, filters: Filters) -> tuple[Some, Some] | None:
    """Return the activities of the government of a country, then those of others there; None where one is empty."""
    wanted = {"stakeholder": ("government",), "area": (country,)}
    bodies = query(Query(kind="organisation", filters=wanted, size=_NAMED)).ids
    if not bodies:
        return None
    own = {"organisation": tuple(map(str, bodies))}
    keys = tuple(hit.key for hit in query(Query(kind="activity", filters=own, size=_NAMED)).hits)
    parts = activities(own), activities(filters, exclude=keys)
    return parts if all(part.rows for part in parts) else None


def practices(filters: Filters, size: int) -> Some:
    """Return the newest public good practices that the filters leave, as `activities` does."""
    return activities({**filters, PRACTICE: ("yes",)}, size)


_Part = tuple[tuple[Any, ...], int, str]  # numbers of mandates, how many there are, their list


def mandates(filters: Filters, size: int = 6, since: date | None = None) -> Some:
    """Mandates that are owed, the first due first; with `since`, only those that fall due from that day."""
    return _read([_find(filters, size, since)])[0]


def _find(filters: Filters, size: int, since: date | None = None, exclude: Iterable[str] = ()) -> _Part:
    """Return the first mandates of a list without those of some keys (`mandate:12`), which count all the same."""
    question = Query(
        kind="mandate", filters={**OWED, **filters}, sort="due", size=size, exclude=tuple(exclude), is_real=True
    )
    hits = query(replace(question, ranges={"due": (since, None)}) if since else question)
    total = number("mandate", filters) if exclude else hits.total
    more = {"due_from": (since.isoformat(),)} if since else {}
    return hits.ids, total, address("mandates", {**filters, **more, "sort": ("due",)})


def _read(parts: Sequence[_Part]) -> list[Some]:
    """Return the mandates of some lists: three queries for all."""
    rows = Mandate.objects.select_related("instrument", "paragraph", "lead")
    rows = rows.defer("proposal", "paragraph__text", "instrument__warnings")
    linked = Q(activity_links__status="confirmed", activity_links__activity__status="published")
    rows = rows.annotate(activities=Count("activity_links", filter=linked))
    ids = [int(id_) for part in parts for id_ in part[0]]
    held = rows.prefetch_related("addressees", "progress").in_bulk(ids)
    share_organisations(held.values())
    return [Some(_in_order(held, ids), total, url) for ids, total, url in parts]


@dataclass(frozen=True)
class Asks:
    """What is open of somebody, the most urgent first; a mandate is in one part alone.

    late, due  what has passed its date, and what falls due next: asked by name first, then in another way
    named, grouped, parts  the rest: by name, as part of a group, and of its offices
    groups   (id of the group, how many open mandates ask it, their list), the smallest group first
    total    how many there are
    """

    late: Some
    due: Some
    named: Some
    grouped: Some
    parts: Some
    groups: tuple[tuple[str, int, str], ...]
    total: int


_NONE: _Part = ((), 0, "")


def asks(duties: Filters, size: int = 6) -> Asks:
    """Return the open mandates of these filters; of those that do not say who is asked, all rest is `named`."""
    of_open = {**duties, "status": OPEN}
    late = _find({**duties, "status": ("overdue",)}, size)
    due = _find(of_open, size, timezone.now().date())
    seen = [f"mandate:{id_}" for id_ in (*late[0], *due[0])]
    groups: tuple[tuple[str, int, str], ...] = ()
    rest = [_find(of_open, size, exclude=seen), _NONE, _NONE]
    if "asked" in duties:
        bodies = asked_of(*duties["asked"])
        own = {"body": bodies.named, "status": OPEN}
        by_name = query(Query(kind="mandate", filters={**OWED, **own}, size=_NAMED, is_real=True))
        others = [*seen, *(hit.key for hit in by_name.hits)]
        rest = [_find(own, size, exclude=seen)]
        for ids in (bodies.groups, bodies.parts):
            rest.append(_find({"body": ids, "status": OPEN}, size, exclude=others) if ids else _NONE)
        own_ids = {str(hit.id) for hit in by_name.hits}
        late, due = (
            (tuple(sorted(part[0], key=lambda id_: str(id_) not in own_ids)), *part[1:]) for part in (late, due)
        )
        counted = {body: n for (body, _), n in counts("body", "", of_open, "mandate").items()}
        urls = {group: address("mandates", {"body": (group,), "status": OPEN}) for group in bodies.groups}
        groups = tuple((group, counted[group], url) for group, url in urls.items() if group in counted)
    first, second, named, grouped, parts = _read([late, due, *rest])
    return Asks(first, second, named, grouped, parts, groups, number("mandate", of_open))


def number(kind: str, filters: Filters) -> int:
    """Return how many records there are; of mandates, those that a real text decided."""
    wanted = {**usual_filters(kind), **filters}
    return query(Query(kind=kind, filters=wanted, size=0, is_real=True)).total


def besides(filters: Filters) -> list[tuple[str, int, str]]:
    """(force, how many, their list) of the mandates that no text decides, which no other number counts."""
    matches = {item: n for (item, _), n in counts("force", "", {**filters, "force": ()}, "mandate").items()}
    return [
        (force, matches[force], address("mandates", {**filters, "force": (force,)}))
        for force in Force.values
        if force in matches and force != Force.DECIDED
    ]


def address(name: str, filters: Filters) -> str:
    """Return the address of a list with filters."""
    pairs = [(facet, value) for facet, values in filters.items() for value in values]
    return f"{reverse(name)}?{urlencode(pairs)}" if pairs else reverse(name)


def _in_order(held: Mapping[int, Any], ids: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(held[int(id_)] for id_ in ids if int(id_) in held)


def asked_under(key: str) -> Filters:
    """Return the filter of what is asked of a body, country or organisation, or under a line."""
    return {"action_line" if key in load().action_lines else "asked": (key,)}


def next_deadlines(key: str, today: date, size: int = 6) -> Some:
    """Return the open mandates that fall due next; of one body, country or line where there are such.

    Proposals fill in where nobody has confirmed a mandate with a day.
    """
    for filters in (asked_under(key), {}) if key else ({},):
        for status in (OPEN, WITH_PROPOSALS):
            if (some := mandates({**filters, "status": status}, size, since=today)).total:
                return some
    return Some((), 0, "")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper about somebody, or the form in which one begins; `language` of its title, "" for the reader's."""

    title: Words
    url: str
    language: str = ""


def of_subject(
    parts: dict[str, Any], area: str, done: Filters | None, duties: Filters, own: Sequence[str]
) -> dict[str, Any]:
    """Return what the pages of a body, line, country and organisation have in common.

    parts  what kinds show there
    area   country or region whose figures are shown
    done, duties  the filters of its activities and mandates; done is None for what organisations did that are the body
    own    bodies, countries and organisations (`org:12`) whose answers to mandates are its own
    """
    if done is None:
        done = {"organisation": tuple(str(row.pk) for row in parts["organisations"]) or ("0",)}
    open_duties = {**duties, "status": OPEN}
    files = {f"meeting_{form}" if form in MEETING_FORMS else form: form for form in (*MEETING_FORMS, "csv", "json")}
    takes = {name: address("mandates", {**open_duties, "as": (form,)}) for name, form in files.items()}
    core = list_core(area)
    for form in ("csv", "parquet") if core else ():
        takes[f"figures_{form}"] = f"{reverse('figures', args=[form])}?{urlencode({'area': area})}"
    takes |= {"feed": address("feed-mandates", open_duties), "calendar": address("mandates-calendar", open_duties)}
    return {
        **parts,
        "area": area,
        "answers_as": frozenset(own),
        "asked_as": duties.get("asked", ()),
        "core": core,
        "take_files": takes,
        "activities": activities(done),
        "good": practices(done, 3),
        "asks": asks(duties),
        "query": address("mandates", {**duties, "status": OPEN}).partition("?")[2],
        "besides": besides(duties),
    }


_SEASON = 365  # days of the time line
_BEGUN = timedelta(days=31)  # a session that began before is no longer news


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session of a body: `month` from 1, that of today; how many reports are `due` to it, and their list."""

    session: Session
    month: int
    due: int
    url: str


def meetings(today: date) -> list[Meeting]:
    """Return the sessions of the next twelve months, with the open reports that fall due for each. One query."""
    until = today + timedelta(days=_SEASON)
    owed = Mandate.objects.filter(status__in=WITH_PROPOSALS, force=Force.DECIDED, deliverable__in=REPORTS)
    owed = owed.exclude(instrument__symbol__in=invented())
    due = owed.filter(due_on__range=(today, until)).values_list("due_on", "report_to")
    matches = []
    for body in bodies_with_calendar():
        begins = today
        for session in list_sessions(body):
            if session.ends < today or not today - _BEGUN <= session.starts <= until:
                continue
            many = sum(bool(day and begins <= day <= session.ends) and body in to for day, to in due)
            month = (max(session.starts, today).year - today.year) * 12 + max(session.starts, today).month - today.month
            year = session.starts.year
            url = f"{reverse('reports-due')}?{urlencode({'to': body, 'from': year, 'until': year})}"
            matches.append(Meeting(session, min(month, 11) + 1, many, url))
            begins = session.ends + timedelta(days=1)
    return sorted(matches, key=lambda meeting: meeting.session.starts)


def of_kinds(request: HttpRequest, level: str, identifier: str) -> dict[str, Any]:
    """Return what the kinds of records show on a page, by the names that its template has; `papers` of all kinds."""
    context: dict[str, Any] = {"level": level, "id": identifier, "papers": []}
    for kind in kinds().values():
        if make := kind.panel_makers.get(level):
            parts: dict[str, Any] = make(request, identifier)
            context |= {**parts, "papers": [*context["papers"], *parts.get("papers", ())]}
    return context


MOST_LAGGING = 12
_READ = 200  # series that are looked at for them


@dataclass(frozen=True, slots=True)
class Joined:
    """A concept joined with the one of the page: by the matrix (`matrix`; `doubtful` as the matrix marks it, with
    its note), and in how many activities and mandates both are seen.
    """

    concept: str
    matrix: bool
    doubtful: bool
    note: str
    activities: int
    mandates: int


def joined(facet: str, filters: Filters, links: Iterable[tuple[str, Link]], matrix_too: str = "") -> list[Joined]:
    """Concepts of a facet: first those of the matrix in its order, then those that are only seen, most first.
    `matrix_too`: another facet whose concepts the matrix has (whole goals among targets).
    """
    by_matrix: dict[str, Link] = {}
    for concept, link in links:
        held = by_matrix.get(concept)
        if held is None or (held.doubtful and not link.doubtful):
            by_matrix[concept] = link
    activities = {item: n for (item, _), n in counts(facet, "", filters, "activity").items()}
    mandates = {item: n for (item, _), n in counts(facet, "", filters, "mandate").items()}
    rest = (activities.keys() | mandates.keys()) - by_matrix.keys()
    if matrix_too:
        activities |= {item: n for (item, _), n in counts(matrix_too, "", filters, "activity").items()}
        mandates |= {item: n for (item, _), n in counts(matrix_too, "", filters, "mandate").items()}
    matches = [
        Joined(item, True, link.doubtful, link.note, activities.get(item, 0), mandates.get(item, 0))
        for item, link in by_matrix.items()
    ]
    seen = [Joined(item, False, False, "", activities.get(item, 0), mandates.get(item, 0)) for item in rest]
    return matches + sorted(seen, key=lambda joined: (-joined.activities - joined.mandates, joined.concept))


@dataclass(frozen=True, slots=True)
class Region:
    """How many activities and good practices one region has, with the address of their list."""

    area: str
    activities: int
    good: int
    url: str


def by_region(filters: Filters) -> list[Region]:
    """The regions of ITU, each with a number, 0 too."""
    matches = counts("region", PRACTICE, filters, "activity")
    regions = [area.id for area in load().areas.values() if area.kind == "itu-region"]
    return [
        Region(
            area,
            sum(matches.get((area, is_good), 0) for is_good in ("yes", "no")),
            matches.get((area, "yes"), 0),
            address("activities", {**filters, "region": (area,)}),
        )
        for area in regions
    ]


def lagging(targets: Iterable[str], areas: Sequence[str] = (), most: int = MOST_LAGGING) -> list[Standing]:
    """Where indicators of these targets lag, the furthest behind first: in the world and the regions of ITU, or in
    the areas given. Of an indicator and an area the series or breakdown that is furthest behind. One query.
    """
    wanted = set(targets)
    listed = [indicator for indicator in load().indicators.values() if indicator.target in wanted]
    names = {name for item in listed for full in (item.id, item.repeats) if full for name in (full, full[4:])}
    rows = Standing.objects.filter(indicator__in=names, area__in=areas or world_and_regions(), lag__gt=0)
    standings: dict[tuple[str, str], Standing] = {}
    for row in rows.order_by("-lag", "area", "series")[:_READ] if names else ():
        standings.setdefault((row.indicator, row.area), row)
    return list(standings.values())[:most]


def world_and_regions() -> list[str]:
    """The world and the regions of ITU."""
    return [WORLD, *(area.id for area in load().areas.values() if area.kind == "itu-region")]

"""Lists of records with filters and facets, sorted, page by page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionlines.papers.writers.as_table import MeetingTable
from actionlines.papers.writers.as_xlsx import Value
from actionlines.register.core.kinds import Words, usual_filters
from actionlines.register.core.models import Record
from actionlines.register.core.pages import facets as names
from actionlines.register.core.pages.downloads import (
    CHUNK,
    FORMS,
    MEETING_FORMS,
    MOST_IN_DOCUMENT,
    MOST_ROWS,
    MeetingColumns,
    Row,
    is_long,
    long_list,
    missing_rows,
    send,
    send_table,
    unknown,
)
from actionlines.register.core.pages.page import View, page, site_of, whole_number
from actionlines.register.core.public_view import public_data, public_views
from actionlines.register.core.schema import Data
from actionlines.register.core.search import Hit, Hits, Query, every, near, query
from actionlines.register.core.search.index_store import filter_names
from actionlines.register.core.search.queries import ANY, MOST, with_usual
from actionlines.register.core.texts import reader_words
from actionlines.results.things import clean_search

SIZE = 20
_VALUES, _VALUE_LIMIT = 50, 120  # of one filter
SORT_LABELS = {
    "relevance": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest"),
    "due": gettext_lazy("Due first"),
    "title": gettext_lazy("Title"),
    "checks": gettext_lazy("Most to check"),
}
_SUBJECTS = ("asked", "body", "action_line", "country", "organisation", "lead")  # filters that name one
_RANGE_LABELS = {"due": gettext_lazy("Due"), "starts": gettext_lazy("Starts")}
NOTHING = gettext_lazy("Nothing is here yet.")


@dataclass(frozen=True)
class Listing:
    """What a room says about its list.

    kind          of the search index; () for everything
    title         h1 of the page, translated lazily
    facets        filters on the left, in this order
    sorts         of `relevance`, `newest`, `due`, `title`; the first is taken where none is asked for, but
                  relevance only where there are words
    row_template  shows one `record` with its `hit`; is in an <li>
    records       a queryset with what the row needs; the hits are loaded from it in one query
    empty         what would be here and how to put it there
    template      of the page
    intro         template that is between the heading and the list, or ""
    ranges        of `due`, `starts`: from and to, as two days
    fixed         filters of every page of this list
    is_real       what invented texts ask is left out, but where somebody asks for a text or for words
    data          what downloads hold of records; None for their public form
    meeting       columns of its table for a meeting; None where its workbook has every field
    feed, calendar  names of addresses that take its filters, or ""
    tabs          (name, values) above the results, of the facet `tab_facet`; () for all. A list that is asked for
                  nothing opens on the first, where that has records
    """

    kind: str | tuple[str, ...]
    title: Words
    facets: tuple[str, ...]
    sorts: tuple[str, ...]
    row_template: str
    records: Callable[[], QuerySet[Record]]
    empty: Words = NOTHING
    template: str = "listing/page.html"
    intro: str = ""
    ranges: tuple[str, ...] = ()
    fixed: Mapping[str, Sequence[str]] | None = None
    is_real: bool = False
    data: Callable[[Iterable[Any]], list[Data]] | None = None
    meeting: MeetingColumns | None = None
    feed: str = ""
    calendar: str = ""
    tabs: tuple[tuple[Words, tuple[str, ...]], ...] = ()
    tab_facet: str = "status"

    def ask(self, request: HttpRequest, fixed: Mapping[str, Sequence[str]] | None = None) -> Query:
        """The question that an address asks; what it has wrong is left out."""
        address = Address(self, request)
        filters: dict[str, Sequence[str]] = {**address.filters, **(self.fixed or {}), **(fixed or {})}
        return Query(
            text=address.text,
            kind=self.kind,
            filters=filters,
            ranges=address.ranges,
            facets=self.facets,
            sort=address.sort,
            page=address.page,
            size=SIZE,
            is_real=self.is_real and not address.text and "instrument" not in filters,
        )

    def list_tabs(self, counts: Mapping[str, int]) -> Sequence[tuple[Words, tuple[str, ...]]]:
        """Return the tabs of a page, by how many of each value of their facet there are."""
        return self.tabs

    @property
    def page(self) -> View:
        """Return the page of the list, for its address."""
        return page("site.read")(self.answer)

    def answer(
        self, request: HttpRequest, fixed: Mapping[str, Sequence[str]] | None = None, **more: object
    ) -> HttpResponseBase:
        """The page, or the download that `?as=csv|xlsx|docx|json` asks for."""
        question = self.ask(request, fixed)
        if form := request.GET.get("as", ""):
            return self.take(request, question, form)
        if self.tabs and not Address(self, request).narrows:
            bare, fields = request.GET, request.GET.copy()
            fields.setlist(self.tab_facet, list(self.tabs[0][1]))
            request.GET = fields  # type: ignore[assignment]  # what the links of the page say too
            if not query(replace(self.ask(request, fixed), size=0)).total:
                request.GET = bare
            question = self.ask(request, fixed)
        return render(request, self.template, {**self.context(request, question), **more})

    def context(self, request: HttpRequest, question: Query) -> dict[str, object]:
        """Return what the template `listing/list.html` needs, for a page that has more on it than the list."""
        hits = query(question)
        content = Shown(self, Address(self, request), question, hits)
        return {"listing": self, "hits": hits, "rows": self.rows(hits), "shown": content}

    def rows(self, hits: Hits) -> list[tuple[Any, Hit]]:
        """(record, hit) in the order of the hits, as the public sees them; what was deleted in the meantime is
        left out.
        """
        records = self.records().in_bulk([hit.id for hit in hits.hits])
        views = {view.pk: view for view in public_views(records.values())}
        return [(views[hit.id], hit) for hit in hits.hits if hit.id in views]

    def take(self, request: HttpRequest, question: Query, form: str) -> HttpResponseBase:
        """Return the list as a file in one of its forms; a long one as the worker made it."""
        meeting = self.meeting if form in MEETING_FORMS else None
        total = every(question, 1)[0]
        if form in FORMS and is_long(request, total):
            address = Address(self, request)
            return long_list(request, address.to(address.pairs(), **{"as": form}), self._name, total)
        return self.download_table(request, question, form, meeting) if meeting else self.download(question, form)

    @property
    def _name(self) -> str:
        return self.kind if isinstance(self.kind, str) and self.kind else "search"

    def download(self, question: Query, form: str) -> HttpResponseBase:
        """The list as a file in one of FORMS; 400 for another."""
        if form not in FORMS:
            return unknown()
        total, hits = every(question, MOST_ROWS)
        wanted = {
            "text": question.text,
            "filters": {name: list(values) for name, values in question.filters.items()},
            "ranges": {
                name: [day.isoformat() if day else None for day in days] for name, days in question.ranges.items()
            },
        }
        return send(form, self._name, self._rows_of(hits), total, wanted, total - len(hits))

    def download_table(
        self, request: HttpRequest, question: Query, form: str, meeting: MeetingColumns
    ) -> HttpResponseBase:
        """The list as a table for a meeting, in one of MEETING_FORMS."""
        total, hits = every(question, MOST_ROWS)
        address, words, site = Address(self, request), reader_words(), site_of(request)
        left, today = total - len(hits), timezone.localdate()
        chips = address.chips
        facts = [
            (_("Filters"), "; ".join(f"{label}: {name}" for label, name, _url in chips) or _("none")),
            (_("Date"), words.date(today.isoformat())),
            (_("Source"), site + address.without(("as", form))),
            (_("Rows"), words.number(len(hits))),
            *meeting.notes(),
        ]
        facts += [("", missing_rows(left))] if left else []
        subjects = [
            names.Names(address.chosen).of(facet, value)
            for facet in _SUBJECTS
            for value in address.chosen.get(facet, ())
        ]
        title = str(meeting.of) % {"name": subjects[0]} if len(subjects) == 1 else str(meeting.title)
        columns = [(str(heading), width) for heading, width in meeting.columns]
        rows = self._meeting_rows(hits, site, meeting)
        table = MeetingTable(title, words.language, today, facts, columns, rows)
        return send_table(form, str(self.kind), table, total)

    def _meeting_rows(self, hits: Sequence[Hit], site: str, meeting: MeetingColumns) -> Iterator[Sequence[Value]]:
        """The rows of the hits in order, a chunk at a time, as the public sees them."""
        rest = iter(hits)
        while chunk := list(islice(rest, CHUNK)):
            rows = self.records().prefetch_related(*meeting.prefetched)
            matches = rows.in_bulk([hit.id for hit in chunk])
            views = {view.pk: view for view in public_views(matches.values())}
            yield from meeting.rows([views[hit.id] for hit in chunk if hit.id in views], site)

    def _rows_of(self, hits: Sequence[Hit]) -> Iterator[Row]:
        """The public form of the hits in order, a chunk at a time."""
        if not isinstance(self.kind, str) or not self.kind:
            for hit in hits:
                yield {"kind": hit.kind, "id": hit.id, "title": hit.title}
            return
        rest = iter(hits)
        while chunk := list(islice(rest, CHUNK)):
            matches = self.records().in_bulk([hit.id for hit in chunk])
            yield from (self.data or public_data)(matches[hit.id] for hit in chunk if hit.id in matches)


class Address:
    """What the address of a list says, bounded."""

    def __init__(self, listing: Listing, request: HttpRequest) -> None:
        self.path = request.path
        self._given = request.GET
        self._listing = listing
        self.text = clean_search(request.GET.get("q", ""))
        saved = () if isinstance(listing.kind, str) and listing.kind else ("kind",)
        self.chosen = {
            name: values
            for name in filter_names()
            if (name != "kind" or saved)
            and (values := tuple(v[:_VALUE_LIMIT] for v in request.GET.getlist(name)[:_VALUES] if v))
        }

    @property
    def narrows(self) -> bool:
        """Return whether anything is asked for at all."""
        return bool(self.text or self.chosen or self.ranges)

    @cached_property
    def filters(self) -> dict[str, Sequence[str]]:
        """Return the filters that were chosen, and the usual ones where none was; `any` takes all."""
        return with_usual(self.chosen, usual_filters(self._listing.kind))

    @cached_property
    def sort(self) -> str:
        """Return the order that was asked for, if the list has it; else its first."""
        wanted = self._given.get("sort", "")
        possible = [item for item in self._listing.sorts if item != "relevance" or self.text]
        return wanted if wanted in possible else next(iter(possible), "")

    @cached_property
    def page(self) -> int:
        """From 1 to the last one that can be shown."""
        number = whole_number(self._given.get("page"), 1, 8)
        return min(max(1, number), -(-MOST // SIZE))

    @cached_property
    def ranges(self) -> dict[str, tuple[date | None, date | None]]:
        """Days from and to, without what cannot be read as a day."""
        matches = {}
        for name in self._listing.ranges:
            bounds = tuple(_day(self._given.get(f"{name}_{end}", "")) for end in ("from", "to"))
            if any(bounds):
                matches[name] = (bounds[0], bounds[1])
        return matches

    def no_day(self, name: str) -> str:
        """Return the first bound of a range that cannot be read as a day, "" where both can."""
        fields = (self._given.get(f"{name}_{end}", "") for end in ("from", "to"))
        return next((text[:40] for text in fields if text.strip() and _day(text) is None), "")

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Everything that filters, as pairs of the address."""
        if self.text:
            yield "q", self.text
        for name, values in self.chosen.items():
            for value in values:
                yield name, value
        for name, bounds in self.ranges.items():
            for end, day in zip(("from", "to"), bounds, strict=True):
                if day:
                    yield f"{name}_{end}", day.isoformat()
        if (fields := self._given.get("sort", "")) == self.sort and fields:
            yield "sort", fields

    def without(self, *dropped: tuple[str, str]) -> str:
        """The address with some pairs less, on its first page."""
        return self.to(pair for pair in self.pairs() if pair not in dropped)

    @cached_property
    def chips(self) -> list[tuple[str, str, str]]:
        """(what, value, address without it) of each active filter."""
        held = names.Names(self.chosen)
        matches = [
            (names.facet_label(name), held.of(name, value), self.without((name, value)))
            for name, values in self.chosen.items()
            for value in values
        ]
        for name, bounds in self.ranges.items():
            words = " – ".join(day.isoformat() if day else "…" for day in bounds)
            pairs = [(f"{name}_{end}", day.isoformat()) for end, day in zip(("from", "to"), bounds, strict=True) if day]
            matches.append((str(_RANGE_LABELS[name]), words, self.without(*pairs)))
        return matches

    def to(self, pairs: Iterable[tuple[str, str]], **more: str) -> str:
        """The address of this page with these pairs."""
        files = urlencode([*pairs, *more.items()])
        return f"{self.path}?{files}" if files else self.path


@dataclass(frozen=True)
class Shown:
    """What the page shows besides the rows."""

    listing: Listing
    address: Address
    question: Query
    hits: Hits

    @cached_property
    def facets(self) -> list[names.FacetShown]:
        """Return the filters on the left of the page: those with a choice, and that no tab has made."""
        chosen = {
            # All are ticked, so that a form that is sent again does not fall back to what is usual.
            name: [value for value, _ in self.hits.facets.get(name, ())] if ANY in values else values
            for name, values in {**self.address.chosen, **self.address.filters}.items()
        }
        # Of all that is, with ended ones, the facet of the tabs chooses further.
        by_tab = self.listing.tab_facet if self.listing.tab_facet in self.address.chosen and self._has_tab else ""
        facets = names.shown(self.listing.facets, self.hits.facets, chosen)
        return [facet for facet in facets if len(facet.values) > 1 and facet.id != by_tab]

    @cached_property
    def tabs(self) -> list[tuple[Words, int, str, bool]]:
        """Return (name, how many, address, whether it is the one) of each part of the results."""
        facet, counts = self.listing.tab_facet, dict(self.hits.facets.get(self.listing.tab_facet, ()))
        saved = [pair for pair in self.address.pairs() if pair[0] != facet]
        saved = saved or [(name, value) for name, some in usual_filters(self.listing.kind).items() for value in some]
        tabs = []
        for name, values in self.listing.list_tabs(counts):
            many = sum(n for value, n in counts.items() if value in values or not values)
            url = self.address.to([*saved, *((facet, value) for value in values)])
            tabs.append((name, many, url, set(self.address.chosen.get(facet, ())) == set(values)))
        return tabs

    @property
    def _has_tab(self) -> bool:
        return any(is_open for *_tab, is_open in self.tabs)

    @cached_property
    def hidden(self) -> dict[str, tuple[str, ...]]:
        """Filters of the address that have no place on the left: they are sent along."""
        visible = {facet.id for facet in self.facets}
        return {name: values for name, values in self.address.chosen.items() if name not in visible}

    @cached_property
    def besides(self) -> list[tuple[str, int, str]]:
        """(value, how many, address) of what the usual filters leave out, and the same question would find."""
        pairs = []
        for name in usual_filters(self.listing.kind):
            held = dict(self.hits.facets.get(name, ()))
            saved = [pair for pair in self.address.pairs() if pair[0] != name]
            pairs += [
                (value, count, self.address.to([*saved, (name, value)]))
                for value, count in held.items()
                if name in self.address.filters and value not in self.address.filters[name]
            ]
        return pairs

    @cached_property
    def chips(self) -> list[tuple[str, str, str]]:
        """(what, value, address without it) of each active filter that no tab shows."""
        by_tab = names.facet_label(self.listing.tab_facet) if self._has_tab else ""
        return [chip for chip in self.address.chips if chip[0] != by_tab]

    @cached_property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(id, name, whether it is the one) of the orders that make sense here."""
        possible = [item for item in self.listing.sorts if item != "relevance" or self.address.text]
        return [(item, str(SORT_LABELS[item]), item == self.address.sort) for item in possible]

    @cached_property
    def ranges(self) -> list[tuple[str, str, str, str, str]]:
        """Return (id, name, from, to, what cannot be read) of each range; days in ISO form or ""."""
        pairs = []
        for name in self.listing.ranges:
            low, high = (day.isoformat() if day else "" for day in self.address.ranges.get(name, (None, None)))
            pairs.append((name, str(_RANGE_LABELS[name]), low, high, self.address.no_day(name)))
        return pairs

    @cached_property
    def pages(self) -> list[tuple[int, str]]:
        """(number, address) around the page shown; 0 means pages left out."""
        last, here = self.hits.pages, self.hits.page
        wanted = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
        pairs: list[tuple[int, str]] = []
        for number in wanted:
            if pairs and number - pairs[-1][0] > 1:
                pairs.append((0, ""))
            pairs.append((number, self.page(number)))
        return pairs

    @property
    def before(self) -> str:
        """The address of the page before; "" on the first."""
        return self.page(min(self.hits.page - 1, self.hits.pages)) if self.hits.page > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next page; "" on the last."""
        return self.page(self.hits.page + 1) if self.hits.page < self.hits.pages else ""

    def page(self, number: int) -> str:
        """Return the address of a page of the list."""
        more = {"page": str(number)} if number > 1 else {}
        return self.address.to(self.address.pairs(), **more)

    @cached_property
    def forms(self) -> dict[str, str]:
        """Return form -> address of each download; a table for a meeting is a `meeting_` and its form."""
        own = MEETING_FORMS if self.listing.meeting else ()
        short = [form for form in own if form != "docx" or self.hits.total <= MOST_IN_DOCUMENT]
        forms = {f"meeting_{form}": form for form in short} | {form: form for form in FORMS if form not in own}
        return {name: self.address.to(self.address.pairs(), **{"as": form}) for name, form in forms.items()}

    def filtered_at(self, name: str) -> str:
        """Return the address of that name with the filters of the list; "" for no name."""
        query = urlencode(list(self.address.pairs()))
        return f"{reverse(name)}{'?' if query else ''}{query}" if name else ""

    @property
    def clear(self) -> str:
        """The address of the list without any filter."""
        return self.address.path

    @cached_property
    def meant(self) -> tuple[str, str]:
        """(other words, their address) where nothing is found and there are words near to those asked for."""
        if self.hits.total and not self.hits.loose:
            return "", ""
        words = near(self.address.text)
        pairs = (("q", words) if name == "q" else (name, value) for name, value in self.address.pairs())
        return (words, self.address.to(pairs)) if words else ("", "")

    @property
    def count(self) -> str:
        """Return the number of records in words."""
        number = reader_words().number(self.hits.total)
        return ngettext("%(number)s result", "%(number)s results", self.hits.total) % {"number": number}

    @property
    def beyond(self) -> str:
        """Return in words how many rows no page shows; "" when all can be paged through."""
        if self.hits.total <= MOST:
            return ""
        return _("Only the first %(most)s can be paged through. Narrow the list, or download it.") % {
            "most": reader_words().number(MOST)
        }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

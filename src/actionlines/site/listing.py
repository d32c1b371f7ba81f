"""The page of a list, the same in all rooms: filters, results, sort, pages, downloads; all of it in the address.

    ACTIVITIES = Listing(
        kind="activity",
        title=gettext_lazy("Activities"),
        facets=("type", "country", "action_line", "goal"),
        sorts=("relevance", "newest", "title"),
        row_template="activities/row.html",          # gets `record` and `hit` (its snippet) besides the context
        records=lambda: Activity.objects.select_related("organisation").prefetch_related("links", "places"),
    )

    @page("site.read")
    def activities(request):
        return ACTIVITIES.answer(request)            # more for the template: keyword arguments

`fixed` filters belong to the page itself (an organisation's activities) and are not shown as chips. Every facet of
the index may stand in the address, shown or not: `/activities/?mandate=12`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from actionlines.registry.published import as_public
from actionlines.registry.search import Hit, Hits, Query, query
from actionlines.site.listing_shown import SIZE, Address, Shown

NOTHING = gettext_lazy("Nothing is here yet.")


@dataclass(frozen=True)
class Listing:
    """What a room says about its list.

    kind          of the search index; () for everything
    title         h1 of the page, translated lazily
    facets        filters on the left, in this order
    sorts         of `relevance`, `newest`, `due`, `title`; the first is taken where none is asked for, but
                  relevance only where there are words
    row_template  shows one `record` with its `hit`; stands in an <li>
    records       a queryset with what the row needs; the hits are loaded from it in one query
    empty         what would be here and how to put it there
    intro         template that stands between the heading and the list, or ""
    ranges        of `due`, `starts`: from and to, as two days
    fixed         filters of every page of this list
    usual         filters that hold where the address says nothing of them; `?force=any` takes all
    data          what downloads hold of records; None for their public form
    """

    kind: str | tuple[str, ...]
    title: Any
    facets: tuple[str, ...]
    sorts: tuple[str, ...]
    row_template: str
    records: Callable[[], Any]
    empty: Any = NOTHING
    intro: str = ""
    ranges: tuple[str, ...] = ()
    fixed: Mapping[str, Sequence[str]] | None = None
    usual: Mapping[str, Sequence[str]] | None = None
    data: Callable[[Iterable[Any]], list[dict[str, Any]]] | None = None

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
        )

    def answer(
        self,
        request: HttpRequest,
        fixed: Mapping[str, Sequence[str]] | None = None,
        template: str = "listing/page.html",
        **more: Any,
    ) -> HttpResponseBase:
        """The page, or the download that `?as=csv|xlsx|json` asks for."""
        question = self.ask(request, fixed)
        if form := request.GET.get("as", ""):
            from actionlines.site.downloads import download

            return download(self, question, form)
        return render(request, template, {**self.context(request, question), **more})

    def context(self, request: HttpRequest, question: Query) -> dict[str, Any]:
        """What the template `listing/list.html` needs, for a page that has more on it than the list."""
        hits = query(question)
        shown = Shown(self, Address(self, request), question, hits)
        return {"listing": self, "hits": hits, "rows": self.rows(hits), "shown": shown}

    def rows(self, hits: Hits) -> list[tuple[Any, Hit]]:
        """(record, hit) in the order of the hits, as the public sees them; what was deleted in the meantime is
        left out.
        """
        found = self.records().in_bulk([hit.id for hit in hits.hits])
        as_public(list(found.values()))
        return [(found[hit.id], hit) for hit in hits.hits if hit.id in found]

"""The page of a list, the same in all rooms: filters, results, sort, pages, downloads; all of it in the address.

    ACTIVITIES = Listing(
        kind="activity",
        title=gettext_lazy("Activities"),
        facets=("type", "country", "action_line", "goal"),
        sorts=("relevance", "newest", "title"),
        row_template="activities/row.html",          # gets `record`, `hit` (snippet) and the request's context
        records=lambda: Activity.objects.select_related("organisation").prefetch_related("links", "places"),
    )

    @page("site.read")
    def activities(request):
        return ACTIVITIES.answer(request)            # context for the template of the page: keyword arguments

`fixed` filters belong to the page itself (an organisation's activities) and are not shown as chips.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actionlines.registry.search import Hits, Query, query


@dataclass(frozen=True)
class Listing:
    """What a room says about its list.

    kind          of the search index
    title         h1 of the page, translated lazily
    facets        filters on the left, in this order
    sorts         of `relevance`, `newest`, `due`, `title`; the first is taken where none is asked for
    row_template  shows one `record` with its `hit`; stands in an <li>
    records       a queryset with what the row needs; the hits are loaded from it in one query
    public        whether ids from the index may be shown without asking again (they may: only public ones are in)
    fixed         filters that the page itself sets
    empty         what would be here and how to put it there
    intro         template that stands between the heading and the list, or ""
    """

    kind: str
    title: Any
    facets: tuple[str, ...]
    sorts: tuple[str, ...]
    row_template: str
    records: Callable[[], Any]
    empty: Any = ""
    intro: str = ""

    def ask(self, request: HttpRequest, fixed: Mapping[str, Sequence[str]] | None = None) -> Query:
        """The question that an address asks."""
        return Query(
            text=request.GET.get("q", "")[:300], kind=self.kind, filters=dict(fixed or {}), facets=self.facets
        )

    def answer(
        self,
        request: HttpRequest,
        fixed: Mapping[str, Sequence[str]] | None = None,
        template: str = "listing/page.html",
        **more: Any,
    ) -> HttpResponse:
        """The page, or the download that `?as=csv|xlsx|json` asks for."""
        hits: Hits = query(self.ask(request, fixed))
        return render(request, template, {"listing": self, "hits": hits, "rows": self.rows(hits), **more})

    def rows(self, hits: Hits) -> list[tuple[Any, Any]]:
        """(record, hit) in the order of the hits; what was deleted in the meantime is left out."""
        found = self.records().in_bulk([hit.id for hit in hits.hits])
        return [(found[hit.id], hit) for hit in hits.hits if hit.id in found]

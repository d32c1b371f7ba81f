"""Feeds of records and of consultations, in Atom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from actionlines.register.activities.models import Activity
from actionlines.register.activities.views import LISTING
from actionlines.register.core.kinds import done, kinds
from actionlines.register.core.models import Event, Version
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import page, site_of
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import Data
from actionlines.register.core.search import every
from actionlines.register.core.texts import isolated
from actionlines.register.mandates.models import Force, Mandate, MandateStatus
from actionlines.register.mandates.views import REGISTER
from actionlines.xml_maker import xml_text


class AtomFeed(Atom1Feed):
    """A feed of public records.

    title    of the feed, in the reader's language
    address  of the feed itself; `page` that of the list that it follows
    id       its permanent name; the address unless given
    """

    def __init__(self, title: str, address: str, page: str, id: str = "") -> None:
        language = (get_language() or "en")[:2]
        super().__init__(
            xml_text(title),
            page,
            "",
            language,
            author_name="Actionlines",
            feed_url=address,
            feed_guid=id or address,
        )  # fmt: skip

    def add_entry(
        self, url: str, title: str, updated: datetime, *, id: str = "", published: datetime | None = None,
        summary: str = "", author: str = "", language: str = "", terms: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """Add an entry: `terms` are ids of concepts, `language` is that of title and summary."""
        self.add_item(
            xml_text(title), url, None,  # type: ignore[arg-type] # Django then writes no summary of its own
            unique_id=id or url, pubdate=published, updateddate=updated,
            author_name=xml_text(author) if author else None, categories=tuple(terms), summary=xml_text(summary),
            language=language,
        )  # fmt: skip

    def item_attributes(self, item: Data) -> dict[str, str]:
        """Return the attributes of an entry: its language where it has one."""
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Data) -> None:
        """Write an entry; its summary is text, where Django's would be HTML."""
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])

    def answer(self) -> HttpResponse:
        """Return the HTTP response that holds the feed."""
        return HttpResponse(self.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def feed_of(request: HttpRequest, title: str, page: str) -> AtomFeed:
    """Return an empty feed that follows a page of this site, and has the name of that page."""
    link = request.build_absolute_uri(page)
    return AtomFeed(title, request.build_absolute_uri(), link, id=link)


ENTRIES = 50
_FOLLOWED = 5_000  # mandates that a filter finds; what was done to more is not looked for
_DONE = tuple(f"mandate.{verb}" for verb in kinds()["mandate"].done)


@page("site.read")
def activities(request: HttpRequest) -> HttpResponse:
    """What was last published, the newest first."""
    site = site_of(request)
    rows = Activity.objects.filter(published_at__isnull=False).exclude(status="withdrawn")
    if keys := _asked(request, LISTING):
        rows = rows.filter(pk__in=keys)
    elif keys is not None:
        rows = rows.none()
    found = rows.select_related("organisation").prefetch_related(
        "links", "places", "partners", "mandate_links"
    )
    data = public_data(found.order_by("-published_at", "-pk")[:ENTRIES])
    feed = _feed(request, _("Newly published activities"), "activities")
    for one in data:
        feed.add_entry(
            site + reverse("activity", args=[one["id"]]),
            one["title"],
            datetime.fromisoformat(one["changed_at"]),
            published=datetime.fromisoformat(one["published_at"]),
            summary=one["summary"],
            author=one["organisation_name"] or "",
            language=one["language"],
            terms=[link["concept"] for link in one["links"] if link["status"] == "confirmed"],
        )
    return feed.answer()


@page("site.read")
def mandates(request: HttpRequest) -> HttpResponse:
    """What was last done to mandates that are public: confirmed, corrected, assigned, progress, status."""
    site = site_of(request)
    events = Event.objects.filter(kind="mandate", action__in=_DONE)
    keys = _asked(request, REGISTER)
    owed = Mandate.objects.filter(force=Force.DECIDED)
    events = events.filter(record__in=keys if keys is not None else owed.values_list("pk", flat=True))
    latest = list(events.order_by("-pk")[: 2 * ENTRIES])
    rows = Mandate.objects.exclude(status=MandateStatus.REJECTED).select_related("instrument", "paragraph")
    held = rows.defer("words", "proposal", "paragraph__text").in_bulk({one.record for one in latest})
    public = set(
        Version.objects.filter(kind="mandate", record__in=held, public=True).values_list("record", "number")
    )
    shown = [one for one in latest if (one.record, one.version) in public][:ENTRIES]
    feed = _feed(request, _("What was done to mandates"), "mandates")
    for one in shown:
        mandate = held[one.record]
        where = isolated(
            f"{mandate.instrument.symbol}, {mandate.paragraph.number or mandate.paragraph.anchor}"
        )
        if not mandate.is_owed:
            where = f"{where} ({mandate.get_force_display()})"
        feed.add_entry(
            site + mandate.get_absolute_url(),
            f"{where}: {done(one)}",
            one.at,
            id=site + reverse("version", args=["mandate", mandate.pk, one.version]),
            summary=mandate.action,
        )
    return feed.answer()


def _asked(request: HttpRequest, listing: Listing) -> list[int] | None:
    """Numbers that the filters of the address find; None where it has none but the usual ones."""
    question = listing.ask(request)
    if question.filters == (listing.usual or {}) and not (question.text or question.ranges):
        return None
    _total, hits = every(question, _FOLLOWED)
    return [int(hit.id) for hit in hits]


def _feed(request: HttpRequest, title: str, listed: str) -> AtomFeed:
    site, query = site_of(request), request.GET.urlencode()
    more = f"?{query}" if query else ""
    return AtomFeed(title, f"{site}{request.path}{more}", f"{site}{reverse(listed)}{more}")

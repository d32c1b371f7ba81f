"""Feeds in Atom."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from actionlines.register.core.kinds import usual_filters
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import site_of
from actionlines.register.core.schema import Data
from actionlines.register.core.search import every
from actionlines.xml_maker import xml_text


class AtomFeed(Atom1Feed):
    """A feed of public records.

    title    of the feed, in the reader's language
    address  of the feed itself; `page` that of the list that it follows
    id       its permanent name; the address unless given
    """

    def __init__(self, title: str, address: str, page: str, id: str = "") -> None:
        language, card = (get_language() or "en")[:2], import_string(settings.CARD)()
        super().__init__(
            xml_text(title),
            page,
            "",
            language,
            author_name=xml_text(card.owner),
            feed_url=address,
            feed_guid=id or address,
            feed_copyright=card.licence or card.say_missing("licence"),
        )

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
_FOLLOWED = 5_000  # records that a filter finds; what was done to more is not looked for


def list_filtered_ids(request: HttpRequest, listing: Listing) -> list[int] | None:
    """Return the ids that the filters of the address find; None where it has none but the usual ones."""
    question = listing.ask(request)
    if question.filters == usual_filters(listing.kind) and not (question.text or question.ranges):
        return None
    _total, hits = every(question, _FOLLOWED)
    return [int(hit.id) for hit in hits]


def feed_of_list(request: HttpRequest, title: str, listed: str) -> AtomFeed:
    """Return an empty feed of a list, by the name of its address, with the filters of the request."""
    site, query = site_of(request), request.GET.urlencode()
    more = f"?{query}" if query else ""
    return AtomFeed(title, f"{site}{request.path}{more}", f"{site}{reverse(listed)}{more}")

"""Feeds by RFC 4287 (Atom): Django's, with an id of their own, plain text, and a language for each entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from actionlines.register.core.schema import Data
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

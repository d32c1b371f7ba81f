"""Atom feeds: of consultations, and of the comments of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionlines.consultation.models import Consultation
from actionlines.papers.cells import xml_text
from actionlines.registry.core import vocabulary
from actionlines.site.pages import page
from actionlines.site.views.consultations.shared import FIND, present

MOST = 50  # entries


@page("site.read")
def consultations(request: HttpRequest) -> HttpResponse:
    """Published consultations, the newest first."""
    feed = _feed(request, _("Consultations"), reverse("consultations"))
    for one in Consultation.objects.filter(status="published").order_by("-published_at")[:MOST]:
        _add(request, feed, one, one.title, one.summary, one.published_at)
    return _answer(feed)


@page("consultation.view", record=FIND)
def comments(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Published comments of one, the newest first."""
    present(record, request.user)
    feed = _feed(request, record.title, record.get_absolute_url())
    rows = record.comments.filter(status="published").select_related("place").order_by("-pk")
    for one in rows[:MOST]:
        who = one.name or one.organisation or vocabulary.label("stakeholder", one.stakeholder)
        title = f"{one.place}: {who}" if one.place else who
        _add(request, feed, one, title, one.text or one.suggestion, one.created_at)
    return _answer(feed)


def _feed(request: HttpRequest, title: str, link: str) -> Any:
    return Atom1Feed(
        title=xml_text(title), link=request.build_absolute_uri(link), description="",
        language=get_language() or "en", feed_url=request.build_absolute_uri(),
    )  # fmt: skip


def _add(request: HttpRequest, feed: Any, record: Any, title: str, text: str, at: Any) -> None:
    link = request.build_absolute_uri(record.get_absolute_url())
    feed.add_item(
        title=xml_text(title),
        link=link,
        description=xml_text(text),
        unique_id=link,
        pubdate=at,
        updateddate=at,
    )


def _answer(feed: Any) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")

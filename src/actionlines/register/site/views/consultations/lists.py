"""All consultations, those open first; and the end of messages about one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.register.consultations.models import Consultation, Muted, Phase
from actionlines.register.consultations.notices import read_key
from actionlines.register.core import vocabulary
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide
from actionlines.register.models import User
from actionlines.register.site.exchange.atom import feed_of
from actionlines.register.site.pages import page, page_number
from actionlines.register.site.views.consultations.shared import FIND, PAGE, present

MOST = 1000  # that are sorted by what is open; more than any register has had


@dataclass(frozen=True)
class Group:
    """Consultations in the same state."""

    name: str
    words: str
    rows: list[Any]


@page("site.read")
def consultations(request: HttpRequest) -> HttpResponse:
    """Grouped: open for comments, coming, under reply or closed, drafts that the reader may see, withdrawn."""
    rows = visible(request.user)
    groups = grouped(rows)
    number = page_number(request)
    closed = groups["closed"]
    last = max(1, -(-len(closed) // PAGE))
    number = min(number, last)
    groups["closed"] = closed[(number - 1) * PAGE : number * PAGE]
    words = {
        "draft": _("Drafts"), "open": _("Open for comments"), "coming": _("Coming"), "closed": _("Closed"),
    }  # fmt: skip
    shown = {
        "groups": [Group(name, words[name], groups[name]) for name in words if groups[name]],
        "open": len(groups["open"]),
        "page": number,
        "last": last,
    }
    return render(request, "consultations/list.html", shown)


def visible(user: Person) -> list[Consultation]:
    """The consultations that the reader may see, but for those withdrawn; counts with them. Three queries."""
    said = Count("comments", filter=Q(comments__status="published", comments__parent=None))
    rows = (
        Consultation.objects.exclude(status="withdrawn")
        .select_related("organisation")
        .prefetch_related(Prefetch("phases", Phase.objects.order_by("starts_on")))
        .annotate(said=said)
        .order_by("-published_at", "-pk")
    )
    if not getattr(user, "is_authenticated", False):
        rows = rows.filter(status="published")
    return [one for one in rows[:MOST] if decide(user, "consultation.view", one)]


def grouped(rows: list[Consultation]) -> dict[str, list[Consultation]]:
    """`draft`, `open`, `coming`, `closed`; what ends first stands first among the open ones."""
    today = timezone.now().date()
    found: dict[str, list[Consultation]] = {"draft": [], "open": [], "coming": [], "closed": []}
    for one in rows:
        phase: Any = one
        phase.now = one.phase(today)
        phase.ends = max(
            (p.ends_on for p in one.phases.all() if p.kind == "comments" and p.ends_on and p.holds(today)),
            default=None,
        )
        ahead = any(p.kind == "comments" and p.starts_on > today for p in one.phases.all())
        if one.status == "draft":
            found["draft"].append(one)
        elif one.takes("comments", today):
            found["open"].append(one)
        else:
            found["coming" if ahead else "closed"].append(one)
    found["open"].sort(key=lambda one: (getattr(one, "ends", None) is None, str(getattr(one, "ends", ""))))
    return found


@page("site.read")
def mute(request: HttpRequest, key: str) -> HttpResponse:
    """No more messages about a consultation; asked for by a link in one of them, done by a button."""
    read = read_key(key[:500])
    user = User.objects.filter(pk=read[0]).first() if read else None
    found = Consultation.objects.filter(pk=read[1]).first() if read else None
    if user is None or found is None:
        raise Http404
    done = request.method == "POST"
    if done:
        Muted.objects.get_or_create(user=user, consultation=found)
    title = found.title if found.is_public() or found.is_owned_by(user) else ""
    return render(request, "consultations/mute.html", {"title": title, "done": done})


ENTRIES = 50


@page("site.read")
def consultations_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of published consultations, the newest first."""
    feed = feed_of(request, _("Consultations"), reverse("consultations"))
    for one in Consultation.objects.filter(status="published").order_by("-published_at")[:ENTRIES]:
        url = request.build_absolute_uri(one.get_absolute_url())
        feed.add_entry(
            url,
            one.title,
            one.published_at or one.changed_at,
            published=one.published_at,
            summary=one.summary,
        )
    return feed.answer()


@page("consultation.view", record=FIND)
def comments_feed(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Return the feed of the published comments of a consultation, the newest first."""
    present(record, request.user)
    feed = feed_of(request, record.title, record.get_absolute_url())
    rows = record.comments.filter(status="published").select_related("place").order_by("-pk")
    for one in rows[:ENTRIES]:
        who = one.name or one.organisation or vocabulary.label("stakeholder", one.stakeholder)
        url, title = (
            request.build_absolute_uri(one.get_absolute_url()),
            f"{one.place}: {who}" if one.place else who,
        )
        feed.add_entry(
            url, title, one.created_at, published=one.created_at, summary=one.text or one.suggestion
        )
    return feed.answer()

"""Pages of activities: list, record, links, verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.alignment.model import LEVELS, all_labels
from actionlines.errors import InvalidFields
from actionlines.lineage.changes import compare_words
from actionlines.register.activities import forms as form
from actionlines.register.activities import review
from actionlines.register.activities.actions import SubmitActivity, missing, since
from actionlines.register.activities.doors import MEETING
from actionlines.register.activities.links import DecideLink, may_decide
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.activities.schema import BODY, FACETS, FIELDS
from actionlines.register.core.concepts import concept
from actionlines.register.core.models import Event, Level, Person, Version
from actionlines.register.core.models import LinkStatus as _LinkStatus
from actionlines.register.core.pages.difference import Change
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import Finder, SignedIn, find_record, page, whole_number
from actionlines.register.core.pages.records import seen, whom
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.public_view import public_data, without_proposals
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.models import Mandate, number_in
from actionlines.register.organisations.models import Organisation

LinkStatus: Any = _LinkStatus
LEVEL_NAMES = tuple(Level.values)
# Levels of links in the order of a page, with what they are called there.
_ORDER = {item: place for place, item in enumerate(LEVEL_NAMES)}
_STATUS = {LinkStatus.CONFIRMED: 0, LinkStatus.PROPOSED: 1, LinkStatus.REJECTED: 2}


@dataclass(frozen=True)
class LinkShown:
    """A link of the page: `what` is `concept C5` or `mandate 12`, as the buttons send it."""

    what: str
    concept: str
    level: str
    origin: str
    status: str
    p: float
    evidence: list[Data]
    mandate: Mandate | None = None

    @property
    def percent(self) -> int:
        """Return the probability of the proposal in percent."""
        return round(self.p * 100)

    @property
    def status_words(self) -> str:
        """Return the status in the reader's language."""
        return str(LinkStatus(self.status).label)


def links(data: Data, rejected: bool = False) -> list[LinkShown]:
    """Links to concepts: by level, the confirmed ones first, then the likeliest."""
    out = [LinkShown(f"concept {item['concept']}", **{k: item[k] for k in _OF_LINK}) for item in data["links"]]
    return _sorted(item for item in out if rejected or item.status != LinkStatus.REJECTED)


def mandates(data: Data, rejected: bool = False) -> list[LinkShown]:
    """Return the links to mandates, sorted. Two queries."""
    wanted = [item for item in data["mandates"] if rejected or item["status"] != LinkStatus.REJECTED]
    held = Mandate.objects.select_related("instrument", "paragraph").in_bulk([item["mandate"] for item in wanted])
    return _sorted(
        LinkShown(
            f"mandate {item['mandate']}", "", "", **{k: item[k] for k in _OF_LINK[2:]}, mandate=held[item["mandate"]]
        )
        for item in wanted
        if item["mandate"] in held
    )


_OF_LINK = ("concept", "level", "origin", "status", "p", "evidence")


def _sorted(matches: Iterable[LinkShown]) -> list[LinkShown]:
    return sorted(matches, key=lambda item: (_ORDER.get(item.level, 9), _STATUS[item.status], -item.p, item.concept))


def data_for(activity: Activity, draft: bool, reader: "Person | None" = None) -> Data:
    """The record as it is now (`draft`: the reader may see it), or as it was published."""
    if draft:
        return as_dict(activity)
    data = public_data([activity], reader)
    return data[0] if data else without_proposals(activity.kind, as_dict(activity))


def organisations(data: Data) -> dict[int, Organisation]:
    """The organisation and the partners by number; one query."""
    return Organisation.objects.in_bulk([item for item in (data["organisation"], *data["partners"]) if item])


def asked_version(activity: Activity) -> int | None:
    """Return the version that a reviewer compares with: that of the last request for changes, else the published
    version, or None for a first draft.
    """
    event = Event.objects.filter(kind="activity", record=activity.pk, action="activity.changes").order_by("-pk").first()
    published = activity.published_version or 0
    return max(event.version if event else 0, published) or None


def changes(activity: Activity, seen: int | None) -> list[Change]:
    """Field by field what differs from version `seen`."""
    changed = since(activity, seen) if seen else None
    return [
        Change(name, form.label(name), compare_words(form.in_words(name, old), form.in_words(name, new)))
        for name, (old, new) in (changed or {}).items()
    ]


LISTING = Listing(
    kind="activity",
    title=gettext_lazy("Activities and good practices"),
    facets=FACETS,
    sorts=("relevance", "newest", "title"),
    row_template="activities/row.html",
    records=lambda: Activity.objects.select_related("organisation").prefetch_related("links", "places"),
    empty=gettext_lazy("Published activities appear here. Submit one: it is published once a reviewer has read it."),
    intro="activities/intro.html",
    meeting=MEETING,
    feed="feed-activities",
)
ACTIVITY: Finder = find_record(
    Activity, related=("organisation", "owner", "reviewer"), prefetch=("links", "places", "partners", "mandate_links")
)
_EVENTS = 8


@page("activity.view", record=ACTIVITY)
def record(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One activity; a tombstone (410) when it was withdrawn."""
    draft = sees_draft(request.user, activity)
    # `?published=1`: what the public sees, for those who see more.
    as_public = not draft or ("published" in request.GET and activity.is_public())
    if activity.status == ActivityStatus.WITHDRAWN:
        gone = {"activity": activity, "sees_draft": draft}
        return render(request, "activities/tombstone.html", gone, status=410)
    data = data_for(activity, draft=not as_public, reader=request.user)
    known = organisations(data)
    context: dict[str, object] = {
        "activity": activity,
        "data": data,
        "as_public": as_public,
        "sees_draft": draft,
        "later_draft": draft and activity.is_public() and activity.status != ActivityStatus.PUBLISHED,
        "organisation": known.get(data["organisation"]),
        "partners": [known[item] for item in data["partners"] if item in known],
        "links": links(data, rejected=not as_public),
        "mandates": mandates(data, rejected=not as_public),
        "words": [(name, form.label(name), data[name]) for name in BODY if data[name]],
        "waiting": "" if as_public else whom(activity),
        "versions": Version.objects.filter(kind="activity", record=activity.pk, public=True)[:_EVENTS],
    }
    if not as_public:
        context |= _inside(request, activity)
    return render(request, "activities/record.html", context)


def _inside(request: HttpRequest, activity: Activity) -> dict[str, object]:
    """What only writers and reviewers see: comments, what changed, what is missing, what was done."""
    comments = [
        {"label": form.label(item.field), "comment": item}
        for item in activity.comments.select_related("by").filter(settled_at=None)
    ]
    query = asked_version(activity)
    writing = activity.status in SubmitActivity.states
    return {
        "comments": comments,
        "missing": [(k, form.label(k), why) for k, why in missing(activity).items()] if writing else [],
        "changes": changes(activity, query),
        "since": query,
        "events": Event.objects.filter(kind="activity", record=activity.pk).select_related("actor")[:_EVENTS],
        "decides": activity.status in DecideLink.states and bool(may_decide(request.user, activity)),
    }


pages_urls = [
    path("activities/", LISTING.page, name="activities"),
    path("activities/<int:part>/", record, name="activity"),
]


# Mandates of one paragraph that are linked at once.
MOST = 20
Choices = list[tuple[str, list[tuple[str, str]]]]


def decide_from(request: SignedIn, activity: Activity) -> None:
    """Do what the button says. Raises what the action raises; a value that says nothing is InvalidFields."""
    texts = request.POST.get("decide", "")[:80]
    data: Data
    if texts == "add":
        data = {"concept": request.POST.get("add_concept", "")[:40], "decision": "confirmed"}
    elif texts == "add-mandate":
        group = uuid4()
        for number in mandates_named(request.POST.get("add_mandate", "")[:300]) or [0]:
            DecideLink(request.user, activity, mandate=number, decision="confirmed").do(group)
        return
    else:
        kind, _blank, rest = texts.partition(" ")
        what, _blank, decision = rest.rpartition(" ")
        data = {"mandate" if kind == "mandate" else "concept": what, "decision": decision}
    DecideLink(request.user, activity, **data).do()


def mandates_named(words: str) -> list[int]:
    """Numbers of the mandates in a paragraph: `A/RES/80/173#113`, with or without the `p` before the paragraph, or
    the address of a mandate's page.
    """
    words = words.strip()
    if "/mandates/" in words and (number := number_in(words)):
        return [int(number)]
    symbol, _sign, anchor = words.partition("#")
    rows = Mandate.objects.filter(
        instrument__symbol=symbol.strip(), paragraph__anchor__in=(anchor.strip(), anchor.strip().removeprefix("p"))
    )
    return list(rows.exclude(status="rejected").values_list("pk", flat=True)[:MOST])


def choices(activity: Activity) -> Choices:
    """Concepts that are not linked yet, by level: what can be added."""
    held = {link.concept for link in activity.links.all()}
    names = (_("Action Lines"), _("Goals"), _("Targets"), _("Compact commitments"))
    labels = all_labels()
    return [
        (name, [(item, _long(item)) for item in labels.of(level) if item not in held])
        for name, level in zip(names, LEVELS, strict=True)
    ]


def _long(identifier: str) -> str:
    entry = concept(identifier)
    return entry.full[:110] if entry else identifier


@page("activity.changes", record=ACTIVITY)
def ask(request: SignedIn, activity: Activity) -> HttpResponse:
    """All fields with room for a comment at each. POST sends them back, or keeps them for now."""
    texts: dict[str, str] = {}
    wrong: dict[str, str] = {}
    reason = request.POST.get("reason", "")[:4000]
    if request.method == "POST":
        texts = {name.removeprefix("say-"): str(text) for name, text in request.POST.items() if name.startswith("say-")}
        try:
            return _asked(request, activity, texts, reason)
        except InvalidFields as error:
            wrong = error.fields
    data = as_dict(activity)
    open_comments = list(activity.comments.select_related("by").filter(settled_at=None))
    rows = [
        {
            "name": name,
            "label": form.label(name),
            "value": "" if name == "links" else form.in_words(name, data[name]),
            "said": texts.get(name, ""),
            "wrong": wrong.get(name, ""),
            "comments": [item for item in open_comments if item.field == name],
        }
        for name in (*FIELDS, "links")
    ]
    context: dict[str, object] = {
        "activity": activity,
        "rows": rows,
        "reason": reason,
        "wrong": wrong.get("", ""),
        "wrongs": [(name, form.label(name), why) for name, why in wrong.items()],
        "changes": {change.field: change for change in changes(activity, asked_version(activity))},
    }
    return render(request, "review/ask.html", context, status=422 if wrong else 200)


def _asked(request: SignedIn, activity: Activity, texts: dict[str, str], reason: str) -> HttpResponse:
    if request.POST.get("go") == "keep":
        for field, text in texts.items():
            if text.strip():
                review.CommentOnField(request.user, activity, field=field, text=text).do()
        messages.success(request, gettext("The comments are kept. It still waits for your decision."))
        return redirect("activity-changes", activity.pk)
    review.RequestChanges(request.user, activity, version=seen(request), comments=texts, reason=reason).do()
    messages.success(request, gettext("Sent back. The submitter gets a message with your comments."))
    return redirect("inbox")


@page("activity.comment", record=ACTIVITY)
@require_POST
def settle(request: SignedIn, activity: Activity) -> HttpResponse:
    """Mark a comment of a reviewer as settled."""
    number = whole_number(request.POST.get("comment"), 0, 18)
    review.SettleComment(request.user, activity, comment=number).do()
    return redirect(f"{activity.get_absolute_url()}#comments")


verbs_urls = [
    path("activities/<int:part>/changes/", ask, name="activity-changes"),
    path("activities/<int:part>/settle/", settle, name="activity-settle"),
]

"""The navigation: groups of links, the one of the page marked, and what waits for reviewers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionlines.register.core.kinds import Words
from actionlines.register.core.permissions import decide
from actionlines.register.pages.inbox import Inbox
from actionlines.register.people.models import User

register = template.Library()

Entries: TypeAlias = tuple[tuple[str, Words, str], ...]
# Group -> (name of the address, words, row of the permission table); the first of a group leads to it. An address
# that is not there is left out.
MAIN: tuple[tuple[Words, Entries], ...] = (
    (
        _("Mandates"),
        (
            ("mandates", _("Mandates"), "site.read"),
            ("waiting", _("Open mandates by responsible body"), "site.read"),
            ("instruments", _("Instruments"), "site.read"),
            ("bodies", _("Bodies"), "site.read"),
        ),
    ),
    (
        _("Activities"),
        (
            ("activities", _("Activities and good practices"), "site.read"),
            ("activity-new", _("Submit an activity"), "activity.create"),
            ("organisations", _("Organisations"), "site.read"),
        ),
    ),
    (
        pgettext_lazy("of indicators", "Progress"),
        (
            ("progress", pgettext_lazy("of indicators", "Progress"), "site.read"),
            ("countries", _("Countries"), "site.read"),
            ("regions", _("Regions"), "site.read"),
            ("cooperation", _("Cooperation frameworks"), "site.read"),
            ("lines", _("Action Lines"), "site.read"),
            ("goals", _("Goals"), "site.read"),
            ("targets", _("Targets"), "site.read"),
            ("commitments", _("Compact commitments"), "site.read"),
        ),
    ),
    (
        _("Consultations"),
        (
            ("consultations", _("Consultations"), "site.read"),
            ("consultation-new", _("Open a consultation"), "consultation.open"),
        ),
    ),
    (
        _("Work"),
        (
            ("desk", _("Desk"), "desk.view"),
            ("inbox", _("Inbox"), "review.inbox"),
            ("mine", _("My activities"), "account.use"),
            ("follows", _("What I follow"), "account.use"),
            ("imports", _("Imports"), "import.view"),
            ("users", _("People and roles"), "user.list"),
            ("all-actions", _("Trail"), "site.trail"),
            ("state", _("State of the server"), "site.state"),
            ("settings", _("Settings"), "site.settings"),
        ),
    ),
)
MORE: tuple[tuple[Words, Entries], ...] = (
    (
        _("Papers"),
        (
            ("roadmaps", _("Road maps"), "site.read"),
            ("reports", _("Reports"), "site.read"),
            ("report-new", _("New report"), "report.create"),
        ),
    ),
    (
        _("Resources and checks"),
        (("envelopes", _("Resources"), "site.read"), ("checks", _("The three checks"), "site.read")),
    ),
    (
        _("This site"),
        (
            ("about", _("About"), "site.read"),
            ("help", _("Help"), "site.read"),
            ("method", _("How the machine decides"), "site.read"),
            ("privacy", _("Privacy"), "site.read"),
            ("accessibility", _("Accessibility"), "site.read"),
            ("programs", _("For programs"), "site.read"),
            ("first-steps", _("First steps"), "import.view"),
            ("data", _("Data and feeds"), "site.read"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    """`here`: "page" where it is the page itself, "true" where the page stands below it, else ""."""

    url: str
    words: str
    here: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one heading; `here` as in the link that is nearest to the page."""

    words: str
    links: tuple[Link, ...]

    @property
    def first(self) -> Link:
        """Return the link that leads to the group, its first."""
        return self.links[0]

    @property
    def here(self) -> bool:
        """Return whether the page belongs to the group."""
        return any(link.here for link in self.links)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> dict[str, tuple[Group, ...]]:
    """Return what the reader of this page can go to: the main groups, and all others."""
    return {"main": _groups(context, MAIN), "more": _groups(context, MORE)}


@register.simple_tag(takes_context=True)
def footer(context: Context) -> tuple[Link, ...]:
    """Return the links at the foot of each page: papers, resources, and what the site says of itself."""
    public = tuple((words, tuple(one for one in held if one[2] == "site.read")) for words, held in MORE)
    return tuple(link for group in _groups(context, public) for link in group.links)


def _groups(context: Context, held: tuple[tuple[Words, Entries], ...]) -> tuple[Group, ...]:
    request = context.get("request")
    user = getattr(request, "user", None)
    at = getattr(request, "path", "")
    groups = []
    for words, entries in held:
        links = [
            Link(url, str(name), _here(url, at), _waiting(view, user, context))
            for view, name, action in entries
            if decide(user, action) and (url := _address(view))
        ]
        if links:
            groups.append(Group(str(words), tuple(links)))
    return tuple(groups)


@cache
def _address(view: str) -> str:
    # Each page asks for forty of them.
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def _here(url: str, at: str) -> str:
    if at == url:
        return "page"
    return "true" if at.startswith(url) else ""


def _waiting(view: str, user: User | None, context: Context) -> int | None:
    """How much of what was submitted waits in the reader's scope; for the inbox alone."""
    if view != "inbox" or user is None:
        return None
    # The page of the inbox has counted already.
    held = context.get("inbox")
    return (held if isinstance(held, Inbox) else Inbox(user, {})).waiting

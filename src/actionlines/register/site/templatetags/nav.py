"""The navigation: groups of links, the one of the page marked, and what waits for reviewers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionlines.register.core.kinds import MenuEntry, kinds
from actionlines.register.core.permissions import decide
from actionlines.register.pages.inbox import Inbox
from actionlines.register.people.models import User

register = template.Library()

# Groups by their place, with those that kinds declare by an entry without an address: below FOOT at the head.
FOOT = 100
_GROUPS = (
    MenuEntry("progress", 30, "", pgettext_lazy("of indicators", "Progress")),
    MenuEntry("work", 50, "", _("Work")),
    MenuEntry("papers", 110, "", _("Papers")),
    MenuEntry("site", 130, "", _("This site")),
)
# Links of no kind of record; the first of a group leads to it. An address that is not there is left out.
_ENTRIES = (
    MenuEntry("asked", 40, "bodies", _("Bodies")),
    MenuEntry("progress", 10, "progress", pgettext_lazy("of indicators", "Progress")),
    MenuEntry("progress", 20, "countries", _("Countries")),
    MenuEntry("progress", 30, "regions", _("Regions")),
    MenuEntry("progress", 40, "cooperation", _("Cooperation frameworks")),
    MenuEntry("progress", 50, "lines", _("Action Lines")),
    MenuEntry("progress", 60, "goals", _("Goals")),
    MenuEntry("progress", 70, "targets", _("Targets")),
    MenuEntry("progress", 80, "commitments", _("Compact commitments")),
    MenuEntry("work", 20, "inbox", _("Inbox"), "review.inbox"),
    MenuEntry("work", 50, "imports", _("Imports"), "import.view"),
    MenuEntry("work", 70, "all-actions", _("Trail"), "site.trail"),
    MenuEntry("work", 80, "state", _("State of the server"), "site.state"),
    MenuEntry("site", 10, "about", _("About")),
    MenuEntry("site", 20, "help", _("Help")),
    MenuEntry("site", 30, "method", _("How the machine decides")),
    MenuEntry("site", 40, "privacy", _("Privacy")),
    MenuEntry("site", 50, "accessibility", _("Accessibility")),
    MenuEntry("site", 60, "programs", _("For programs")),
    MenuEntry("site", 70, "first-steps", _("First steps"), "import.view"),
    MenuEntry("site", 80, "data", _("Data and feeds")),
)


@cache
def _menu() -> tuple[tuple[MenuEntry, tuple[MenuEntry, ...]], ...]:
    """Return each group with its links, in their order."""
    declared = [entry for kind in kinds().values() for entry in kind.menu]
    entries = sorted((*_GROUPS, *_ENTRIES, *declared), key=lambda entry: entry.place)
    heads = (entry for entry in entries if not entry.address)
    return tuple(
        (head, tuple(entry for entry in entries if entry.address and entry.group == head.group)) for head in heads
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
    return {"main": _groups(context, at_head=True), "more": _groups(context, at_head=False)}


@register.simple_tag(takes_context=True)
def footer(context: Context) -> tuple[Link, ...]:
    """Return the links at the foot of each page: papers, resources, and what the site says of itself."""
    return tuple(link for group in _groups(context, at_head=False, public=True) for link in group.links)


def _groups(context: Context, *, at_head: bool, public: bool = False) -> tuple[Group, ...]:
    request = context.get("request")
    user = getattr(request, "user", None)
    at = getattr(request, "path", "")
    groups = []
    for head, entries in _menu():
        if (head.place < FOOT) != at_head:
            continue
        links = [
            Link(url, str(entry.words), _here(url, at), _waiting(entry.address, user, context))
            for entry in entries
            if (entry.action == "site.read" or not public)
            and decide(user, entry.action)
            and (url := _address(entry.address))
        ]
        if links:
            groups.append(Group(str(head.words), tuple(links)))
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

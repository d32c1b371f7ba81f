"""The navigation: groups of links, the one of the page marked, and what waits for reviewers."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from actionlines.registry.core.permissions import decide
from actionlines.registry.models import User
from actionlines.site.kinds import Words
from actionlines.site.views.review.inbox import Inbox

register = template.Library()

# Group -> (name of the address, words, row of the permission table); the first of a group leads to it.
GROUPS: tuple[tuple[Words, tuple[tuple[str, Words, str], ...]], ...] = (
    (
        _("Mandates"),
        (("mandates", _("Mandates"), "site.read"), ("waiting", _("Who is waiting on whom"), "site.read")),
    ),
    (
        _("Activities"),
        (
            ("activities", _("Activities and good practices"), "site.read"),
            ("activity-new", _("Submit an activity"), "activity.create"),
        ),
    ),
    (
        _("Consultations"),
        (
            ("consultations", _("Consultations"), "site.read"),
            ("consultation-new", _("Open a consultation"), "consultation.open"),
        ),
    ),
    (_("Instruments"), (("instruments", _("Instruments"), "site.read"),)),
    (
        _("Lines and goals"),
        (
            ("lines", _("Action Lines"), "site.read"),
            ("roadmaps", _("Road maps"), "site.read"),
            ("goals", _("Goals"), "site.read"),
            ("targets", _("Targets"), "site.read"),
            ("commitments", _("Compact commitments"), "site.read"),
            ("bodies", _("Bodies"), "site.read"),
        ),
    ),
    (
        _("Countries and regions"),
        (("countries", _("Countries"), "site.read"), ("regions", _("Regions"), "site.read")),
    ),
    (
        _("Reports"),
        (("reports", _("Reports"), "site.read"), ("report-new", _("New report"), "report.create")),
    ),
    (
        _("Resources and checks"),
        (
            ("envelopes", _("Resources"), "site.read"),
            ("checks", _("The three checks"), "site.read"),
            ("organisations", _("Organisations"), "site.read"),
        ),
    ),
    (
        _("Work"),
        (
            ("inbox", _("Inbox"), "review.inbox"),
            ("mine", _("My activities"), "account.use"),
            ("imports", _("Imports"), "import.view"),
            ("users", _("People and roles"), "user.list"),
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
def navigation(context: Context) -> list[Group]:
    """What the reader of this page can go to."""
    request = context.get("request")
    user = getattr(request, "user", None)
    at = getattr(request, "path", "")
    groups = []
    for words, links in GROUPS:
        held = [
            Link(url, str(name), _here(url, at), _waiting(view, user, context))
            for view, name, action in links
            if decide(user, action) and (url := _address(view))
        ]
        if held:
            groups.append(Group(str(words), tuple(held)))
    return groups


def _address(view: str) -> str:
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

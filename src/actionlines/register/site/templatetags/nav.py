"""The navigation: groups of links, the one of the page marked, and what waits for reviewers."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionlines.register.core.kinds import MenuEntry, kinds
from actionlines.register.core.permissions import decide
from actionlines.register.pages.work import count_work, list_tabs

register = template.Library()

# Groups of the page of places, in their order, with those that kinds declare by an entry without an address.
_GROUPS = (
    MenuEntry("progress", 30, "", pgettext_lazy("of indicators", "Progress")),
    MenuEntry("work", 50, "", _("Work")),
    MenuEntry("papers", 110, "", _("Road maps and reports")),
    MenuEntry("site", 130, "", _("This site")),
    MenuEntry("admin", 140, "", _("Administration")),
    MenuEntry("account", 150, "", _("Your account")),
)
# Lists that the head names itself, in their order; all others are on the page of places.
_PLACES = {
    "mandates": _("Mandates"),
    "bodies": _("Bodies"),
    "lines": _("Action Lines"),
    "countries": _("Countries"),
    "activities": _("Activities"),
    "progress": pgettext_lazy("of indicators", "Progress"),
    "explore": _("Explore"),
}
_SHORT = {"action_line": "lines", "body": "bodies", "country": "countries"}  # lists of pages with short addresses
_FOOT = ("about", "help", "privacy", "accessibility", "programs", "data")
# What is neither work nor a place of the register.
_OWN = ("/account/", "/me/", "/follows/", "/hooks/", "/for/")
# Lists of work whose addresses are not below that of work.
_WORK = ("/mine/", "/review/")
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
    MenuEntry("work", 10, "desk", _("What waits for me"), "account.use"),
    MenuEntry("work", 50, "imports", _("Imports"), "import.view"),
    MenuEntry("admin", 20, "all-actions", _("Trail"), "site.trail"),
    MenuEntry("admin", 30, "state", _("State of the server"), "site.state"),
    MenuEntry("account", 10, "account", _("Account"), "account.use"),
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
    """`here`: "page" where it is the page itself, "true" where the page is below it, else ""."""

    url: str
    words: str
    here: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Links of the menu under one heading."""

    id: str
    words: str
    links: tuple[Link, ...]

    @property
    def here(self) -> bool:
        """Return whether the page belongs to the group."""
        return any(link.here for link in self.links)

    @property
    def count(self) -> int:
        """Return how much waits behind the links."""
        return sum(link.count or 0 for link in self.links)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> dict[str, tuple[Link, ...] | Group | None]:
    """Return the entries of the head: the reader's work, the main lists and the page of all others."""
    request = context.get("request")
    at = getattr(request, "path", "")
    work = next((group for group in _groups(context, ("work",))), None)
    name = _SHORT.get(getattr(getattr(request, "resolver_match", None), "url_name", ""), "")
    links = [
        Link(url := _address(view), str(words), "true" if view == name else _here(url, at))
        for view, words in _PLACES.items()
    ]
    in_work = work is not None and work.here
    if in_work or at == _address("home") or at.startswith(_OWN):
        links = [replace(link, here="") for link in links]
    elif not any(link.here for link in links):
        links[-1] = replace(links[-1], here="true")
    return {"links": tuple(links), "work": work}


@register.simple_tag(takes_context=True)
def explore_groups(context: Context) -> tuple[Group, ...]:
    """Return every group of places that the reader can go to."""
    return _groups(context)


@register.simple_tag(takes_context=True)
def account_links(context: Context) -> tuple[Link, ...]:
    """Return the links of the reader's account, and the one to administration for those who administer."""
    groups = {group.id: group for group in _groups(context, ("account", "admin"))}
    links = groups["account"].links if "account" in groups else ()
    if admin := groups.get("admin"):
        links += (Link(f"{_address('explore')}#g-admin", admin.words, ""),)
    return links


@register.simple_tag(takes_context=True)
def footer(context: Context) -> tuple[Link, ...]:
    """Return the links at the foot of each page."""
    links = {link.url: link for group in _groups(context, ("site",)) for link in group.links}
    return tuple(replace(links[url], here="") for name in _FOOT if (url := _address(name)) in links)


def _groups(context: Context, ids: Collection[str] = ()) -> tuple[Group, ...]:
    request = context.get("request")
    user = getattr(request, "user", None)
    at = getattr(request, "path", "")
    groups = []
    for head, entries in _menu():
        links = [
            Link(url, str(entry.words), _here(url, at), _waiting(entry.address, request))
            for entry in entries
            if (not ids or head.group in ids) and decide(user, entry.action) and (url := _address(entry.address))
        ]
        if links:
            groups.append(Group(head.group, str(head.words), tuple(links)))
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
    return "true" if at.startswith((url, *(_WORK if url == _address("desk") else ()))) else ""


def _waiting(view: str, request: HttpRequest | None) -> int | None:
    is_counted = view == "desk" and request is not None and request.user.is_authenticated
    return count_work(request) if request is not None and is_counted else None


@register.inclusion_tag("parts/tabs.html", takes_context=True)
def work_tabs(context: Context, here: str) -> dict[str, object]:
    """Show the lists of work, with the number of each; `here`: the one of the page."""
    return {"tabs": list_tabs(context["request"], here), "here": here}

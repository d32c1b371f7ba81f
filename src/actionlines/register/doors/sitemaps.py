"""What search engines may read: the addresses of all that is public, by the protocol of sitemaps.org.

/robots.txt              what robots leave alone, and where the sitemap is
/sitemap.xml             the parts: one for each kind, with pages of 2,000 addresses
/sitemap-activity.xml    the addresses of a kind; `?p=2` the next ones
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from actionlines.framework import load
from actionlines.register.core.kinds import kinds
from actionlines.register.doors import bulk
from actionlines.register.doors.oai.harvest import Stamped, stamped

PAGE = 2_000  # addresses of a part
# Pages that represent what is below them.
_PAGES = (
    "home", "lines", "goals", "targets", "commitments", "bodies", "countries", "regions", "progress", "budgets",
    "data", "about", "help", "method", "accessibility", "privacy", "programs",
)  # fmt: skip
_REGIONS = ("itu-region", "un-commission")  # kinds of area that have a page beside countries
# What robots leave alone: what is for one person, and what differs by its question alone.
_LEAVE = ("/account/", "/search/", "/api/", "/embed/", "/*?*as=", "/*?*page=")


class Pages(Sitemap[str]):
    """The pages that are always there, each by the parts of its address."""

    limit = PAGE
    protocol = "https" if settings.HTTPS else None

    def items(self) -> Sequence[str]:
        """Return the addresses of lists, of concepts and of places."""
        held = load()
        concepts: dict[str, Iterable[str]] = {
            "action_line": held.action_lines,
            "goal": (goal.removeprefix("sdg:") for goal in held.goals),
            "target": (target.removeprefix("sdg:") for target in held.targets),
            "commitment": (item.removeprefix("gdc:") for item in held.commitments),
            "body": held.bodies,
            "country": held.countries,
            "region": (area.id for area in held.areas.values() if area.kind in _REGIONS),
        }
        lists = (kind.listed for kind in kinds().values() if kind.public_rows)
        of_concepts = [reverse(name, args=[part]) for name, ids in concepts.items() for part in ids]
        return [reverse(name) for name in (*_PAGES, *lists)] + of_concepts

    def location(self, item: str) -> str:
        """Return the address, which the item is."""
        return item


class Records(Sitemap[Stamped]):
    """The public records of a kind, in the order of their numbers; the moment is that of the public form."""

    limit = PAGE
    protocol = Pages.protocol

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self) -> QuerySet[Stamped]:
        """Return the rows that are public now."""
        return stamped(self.kind, bulk.rows(self.kind).select_related(None).prefetch_related(None)).order_by("pk")

    def get_latest_lastmod(self) -> None:
        """Return nothing for the index: Django would read all records for it."""

    def lastmod(self, item: Stamped) -> datetime:
        """Return when the public form changed last."""
        return item.stamp


SITEMAPS: dict[str, Sitemap[Any]] = {
    "pages": Pages(),
    **{key: Records(key) for key, kind in kinds().items() if kind.public_rows},
}


def robots(site: str) -> str:
    """Return what robots are asked to leave alone on a site, and where its sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {item}" for item in _LEAVE), "", f"Sitemap: {site}/sitemap.xml", ""]
    return "\n".join(lines)

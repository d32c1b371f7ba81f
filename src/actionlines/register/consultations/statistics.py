"""How many said what: by stakeholder type, region, paragraph, status and disposition. A few queries for all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.summary import Quote, Said, summary
from actionlines.register.core.concepts import REGION_KINDS, groups_of

MOST_SUMMED = 400  # comments of a paragraph that its summary reads, the most endorsed first


@dataclass
class Table:
    """Counts by one thing: key -> (all, of which accepted, partly, not, none yet)."""

    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, key: str, disposition: str, many: int) -> None:
        """Add a number of comments to a key."""
        self.rows[key][disposition] += many
        self.rows[key]["all"] += many

    def sorted(self) -> list[tuple[str, Counter[str]]]:
        """Return (key, counts), the largest first."""
        return sorted(self.rows.items(), key=lambda one: (-one[1]["all"], one[0]))


@dataclass(frozen=True)
class Statistics:
    """Of the published comments, answers apart."""

    total: int
    replies: int
    held: int
    removed: int
    orphaned: int
    suggestions: int
    by_stakeholder: Table
    by_country: Table
    by_region: dict[str, Table]
    by_disposition: Counter[str]
    by_concept: list[tuple[str, int]]


def statistics(consultation: Consultation) -> Statistics:
    """Return the statistics of a consultation. Four queries."""
    rows = Comment.objects.filter(consultation=consultation)
    sums = rows.aggregate(
        total=Count("pk", filter=Q(parent=None, status="published")),
        replies=Count("pk", filter=Q(parent__isnull=False, status="published")),
        held=Count("pk", filter=Q(status="held")),
        removed=Count("pk", filter=Q(status="removed")),
        orphaned=Count("pk", filter=Q(parent=None, status="published", how="orphaned")),
        suggestions=Count("pk", filter=Q(parent=None, status="published", suggests=True)),
    )
    shown = rows.filter(parent=None, status="published")
    by_stakeholder, by_country, by_disposition = Table(), Table(), Counter[str]()
    by_region = {kind: Table() for kind in REGION_KINDS}
    groups = shown.values_list("stakeholder", "country", "disposition").annotate(Count("pk")).order_by()
    for stakeholder, country, disposition, many in groups:
        by_stakeholder.add(stakeholder, disposition, many)
        by_country.add(country, disposition, many)
        by_disposition[disposition] += many
        for kind, table in by_region.items():
            for area in _regions(country, kind):
                table.add(area, disposition, many)
    links = shown.filter(links__p__gte=0.5).values_list("links__concept").annotate(Count("pk")).order_by()
    concepts = sorted(((name, many) for name, many in links), key=lambda one: (-one[1], one[0]))
    return Statistics(
        **sums, by_stakeholder=by_stakeholder, by_country=by_country, by_region=by_region,
        by_disposition=by_disposition, by_concept=concepts[:20],
    )  # fmt: skip


def _regions(country: str, kind: str) -> Iterable[str]:
    found = [area for area in groups_of(country) if area.startswith(f"{kind}:")] if country else []
    return found or [""]


def paragraph_counts(consultation: Consultation) -> dict[int, dict[str, int]]:
    """Key of a paragraph -> its published comments, suggestions among them, and those without disposition."""
    rows = Comment.objects.filter(
        consultation=consultation, status="published", parent=None, place__isnull=False
    )
    found = rows.values("place").annotate(
        many=Count("pk"), suggested=Count("pk", filter=Q(suggests=True)),
        waiting=Count("pk", filter=Q(disposition="")),
    ).order_by()  # fmt: skip
    return {row["place"]: {name: row[name] for name in ("many", "suggested", "waiting")} for row in found}


def summary_of(rows: QuerySet[Comment], most: int = 3) -> list[tuple[Quote, Comment]]:
    """The most central sentences of a queryset of comments, each with the comment in which it stands."""
    read = rows.filter(status="published", parent=None).exclude(text="").order_by("-endorsed", "pk")
    held = list(
        read.only("consultation", "text", "name", "stakeholder", "country", "organisation", "language")[
            :MOST_SUMMED
        ]
    )
    by_key = {one.pk: one for one in held}
    quotes = summary([Said(one.pk, one.text) for one in held], most) if len(held) > 1 else []
    return [(one, by_key[one.ref]) for one in quotes]

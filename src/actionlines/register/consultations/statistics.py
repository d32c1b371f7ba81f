"""Figures and summaries of comments."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Count, Q, QuerySet

from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.core.concepts import REGION_KINDS, groups_of

MOST_SUMMED = 400  # comments of a paragraph that its summary reads, the most endorsed first


@dataclass
class Table:
    """Counts by one thing: key -> (all, then accepted, partly, not, none yet)."""

    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, key: str, disposition: str, many: int) -> None:
        """Add a number of comments to a key."""
        self.rows[key][disposition] += many
        self.rows[key]["all"] += many

    def sorted(self) -> list[tuple[str, Counter[str]]]:
        """Return (key, counts), the largest first."""
        return sorted(self.rows.items(), key=lambda row: (-row[1]["all"], row[0]))


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
    context = rows.filter(parent=None, status="published")
    by_stakeholder, by_country, by_disposition = Table(), Table(), Counter[str]()
    by_region = {kind: Table() for kind in REGION_KINDS}
    groups = context.values_list("stakeholder", "country", "disposition").annotate(Count("pk")).order_by()
    for stakeholder, country, disposition, many in groups:
        by_stakeholder.add(stakeholder, disposition, many)
        by_country.add(country, disposition, many)
        by_disposition[disposition] += many
        for kind, table in by_region.items():
            for area in _regions(country, kind):
                table.add(area, disposition, many)
    links = context.filter(links__p__gte=0.5).values_list("links__concept").annotate(Count("pk")).order_by()
    concepts = sorted(((name, many) for name, many in links), key=lambda item: (-item[1], item[0]))
    return Statistics(
        **sums,
        by_stakeholder=by_stakeholder,
        by_country=by_country,
        by_region=by_region,
        by_disposition=by_disposition,
        by_concept=concepts[:20],
    )


def _regions(country: str, kind: str) -> Iterable[str]:
    matches = [area for area in groups_of(country) if area.startswith(f"{kind}:")] if country else []
    return matches or [""]


def paragraph_counts(consultation: Consultation) -> dict[int, dict[str, int]]:
    """Key of a paragraph -> its published comments, suggestions among them, and those without disposition."""
    rows = Comment.objects.filter(consultation=consultation, status="published", parent=None, place__isnull=False)
    matches = rows.values("place").annotate(
        many=Count("pk"), suggested=Count("pk", filter=Q(suggests=True)),
        waiting=Count("pk", filter=Q(disposition="")),
    ).order_by()  # fmt: skip
    return {row["place"]: {name: row[name] for name in ("many", "suggested", "waiting")} for row in matches}


def summary_of(rows: QuerySet[Comment], most: int = 3) -> "list[tuple[Quote, Comment]]":
    """The most central sentences of a queryset of comments, each with the comment in which it is."""
    read = rows.filter(status="published", parent=None).exclude(text="").order_by("-endorsed", "pk")
    held = list(
        read.only("consultation", "text", "name", "stakeholder", "country", "organisation", "language")[:MOST_SUMMED]
    )
    by_key = {text.pk: text for text in held}
    quotes = summary([Said(text.pk, text.text) for text in held], most) if len(held) > 1 else []
    return [(quote, by_key[quote.ref]) for quote in quotes]


MOST_SENTENCES = 600  # that are compared; the rest of a very long list is left out evenly
_SHORTEST, _LONGEST = 20, 400  # characters of a sentence worth quoting
_NEWNESS = 0.5  # how much a sentence loses for what was said already
_SAME = 0.6  # likeness from which a sentence says nothing new
_END = re.compile(r"(?<=[.!?؟。！？])\s*(?=\S)|\n+")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Said:
    """One text: `ref` is the number of its comment."""

    ref: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a text, exactly: `text[start:end]` of the one with this `ref`. `weight`: how central, 0..1."""

    ref: int
    text: str
    start: int
    end: int
    weight: float


def sentences(item: Said) -> list[Quote]:
    """The sentences of a text that are long enough to say something and short enough to be quoted."""
    quotes, at = [], 0
    for cut in [*_END.finditer(item.text), None]:
        stop = cut.start() if cut else len(item.text)
        piece = item.text[at:stop]
        start = at + len(piece) - len(piece.lstrip())
        end = at + len(piece.rstrip())
        if _SHORTEST <= end - start <= _LONGEST:
            quotes.append(Quote(item.ref, item.text[start:end], start, end, 0.0))
        at = cut.end() if cut else stop
    return quotes


def summary(texts: Sequence[Said], most: int = 3) -> list[Quote]:
    """At most `most` sentences, the most central first, no two of one text; empty where there is nothing to say.

    >>> said = "Add a date to the report.", "A date for the report is needed.", "We thank the secretariat."
    >>> [one.ref for one in summary([Said(n, text) for n, text in enumerate(said, 1)], 1)]
    [1]
    """
    pool = [quote for item in texts for quote in sentences(item)]
    if len(pool) > MOST_SENTENCES:
        step = len(pool) / MOST_SENTENCES
        pool = [pool[int(n * step)] for n in range(MOST_SENTENCES)]
    vectors = _vectors([item.text for item in pool])
    if not pool or vectors.size == 0:
        return []
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, 0.0)
    central = likeness.sum(axis=1) / max(1, len(pool) - 1)
    top = central.max() or 1.0
    score = central / top
    chosen: list[int] = []
    taken: set[int] = set()
    while len(chosen) < most:
        already = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(pool))
        worth = (1 - _NEWNESS) * score - _NEWNESS * already
        order = [n for n in np.argsort(-worth, kind="stable") if pool[n].ref not in taken and already[n] < _SAME]
        if not order:
            break
        chosen.append(int(order[0]))
        taken.add(pool[order[0]].ref)
    return [Quote(pool[n].ref, pool[n].text, pool[n].start, pool[n].end, round(float(score[n]), 3)) for n in chosen]


def _vectors(texts: Sequence[str]) -> np.ndarray:
    """Rows of unit length: tf-idf of the words that at least two sentences have, or all where there are none."""
    bags = [Counter(_WORD.findall(text.casefold())) for text in texts]
    spread = Counter(word for bag in bags for word in bag)
    words = [word for word, many in spread.items() if many > 1] or list(spread)
    place = {word: n for n, word in enumerate(sorted(words))}
    matches = np.zeros((len(texts), len(place)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for word, many in bag.items():
            if word in place:
                matches[row, place[word]] = (1 + math.log(many)) * math.log(1 + len(texts) / spread[word])
    size = np.linalg.norm(matches, axis=1, keepdims=True)
    return matches / np.where(size == 0, 1, size)

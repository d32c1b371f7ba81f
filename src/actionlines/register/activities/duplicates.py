"""Activities that may be the same as one that somebody writes: few candidates from the search index, each compared
by what it shares. Only public ones, and those of the writer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from actionlines.alignment.encode import LANGUAGES, list_spans, stem_word
from actionlines.alignment.languages import quick_language
from actionlines.register.core.models import Person
from actionlines.register.core.published import as_public
from actionlines.register.core.search import Query, query
from actionlines.register.models import Activity

MOST = 5
_CANDIDATES = 30
# Shares of the score: what two titles, organisations, places and periods have in common.
TITLE, ORGANISATION, PLACES, PERIOD = 0.65, 0.2, 0.1, 0.05
THRESHOLD = 0.45
# Titles that share less are not alike.
ALIKE = 0.4
# Letters below which a title says too little.
_LEAST = 6


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared. `organisation` is a number; `period` first and last day, None where open."""

    title: str
    organisation: int | None = None
    places: frozenset[str] = frozenset()
    period: tuple[date | None, date | None] = (None, None)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A likely duplicate: `score` 0..1; `words` of its title that both have; `same` names what else is the same:
    `organisation`, `places`, `period`.
    """

    activity: int
    title: str
    score: float
    words: tuple[str, ...]
    same: tuple[str, ...] = field(default=())


def sketch(activity: Activity) -> Sketch:
    """Return the fields by which an activity is compared with others."""
    return Sketch(
        activity.title,
        activity.organisation_id,
        frozenset(place.area for place in activity.places.all()),
        (activity.starts_on, activity.ends_on),
        activity.language,
    )


def likely_duplicates(
    mine: Sketch, user: Person | None = None, exclude: int | None = None
) -> list[Duplicate]:
    """The likeliest, best first; one question to the index and three queries."""
    if len(mine.title.strip()) < _LEAST:
        return []
    question = Query(
        mine.title[:300], kind="activity", match="any", size=_CANDIDATES,
        exclude=(f"activity:{exclude}",) if exclude else (),
    )  # fmt: skip
    hits = [int(one) for one in query(question).ids]
    # The index may lag behind by a moment: the database says what is public.
    rows = Activity.objects.filter(pk__in=hits, published_at__isnull=False).exclude(status="withdrawn")
    public = as_public(list(rows.exclude(pk=exclude or 0).prefetch_related("places")))
    found = [compare(mine, sketch(row), row.pk, row.title) for row in public]
    # A writer's own drafts are looked at too.
    if user is not None and user.is_authenticated:
        own = Activity.objects.filter(owner=user).exclude(pk=exclude or 0).exclude(pk__in=hits)
        found += [
            compare(mine, sketch(row), row.pk, row.title)
            for row in own.prefetch_related("places").order_by("-changed_at")[:_CANDIDATES]
        ]
    likely = [one for one in found if one.score >= THRESHOLD]
    return sorted(likely, key=lambda one: (-one.score, one.activity))[:MOST]


def compare(mine: Sketch, other: Sketch, number: int, title: str) -> Duplicate:
    """Return how much two activities share. `title` is the title that pages show of the other."""
    own = _stems(mine.title, mine.language or other.language)
    theirs = _stems(title, other.language or mine.language)
    both = own.keys() & theirs.keys()
    # The share of their words that both titles have (Dice). One word of many is chance, whatever else is the same.
    shared = 2 * len(both) / max(1, len(own) + len(theirs))
    alike = shared >= ALIKE
    score = TITLE * shared
    same = []
    if alike and mine.organisation is not None and mine.organisation == other.organisation:
        score += ORGANISATION
        same.append("organisation")
    if alike and mine.places & other.places:
        score += PLACES
        same.append("places")
    if alike and _overlap(mine.period, other.period):
        score += PERIOD
        same.append("period")
    words = tuple(word for one, word in theirs.items() if one in both)
    return Duplicate(number, title, round(score, 4), words, tuple(same))


def _stems(title: str, language: str) -> dict[str, str]:
    """Stem -> the word as written, in order. A title is too short to tell its language; what is said of it counts,
    unless it is in another script.
    """
    out: dict[str, str] = {}
    for code in (language, quick_language(title)):
        for start, end in list_spans(title, code) if code in LANGUAGES else ():
            out.setdefault(stem_word(title[start:end], code), title[start:end])
        if out:
            break
    return out


def _overlap(one: Sequence[date | None], other: Sequence[date | None]) -> bool:
    """Whether two periods meet; a period without its first day is none."""
    if one[0] is None or other[0] is None:
        return False
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)

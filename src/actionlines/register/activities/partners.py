"""Activities that are alike: the same one entered twice, and possible partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from actionlines.alignment.encode import LANGUAGES, list_spans, stem_word
from actionlines.alignment.languages import quick_language
from actionlines.framework import load
from actionlines.register.activities.models import Activity
from actionlines.register.core.concepts import WORLD, groups_of, name_of
from actionlines.register.core.models import Person
from actionlines.register.core.public_view import PublicView, public_views
from actionlines.register.core.schema import Serialised
from actionlines.register.core.search import Query, query

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


def sketch(activity: Activity | PublicView) -> Sketch:
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
    public = public_views(rows.exclude(pk=exclude or 0).prefetch_related("places"))
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


MOST_PARTNERS = 6
_ENOUGH = 15  # candidates of one question
# What a shared thing says; a proposed link half as much as a confirmed one.
_SAYS = {"target": 3.0, "commitment": 3.0, "action_line": 1.5}
_MANDATE, _GOOD, _REGION, _GROUP = 2.5, 2.0, 1.5, 1.0
_GROUPS = ("group", "itu-region", "un-commission")


@dataclass(frozen=True)
class Wanted:
    """What a partner should share. `places` are those that a partner is not from; `areas` their regions and
    groups; `organisations` are left out.
    """

    concepts: Mapping[str, str]
    places: frozenset[str]
    areas: frozenset[str]
    mandates: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    activity: int | None = None


@dataclass(frozen=True)
class Partner:
    """An activity elsewhere, of an organisation or of none that is known. `shared`: (concept, whether both have
    it confirmed); `reasons` in the reader's language, the weightiest first.
    """

    activity: PublicView
    score: float
    shared: tuple[tuple[str, bool], ...]
    reasons: tuple[str, ...] = field(default=())


def for_gaps(area: str, targets: Sequence[str], most: int = MOST_PARTNERS) -> list[Partner]:
    """For what a country lags in; the targets in order of how far it does."""
    if not targets:
        return []
    wanted = Wanted(dict.fromkeys(targets, "target"), frozenset({area}), _around({area}))
    return _found(wanted, most)


def for_activity(data: Serialised, most: int = MOST_PARTNERS) -> list[Partner]:
    """For an activity, as serialised."""
    links = [one for one in data["links"] if one["status"] != "rejected" and one["level"] in _SAYS]
    places = frozenset(data["places"])
    wanted = Wanted(
        concepts={one["concept"]: one["level"] for one in links},
        places=places,
        areas=_around(places),
        mandates=frozenset(one["mandate"] for one in data["mandates"] if one["status"] != "rejected"),
        organisations=frozenset((data["organisation"], *data["partners"])) - {None},
        activity=data["id"],
    )
    return _found(wanted, most) if wanted.concepts else []


def _around(places: Iterable[str]) -> frozenset[str]:
    """The regions and groups that places are in; a group of few says more than a continent."""
    areas = load().areas
    found = {one for place in places for one in groups_of(place) if areas[one].kind in _GROUPS}
    return frozenset(found | {place for place in places if place in areas})


def _found(wanted: Wanted, most: int) -> list[Partner]:
    """The best of the candidates, one for each organisation."""
    rows = Activity.objects.select_related("organisation")
    held = rows.prefetch_related("links", "places", "mandate_links").in_bulk(_candidates(wanted))
    compared = [_compared(one, wanted) for one in public_views(held.values())]
    ranked = sorted((one for one in compared if one), key=lambda one: (-one.score, -one.activity.pk))
    seen: set[int] = set()
    kept = []
    for one in ranked:
        owner = one.activity.organisation_id or -one.activity.pk
        if owner not in seen:
            seen.add(owner)
            kept.append(one)
    return kept[:most]


def _candidates(wanted: Wanted) -> list[int]:
    """Numbers of activities: those from nearby, good practices, and whatever shares the narrowest concepts."""
    narrow = [one for one, level in wanted.concepts.items() if level == "target"]
    by: dict[str, list[str]] = {"target": narrow} if narrow else {}
    for one, level in wanted.concepts.items():
        if not narrow:
            by.setdefault(level, []).append(one)
    facet = next((level for level in _SAYS if by.get(level)), "")
    if not facet:
        return []
    base = {facet: by[facet]}
    questions: list[dict[str, list[str]]] = [
        {**base, "good_practice": ["yes"], "country": sorted(wanted.areas)},
        {**base, "country": sorted(wanted.areas)},
        {**base, "good_practice": ["yes"]},
        base,
    ]
    if wanted.mandates:
        questions.append({"mandate": [str(one) for one in sorted(wanted.mandates)]})
    exclude = (f"activity:{wanted.activity}",) if wanted.activity else ()
    found: dict[int, None] = {}
    for filters in questions:
        if all(filters.values()):
            hits = query(
                Query(kind="activity", filters=filters, sort="newest", size=_ENOUGH, exclude=exclude)
            )
            found.update((int(one), None) for one in hits.ids)
    return list(found)


def _compared(one: PublicView, wanted: Wanted) -> Partner | None:
    """What an activity shares; None where it is of the same place or organisation, or shares nothing."""
    places = {place.area for place in one.places.all()}
    if (places - {WORLD}) & wanted.places:
        return None
    if one.organisation_id in wanted.organisations:
        return None
    links = {link.concept: link for link in one.links.all() if link.status != "rejected"}
    shared = [concept for concept in wanted.concepts if concept in links]
    mandates = {link.mandate_id for link in one.mandate_links.all() if link.status != "rejected"}
    if not shared and not mandates & wanted.mandates:
        return None
    score, reasons = 0.0, []
    told = [concept for concept in shared if wanted.concepts[concept] != "action_line"] or shared
    for concept in shared:
        sure = links[concept].status == "confirmed"
        score += _SAYS[wanted.concepts[concept]] * (1.0 if sure else 0.5)
    agreed = [concept for concept in told if links[concept].status == "confirmed"]
    maybe = [concept for concept in told if concept not in agreed]
    if agreed:
        reasons.append(_("addresses the same: %(concepts)s") % {"concepts": _short(agreed)})
    if maybe:
        reasons.append(_("may address the same: %(concepts)s (proposed)") % {"concepts": _short(maybe)})
    if mandates & wanted.mandates:
        score += _MANDATE
        reasons.append(_("answers the same mandate"))
    if one.good_practice:
        score += _GOOD
        reasons.append(_("is a good practice"))
    return Partner(
        one,
        score + _near(places, wanted, reasons),
        tuple((concept, links[concept].status == "confirmed") for concept in shared),
        tuple(reasons),
    )


def _near(places: Iterable[str], wanted: Wanted, reasons: list[str]) -> float:
    """What regions and groups in common say; the reasons get their words."""
    common = _around(places) & wanted.areas
    areas = load().areas
    groups = sorted(one for one in common if areas[one].kind == "group")
    regions = sorted(one for one in common if areas[one].kind != "group")
    score = 0.0
    if regions:
        score += _REGION
        reasons.append(_("takes place in the same region: %(region)s") % {"region": name_of(regions[0])})
    if groups:
        score += _GROUP
        names = ", ".join(name_of(one) for one in groups)
        reasons.append(_("takes place in a country of the same group: %(groups)s") % {"groups": names})
    return score


def _short(concepts: Sequence[str]) -> str:
    return ", ".join(one.partition(":")[2] or one for one in concepts[:4])

"""Activities that are alike: the same one entered twice, and possible partners."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from actionlines.alignment.encode import LANGUAGES, list_spans, stem_word
from actionlines.alignment.languages import quick_language
from actionlines.errors import IndexMissing
from actionlines.framework import load
from actionlines.register.activities.models import Activity
from actionlines.register.core.concepts import WORLD, groups_of, name_of
from actionlines.register.core.models import Person
from actionlines.register.core.public_view import PublicView, public_views
from actionlines.register.core.schema import Serialised
from actionlines.register.core.search import Query, query
from actionlines.register.core.texts import join

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


def likely_duplicates(mine: Sketch, user: "Person | None" = None, exclude: int | None = None) -> list[Duplicate]:
    """The likeliest, best first; one question to the index and three queries."""
    if len(mine.title.strip()) < _LEAST:
        return []
    question = Query(
        mine.title[:300],
        kind="activity",
        match="any",
        size=_CANDIDATES,
        exclude=(f"activity:{exclude}",) if exclude else (),
    )
    try:
        hits = [int(id_) for id_ in query(question).ids]
    except IndexMissing:  # it is being built again: the writer's own drafts are looked at all the same
        hits = []
    # The index may lag behind by a moment: the database says what is public.
    rows = Activity.objects.filter(pk__in=hits, published_at__isnull=False).exclude(status="withdrawn")
    public = public_views(rows.exclude(pk=exclude or 0).prefetch_related("places"))
    matches = [compare(mine, sketch(row), row.pk, row.title) for row in public]
    # A writer's own drafts are looked at too.
    if user is not None and user.is_authenticated:
        own = Activity.objects.filter(owner=user).exclude(pk=exclude or 0).exclude(pk__in=hits)
        matches += [
            compare(mine, sketch(row), row.pk, row.title)
            for row in own.prefetch_related("places").order_by("-changed_at")[:_CANDIDATES]
        ]
    likely = [item for item in matches if item.score >= THRESHOLD]
    return sorted(likely, key=lambda item: (-item.score, item.activity))[:MOST]


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
    words = tuple(word for item, word in theirs.items() if item in both)
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


def _overlap(item: Sequence[date | None], other: Sequence[date | None]) -> bool:
    """Whether two periods meet; a period without its first day is none."""
    if item[0] is None or other[0] is None:
        return False
    return item[0] <= (other[1] or date.max) and other[0] <= (item[1] or date.max)


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
    links = [item for item in data["links"] if item["status"] != "rejected" and item["level"] in _SAYS]
    places = frozenset(data["places"])
    wanted = Wanted(
        concepts={link["concept"]: link["level"] for link in links},
        places=places,
        areas=_around(places),
        mandates=frozenset(item["mandate"] for item in data["mandates"] if item["status"] != "rejected"),
        organisations=frozenset((data["organisation"], *data["partners"])) - {None},
        activity=data["id"],
    )
    return _found(wanted, most) if wanted.concepts else []


def _around(places: Iterable[str]) -> frozenset[str]:
    """The regions and groups that places are in; a group of few says more than a continent."""
    areas = load().areas
    matches = {text for place in places for text in groups_of(place) if areas[text].kind in _GROUPS}
    return frozenset(matches | {place for place in places if place in areas})


def _found(wanted: Wanted, most: int) -> list[Partner]:
    """The best of the candidates, one for each organisation."""
    rows = Activity.objects.select_related("organisation")
    held = rows.prefetch_related("links", "places", "mandate_links").in_bulk(_candidates(wanted))
    compared = [_compared(public_view, wanted) for public_view in public_views(held.values())]
    ranked = sorted((partner for partner in compared if partner), key=lambda row: (-row.score, -row.activity.pk))
    seen: set[int] = set()
    saved = []
    for item in ranked:
        if (owner := item.activity.organisation_id or -item.activity.pk) not in seen:
            seen.add(owner)
            saved.append(item)
    return saved[:most]


def _candidates(wanted: Wanted) -> list[int]:
    """Numbers of activities: those from nearby, good practices, and whatever shares the narrowest concepts."""
    narrow = [row for row, level in wanted.concepts.items() if level == "target"]
    by: dict[str, list[str]] = {"target": narrow} if narrow else {}
    for item, level in wanted.concepts.items():
        if not narrow:
            by.setdefault(level, []).append(item)
    if not (facet := next((level for level in _SAYS if by.get(level)), "")):
        return []
    base = {facet: by[facet]}
    questions: list[dict[str, list[str]]] = [
        {**base, "good_practice": ["yes"], "country": sorted(wanted.areas)},
        {**base, "country": sorted(wanted.areas)},
        {**base, "good_practice": ["yes"]},
        base,
    ]
    if wanted.mandates:
        questions.append({"mandate": [str(mandate) for mandate in sorted(wanted.mandates)]})
    exclude = (f"activity:{wanted.activity}",) if wanted.activity else ()
    matches: dict[int, None] = {}
    for filters in questions:
        if all(filters.values()):
            hits = query(Query(kind="activity", filters=filters, sort="newest", size=_ENOUGH, exclude=exclude))
            matches.update((int(id_), None) for id_ in hits.ids)
    return list(matches)


def _compared(public_view: PublicView, wanted: Wanted) -> Partner | None:
    """What an activity shares; None where it is of the same place or organisation, or shares nothing."""
    places = {place.area for place in public_view.places.all()}
    if (places - {WORLD}) & wanted.places:
        return None
    if public_view.organisation_id in wanted.organisations:
        return None
    links = {link.concept: link for link in public_view.links.all() if link.status != "rejected"}
    shared = [concept for concept in wanted.concepts if concept in links]
    mandates = {link.mandate_id for link in public_view.mandate_links.all() if link.status != "rejected"}
    if not shared and not mandates & wanted.mandates:
        return None
    score, reasons = 0.0, []
    texts = [concept for concept in shared if wanted.concepts[concept] != "action_line"] or shared
    for concept in shared:
        sure = links[concept].status == "confirmed"
        score += _SAYS[wanted.concepts[concept]] * (1.0 if sure else 0.5)
    agreed = [concept for concept in texts if links[concept].status == "confirmed"]
    maybe = [concept for concept in texts if concept not in agreed]
    if agreed:
        reasons.append(_("addresses the same: %(concepts)s") % {"concepts": _short(agreed)})
    if maybe:
        reasons.append(_("may address the same: %(concepts)s (proposed)") % {"concepts": _short(maybe)})
    if mandates & wanted.mandates:
        score += _MANDATE
        reasons.append(_("answers the same mandate"))
    if public_view.good_practice:
        score += _GOOD
        reasons.append(_("is a good practice"))
    return Partner(
        public_view,
        score + _near(places, wanted, reasons),
        tuple((concept, links[concept].status == "confirmed") for concept in shared),
        tuple(reasons),
    )


def _near(places: Iterable[str], wanted: Wanted, reasons: list[str]) -> float:
    """What regions and groups in common say; the reasons get their words."""
    common = _around(places) & wanted.areas
    areas = load().areas
    groups = sorted(item for item in common if areas[item].kind == "group")
    regions = sorted(item for item in common if areas[item].kind != "group")
    score = 0.0
    if regions:
        score += _REGION
        reasons.append(_("takes place in the same region: %(region)s") % {"region": name_of(regions[0])})
    if groups:
        score += _GROUP
        names = join(name_of(group) for group in groups)
        reasons.append(_("takes place in a country of the same group: %(groups)s") % {"groups": names})
    return score


def _short(concepts: Sequence[str]) -> str:
    return join(concept.partition(":")[2] or concept for concept in concepts[:4])

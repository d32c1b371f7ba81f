"""Mandates that an activity may answer: what they share with it is the reason, and its words are the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Any

from django.db.models import Count, Q

from actionlines.alignment import Aligner
from actionlines.alignment.languages import quick_language
from actionlines.alignment.tokens import LANGUAGES, spans, stem
from actionlines.registry.activities.proposals import Evidence, in_line, texts_of
from actionlines.registry.core.models import Level, LinkStatus
from actionlines.registry.mandates.models import Force, MandateStatus
from actionlines.registry.models import Activity, ActivityMandate, Mandate, MandateLink, Organisation

MOST = 5
# What is proposed; below it too little is shared.
THRESHOLD = 0.5
# What one shared concept says, by how narrow it is; what shared words say at most; what a fitting addressee says.
CONCEPTS = {"target": 0.35, "commitment": 0.35, "action_line": 0.25, "goal": 0.08}
WORDS = 0.6
ADDRESSEE = 0.3
# So many telling words shared say as much as words can.
_ENOUGH = 4.0
# A word is telling when texts in which it stands are rarer than this (idf of the model's own vocabulary).
_TELLING = 4.0
_CANDIDATES = 100
OPEN = (MandateStatus.PROPOSED, MandateStatus.CONFIRMED, MandateStatus.UNDER_WAY, MandateStatus.OVERDUE)
# Whom a mandate asks, where it means all of a type of stakeholder.
BODIES_OF_TYPE = {
    "government": ("governments", "member-states", "public-sector"),
    "private-sector": ("private-sector",),
    "civil-society": ("civil-society",),
    "technical-community": ("technical-community",),
    "academia": ("academia",),
    "international-organization": ("international-organizations", "un-system"),
}


@dataclass(frozen=True, slots=True)
class MandateProposal:
    """A mandate that an activity may answer, with all that speaks for it.

    p          0..1 from the parts below, each an independent reason: 1 - (1 - a)(1 - b)…
    concepts   ids that both speak to
    evidence   words of the activity that the mandate's action has too
    addressee  the body that is asked and that the organisation is or belongs to, or ""
    """

    mandate: Mandate
    p: float
    concepts: tuple[str, ...]
    evidence: Evidence
    addressee: str


def propose_mandates(activity: Activity) -> list[MandateProposal]:
    """The likeliest mandates, best first; four queries."""
    wanted = {link.concept: link.level for link in activity.links.all() if link.status != LinkStatus.REJECTED}
    if not wanted:
        return []
    # Goals are so wide that a large part of all mandates speaks to one: they add to what is shared, and are looked
    # for alone only where there is nothing narrower.
    narrow = [concept for concept, level in wanted.items() if level != Level.GOAL]
    owed = Q(mandate__status__in=OPEN, mandate__force=Force.DECIDED)
    shared = Q(concept__in=narrow or wanted) & owed & ~Q(status=LinkStatus.REJECTED)
    ranked = (
        MandateLink.objects.filter(shared)
        .values("mandate")
        .annotate(n=Count("pk"))
        .order_by("-n", "-mandate")
    )
    candidates = Mandate.objects.filter(pk__in=[row["mandate"] for row in ranked[:_CANDIDATES]])
    texts = texts_of(activity)
    words = _telling(texts, activity.language)
    found = []
    for mandate in candidates.prefetch_related("links", "addressees"):
        both = tuple(
            link.concept
            for link in mandate.links.all()
            if link.concept in wanted and link.status != LinkStatus.REJECTED
        )
        evidence = _shared_words(mandate.action, words, texts)
        asked = _fits((one.body for one in mandate.addressees.all()), activity.organisation)
        parts = [CONCEPTS[wanted[concept]] for concept in both]
        parts += [WORDS * min(1.0, sum(one["weight"] for one in evidence)), ADDRESSEE if asked else 0.0]
        p = 1 - prod(1 - part for part in parts)
        if p >= THRESHOLD:
            found.append(MandateProposal(mandate, round(p, 4), both, evidence, asked))
    return sorted(found, key=lambda one: (-one.p, one.mandate.pk))[:MOST]


def refresh_mandates(activity: Activity) -> None:
    """Bring the machine's mandate links of a saved activity in line with its words; decisions stay."""
    found = {one.mandate.pk: one for one in propose_mandates(activity)}
    new = in_line(activity, {link.mandate_id: link for link in activity.mandate_links.all()}, found)
    ActivityMandate.objects.bulk_create(
        ActivityMandate(activity=activity, mandate=one.mandate, p=one.p, evidence=one.evidence) for one in new
    )


@cache
def _idf(language: str) -> Mapping[str, float]:
    weights = Aligner.load().weights.language(language)
    return dict(zip(weights.words, weights.idf[: len(weights.words)].tolist(), strict=True))


Word = tuple[str, int, int]


def _telling(texts: Mapping[str, str], fallback: str) -> dict[str, Word]:
    """Stem -> (field, start, end) of the first place where a telling word of the activity stands."""
    language = quick_language("\n".join(texts.values())) or fallback
    out: dict[str, Word] = {}
    if language not in LANGUAGES:
        return out
    for name, text in texts.items():
        for start, end in spans(text, language):
            out.setdefault(stem(text[start:end], language), (name, start, end))
    rarity = _idf(language)
    return {one: place for one, place in out.items() if rarity.get(one, 0.0) >= _TELLING}


def _shared_words(action: str, words: Mapping[str, Word], texts: Mapping[str, str]) -> Evidence:
    """Words of the activity that the action of a mandate has too, in order."""
    language = quick_language(action)
    if not language:
        return []
    theirs = {stem(action[start:end], language) for start, end in spans(action, language)}
    return [
        {
            "field": name, "quote": texts[name][start:end], "start": start, "end": end,
            "weight": round(1 / _ENOUGH, 4),
        }
        for one, (name, start, end) in words.items()
        if one in theirs
    ]  # fmt: skip


def _fits(asked: Iterable[str], organisation: Organisation | None) -> str:
    """The addressee that the organisation is, or is one of; "" where there is none."""
    if organisation is None:
        return ""
    own: set[Any] = {organisation.body, *BODIES_OF_TYPE.get(organisation.type, ())} - {""}
    return next((one for one in asked if one in own), "")

"""Mandates that an activity may answer: near in meaning, for a second reason too, with words as the evidence.

A proposal needs all of these, in whatever languages the two are written:
1. the model says much the same of both (`meaning.nearness`);
2. a second reason: telling words of both, a target or commitment of both, or an organisation asked by name;
3. a mandate that the activity can answer: it asks many (Member States, stakeholders) or the organisation itself,
   for more than to attend, and for no group of people (children, women) that the activity says nothing of;
4. words of the activity that a person accepts as evidence (`core/telling.py`).

`python -m benchmarks.links` measures how many of the first three a reader accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from actionlines.alignment.encode import list_spans, stem_word
from actionlines.alignment.languages import quick_language
from actionlines.framework import load
from actionlines.register.activities.meaning import Meaning, meaning_of, nearness
from actionlines.register.activities.proposals import Evidence, in_line, joined, placed, texts_of
from actionlines.register.core.models import Level, LinkStatus
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.telling import telling_words
from actionlines.register.mandates.models import Force, MandateStatus
from actionlines.register.models import Activity, ActivityMandate, Mandate, MandateLink, Organisation

MOST = 5
# How near in meaning a mandate must be. Chosen on the verdicts of benchmarks/links_verdicts.tsv.
NEAR = 0.75
# What telling words in common add, each and all, and a fitting addressee.
WORD, WORDS, ADDRESSEE = 0.1, 0.4, 0.2
_ENOUGH = 2  # words in common that are a reason
_QUOTES = 3
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
# Kinds of body that stand for many: anybody among them can answer. Others answer for themselves.
_MANY = frozenset(("states", "stakeholder-group", "itu-members", "none"))
# Targets and commitments for a group of people: women, persons with disabilities, children, teachers. From this
# probability on a mandate is for them, and an activity that says nothing of them does not answer it.
_FOR_A_GROUP = frozenset(
    ("sdg:5.1", "sdg:5.2", "sdg:5.5", "sdg:5.b", "sdg:10.2", "sdg:16.2", "gdc:31b", "sdg:4.c", "gdc:13a")
)
_MEANT = 0.5
# A mandate to take part in something is answered by being there.
_ATTEND = re.compile(r"^.{0,30}(?:particip|участ|مشاركة|参加|参与)", re.IGNORECASE)
# What only the body that is asked can deliver: papers and meetings of its own.
_OF_THE_BODY = frozenset(("report", "update", "review", "meeting", "agenda-item", "establishment"))


@dataclass(frozen=True, slots=True)
class MandateProposal:
    """A mandate that an activity may answer, with all that speaks for it.

    p          0..1: nearness in meaning, raised by each further reason
    concepts   lines, targets and commitments that both speak to
    evidence   words of the activity that say so, the strongest first
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
    # Goals are so wide that a large part of all mandates speaks to one.
    narrow = [concept for concept, level in wanted.items() if level != Level.GOAL]
    texts = texts_of(activity)
    if not narrow or not texts:
        return []
    owed = Q(mandate__status__in=OPEN, mandate__force=Force.DECIDED)
    shared = Q(concept__in=narrow) & owed & ~Q(status=LinkStatus.REJECTED)
    ranked = (
        MandateLink.objects.filter(shared)
        .values("mandate")
        .annotate(n=Count("pk"))
        .order_by("-n", "-mandate")
    )
    candidates = Mandate.objects.filter(pk__in=[row["mandate"] for row in ranked[:_CANDIDATES]])
    found = [
        made
        for mandate in candidates.select_related("paragraph").prefetch_related("addressees")
        if (made := _proposal(mandate, activity, texts))
    ]
    return sorted(found, key=lambda one: (-one.p, one.mandate.pk))[:MOST]


def _proposal(mandate: Mandate, activity: Activity, texts: Mapping[str, str]) -> MandateProposal | None:
    """The proposal of one mandate; None where a reason is missing."""
    whole = joined(texts)
    own = meaning_of(whole, quick_language(whole) or activity.language)
    action, paragraph = meaning_of(mandate.action), meaning_of(mandate.paragraph.text)
    near = nearness(own, action, paragraph)
    bodies = [one.body for one in mandate.addressees.all()]
    asked = _fits(bodies, activity.organisation)
    if near < NEAR or not (asked or _open(bodies)):
        return None
    by_name = bool(activity.organisation and activity.organisation.body in bodies)
    if not by_name and (mandate.deliverable in _OF_THE_BODY or _ATTEND.match(mandate.action)):
        return None
    if any(p >= _MEANT and one in _FOR_A_GROUP and one not in own.narrow for one, p in action.narrow.items()):
        return None
    concepts = tuple(one for one in own.narrow if one in action.narrow)
    words = _shared_words(mandate.action, whole, own.language)
    if not (len(words) >= _ENOUGH or by_name or _is_reason(concepts)):
        return None
    evidence = _evidence(own, concepts or tuple(one for one in own.narrow if one in paragraph.narrow), words)
    if not evidence:
        return None
    rest = (1 - near) * (1 - min(WORDS, WORD * len(words))) * (1 - (ADDRESSEE if asked else 0.0))
    return MandateProposal(mandate, round(1 - rest, 4), concepts, placed(evidence, texts), asked)


def _is_reason(concepts: Iterable[str]) -> bool:
    """Whether concepts in common are a reason: a target or commitment. A line alone says little."""
    return any(one not in load().action_lines for one in concepts)


def refresh_mandates(activity: Activity) -> None:
    """Bring the machine's mandate links of a saved activity in line with its words; decisions stay."""
    found = {one.mandate.pk: one for one in propose_mandates(activity)}
    new = in_line(activity, {link.mandate_id: link for link in activity.mandate_links.all()}, found)
    ActivityMandate.objects.bulk_create(
        ActivityMandate(activity=activity, mandate=one.mandate, p=one.p, evidence=one.evidence) for one in new
    )


def _shared_words(action: str, whole: str, language: str) -> dict[str, tuple[int, int]]:
    """Telling words of the activity that the action has too, in one language: stem -> first place."""
    if not language or quick_language(action) != language:
        return {}
    both = telling_words(action, language).keys() & telling_words(whole, language).keys()
    out: dict[str, tuple[int, int]] = {}
    for start, end in list_spans(whole, language):
        if (one := stem_word(whole[start:end], language)) in both:
            out.setdefault(one, (start, end))
    return out


def _evidence(own: Meaning, concepts: Iterable[str], words: Mapping[str, tuple[int, int]]) -> list[Data]:
    """Quotes of the whole text: what carried the concepts of both, those with a shared word first."""
    found = {(one["start"], one["end"]): one for concept in concepts for one in own.quotes.get(concept, ())}
    places = list(words.values())

    def order(one: Serialised) -> tuple[bool, float]:
        """Return the key that sorts the best evidence first."""
        return not any(one["start"] <= start < one["end"] for start, _end in places), -one["weight"]

    kept: list[Data] = []
    for one in sorted(found.values(), key=order):
        if not any(one["start"] < held["end"] and held["start"] < one["end"] for held in kept):
            kept.append(one)
    return kept[:_QUOTES]


def _open(asked: Iterable[str]) -> bool:
    """Whether a mandate asks many, or nobody in particular."""
    bodies = load().bodies
    kinds = {bodies[one].kind for one in asked if one in bodies}
    return not kinds or bool(kinds & _MANY)


def _fits(asked: Iterable[str], organisation: Organisation | None) -> str:
    """The addressee that the organisation is, or is one of; "" where there is none."""
    if organisation is None:
        return ""
    own: set[Any] = {organisation.body, *BODIES_OF_TYPE.get(organisation.type, ())} - {""}
    return next((one for one in asked if one in own), "")

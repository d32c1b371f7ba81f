"""What the machine proposes of an activity: links, mandates that it may answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Q

from actionlines.alignment import Aligner, Alignment
from actionlines.alignment.encode import list_spans, stem_word
from actionlines.alignment.languages import quick_language
from actionlines.alignment.model import LEVELS
from actionlines.alignment.model import Level as TextLevel
from actionlines.framework import load
from actionlines.register.activities.models import Activity, ActivityLink, ActivityMandate
from actionlines.register.activities.schema import TEXTS
from actionlines.register.core.concepts import KIND_OF_LEVEL
from actionlines.register.core.models import Level, LinkStatus, Origin
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.telling import evidence_of, telling_words
from actionlines.register.mandates.models import Force, Mandate, MandateLink, MandateStatus
from actionlines.register.organisations.models import Organisation

_COUNTS: dict[TextLevel, float] = {"action_lines": 1.0, "goals": 0.3, "targets": 1.0, "commitments": 1.0}
# A text is about a narrow label from this probability on; for several labels together it is less than the model
# asks for one alone.
_SPEAKS = 0.4
_REMEMBERED = 4096

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Meaning:
    """What a text is about.

    direction  of length 1 in the space of labels; of length 0 where it is about nothing narrow
    narrow     line, target or commitment -> p
    quotes     the same -> the words of the text that carried it, as a person accepts them
    """

    language: str
    direction: Numbers
    narrow: dict[str, float]
    quotes: dict[str, list[Data]]


@lru_cache(maxsize=_REMEMBERED)
def meaning_of(text: str, language: str = "") -> Meaning:
    """Return what a text is about; `language` where it is known."""
    aligner = Aligner.load()
    matches = aligner.align(text, language=language, scores=True, threshold=_SPEAKS)
    p = np.array([matches.scores[id_] for id_ in aligner.labels.ids])
    wide = {label.id for label in matches.goals}
    quotes: dict[str, list[Data]] = {}
    for item in matches.evidence:
        if item.label not in wide:
            texts = {"quote": text[item.start : item.end], "start": item.start, "end": item.end, "weight": item.weight}
            quotes.setdefault(item.label, []).append(texts)
    narrow = {label.id: label.p for level in _COUNTS if level != "goals" for label in matches.labels(level)}
    direction = np.sqrt(p) * _weights()
    length = float(np.linalg.norm(direction)) if narrow else 0.0
    return Meaning(
        matches.language,
        direction / length if length else np.zeros_like(direction),
        narrow,
        {row: data for row, quote in quotes.items() if (data := evidence_of(quote, matches.language))},
    )


def nearness(meaning: Meaning, *others: Meaning) -> float:
    """Return the mean cosine, 0 to 1, of one meaning to others."""
    return float(np.mean([meaning.direction @ other.direction for other in others]))


@cache
def _weights() -> Numbers:
    labels = Aligner.load().labels
    out = np.zeros(len(labels.ids))
    for level, counts in _COUNTS.items():
        out[labels.places[level]] = counts
    return out


# The fields whose words are read, in this order.
READ = ("title", *TEXTS)
# As many of one level as a person looks through.
MOST = 5
# Letters below which a text says too little to be read.
LEAST = 20
# Targets and commitments are many and near each other: what a reader accepts begins higher than the thresholds of
# the model, which are for finding all (`python -m benchmarks.links`: .83 of the first three accepted, then .87).
LEAST_P = {"targets": 0.4, "commitments": 0.4}
_BETWEEN = "\n\n"

Evidence = list[Data]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A concept that the words are about: `p` its probability, `evidence` the words, strongest first."""

    concept: str
    level: str
    p: float
    evidence: Evidence


def warm(language: str) -> None:
    """Load the model and what it knows of a language, once per process: it takes a second."""
    aligner = Aligner.for_texts()
    if language in aligner.weights.codes:
        aligner.scorer(language)


def texts_of(activity: Activity) -> dict[str, str]:
    """The fields of an activity (record or serialised form) that are read, without the empty ones."""
    get = activity.get if isinstance(activity, Mapping) else lambda name: getattr(activity, name)
    return {name: text for name in READ if (text := get(name) or "").strip()}


def propose(texts: Mapping[str, str], language: str = "") -> list[Proposal]:
    """Concepts that the fields together are about, the likeliest of each level first. `language` is taken where
    the words do not tell theirs.
    """
    whole = joined(texts)
    if len(whole) < LEAST:
        return []
    return of_alignment(texts, Aligner.for_texts().align(whole, language=quick_language(whole) or language))


def joined(texts: Mapping[str, str]) -> str:
    """The fields as one text, as it is aligned."""
    return _BETWEEN.join(texts.values())


def of_alignment(texts: Mapping[str, str], alignment: Alignment) -> list[Proposal]:
    """The proposals out of the alignment of the joined fields: those with evidence that a person accepts."""
    spans: dict[str, list[Data]] = defaultdict(list)
    for item in alignment.evidence:
        spans[item.label].append({"start": item.start, "end": item.end, "weight": item.weight})
    out = []
    for level in LEVELS:
        labels = alignment.labels(level)[:MOST]
        likely = [label for label in labels if label.grade != "perhaps"]
        for label in likely or labels:
            evidence = evidence_of(placed(spans[label.id], texts), alignment.language)
            # What the text itself names needs no other words.
            if label.stated or (evidence and label.p >= LEAST_P.get(level, 0.0)):
                out.append(Proposal(label.id, KIND_OF_LEVEL[level], label.p, evidence))
    return out


def refresh(activity: Activity) -> list[ActivityLink]:
    """Bring the machine's links of a saved activity in line with its words, and return all its links."""
    links = list(activity.links.all())
    matches = {item.concept: item for item in propose(texts_of(activity), activity.language)}
    new = in_line(activity, {link.concept: link for link in links}, matches)
    created = ActivityLink.objects.bulk_create(
        ActivityLink(activity=activity, concept=item.concept, level=item.level, p=item.p, evidence=item.evidence)
        for item in new
    )
    return [link for link in links if link.pk] + created


def in_line(activity: Activity, held: Mapping[Any, Any], matches: Mapping[Any, Any]) -> list[Any]:
    """Bring links that are there in line with what is found now, both by what they lead to: the machine's
    pending ones follow it or go, decisions stay with the words that still stand. Returns what is found and has
    no link yet.
    """
    gone, changed = [], []
    for key, link in held.items():
        pending = link.origin == Origin.MACHINE and link.status == LinkStatus.PROPOSED
        new = matches.get(key)
        if pending and new is None:
            gone.append(link)
            continue
        p = new.p if pending and new else link.p
        evidence = new.evidence if new else quoted_still(link.evidence, activity)
        if (p, evidence) != (link.p, link.evidence):
            link.p, link.evidence = p, evidence
            changed.append(link)
    if gone:
        type(gone[0]).objects.filter(pk__in=[link.pk for link in gone]).delete()
        for link in gone:
            link.pk = None
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["p", "evidence"])
    return [item for key, item in matches.items() if key not in held]


def quoted_still(evidence: Evidence, activity: Activity) -> Evidence:
    """The evidence whose words are still in their fields, where they stand now."""
    texts, out = texts_of(activity), []
    for item in evidence:
        text = texts.get(item["field"], "")
        start = item["start"] if text[item["start"] : item["end"]] == item["quote"] else text.find(item["quote"])
        if start >= 0:
            out.append({**item, "start": start, "end": start + len(item["quote"])})
    return out


def _places(texts: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """(field, start, end) of each field in the joined text."""
    out, at = [], 0
    for name, text in texts.items():
        out.append((name, at, at + len(text)))
        at += len(text) + len(_BETWEEN)
    return out


def placed(quotes: Iterable[Serialised], texts: Mapping[str, str]) -> Evidence:
    """Quotes of the joined text (`start`, `end`, `weight`) as quotes of fields; one that runs over the end of a
    field is cut there.
    """
    whole, places = joined(texts), _places(texts)
    out: Evidence = []
    for span in quotes:
        for name, first, last in places:
            if span["start"] >= last or span["end"] <= first:
                continue
            cut = whole[max(span["start"], first) : min(span["end"], last)]
            quote = cut.strip()
            if not quote:
                continue
            start = max(span["start"], first) + len(cut) - len(cut.lstrip()) - first
            share = len(quote) / (span["end"] - span["start"])
            out.append({
                "field": name, "quote": quote, "start": start, "end": start + len(quote),
                "weight": round(span["weight"] * min(1.0, share), 4),
            })  # fmt: skip
    return out


MOST_MANDATES = 5
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
# Kinds of body that represent many: anybody among them can answer. Others answer for themselves.
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
    concepts   lines, targets and commitments that both are about
    evidence   words of the activity that say so, the strongest first
    addressee  the body that is asked and that the organisation is or belongs to, or ""
    """

    mandate: Mandate
    p: float
    concepts: tuple[str, ...]
    evidence: Evidence
    addressee: str


def propose_mandates(activity: Activity, links: Iterable[ActivityLink] | None = None) -> list[MandateProposal]:
    """The likeliest mandates, best first; four queries. `links` are its links, where they are known."""
    links = activity.links.all() if links is None else links
    wanted = {link.concept: link.level for link in links if link.status != LinkStatus.REJECTED}
    # Goals are so wide that a large part of all mandates is about one.
    narrow = [concept for concept, level in wanted.items() if level != Level.GOAL]
    texts = texts_of(activity)
    if not narrow or not texts:
        return []
    owed = Q(mandate__status__in=OPEN, mandate__force=Force.DECIDED)
    shared = Q(concept__in=narrow) & owed & ~Q(status=LinkStatus.REJECTED)
    ranked = MandateLink.objects.filter(shared).values("mandate").annotate(n=Count("pk")).order_by("-n", "-mandate")
    candidates = Mandate.objects.filter(pk__in=[row["mandate"] for row in ranked[:_CANDIDATES]])
    matches = [
        made
        for mandate in candidates.select_related("paragraph").prefetch_related("addressees")
        if (made := _proposal(mandate, activity, texts))
    ]
    return sorted(matches, key=lambda item: (-item.p, item.mandate.pk))[:MOST_MANDATES]


def _proposal(mandate: Mandate, activity: Activity, texts: Mapping[str, str]) -> MandateProposal | None:
    """The proposal of one mandate; None where a reason is missing."""
    whole = joined(texts)
    own = meaning_of(whole, quick_language(whole) or activity.language)
    action, paragraph = meaning_of(mandate.action), meaning_of(mandate.paragraph.text)
    near = nearness(own, action, paragraph)
    bodies = [item.body for item in mandate.addressees.all()]
    query = _fits(bodies, activity.organisation)
    if near < NEAR or not (query or _open(bodies)):
        return None
    by_name = bool(activity.organisation and activity.organisation.body in bodies)
    if not by_name and (mandate.deliverable in _OF_THE_BODY or _ATTEND.match(mandate.action)):
        return None
    if any(p >= _MEANT and item in _FOR_A_GROUP and item not in own.narrow for item, p in action.narrow.items()):
        return None
    concepts = tuple(text for text in own.narrow if text in action.narrow)
    words = _shared_words(mandate.action, whole, own.language)
    if not (len(words) >= _ENOUGH or by_name or _is_reason(concepts)):
        return None
    evidence = _evidence(own, concepts or tuple(text for text in own.narrow if text in paragraph.narrow), words)
    if not evidence:
        return None
    rest = (1 - near) * (1 - min(WORDS, WORD * len(words))) * (1 - (ADDRESSEE if query else 0.0))
    return MandateProposal(mandate, round(1 - rest, 4), concepts, placed(evidence, texts), query)


def _is_reason(concepts: Iterable[str]) -> bool:
    """Whether concepts in common are a reason: a target or commitment. A line alone says little."""
    return any(concept not in load().action_lines for concept in concepts)


def refresh_mandates(activity: Activity, links: Iterable[ActivityLink] | None = None) -> None:
    """Bring the machine's mandate links of a saved activity in line with its words; decisions stay."""
    matches = {mandate_proposal.mandate.pk: mandate_proposal for mandate_proposal in propose_mandates(activity, links)}
    new = in_line(activity, {link.mandate_id: link for link in activity.mandate_links.all()}, matches)
    ActivityMandate.objects.bulk_create(
        ActivityMandate(activity=activity, mandate=item.mandate, p=item.p, evidence=item.evidence) for item in new
    )


def _shared_words(action: str, whole: str, language: str) -> dict[str, tuple[int, int]]:
    """Telling words of the activity that the action has too, in one language: stem -> first place."""
    if not language or quick_language(action) != language:
        return {}
    both = telling_words(action, language).keys() & telling_words(whole, language).keys()
    out: dict[str, tuple[int, int]] = {}
    for start, end in list_spans(whole, language):
        if (item := stem_word(whole[start:end], language)) in both:
            out.setdefault(item, (start, end))
    return out


def _evidence(own: Meaning, concepts: Iterable[str], words: Mapping[str, tuple[int, int]]) -> list[Data]:
    """Quotes of the whole text: what carried the concepts of both, those with a shared word first."""
    matches = {(quote["start"], quote["end"]): quote for concept in concepts for quote in own.quotes.get(concept, ())}
    places = list(words.values())

    def order(row: Serialised) -> tuple[bool, float]:
        """Return the key that sorts the best evidence first."""
        return not any(row["start"] <= start < row["end"] for start, _end in places), -row["weight"]

    data: list[Data] = []
    for item in sorted(matches.values(), key=order):
        if not any(item["start"] < held["end"] and held["start"] < item["end"] for held in data):
            data.append(item)
    return data[:_QUOTES]


def _open(words: Iterable[str]) -> bool:
    """Whether a mandate asks many, or nobody in particular."""
    bodies = load().bodies
    kinds = {bodies[text].kind for text in words if text in bodies}
    return not kinds or bool(kinds & _MANY)


def _fits(words: Iterable[str], organisation: Organisation | None) -> str:
    """The addressee that the organisation is, or is one of; "" where there is none."""
    if organisation is None:
        return ""
    own: set[Any] = {organisation.body, *BODIES_OF_TYPE.get(organisation.type, ())} - {""}
    return next((text for text in words if text in own), "")

"""Concepts that the machine proposes for an activity, by its words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from actionlines.alignment import Aligner, Alignment
from actionlines.alignment.languages import quick_language
from actionlines.alignment.model import LEVELS
from actionlines.register.activities.models import Activity, ActivityLink
from actionlines.register.activities.schema import TEXTS
from actionlines.register.core.concepts import KIND_OF_LEVEL
from actionlines.register.core.models import LinkStatus, Origin
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.telling import evidence_of

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
            if not (quote := cut.strip()):
                continue
            start = max(span["start"], first) + len(cut) - len(cut.lstrip()) - first
            share = len(quote) / (span["end"] - span["start"])
            out.append({
                "field": name, "quote": quote, "start": start, "end": start + len(quote),
                "weight": round(span["weight"] * min(1.0, share), 4),
            })  # fmt: skip
    return out

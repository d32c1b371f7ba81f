"""Mandates that an activity may answer: who may carry it out, and what it is about, clause against clause.

    propose_mandates(activity) -> proposals     at most MOST, best first; none where none fits

Who: a mandate that asks the organisation by name, through one of its parts or in a group that it belongs to on the
first day of the activity; one that asks all stakeholders, or nobody in particular, for everybody. A duty that only
the council of an organisation has is none of its activities.

What: the subject belongs to the text, and a clause of it adds what is to be done. So the concepts of the activity are
compared with those of the clause under its title and of the clauses beside it, its words with those of the clause
and the title. A text that names a country is answered there.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from math import exp, sqrt

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from actionlines.alignment import Aligner
from actionlines.alignment.encode import LANGUAGES, list_spans, list_surfaces, stem_word
from actionlines.alignment.languages import quick_language
from actionlines.framework import load
from actionlines.framework.bodies import UNSPECIFIED, organ_of
from actionlines.framework.groups import AskedBodies, asked_of
from actionlines.programmes.model import names_ict
from actionlines.register.activities.models import Activity, ActivityMandate
from actionlines.register.activities.proposals import MOST, Evidence, in_line, joined, placed, texts_of
from actionlines.register.core.schema import Data
from actionlines.register.core.telling import evidence_of, vocabulary
from actionlines.register.instruments.reading import successor_of
from actionlines.register.mandates.models import Force, Mandate, MandateStatus
from actionlines.register.organisations.models import Organisation
from actionlines.results.ask import words_of

OPEN = (MandateStatus.PROPOSED, MandateStatus.CONFIRMED, MandateStatus.UNDER_WAY, MandateStatus.OVERDUE)
_EVERYBODY = "all-stakeholders"
# What only the body that is asked can deliver: papers and meetings of its own.
_OF_THE_BODY = frozenset(("report", "update", "review", "meeting", "agenda-item", "establishment"))
# A mandate to take part in something is answered by being there.
_ATTEND = re.compile(r"^.{0,30}(?:particip|участ|مشاركة|参加|参与)", re.IGNORECASE)
# Targets and commitments for a group of people: women, persons with disabilities, children, teachers. From this
# probability on a mandate is for them, and an activity that says nothing of them does not answer it.
_FOR_A_GROUP = frozenset(
    ("sdg:5.1", "sdg:5.2", "sdg:5.5", "sdg:5.b", "sdg:10.2", "sdg:16.2", "gdc:31b", "sdg:4.c", "gdc:13a")
)
_MEANT = 0.5
# A text is about a label from this probability on; goals are so wide that they say little.
_SPEAKS, _GOAL = 0.12, 0.3
# A text that says little is not made to say more by its length.
_LEAST_OF_ACTIVITY, _LEAST_OF_CLAUSE = 0.5, 0.7
# How much the concepts of the whole text count beside those of the clause, and by how many of its clauses.
_TEXT, _CLAUSES = 0.75, 3
# Weights of concepts, of the share of the activity's words in clause and title, and of what the clause adds; what an
# activity loses that names no technology, and a paper of the body's own. Chosen on the first half of
# benchmarks/activity_mandates.tsv.
_CONCEPTS, _SHARE, _ADDS, _NO_ICT, _PAPER = 0.7, 2.4, 0.08, 0.8, 0.3
_IN_FIELD = 0.6
# From this score on a mandate is proposed, from the second where nothing is known of the organisation; p is even at
# the third.
_LEAST, _OF_NOBODY, _EVEN, _STEEP = 0.47, 0.8, 2.0, 1.2
# idf from which on a word counts, and from which on it tells what a clause adds.
_KNOWN, _RARE = 0.5, 2.0
_FORM = re.compile(r"^(?:.* )?(?:State|Republic|Kingdom) of (?:the )?")
_QUOTES, _REMEMBERED = 3, 8192

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MandateProposal:
    """A mandate that an activity may answer, with all that speaks for it.

    p          0..1: how likely a person accepts it
    concepts   lines, targets and commitments that both are about
    evidence   words of the activity that say so, the strongest first
    addressee  the body that is asked and that the organisation is, has or belongs to, or ""
    """

    mandate: Mandate
    p: float
    concepts: tuple[str, ...]
    evidence: Evidence
    addressee: str


@dataclass(frozen=True)
class Clause:
    """What a mandate asks: p of each label of length 1 at most, idf of its stems and of those of the title alone, the
    weight of what it adds to the title, and countries that it names.
    """

    labels: Numbers
    words: Mapping[str, float]
    title: frozenset[str]
    added: float
    countries: frozenset[str]


@lru_cache(maxsize=_REMEMBERED)
def clause_of(action: str, title: str) -> Clause:
    """Return what a mandate asks, of its action and the title of its text."""
    whole = f"{title}. {action}" if title else action
    language = quick_language(whole) or "en"
    alignment = Aligner.load().align(whole, language=language, scores=True, with_evidence=False)
    words, named = _weigh_words(action, language), frozenset(_weigh_words(title, language))
    labels = _vector(alignment.scores)
    return Clause(
        labels / max(float(np.linalg.norm(labels)), _LEAST_OF_CLAUSE),
        words,
        named,
        sum(idf for stem, idf in words.items() if stem not in named) or 1.0,
        frozenset(id_ for id_, pattern in _country_names() if pattern.search(whole)),
    )


@cache
def _country_names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    named = {id_: country.names["en"].split(" (")[0] for id_, country in load().countries.items()}
    # "State of Palestine" is Palestine in a sentence.
    return tuple((id_, re.compile(rf"\b{re.escape(_FORM.sub('', name))}\b")) for id_, name in named.items())


def _weigh_words(text: str, language: str) -> dict[str, float]:
    """Return the idf of the stems of a text that the model knows, without names of places."""
    if language not in LANGUAGES:
        return {}
    known = vocabulary(language)
    stems = {stem_word(surface, language) for surface in list_surfaces(text, language)} - known.places
    return {stem: idf for stem in stems if (idf := known.idf.get(stem, 0.0)) > _KNOWN}


def _vector(scores: Mapping[str, float]) -> Numbers:
    p = np.array([scores[id_] for id_ in Aligner.load().labels.ids], np.float32)
    return np.sqrt(np.where(p >= _SPEAKS, p, 0)) * _label_weights()


@cache
def _label_weights() -> Numbers:
    labels = Aligner.load().labels
    weights = np.ones(len(labels.ids), np.float32)
    weights[labels.places["goals"]] = _GOAL
    return weights


def _translate(texts: Mapping[str, str], language: str) -> dict[str, float]:
    """Return the weights of the English stems that the words of an activity represent: most texts are English."""
    known = vocabulary("en")
    weights: dict[str, float] = {}
    for field, text in texts.items():
        for ways in words_of(text, language):
            surest = max(ways.values(), default=0.0)
            for stem in (way for way, sure in ways.items() if sure == surest and way not in known.places):
                if (idf := known.idf.get(stem, 0.0)) > _KNOWN:
                    weights[stem] = max(weights.get(stem, 0.0), idf * (1 if field == "title" else _IN_FIELD))
    return weights


@dataclass(frozen=True, slots=True)
class _Match:
    mandate: Mandate
    clause: Clause
    addressee: str
    concepts: float


class _Asked:
    """The words of an activity, read once."""

    def __init__(self, texts: Mapping[str, str], language: str) -> None:
        self.texts, self.whole = texts, joined(texts)
        self.language = quick_language(self.whole) or language
        self.alignment = Aligner.for_texts().align(self.whole, language=self.language, scores=True, threshold=_MEANT)
        labels = _vector(self.alignment.scores)
        self.labels = labels / max(float(np.linalg.norm(labels)), _LEAST_OF_ACTIVITY)
        title = _weigh_words(texts.get("title", ""), self.language)
        words = _weigh_words(self.whole, self.language)
        self.words = {stem: idf * (1 if stem in title else _IN_FIELD) for stem, idf in words.items()}
        self.all_words = sum(self.words.values()) or 1.0
        if self.language != "en" and self.language in LANGUAGES:
            english = _translate(texts, self.language)
            self.all_words = max(self.all_words, sum(english.values()))
            self.words |= english
        self.loses = 0 if names_ict(self.whole) else _NO_ICT

    def score_words(self, clause: Clause) -> float:
        """Return how much of the activity's words clause and title have, and how much of what the clause adds."""
        shared = self.words.keys() & clause.words
        added = sum(self.words[stem] for stem in shared - clause.title if clause.words[stem] >= _RARE)
        both = sum(self.words[stem] for stem in shared | self.words.keys() & clause.title)
        return _SHARE * both / self.all_words + _ADDS * added / sqrt(clause.added)

    def quotes(self, clause: Clause) -> tuple[tuple[str, ...], Evidence]:
        """Return the narrow concepts that both are about, and the words of the activity that say so."""
        ids = Aligner.load().labels.ids
        goals = set(load().goals)
        both = tuple(ids[at] for at in np.flatnonzero((clause.labels > 0) & (self.labels > 0)) if ids[at] not in goals)
        spans = [
            {"quote": self.whole[span.start : span.end], "start": span.start, "end": span.end, "weight": span.weight}
            for span in self.alignment.evidence
            if span.label in both
        ]
        places = {
            stem_word(self.whole[start:end], self.language): (start, end)
            for start, end in reversed(list(list_spans(self.whole, self.language)))
        }
        shared = sorted(self.words.keys() & (clause.words.keys() | clause.title), key=lambda stem: -self.words[stem])
        quotes = evidence_of(spans, self.language) + [
            {"quote": self.whole[start:end], "start": start, "end": end, "weight": 0.1}
            for start, end in (places[stem] for stem in shared if stem in places)
        ]
        data: list[Data] = []
        for item in quotes:
            if not any(item["start"] < held["end"] and held["start"] < item["end"] for held in data):
                data.append(item)
        return both, placed(data[:_QUOTES], self.texts)


def propose_mandates(activity: Activity) -> list[MandateProposal]:
    """Return the likeliest mandates, best first."""
    if not (texts := texts_of(activity)):
        return []
    asked = asked_of(*_names_of(activity.organisation), on=activity.starts_on or date.today())
    own = _Asked(texts, activity.language)
    countries = {place.area for place in activity.places.all()} & load().countries.keys()
    fitting = [
        _Match(mandate, clause, addressee, float(own.labels @ clause.labels))
        for mandate, addressee in _list_candidates(asked)
        if _fits(clause := clause_of(mandate.action, mandate.instrument.title), own, countries, mandate, addressee)
    ]
    by_text: dict[int, list[float]] = defaultdict(list)
    for match in sorted(fitting, key=lambda match: -match.concepts):
        by_text[match.mandate.instrument_id].append(match.concepts)
    about = {text: sum(values[:_CLAUSES]) / len(values[:_CLAUSES]) for text, values in by_text.items()}
    scored = []
    for match in fitting:
        concepts = (1 - _TEXT) * match.concepts + _TEXT * about[match.mandate.instrument_id]
        score = _CONCEPTS * concepts + own.score_words(match.clause) - own.loses
        score -= _PAPER if match.mandate.deliverable in _OF_THE_BODY else 0
        if score >= (_LEAST if asked.named else _OF_NOBODY):
            scored.append((score, match))
    scored.sort(key=lambda row: (-row[0], row[1].mandate.pk))
    proposals = (
        MandateProposal(
            match.mandate, round(1 / (1 + exp(_STEEP * (_EVEN - score))), 4), *own.quotes(match.clause), match.addressee
        )
        for score, match in scored
    )
    return list(islice((proposal for proposal in proposals if proposal.evidence), MOST))


def _names_of(organisation: Organisation | None) -> tuple[str, ...]:
    """Return the ids by which an organisation is asked; a tie to a body that nobody has confirmed counts here."""
    if organisation is None:
        return ()
    body = organisation.body or organisation.likely_body
    return (body,) if body else organisation.asked_as


def _list_candidates(asked: AskedBodies) -> Iterator[tuple[Mandate, str]]:
    """Yield the mandates that somebody may answer, each with the body by which they are asked, "" for an open one."""
    rows = Mandate.objects.filter(Q(status__in=OPEN) | Q(status=MandateStatus.SUPERSEDED, superseded_by=None))
    rows = rows.filter(force=Force.DECIDED).select_related("instrument").prefetch_related("addressees")
    rows = rows.only(
        "action",
        "deliverable",
        "status",
        "instrument__title",
        "instrument__symbol",
        "instrument__family",
        "instrument__language",
    )
    held: dict[int, bool] = {}  # texts whose successor the register has no mandates of
    for mandate in rows:
        bodies = [who.body for who in mandate.addressees.all()]
        if (addressee := _find_addressee(bodies, asked)) is None:
            continue
        if mandate.status == MandateStatus.SUPERSEDED:
            if mandate.instrument_id not in held:
                latest = successor_of(mandate.instrument)
                held[mandate.instrument_id] = (
                    bool(latest) and not Mandate.objects.filter(instrument__symbol=latest).exists()
                )
            if not held[mandate.instrument_id]:
                continue  # a person closed it, or what holds now is in the register
        yield mandate, addressee


def _find_addressee(bodies: Sequence[str], asked: AskedBodies) -> str | None:
    """Return the body by which somebody is asked, "" where everybody is; None where it is somebody else's duty."""
    if not bodies or bodies == [UNSPECIFIED] or _EVERYBODY in bodies:
        return ""
    if (own := next((body for body in asked.all if body in bodies), None)) is None:
        return "" if asked.is_among(bodies) else None
    councils = {organ_of(body, "council") for body in asked.named if body in load().bodies}
    return None if set(bodies) <= councils else own


def _fits(clause: Clause, own: _Asked, countries: set[str], mandate: Mandate, addressee: str) -> bool:
    """Return whether nothing speaks against a mandate: place, people that it is for, papers of somebody else."""
    if clause.countries and not clause.countries & countries:
        return False
    if not addressee and (mandate.deliverable in _OF_THE_BODY or _ATTEND.match(mandate.action)):
        return False
    labels = Aligner.load().labels
    return not any(
        clause.labels[labels.index[group]] ** 2 >= _MEANT and not own.labels[labels.index[group]]
        for group in _FOR_A_GROUP
    )


def refresh_mandates(activity: Activity, proposals: Sequence[MandateProposal] | None = None) -> None:
    """Bring the machine's mandate links of a saved activity in line with its words; decisions stay.

    proposals  what `propose_mandates` returns of it, where that is known already
    """
    if proposals is None:
        proposals = propose_mandates(activity)
    matches = {proposal.mandate.pk: proposal for proposal in proposals}
    new = in_line(activity, {link.mandate_id: link for link in activity.mandate_links.all()}, matches)
    ActivityMandate.objects.bulk_create(
        ActivityMandate(activity=activity, mandate=item.mandate, p=item.p, evidence=item.evidence) for item in new
    )

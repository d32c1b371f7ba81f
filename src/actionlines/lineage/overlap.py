"""Overlap of a draft with standing texts: which paragraphs say the same, and how likely.

    index = Index(standing)              provisions (paragraphs with what they ask) of files or of the register
    found, kin = index.overlaps(draft)   for each provision of the draft, the closest first

Words weigh by how few provisions have them, so that "requests the Secretary-General to report" proves nothing. Two
provisions are compared by their stems and by pairs of neighbouring stems: as a whole, and clause by clause, so
that a sentence inside a longer paragraph is seen. Where several standing texts repeat a paragraph, the text that
shares most of the whole draft comes first, then the later one.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from actionlines.alignment.encode import LANGUAGES, list_surfaces, stem_word
from actionlines.framework.starter import in_force
from actionlines.lazily import expression

# Share of weight from which on two provisions overlap, and are near-duplicates. In texts of the draft's subject
# less is enough. Chosen so that of 100 overlaps read blind, those that remain are fair in .85 (.77 at _LEAST).
LIKE, NEAR, _LEAST = 0.5, 0.6, 0.42
# A clause repeats another where the neighbours in both weigh so much, in nats, and so much of the shorter clause.
_RUN, _SHARE = 16.0, 0.25
_CLAUSE_WORDS = 6  # a shorter clause belongs to the one before
_CLAUSE_END = expression(r"(?<=[.;?!؛؟])\s+|(?<=[。；？！])")
# What two provisions must share besides, in nats: boilerplate is alike in texts about anything.
_TELLING = 14.0
MOST = 5  # overlaps of one provision
_CANDIDATES = 40
_FINDING = 12  # the rarest stems of a provision, which find its candidates
# A stem that more of the provisions have finds no candidates; it still counts when two are compared.
_COMMON = 0.08
_PAIRS = 0.5  # weight of a pair of stems beside that of its rarer stem
_WHOLE = 0.2  # how much the share of the whole draft counts where provisions are ranked
# A text is of the draft's subject from this share of what the text nearest to it has, and of all its provisions.
_KIN, _KIN_LEAST = 0.5, 0.12


@dataclass(frozen=True, slots=True)
class Duty:
    """What a provision asks: the fields are those of `mandates.model.Mandate`."""

    verb: str
    strength: str
    bodies: tuple[str, ...]
    action: str
    deliverable: str = "none"
    report_to: tuple[str, ...] = ()
    due: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """A paragraph of a text, with what it asks.

    symbol  of the text, or the name of its file; `anchor` is the id of the paragraph
    date    ISO date of the text, `session` its session as written ("80"); "" where the text does not say
    url     address of the paragraph, "" where it has none
    """

    symbol: str
    anchor: str
    text: str
    title: str = ""
    date: str = ""
    session: str = ""
    language: str = "en"
    duties: tuple[Duty, ...] = ()
    url: str = ""

    @property
    def bodies(self) -> frozenset[str]:
        """Return who is asked by the provision."""
        return frozenset(body for duty in self.duties for body in duty.bodies)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A standing provision that says what a provision of the draft says.

    likeness  share of the weight of their words that both have, 0 to 1; of the shorter clause where clauses repeat
    clause    the clause of the draft that repeats `words` of the standing one; both "" where the whole is alike
    """

    standing: Provision
    likeness: float
    clause: str = ""
    words: str = ""

    @property
    def is_near(self) -> bool:
        """Return whether the provisions are near-duplicates: most of the words are the same."""
        return self.likeness >= NEAR and not self.clause

    @property
    def successor(self) -> str:
        """Return the symbol of the revision that replaces the standing text, "" where it is in force."""
        latest = in_force(self.standing.symbol)
        return latest if latest != self.standing.symbol else ""


class Index:
    """Standing provisions by their words. Reading 18,000 takes about a second; each question some milliseconds."""

    def __init__(self, standing: Iterable[Provision]) -> None:
        self.provisions = tuple(standing)
        self._known = {code: _Stems(code) for code in LANGUAGES}
        self.stems = [self.read(provision) for provision in self.provisions]
        self.holding: defaultdict[str, list[int]] = defaultdict(list)
        for number, stem in enumerate(self.stems):
            for word in set(stem):
                self.holding[word].append(number)
        most = len(self.provisions) + 1
        self.weights = {word: math.log(most / (len(held) + 0.5)) for word, held in self.holding.items()}
        self.short = [(8 + len(stem)) ** -0.5 for stem in self.stems]
        self._rarest = math.log(2 * most)
        self._features: dict[int, tuple[dict[str, float], float]] = {}

    def read(self, provision: Provision) -> list[str]:
        """Return the stems of a provision in their order."""
        code = provision.language if provision.language in LANGUAGES else "en"
        known = self._known[code]
        return [known[surface] for surface in list_surfaces(provision.text, code)]

    def overlaps(
        self, draft: Sequence[Provision], most: int = MOST
    ) -> tuple[list[tuple[Overlap, ...]], frozenset[str]]:
        """Return for each provision of a draft the standing provisions that overlap, the closest first; and the
        symbols of the standing texts of the draft's own subject.

        Provisions of the draft's own symbol and those in another language are no standing provisions for it.
        """
        clauses = [_AskedClause(provision, self) for provision in draft]
        for clause in clauses:
            clause.compare(clause.likely)
        whole = _sum_weights(clauses)
        # The texts of the draft's own subject: those that have much of it.
        least = max(_KIN * max(whole.values(), default=0.0), _KIN_LEAST * len(draft))
        kin = frozenset(symbol for symbol, value in whole.items() if value >= least)
        related = [number for number, provision in enumerate(self.provisions) if provision.symbol in kin]
        # Where the subject is the same, boilerplate means the same: "takes note of the report".
        for clause in clauses:
            clause.compare(related)
        return [clause.ranked(whole, kin)[:most] for clause in clauses], kin

    def find_repeats(self, ask: "_AskedClause", skip: Container[int]) -> dict[int, Overlap]:
        """Return the standing provisions with a clause that a provision repeats, by number, without `skip`."""
        best: dict[int, Overlap] = {}
        least = min(_RUN, 2 * self._rarest)  # of few provisions no word is rare
        parts = split_clauses(ask.mine.text, ask.mine.language)
        clauses = [_AskedClause(replace(ask.mine, text=part), self) for part in parts] if parts[1:] else [ask]
        for clause in clauses:
            for number in clause.likely:
                other = self.provisions[number]
                if number in skip or not clause.can_meet(other):
                    continue
                if self._weigh_shared(clause, self.held(number)[0]) < least:
                    continue
                for words in split_clauses(other.text, other.language):
                    theirs = self.features(self.read(replace(other, text=words)))[0]
                    share = self._find_share(clause, theirs)
                    if share >= _SHARE and self._weigh_shared(clause, theirs) >= least:
                        like = Overlap(other, share, clause.mine.text, words)
                        best[number] = max(best.get(number, like), like, key=lambda overlap: overlap.likeness)
        return best

    def _weigh_shared(self, clause: "_AskedClause", theirs: Mapping[str, float]) -> float:
        return sum(math.sqrt(theirs[feature]) for feature in clause.features.keys() & theirs.keys() if " " in feature)

    def _find_share(self, clause: "_AskedClause", theirs: Mapping[str, float]) -> float:
        """Return the share of the neighbours of the shorter clause that both have."""
        shorter = min(
            sum(value for feature, value in side.items() if " " in feature) for side in (clause.features, theirs)
        )
        return sum(theirs[feature] for feature in clause.features.keys() & theirs.keys() if " " in feature) / (
            shorter or 1.0
        )

    def likest(self, mine: Provision) -> list[Overlap]:
        """Return the standing provisions that are like one provision, where all are of its subject."""
        clause = _AskedClause(mine, self)
        clause.compare(clause.likely)
        return sorted(clause.likes.values(), key=lambda overlap: (-overlap.likeness, overlap.standing.symbol))

    def held(self, number: int) -> tuple[dict[str, float], float]:
        """Return the features of a standing provision, and their length."""
        if number not in self._features:
            self._features[number] = self.features(self.stems[number])
        return self._features[number]

    def features(self, stems: Sequence[str]) -> tuple[dict[str, float], float]:
        """Return the squared weight of each stem and of each pair of neighbours, and the length of all of them."""
        weights = {stem: self.weights.get(stem, self._rarest) for stem in stems}
        squares = {stem: value * value for stem, value in weights.items()}
        for stem, other in pairwise(stems):
            squares[f"{stem} {other}"] = (_PAIRS * max(weights[stem], weights[other])) ** 2
        return squares, math.sqrt(sum(squares.values()))


class _AskedClause:
    """A provision of the draft while it is compared.

    told   number of a standing provision -> weight of the telling words that both have
    likes  number of a standing provision -> the overlap
    likely numbers of the standing provisions that share the most telling words
    """

    def __init__(self, mine: Provision, index: Index) -> None:
        self.mine, self.index = mine, index
        self.stems = index.read(mine)
        self.features, self.length = index.features(self.stems)
        self.told: defaultdict[int, float] = defaultdict(float)
        self.likes: dict[int, Overlap] = {}
        self.likely = self._find_likely()

    def _find_likely(self) -> list[int]:
        """Return the standing provisions that share the most telling words, by their numbers."""
        index = self.index
        limit = max(50, _COMMON * len(index.provisions))
        holding = {stem: index.holding[stem] for stem in set(self.stems) if stem in index.holding}
        rarest = sorted((len(held), stem) for stem, held in holding.items() if len(held) <= limit)
        for _often, stem in rarest[:_FINDING]:
            for number in holding[stem]:
                self.told[number] += index.weights[stem]
        score = {number: value * index.short[number] for number, value in self.told.items()}
        return heapq.nlargest(_CANDIDATES, score, key=score.__getitem__)

    def can_meet(self, other: Provision) -> bool:
        """Return whether a standing provision can be compared: of another text, in the same language."""
        return other.language == self.mine.language and other.symbol != self.mine.symbol

    def compare(self, numbers: Iterable[int]) -> None:
        """Keep those of the standing provisions that overlap."""
        for number in numbers:
            other = self.index.provisions[number]
            if number in self.likes or not self.can_meet(other):
                continue
            theirs, length = self.index.held(number)
            both = sum(map(theirs.__getitem__, self.features.keys() & theirs.keys()))
            if both and both >= _LEAST * self.length * length:
                self.likes[number] = Overlap(other, min(1.0, both / (self.length * length)))

    def ranked(self, whole: Mapping[str, float], kin: Container[str]) -> tuple[Overlap, ...]:
        """Return the overlaps that prove something: by telling words, by a clause, in a text of its subject."""
        most = max(whole.values(), default=1.0)

        def rank(overlap: Overlap) -> tuple[float, str]:
            """Return the likeness with the share of the whole; then the later text comes first."""
            share = whole.get(overlap.standing.symbol, 0.0)
            return round(overlap.likeness + _WHOLE * share / most, 2), overlap.standing.date

        numbers = {
            number: like
            for number, like in self.likes.items()
            if like.standing.symbol in kin or (like.likeness >= LIKE and self.told[number] >= _TELLING)
        }
        numbers |= self.index.find_repeats(self, frozenset(numbers))
        return tuple(sorted(numbers.values(), key=rank, reverse=True))


def _sum_weights(asks: Iterable[_AskedClause]) -> Mapping[str, float]:
    """Return how much of a draft each standing text has: likeness squared, of the closest provisions, added up."""
    whole: defaultdict[str, float] = defaultdict(float)
    for mine in asks:
        best: dict[str, float] = {}
        for like in mine.likes.values():
            best[like.standing.symbol] = max(best.get(like.standing.symbol, 0.0), like.likeness)
        for symbol, likeness in best.items():
            whole[symbol] += likeness**2
    return whole


def split_clauses(text: str, language: str = "en") -> list[str]:
    """Return the clauses of a text, cut after full stops and semicolons; few words go with the clause before them.

    >>> split_clauses("The Union maps all old masts by the river. It does so. Members may lend it their own boats")
    ['The Union maps all old masts by the river. It does so.', 'Members may lend it their own boats']
    """
    clauses: list[str] = []
    for part in _CLAUSE_END.split(text):
        if clauses and len(list_surfaces(part, language)) < _CLAUSE_WORDS:
            clauses[-1] += f" {part}"
        elif part:
            clauses.append(part)
    return clauses


class _Stems(dict[str, str]):
    """Word as written -> its stem, for one language; each word is stemmed once."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, surface: str) -> str:
        self[surface] = stem_of = stem_word(surface, self.language)
        return stem_of

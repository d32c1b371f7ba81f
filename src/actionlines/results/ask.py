"""Questions answered by passages, word for word: ranked by the words they share, refused where support is weak.

    found = Passages(passages).ask("Who coordinates the WSIS Forum?", "en")
    found.supported, found.answers[0].passage.text

Nothing is written: an answer is a paragraph of a text, whole. Words weigh by how few passages have them (BM25). A
word of a question in another language represents the English words that `data/ask_words.json.gz` gives. With
`neural=True` (extra `neural`) the meaning of a passage counts beside its words.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from actionlines.alignment.encode import list_surfaces, stem_word
from actionlines.documents.model import Document
from actionlines.framework.called import fold, list_country_words
from actionlines.framework.starter import in_force
from actionlines.framework.tables import read_table

if TYPE_CHECKING:
    from actionlines.alignment.weights import Floats

# How much of a question a passage must hold to count as an answer; chosen so that nine in ten questions that no
# text answers are refused (python -m benchmarks.ask: odd questions, and mixed ones that are not held out).
SUPPORT = 0.54
# The same where meaning counts: support and twice the likeness of the passage's meaning.
SUPPORT_OF_MEANING = 0.9
_MEANING = 2.0  # the best of 0.5, 1, 2 and 4 on the answered questions of benchmarks/ask.tsv
_VECTORS = 20_000  # passages whose meaning is remembered, 40 MB
MOST = 5
_FULL, _LENGTH = 1.2, 0.75  # the usual constants of BM25
# Weight of a word that the table of words lacks. That of Chinese is the smallest tried (0.1 to 0.7, and 1.0) at
# which nine in ten of the odd questions of benchmarks/ask.tsv that no text answers are refused; the even ones are
# held out.
_UNTRANSLATED = {"ar": 0.5, "es": 0.5, "fr": 0.5, "ru": 0.5, "zh": 0.6}
_REPLACED = 0.8  # the weight of a text that another replaces
_RECALLS = 0.7  # the weight of a paragraph of the preamble: it recalls what others decide
_MENDED = 5  # letters: a word of fewer is not taken for another that is a letter away
_NAMELESS = 0.25  # the weight of a word that no name has, of the most that a word can weigh
_SHORTEST = 3  # letters: shorter words of a question ask, they name nothing
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![a-z])")
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-ÝА-ЯЁ][a-zß-ÿа-яё]{2,}")
# Words that ask or join in questions and name no subject; rare in resolutions, they would weigh most.
_ASKING = {
    "en": "what who whom whose which when where why how does did was were are the is many much often been there "
    "that made said about must can some before without and for",
    "fr": "quel quelle quels quelles qui que quoi quand comment combien pourquoi est sont elle ils elles des les "
    "une dans pour par avec sans avant lieu dit doit fait",
    "es": "qué quién quiénes cuál cuáles cuándo cómo cuánto cuántos dónde por los las una del con sin antes hay "
    "dice debe debería que sobre",
    "ru": "что кто кого кому какой какая какие как когда где сколько почему есть ли для без перед если говорится",
    "ar": "ما ماذا من متى كيف كم أين أي هل لماذا عن إلى على في التي الذي هناك",
    "zh": "",  # its words of asking are signs: _SIGNS
}
_SIGNS = frozenset("什么哪谁吗几何怎")


@dataclass(frozen=True, slots=True)
class AnswerPassage:
    """A paragraph that may answer: symbol of its text, anchor, words, address where it has one, kind.

    `facts` of a record, in the language of the question: who is asked, by when, to whom it reports.
    """

    symbol: str
    anchor: str
    text: str
    address: str = ""
    kind: str = ""
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage, and how much of the question it holds: the share of its words times how much they say.

    Where meaning counts, twice the likeness (cosine, -1 to 1) is added.
    """

    passage: AnswerPassage
    support: float

    def to_dict(self) -> dict[str, str | float]:
        """Return the answer as `actionlines ask --json` and the API give it."""
        place = self.passage
        return {
            "symbol": place.symbol,
            "anchor": place.anchor,
            "quote": place.text,
            "facts": place.facts,
            "support": round(self.support, 3),
            "address": place.address,
        }


@dataclass(frozen=True, slots=True)
class FoundAnswers:
    """The closest passages, the best first; those with a support of `enough` answer.

    Of records: `total` is the number of all that answer, `listing` the address of their list in a register.
    """

    answers: tuple[Answer, ...]
    enough: float = SUPPORT
    total: int = 0
    listing: str = ""

    @property
    def supported(self) -> bool:
        """Return whether a passage has enough of the question."""
        return any(answer.support >= self.enough for answer in self.answers)


def passages_of(document: Document) -> list[AnswerPassage]:
    """Return the paragraphs of a document that may answer: all but headings and footnotes."""
    symbol = document.metadata.symbol or document.name
    paragraphs = (paragraph for paragraph in document.paragraphs if paragraph.kind not in ("heading", "footnote"))
    return [AnswerPassage(symbol, paragraph.id, paragraph.text, kind=paragraph.kind) for paragraph in paragraphs]


class Passages:
    """Passages to ask. They are read once.

    having  stem -> how many passages of a larger whole have it, of `of` passages; without it, these are the whole
    neural  let the meaning of a passage count; ModelError where the extra is not installed
    """

    def __init__(
        self,
        passages: Iterable[AnswerPassage],
        having: Mapping[str, int] | None = None,
        of: int = 0,
        *,
        neural: bool = False,
    ) -> None:
        self.passages, self._neural = tuple(passages), neural
        self._of, self._known = of or len(self.passages), having
        self._counts = [Counter(list_stems(passage.text, "en")) for passage in self.passages]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._usual = sum(self._lengths) / max(1, len(self._lengths))
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for number, counts in enumerate(self._counts):
            for counter in counts:
                self._having[counter].append(number)

    def ask(self, question: str, language: str = "en", most: int = MOST) -> FoundAnswers:
        """Return the passages closest to a question. KeyError for a language that is none of the six."""
        words = words_of(question, language)
        scores: defaultdict[int, float] = defaultdict(float)
        shares: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        for ways in words:
            known = {word: sure for word, sure in ways.items() if word in self._having}
            # A word that no passage has weighs as much as the rarest: what it asks for is not here. One that the
            # table cannot translate may be here under another name, and weighs less.
            missing = self._weight("") * (max(ways.values()) if ways else _UNTRANSLATED.get(language, 1.0))
            weight = max((self._weight(word) * sure for word, sure in known.items()), default=missing)
            whole += weight
            most_of: defaultdict[int, float] = defaultdict(float)
            for word, sure in known.items():
                for number in self._having[word]:
                    part = self._weight(word) * sure
                    scores[number] += part * self._often(word, number)
                    most_of[number] = max(most_of[number], part)
            for number, part in most_of.items():
                shares[number] += part
        for number in scores:
            if self.passages[number].kind == "preambular":
                scores[number] *= _RECALLS
        most_said = self._weight("")
        supports = {number: shares[number] / whole * score / most_said for number, score in scores.items()}
        # What a text says of others answers no question on a country.
        for name in list_country_words().intersection(chain.from_iterable(words)):
            supports |= dict.fromkeys(supports.keys() - set(self._having.get(name, ())), 0.0)
        if self._neural:
            return self._by_meaning(question, supports, most)
        ranks = {number: score * self._force(number) for number, score in scores.items()}
        order = sorted(ranks, key=lambda number: (-ranks[number], number))[:most]
        return FoundAnswers(tuple(Answer(self.passages[number], supports[number]) for number in order))

    def at(self, symbol: str, anchor: str) -> list[AnswerPassage]:
        """Return the paragraph of a text: none where the text is not among these."""
        return [passage for passage in self.passages if (passage.symbol, passage.anchor) == (symbol, anchor)]

    def _by_meaning(self, question: str, supports: Mapping[int, float], most: int) -> FoundAnswers:
        vector, best = _embed_text(question), max(supports.values(), default=0.0) or 1.0
        alike = [_MEANING * float(_embed_text(passage.text) @ vector) for passage in self.passages]
        ranks = [(like + supports.get(number, 0.0) / best) * self._force(number) for number, like in enumerate(alike)]
        order = sorted(range(len(ranks)), key=lambda number: (-ranks[number], number))[:most]
        answers = (Answer(self.passages[number], supports.get(number, 0.0) + alike[number]) for number in order)
        return FoundAnswers(tuple(answers), SUPPORT_OF_MEANING)

    def _force(self, number: int) -> float:
        """Return the weight of the text of a passage: less where another replaces it."""
        symbol = self.passages[number].symbol
        return 1.0 if in_force(symbol) == symbol else _REPLACED

    def _weight(self, word: str) -> float:
        held = len(self._having.get(word, ()))
        having = max(held, self._known.get(word, 0)) if self._known is not None else held
        return math.log(1 + (self._of - having + 0.5) / (having + 0.5))

    def _often(self, word: str, number: int) -> float:
        times = self._counts[number][word]
        return times * (_FULL + 1) / (times + _FULL * (1 - _LENGTH + _LENGTH * self._lengths[number] / self._usual))


def words_of(question: str, language: str) -> list[Mapping[str, float]]:
    """Return the words of a question, each as the English stems that it represents and how surely."""
    terms, question = read_terms(question, language)
    named = dict.fromkeys(list_stems(question, language, is_question=True))
    return [*terms, *_translate_words(question, list(named), language)]


def share_of_words(
    words: Sequence[Mapping[str, float]], has: Collection[str], whole: Collection[Collection[str]]
) -> float:
    """Return how much of the words of a question a name has, 0 to 1: by its stems and those of all names."""

    def weight(stem: str) -> float:
        """Return more for a stem that few names have."""
        often = sum(stem in stems for stems in whole)
        return math.log(1 + (len(whole) - often + 0.5) / (often + 0.5)) if often else 0.0

    least = _NAMELESS * math.log(1 + (len(whole) - 0.5) / 1.5)
    each = [{stem: weight(stem) for stem in ways} for ways in words]
    total = sum(max(max(ways.values(), default=0.0), least) for ways in each) or 1.0
    return sum(max((value for stem, value in ways.items() if stem in has), default=0.0) for ways in each) / total


def read_terms(question: str, language: str) -> tuple[list[Mapping[str, float]], str]:
    """Return (words, rest): English stems of the terms of a question, such as "feuille de route", and its rest."""
    words: list[Mapping[str, float]] = []
    each = list_surfaces(question, language) if language != "zh" else []
    text = f" {' '.join(stem_word(surface, language) for surface in each)} " if each else question
    for term, meaning in _list_terms(language):
        if term in text:
            words += [word for word in meaning if word not in words]
            text = text.replace(term, " ")
    if not words or not each:
        return words, text if words else question
    left = set(text.split())
    return words, " ".join(surface for surface in each if stem_word(surface, language) in left)


@cache
def _list_terms(language: str) -> tuple[tuple[str, tuple[Mapping[str, float], ...]], ...]:
    """Return the terms of a language, folded, with the English stems of each of their words, the longest first."""
    terms: dict[str, tuple[Mapping[str, float], ...]] = {}
    for row in read_table("subject_words", Path(__file__).parent / "data"):
        meaning = tuple(
            dict.fromkeys((stem_word(way, "en") for way in word.split("/")), 1.0) for word in row["words"].split()
        )
        for term in row[language].split("|"):
            each = (stem_word(surface, language) for surface in list_surfaces(term, language))
            held = terms.setdefault(folded := term if language == "zh" else f" {' '.join(each)} ", meaning)
            if held != meaning and len(held) == len(meaning) == 1:
                terms[folded] = ({**held[0], **meaning[0]},)  # "niño" and "niña" have one stem
    return tuple(sorted(terms.items(), key=lambda item: -len(item[0])))


def _translate_words(question: str, named: Sequence[str], language: str) -> list[Mapping[str, float]]:
    if language == "en":
        return [{word: 1.0} for word in named]
    known = _english_words()[language]
    # A name in Latin letters, such as ICT or UNESCO, is the same word in every language.
    acronyms = {stem_word(name.lower(), "en") for name in _ACRONYM.findall(question)}
    # So is a name that no table knows: no text has it under another one.
    acronyms |= {stem for name in _NAME.findall(question) if (stem := stem_word(name, language)) not in known}
    if language == "zh":
        pairs = drop_joints(named, known)
        return [*({name: 1.0} for name in acronyms), *(dict(known.get(pair, ())) for pair in pairs)]
    return [
        {word: 1.0}
        if word in acronyms
        else dict(
            known.get(word) or known.get(near_word(word, known.keys())) or ({word: 1.0} if word.isascii() else {})
        )
        for word in named
    ]


def drop_joints(pairs: Sequence[str], known: Collection[str]) -> list[str]:
    """Return pairs of signs without those that only join two known words: the middle of "电子" and "废物"."""
    held = "".join(pair for pair in pairs if pair in known)
    return [pair for pair in pairs if pair in known or not set(pair) <= set(held)]


def known_words(language: str) -> Set[str]:
    """Return the stems of a language whose English words are known; of English, those words."""
    return _english_stems() if language == "en" else _english_words()[language].keys()


def near_word(word: str, known: Set[str], alphabet: str = "") -> str:
    """Return a known word that is one letter away from a longer word; "" where none is.

    `alphabet` has letters that may be missing, beside those of the word and, for a word in plain letters, of English.
    """
    if len(word) < _MENDED:
        return ""
    letters = sorted(set(word) | set("abcdefghijklmnopqrstuvwxyz" if word.isascii() else alphabet))
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    near = chain(
        (before + after[1:] for before, after in cuts if after),
        (before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1),
        (before + letter + after[1:] for before, after in cuts if after for letter in letters),
        (before + letter + after for before, after in cuts for letter in letters),
    )
    return next((word for word in near if word in known), "")


@cache
def _english_stems() -> frozenset[str]:
    return frozenset(word for table in _english_words().values() for pairs in table.values() for word, _ in pairs)


def list_stems(text: str, language: str, *, is_question: bool = False) -> list[str]:
    """Return the stems of a text that may name a subject; `asked` leaves out words that ask or join."""
    surfaces = list_surfaces(text, language)
    if language == "zh":
        return [surface for surface in surfaces if not _SIGNS & set(surface)]
    left = asking_stems(language) if is_question else frozenset()
    names = list_country_words()  # France is no form of "franc"
    stems = (
        name if (name := fold(surface)) in names else stem_word(surface, language)
        for surface in surfaces
        if len(surface) >= _SHORTEST
    )
    return [stem for stem in stems if stem not in left]


@lru_cache(_VECTORS)
def _embed_text(text: str) -> Floats:
    """Return the embedding of a text; one at a time, so that no other text changes it."""
    from actionlines.alignment.readers import embed_texts

    vector: Floats = embed_texts([text])[0]
    return vector


@cache
def asking_stems(language: str) -> frozenset[str]:
    """Return the stems of words that ask or join in a language and name no subject."""
    return frozenset(stem_word(word, language) for word in _ASKING[language].split())


@cache
def _english_words() -> Mapping[str, Mapping[str, list[tuple[str, float]]]]:
    body = (files("actionlines.results") / "data" / "ask_words.json.gz").read_bytes()
    data: Mapping[str, Mapping[str, list[tuple[str, float]]]] = json.loads(gzip.decompress(body))
    return data

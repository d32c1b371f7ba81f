"""Where a text names bodies: the names of the framework and of `data/names.csv`, in any inflected form.

Names are compared word by word: Russian words by their Snowball stem, French and Spanish words without accents
and the endings of gender and number (their Snowball stems take "informer" for "information"), Arabic words without
article and joined particles, Chinese sign by sign. The longest name at a place wins. A short name
points back, or is the document's own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from actionlines.documents.model import Document
from actionlines.framework import load
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.called import list_body_names
from actionlines.framework.tables import read_table
from actionlines.json_types import JsonObject
from actionlines.lazily import expression
from actionlines.mandates.itu import is_itu
from actionlines.mandates.languages.grammar import DATA, fold, fold_name, without_accents
from actionlines.mandates.words import labels

_PREFIX = expression(r"[A-Z]{2,6}")
_SIGNS = 4  # of a short Chinese name
_LONG_ACRONYM = 4  # letters: shorter ones are words as well
GENERIC = "-"
"""A noun for a body that the words alone do not tell ("the Committee")."""
COUNTRY = "="
"""A country by its name."""
OFFICE = "^"
"""An office of the body named beside it ("the Chair of the Committee")."""
_WORD = expression(r"\w+")
_INFLECTED = ("fr", "es", "ru")
# Endings of gender and number.
_ENDING = {"fr": expression(r"(?<=\w{3})(?:e?s|x|e)$"), "es": expression(r"(?<=\w{4})(?:[eoa]?s|[oae])$")}
# Articles, which writers leave out.
_SMALL = {"fr": frozenset(("l", "la", "le", "les")), "es": frozenset(("el", "la", "los", "las"))}
# Prepositions that hold an article, and those before a vowel.
_SAME = {"d": "de", "du": "de", "des": "de", "del": "de", "au": "a", "aux": "a", "al": "a", "à": "a"}
_WORDS = frozenset(("того",))  # countries that are words of the language as well
_MOST_WORDS = 24
# An acronym is not inflected: its word is in the table whole, behind this sign.
_WHOLE = "="
Trie = JsonObject
_BRACKETS = expression(r"\s*[(（][^()（）]{1,120}[)）]")


@dataclass(frozen=True, slots=True)
class Named:
    """A name at start..end of the text of paragraph `index`, folded as its language needs it.

    bodies  that it may be; those of a group are several
    head    the noun that it is built on
    """

    start: int
    end: int
    bodies: tuple[str, ...]
    head: str
    country: bool = False
    index: int = 0

    @property
    def body(self) -> str:
        """Return the label of the body, of several the first."""
        return self.bodies[0]

    @property
    def place(self) -> tuple[int, int]:
        """Return where the name is in its document."""
        return self.index, self.start

    @property
    def generic(self) -> bool:
        """Return whether the words alone do not tell which body it is."""
        return self.bodies == (GENERIC,)

    @property
    def office(self) -> bool:
        """Return whether it is an office of another body."""
        return self.bodies == (OFFICE,)


def within(names: Sequence[Named], start: int, stop: int) -> list[Named]:
    """Return the names that stand wholly in start..stop."""
    low = bisect_left(names, start, key=lambda name: name.start)
    high = bisect_left(names, stop, low, key=lambda name: name.start)
    return [name for name in names[low:high] if name.end <= stop]


@cache
def _russian() -> Any:
    import Stemmer

    return Stemmer.Stemmer("russian", 0).stemWord


@lru_cache(maxsize=32768)
def keys(word: str, language: str) -> tuple[str, ...]:
    """Return what a folded word is compared by; Arabic words may be read in several ways."""
    if language == "zh":
        return (word,)
    if language == "ar":
        return _arabic(word)
    if language == "ru":
        return (_russian()(word), _WHOLE + word)
    bare = without_accents(word)
    single = bare[:-2] + "l" if language == "fr" and bare.endswith("aux") else bare
    return (_ENDING[language].sub("", single), _WHOLE + bare)


def _arabic(word: str) -> tuple[str, ...]:
    matches = [word]
    for item in (word, word[1:] if word[:1] in "وف" else ""):
        if len(item) > 3 and item[:1] in "بكل":
            matches.append(item[1:])
            if item.startswith("لل"):
                matches.append("ال" + item[2:])
                matches.append("ا" + item[1:])
        if item and item != word:
            matches.append(item)
    bare = [row.removeprefix("ال") if len(row) > 4 else row for row in matches]
    same = [row[:-2] + "ين" if row.endswith("ون") and len(row) > 4 else row for row in bare]
    return tuple(dict.fromkeys(same))


def _table_key(word: str, language: str, *, acronym: bool = False) -> str:
    if language != "ar":
        return keys(word, language)[acronym]
    bare = word.removeprefix("ال") if len(word) > 4 else word
    return bare[:-2] + "ين" if bare.endswith("ون") and len(bare) > 4 else bare


@cache
def _trie(language: str, itu: bool = False) -> Trie:
    root: Trie = {}
    house = _in_table("itu_names", language) if itu else []
    for surface, matches in (*house, *_surfaces(language)):
        words = _words(fold_name(surface, language), language)
        node = root
        acronym = surface.isupper() and language in _INFLECTED
        for _, _, word in words[:_MOST_WORDS]:
            node = node.setdefault(_table_key(word, language, acronym=acronym), {})
        if words:
            node.setdefault("", matches)
    return root


def _words(text: str, language: str) -> list[tuple[int, int, str]]:
    if language == "zh":
        return [(place, place + 1, sign) for place, sign in enumerate(text)]
    small = _SMALL.get(language, frozenset())
    return [
        (match.start(), match.end(), _SAME.get(match.group(), match.group()) if small else match.group())
        for match in _WORD.finditer(text)
        if match.group() not in small
    ]


def _surfaces(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return names with their bodies; rows of names.csv come first and win."""
    pairs = _in_table("names", language)
    for name, body in list_body_names(language):
        # Acronyms of other languages are in texts as they are, with the alphabet of theirs.
        foreign = name.isascii() and name != load().short_names.get(body, {}).get(language)
        short = name.isupper() and len(name) < _LONG_ACRONYM
        if body != UNSPECIFIED and not (foreign and (short or language not in _INFLECTED)):
            # also without what is in brackets
            pairs += [(form, (body,)) for form in dict.fromkeys((_BRACKETS.sub("", name), name))]
    for row in read_table("countries"):
        if row[language].lower() not in _WORDS:
            pairs.append((row[language], (COUNTRY,)))
    return pairs


def _in_table(table: str, language: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (surface, tuple(row["body"].split("+")))
        for row in read_table(table, DATA)
        for surface in row[language].split("|")
        if surface
    ]


@lru_cache(maxsize=512)
def names_in(text: str, language: str, itu: bool = False) -> tuple[Named, ...]:
    """Return the names in a folded text, in order; none overlap. `itu`: names mean the Union's own organs."""
    words = _words(text, language)
    root = _trie(language, itu)
    matches: list[Named] = []
    place = 0
    while place < len(words):
        step, ids = _longest(root, words, place, language)
        if not step:
            place += 1
            continue
        start, end = words[place][0], words[place + step - 1][1]
        if language == "zh" and (title := _title(text, start, end)):
            place = title
            continue
        if language == "ar":
            start += _joined(words[place][2], root)
        head = head_of(words[place][2], text[start:end], language)
        country = ids == (COUNTRY,)
        matches.append(Named(start, end, ("member-states",) if country else ids, head, country))
        place += step
    return tuple(matches)


def head_of(word: str, name: str, language: str) -> str:
    """Return what a short name is known by: the first word of the name, the last two signs of a Chinese one."""
    return name[-2:] if language == "zh" else keys(word, language)[0 if language in _INFLECTED else -1]


def _title(text: str, start: int, end: int) -> int:
    """Return where the title in 《》 ends in which a Chinese name stands; 0 where it is in none."""
    opened, closed = text.rfind("《", max(0, start - 80), start), text.find("》", end, end + 80)
    inside = opened >= 0 and closed >= 0 and "》" not in text[opened:start]
    return closed if inside else 0


def _longest(root: Trie, words: list[tuple[int, int, str]], place: int, language: str) -> tuple[int, tuple[str, ...]]:
    """Return the number of words of the longest name at a place, and its bodies."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    nodes = [root]
    for step, (_, _, word) in enumerate(words[place : place + _MOST_WORDS], 1):
        variants = keys(word, language)
        nodes = [node[key] for node in nodes for key in variants if key in node]
        if not nodes:
            break
        for node in nodes:
            if "" in node:
                best = (step, node[""])
    return best


def _joined(word: str, root: Trie) -> int:
    """Return how many letters of an Arabic word are particles joined before the name: "وبالدول" has two."""
    for cut in (0, 1, 2):
        rest = word[cut:]
        if cut and (len(rest) < 2 or word[cut - 1] not in "وفبكل"):
            break
        if rest.removeprefix("ال") in root or rest in root or _table_key(rest, "ar") in root:
            return cut
    return 0


class ShortNames:
    """Names of one document in one language.

    houses  the document's speaker, the prefix of its symbol, and `treaty-bodies` for theirs
    """

    def __init__(self, document: Document, language: str, speaker: str) -> None:
        self.document = document
        self.language = language
        self.itu = is_itu(document)
        prefix = _PREFIX.match(document.metadata.symbol.partition("/")[0])
        house = prefix.group().lower() if prefix else ""
        self.houses = frozenset({speaker, house, "treaty-bodies" if house in labels("treaty body prefix") else ""})
        self._mentions: dict[str, list[tuple[int, int, str]]] | None = None

    def bodies(self, index: int, text: str, name: Named) -> tuple[str, ...]:
        """Return the bodies that a name in paragraph `index` means; () where nothing tells.

        A short name is what the documents of this house call so, else the body last named in full with that
        noun.
        """
        words = text[name.start : name.end]
        short = len(words) <= _SIGNS if self.language == "zh" else len(words.split()) == 1
        for house, body, head in _houses(self.language) if short else ():
            if head == name.head and house in self.houses:
                return (body,) if body else ()
        if name.office or not name.generic:
            return () if name.office else name.bodies
        mentions = self._named().get(name.head, [])
        last = bisect_left(mentions, (index, name.start, "")) - 1
        return (mentions[last][2],) if last >= 0 and short else ()

    def _named(self) -> dict[str, list[tuple[int, int, str]]]:
        """Return bodies named in full in the document, by their head noun, in order."""
        if self._mentions is None:
            self._mentions = {}
            for index, paragraph in enumerate(self.document.paragraphs):
                for name in names_in(fold(paragraph.text, self.language).text, self.language, self.itu):
                    body = name.bodies[0]
                    if len(name.bodies) == 1 and body not in (GENERIC, OFFICE) and body not in labels("no short name"):
                        self._mentions.setdefault(name.head, []).append((index, name.start, body))
        return self._mentions


@cache
def _houses(language: str) -> tuple[tuple[str, str, str], ...]:
    """(whose documents, the body or "", head noun) of house.csv."""
    rows = ((row["house"], row["body"], row[language]) for row in read_table("house", DATA))
    words = ((house, body, fold(word, language).text) for house, body, word in rows if word)
    return tuple((house, body, head_of(word.split()[0], word, language)) for house, body, word in words)

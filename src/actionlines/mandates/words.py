"""Words of the language of resolutions, by the role they play in it (`data/words.csv`).

determiner            begins a noun phrase after "to": no infinitive
verb or noun          a verb all the same after a free "to"
helping               its "to" tells what something is for ("the support necessary to meet")
verb or plural        third persons that may be plural nouns ("the requests of States")
governor              takes a "to" of its own ("access to")
noun ending           endings of nouns
verb despite ending   verbs that look like nouns or adjectives
short name            noun by which a text calls a body again ("the Forum")
generic adjective     says too little to make a short name a full one ("Working Group")
behind a subject      may follow the name of who acts ("the Council also reviews"); another noun goes on with it
noun of doing         what is asked for, not who is asked ("efforts to")
committed noun        something to do after "committed to"
tasking               asks inside a decision, beside the verbs of the table ("decides to task the group to")
imperative            opens an item of a list of recommendations ("Develop a strategy")
speaker               may recommend something in a report, beside bodies by their short names
organ                 an organ of a paper's own may be built on it, beside the nouns of the two roles above
asking adverb         may stand before a passive that asks ("are strongly urged"); "rarely" tells instead
adverb                may stand before a coordinated operative verb
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

from actionlines.framework.tables import read_table
from actionlines.lazily import expression

DATA = Path(__file__).parent / "data"


@cache
def _by_role() -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in read_table("words", DATA):
        found[row["role"]].append(row["word"])
    return found


@cache
def words_of(role: str) -> tuple[str, ...]:
    """Return the words of a role, longest first."""
    return tuple(sorted(_by_role().get(role, ()), key=len, reverse=True))


@cache
def word_set(role: str) -> frozenset[str]:
    """Return the words of a role, for membership."""
    return frozenset(words_of(role))


def alternatives(role: str) -> str:
    """Return the words of a role as alternatives of a regular expression."""
    return "|".join(words_of(role))


_ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = [
    "twentieth",
    "thirtieth",
    "fortieth",
    "fiftieth",
    "sixtieth",
    "seventieth",
    "eightieth",
    "ninetieth",
    "hundredth",
]
_STEMS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@cache
def _words() -> dict[str, int]:
    table = {word: number for number, word in enumerate(_ONES, 1)}
    table |= {word: number for number, word in enumerate(_TEENS, 10)}
    table |= {word: number for number, word in zip(range(20, 101, 10), _TENS, strict=True)}
    for tens, stem in zip(range(20, 100, 10), _STEMS, strict=True):
        table |= {f"{stem}-{word}": tens + number for number, word in enumerate(_ONES, 1)}
    return table


@cache
def ordinal_pattern() -> str:
    """Return a regular expression for one ordinal."""
    stems, ones = "|".join(_STEMS), "|".join(_ONES)
    small = rf"(?:(?:{stems})-(?:{ones})|{ones}|{'|'.join(_TEENS)}|{'|'.join(_TENS[:-1])})"
    return rf"(?:(?:one )?hundred(?:th| and {small})|{small}|\d{{1,3}}(?:st|nd|rd|th))"


def ordinal(word: str) -> int:
    """Return the number of an ordinal; 0 when it is none.

    >>> ordinal("eighty-first"), ordinal("one hundred and first"), ordinal("31st"), ordinal("often")
    (81, 101, 31, 0)
    """
    plain = word.lower().removeprefix("one ")
    if plain.startswith("hundred and "):
        rest = _words().get(plain.removeprefix("hundred and "), 0)
        return 100 + rest if rest else 0
    digits = plain[:-2]
    return int(digits) if digits.isdecimal() else _words().get(plain, 0)


_TO = expression(r"\bto\s+")
_ANOTHER = expression(r"be [a-z]+ed\b[^,;]{0,120}, to\s")
_ADVERB = expression(
    r"(?:(?:not|further|also|continue to|(?!(?:apply|comply|supply|reply|rely|multiply|imply|ally|rally)\b)"
    r"[a-z]+ly(?:,? and)?|inter alia,|where [a-z]+,)\s+)*"
)
_FURTHER = expression(
    r"further (?:their|its|his|her|our|the|this|efforts|cooperation|collaboration)\b"
)  # the verb: "to further their efforts"
_WORD = expression(r"[A-Za-z][\w’'-]*")
_ADJECTIVE = expression(r"[a-z]+(?:al|ive|ous|able|ible|ic|ful|less)$")
_VERBS_IN_ED = frozenset(("need", "feed", "heed", "speed", "proceed", "succeed", "exceed", "embed", "shed"))
_VERBS_IN_ING = frozenset(("bring", "spring", "cling", "string", "swing"))


def find_infinitive(text: str, start: int, end: int) -> tuple[int, int] | None:
    """(position of "to", position of the verb phrase after it) of the infinitive asked for in start..end."""
    for match in _TO.finditer(text, start, end):
        if text.startswith("be ", match.end()) and _ANOTHER.match(text, match.end(), end):
            continue  # "a working group, to be set up at its next session, to consider ..."
        if is_infinitive(text, match.start(), match.end(), start):
            return match.start(), match.end()
    return None


def is_infinitive(text: str, to: int, after: int, start: int) -> bool:
    """Return whether the "to" at `to` opens a free infinitive."""
    if governed(text, to, start):
        return False
    if _FURTHER.match(text, after):
        return True
    skip = _ADVERB.match(text, after)
    word = _WORD.match(text, skip.end() if skip else after)
    return word is not None and is_verb(word.group())


def governed(text: str, to: int, start: int) -> bool:
    """Return whether the word before the "to" at `to` takes it ("access to", "related to")."""
    before = text[max(start, to - 60) : to].rstrip()
    if before.endswith(("in this regard", "in that regard", "in this respect", "in that respect")):
        return False  # "submit reports in this regard to the Council"
    return not before.endswith(",") and before.rpartition(" ")[2] in word_set("governor")


def is_verb(word: str) -> bool:
    """Return whether a word after a free "to" is a verb rather than the beginning of a noun phrase."""
    if not word.islower():
        return False
    if word in word_set("verb or noun"):
        return True
    if word in word_set("determiner"):
        return False
    if word.endswith("ing") and word not in _VERBS_IN_ING:
        return False
    if word.endswith("ed") and word not in _VERBS_IN_ED:
        return False
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return False
    if word in word_set("verb despite ending"):
        return True
    return not (word.endswith(words_of("noun ending")) or _ADJECTIVE.match(word))


_FIRST = expression(
    r"(?:[a-z]+ly\s+(?:and\s+)?|not\s+|further\s+|also\s+|continue\s+to\s+)*(?P<word>[a-z][\w’-]*)"
)


def is_gerund_or_infinitive(text: str, at: int) -> bool:
    """Return whether a verb stands at `at`, as after "committed to"."""
    match = _FIRST.match(text, at)
    return match is not None and (match["word"].endswith("ing") or is_verb(match["word"]))

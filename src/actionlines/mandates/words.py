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

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
speaker               may recommend something in a report, beside bodies by their short names
organ                 an organ of a paper's own may be built on it, beside the nouns of the two roles above
asking adverb         may stand before a passive that asks ("are strongly urged"); "rarely" tells instead
adverb                may stand before a coordinated operative verb
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from actionlines.framework.tables import read_table

DATA = Path(__file__).parent / "data"


@cache
def words_of(role: str) -> tuple[str, ...]:
    """The words of a role, longest first."""
    found = [row["word"] for row in read_table("words", DATA) if row["role"] == role]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def word_set(role: str) -> frozenset[str]:
    """The words of a role, for membership."""
    return frozenset(words_of(role))


def alternatives(role: str) -> str:
    """The words of a role as alternatives of a regular expression."""
    return "|".join(words_of(role))

"""Labels that a text names in words: "cybersecurity strategy" is C5, "e-health pilot" is C7-ehealth.

data/names.csv has the names of lines, goals and targets and common words for them in six languages; each is the
beginning of a word. English words stay where eight in ten of the project's texts with them have the label. In a
phrase or a title a name is certain; in up to 300 letters it adds to what the model says, for it may be in passing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from math import exp
from operator import itemgetter
from pathlib import Path

from actionlines.alignment.encode import LANGUAGES
from actionlines.framework.tables import read_table

# A phrase has at most so many letters. There a label that is named has at least this p, and what the model's own p
# adds, so that it still orders the names.
PHRASE, CERTAIN, ADDED = 60, 0.95, 0.04
# Letters of a text in which names are looked for: in a longer one a name says little of the whole.
LONGEST = 300
# Languages whose words are not apart, or carry articles and conjunctions in front.
_JOINED = ("ar", "zh")
# Letters by which words of a text are looked up: a name is searched where its beginning is among them.
_LETTERS = 5
_Name = tuple[str, re.Pattern[str], tuple[str, ...]]
_BEGINNING = itemgetter(slice(0, _LETTERS))


def find_names(text: str, language: str) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Return ids of the labels that a text names in words, each with the places (start, end) of these words.

    A target that is named names its goal too.
    """
    if len(text) > LONGEST:
        return {}
    small = text.lower()
    if len(small) != len(text):  # some capitals have small letters of another length
        small = text
    names = _read_names(language)
    if language in _JOINED:
        near = [name for some in names.values() for name in some if name[0] in small]
    else:
        words = set(map(_BEGINNING, small.replace("(", " ").replace('"', " ").split()))
        near = [name for key in names.keys() & words for name in names[key] if name[0] in small]
    matches: dict[str, list[tuple[int, int]]] = {}
    for _, pattern, ids in near:
        for match in pattern.finditer(small):
            for id_ in ids:
                matches.setdefault(id_, []).append(match.span())
    return {id_: tuple(places) for id_, places in matches.items()}


def raise_named(text: str, p: float, named: float) -> float:
    """Return p of a label that a text names, of the model's own; `named`: the log odds that a name adds."""
    if len(text) <= PHRASE:
        return CERTAIN + ADDED * p
    return p / (p + (1 - p) * exp(-named)) if p else 0.0


def language_of_names(text: str) -> str:
    """Return the language in which a phrase names a label, "" where it is too long or names none.

    >>> language_of_names("Digital divide"), language_of_names("Brecha digital"), language_of_names("Glue")
    ('en', 'es', '')
    """
    if len(text) > PHRASE:
        return ""
    return next((code for code in LANGUAGES if find_names(text, code)), "")


@cache
def _read_names(language: str) -> Mapping[str, tuple[_Name, ...]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for row in read_table("names", Path(__file__).with_name("data")):
        if row["language"] == language:
            goal, dot, _ = row["concept"].partition(".")
            for word in row["words"].split("|"):
                ids[word] += [row["concept"], goal] if dot else [row["concept"]]
    edge, rest = ("", "") if language in _JOINED else (r"(?<!\w)", r"\w*")
    out: dict[str, list[_Name]] = defaultdict(list)
    for word, own in ids.items():
        key = word.split()[0][:_LETTERS]
        out[key].append((word, re.compile(f"{edge}{re.escape(word)}{rest}"), tuple(dict.fromkeys(own))))
    return {key: tuple(some) for key, some in out.items()}

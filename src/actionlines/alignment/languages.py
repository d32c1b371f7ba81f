"""The language of a short text, found in microseconds: every one of millions of texts needs it first.

data/other_languages.csv, written for this project, tells apart the languages that share a script with one of the
six: for languages in Latin letters by small words (none that is more than twice in the 12,000 lines of the
United Nations Parallel Corpus in English, French and Spanish), for the others by letters that their neighbour
lacks, letters that they must not have, and the least share of the former in the script.

Labels that a text names in words: "cybersecurity strategy" is C5, "e-health pilot" is C7-ehealth.

data/names.csv has the names of lines, goals and targets and common words for them in six languages; each is the
beginning of a word. English words stay where eight in ten of the project's texts with them have the label. In a
phrase or a title a name is certain; in up to 300 letters it adds to what the model says, for it may be in passing.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import itemgetter
from pathlib import Path

from actionlines.alignment.encode import LANGUAGES
from actionlines.framework.tables import read_table
from actionlines.lazily import expression, read_rows

_SCRIPTS = {
    "cyrillic": expression(r"[\u0400-\u052f]"),
    "arabic": expression(r"[\u0600-\u06ff]"),
    "signs": expression(r"[\u3040-\u30ff\u4e00-\u9fff]"),
}
# One such letter may be in a name.
_FEWEST = 2


@dataclass(frozen=True)
class Letters:
    """Letters that mark a language, as patterns; `least`: their least share in its script."""

    script: re.Pattern[str]
    own: re.Pattern[str]
    without: re.Pattern[str] | None
    least: float


def other_script(text: str) -> bool:
    """Return whether the letters of a text are those of another language in the script of Russian, Arabic or Chinese.

    >>> other_script("Школи отримали доступ до Інтернету, а вчителі пройшли навчання.")
    True
    """
    # Most texts have none of these letters.
    return len(_telling_letters().findall(text)) >= _FEWEST and any(
        _has_letters(text, letter) for letter in _read_letters()
    )


def _has_letters(text: str, letters: Letters) -> bool:
    count = len(letters.own.findall(text))
    if count < _FEWEST or (letters.without and letters.without.search(text)):
        return False
    return count >= letters.least * len(letters.script.findall(text))


@cache
def small_words() -> frozenset[str]:
    """Small words of other languages in Latin letters."""
    return frozenset(word for row in _read_language_rows() for word in row["words"].split())


@cache
def _read_letters() -> tuple[Letters, ...]:
    return tuple(
        Letters(
            _SCRIPTS[row["script"]],
            _any_of(row["letters"]),
            _any_of(row["without"]) if row["without"] else None,
            float(row["least"]),
        )
        for row in _read_language_rows()
        if row["letters"]
    )


@cache
def _telling_letters() -> re.Pattern[str]:
    return _any_of("".join(row["letters"] for row in _read_language_rows()))


def _any_of(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]", re.I)


@cache
def _read_language_rows() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("actionlines.alignment", "data/other_languages.csv"))


# Words that are in almost every sentence of one of the three languages in Latin letters and in no other.
_COMMON = {
    word: code
    for code, words in {"en": "the of and to is", "fr": "le les des et du une", "es": "el los del y las una"}.items()
    for word in words.split()
}
# Anything but Latin letters, with and without accents, and the dashes, quotes and signs that go with them.
_BEYOND_LATIN = expression(r"[^\x00-\u024f\u1e00-\u1eff\u2000-\u20cf\u2100-\u22ff]")
# Enough to tell a language; a long text is not read twice.
_SAMPLE = 600


def quick_language(text: str) -> str:
    """One of the six languages, or "" for a text without letters of their scripts or in a language beside them.

    >>> quick_language("Access to the Internet in schools of rural districts")
    'en'
    >>> quick_language("Das Netz wird für die Schulen der ländlichen Bezirke ausgebaut")
    ''
    >>> quick_language("12 345,6")
    ''
    """
    sample = text[:_SAMPLE]
    if sample.isascii() or not _BEYOND_LATIN.search(sample):
        words = sample.split()
        codes = [_COMMON[word] for word in words if word in _COMMON]
        best = max(("en", "fr", "es"), key=codes.count)
        # Unmistakable only; what is short or mixed is looked at letter by letter.
        if (count := codes.count(best)) >= 2 and count > 2 * (len(codes) - count):
            return best
        if sum(map(small_words().__contains__, words)) > max(1, count):
            return ""
    elif other_script(sample):
        return ""
    # The room of documents takes longer to load than the model, and most texts do without it.
    from actionlines.documents.language import language_of

    language = language_of(sample)
    return language if language in LANGUAGES else ""


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

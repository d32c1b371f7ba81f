"""The words and patterns of a language, from `data/`.

`words.csv` gives patterns over folded text by their role; `{role}` in a pattern represents the pattern of that
role. `verbs.csv` gives the operative verbs: base form as in the English table, strength, forms, and the links
that may join the addressee to the action (a role of words.csv each).
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from actionlines.framework.tables import read_table
from actionlines.lazily import expression

DATA = Path(__file__).parent / "data"
ENGLISH = "en"
_WORDS = DATA.parent.parent / "data"  # the words of English that functions ask for, one a row
LANGUAGES = ("fr", "es", "ru", "ar", "zh")

_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    "\n": " ", "\r": " ", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "ё": "е",
}  # fmt: skip
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك"}
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeffـ")
NEVER = r"(?!)"
_ROLE = expression(r"\{([a-z][a-z_ -]*)\}")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` folded; character i of it is at starts[i]..ends[i] of the text as written, or at its own place
    where there are no starts (English is not folded).
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as written of start..end, which must not be empty."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the folded text of start..end of the text as written."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


@lru_cache(maxsize=256)
def fold(text: str, language: str) -> Folded:
    """Return a text of that language folded."""
    if language == ENGLISH:
        return Folded(text, (), ())
    made: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character, language)
        if not plain or (language == "zh" and plain == " " and not _keeps_blank(text, place)):
            # A sign that was dropped belongs to the letter before it.
            if ends and plain != " ":
                ends[-1] = place + 1
            continue
        if made and plain.isspace() and made[-1].isspace():
            # Patterns have optional blanks side by side: a run of thousands would cost the square of its length.
            continue
        made.append(plain)
        starts.append(place)
        ends.append(place + 1)
    return Folded("".join(made), tuple(starts), tuple(ends))


class _Letters(dict[int, str]):
    """Code of a character -> how it is folded, for `str.translate`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __missing__(self, code: int) -> str:
        self[code] = _plain(chr(code), self.language)
        return self[code]


_letters = cache(_Letters)


def fold_name(name: str, language: str) -> str:
    """Return the folded text of a name whose blanks are single."""
    return fold(name, language).text if language == "zh" and " " in name else name.translate(_letters(language))


def _keeps_blank(text: str, place: int) -> bool:
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and around.isascii() and around.isalpha()


@lru_cache(maxsize=4096)
def _plain(character: str, language: str) -> str:
    if character in _DROPPED:
        return ""
    character = _PLAIN.get(character, character)
    if character.isdigit() and not character.isascii():
        value = unicodedata.digit(character, None)
        return str(value) if value is not None else character
    if language == "ar":
        return "" if unicodedata.combining(character) else _ARABIC.get(character, character)
    if language == "zh" and "！" <= character <= "～":
        # Full-width letters and figures are those of other texts; marks keep their Chinese form.
        ascii_form = unicodedata.normalize("NFKC", character)
        return ascii_form.lower() if ascii_form.isalnum() else character
    if language == "zh":
        return " " if character.isspace() else _simplified().get(character, character)
    small = character.lower()
    return small if len(small) == 1 else character


@cache
def _simplified() -> dict[str, str]:
    rows = read_table("traditional", DATA)
    return {sign: row["simplified"] for row in rows for sign in row["traditional"]}


def without_accents(word: str) -> str:
    """Return a word with bare letters: "états" as "etats"."""
    if word.isascii():
        return word
    saved = (part for part in unicodedata.normalize("NFD", word) if not unicodedata.combining(part))
    return unicodedata.normalize("NFC", "".join(saved))


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of verbs.csv.

    form      third (also plural and first person), gerund or past
    speakers  bodies whose documents mean this row; () for all
    asked     bodies that must be asked for this row; () for all
    """

    base: str
    strength: str
    form: str
    words: str
    links: tuple[str, ...]
    speakers: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Return whether it can carry a mandate at all."""
        return bool(self.strength)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the engine knows of one language."""

    language: str
    roles: dict[str, str]
    verbs: tuple[Verb, ...]
    hits: re.Pattern[str]
    groups: dict[str, tuple[Verb, ...]]

    def __hash__(self) -> int:
        """Return the hash of the language: there is one grammar for each."""
        return hash(self.language)

    def pattern(self, template: str) -> re.Pattern[str]:
        """Return a template with {roles} as a compiled pattern; a role without words never matches."""
        return _compiled(self.language, template)

    def skip(self, template: str, text: str, start: int, end: int) -> int:
        """Return where words of a template end that begin at `start`; `start` where there are none."""
        match = self.pattern(template).match(text, start, end)
        return match.end() if match else start

    def has(self, role: str) -> bool:
        """Return whether the language has words of that role."""
        return role in self.roles


@cache
def grammar(language: str) -> Grammar:
    """Return the grammar of a language."""
    verbs = tuple(_verbs(language))
    groups: dict[str, list[Verb]] = {}
    for verb in verbs:
        groups.setdefault(verb.words, []).append(verb)
    names = {f"v{number}": tuple(group) for number, group in enumerate(groups.values())}
    roles = _roles(language)
    left, right = edges(language)
    forms = "|".join(f"(?P<v{number}>{_expand(words, roles)})" for number, words in enumerate(groups))
    return Grammar(language, roles, verbs, re.compile(f"{left}(?:{forms}){right}"), names)


def edges(language: str) -> tuple[str, str]:
    """Return what must stand before and after a word: nothing in Chinese, a proclitic in Arabic."""
    if language == "zh":
        return "", ""
    return (r"(?<!\w)(?:و|ف)?", r"(?!\w)") if language == "ar" else (r"(?<!\w)", r"(?!\w)")


def _verbs(language: str) -> list[Verb]:
    rows = (row for row in read_table("verbs", DATA) if row["language"] == language)
    lists = ("links", "speakers", "asked")
    return [
        Verb(row["base"], row["strength"], row["form"], row["words"], *(tuple(row[name].split()) for name in lists))
        for row in rows
    ]


@cache
def _roles(language: str) -> dict[str, str]:
    rows = [row for row in (*read_table("words", DATA), *read_table("dates", DATA)) if row["language"] == language]
    if language == ENGLISH:
        rows += read_table("english", DATA)
        words = [(row["role"], row["word"]) for row in read_table("words", _WORDS)]
        words += [(f"form of {row['shape']}", row["form"]) for row in read_table("asked", _WORDS)]
        rows += ({"role": role, "pattern": word} for role, word in sorted(words, key=lambda pair: -len(pair[1])))
    roles: dict[str, str] = {}
    for row in rows:
        before = roles.get(row["role"])
        roles[row["role"]] = f"{before}|{row['pattern']}" if before else row["pattern"]
    for table, role in (("months", "month"), ("ordinals", "ordinal"), ("numbers", "number")):
        roles.setdefault(role, "|".join(words for _, words in numbered(table, language)))
    return roles


@cache
def numbered(table: str, language: str) -> tuple[tuple[int, str], ...]:
    """Return the rows of a table of numbers in words: (number, pattern), compound ones first."""
    return tuple((int(row["number"]), row["words"]) for row in read_table(table, DATA) if row["language"] == language)


@cache
def number_of(words: str, table: str, language: str) -> int:
    """Return the number that words of that table, or figures, represent; 0 for none."""
    if figures := re.match(r"\d{1,4}", words):
        return int(figures.group())
    rows = numbered(table, language)
    row = next((number for number, pattern in rows if pattern == words), 0)
    return row or next((number for number, pattern in rows if re.fullmatch(pattern, words.strip())), 0)


@cache
def english(role: str) -> re.Pattern[str]:
    """Return the expression of a role of the English pack (`data/english.csv`)."""
    return _compiled(ENGLISH, _roles(ENGLISH)[role])


def skip(role: str, text: str, start: int, end: int = sys.maxsize) -> int:
    """Return where the words of a role of English end that begin at `start`; `start` where there are none."""
    match = english(role).match(text, start, end)
    return match.end() if match else start


def _expand(template: str, roles: dict[str, str]) -> str:
    while match := _ROLE.search(template):
        words = f"(?:{roles.get(match[1], NEVER)})"
        template = template[: match.start()] + words + template[match.end() :]
    return template


@cache
def _compiled(language: str, template: str) -> re.Pattern[str]:
    return re.compile(_expand(template, _roles(language)))

"""The words and patterns of a language, from `data/`.

`words.csv` gives patterns over folded text by their role; `{role}` in a pattern stands for the pattern of that
role. `verbs.csv` gives the operative verbs: base form as in the English table, strength, forms, and the links
that may join the addressee to the action (a role of words.csv each).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.languages.fold import DATA

LANGUAGES = ("fr", "es", "ru", "ar", "zh")
NEVER = r"(?!)"
_ROLE = expression(r"\{([a-z][a-z_ -]*)\}")


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
    hits = re.compile(f"{left}(?:{forms}){right}")
    return Grammar(language, roles, verbs, hits, names)


def edges(language: str) -> tuple[str, str]:
    """Return what must stand before and after a word: nothing in Chinese, a proclitic in Arabic."""
    if language == "zh":
        return "", ""
    return (r"(?<!\w)(?:و|ف)?", r"(?!\w)") if language == "ar" else (r"(?<!\w)", r"(?!\w)")


def _verbs(language: str) -> list[Verb]:
    return [
        Verb(
            row["base"],
            row["strength"],
            row["form"],
            row["words"],
            tuple(row["links"].split()),
            tuple(row["speakers"].split()),
            tuple(row["asked"].split()),
        )
        for row in read_table("verbs", DATA)
        if row["language"] == language
    ]


@cache
def _roles(language: str) -> dict[str, str]:
    roles: dict[str, str] = {}
    for row in read_table("words", DATA):
        if row["language"] == language:
            before = roles.get(row["role"])
            roles[row["role"]] = f"{before}|{row['pattern']}" if before else row["pattern"]
    for table, role in (("months", "month"), ("ordinals", "ordinal"), ("numbers", "number")):
        roles[role] = "|".join(words for _, words in numbered(table, language))
    return roles


@cache
def numbered(table: str, language: str) -> tuple[tuple[int, str], ...]:
    """Return the rows of a table of numbers in words: (number, pattern), compound ones first."""
    return tuple(
        (int(row["number"]), row["words"]) for row in read_table(table, DATA) if row["language"] == language
    )


@cache
def number_of(words: str, table: str, language: str) -> int:
    """Return the number that words of that table, or figures, stand for; 0 for none."""
    figures = re.match(r"\d{1,4}", words)
    if figures:
        return int(figures.group())
    for number, pattern in numbered(table, language):
        if re.fullmatch(pattern, words.strip()):
            return number
    return 0


def _expand(template: str, roles: dict[str, str]) -> str:
    while match := _ROLE.search(template):
        words = f"(?:{roles.get(match[1], NEVER)})"
        template = template[: match.start()] + words + template[match.end() :]
    return template


@cache
def _compiled(language: str, template: str) -> re.Pattern[str]:
    return re.compile(_expand(template, _roles(language)))

"""Words of mastheads in the six languages of the United Nations: who speaks, what a line is.

Data: masthead_words.csv with role, language, form (small letters) and value.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

# Vowel signs and the stretching of Arabic are no part of a word; a typeset apostrophe is an apostrophe.
_SIGNS = {
    **dict.fromkeys((*range(0x064B, 0x0653), 0x0640, 0x200E, 0x200F)), 0x2019: "'", 0xA0: " ", 0x2011: "-",
    **{start + n: str(n) for start in (0x0660, 0x06F0) for n in range(10)},
}  # fmt: skip
# Fonts that join lam and alef give them to readers of a PDF in the wrong order: "األمم" for "الأمم".
_LIGATURE = re.compile("(?<=ا)([أإآ])(ل)")
_COMMA = ",،，"
_LONGEST = 160


def plain(text: str) -> str:
    """Small letters in their common forms, digits as 0 to 9."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).lower()
    return _LIGATURE.sub(r"\2\1", text)


@cache
def _table() -> dict[str, dict[str, str]]:
    table = files("actionlines.documents") / "masthead_words.csv"
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(table.read_text("utf-8").splitlines()):
        found.setdefault(row["role"], {})[plain(row["form"])] = row["value"]
    return found


def words(role: str) -> dict[str, str]:
    """The forms of a role with their values, of all languages."""
    return _table()[role]


@cache
def pattern(*roles: str) -> re.Pattern[str]:
    """One of the forms of these roles, whole words where the writing parts words by blanks."""
    forms = sorted((form for role in roles for form in words(role)), key=len, reverse=True)
    return re.compile("|".join(map(_bounded, forms)))


def _bounded(form: str) -> str:
    inside = re.escape(form).replace(r"\ ", r"\s+")
    return rf"(?<!\w){inside}(?!\w)" if form[0] < "\u0590" else inside


def find(role: str, text: str) -> str | None:
    """The value of the first form of a role in a text, None when there is none."""
    found = pattern(role).search(plain(text[: 2 * _LONGEST]))
    return words(role)[" ".join(found.group().split())] if found else None


def begins(role: str, text: str) -> str:
    """Return the value of a form that opens a line, or closes it in Chinese ("秘书长的报告"); else ""."""
    line = plain(text.strip()[: 2 * _LONGEST])
    found = pattern(role).match(line)
    if found:
        return words(role)[" ".join(found.group().split())]
    if line.isascii():
        return ""
    return next(
        (value for form, value in words(role).items() if form[0] > "\u2e80" and line.endswith(form)), ""
    )


def speaker(text: str) -> str:
    """The body of a line that is an enacting formula: "L'Assemblée générale,", "大会，"; else ""."""
    line = text.strip()
    return body_line(line[:-1]) if line[-1:] and line[-1] in _COMMA else ""


def body_line(text: str) -> str:
    """The body that a line of a masthead names and nothing else, or ""."""
    return words("body").get(" ".join(plain(text).split()), "") if len(text) < _LONGEST else ""


def is_organization(text: str) -> bool:
    """Whether a line begins with the name of the organization; from the right it may come last."""
    line = plain(text.strip()[: 2 * _LONGEST])
    return any(line.startswith(name) or line.endswith(name) for name in words("organization"))


def is_masthead(text: str) -> bool:
    """Whether a line has its place in a masthead: organization, body, distribution, original, language."""
    line = plain(text.strip())
    if not line or len(line) > _LONGEST or line[-1] in _COMMA:
        return False
    if pattern("distribution", "original").match(line):
        return True
    names = pattern("organization", "body", "language")
    if not names.match(line):
        return False
    rest = names.sub("", line)
    return not re.sub(r"[\s/:,.-]|\([a-z]\)", "", rest)

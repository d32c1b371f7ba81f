"""Keywords that open the parts of an ITU resolution, and the short names of the bodies that they address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from actionlines.documents.structure import itu_languages
from actionlines.framework.tables import read_table
from actionlines.lazily import expression

_HERE = Path(__file__).parent

Part = Literal["preambular", "operative"]

_ADVERB = r"(?:(?P<{0}>further|also|again|strongly|once again|furthermore)\s+)?"
_AFTER = r"(?:\s+(?P<after>further|also|again|with appreciation|with satisfaction|with interest|with concern))?"
_THEN = expression(r"\s+to\s+(?P<verb>[a-z]+(?:\s+(?:upon|on|to))?)\s+(?=(?:the\s|[A-Z]|all\s|each\s))")
# Those who help are no addressees; what follows "to" is the action.
_PARTNER = expression(
    r",?\s+(?:in\s+(?:close\s+)?(?:collaboration|cooperation|co-operation|consultation|coordination|partnership|liaison"
    r"|conjunction)\s+with|together\s+with|working\s+with|with\s+the\s+(?:support|assistance|help)\s+of"
    r"|through|subject\s+to|within)\b"
)
_WORD = expression(r"[A-Za-z][\w-]*")
_SMALL = frozenset({"the", "of", "and", "for", "in", "on", "to", "a", "an", "all", "each", "its", "other", "relevant"})
# "instructs the Director thereof" cites a part of another resolution.
_CITED = expression(r"\bthereof\b")
_CYRILLIC = expression("[а-я]")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Keyword:
    """The opening line of a part: `instructs the Director of TSB, in collaboration with …`.

    verb       as written, in the third person ("instructs", also for "resolves to instruct")
    adverb     "further", "also", … or ""
    addressee  words as written without "the" and partners, or ""
    slug       `instructs-TSB`, `resolves-further`, `considering`: the head of the ids beneath
    start,end  of the addressee in the line
    at         place of the verb in a line that is not in English; its words are named in English
    """

    part: Part
    verb: str
    adverb: str
    addressee: str
    slug: str
    start: int = 0
    end: int = 0
    at: tuple[int, int] = (0, 0)


@cache
def _opening_patterns() -> tuple[re.Pattern[str], dict[str, Part]]:
    parts: dict[str, Part] = {}
    for row in read_table("itu_keywords", _HERE):
        parts[row["words"]] = "operative" if row["part"] == "operative" else "preambular"
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(parts, key=len, reverse=True))
    return re.compile(_ADVERB.format("before") + rf"(?P<word>{words})\b" + _AFTER), parts


@cache
def _asking_words() -> frozenset[str]:
    """Return the verbs that ask somebody: "resolves to adopt the plan" asks nobody."""
    return frozenset(row["words"] for row in read_table("itu_keywords", _HERE) if row["asks"] == "yes")


@cache
def _addressee_words() -> dict[str, str]:
    return {row["name"].lower(): row["abbreviation"] for row in read_table("itu_addressees", _HERE)}


@cache
def _names_pattern() -> re.Pattern[str]:
    names = sorted(_addressee_words(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + r")\b", re.I)


@lru_cache(maxsize=4096)
def parse_keyword(line: str) -> Keyword | None:
    """Return the keyword that a whole line is, or None: it begins with a small letter and ends without a stop.

    >>> parse_keyword("instructs the Secretary-General").slug
    'instructs-SG'
    """
    line = line.rstrip(" :：")
    # Russian has a comma before the clause that follows: "решает,".
    if _CYRILLIC.match(line) and " " not in line[:-1].partition(" ")[2]:
        line = line.removesuffix(",")
    if not line or len(line) > _LONGEST or line[-1] in ".;,؛،；，。" or line[0].isupper():
        return None
    pattern, parts = _opening_patterns()
    match = pattern.match(line)
    if match is None:
        return _keyword_elsewhere(line)
    if _CITED.search(line):
        return None
    word = " ".join(match.group("word").split())
    adverb = match.group("before") or match.group("after") or ""
    part, rest = parts[word], match.end()
    verb = word
    if part == "preambular":
        # "considering" stands alone or with a few words; a whole clause is not a keyword.
        return Keyword(part, verb, adverb, "", _make_slug(match)) if len(line) - rest <= 20 else None
    slug = _make_slug(match)
    then = _THEN.match(line, rest)
    if then is not None and _third_person(then.group("verb")) in _asking_words():
        verb = _third_person(then.group("verb"))
        slug, rest = "-".join(verb.split()), then.end()
    elif line[rest:].strip() and re.match(r"\s+(?:that|to)\b", line[rest:]):
        return None
    start, end = addressee_span(line, rest)
    addressee = line[start:end]
    return Keyword(part, verb, adverb, addressee, "-".join([slug, *short_names(addressee)]), start, end)


def _keyword_elsewhere(line: str) -> Keyword | None:
    """Return the keyword of a line in another language, with the English words for it."""
    keyword_line = itu_languages.read_line(line, _asking_words())
    if keyword_line is None:
        return None
    part = _opening_patterns()[1][keyword_line.verb]
    words = (*keyword_line.verb.split(), *keyword_line.adverb.split(), *keyword_line.names)
    addressee = line[keyword_line.start : keyword_line.end]
    return Keyword(
        part,
        keyword_line.verb,
        keyword_line.adverb,
        addressee,
        "-".join(words),
        keyword_line.start,
        keyword_line.end,
        keyword_line.at,
    )


def plain_line(line: str) -> str:
    """Return a line without the comma, or the number of the item below, that a conversion left at its end.

    >>> plain_line("instructs the Council 1"), plain_line("invites Members,")
    ('instructs the Council', 'invites Members')
    """
    plain = line.rstrip(" ,،，")
    return plain[:-1].rstrip(" ,:") if plain.endswith(" 1") else plain


def addressee_span(line: str, start: int) -> tuple[int, int]:
    """Return where the addressee stands that begins at or after `start`: without "the", up to the partners."""
    lead = re.compile(r"[\s,]*(?:the\s+)?").match(line, start)
    start = lead.end() if lead else start
    partner = _PARTNER.search(line, start)
    end = partner.start() if partner else len(line)
    while end > start and line[end - 1] in " ,":
        end -= 1
    return start, end


def short_names(addressee: str) -> list[str]:
    """Abbreviations of the bodies in these words, in order, each once; else initials or the words themselves.

    >>> short_names("Member States, Sector Members and Academia"), short_names("study groups")
    (['MS', 'SM', 'Ac'], ['study-groups'])
    """
    if not addressee:
        return []
    table = _addressee_words()
    names = list(
        dict.fromkeys(table[" ".join(match.group().lower().split())] for match in _names_pattern().finditer(addressee))
    )
    if names:
        return names
    words = [word for word in _WORD.findall(addressee) if word.lower() not in _SMALL]
    capitals = [word for word in words if word[0].isupper()]
    if len(capitals) > 1:
        return ["".join(word[0] for word in capitals)]
    return ["-".join(words[:4]).lower()] if words else []


def _make_slug(match: re.Match[str]) -> str:
    return "-".join(match.group().split()).lower()


def _third_person(verb: str) -> str:
    head, _, rest = " ".join(verb.split()).partition(" ")
    return f"{head}s {rest}".strip()

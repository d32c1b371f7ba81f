"""Calendars of bodies: when "its sixty-second session" and "the next plenipotentiary conference" are held.

The table of sessions is `data/sessions.csv`: a body (an id of bodies.csv, or names where no body stands for it),
one session of it by number and year, how many it holds in a year, and every how many years. Conferences of the
Union come from their cycle.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from actionlines.framework.bodies import bodies
from actionlines.framework.references import conferences
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.names import Names, mentions_in
from actionlines.mandates.words import DATA


@cache
def _names() -> dict[str, str]:
    """Return names of the bodies that have a cycle, in lower case, and the cycle's own name ("PP")."""
    cycles = {one.body for one in conferences()}
    return {
        surface.lower(): acronym
        for body in bodies().values()
        for acronym in body.acronyms
        if acronym in cycles and body.id.startswith("itu-")
        for surface in (body.name, acronym, *body.aliases)
    }


@cache
def _pattern() -> re.Pattern[str]:
    which = "|".join(map(re.escape, sorted(_names(), key=len, reverse=True)))
    cycles = "|".join(sorted(set(_names().values())))
    return re.compile(
        rf"\b(?:the |its |their )?(?:(?:very )?(?P<next>next|forthcoming|upcoming|coming|following|subsequent)"
        rf"|(?P<year>20\d\d))(?: ordinary)? (?P<what>{which})\b(?:,? (?:in|of) (?P<in>20\d\d))?"
        rf"|\b(?:the )?(?P<held>{which}) (?:in|of) (?P<later>20\d\d)"
        rf"|\b(?P<event>(?:{cycles})-(?P<short>\d\d))\b"
        # "to the Forum 2032"
        r"|\b(?:the )?(?:(?-i:[A-Z])[\w-]{0,40} ){0,5}?(?:Forum|Summit|Conference|Assembly) (?P<named>20\d\d)\b",
        re.IGNORECASE,
    )


# What a conference did, or is only named for: "adopted by the next", "decisions of the 2022 conference".
_TO = expression(
    r"\b(?:to|at|by|before|until|for|during|prior to|ahead of|in advance of|in time for|in) (?:the )?$"
    r"|\bto be held $"
)
# "a trial that will extend until the next conference": how long it lasts, not when it is due
_LASTS = expression(
    r"\b(?:extends?|lasts?|runs?|valid|period|force|effect|office)\b[^,;]{0,30}\buntil (?:the )?$"
)
_MOST = 20
_EVERY = 4  # years between plenipotentiary conferences (ITU Constitution, article 8)


def find_conferences(
    text: str, start: int, end: int, year: int, found: list[tuple[int, int, tuple[str, ...]]]
) -> None:
    """Add the conferences at or for which something is due. `year`: of the document, 0 when unknown."""
    for match in islice(_pattern().finditer(text, start, end), _MOST):
        if any(low < match.end() and match.start() < high for low, high, _ in found):
            continue
        if not _TO.search(text, max(start, match.start() - 20), match.start()):
            continue
        if _LASTS.search(text, max(start, match.start() - 60), match.start()):
            continue
        form = _form(match, year)
        if form:
            found.append((match.start(), match.end(), (form,)))


def _form(match: re.Match[str], year: int) -> str:
    given = (
        match["in"]
        or match["year"]
        or match["later"]
        or match["named"]
        or (match["short"] and f"20{match['short']}")
    )
    if given:
        return f"year:{given}" if int(given) >= year else ""
    body = _names()[match["what"].lower()]
    if not year:
        return f"event:next-{match['what'].lower().replace(' ', '-')}"
    held = next_year(body, year)
    return f"year:{held}" if held else ""


def next_held(body: str, year: int) -> int:
    """Return the year of the first conference after `year` by the id of its body; 0 if unknown.

    >>> next_held("itu-pp", 2026), next_held("itu-council", 2026)
    (2030, 0)
    """
    cycle = next((name for name in bodies()[body].acronyms if name in set(_names().values())), "")
    return next_year(cycle, year) if year and cycle else 0


@cache
def next_year(body: str, year: int) -> int:
    """Return the year of the first conference of a body (PP, WTDC, WTSA, WRC) after `year`; 0 if unknown.

    >>> next_year("PP", 2018), next_year("PP", 2022), next_year("PP", 2030)
    (2022, 2026, 2034)
    """
    years = sorted(one.year for one in conferences() if one.body == body)
    later = [one for one in years if one > year]
    if later:
        return later[0]
    if body != "PP":
        return 0
    return years[-1] + _EVERY * ((year - years[-1]) // _EVERY + 1)


Holders = Callable[[int, int], tuple[str, ...]]
"""(start, end) of the words that name a session -> whose it may be: ids or names, the likeliest first."""

GENERAL_ASSEMBLY = "general-assembly"
_BODY = expression(
    r"\b(?:Assembly|Commission|Council|Committee|Board|Conference|Forum|Authority|Group|Agency"
    r"|Subcommittee|Summit|Congress)\b"
)
_OF = expression(r" of (?:the |its |their )?(?P<name>(?=[A-Z]))?")
NOBODY = "-"  # somebody who has no name: "the sixth session of the open-ended working group"
_ROLE = expression(r"(?:Vice-)?(?:Presidents?|Chairs?|Bureau|Secretary|Secretariat|Members?)\b")
_LEFT = expression(r"(?:[A-Z][\w’-]*(?: (?:of|on|for|the|and|to))* )*$")
_FAR = 300  # characters over which "its" looks back


@dataclass(frozen=True, slots=True)
class Series:
    """Sessions of a body: session `number` was or is the first of `year`; `per_year` of them every `every`
    years.
    """

    body: str
    names: tuple[str, ...]
    number: int
    year: int
    per_year: int
    every: int


@cache
def series() -> tuple[Series, ...]:
    """Return all rows of the table of sessions."""
    return tuple(
        Series(
            row["body"],
            tuple(name for name in row["names"].split("|") if name),
            int(row["number"]),
            int(row["year"]),
            int(row["per_year"]),
            int(row["every"]),
        )
        for row in read_table("sessions", DATA)
    )


def year_of_session(body: str, number: int) -> int | None:
    """Return the year in which a body, given by its id or its name, holds its session of that number.

    >>> year_of_session("human-rights-council", 62), year_of_session("cstd", 30)
    (2026, 2027)
    """
    rows = [row for row in series() if body in (row.body or None, *row.names)]
    if not rows:
        return None
    # A body that changed its rhythm has several rows; the nearest counts.
    row = min(rows, key=lambda one: abs(one.number - number))
    return row.year + (number - row.number) // row.per_year * row.every


def next_session(body: str, year: int) -> int | None:
    """Return the year of the next session of a body after `year`; None where it holds several a year.

    >>> next_session("cstd", 2026), next_session("human-rights-council", 2026)
    (2027, None)
    """
    row = next(
        (row for row in series() if row.per_year == 1 and body in (row.body or None, *row.names)), None
    )
    return row.year + ((year - row.year) // row.every + 1) * row.every if row else None


def holder(names: Names | None, index: int, text: str, start: int, end: int) -> str:
    """Return the body whose session the words start..end are: named after them ("of the Council"), or the one last
    named before ("the Commission at its thirtieth session"); its id, else its name, else "".

    `names` knows the rest of the document; without it only full names in `text` count.
    """
    after = _OF.match(text, end)
    if after:
        first = _BODY.search(text, after.end(), after.end() + 120) if after["name"] is not None else None
        return _called(names, index, text, first) if first else NOBODY
    before = list(_BODY.finditer(text, max(0, start - _FAR), start))
    return _called(names, index, text, before[-1]) if before else ""


def _called(names: Names | None, index: int, text: str, noun: re.Match[str]) -> str:
    """Who is called by the noun: a name of the table around it, a body known in full, or one named above."""
    for row in series():
        for name in row.names:
            low = max(0, noun.start() - len(name))
            at = text.find(name, low, noun.start() + len(name))
            if 0 <= at <= noun.start() < at + len(name):
                return name
    low = max(0, noun.start() - 150)
    mentions = names.within(index, low, noun.end()) if names else mentions_in(text[low : noun.end() + 150], 0)
    for mention in mentions:
        first = mention.place[1] + (0 if names else low)
        if first <= noun.start() < (mention.end if names else mention.end + low):
            if mention.body == GENERAL_ASSEMBLY or year_of_session(mention.body, 1) is not None:
                return mention.body
            surface = text[first : mention.end + (0 if names else low)]
            return NOBODY if _ROLE.match(surface) else surface
    left = _LEFT.search(text, low, noun.start())
    surface = text[left.start() if left else noun.start() : noun.end()]
    if surface.endswith("Assembly") and surface.removesuffix("Assembly").strip() in ("", "General"):
        return GENERAL_ASSEMBLY
    own = names.own.get(surface.lower(), "") if names else ""
    return (names.short(surface, (index, noun.start())) if names else "") or own or surface

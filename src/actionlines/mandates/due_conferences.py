"""Conferences of the Union as due dates: "to the next plenipotentiary conference" is a year of its cycle."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from actionlines.framework.bodies import bodies
from actionlines.framework.references import conferences
from actionlines.lazily import expression


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

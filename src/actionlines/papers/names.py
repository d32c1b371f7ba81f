"""Names and labels that the framework and the mandates room give to identifiers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from urllib.parse import quote

from actionlines.errors import UnknownConcept
from actionlines.framework.called import called
from actionlines.framework.called import short as short_of
from actionlines.lazily import expression
from actionlines.papers.words import Due

_ITU = expression(r"itu:([A-Z]{1,5})/(RES|DEC)/([0-9-]{1,9})(?:@([0-9]{4}))?")
_UN = expression(r"(A/HRC|A|E|S)/(RES|DEC)/([^/#].{0,40})")
_PLACE = expression(r"\((?:(?:Rev|REV)\. ?)?([^\W\d][^(),;]{1,40}), ?([0-9]{4})\)")
_KINDS = {"RES": "Resolution", "DEC": "Decision"}
_BASIC = {"CS": "Constitution of ITU", "CV": "Convention of ITU", "GR": "General Rules of ITU"}


def body(label: str, language: str = "en") -> str:
    """Return the name of a body in a language; its label in words where the framework knows none."""
    return called(label, language)[0] or label.replace("-", " ").capitalize()


def short(label: str, language: str = "en") -> str:
    """Return a name of a body that fits a table (`framework.called.short` says which).

    >>> short("member-states"), short("ungis"), short("private-sector"), short("unspecified")
    ('Member States', 'UNGIS', 'Private sector', 'Nobody named')
    """
    return short_of(label, language)[0]


def series(indicator: str, name: str, language: str) -> tuple[str, str]:
    """(what a series is called, the language of that where it is another): the title of its indicator where that
    is its name; else the name as its source has it, which is English.

    >>> series("sdg:17.8.1", "People using the Internet", "fr")[1], series("", "Bandwidth", "fr")
    ('', ('Bandwidth', 'en'))
    """
    known, own = called(indicator, "en")[0] == name, "en"
    if known:
        name, own = called(indicator, language)
    return name, "" if own == language else own


def instrument(canonical: str, words: Iterable[str] = ()) -> str:
    """Return the name of an instrument, goal, target or action line that a person can read, or "".

    words  texts that may name the place of a conference that the framework does not know

    >>> instrument("itu:PP/RES/140@2022")
    'Resolution 140 (Bucharest, 2022) of the Plenipotentiary Conference'
    >>> instrument("al:C5"), instrument("A/RES/79/194")
    ('C5 Building confidence and security in the use of ICTs', 'Resolution 79/194 of the General Assembly')
    """
    from actionlines.framework.references import label_of

    return label_of(canonical) or _concept(canonical) or _itu(canonical, words) or _organ(canonical)


@lru_cache(maxsize=4096)
def _concept(canonical: str) -> str:
    from actionlines.framework.framework import load

    kind, _, rest = canonical.partition(":")
    try:
        if kind == "al":
            line = load().action_line(rest)
            return f"{line.id.partition('-')[0]} {line.names['en']}"
        if kind == "sdg" and "." in rest:
            return f"SDG {rest} {load().target(canonical).title}"
        if kind == "sdg":
            goal = load().goal(canonical)
            return f"SDG {goal.number} {goal.names['en']}"
    except (UnknownConcept, KeyError):
        return ""
    return ""


def _itu(canonical: str, words: Iterable[str]) -> str:
    from actionlines.framework.references import conference_of

    found = _ITU.fullmatch(canonical)
    if not found:
        head, _, place = canonical.removeprefix("itu:").partition("/")
        name = _BASIC.get(head, "") if canonical.startswith("itu:") else ""
        if not name:
            return ""
        return (
            f"{name}, article {place[3:]}"
            if place.startswith("art")
            else f"{name}, No. {place}"
            if place
            else name
        )
    series, kind, number, year = found.groups()
    when = ""
    if year:
        held = conference_of(series, int(year))
        when = f" ({held.place}, {year})" if held else f" ({place_in(words, year)}{year})"
    return f"{_KINDS[kind]} {number}{when} of the {_titles().get(series, series)}"


def place_in(words: Iterable[str], year: str) -> str:
    """Return the place that stands beside a year in brackets, with a comma behind it, or "".

    >>> place_in(["Resolution 901 (Rev. Sample City, 2044)"], "2044")
    'Sample City, '
    >>> place_in(["RESOLUTION 901 (REV. SAMPLE CITY, 2044)"], "2044")
    'Sample City, '
    """
    for text in words:
        for found in _PLACE.finditer(text[:2000]):
            if found[2] == year:
                place = found[1].strip()
                return f"{place.title() if place.isupper() else place}, "
    return ""


def _organ(canonical: str) -> str:
    found = _UN.fullmatch(canonical)
    if not found:
        return ""
    series, kind, number = found.groups()
    return f"{_KINDS[kind]} {number.replace('(', ' (', 1)} of the {_titles()[series]}"


@cache
def _titles() -> dict[str, str]:
    from actionlines.framework.references import series

    return {one.prefix: one.title for one in series()}


def due(raw: str, document_date: str) -> Due:
    """Return a due value in words and with a date to sort by."""
    from actionlines.mandates.due import last_day, resolve

    date, label = resolve(raw, document_date)
    return Due(raw, label, date or "", last_day(raw, document_date) or "" if date else "")


@lru_cache(maxsize=16384)
def url(canonical: str) -> str:
    """Return the address of the instrument, "" where its symbol does not give one."""
    symbol = canonical.partition("#")[0]
    if symbol[:2] in {"A/", "E/", "S/"} or symbol[:3] == "ST/":
        return f"https://docs.un.org/en/{symbol}"
    return ""


def identifier(canonical: str) -> str:
    """Return the address of an instrument or concept for programs: where it is published, else a name of ours.

    >>> identifier("A/RES/70/125"), identifier("itu:PP/RES/140@2022"), identifier("sdg:9")
    ('https://docs.un.org/en/A/RES/70/125', 'urn:actionlines:itu:PP/RES/140@2022', 'urn:actionlines:sdg:9')
    """
    return quote(url(canonical) or f"urn:actionlines:{canonical}", safe=":/@,;()")

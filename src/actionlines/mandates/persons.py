"""Persons by name: their office is who is asked ("invite Ms. X, Chair of the Board, to speak")."""

from __future__ import annotations

import re

from actionlines.mandates.spans import Span

_TITLE = r"(?:(?:Mr|Ms|Mrs|Dr|Messrs|Mmes|H\.E)\.?|Her Excellency|His Excellency|Sir|Dame|Professor|Judge)"
_PERSON = re.compile(
    rf"(?:(?:and|also) )?{_TITLE} [^,;]{{2,80}}(?:, (?:the )?(?P<office>[A-Z][^;]{{2,200}}))?"
)
# "Ms. X, Chair of the Board, and Mr. Y": the next person
_NEXT = re.compile(rf"(?:[,;]| and) (?:and )?(?={_TITLE} )")
# States and persons that are put into an office.
_FILLED = re.compile(
    rf"(?:re-?)?(?:appoint|elect)s?,? (?:[a-z, ]{{0,40}})?(?:{_TITLE} |the following\b|(?:the )?[A-ZÀ-Þ]{{4,}}\b"
    r"|(?:the )?[A-Z][^;]{2,300}? as (?:a )?(?:[a-z]+ ){0,2}(?:members?|judges?)\b)",
)


def offices(text: str, start: int, end: int) -> list[Span]:
    """Return the offices of the persons named in start..end, or their names where no office stands."""
    found: list[Span] = []
    at = start
    while person := _PERSON.match(text, at, end):
        following = _NEXT.search(text, person.start() + 4, end)
        stop = following.start() if following else end
        office = person.span("office") if person["office"] else (person.start(), stop)
        found.append((office[0], len(text[: min(stop, office[1])].rstrip(" ,;"))))
        if following is None:
            break
        at = following.end()
    return found


def fills_an_office(text: str, start: int) -> bool:
    """Return whether an action puts named persons or States into an office."""
    return _FILLED.match(text, start) is not None

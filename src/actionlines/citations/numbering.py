"""Whose number it is: how the bodies of the United Nations number their resolutions, and what dates prove."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from actionlines.citations.bodies import Speaker
from actionlines.citations.dates import agrees

LATEST_SESSION = 120
_FIRST_YEAR = 1946
# years by which a misprint of one digit may miss
_MISPRINT = 15


def is_foreign(number: str, date: float, other_body: Callable[[], bool]) -> bool:
    """Whether the date shows that a number is not the Assembly's nor the Human Rights Council's.

    A date that disagrees may be a misprint of either; it proves another body when one is named before
    (`other_body`), or when decades lie between.
    """
    session = number.partition("/")[0]
    if not date or not session.isdigit() or int(session) >= _FIRST_YEAR:
        return False
    if agrees("A", int(session), date) or agrees("A/HRC", int(session), date):
        return False
    return other_body() or abs(int(session) + 1946 - date) > _MISPRINT


def series_of_number(voice: str, speaker: Speaker | None, number: str, date: float) -> str | None:
    """The series of a number, or None when it is of a body that has no series of resolutions.

    voice    series of the body that speaks in the document
    speaker  the body that the text names, if any
    date     the date behind the number as a year with its fraction, 0 when not given
    """
    own = voice if voice in ("A", "E", "S", "A/HRC") else "A"
    named = speaker.series if speaker is not None else None
    if "(" in number:
        if named is not None and named.family == "other":
            return None
        return _of_old_form(number, named.prefix if named is not None else None, own)
    session, _, _ = number.partition("/")
    if session.startswith(("S-", "ES-")):
        return "A/HRC" if (named.prefix if named else own) == "A/HRC" and session.startswith("S-") else "A"
    opened = int(session)
    if opened >= _FIRST_YEAR:
        return None if named is not None and named.family == "other" else "E"
    if date and agrees("A", opened, date) and (named is None or named.prefix != "A/HRC"):
        return "A"
    if named is not None and named.family == "other":
        return None
    if named is not None and named.prefix in ("A/HRC", "C"):
        return "A/HRC"
    if named is None and own == "A/HRC" and not (date and not agrees("A/HRC", opened, date)):
        return "A/HRC"
    if date and agrees("A/HRC", opened, date):
        return "A/HRC"
    return "A" if 30 < opened < LATEST_SESSION else None


@cache
def roman_value(numeral: str) -> int:
    """The number that a roman numeral stands for."""
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(letter, 0) for letter in numeral]
    return sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))


def _of_old_form(number: str, named: str | None, own: str) -> str | None:
    inside = number[number.index("(") + 1 : -1]
    if inside.isdigit():
        return "S"
    if named in ("A", "E", "T"):
        return named
    if named == "C":
        return "E"
    if "S-" in inside:
        return "A"
    # the General Assembly numbered so for 30 sessions; the Council for 63
    return "E" if roman_value(inside) > 30 or own == "E" else "A"

"""How the bodies of the United Nations number their resolutions, and whether a number and a date agree.

Session S of the General Assembly opens in September of 1945 + S and closes a year later; the Economic and Social
Council numbers by the year in which its session ends (it opens in July of the year before); the Human Rights
Council has met about three times a year since June 2006.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from actionlines.citations.bodies import Speaker

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier enero января",
            "february février fevrier febrero февраля",
            "march mars marzo марта",
            "april avril abril апреля",
            "may mai mayo мая",
            "june juin junio июня",
            "july juillet julio июля",
            "august août aout agosto августа",
            "september septembre septiembre сентября",
            "october octobre octubre октября",
            "november novembre noviembre ноября",
            "december décembre decembre diciembre декабря",
        ),
        start=1,
    )
    for name in names.split()
}
DATE = (
    r"(?:of|du|de|от|on)\s{1,3}(?:the\s)?(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\s{1,3}(?:de\s)?"
    rf"(?P<month>{'|'.join(_MONTHS)})\s{{1,3}}(?:de\s)?(?P<dated>(?:19|20)\d\d)"
)


def year_of(found: re.Match[str]) -> float:
    """Return the date of a match of DATE as a year with its fraction (1 July 2020 is 2020.5)."""
    return int(found["dated"]) + (_MONTHS[found["month"].lower()] - 0.5) / 12


def agrees(series: str, session: int, date: float) -> bool:
    """Return whether a resolution numbered `session`/N of this series can bear this date.

    >>> agrees("A", 70, 2015.7), agrees("A", 48, 2021.8), agrees("A/HRC", 48, 2021.8)
    (True, False, True)
    """
    if series == "A":
        return session + 1945 + 8 / 12 <= date <= session + 1946 + 10 / 12
    if series == "E":
        return session - 0.5 <= date < session + 1
    if series == "A/HRC":
        return abs(2005.9 + session / 3 - date) <= 1.0
    return True


LATEST_SESSION = 120
_FIRST_YEAR = 1946
# years by which a misprint of one digit may miss
_MISPRINT = 15


def is_foreign(number: str, date: float, other_body: Callable[[], bool]) -> bool:
    """Return whether the date shows that a number is not the Assembly's nor the Human Rights Council's.

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
    """Return the series of a number, or None when it is of a body that has no series of resolutions.

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
    """Return the number that a roman numeral stands for."""
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

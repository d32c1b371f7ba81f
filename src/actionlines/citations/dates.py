"""Dates behind resolution numbers, and whether number and date agree.

Session S of the General Assembly opens in September of 1945 + S and closes a year later; the Economic and
Social Council numbers by the year in which its session ends (it opens in July of the year before); the Human
Rights Council has met about three times a year since June 2006.
"""

from __future__ import annotations

import re

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
    """The date of a match of DATE as a year with its fraction (1 July 2020 is 2020.5)."""
    return int(found["dated"]) + (_MONTHS[found["month"].lower()] - 0.5) / 12


def agrees(series: str, session: int, date: float) -> bool:
    """Whether a resolution numbered `session`/N of this series can bear this date.

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

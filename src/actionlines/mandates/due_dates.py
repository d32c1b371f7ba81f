"""Dates and years as due dates: "by 31 March 2031", "in 2031", "at its 2031 session"."""

from __future__ import annotations

import calendar
import re
from itertools import islice

from actionlines.lazily import expression

MOST = 40  # dates looked at in one action
Found = list[tuple[int, int, tuple[str, ...]]]
"""(start, end, forms) of each date."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = "|".join(MONTHS)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_RANGE = r"(?:(?: (?:to|and|–|-) |[–-])\d{1,2})?"
_DATE = expression(
    rf"(?P<prep>(?:(?:on|by|before|no later than|not later than|until|from|starting(?: on)?"
    rf"|beginning(?: on)?|as from|as of"
    rf"|with effect from|effective)\s+))(?:{_WEEKDAY},? )?(?P<day>\d{{1,2}})(?:(?:,? (?:and|to|–|-) ?|–"
    rf"|-)\d{{1,2}})?(?:\s+(?P<month>{_MONTH}))"
    rf"(?:\s+(?:to|–|and)\s+\d{{1,2}}\s+(?:{_MONTH}))?,?\s+(?P<year>(?:19|20)\d\d)"
)
# "from 14 to 25 April and from 18 to 29 August 2031": the first day of each
_BOTH = expression(
    rf"\b(?P<prep>from|on|in)\s+(?P<first>\d{{1,2}}){_RANGE} (?P<early>{_MONTH})"
    rf"(?: (?:to|–) \d{{1,2}} (?:{_MONTH}))? and (?:from |on )?(?P<day>\d{{1,2}})"
    rf"{_RANGE} (?P<month>{_MONTH})"
    rf"(?: (?:to|–) \d{{1,2}} (?:{_MONTH}))?,? (?P<year>(?:19|20)\d\d)"
)
# "during 2031, namely from 6 to 24 April"
_NAMELY = expression(
    rf"\b(?P<prep>during|in)\s+(?P<year>(?:19|20)\d\d), namely,? (?:from |on )?(?P<day>\d{{1,2}})"
    rf"{_RANGE} (?P<month>{_MONTH})"
)
# "postpone the meeting to 10 May 2031"
_MOVED = expression(
    rf"\b(?<!\b\d )(?<!\b\d\d )(?P<prep>to)\s+(?:{_WEEKDAY},? )?"
    rf"(?P<day>\d{{1,2}}){_RANGE} (?P<month>{_MONTH}),? (?P<year>(?:19|20)\d\d)"
)
# "to early 2031", "to a period in 2031"
_MOVED_YEAR = expression(
    r"\b(?P<prep>to) (?:(?:early|late|mid)[- ]|(?:a|the) (?:later )?(?:period|date|time) in )?"
    r"(?P<year>(?:19|20)\d\d)(?![\d–-])"
)
_ONWARD = expression(rf",? to (?:{_WEEKDAY},? )?\d")
_MOVES = expression(r"\b(?:postpon|reschedul|mov|defer|adjourn|advanc|chang)(?:e|ed|ing)?\b")
# "by May 1, 2031"
_MONTH_FIRST = expression(
    rf"(?P<prep>(?:on|by|before|no later than|not later than|until|from|starting|as of)\s+)"
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>(?:19|20)\d\d)"
)
# councils and commissions count their sessions by year: "at its 2032 session", "its session of 2032"
_YEARLY_SESSION = expression(
    r"\b(?P<prep>at|during|before|by|to|for|in|until|(?:starting|beginning|commencing) (?:with|at|from))\s+"
    r"(?:its|the|their|[A-Z]\w+’s)\s+(?:(?P<year>(?:19|20)\d\d)\s+"
    r"(?:(?:annual|regular|ordinary|resumed|substantive|organizational|humanitarian|coordination|high-level)\s+)?"
    r"(?:session|segment)s?\b"
    r"|(?:(?:first |second |third )?(?:annual|regular|substantive) )?(?:session|segment)s?,? (?:of |in )?"
    r"(?P<later>(?:19|20)\d\d)(?![\d–-]))"
)
_MONTHS = expression(
    rf"(?P<prep>(?:in|by|before|no later than|not later than|during|until|starting(?: in)?"
    rf"|beginning(?: in)?|from|as from|commencing in"
    rf"|(?:(?:by|before|at|no later than"
    rf"|not later than) )?the end of)\s+)(?P<month>{_MONTH})\s+(?P<year>(?:19|20)\d\d)"
)
_FROM = expression(
    r"\b(?:starting|beginning|commencing|effective|as from|as of|with effect from|from)\s+(?:in |from "
    r"|with |the year )?(?P<year>(?:19|20)\d\d)"
    r"(?:\s+onwards?)?(?![\d–-])"
)
_YEAR = expression(
    r"\b(?P<prep>in|by|during|in the course of|before|until|no later than|not later than|by the end of"
    r"|(?:in|by|during|before|by the end of) the (?:(?:first|second|third|fourth|last) (?:half|quarter|part)"
    r"|spring|summer|autumn|winter) of"
    r"|through to|up to"
    r"|before the end of|at the end of|(?:no|not) later than the end of"
    r"|between now and|by the year|in the year|proclaim|the year|declare),?\s+"
    r"(?:the (?:calendar |financial )?year\s+|early\s+|late\s+|mid-)?"
    r"(?P<year>(?:19|20)\d\d)(?P<more>(?:, (?:19|20)\d\d)*,? and (?:in )?(?:19|20)\d\d)?"
    r"(?![\d–-]|\s+Agenda|\s+and its)"
)
# "Proclaims 2031 the International Year of Wells"
_PROCLAIMED = expression(
    r"(?P<prep>)\b(?<!observance of )(?P<year>(?:19|20)\d\d) (?:as )?(?:the|an) "
    r"(?:International|United Nations|World|Global) Year\b"
)


def find_dates(text: str, start: int, end: int, year: int, found: Found) -> None:
    """Add the dates in start..end that no form of `found` covers; years before `year` are none."""
    taken = [(low, high) for low, high, _ in found]

    def free(low: int, high: int) -> bool:
        """Return whether no date found earlier covers these characters."""
        return all(high <= a or low >= b for a, b in taken)

    for pattern in _ALL:
        for match in islice(pattern.finditer(text, start, end), MOST):
            if not free(match.start(), match.end()) or int(_year(match)) < year:
                continue
            if _FOR_WHICH.search(text, max(start, match.start() - 160), match.start()):
                continue
            if _PAST.search(text, max(start, match.start() - 120), match.start()):
                continue
            if _PERIOD.search(text, max(0, match.start() - 12), match.start()):
                continue
            if (not year or int(_year(match)) <= year + 1) and _inside_citation(text, match.start()):
                continue
            if taken and _OTHER_EVENT.search(text, max(0, match.start() - 180), match.start()):
                continue
            if taken and _ELSEWHERE.search(text, max(start, match.start() - 240), match.start() + 2):
                continue
            if _ABOUT_EVENT.search(text, max(start, match.start() - 240), match.start()):
                continue
            if pattern in _OF_DAYS and not _exists(match):
                continue  # 30 February
            if (
                match.group().startswith("from ")
                and _ONWARD.match(text, match.end())
                and _MOVES.search(text, start, end)
            ):
                continue  # "postpone the recess from 1 May 2031 to 9 May 2031"
            if pattern in (_MOVED, _MOVED_YEAR) and not _MOVES.search(text, start, match.start()):
                continue
            if match.group().startswith("until") and not lasts_until(text, start, match.start()):
                continue
            if _HELD_BEFORE.search(text, max(start, match.start() - 160), match.start()):
                continue
            if _UNLESS.search(text, max(start, match.start() - 160), match.start()):
                continue
            forms = [_form(pattern, match)]
            if pattern is _BOTH:
                forms.insert(0, _first_of_both(match))
            if pattern is _YEAR and match["more"]:
                forms += [f"year:{more}" for more in re.findall(r"(?:19|20)\d\d", match["more"])]
            found.append((match.start(), match.end(), tuple(forms)))
            taken.append((match.start(), match.end()))


_CITED = expression(
    r"(?<!\bbe )(?<!\bbe formally )\b(?:resolution|decision|adopted|held|dated|signed|circulated|approved|endorsed"
    r"|established|concluded|convened|launched|entered into force)(?:(?! and to )[^,;.]){0,40}$"
)


# "before the Games, to be held in Lima in 2030" says when the other event takes place.
_OTHER_EVENT = expression(r"\bbefore the [^;]{1,120}, to be held (?:in|at) [^,;]{1,40}$")


# A second date that is not of the action: "a meeting in 2031 ... to prepare for the Conference in 2033", "a review
# in 2031 to accelerate progress towards clean wells by 2035"
_MEETS = r"(?:[Mm]eeting|[Cc]onference|[Ss]ummit|[Cc]ongress|[Rr]eview|[Ss]ession|[Ff]orum)"
_ELSEWHERE = expression(
    r"\b(?:prepare for|preparations? (?:for|of)|inform|feed into|towards|ahead of|in advance of|following) "
    rf"(?:the|a)\b[^,;]{{0,120}}\b{_MEETS}\b[^,;]{{0,90}}"
    r"(?:, to be (?:held|convened)(?: in [A-Z][a-z]+,?)? ?)?(?:in|on)$"
    r"|\b(?:progress|achievement of|achieving|meeting|reaching)\b[^,;]{0,120}\bby$"
    r"|\bfor a (?:[a-z]+ )?review\b[^;]{0,120}\bin$"
)
# "a discussion on the World Forum, to be held in 2030"
_ABOUT_EVENT = expression(
    r"\b(?:on|about|regarding|concerning) the (?:[a-z-]+ ){0,2}[A-Z][^,;]{2,160},"
    r" (?:which is )?(?:to be (?:held|convened)|scheduled)(?: (?:in|at) [A-Z][^,;0-9]{1,40}?,?)?"
    r"(?: to be held)? $"
)


def _inside_citation(text: str, at: int) -> bool:
    return bool(_CITED.search(text[max(0, at - 60) : at]))


# "the Fund, for which a conference will be held in 2030"
_FOR_WHICH = expression(r"\b(?:for|in|at|of) which [^,;]*$|\bfollowing the [^,;]{1,90}$")
# "the storm that struck the coast in 2030"
_PAST = expression(r"\b(?:that|which|who) (?:[a-z]+ed|struck|hit|took place|was|were|had) [^,;]{0,90}$")
# "for the financial period from 1 July" says what is paid for, not when it is due.
_PERIOD = expression(r"\bperiods?\s*$")


# "defer the matter until 1 May 2031" is when it comes up; "extend the mandate until 1 May 2031" is how long it
# lasts.
_TILL = expression(
    r"\b(?:postpon|reschedul|mov|defer|adjourn|suspend|delay)(?:e|ed|ing)?\b"
    r"|\bextend(?:ed|ing)? (?:the |its |their )?(?:work|session|meeting|deadline|time limit|submission"
    r"|consideration)"
)


def lasts_until(text: str, start: int, at: int) -> bool:
    """Return whether "until" at `at` says when something is due, not how long something lasts."""
    return _TILL.search(text, start, at) is not None


# "the texts adopted at its 104th meeting, on 1 May 2031", "the session scheduled to be held from 1 May 2031"
_HELD_BEFORE = expression(
    r"\b(?:adopted|held|taken) at (?:its|the) [^,;]{1,60} meetings?, $|\bscheduled (?:to be held )?[^,;]{0,60}$"
)
# "in the absence of a session in 2031"
_UNLESS = expression(r"\bin the (?:absence of|event)\b[^,;]*$")
_OF_DAYS = (_BOTH, _NAMELY, _MOVED, _DATE, _MONTH_FIRST)
_ALL = (*_OF_DAYS, _MOVED_YEAR, _MONTHS, _YEARLY_SESSION, _FROM, _YEAR, _PROCLAIMED)


def _first_of_both(match: re.Match[str]) -> str:
    return f"{match['year']}-{MONTHS.index(match['early']) + 1:02d}-{int(match['first']):02d}"


def _exists(match: re.Match[str]) -> bool:
    """Return whether the month has that day."""
    month = MONTHS.index(match["month"]) + 1
    return 1 <= int(match["day"]) <= calendar.monthrange(int(match["year"]), month)[1]


def _year(match: re.Match[str]) -> str:
    return str(match["year"] or match["later"])


def _form(pattern: re.Pattern[str], match: re.Match[str]) -> str:
    value = _year(match)
    if pattern is _FROM:
        return f"from:{value}"
    if pattern in (_YEAR, _MOVED_YEAR, _YEARLY_SESSION, _PROCLAIMED):
        return f"year:{value}"
    month = MONTHS.index(match["month"]) + 1
    value = f"{value}-{month:02d}"
    if pattern in _OF_DAYS:
        value = f"{value}-{int(match['day']):02d}"
    elif "end of" in match["prep"]:
        value = f"{value}-{calendar.monthrange(int(match['year']), month)[1]:02d}"
    starts = (
        match["prep"]
        .strip()
        .startswith(
            ("from", "starting", "beginning", "as from", "as of", "with effect", "effective", "commencing")
        )
    )
    starts = starts and pattern not in (_BOTH, _NAMELY)
    return f"from:{value}" if starts and not re.search(r" to | – | and |\d[–-]\d", match.group()) else value

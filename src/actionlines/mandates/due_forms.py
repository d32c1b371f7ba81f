"""When: the due forms that the words of a mandate state.

Forms: `year:2027`, `session:81` (General Assembly), an ISO date, a month `2026-12`, `from:2026`,
`recurring:annual|biennial|semi-annual|periodic|...`, `next-report`, `event:...`, `relative:...`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from itertools import islice

from actionlines.mandates.due import FIRST_SESSION_YEAR, recurrences
from actionlines.mandates.due_events import find_events, slug
from actionlines.mandates.ordinals import ordinal, ordinal_pattern
from actionlines.mandates.sessions import GENERAL_ASSEMBLY, Holders, holder, year_of_session

Span = tuple[int, int]

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(MONTHS)


@dataclass(frozen=True, slots=True)
class Due:
    """Forms in reading order, and the words that say so (start..end)."""

    forms: tuple[str, ...]
    start: int
    end: int


# A number from RECENT on is the Assembly's where nobody else's fits; sessions before OLDEST are long over.
OLDEST, RECENT = 70, 78
FAR_AHEAD = 15  # years: no text dates further ahead by a session
MOST = 40  # dates looked at in one action
_ORD = ordinal_pattern()
_SESSION = re.compile(
    rf"(?P<prep>(?:(?:no later than|not later than|before|by|until|prior to) (?:the )?(?:end|close"
    rf"|beginning|start|conclusion|main part) of"
    rf"|no later than|not later than|(?:starting|beginning|commencing) (?:with|at|from|during|in)|as from"
    rf"|in advance of|ahead of|prior to|from|at|during|in|to|for"
    r"|(?:agenda|end|half|quarter|week|part|close|start|conclusion|beginning|work) of|by|before|until"
    r"|throughout|each of)\s+)"
    rf"(?P<det>its|the|their|his|her|each of its|[A-Z]\w+’s)\s+"
    rf"(?:resumed |upcoming |forthcoming |next )?(?P<first>{_ORD})(?:,? (?P<more>(?:{_ORD},? )*)(?:and|or"
    rf"|to) (?:its |the )?(?P<last>{_ORD}))?"
    rf"(?: (?:regular|annual|resumed|substantive|ordinary))? sessions?\b"
    rf"(?P<year>,? (?:in|of|\(|to be held (?:in [A-Z][\w ]{{1,40}},? )?in|scheduled for) ?(?:(?:{_MONTH}) )?"
    rf"(?P<y>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"(?P<prep>(?:(?:on|by|before|no later than|not later than|until|from|starting(?: on)?"
    rf"|beginning(?: on)?|as from|as of"
    rf"|with effect from|effective)\s+))(?P<day>\d{{1,2}})(?:(?:,? (?:and|to|–|-) ?|–"
    rf"|-)\d{{1,2}})?(?:\s+(?P<month>{_MONTH}))"
    rf"(?:\s+(?:to|–|and)\s+\d{{1,2}}\s+(?:{_MONTH}))?,?\s+(?P<year>20\d\d)"
)
# "by May 1, 2031"
_MONTH_FIRST = re.compile(
    rf"(?P<prep>(?:on|by|before|no later than|not later than|until|from|starting|as of)\s+)"
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>20\d\d)"
)
# councils and commissions count their sessions by year: "at its 2032 session", "its session of 2032"
_YEARLY_SESSION = re.compile(
    r"\b(?P<prep>at|during|before|by|to|for|in|until|(?:starting|beginning|commencing) (?:with|at|from))\s+"
    r"(?:its|the|their|[A-Z]\w+’s)\s+(?:(?P<year>20\d\d)\s+"
    r"(?:(?:annual|regular|resumed|substantive|organizational|humanitarian|coordination|high-level)\s+)?"
    r"(?:session|segment)s?\b"
    r"|(?:(?:annual|regular|substantive) )?(?:session|segment)s? (?:of|in) (?P<later>20\d\d))"
)
_MONTHS = re.compile(
    rf"(?P<prep>(?:in|by|before|no later than|not later than|during|until|starting(?: in)?"
    rf"|beginning(?: in)?|from|as from|commencing in"
    rf"|(?:(?:by|before|at|no later than"
    rf"|not later than) )?the end of)\s+)(?P<month>{_MONTH})\s+(?P<year>20\d\d)"
)
_FROM = re.compile(
    r"\b(?:starting|beginning|commencing|effective|as from|as of|with effect from|from)\s+(?:in |from "
    r"|with |the year )?(?P<year>20\d\d)"
    r"(?:\s+onwards?)?(?![\d–-])"
)
_YEAR = re.compile(
    r"\b(?P<prep>in|by|during|before|until|no later than|not later than|by the end of"
    r"|(?:in|by|during|before|by the end of) the (?:first|second|third|fourth|last) (?:half|quarter|part) of"
    r"|through to|up to"
    r"|before the end of|at the end of"
    r"|by the year|in the year|proclaim|the year|declare)\s+(?:the year\s+|early\s+|late\s+"
    r"|mid-)?(?P<year>20\d\d)(?P<more>(?:, 20\d\d)*,? and (?:in )?20\d\d)?(?![\d–-]|\s+Agenda|\s+and its)"
)
# "Proclaims 2031 the International Year of Wells"
_PROCLAIMED = re.compile(
    r"(?P<prep>)\b(?<!observance of )(?P<year>20\d\d) (?:as )?(?:the|an) "
    r"(?:International|United Nations|World|Global) Year\b"
)
_RECUR = re.compile(
    r"\b(?:" + "|".join(f"(?P<r{i}>{row.words})" for i, row in enumerate(recurrences())) + r")\b",
    re.IGNORECASE,
)
# An adjective tells how often only when it belongs to what is produced.
_ADJECTIVES = frozenset(
    [
        "annual",
        "biennial",
        "triennial",
        "quadrennial",
        "quinquennial",
        "periodic",
        "regular",
        "monthly",
        "quarterly",
        "semi-annual",
        "biannual",
        "yearly",
        "twice-yearly",
        "half-yearly",
    ]
)
_PRODUCED = re.compile(
    r",?\s+(?:[a-z-]+,?\s+){0,4}?(?:reports?|reporting|updates?|briefings?|basis|cycle|dialogues?"
    r"|reviews?|discussions?|debates?"
    r"|interactive|observance|assessments?|evaluations?|surveys?|meetings?|contributions?|conferences?"
    r"|events?|workshops?|panels?|consultations)\b",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(r"\s*(?:$|[,;.]|(?:to|in|at|on|and|with|by)\b)")
_DEFINITE = re.compile(r"\b(?:its|their|the|of|at)\s+$")
# Where a date is given, "as part of his annual report" only says in which document.
_OTHERS_REPORT = re.compile(
    r"\b(?:as part of|in|within|through"
    r"|in the context of) (?:his|her|its|their|the) $"
)
_TITLED = re.compile(r"\b(?:19|20)\d\d $")
_ENABLED = re.compile(r"\b(?:enabl|allow)[a-z]+ [^,;]{1,60} to $")
_RELATED = re.compile(
    r"\b[a-z]+s (?:that|which|who) (?!shall|will|should|must|be\b|meets?\b|is\b|are\b)[a-z]+ [^,;]{0,90}$"
)
_REPORTS = re.compile(r"\s+(?:and \w+ )?(?:reports?|reporting|basis)\b")
_NEXT_REPORT = re.compile(
    r"\b(?:in|in the context of|as part of|through|with|within|under)\s+(?:the framework of\s+)?(?:his"
    r"|its|her|their|the)\s+(?:next|forthcoming|upcoming|subsequent)\s+"
    r"(?:[a-z-]+\s+){0,3}?reports?\b"
)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12,
    "eighteen": 18, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
_RELATIVE = re.compile(
    r"\b(?:within|no later than|not later than|at least)\s+(?P<n>\d{1,3}|" + "|".join(_NUMBERS) + r")\s+"
    r"(?P<unit>days?|weeks?|months?|years?)\s*(?P<rel>of|from|after|before|prior to|following"
    r"|in advance of)\b"
)


def find_due(text: str, start: int, end: int, year: int = 0, holders: Holders | None = None) -> Due | None:
    """The due forms in start..end of `text`. `year`: of the document; earlier years are not due dates.
    `holders` tells whose session a numbered session may be; without it only names in `text` count."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    # What cannot be there is not looked for.
    if text.find("ession", start, end) >= 0:
        _sessions(text, start, end, year, holders, found)
        _same_session(text, start, end, year, holders, found)
    if text.find("20", start, end) >= 0:
        _dates(text, start, end, year, found)
    recurring = _recurring(text, start, end)
    next_reports = list(_NEXT_REPORT.finditer(text, start, end))
    if recurring and any(m.start() <= recurring[0] < m.end() for m in next_reports):
        recurring = None  # "in his next annual report"
    if recurring and not (found and _OTHERS_REPORT.search(text, max(start, recurring[0] - 30), recurring[0])):
        found.append(recurring)
    found.extend((match.start(), match.end(), ("next-report",)) for match in next_reports)
    for match in _RELATIVE.finditer(text, start, end):
        number = _NUMBERS.get(match["n"]) or int(match["n"])
        found.append((match.start(), match.end(), (f"relative:{number}-{match['unit'].rstrip('s')}s",)))
    find_events(text, start, end, found)
    if not found:
        return None
    found = _without_session(text, start, sorted(found))
    forms = tuple(dict.fromkeys(form for _, _, values in found for form in values))[:4]
    return Due(forms, found[0][0], _words_end(text, found))


_Found = tuple[int, int, tuple[str, ...]]
_NEAR = 120
# "Decides to take it up at its ninety-first session, and requests a report at that session"
_SAME_SESSION = re.compile(r"\b(?:at|during|before|by) (?:that|the same|the said) session\b")


def _same_session(
    text: str, start: int, end: int, year: int, holders: Holders | None, found: list[_Found]
) -> None:
    """The session that the paragraph named last before."""
    for match in islice(_SAME_SESSION.finditer(text, start, end), MOST):
        before: list[_Found] = []
        _sessions(text, 0, match.start(), year, holders, before)
        if before:
            found.append((match.start(), match.end(), before[-1][2]))


def _without_session(text: str, start: int, found: list[_Found]) -> list[_Found]:
    """A day says more than the session it falls in: "on 26 September 2031 during the eighty-sixth session"."""
    days = [
        (low, high, int(form[:4])) for low, high, forms in found for form in forms if _DAY.fullmatch(form)
    ]

    def same(low: int, high: int, forms: tuple[str, ...]) -> bool:
        if len(forms) != 1 or not forms[0].startswith("session:"):
            return False
        opened = FIRST_SESSION_YEAR + int(forms[0].partition(":")[2])
        return any(
            opened <= year <= opened + 1
            and abs(low - day) < _NEAR
            and not _GIVEN.search(text, day if day < low else start, max(end, high))
            for day, end, year in days
        )

    return [one for one in found if not same(*one)]


_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_GIVEN = re.compile(r"(?<!the )(?<!his )(?<!her )(?<!its )\b(?:report|submit|present|provide|consider)\b")
_CLOSE = re.compile(r",? (?:and )?|")


def _words_end(text: str, found: list[tuple[int, int, tuple[str, ...]]]) -> int:
    """Where the words of the first date end, with those that follow at once: "annually, starting in 2032"."""
    stop = found[0][1]
    for low, high, _ in found[1:]:
        if not _CLOSE.fullmatch(text, stop, max(stop, low)):
            break
        stop = max(stop, high)
    return stop


def _sessions(
    text: str,
    start: int,
    end: int,
    year: int,
    holders: Holders | None,
    found: list[tuple[int, int, tuple[str, ...]]],
) -> None:
    for match in islice(_SESSION.finditer(text, start, end), MOST):
        before = text[max(start, match.start() - 160) : match.start("det")]
        if _OF_WHICH.search(before) or _DONE_THERE.search(before):
            continue
        if match["year"]:
            if int(match["y"]) >= year:
                both = _in_assembly(match, holders, text)
                found.append((match.start(), match.end(), (*both, f"year:{match['y']}")))
            continue
        words = [match["first"], *re.findall(_ORD, match["more"] or "", re.IGNORECASE), match["last"] or ""]
        numbers = [ordinal(word) for word in words if word]
        whose = holders or (lambda low, high: (holder(None, 0, text, low, high),))
        forms = _held(whose(*match.span()), numbers, year)
        if forms:
            found.append((match.start(), match.end(), forms))


def _in_assembly(match: re.Match[str], holders: Holders | None, text: str) -> tuple[str, ...]:
    """The session of the Assembly that a year stands beside: "at its eighty-second session, in 2027"."""
    number = ordinal(match["first"])
    whose = holders(*match.span()) if holders else (holder(None, 0, text, *match.span()),)
    ours = number >= RECENT and whose[:1] in ((GENERAL_ASSEMBLY,), ("",), ())
    return (f"session:{number}",) if ours else ()


def _held(whose: tuple[str, ...], numbers: list[int], year: int) -> tuple[str, ...]:
    """The forms of sessions by number: the Assembly's stay numbers, another's become years, where one of
    those who may hold them holds such sessions from `year` on; else the words."""
    for body in whose or ("",):
        if body in (GENERAL_ASSEMBLY, ""):
            kept = [number for number in numbers if _ahead(FIRST_SESSION_YEAR + number, year)]
            kept = [number for number in kept if number >= OLDEST]
            if kept:
                return tuple(f"session:{number}" for number in kept)
            continue
        years = [held for number in numbers if (held := year_of_session(body, number)) is not None]
        kept = [held for held in years if _ahead(held, year)]
        if kept:
            return tuple(f"year:{held}" for held in dict.fromkeys(kept))
        if not years and max(numbers) < RECENT and body == whose[0] and body[:1].isalnum():
            return (f"event:{slug(f'session {numbers[0]} of the {body}')}",)
    kept = [number for number in numbers if number >= RECENT and _ahead(FIRST_SESSION_YEAR + number, year)]
    return tuple(f"session:{number}" for number in kept)


def _ahead(held: int, year: int) -> bool:
    return not year or year <= held <= year + FAR_AHEAD


# "the plan adopted by the Commission at its tenth session" exists; what is to be adopted there does not.
_DONE_THERE = re.compile(
    r"(?<!\bbe )(?<!\bbe jointly )\b(?:[a-z]+ed|made|taken|set out|held|given) (?:[a-z]+ )?(?:by|at|to) "
    r"(?:[^,;]{0,140} )?(?:at |during )?$"
)
# "a meeting, the date of which shall be decided no later than ..."
_OF_WHICH = re.compile(r"\bof which (?:shall|will|should)\b[^,;]*$")


def _dates(text: str, start: int, end: int, year: int, found: list[tuple[int, int, tuple[str, ...]]]) -> None:
    taken = [(low, high) for low, high, _ in found]

    def free(low: int, high: int) -> bool:
        return all(high <= a or low >= b for a, b in taken)

    for pattern in (_DATE, _MONTH_FIRST, _MONTHS, _YEARLY_SESSION, _FROM, _YEAR, _PROCLAIMED):
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
            if pattern in (_DATE, _MONTH_FIRST) and not _exists(match):
                continue  # 30 February
            forms = [_form(pattern, match)]
            if pattern is _YEAR and match["more"]:
                forms += [f"year:{more}" for more in re.findall(r"20\d\d", match["more"])]
            found.append((match.start(), match.end(), tuple(forms)))
            taken.append((match.start(), match.end()))


_CITED = re.compile(
    r"(?<!\bbe )(?<!\bbe formally )\b(?:resolution|decision|adopted|held|dated|signed|approved|endorsed"
    r"|established|concluded|convened|launched|entered into force)[^,;.]{0,40}$"
)


# "before the Games, to be held in Lima in 2030" says when the other event takes place.
_OTHER_EVENT = re.compile(r"\bbefore the [^;]{1,120}, to be held (?:in|at) [^,;]{1,40}$")


# A second date that is not of the action: "a meeting in 2031 ... to prepare for the Conference in 2033", "a review
# in 2031 to accelerate progress towards clean wells by 2035"
_MEETS = r"(?:[Mm]eeting|[Cc]onference|[Ss]ummit|[Cc]ongress|[Rr]eview|[Ss]ession|[Ff]orum)"
_ELSEWHERE = re.compile(
    r"\b(?:prepare for|preparations? (?:for|of)|inform|feed into|towards|ahead of|in advance of|following) "
    rf"(?:the|a)\b[^,;]{{0,120}}\b{_MEETS}\b[^,;]{{0,90}}"
    r"(?:, to be (?:held|convened)(?: in [A-Z][a-z]+,?)? ?)?(?:in|on)$"
    r"|\b(?:progress|achievement of|achieving|meeting|reaching)\b[^,;]{0,120}\bby$"
    r"|\bfor a (?:[a-z]+ )?review\b[^;]{0,120}\bin$"
)
# "a discussion on the World Forum, to be held in 2030"
_ABOUT_EVENT = re.compile(
    r"\b(?:on|about|regarding|concerning) the (?:[a-z-]+ ){0,2}[A-Z][^,;]{2,160},"
    r" (?:which is )?(?:to be (?:held|convened)|scheduled)(?: (?:in|at) [A-Z][^,;0-9]{1,40}?,?)?"
    r"(?: to be held)? $"
)


def _inside_citation(text: str, at: int) -> bool:
    return bool(_CITED.search(text[max(0, at - 60) : at]))


# "the Fund, for which a conference will be held in 2030"
_FOR_WHICH = re.compile(r"\b(?:for|in|at|of) which [^,;]*$|\bfollowing the [^,;]{1,90}$")
# "the storm that struck the coast in 2030"
_PAST = re.compile(r"\b(?:that|which|who) (?:[a-z]+ed|struck|hit|took place|was|were|had) [^,;]{0,90}$")
# "for the financial period from 1 July" says what is paid for, not when it is due.
_PERIOD = re.compile(r"\bperiods?\s*$")


def _exists(match: re.Match[str]) -> bool:
    """Whether the month has that day."""
    month = MONTHS.index(match["month"]) + 1
    return 1 <= int(match["day"]) <= calendar.monthrange(int(match["year"]), month)[1]


def _year(match: re.Match[str]) -> str:
    return str(match["year"] or match["later"])


def _form(pattern: re.Pattern[str], match: re.Match[str]) -> str:
    value = _year(match)
    if pattern is _FROM:
        return f"from:{value}"
    if pattern in (_YEAR, _YEARLY_SESSION, _PROCLAIMED):
        return f"year:{value}"
    month = MONTHS.index(match["month"]) + 1
    value = f"{value}-{month:02d}"
    if pattern in (_DATE, _MONTH_FIRST):
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
    return f"from:{value}" if starts and not re.search(r" to | – ", match.group()) else value


def _recurring(text: str, start: int, end: int) -> tuple[int, int, tuple[str, ...]] | None:
    for match in _RECUR.finditer(text, start, end):
        word = match.group().lower()
        adverb = word == "quarterly" and _NO_NOUN.match(text, match.end(), end)  # "meet at least quarterly"
        if word in _ADJECTIVES and not adverb and not _PRODUCED.match(text, match.end(), end):
            continue
        if _TITLED.search(text, max(start, match.start() - 8), match.start()):
            continue  # "the 2023 annual report" exists
        if _RELATED.search(text, max(start, match.start() - 120), match.start()):
            continue  # "threats that account for a hundred deaths annually"
        if _ENABLED.search(text, max(start, match.start() - 80), match.start()):
            continue  # "in a manner that enables all Parties to regularly monitor progress"
        # "its annual meetings" take place anyway; "the annual reports" are what is asked for
        definite = _DEFINITE.search(text, max(start, match.start() - 7), match.start())
        if word in _ADJECTIVES and definite and not _REPORTS.match(text, match.end()):
            continue
        form = next(row.form for i, row in enumerate(recurrences()) if match.group(f"r{i}"))
        return match.start(), match.end(), (f"recurring:{form}",)
    return None

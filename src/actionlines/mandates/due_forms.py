"""When: the due forms that the words of a mandate state.

Forms: `year:2027`, `session:81` (General Assembly), an ISO date, a month `2026-12`, `from:2026`,
`recurring:annual|biennial|semi-annual|periodic|...`, `next-report`, `event:...`, `relative:...`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from actionlines.framework.bodies import NAMED, bodies, body_of, by_alias
from actionlines.framework.references import conferences
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.due import FIRST_SESSION_YEAR, recurrences
from actionlines.mandates.names import Names, mentions_in
from actionlines.mandates.words import DATA, ordinal, ordinal_pattern


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
_MOST = 20
_EVERY = 4  # years between plenipotentiary conferences (ITU Constitution, article 8)


def find_conferences(text: str, start: int, end: int, year: int, found: Found) -> None:
    """Add the conferences at or for which something is due. `year`: of the document, 0 when unknown."""
    for match in islice(_pattern().finditer(text, start, end), _MOST):
        if any(low < match.end() and match.start() < high for low, high, _ in found):
            continue
        if not _TO.search(text, max(start, match.start() - 20), match.start()):
            continue
        form = _conference_form(match, year)
        if form:
            found.append((match.start(), match.end(), (form,)))


def _conference_form(match: re.Match[str], year: int) -> str:
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


MOST = 40  # dates looked at in one action
FoundDate = tuple[int, int, tuple[str, ...]]
Found = list[FoundDate]
"""(start, end, forms) of each date."""

MONTHS = tuple(calendar.month_name[1:])
_A_MONTH = "|".join(MONTHS)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_RANGE = r"(?:(?: (?:to|and|–|-) |[–-])\d{1,2})?"
_DATE = expression(
    rf"(?P<prep>(?:(?:on|by|before|no later than|not later than|until|from|starting(?: on)?|beginning(?: on)"
    rf"?|as from|as of|with effect from|effective)\s+))(?:{_WEEKDAY},? )?(?P<day>\d{{1,2}})(?:(?:,? (?:and"
    rf"|to|–|-) ?|–|-)\d{{1,2}})?(?:\s+(?P<month>{_A_MONTH}))(?:\s+(?:to|–|and)\s+\d{{1,2}}\s+(?:{_A_MONTH})"
    rf")?,?\s+(?P<year>(?:19|20)\d\d)"
)
# "from 14 to 25 April and from 18 to 29 August 2031": the first day of each
_BOTH = expression(
    rf"\b(?P<prep>from|on|in)\s+(?P<first>\d{{1,2}}){_RANGE} (?P<early>{_A_MONTH})(?: (?:to|–) \d{{1,2}} "
    rf"(?:{_A_MONTH}))? and (?:from |on )?(?P<day>\d{{1,2}}){_RANGE} (?P<month>{_A_MONTH})(?: (?:to|–) "
    rf"\d{{1,2}} (?:{_A_MONTH}))?,? (?P<year>(?:19|20)\d\d)"
)
# "during 2031, namely from 6 to 24 April"
_NAMELY = expression(
    rf"\b(?P<prep>during|in)\s+(?P<year>(?:19|20)\d\d), namely,? (?:from |on )?(?P<day>\d{{1,2}})"
    rf"{_RANGE} (?P<month>{_A_MONTH})"
)
# "postpone the meeting to 10 May 2031"
_MOVED = expression(
    rf"\b(?<!\b\d )(?<!\b\d\d )(?P<prep>to)\s+(?:{_WEEKDAY},? )?"
    rf"(?P<day>\d{{1,2}}){_RANGE} (?P<month>{_A_MONTH}),? (?P<year>(?:19|20)\d\d)"
)
# "to early 2031", "to a period in 2031"
_MOVED_YEAR = expression(
    r"\b(?P<prep>to) (?:(?:early|late|mid)[- ]|(?:a|the) (?:later )?(?:period|date|time) in )?"
    r"(?P<year>(?:19|20)\d\d)(?![\d–-])"
)
_MOVES = expression(r"\b(?:postpon|reschedul|mov|defer|adjourn|advanc|chang)(?:e|ed|ing)?\b")
# "by May 1, 2031"
_MONTH_FIRST = expression(
    rf"(?P<prep>(?:on|by|before|no later than|not later than|until|from|starting|as of)\s+)"
    rf"(?P<month>{_A_MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>(?:19|20)\d\d)"
)
# councils and commissions count their sessions by year: "at its 2032 session", "its session of 2032"
_YEARLY_SESSION = expression(
    r"\b(?P<prep>at|during|before|by|to|for|in|until|(?:starting|beginning|commencing) (?:with|at|from))"
    r"\s+(?:its|the|their|[A-Z]\w+’s)\s+(?:(?P<year>(?:19|20)\d\d)\s+(?:(?:annual|regular|ordinary|resumed"
    r"|substantive|organizational|humanitarian|coordination|high-level)\s+)?(?:session|segment)s?\b"
    r"|(?:(?:first |second |third )?(?:annual|regular|substantive) )?(?:session|segment)s?,? (?:of |in )"
    r"?(?P<later>(?:19|20)\d\d)(?![\d–-]))"
)
_MONTHS = expression(
    rf"(?P<prep>(?:in|by|before|no later than|not later than|during|until|starting(?: in)?|beginning(?: in)"
    rf"?|from|as from|commencing in|(?:(?:by|before|at|no later than|not later than) )?the end of)\s+)"
    rf"(?P<month>{_A_MONTH})\s+(?P<year>(?:19|20)\d\d)"
)
_FROM = expression(
    r"\b(?:starting|beginning|commencing|effective|as from|as of|with effect from|from)\s+(?:in |from |with "
    r"|the year )?(?P<year>(?:19|20)\d\d)(?:\s+onwards?)?(?![\d–-])"
)
_YEAR = expression(
    r"\b(?P<prep>in|by|during|in the course of|before|until|no later than|not later than|by the end of"
    r"|(?:in|by|during|before|by the end of) the (?:(?:first|second|third|fourth|last) (?:half|quarter|part)"
    r"|spring|summer|autumn|winter) of|through to|up to|before the end of|at the end of|(?:no|not) later "
    r"than the end of|between now and|by the year|in the year|proclaim|the year|declare),?\s+(?:the "
    r"(?:calendar |financial )?year\s+|early\s+|late\s+|mid-)?(?P<year>(?:19|20)\d\d)(?P<more>(?:, (?:19|20)"
    r"\d\d)*,? and (?:in )?(?:19|20)\d\d)?(?![\d–-]|\s+Agenda|\s+and its)"
)


def find_dates(text: str, start: int, end: int, year: int, found: Found) -> None:
    """Add the dates in start..end that no form of `found` covers; years before `year` are none."""
    taken = [(low, high) for low, high, _ in found]

    def free(low: int, high: int) -> bool:
        """Return whether no date found earlier covers these characters."""
        return all(high <= a or low >= b for a, b in taken)

    for pattern in _ALL:
        for match in islice(pattern.finditer(text, start, end), MOST):
            at = match.start()
            if not free(at, match.end()) or int(_year(match)) < year:
                continue
            if any(guard.search(text, max(start, at - reach), at) for guard, reach in _NOT_DUE):
                continue
            if (not year or int(_year(match)) <= year + 1) and _CITED.search(text, max(0, at - 60), at):
                continue
            if taken and _ELSEWHERE.search(text, max(start, at - 240), at + 2):
                continue
            if pattern in _OF_DAYS and not 1 <= int(match["day"]) <= _last_of(match):
                continue  # 30 February
            if pattern in (_MOVED, _MOVED_YEAR) and not _MOVES.search(text, start, match.start()):
                continue
            if match.group().startswith("until") and not lasts_until(text, start, match.start()):
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


# A second date that is not of the action: "a meeting in 2031 ... to prepare for the Conference in 2033", "a review
# in 2031 to accelerate progress towards clean wells by 2035"
_MEETS = r"(?:[Mm]eeting|[Cc]onference|[Ss]ummit|[Cc]ongress|[Rr]eview|[Ss]ession|[Ff]orum)"
_ELSEWHERE = expression(
    rf"\b(?:prepare for|preparations? (?:for|of)|inform|feed into|towards|ahead of|in advance of|following) "
    rf"(?:the|a)\b[^,;]{{0,120}}\b{_MEETS}\b[^,;]{{0,90}}"
    r"(?:, to be (?:held|convened)(?: in [A-Z][a-z]+,?)? ?)?(?:in|on)$|\b(?:progress|achievement of"
    r"|achieving|meeting|reaching)\b[^,;]{0,120}\bby$|\bfor a (?:[a-z]+ )?review\b[^;]{0,120}\bin$|\bbefore "
    r"the [^;]{1,120}, to be held (?:in|at) [^,;]{1,40} in$"
)
# "for the financial period from 1 July" says what is paid for, not when it is due.
_PERIOD = expression(r"\bperiods?\s*$")


# "defer the matter until 1 May 2031" is when it comes up; "extend the mandate until 1 May 2031" is how long it
# lasts.
_TILL = expression(
    r"\b(?:postpon|reschedul|mov|defer|adjourn|suspend|delay)(?:e|ed|ing)?\b|\bextend(?:ed|ing)? (?:the "
    r"|its |their )?(?:work|session|meeting|deadline|time limit|submission|consideration)"
)


def lasts_until(text: str, start: int, at: int) -> bool:
    """Return whether "until" at `at` says when something is due, not how long something lasts."""
    return _TILL.search(text, start, at) is not None


# "in the absence of a session in 2031"
_UNLESS = expression(r"\bin the (?:absence of|event)\b[^,;]*$")
_NOT_DUE = ((_PERIOD, 12), (_UNLESS, 160))
_OF_DAYS = (_BOTH, _NAMELY, _MOVED, _DATE, _MONTH_FIRST)
_ALL = (*_OF_DAYS, _MOVED_YEAR, _MONTHS, _YEARLY_SESSION, _FROM, _YEAR)


def _first_of_both(match: re.Match[str]) -> str:
    return f"{match['year']}-{MONTHS.index(match['early']) + 1:02d}-{int(match['first']):02d}"


def _last_of(match: re.Match[str]) -> int:
    return calendar.monthrange(int(match["year"]), MONTHS.index(match["month"]) + 1)[1]


def _year(match: re.Match[str]) -> str:
    return str(match["year"] or match["later"])


def _form(pattern: re.Pattern[str], match: re.Match[str]) -> str:
    value = _year(match)
    if pattern is _FROM:
        return f"from:{value}"
    if pattern in (_YEAR, _MOVED_YEAR, _YEARLY_SESSION):
        return f"year:{value}"
    month = MONTHS.index(match["month"]) + 1
    value = f"{value}-{month:02d}"
    if pattern in _OF_DAYS:
        value = f"{value}-{int(match['day']):02d}"
    elif "end of" in match["prep"]:
        value = f"{value}-{_last_of(match)}"
    starts = (
        match["prep"]
        .strip()
        .startswith(
            ("from", "starting", "beginning", "as from", "as of", "with effect", "effective", "commencing")
        )
    )
    starts = starts and pattern not in (_BOTH, _NAMELY)
    return f"from:{value}" if starts and not re.search(r" to | – | and |\d[–-]\d", match.group()) else value


_RECUR = expression(
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
_PRODUCED = expression(
    r",?\s+(?:[a-z-]+,?\s+){0,4}?(?:reports?|reporting|updates?|briefings?|basis|cycle|dialogues?|reviews?"
    r"|discussions?|debates?|interactive|observance|assessments?|evaluations?|surveys?|meetings?"
    r"|contributions?|conferences?|events?|workshops?|panels?|consultations|progress)\b",
    re.IGNORECASE,
)
_DEFINITE = expression(r"\b(?:its|their|the|of|at)\s+$")
_REPORTS = expression(
    r"\s+(?:and \w+ )?(?:reports?|reporting|basis|progress|(?:[A-Z][\w/-]* ){1,8}Reports?)\b"
)


_ONE_OF = expression(
    rf"\b(?:{ordinal_pattern()}|next|forthcoming|upcoming|previous|last|latest|combined|initial|overdue) $",
    re.IGNORECASE,
)
_ACTED_ON = expression(
    r"\b(?:endorse|approve|adopt|accept|welcome|take note of|build(?:ing)? on|based on|contained in) the $"
)
# "the annual report of the Conference on its 2031 session", "the triennial report requested in resolution 1/2"
_GIVEN_REPORT = expression(
    r"\s+(?:progress )?(?:report|meeting|session)s? (?:of [^,;]{1,60} )?(?:on (?:its|the work of its) "
    r"(?:20\d\d|[a-z-]+) session"
    r"|requested in|contained in|referred to in|submitted (?:to|pursuant)|for (?:the year )?20\d\d\b)"
)


# "a Chair rotating on an annual basis", "the measures on the annual report": of something else than what is asked
_OF_OTHERS = expression(
    r"\b(?!(?:by|and|or|of|to|in|continue|consider|begin|start|keep|while|when)\b)[A-Za-z]{3,} [a-z]+ing"
    r" (?:on )?(?:an? )?$|\brelat(?:ed|ing) to the (?:[a-z]+ )?$"
)


def find_recurring(text: str, start: int, end: int) -> tuple[int, int, tuple[str, ...]] | None:
    """Return (start, end, forms) of how often something is asked for in start..end, or None."""
    for match in _RECUR.finditer(text, start, end):
        word = match.group().lower()
        if word in _ADJECTIVES and not _PRODUCED.match(text, match.end(), end):
            continue
        if word in _ADJECTIVES and _ONE_OF.search(text, max(start, match.start() - 24), match.start()):
            continue  # "the seventh biennial review"
        if word in _ADJECTIVES and _ACTED_ON.search(text, max(start, match.start() - 40), match.start()):
            continue  # "endorse the annual progress report"
        if word in _ADJECTIVES and _GIVEN_REPORT.match(text, match.end(), end):
            continue  # one that exists already or was asked for before
        if _OF_OTHERS.search(text, max(start, match.start() - 60), match.start()):
            continue
        # "its annual meetings" take place anyway; "the annual reports" are what is asked for
        definite = _DEFINITE.search(text, max(start, match.start() - 7), match.start())
        if word in _ADJECTIVES and definite and not _REPORTS.match(text, match.end()):
            continue
        form = next(row.form for i, row in enumerate(recurrences()) if match.group(f"r{i}"))
        return match.start(), match.end(), (f"recurring:{form}",)
    return None


_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30,
    "forty-five": 45, "sixty": 60, "ninety": 90, "one hundred and twenty": 120,
}  # fmt: skip
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
# "of this resolution", "the Panel’s reappointment", "the date of adoption"
_ANCHOR = (
    r"(?:(?:the |its |their |his |her |each |this |that |such )?(?:(?:date|day|time) of )?(?:the |its "
    r"|their )?(?:[A-Z][\w-]*(?: [A-Z][\w-]*){0,4}[’']s? )?(?P<anchor>(?!(?:the|its|this|and|or|in|on|to|a"
    r"|an)\b)[a-z][\w-]*)(?: of (?:this|the present) (?:resolution|decision|report))?)?"
)
_RELATIVE = expression(
    rf"\b(?:within|no later than|not later than|at least)\s+(?:a period of )?(?P<n>\d{{1,3}}|{_WORDS})"
    r"(?: \(\d{1,3}\))?\s+(?P<kind>(?:calendar|working|business)\s+)?(?P<unit>days?|weeks?|months?|years?)\b"
    rf"(?:\s*(?P<rel>of|from|after|before|prior to|following|in advance of)\s+{_ANCHOR})?"
)


def find_relative(text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield (start, end, forms) of each such span in start..end; `relative:6-months`."""
    for match in islice(_RELATIVE.finditer(text, start, end), MOST):
        if match["rel"] is None and match[0].startswith("at least"):
            continue
        number = _NUMBERS.get(match["n"]) or int(match["n"])
        yield match.start(), match.end(), (f"relative:{number}-{match['unit'].rstrip('s')}s",)


_EVENT = expression(
    r"\b(?P<prep>in the context of|at|during|in advance of|in preparation for|as part of|before|by|upon"
    r"|(?:upon|at|after|following) the (?:conclusion|completion|end) of) (?:the|its|their) (?:[a-z-]+ )"
    r"?(?P<coming>upcoming|forthcoming|next|coming) (?P<what>(?:[a-z-]+ ){0,3}?(?:review|conference|summit"
    r"|meeting|forum|evaluation|assessment|dialogue|consultations|negotiations)\b(?: of (?:the )"
    r"?[A-Z][\w-]*(?:(?: (?:and|of|for|the|on)){0,3} [A-Z][\w-]*)*)?)"
)
# "prior to the high-level meeting", "ahead of the beginning of the fourth Review Conference"
_BEFORE = expression(
    r"\b(?<!months )(?<!weeks )(?<!days )(?:prior to|ahead of|in advance of|before) (?:the (?:start"
    r"|beginning|commencement|opening|convening|holding) of )?(?:the|its) (?P<what>(?:[a-z-]+ )"
    r"{0,3}?(?:[A-Z][\w-]* ){0,4}?(?:high-level meeting|high-level conference|summit|conference|midterm "
    r"review|review conference|Meeting|Conference|Summit|Congress|Forum|Dialogue)\b(?: of (?:the )"
    r"?(?:States(?: Parties)?|Parties)\b)?"
    rf"|(?:{ordinal_pattern()}) (?:meeting|session) of the (?:[A-Z][\w-]*(?: (?=[A-Z]))?){{1,5}})"
)
_SLUG = expression(r"[^a-z0-9]+")


def find_events(text: str, start: int, end: int, found: Found) -> None:
    """Occasions without a date: "in the context of the upcoming review of the Department ..."."""
    for pattern in (_EVENT,) if found else (_EVENT, _BEFORE):  # a date says more than "before the summit"
        for match in islice(pattern.finditer(text, start, end), MOST):
            if all(match.end() <= low or match.start() >= high for low, high, _ in found):
                found.append((match.start(), match.end(), (f"event:{slug(match['what'])}",)))


def slug(words: str) -> str:
    """Return words as the form of an event has them: "high-level-meeting"."""
    return _SLUG.sub("-", words.lower()).strip("-")


# Words without which no conference is a date.
_CONFERENCE = expression(
    r"onference|\b(?:PP|WTDC|WTSA|WRC)\b|(?:Assembly|Forum|Summit) 20|Standardization Assembly"
)


_HAS_YEAR = expression(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Due:
    """Forms in reading order, and the words that say so (start..end)."""

    forms: tuple[str, ...]
    start: int
    end: int


# A number from RECENT on is the Assembly's where nobody else's fits; sessions before OLDEST are long over.
OLDEST, RECENT = 60, 78
FAR_AHEAD = 15  # years: no text dates further ahead by a session
_ORD = ordinal_pattern()
_SESSION = expression(
    rf"(?P<prep>(?:(?:no later than|not later than|before|by|until|prior to) (?:the )?(?:end|close"
    rf"|beginning|start|opening|commencement|conclusion|main part) of|no later than|not later than"
    rf"|(?:starting|beginning|commencing) (?:with|at|from|during|in)|as from|in advance of|ahead of|prior "
    rf"to|in conjunction with|on the margins of|from|at|during|in|to|for|(?:agenda|end|half|quarter|week"
    rf"|part|close|start|conclusion|beginning|work) of|by|before|until|throughout|each of)\s+)"
    rf"(?P<det>its|the|their|his|her|each of its|[A-Z]\w+’s)\s+(?:resumed |upcoming |forthcoming |next )"
    rf"?(?P<first>{_ORD})(?:,? (?P<more>(?:{_ORD},? )*)(?:and|or|to) (?:its |the )?(?P<last>{_ORD}))?(?: "
    rf"(?:regular|annual|resumed|substantive|ordinary))? sessions?\b(?P<year>(?: of the "
    rf"[A-Z][^().;]{{1,100}}?(?= \((?:[A-Z][a-z]+[– ]){{0,3}}20\d\d))?,? ?(?:(?:in|of|\(|to be held (?:in "
    rf"[A-Z][\w ]{{1,40}},? )?in|scheduled for) ?)?(?:(?P<month>{_A_MONTH})(?P<later>(?:[–-]| and | to )"
    rf"(?:{_A_MONTH}))? )?(?P<y>(?:19|20)\d\d)(?: and (?P<yy>20\d\d))?)?",
    re.IGNORECASE,
)
# Where a date is given, "as part of his annual report" only says in which document.
_OTHERS_REPORT = expression(
    r"\b(?:as part of|in|within|through|in the context of) (?:his|her|its|their|the) $"
)
_NEXT_REPORT = expression(
    r"\b(?:in|in the context of|as part of|through|with|within|under)\s+(?:the framework of\s+)?(?:his|its"
    r"|her|their|the)\s+(?:next|forthcoming|upcoming|subsequent)\s+(?:[a-z-]+\s+){0,3}?reports?\b"
)


def find_due(text: str, start: int, end: int, year: int = 0, holders: Holders | None = None) -> Due | None:
    """Return the due forms in start..end of `text`. `year`: of the document; earlier years are not due dates.
    `holders` gives the bodies whose session a numbered session may be; without it only names in `text` count.
    """
    found: Found = []
    # What cannot be there is not looked for.
    if text.find("ession", start, end) >= 0:
        _sessions(text, start, end, year, holders, found)
        _next_session(text, start, end, year, holders, found)
    if _HAS_YEAR.search(text, start, end):
        find_dates(text, start, end, year, found)
    if _CONFERENCE.search(text, start, end):
        find_conferences(text, start, end, year, found)
    recurring = find_recurring(text, start, end)
    next_reports = list(_NEXT_REPORT.finditer(text, start, end))
    if recurring and not (found and _OTHERS_REPORT.search(text, max(start, recurring[0] - 30), recurring[0])):
        found.append(recurring)
    found.extend((match.start(), match.end(), ("next-report",)) for match in next_reports)
    found.extend(find_relative(text, start, end))
    find_events(text, start, end, found)
    if not found:
        return None
    found = _without_purpose(text, _without_session(sorted(found)))
    forms = tuple(dict.fromkeys(form for _, _, values in found for form in values))[:4]
    return Due(forms, found[0][0], _words_end(text, found))


_NEAR = 120
_NEXT_SESSION = expression(
    r"\b(?:at|to|for|during|before|by|in time for) (?:its|the|their) (?:next|forthcoming|upcoming|subsequent) "
    r"(?:(?:regular|annual|ordinary|substantive) )?session\b"
)


def _next_session(text: str, start: int, end: int, year: int, holders: Holders | None, found: Found) -> None:
    """The session after the document: a number for the Assembly, a year by the calendar, else an event."""
    for match in islice(_NEXT_SESSION.finditer(text, start, end), MOST):
        held = holders(*match.span()) if holders else (holder(None, 0, text, *match.span()),)
        body = next(iter(held), "")
        if body == GENERAL_ASSEMBLY and year:
            form = f"session:{year - FIRST_SESSION_YEAR + 1}"
        elif year and (later := next_session(body, year)):
            form = f"year:{later}"
        else:
            named = body_of(body)
            form = f"event:{slug(f'next session of the {named.name}' if named else 'next session')}"
        found.append((match.start(), match.end(), (form,)))


def _without_session(found: Found) -> Found:
    """A day says more than the session it falls in: "on 26 September 2031 during the eighty-sixth session"."""
    days = [(low, int(form[:4])) for low, _, forms in found for form in forms if _DAY.fullmatch(form)]

    def same(low: int, high: int, forms: tuple[str, ...]) -> bool:
        """Return whether a session is the one in which one of the days falls."""
        if len(forms) != 1 or not forms[0].startswith("session:"):
            return False
        opened = FIRST_SESSION_YEAR + int(forms[0].partition(":")[2])
        return any(opened <= year <= opened + 1 and abs(low - day) < _NEAR for day, year in days)

    return [one for one in found if not same(*one)]


# "by 1 May 2031, in order to prepare for the floods of 2033": the second date is of the purpose
_PURPOSE = expression(r"\b(?:in order to|so as to)\b")
_DEADLINE = expression(r"(?:by|before|no later|not later|prior)\b")


def _without_purpose(text: str, found: Found) -> Found:
    first = found[0][1]
    return [
        one
        for one in found
        if one[0] <= first or _DEADLINE.match(text, one[0]) or not _PURPOSE.search(text, first, one[0])
    ]


_DAY = expression(r"20\d\d-\d\d-\d\d")
_CLOSE = expression(r",? (?:and )?|")


def _words_end(text: str, found: Found) -> int:
    """Where the words of the first date end, with those that follow at once: "annually, starting in 2032"."""
    stop = found[0][1]
    for low, high, _ in found[1:]:
        if not _CLOSE.fullmatch(text, stop, max(stop, low)):
            break
        stop = max(stop, high)
    return stop


def _sessions(text: str, start: int, end: int, year: int, holders: Holders | None, found: Found) -> None:
    for match in islice(_SESSION.finditer(text, start, end), MOST):
        before = text[max(start, match.start() - 160) : match.start("det")]
        if _DONE_THERE.search(before) or _SETTLED_THERE.search(before):
            continue
        if match["prep"].lower().startswith("until") and not lasts_until(text, start, match.start()):
            continue
        if match["year"]:
            if int(match["y"]) >= year:
                both = _in_assembly(match, holders, text, _recent(year))
                years = [f"year:{year}" for year in (match["y"], match["yy"]) if year]
                found.append((match.start(), match.end(), (*both, *years)))
            continue
        words = [match["first"], *re.findall(_ORD, match["more"] or "", re.IGNORECASE), match["last"] or ""]
        numbers = [ordinal(word) for word in words if word]
        bodies = holders or (lambda low, high: (holder(None, 0, text, low, high),))
        forms = _held(bodies(*match.span()), numbers, year)
        if forms:
            found.append((match.start(), match.end(), forms))


def _in_assembly(match: re.Match[str], holders: Holders | None, text: str, recent: int) -> tuple[str, ...]:
    """Return the session of the Assembly that a year stands beside: "at its eighty-second session, in 2027"."""
    number = ordinal(match["first"])
    bodies = holders(*match.span()) if holders else (holder(None, 0, text, *match.span()),)
    ours = number >= recent and bodies[:1] in ((GENERAL_ASSEMBLY,), ("",), ())
    return (f"session:{number}",) if ours else ()


def _held(bodies: tuple[str, ...], numbers: list[int], year: int) -> tuple[str, ...]:
    """Return the forms of sessions by number: the Assembly's stay numbers, another's become years, where one of
    those who may hold them holds such sessions from `year` on; else the words.
    """
    for body in bodies or ("",):
        if body in (GENERAL_ASSEMBLY, "") or _sits_with_assembly(body):
            kept = [number for number in numbers if _ahead(FIRST_SESSION_YEAR + number, year)]
            kept = [number for number in kept if number >= OLDEST]
            if kept:
                return tuple(f"session:{number}" for number in kept)
            continue
        years = [held for number in numbers if (held := year_of_session(body, number)) is not None]
        kept = [held for held in years if _ahead(held, year)]
        if kept:
            return tuple(f"year:{held}" for held in dict.fromkeys(kept))
        recent = _recent(year)
        if not years and max(numbers) < recent and body == bodies[0] and body[:1].isalnum():
            named = body_of(body) if body.startswith(NAMED) else None
            return (f"event:{slug(f'session {numbers[0]} of the {named.name if named else body}')}",)
    recent = _recent(year)
    kept = [number for number in numbers if number >= recent and _ahead(FIRST_SESSION_YEAR + number, year)]
    return tuple(f"session:{number}" for number in kept)


def _recent(year: int) -> int:
    """Return the least number that only the Assembly's sessions have reached by `year`."""
    return min(RECENT, year - FIRST_SESSION_YEAR) if year > FIRST_SESSION_YEAR + OLDEST else RECENT


def _sits_with_assembly(body: str) -> bool:
    """Return whether the sessions of a body are those of the General Assembly: a Main Committee's are."""
    ids = (body,) if body in bodies() else by_alias(body)
    return any(one == "general-committee" or bodies()[one].parent == "main-committees" for one in ids)


def _ahead(held: int, year: int) -> bool:
    return not year or year <= held <= year + FAR_AHEAD


# "the plan adopted by the Commission at its tenth session" exists; what is to be adopted there does not.
_DONE_THERE = expression(
    r"(?<!\bbe )(?<!\bbe jointly )(?<!\bprogress )\b(?!referred\b)(?:[a-z]+ed|made|taken|set out|held|given)"
    r" (?:[a-z]+ )?(?:by|at|to|during) (?:[^,;]{0,140} )?(?:at |during )?$"
)
# "to a date to be decided by the Assembly at its ninetieth session"
_SETTLED_THERE = expression(
    r"\bto be (?:decided|determined|agreed)(?: upon| on)? by [^,;]{1,80} (?:at|during) $"
)

"""Which body a resolution is said to be of: the words before the head and behind the number.

How the bodies of the United Nations number their resolutions, and whether a number and a date agree.

Session S of the General Assembly opens in September of 1945 + S and closes a year later; the Economic and Social
Council numbers by the year in which its session ends (it opens in July of the year before); the Human Rights
Council has met about three times a year since June 2006.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from actionlines.citations.model import fold_text
from actionlines.citations.places import flexible_pattern
from actionlines.framework.references import SymbolSeries, conference_at, list_series
from actionlines.lazily import expression

WINDOW = 150
# what may stand between the body and the word "resolution"
_FILLERS = ("draft", "special", "revised", "existing", "relevant", "previous", "recent", "joint", "general")
_FILLER = rf"(?:(?:{'|'.join(_FILLERS)})\s{{1,3}}){{0,2}}"
_PLACE = expression(
    r"\s*(?:(?:Rev|Mod)\.?,?\s{0,3})?(?:(?P<body>[A-Z]{2,4}),?\s{0,3})?(?P<place>[^\W\d_][^\d,()]{2,40}?)?\s{0,3},?\s{0,3}(?P<year>(?:19|20)\d\d)\s*",
    re.I,
)
# "Rev.", "Rév.", "Пересм.", "the revised one in"
_REVISED = r"^(?:r[eé]v(?:is\w+)?|mod(?:ified)?|пересм|المراج\S{0,4}\s+في)(?!\w)\.?,?\s*"
LATEST_SESSION = 120
_FIRST_YEAR = 1946
# years by which a misprint of one digit may miss
_MISPRINT = 15


@dataclass(frozen=True, slots=True)
class Speaker:
    """A body as the text names it: its series, where the words begin, and the year they give ("" if none)."""

    series: SymbolSeries
    start: int
    year: str = ""


@cache
def _by_word() -> dict[str, SymbolSeries]:
    return {word.lower(): row for row in list_series() for word in map(fold_text, row.words)}


@cache
def _join_names() -> str:
    words = sorted(_by_word(), key=len, reverse=True)
    return "|".join(flexible_pattern(word) for word in words)


@cache
def _last_words() -> frozenset[str]:
    """Return the words that can stand right before "resolution" when a body is named there."""
    return frozenset({*_FILLERS, *(word.split()[-1] for word in _by_word())})


def _last_word(text: str, position: int) -> str:
    """Return the word before `position`, in lower case and without its possessive ending."""
    words = text[max(0, position - 32) : position].split()
    return words[-1].lower().removesuffix("'s").removesuffix("'") if words else ""


@cache
def _compile_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?P<lead>ITU[ -]|UN\s|United\sNations\s)?(?P<body>{_join_names()})(?:'s?)?"
        r"(?:\s{0,3}\([A-Z][\w&-]{1,7}\))?(?:\s{0,3}-?(?P<year>(?:19|20)\d\d|(?<=-)\d\d|(?<=[A-Z])\d\d))?"
        rf"\s{{0,4}}{_FILLER}$",
        re.I,
    )


@cache
def _compile_other() -> re.Pattern[str]:
    words = sorted((word for word, row in _by_word().items() if row.family == "other"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(flexible_pattern(word) for word in words)})(?!\w)", re.I)


def other_before(text: str, position: int) -> bool:
    """Return whether a body that numbers for itself is named in the words before `position`."""
    return _compile_other().search(text, max(0, position - WINDOW), position) is not None


@cache
def _compile_its() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?P<body>{_join_names()})(?:\s{{0,3}}\([^()]{{1,40}}\))?(?P<gap>,?\s[^.;:]{{0,30}}?|\s|,\s)"
        r"\b(?:in|by|under|through|with|per)\s{1,3}its\s{1,3}$",
        re.I,
    )


@cache
def _compile_behind() -> re.Pattern[str]:
    return re.compile(
        r"(?:\s{0,3},)?\s{1,3}(?:(?:adopted\s{1,3}by|of)\s{1,3}(?:the\s{1,3})?|(?:du|del?|des)\s{1,3}(?:la\s{1,3}|l')?|(?=[А-Я]))(?:(?P<year>(?:19|20)\d\d)\s{1,3})?"
        rf"(?:ITU\s|UN\s|United\sNations\s)?(?P<body>{_join_names()})(?![\w])(?:-?(?P<two>(?:20)?\d\d)(?![\d/]))?"
        r"(?:\s{0,3}\((?P<paren>[^()]{3,60})\))?",
        re.I,
    )


def series_of(name: str) -> SymbolSeries:
    """Return the series of resolutions of a body by its name."""
    return _by_word()[" ".join(name.lower().split())]


def full_year(digits: str) -> str:
    """Return the year of two or four digits: `14` -> `2014`, `98` -> `1998`."""
    return ("19" if int(digits) > 80 else "20") + digits if len(digits) == 2 else digits


def event_year(prefix: str, digits: str) -> str:
    """Return the year in which a conference known by its number was held: WTSA-20 met in 2022."""
    for conference in _list_events().get((prefix, full_year(digits)), ()):
        return conference
    return full_year(digits)


@cache
def _list_events() -> dict[tuple[str, str], tuple[str, ...]]:
    from actionlines.framework.references import list_conferences

    return {(c.body, full_year(c.event.rpartition("-")[2])): (str(c.year),) for c in list_conferences()}


def speaker_before(text: str, position: int) -> Speaker | None:
    """Return the body named right before the head at `position`: "General Assembly", "WTSA-16", "Council 2011"."""
    last = _last_word(text, position)
    if not (last in _last_words() or last.endswith(")") or last[-2:].isdigit()):
        return None  # nothing to look for, and the search is dear
    if (match := _compile_before().search(text, max(0, position - WINDOW), position)) is None:
        return None
    body = series_of(match["body"])
    if match["body"].isupper() or match["body"][0].isupper() or match["body"].lower() == "plenipotentiary":
        lead = (match["lead"] or "").strip(" -").upper()
        if lead == "ITU" and body.family == "un" and match["body"].lower() == "council":
            body = next(row for row in list_series() if row.prefix == "C")
        year = event_year(body.prefix, match["year"]) if match["year"] and body.family == "itu" else ""
        return Speaker(body, match.start(), year)
    return None


def before_its(text: str, position: int) -> Speaker | None:
    """Return the body that "its" represents: "by the Economic and Social Council in its resolution 2017/21"."""
    if _last_word(text, position) != "its":
        return None
    match = _compile_its().search(text, max(0, position - WINDOW), position)
    return Speaker(series_of(match["body"]), position) if match is not None else None


@cache
def _after_its() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}},\s{{1,3}}the\s{{1,3}}(?P<body>{_join_names()})(?!\w)", re.I)


def after_its(text: str, head: int, end: int) -> Speaker | None:
    """Return the body that "its" announces: "In its resolution 43/26, the Council called for ..."."""
    if not text[max(0, head - 5) : head].rstrip().lower().endswith("its"):
        return None
    match = _after_its().match(text, end, end + 90)
    return Speaker(series_of(match["body"]), head) if match is not None else None


def speaker_behind(text: str, position: int) -> tuple[Speaker, int] | None:
    """The body named behind a number: "of the Plenipotentiary Conference (Guadalajara 2010)"; and the end."""
    if (match := _compile_behind().match(text, position, position + 200)) is None:
        return None
    body = series_of(match["body"])
    if not (match["body"][0].isupper()):
        return None
    year, end = "", match.end()
    if body.family == "itu":
        digits = match["year"] or match["two"] or ""
        year = match["year"] or (event_year(body.prefix, digits) if digits else "")
        if match["paren"]:
            place = place_and_year(match["paren"])
            year = place[1] if place else year
            end = end if place else match.start("paren") - 1
    elif match["paren"]:
        end = match.start("paren") - 1
    while end > match.start() and text[end - 1].isspace():
        end -= 1
    return Speaker(body, position, year), end


def place_and_year(words: str) -> tuple[str, str] | None:
    """Body (or "") and year of "Rev. Bucharest, 2022", "Guadalajara 2010", "REV. DUBAI, 2018BUCHAREST, 2022".

    Where tracked changes were flattened, the text proposes the last place.
    """
    pieces = re.findall(r"(?:[^\W\d_][^\d()]{2,40}?)\s{0,3},?\s{0,3}(?:19|20)\d\d", words[:120])
    if not pieces:
        return None
    place, year = re.fullmatch(r"(.*?)\s*,?\s*(\d{4})", pieces[-1], re.S).groups()  # type: ignore[union-attr]
    place = re.sub(_REVISED, "", place.strip(" ,."), flags=re.I)
    if (named := conference_at(place, int(year))) is not None:
        return named.body, year
    if (known := _by_word().get(place.lower().strip(" ,."))) is not None:
        return known.prefix, year
    return "", year


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


def year_of(match: re.Match[str]) -> float:
    """Return the date of a match of DATE as a year with its fraction (1 July 2020 is 2020.5)."""
    return int(match["dated"]) + (_MONTHS[match["month"].lower()] - 0.5) / 12


def session_agrees(series: str, session: int, date: float) -> bool:
    """Return whether a resolution numbered `session`/N of this series can bear this date.

    >>> session_agrees("A", 70, 2015.7), session_agrees("A", 48, 2021.8), session_agrees("A/HRC", 48, 2021.8)
    (True, False, True)
    """
    if series == "A":
        return session + 1945 + 8 / 12 <= date <= session + 1946 + 10 / 12
    if series == "E":
        return session - 0.5 <= date < session + 1
    if series == "A/HRC":
        return abs(2005.9 + session / 3 - date) <= 1.0
    return True


def is_foreign(number: str, date: float, other_body: Callable[[], bool]) -> bool:
    """Return whether the date shows that a number is not the Assembly's nor the Human Rights Council's.

    A date that disagrees may be a misprint of either; it proves another body when one is named before
    (`other_body`), or when decades lie between.
    """
    session = number.partition("/")[0]
    if not date or not session.isdigit() or int(session) >= _FIRST_YEAR:
        return False
    if session_agrees("A", int(session), date) or session_agrees("A/HRC", int(session), date):
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
    if (opened := int(session)) >= _FIRST_YEAR:
        return None if named is not None and named.family == "other" else "E"
    if date and session_agrees("A", opened, date) and (named is None or named.prefix != "A/HRC"):
        return "A"
    if named is not None and named.family == "other":
        return None
    if named is not None and named.prefix in ("A/HRC", "C"):
        return "A/HRC"
    if named is None and own == "A/HRC" and not (date and not session_agrees("A/HRC", opened, date)):
        return "A/HRC"
    if date and session_agrees("A/HRC", opened, date):
        return "A/HRC"
    return "A" if 30 < opened < LATEST_SESSION else None


@cache
def roman_value(numeral: str) -> int:
    """Return the number that a roman numeral represents."""
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

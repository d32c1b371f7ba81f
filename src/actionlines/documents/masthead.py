"""Words of mastheads in the six languages of the United Nations: who speaks, what a line is.

Data: masthead_words.csv with role, language, form (small letters) and value.
"""

import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

from actionlines.framework.tables import read_table
from actionlines.lazily import expression

# Vowel signs and the stretching of Arabic are no part of a word; a typeset apostrophe is an apostrophe.
_SIGNS = {
    **dict.fromkeys((*range(0x064B, 0x0653), 0x0640, 0x200E, 0x200F)),
    0x2019: "'",
    0xA0: " ",
    0x2011: "-",
    **{start + n: str(n) for start in (0x0660, 0x06F0) for n in range(10)},
}
# Fonts that join lam and alef give them to readers of a PDF in the wrong order: "األمم" for "الأمم".
_LIGATURE = expression("(?<=ا)([أإآ])(ل)")
_COMMA = ",،，"
_LONGEST = 160
# "2025年12月17日"
_CHINESE = r"(?P<y>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"
# Raised letters are plain ones here: "79º" is "79o".
_FIGURES = expression(r"(\d{1,3})\.?(?:st|nd|rd|th|e|ème|[oa°]|-я)(?!\w)|(\d{1,3})(?=\s?届)")
_BETWEEN = expression(r"[\s‐–-]*")
_LONGEST_DATE = 200
_SYMBOL = expression(r"[A-Z]{1,5}(?:/[A-Z0-9][\w.-]{0,14}){1,6}(?:\s?\([\w. ]{1,12}\))?")
_AGENDA = expression(r"\s?\d")
_LONGEST_HEAD_LINE = 160


def plain_text(text: str) -> str:
    """Small letters in their common forms, digits as 0 to 9."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).lower()
    return _LIGATURE.sub(r"\2\1", text)


@cache
def _read_words() -> dict[str, dict[str, str]]:
    words_of: dict[str, dict[str, str]] = {}
    for row in read_table("masthead_words", Path(__file__).parent):
        words_of.setdefault(row["role"], {})[plain_text(row["form"])] = row["value"]
    return words_of


def list_words(role: str) -> dict[str, str]:
    """Return the forms of a role with their values, of all languages."""
    return _read_words()[role]


@cache
def compile_pattern(*roles: str) -> re.Pattern[str]:
    """Return one of the forms of these roles, whole words where the writing parts words by blanks."""
    forms = sorted((form for role in roles for form in list_words(role)), key=len, reverse=True)
    return expression("|".join(map(_bound_form, forms)))


def _bound_form(form: str) -> str:
    inside = re.escape(form).replace(r"\ ", r"\s+")
    return rf"(?<!\w){inside}(?!\w)" if form[0] < "\u0590" else inside


def find_words(role: str, text: str) -> str | None:
    """Return the value of the first form of a role in a text, None when there is none."""
    match = compile_pattern(role).search(plain_text(text[: 2 * _LONGEST]))
    return list_words(role)[" ".join(match.group().split())] if match else None


def find_beginning(role: str, text: str) -> str:
    """Return the value of a form that opens a line, or closes it in Chinese ("秘书长的报告"); else ""."""
    line = plain_text(text.strip()[: 2 * _LONGEST])
    if match := compile_pattern(role).match(line):
        return list_words(role)[" ".join(match.group().split())]
    if line.isascii():
        return ""
    return next((value for form, value in list_words(role).items() if form[0] > "\u2e80" and line.endswith(form)), "")


def find_speaker(text: str) -> str:
    """Return the body of a line that is an enacting formula: "L'Assemblée générale,", "大会，"; else ""."""
    line = text.strip()
    return body_line(line[:-1]) if line[-1:] and line[-1] in _COMMA else ""


def body_line(text: str) -> str:
    """Return the body that a line of a masthead names and nothing else, or ""."""
    return list_words("body").get(" ".join(plain_text(text).split()), "") if len(text) < _LONGEST else ""


def is_organization(text: str) -> bool:
    """Return whether a line begins with the name of the organization; from the right it may come last."""
    line = plain_text(text.strip()[: 2 * _LONGEST])
    return any(line.startswith(name) or line.endswith(name) for name in list_words("organization"))


def is_masthead(text: str) -> bool:
    """Return whether a line has its place in a masthead: organization, body, distribution, original, language."""
    line = plain_text(text.strip())
    if not line or len(line) > _LONGEST or line[-1] in _COMMA:
        return False
    if compile_pattern("distribution", "original").match(line):
        return True
    names = compile_pattern("organization", "body", "language")
    if not names.match(line):
        return False
    rest = names.sub("", line)
    return not re.sub(r"[\s/:,.-]|\([a-z]\)", "", rest)


@cache
def _compile_dates() -> re.Pattern[str]:
    """ "17 December 2025", "1er mars 2025", "17 de marzo de 2025", "17 كانون الأول/ديسمبر 2025"."""
    month = compile_pattern("month").pattern
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:er|o|°|-го)?\s+(?:de\s+)?(?P<month>{month})"
        rf"(?:\s*/\s*(?:{month}))?\s+(?:del?\s+)?(?P<year>\d{{4}})(?!\d)|{_CHINESE}"
    )


def find_date(text: str) -> str:
    """Return the first date in a text ("17 December 2025") as ISO date, "" when there is none."""
    for match in _compile_dates().finditer(plain_text(text)):
        if match["y"]:
            year, month, day = (int(match[name]) for name in "ymd")
        else:
            day, year = int(match["day"]), int(match["year"])
            month = int(list_words("month")[" ".join(match["month"].split())])
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""


def is_date_line(text: str) -> bool:
    """Return whether a text is a date and nothing else, but for the word for year."""
    line = plain_text(text.strip())
    match = _compile_dates().match(line)
    return match is not None and line[match.end() :].strip(" .") in ("", "года", "г")


def session_number(text: str) -> str:
    """ "80" for "Eightieth session", "ES-10" for "Tenth emergency special session", "" for anything else.

    The line must begin with it: ordinals, words for the kind of session and the word for session follow each
    other in the order of the language, "الدورة التاسعة والستون", "Soixante-neuvième session".
    """
    line = plain_text(text[:_LONGEST_DATE]).strip()
    place, total, digits = 0, 0, 0
    kinds: set[str] = set()
    session = False
    while place < len(line):
        figures = _FIGURES.match(line, place)
        match = figures or compile_pattern("ordinal", "times", "joint", "session", "session-kind").match(line, place)
        if not match or (figures and digits):
            break
        form = " ".join(match.group().split())
        if figures:
            digits = int(figures[1] or figures[2])
        elif form in list_words("ordinal"):
            digits += int(list_words("ordinal")[form])
        elif form in list_words("times"):
            total, digits = total + (digits or 1) * int(list_words("times")[form]), 0
        elif form in list_words("session"):
            session = True
            kinds.add(list_words("session")[form])
        elif form in list_words("session-kind"):
            kinds.add(list_words("session-kind")[form])
        place = _date_end(line, match.end())
    if not session or not total + digits:
        return ""
    return f"{next((kind for kind in ('ES-', 'S-') if kind in kinds), '')}{total + digits}"


def _date_end(line: str, place: int) -> int:
    match = _BETWEEN.match(line, place)
    return match.end() if match else place


def says_who_adopted(text: str) -> bool:
    """Return whether a line is the last one above a title: "Résolution adoptée par …", "大会通过的决议"."""
    return len(text) <= _LONGEST_HEAD_LINE and find_words("adopted", text) is not None


def is_head_line(text: str) -> bool:
    """Return whether a line names the organization, body, symbol, day, session or agenda item, and nothing else."""
    if not text or len(text) > _LONGEST_HEAD_LINE:
        return False
    if is_masthead(text) or is_date_line(text) or _SYMBOL.fullmatch(text.strip()) or session_number(text):
        return True
    line = plain_text(text.strip())
    agenda = compile_pattern("agenda").match(line)
    return agenda is not None and _AGENDA.match(line, agenda.end()) is not None

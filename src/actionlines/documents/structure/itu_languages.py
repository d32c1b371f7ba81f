"""Words of ITU resolutions: keywords that open their parts, and short names of the bodies that they address.

Those in French, Spanish, Russian, Arabic and Chinese are in itu_languages.csv. Their meaning is named in English, so
that ids are the same in every language. `*` in the table represents an ending.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from actionlines.framework.tables import read_table
from actionlines.lazily import expression

_SIGNS = {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\xa0": " ", "ё": "е"}
# Letters that writers exchange; each for one, so that places stay.
_SAME = str.maketrans({**_SIGNS, "É": "E", "À": "A", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
_VOWELS = "[\u064b-\u0652\u0640]{0,3}"
_HAN, _ARABIC, _CYRILLIC = (expression("[\u3400-\u9fff]"), expression("[\u0620-\u064a]"), expression("[а-яА-Я]"))
_FAR = {"zh": 12, "ar": 24}  # letters before the first known name of a line
_YEAR = expression(r"(?:19|20)\d\d")
_HELD = expression(r"[(（][^()（）]{2,60}[)）]\s*[,،，]\s*$")
_NUMBER = r"(?P<number>\d{1,4}(?:-\d{1,2})?)"
_LONGEST = 300
_LEAD = expression("d'|de |ان |，")
_ADVERB = r"(?:(?P<{0}>further|also|again|strongly|once again|furthermore)\s+)?"
_AFTER = r"(?:\s+(?P<after>further|also|again|with appreciation|with satisfaction|with interest|with concern))?"
_THEN = expression(r"\s+to\s+(?P<verb>[a-z]+(?:\s+(?:upon|on|to))?)\s+(?=(?:the\s|[A-Z]|all\s|each\s))")
# Those who help are no addressees; what follows "to" is the action.
_PARTNER = expression(
    r",?\s+(?:in\s+(?:close\s+)?(?:collaboration|cooperation|co-operation|consultation|coordination|partnership|liaison"
    r"|conjunction)\s+with|together\s+with|working\s+with|with\s+the\s+(?:support|assistance|help)\s+of"
    r"|through|subject\s+to|within)\b"
)
_WORD = expression(r"[A-Za-z][\w-]*")
_SMALL = frozenset({"the", "of", "and", "for", "in", "on", "to", "a", "an", "all", "each", "its", "other", "relevant"})
# "instructs the Director thereof" cites a part of another resolution.
_CITED = expression(r"\bthereof\b")
_RUSSIAN_LETTER = expression("[а-я]")
_LONGEST_KEYWORD = 400


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """A keyword line: English `verb` and `adverb`, short `names` of those asked, their place and the verb's."""

    verb: str
    adverb: str
    names: tuple[str, ...]
    start: int
    end: int
    at: tuple[int, int]


def language_of_line(line: str) -> tuple[str, ...]:
    """Return the languages that the writing of a line leaves open."""
    head = line[:_LONGEST]
    if _HAN.search(head):
        return ("zh",)
    if _ARABIC.search(head):
        return ("ar",)
    return ("ru",) if _CYRILLIC.search(head) else ("fr", "es")


def read_line(line: str, asking: frozenset[str]) -> KeywordLine | None:
    """Return a whole line as a keyword line; None for any other. `asking`: the English verbs that ask."""
    plain = line.translate(_SAME)
    for language in language_of_line(plain):
        if row := _read_line(plain, language, asking):
            return row
    return None


def _read_line(line: str, language: str, asking: frozenset[str]) -> KeywordLine | None:
    if (match := _title_pattern(language).match(line)) is None:
        return None
    verb = _value_of("keyword", language, match["keyword"])
    adverb = match["before"] or match["after"] or ""
    adverb = _value_of("adverb", language, adverb) if adverb else ""
    at, rest = match.span("keyword"), match.end()
    inner = _inner_pattern(language).match(line, rest) if verb in ("resolves", "decides") else None
    if inner:
        verb, adverb = _value_of("inner", language, inner["inner"]), ""
        at, rest = inner.span("inner"), inner.end()
        lead = _LEAD.match(inner["inner"])
        at = (at[0] + (lead.end() if lead else 0), at[1])
    if link := _link_pattern(language).search(line, rest):
        line = line[: link.start()]
    if not line[rest:].strip():
        return KeywordLine(verb, adverb, (), rest, rest, at)
    if verb not in asking:
        return None
    opened = _before_pattern(language).match(line, rest)
    start = opened.end() if opened else rest
    partner = _partner_pattern(language).search(line, start)
    names = list(_names_pattern(language).finditer(line, rest, partner.start() if partner else len(line)))
    start = min(start, names[0].start("name")) if names else start
    if not names or names[0].start() - start > _FAR.get(language, 60):
        return None
    end = partner.start() if partner else len(line)
    if language in _FAR and line[names[-1].end() : end].strip(" ,،，"):
        return None  # an action follows: this is a sentence
    while end > start and line[end - 1] in " ,،，":
        end -= 1
    short = dict.fromkeys(_value_of("addressee", language, name["name"]) for name in names)
    return KeywordLine(verb, adverb, tuple(short), start, end, at)


def word_for(role: str, language: str, value: str) -> str:
    """Return the usual word of a language for an English `keyword` or `adverb`, "" where the table has none.

    >>> word_for("keyword", "fr", "instructs"), word_for("adverb", "ru", "further")
    ('charge', 'далее')
    """
    if words := written_words(language).get(value):
        return words
    rows = (row for row in _read_rows() if (row["role"], row["language"], row["value"]) == (role, language, value))
    return next((row["words"].partition("|")[0] for row in rows), "")


@cache
def written_words(language: str) -> dict[str, str]:
    """Return what a paragraph of a resolution is cited with in a language, by its English word or abbreviation.

    Names of those addressed have their article or case; two forms of a case are parted by `|`.

    >>> written_words("ru")["SG"], written_words("fr")["of-WTDC"]
    ('Генеральному секретарю|Генерального секретаря', 'de la CMDT')
    """
    return {
        row["value"]: row["words"] for row in _read_rows() if (row["role"], row["language"]) == ("written", language)
    }


def inner_verb(text: str, language: str) -> tuple[str, int, int] | None:
    """Return the English verb and the place of a verb by which the speaker asks at the head of an item.

    >>> inner_verb("de charger le Conseil de publier la liste", "fr")
    ('instructs', 3, 10)
    """
    if (match := _inner_pattern(language).match(text.translate(_SAME))) is None:
        return None
    start, end = match.span("inner")
    lead = _LEAD.match(match["inner"])
    return _value_of("inner", language, match["inner"]), start + (lead.end() if lead else 0), end


def read_title(text: str) -> tuple[str, str] | None:
    """Return (type in English capitals, number) of the title line of an instrument.

    >>> read_title("Résolution 140 (Rév. Dubaï, 2018)"), read_title("第140号决议（2018年，迪拜，修订版）")
    (('RESOLUTION', '140'), ('RESOLUTION', '140'))
    """
    if len(text) > _LONGEST or not re.search(r"\d", text[:60]):
        return None
    plain = text.translate(_SAME)
    for language in language_of_line(plain):
        if match := _title_words(language).match(plain):
            return _value_of("title", language, match["type"]), match["number"]
    return None


def read_enacting(text: str) -> tuple[str, str] | None:
    """Return (prefix of the series, year) of an enacting formula of the Union; the year may be ""."""
    if len(text) > _LONGEST or not text or text.rstrip()[-1:] not in ",،，":
        return None
    plain = text.translate(_SAME)
    held = _HELD.search(plain)
    year = _YEAR.search(held.group()) if held else None
    for language in language_of_line(plain):
        match = _organ_pattern(language).match(plain)
        if match and (year or (not held and match.end() >= len(plain.rstrip(" ,،，")))):
            return _value_of("organ", language, match["organ"]), year.group() if year else ""
    return None


def is_annex(text: str) -> bool:
    """Return whether a line is the heading of an annex."""
    if text.isascii() and not text.startswith(("ANNEXE", "Annexe", "ANEXO", "Anexo", "ADJUNTO")):
        return False
    plain = text.translate(_SAME)
    return any(_annex_pattern(language).match(plain) is not None for language in language_of_line(plain))


@cache
def _read_rows() -> tuple[dict[str, str], ...]:
    return tuple(read_table("itu_languages", Path(__file__).parent))


@cache
def _list_forms_of(role: str, language: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """(pattern, the same compiled, value) of the forms of a role, the longest first."""
    forms = [
        (form, row["value"])
        for row in _read_rows()
        if row["role"] == role and row["language"] == language
        for form in row["words"].translate(_SAME).split("|")
    ]
    forms.sort(key=lambda form: -len(form[0]))
    return tuple((pattern := _escape_form(form, language), re.compile(pattern), value) for form, value in forms)


def _escape_form(form: str, language: str) -> str:
    letters = (re.escape(letter) if letter not in "* " else {"*": r"\w{0,6}", " ": r"\s+"}[letter] for letter in form)
    return "".join(letter + _VOWELS if language == "ar" and letter.isalpha() else letter for letter in letters)


def _any_form(role: str, language: str) -> str:
    return "|".join(pattern for pattern, _, _ in _list_forms_of(role, language)) or "(?!)"


def _value_of(role: str, language: str, words: str) -> str:
    return next(value for _, pattern, value in _list_forms_of(role, language) if pattern.fullmatch(words))


def _edge_of(language: str) -> str:
    return "" if language == "zh" else r"(?!\w)"


@cache
def _title_pattern(language: str) -> re.Pattern[str]:
    edge, blank = _edge_of(language), r"\s*" if language == "zh" else r"\s+"
    adverb = _any_form("adverb", language)
    return re.compile(
        rf"(?:(?P<before>{adverb}){edge}{blank})?(?P<keyword>{_any_form('keyword', language)}){edge}"
        rf"(?:{blank}(?P<after>{adverb}){edge})?"
    )


@cache
def _inner_pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?P<inner>{_any_form('inner', language)}){_edge_of(language)}")


@cache
def _before_pattern(language: str) -> re.Pattern[str]:
    words = "|".join(
        pattern if pattern.endswith("'") else pattern + (r"\s*" if language == "zh" else r"\s+")
        for pattern, _, _ in _list_forms_of("before", language)
    )
    return re.compile(rf"\s*(?:{words}){{0,4}}")


@cache
def _link_pattern(language: str) -> re.Pattern[str]:
    """What joins those who are asked to the items, where it is in the line: "يدعو الدول الأعضاء إلى"."""
    return re.compile(rf"\s+(?:{_any_form('link', language)})$")


@cache
def _partner_pattern(language: str) -> re.Pattern[str]:
    blank = r"\s*" if language == "zh" else r"[,،]?\s+"
    return re.compile(rf"{blank}(?:{_any_form('partner', language)})")


@cache
def _names_pattern(language: str) -> re.Pattern[str]:
    left = "" if language == "zh" else r"(?<!\w)و?" if language == "ar" else r"(?<!\w)"
    return re.compile(f"{left}(?P<name>{_any_form('addressee', language)}){_edge_of(language)}")


@cache
def _title_words(language: str) -> re.Pattern[str]:
    words = _any_form("title", language)
    if language == "zh":
        return re.compile(
            rf"(?:[^\w]|经修订的)?第\s*{_NUMBER}\s*号\s*(?P<type>{words})(?:\s*[(（][^()（）]{{2,80}}[)）])?[*\d]{{0,3}}$"
        )
    return re.compile(
        rf"(?:(?:MOD|ADD|SUP|NOC)\s+)?(?P<type>{words})\s+(?:N°\s*|№\s*)?{_NUMBER}(?:\s*\([^()]{{2,80}}\))?[*\d]{{0,3}}$"
    )


@cache
def _organ_pattern(language: str) -> re.Pattern[str]:
    lead = {
        "fr": r"(?:La |Le |L')",
        "es": "(?:La |El )",
        "ru": "",
        "ar": r"(?:ان\s+)?",
        "zh": "(?:国际电信联盟|国际电联)?",
    }
    return re.compile(rf"{lead[language]}(?P<organ>{_any_form('organ', language)}){_edge_of(language)}")


@cache
def _annex_pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_form('annex', language)}){_edge_of(language)}")


_HERE = Path(__file__).parent

Part = Literal["preambular", "operative"]


@dataclass(frozen=True, slots=True)
class Keyword:
    """The opening line of a part: `instructs the Director of TSB, in collaboration with …`.

    verb       as written, in the third person ("instructs", also for "resolves to instruct")
    adverb     "further", "also", … or ""
    addressee  words as written without "the" and partners, or ""
    slug       `instructs-TSB`, `resolves-further`, `considering`: the head of the ids beneath
    start,end  of the addressee in the line
    at         place of the verb in a line that is not in English; its words are named in English
    """

    part: Part
    verb: str
    adverb: str
    addressee: str
    slug: str
    start: int = 0
    end: int = 0
    at: tuple[int, int] = (0, 0)


@cache
def _opening_patterns() -> tuple[re.Pattern[str], dict[str, Part]]:
    parts: dict[str, Part] = {}
    for row in read_table("itu_keywords", _HERE):
        parts[row["words"]] = "operative" if row["part"] == "operative" else "preambular"
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(parts, key=len, reverse=True))
    return re.compile(_ADVERB.format("before") + rf"(?P<word>{words})\b" + _AFTER), parts


@cache
def _asking_words() -> frozenset[str]:
    """Return the verbs that ask somebody: "resolves to adopt the plan" asks nobody."""
    return frozenset(row["words"] for row in read_table("itu_keywords", _HERE) if row["asks"] == "yes")


@cache
def _addressee_words() -> dict[str, str]:
    return {row["name"].lower(): row["abbreviation"] for row in read_table("itu_addressees", _HERE)}


@cache
def _addressees_pattern() -> re.Pattern[str]:
    names = sorted(_addressee_words(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + r")\b", re.I)


@lru_cache(maxsize=4096)
def parse_keyword(line: str) -> Keyword | None:
    """Return the keyword that a whole line is, or None: it begins with a small letter and ends without a stop.

    >>> parse_keyword("instructs the Secretary-General").slug
    'instructs-SG'
    """
    line = line.rstrip(" :：")
    # Russian has a comma before the clause that follows: "решает,".
    if _RUSSIAN_LETTER.match(line) and " " not in line[:-1].partition(" ")[2]:
        line = line.removesuffix(",")
    if not line or len(line) > _LONGEST_KEYWORD or line[-1] in ".;,؛،；，。" or line[0].isupper():
        return None
    pattern, parts = _opening_patterns()
    if (match := pattern.match(line)) is None:
        return _keyword_elsewhere(line)
    if _CITED.search(line):
        return None
    word = " ".join(match.group("word").split())
    adverb = match.group("before") or match.group("after") or ""
    part, rest = parts[word], match.end()
    verb = word
    if part == "preambular":
        # "considering" is alone or with a few words; a whole clause is not a keyword.
        return Keyword(part, verb, adverb, "", _make_slug(match)) if len(line) - rest <= 20 else None
    slug = _make_slug(match)
    then = _THEN.match(line, rest)
    if then is not None and _third_person(then.group("verb")) in _asking_words():
        verb = _third_person(then.group("verb"))
        slug, rest = "-".join(verb.split()), then.end()
    elif line[rest:].strip() and re.match(r"\s+(?:that|to)\b", line[rest:]):
        return None
    start, end = addressee_span(line, rest)
    addressee = line[start:end]
    return Keyword(part, verb, adverb, addressee, "-".join([slug, *short_names(addressee)]), start, end)


def _keyword_elsewhere(line: str) -> Keyword | None:
    """Return the keyword of a line in another language, with the English words for it."""
    if (row := read_line(line, _asking_words())) is None:
        return None
    part = _opening_patterns()[1][row.verb]
    words = (*row.verb.split(), *row.adverb.split(), *row.names)
    addressee = line[row.start : row.end]
    return Keyword(part, row.verb, row.adverb, addressee, "-".join(words), row.start, row.end, row.at)


def list_words(slug: str, language: str = "en") -> tuple[str, str, str] | None:
    """Return the words that a slug opens with, their verb in English and the rest of the slug; None for another.

    >>> list_words("further-instructs-SG-BDT"), list_words("resolves-further", "fr"), list_words("unheaded")
    (('further instructs', 'instructs', 'SG-BDT'), ('décide en outre', 'resolves', ''), None)
    """
    if (match := _opening_patterns()[0].match(slug.replace("-", " "))) is None:
        return None
    verb, rest = match["word"], slug[match.end() :].removeprefix("-")
    word = "" if language == "en" else word_for("keyword", language, verb)
    if not word:
        return match.group(), verb, rest
    adverb = word_for("adverb", language, match["before"] or match["after"] or "")
    words = (adverb, word) if language in ("ru", "zh") else (word, adverb)
    return ("" if language == "zh" else " ").join(filter(None, words)), verb, rest


def plain_line(line: str) -> str:
    """Return a line without the comma, or the number of the item below, that a conversion left at its end.

    >>> plain_line("instructs the Council 1"), plain_line("invites Members,")
    ('instructs the Council', 'invites Members')
    """
    plain = line.rstrip(" ,،，")
    return plain[:-1].rstrip(" ,:") if plain.endswith(" 1") else plain


def addressee_span(line: str, start: int) -> tuple[int, int]:
    """Return where the addressee stands that begins at or after `start`: without "the", up to the partners."""
    lead = re.compile(r"[\s,]*(?:the\s+)?").match(line, start)
    start = lead.end() if lead else start
    partner = _PARTNER.search(line, start)
    end = partner.start() if partner else len(line)
    while end > start and line[end - 1] in " ,":
        end -= 1
    return start, end


def short_names(addressee: str) -> list[str]:
    """Abbreviations of the bodies in these words, in order, each once; else initials or the words themselves.

    >>> short_names("Member States, Sector Members and Academia"), short_names("study groups")
    (['MS', 'SM', 'Ac'], ['study-groups'])
    """
    if not addressee:
        return []
    table = _addressee_words()
    names = list(
        dict.fromkeys(
            table[" ".join(match.group().lower().split())] for match in _addressees_pattern().finditer(addressee)
        )
    )
    if names:
        return names
    words = [word for word in _WORD.findall(addressee) if word.lower() not in _SMALL]
    capitals = [word for word in words if word[0].isupper()]
    if len(capitals) > 1:
        return ["".join(word[0] for word in capitals)]
    return ["-".join(words[:4]).lower()] if words else []


def _make_slug(match: re.Match[str]) -> str:
    return "-".join(match.group().split()).lower()


def _third_person(verb: str) -> str:
    head, _, rest = " ".join(verb.split()).partition(" ")
    return f"{head}s {rest}".strip()

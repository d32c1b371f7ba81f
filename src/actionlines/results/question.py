"""A question read by a small grammar: its body, text, paragraph, years, what it wants, and its other words.

    parse_question("Qui doit faire rapport à la CSTD en 2027 ?", "fr")

`data/question_words.csv` has the words of questions in six languages; names are those of the framework.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from actionlines.alignment.encode import stem_word
from actionlines.citations import find_citations
from actionlines.documents.language import LATIN, language_of
from actionlines.framework import load
from actionlines.framework.bodies import bodies, list_ancestors, organ_of
from actionlines.framework.bodies import words_of as english_words_of
from actionlines.framework.called import bare, list_body_names, list_country_names
from actionlines.framework.references import list_conferences
from actionlines.framework.tables import read_table
from actionlines.mandates.languages.grammar import number_of, numbered
from actionlines.results.ask import asking_stems, known_words, list_stems, near_word, words_of

DATA = Path(__file__).parent / "data"
HEAD = "secretary-general"
_NUMBERED = ("numbers", "months")
_LINE = re.compile(r"(?<![A-Za-zА-я])(?:[CcСс]|جيم\s?)(\d{1,2}(?:-[a-z]+)?)(?![A-Za-zА-я])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOKEN = re.compile(r"[^\W\d_]+")
_PREFIX = re.compile("^(?:[وفبلك]?ال|لل|[وفبل])(?=...)")
_ASSEMBLY = re.compile(r"(?<![\d/])([4-9]\d)/(\d{1,3})(?![\d/])")
_ECOSOC = re.compile(r"(?<![\d/])(20\d\d)/(\d{1,3})(?![\d/])")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_EVENT = re.compile(r"(?<=[^\W\d_])[-‑–]?(\d\d)(?!\d)")
_PART = r"(\d{1,3})(?!\d|\d*/)(?:\s?\(?([a-z]|[ivx]{1,4})\b\)?)?"
_SIGN = re.compile(rf"(?:§|¶|\bop\.?)\s*{_PART}", re.IGNORECASE)
# How much of a long name a question must have: "the partnership on measuring ICT" for "… for Development".
_ENOUGH, _LONG_NAME, _SHORT = 0.75, 4, 2
_SHORT_ALIAS = 9  # letters: "agency" is a word of a question as well
_OF_A_LINE, _FACILITATORS = "al:", "action-line-facilitators"
_MENDED = 5  # letters of a word that may be another one with a slip


@dataclass(slots=True)
class Question:
    """What the grammar reads.

    keys     of question_words.csv: who, when, report, …
    symbols  that the words of a text may mean, the likeliest first
    place    the paragraph: its number, then letters of a part
    years    named, in order, and months of a year: 1 to 12
    ahead    a span counted from today: (12, 1) next year, (1, 0) this month, (0, 6) the next six months
    number   of a session, 0 where none is named; `line`: an action line, as a body may be a country
    subject  the question without what is cited, months and countries
    words    its words that the grammar does not know; as English stems each with how surely: `left`, as stems: `own`
    """

    keys: set[str] = field(default_factory=set)
    bodies: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    ahead: tuple[int, int] | None = None
    number: int = 0
    line: str = ""
    subject: str = ""
    words: str = ""
    left: list[Mapping[str, float]] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


def parse_question(
    question: str, language: str, symbols: Callable[[], Sequence[str]] = tuple, *, has_names: bool = True
) -> Question:
    """Return the question read by the grammar; `symbols` gives those that a short name of a text may mean.

    has_names   whether names in use, such as "the Global Digital Compact", mean a text
    """
    parsed = Question()
    text = re.sub(r"\d", lambda digit: str(int(digit[0])), question)
    by_name = _find_text(text, language) if has_names else None
    if by_name:
        parsed.symbols, text = (by_name[0],), text.replace(by_name[1], " ")
    text = _read_place(parsed, _read_text(parsed, text, language, symbols), language)
    if line := _LINE.search(text):
        parsed.line, text = f"C{line[1]}", text.replace(line[0], " ")
    text = parsed.subject = _read_countries(parsed, _read_days(parsed, text, language), language)
    parsed.years = tuple(int(year) for year in _YEAR.findall(text))
    text = _YEAR.sub(" ", text)
    if number := _EVENT.search(text) if language != "zh" else None:
        parsed.years = parsed.years or (2000 + int(number[1]),)
    elif number := _NUMBER.search(text):
        parsed.number = int(number[0])
    folded = _read_bodies(parsed, _mend_words(_fold_words(text, language), language), language)
    whole = rest = folded
    named = next((row for row in _line_names(language) if row[0] in whole.lower()), None)
    for phrase, key, at_start in _list_phrases(language):
        is_other = key == "lead" and not (parsed.line or named)  # "Who coordinates the WSIS Forum?"
        if whole.startswith(phrase) if at_start else phrase in whole:
            parsed.keys.add("leads" if is_other else key)
            rest, folded = rest.replace(phrase, " "), folded if is_other else folded.replace(phrase, " ")
    if named and ("lead" in parsed.keys or parsed.line or _FACILITATORS in parsed.bodies):
        parsed.line = named[1]
        folded = f" {' '.join(word for word in folded.split() if word.lower() not in named[0].split())} "
    parsed.words = _list_left(text, rest, language)
    subject = _list_left(text, folded, language)
    parsed.left, parsed.own = words_of(subject, language), list_stems(subject, language, is_question=True)
    if by_name and parsed.left:
        # "The Compact" may be what the question is about.
        return parse_question(question, language, symbols, has_names=False)
    return parsed


def language_of_question(question: str, otherwise: str) -> str:
    """Return the language of a question: that of its script; of Latin letters that which leaves fewest words unread.

    `otherwise` is preferred in doubt: the language of the reader.
    """
    likely = language_of(question, otherwise) or otherwise
    if likely not in LATIN:
        return likely
    unread = {language: len(parse_question(question, language).words.split()) for language in (likely, *LATIN)}
    return min(unread, key=lambda language: unread[language])


def _list_left(text: str, folded: str, language: str) -> str:
    """Return the words of a text, as written, whose stems are left in `folded` and name something."""
    if language == "zh":
        return folded
    small, left = asking_stems(language), set(folded.split())
    each = ((token, _fold_words(token, language).strip()) for token in _TOKEN.findall(text))
    return " ".join(token for token, stem in each if len(stem) > 1 and stem in left and stem not in small)


def _read_text(parsed: Question, text: str, language: str, symbols: Callable[[], Sequence[str]]) -> str:
    """Read the text that is named, by a citation or by its number alone; return the words without it."""
    if parsed.symbols:
        return text
    cited = ""
    for citation in find_citations(text):
        if citation.canonical.startswith(_OF_A_LINE):
            parsed.line = citation.canonical.removeprefix(_OF_A_LINE)
        elif not cited or "#" in citation.canonical:
            cited, _, place = citation.canonical.partition("#")
            if paragraph := re.fullmatch(rf"p{_PART}", place):
                parsed.place = tuple(part for part in paragraph.groups() if part)
        text = text.replace(citation.quote, " ")
    for numbers, series in ((_ECOSOC, "E/RES"), (_ASSEMBLY, "A/RES")):
        if not cited and (short := numbers.search(text)):
            cited, text = f"{series}/{short[1]}/{short[2]}", text.replace(short[0], " ")
    if cited:
        revised = cited.startswith("itu:") and "@" not in cited
        held = (cited, *(symbol for symbol in (symbols() if revised else ()) if symbol.startswith(f"{cited}@")))
    else:
        words = _list_words("resolution", language)
        pattern = rf"第?(\d+)号?(?:{words})" if language == "zh" else rf"(?:{words})\w*\W*(?:n\W*[oº°]?\W*)?(\d+)\b"
        if not (short := re.search(pattern, text, re.IGNORECASE)):
            return text
        held = tuple(symbol for symbol in symbols() if re.search(rf"/RES/{short[1]}(?:@|$)", symbol))
        text = text.replace(short[0], " ")
    parsed.symbols = _order_revisions(held, text)
    if held and held[0].startswith("itu:"):
        places = "|".join(re.escape(held.place) for held in list_conferences() if held.place)
        text = re.sub(rf"\b(?:{places})\b", " ", text, flags=re.IGNORECASE)
    if len(parsed.symbols) > 1:
        text = _YEAR.sub(" ", text)
    return text


def _find_text(text: str, language: str) -> tuple[str, str] | None:
    """Return (symbol, words) of a text called by a name in use; None where there is none."""
    matches = ((symbol, name.search(text)) for symbol, name in _text_names(language))
    return next(((symbol, match[0]) for symbol, match in matches if match), None)


@cache
def _text_names(language: str) -> list[tuple[str, re.Pattern[str]]]:
    rows = ((key.removeprefix("text."), row[language]) for key, row in read_words() if key.startswith("text."))
    return [(symbol, re.compile(words, re.IGNORECASE)) for symbol, words in rows]


def _order_revisions(symbols: Sequence[str], text: str) -> tuple[str, ...]:
    """Return revisions of a text: those of the place or year that `text` names, else the newest first."""
    lower = text.lower()
    years = {*_YEAR.findall(text)}
    years |= {
        str(held.year)
        for held in list_conferences()
        if any(name and name.lower() in lower for name in (held.place, *held.aliases))
    }
    named = [symbol for symbol in symbols if symbol.rpartition("@")[2] in years]
    order = sorted(named or symbols, key=lambda symbol: symbol.rpartition("@")[2], reverse=True)
    # The Plenipotentiary Conference before other bodies of ITU that count their resolutions too.
    return tuple(sorted(order, key=lambda symbol: "/PP/" not in symbol.replace(":", "/")))


def _read_place(parsed: Question, text: str, language: str) -> str:
    """Read the paragraph that is named; return the words without it."""
    if parsed.place:
        return text
    words = _list_words("paragraph", language)
    if language == "zh":
        patterns = [rf"第?{_PART}\s?(?:{words})"]
    else:
        # A short form is alone: "п. 5", and not "после 5".
        any_form = "|".join(word + (r"\w{0,4}" if len(word) > _SHORT + 2 else "") for word in words.split("|"))
        ordinal = r"(?:th|rd|nd|st|-?й|-?го|[eº°])?"
        patterns = [rf"(?<!\w)(?:{any_form})(?!\w)\W{{0,3}}{_PART}", rf"(?<![\d/]){_PART}{ordinal}\s(?:{words})(?!\w)"]
    matched = _SIGN.search(text) or next(filter(None, (re.search(one, text, re.IGNORECASE) for one in patterns)), None)
    if matched:
        parsed.place = tuple(part for part in matched.groups() if part)
        return text.replace(matched[0], " ")
    if parsed.symbols and any(symbol.startswith("itu:") for symbol in parsed.symbols) and (n := _NUMBER.search(text)):
        # "Resolution 140, instructs the Secretary-General 5"
        parsed.place = (n[0],)
        return text.replace(n[0], " ", 1)
    return text


def _read_days(parsed: Question, text: str, language: str) -> str:
    """Read a span of time that is counted from today, and months; return the words without them."""
    if language == "ar" and len(bare(text)) != len(text):  # vowel signs: places in the bare text are those of no other
        text = bare(text)

    def find(pattern: str) -> re.Match[str] | None:
        """Return the first place of whole words; Arabic tables have bare letters."""
        whole = pattern if language == "zh" else rf"(?<!\w)(?:{pattern})(?!\w)"
        return re.search(whole, bare(text) if language == "ar" else text, re.IGNORECASE)

    def cut(match: re.Match[str]) -> str:
        """Return the text without a match."""
        return f"{text[: match.start()]} {text[match.end() :]}"

    for key in ("12.1", "12.0", "1.1", "1.0"):
        if match := find(_list_words(f"ahead.{key}", language)):
            whole, _, ahead = key.partition(".")
            parsed.ahead = int(whole), int(ahead)
            return cut(match)
    forms = (sorted((form for _n, form in numbered(table, language)), key=len, reverse=True) for table in _NUMBERED)
    numbers, months = map("|".join, forms)
    between = rf"\s*(?:(?:{_list_words('next', language)})\w*)?\s*"
    for key, count in (("unit.month", 1), ("unit.year", 12)):
        unit = rf"(?:{_list_words(key, language)})"
        counted = rf"(?P<n>(?<!\d)\d{{1,2}}|{numbers}){between}{unit}|{unit}{between}(?:ال)?(?P<n2>{numbers})"
        if find(_list_words("unit.within", language)) and (match := find(counted)):
            parsed.ahead = (0, count * number_of((match["n"] or match["n2"]).lower(), "numbers", language))
            return cut(match)
    while (match := find(rf"(?P<month>{months})" + "月" * (language == "zh"))) and _YEAR.search(text):
        named = match["month"]
        month = next(n for n, form in numbered("months", language) if re.fullmatch(form, named, re.IGNORECASE))
        parsed.months, text = (*parsed.months, month), cut(match)
    return text


def _read_countries(parsed: Question, text: str, language: str) -> str:
    """Read the countries that are named; return the words without them."""
    any_name, patterns = _country_names(language)
    for named in any_name.findall(text):
        country = next(country for pattern, country in patterns if re.fullmatch(pattern, named))
        parsed.bodies, text = (*parsed.bodies, country), text.replace(named, " ")
    return text


@cache
def _country_names(language: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """Return a pattern of all names of countries, and (pattern, alpha-3 code) of each, the longest first.

    Names are whole words, so that France is no franc. Russian ones have cases; in small letters they could be other
    words.
    """
    patterns: dict[str, str] = {}
    own = {word for key, row in read_words() if "." not in key for word in row[language].split("|")}
    for country, name in list_country_names(language):
        words = _TOKEN.findall(name)
        if language == "ru":
            words = [f"{_first(word)}{word[1 : max(3, len(word) - 2)]}[а-я]{{0,4}}" for word in words]
        elif language == "ar":
            words = [f"[وفبلك]{{0,2}}{_PREFIX.sub('(?:ال|ل)?', word)}" for word in words]
        whole = r"[\W_]+".join(words)
        # "Reunión" is a country, "reunión" a meeting.
        patterns.setdefault(whole if language == "ru" or name.lower() in own else f"(?i:{whole})", country)
    rows = tuple(sorted(patterns.items(), key=lambda item: -len(item[0])))
    whole = "|".join(pattern for pattern, _country in rows)
    return re.compile(whole if language == "zh" else rf"(?<!\w)(?:{whole})(?!\w)"), rows


def _first(word: str) -> str:
    return f"[{word[0]}{word[0].lower()}]" if len(word) > _MENDED else word[0]


@cache
def _line_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (name, id) of action lines, folded, the longest first: official names and those in use."""
    names = [(row.names[language], row.id) for row in load().action_lines.values() if language in row.names]
    in_use = ((key.removeprefix("line."), row[language]) for key, row in read_words() if key.startswith("line."))
    names += [(name, line) for line, words in in_use for name in words.split("|")]
    folded = {_fold_words(name, language).lower(): line for name, line in names}
    return tuple(sorted(folded.items(), key=lambda item: -len(item[0])))


def _read_bodies(parsed: Question, folded: str, language: str) -> str:
    """Read the bodies that are named; return the words without them."""
    for name, body in _list_possible(folded, language):
        if name in folded:
            parsed.bodies = (*parsed.bodies, body)
            folded = folded.replace(name, " ")
    if not parsed.bodies and language != "zh":
        words = set(folded.split())
        shared = Counter(place for word in words for place in _long_places(language).get(word, ()))
        enough = [place for place in sorted(shared) if shared[place] >= _ENOUGH * len(_long_names(language)[place][0])]
        if rows := [_long_names(language)[place] for place in enough]:
            near, body = max(rows, key=lambda item: (len(item[0] & words) / len(item[0]), len(item[0])))
            parsed.bodies = (body,)
            folded = f" {' '.join(word for word in folded.split() if word not in near)} "
    if HEAD in parsed.bodies:
        # "ITU's Secretary-General": the head of the organisation that is named beside the office.
        heads = [head for body in parsed.bodies if body != HEAD and (head := organ_of(body, "executive-head"))]
        if heads and heads[0] != HEAD:
            others = (body for body in parsed.bodies if body != HEAD and body not in list_ancestors(heads[0]))
            parsed.bodies = (heads[0], *others)
    return folded


def _fold_words(text: str, language: str) -> str:
    """Return a text as stems between blanks; that of Chinese as it is."""
    if language == "zh":
        return text
    words = (_PREFIX.sub("", token) if language == "ar" else token for token in _TOKEN.findall(text))
    # An acronym keeps its capitals: "WHO" is a body, "who" is not.
    stems_of = (word if word.isupper() else stem_word(word.lower(), language) for word in words)
    return f" {' '.join(stems_of)} "


def _mend_words(folded: str, language: str) -> str:
    """Return the words of a question with those that are a letter away from a word of the grammar put right."""
    if language == "zh":
        return folded
    known, words = _grammar_words(language), known_words(language)
    # English words are short, and no table has all of them.
    least = _MENDED + (language == "en")
    mended = (
        word if word in known or word in words or len(word) < least else near_word(word, known) or word
        for word in folded.split()
    )
    return f" {' '.join(mended)} "


@cache
def _grammar_words(language: str) -> frozenset[str]:
    phrases = (phrase for phrase, key, _at_start in _list_phrases(language) if key != "other")
    names = (name for name, _body in list_names(language))
    return frozenset(word for text in (*phrases, *names) for word in text.split())


@cache
def list_names(language: str) -> tuple[tuple[str, str], ...]:
    """Return (name, id) of bodies in a language, folded, the longest first; acronyms in small letters too."""
    names: dict[str, str] = {}
    known = bodies().values()
    aliases = (
        (name, body.id) for body in known for name in body.aliases if language == "en" and len(name) > _SHORT_ALIAS
    )
    in_use = ((key.removeprefix("body."), row[language]) for key, row in read_words() if key.startswith("body."))
    of_questions = ((name, body) for body, words in in_use for name in words.split("|"))
    for name, body in (*list_body_names(language), *((body.name, body.id) for body in known), *aliases, *of_questions):
        # Not where its stem is shorter: "CEA" is no "ce".
        lower = name.lower() if name.isupper() and len(name) > 2 else ""
        is_small = lower and not _is_word(lower, language) and lower in _fold_words(lower, language)
        for written in (name, lower) if is_small else (name,):
            if len((folded := _fold_words(written, language)).strip()) > 1:
                names.setdefault(folded, body)
    return tuple(sorted(names.items(), key=lambda item: -len(item[0])))


def _list_possible(folded: str, language: str) -> Sequence[tuple[str, str]]:
    """Return the names whose first word a text has, the longest first; of Chinese, which has no blanks, all."""
    if language == "zh":
        return list_names(language)
    rows = (row for word in set(folded.split()) for row in _names_by_word(language).get(word, ()))
    return sorted(rows, key=lambda item: (-len(item[0]), item))


@cache
def _names_by_word(language: str) -> Mapping[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for name, body in list_names(language):
        table.setdefault(name.split(maxsplit=1)[0], []).append((name, body))
    return table


@cache
def _long_places(language: str) -> Mapping[str, list[int]]:
    """Return word -> places among the long names that have it."""
    table: dict[str, list[int]] = {}
    for place, (words, _body) in enumerate(_long_names(language)):
        for word in words:
            table.setdefault(word, []).append(place)
    return table


@cache
def _long_names(language: str) -> tuple[tuple[frozenset[str], str], ...]:
    """Return the long names of bodies, as the words that name something, with the id."""
    each = (
        (frozenset(word for word in name.split() if len(word) > _SHORT and word not in asking_stems(language)), body)
        for name, body in list_names(language)
    )
    return tuple((words, body) for words, body in each if len(words) >= _LONG_NAME)


def _is_word(word: str, language: str) -> bool:
    return word in english_words_of("homograph") or any(
        word == phrase.strip() for phrase, _key, _at_start in _list_phrases(language)
    )


def read_words() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (key, language -> words) of the table of the words of questions."""
    for row in read_table("question_words", DATA):
        yield row["key"], row


@cache
def _list_phrases(language: str) -> tuple[tuple[str, str, bool], ...]:
    """Return (phrase, key, whether it counts at the start of a question only), the longest first."""
    phrases = [
        (_fold_words(phrase, language), key, phrase.startswith("^"))
        for key, row in read_words()
        if "." not in key
        for phrase in row[language].split("|")
    ]
    return tuple(sorted(phrases, key=lambda item: -len(item[0])))


@cache
def _list_words(key: str, language: str) -> str:
    """Return the words of a key in a language as alternatives of a pattern, the longest first."""
    words = (phrase for held, row in read_words() if held == key for phrase in row[language].split("|"))
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def labels_in(language: str) -> Mapping[str, str]:
    """Return the words of answers in a language."""
    return {key.partition(".")[2]: row[language] for key, row in read_words() if "." in key}

"""A question read by a small grammar: its body, text, paragraph, years, what it wants, and its other words.

    parse_question("Qui doit faire rapport à la CSTD en 2027 ?", "fr")

`data/question_words.csv` has the words of questions in six languages; names are those of the framework.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from actionlines.alignment.encode import stem_word
from actionlines.citations import find_citations
from actionlines.framework import load
from actionlines.framework.bodies import bodies, list_ancestors, organ_of
from actionlines.framework.bodies import words_of as english_words_of
from actionlines.framework.called import list_body_names
from actionlines.framework.references import list_conferences
from actionlines.framework.tables import read_table
from actionlines.results.ask import asking_stems, known_words, near_word, words_of

DATA = Path(__file__).parent / "data"
HEAD = "secretary-general"
_LINE = re.compile(r"(?<![A-Za-z])C\d{1,2}(?:-[a-z]+)?(?![A-Za-z])")
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
_MENDED = 5  # letters of a word that may be another one with a slip


@dataclass(slots=True)
class Question:
    """What the grammar reads.

    keys     of question_words.csv: who, when, report, …
    symbols  that the words of a text may mean, the likeliest first
    place    the paragraph: its number, then letters of a part
    years    named, in order; `number`: of a session, 0 where none is named; `line`: an action line
    left     its other words, each as English stems and how surely
    """

    keys: set[str] = field(default_factory=set)
    bodies: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    number: int = 0
    line: str = ""
    left: list[Mapping[str, float]] = field(default_factory=list)


def parse_question(question: str, language: str, symbols: Callable[[], Sequence[str]] = tuple) -> Question:
    """Return the question read by the grammar; `symbols` gives those that a short name of a text may mean."""
    parsed = Question()
    text = re.sub(r"\d", lambda digit: str(int(digit[0])), question)
    text = _read_place(parsed, _read_text(parsed, text, language, symbols), language)
    if line := _LINE.search(text):
        parsed.line, text = line[0] if line[0] in load().action_lines else "", text.replace(line[0], " ")
    parsed.years = tuple(int(year) for year in _YEAR.findall(text))
    text = _YEAR.sub(" ", text)
    if number := _EVENT.search(text) if language != "zh" else None:
        parsed.years = parsed.years or (2000 + int(number[1]),)
    elif number := _NUMBER.search(text):
        parsed.number = int(number[0])
    folded = _read_bodies(parsed, _mend_words(_fold_words(text, language), language), language)
    whole = folded
    for phrase, key, at_start in _list_phrases(language):
        is_other = key == "lead" and not parsed.line  # "Who coordinates the WSIS Forum?"
        if not is_other and (whole.startswith(phrase) if at_start else phrase in whole):
            parsed.keys.add(key)
            folded = folded.replace(phrase, " ")
    parsed.left = words_of(_list_left(text, folded, language), language)
    return parsed


def _list_left(text: str, folded: str, language: str) -> str:
    """Return the words of a text, as written, whose stems are left in `folded` and name something."""
    if language == "zh":
        return folded
    small, left = asking_stems(language), set(folded.split())
    each = ((token, _fold_words(token, language).strip()) for token in _TOKEN.findall(text))
    return " ".join(token for token, stem in each if len(stem) > 1 and stem in left and stem not in small)


def _read_text(parsed: Question, text: str, language: str, symbols: Callable[[], Sequence[str]]) -> str:
    """Read the text that is named, by a citation or by its number alone; return the words without it."""
    cited = ""
    for citation in find_citations(text):
        if not cited or "#" in citation.canonical:
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
    if len(parsed.symbols) > 1:
        text = _YEAR.sub(" ", text)
    return text


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
        # A short form stands alone: "п. 5", and not "после 5".
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


def _read_bodies(parsed: Question, folded: str, language: str) -> str:
    """Read the bodies that are named; return the words without them."""
    for name, body in list_names(language):
        if name in folded:
            parsed.bodies = (*parsed.bodies, body)
            folded = folded.replace(name, " ")
    if not parsed.bodies and language != "zh":
        words = set(folded.split())
        near = max(_long_names(language), key=lambda item: (len(item[0] & words) / len(item[0]), len(item[0])))
        if len(near[0] & words) >= _ENOUGH * len(near[0]):
            parsed.bodies = (near[1],)
            folded = f" {' '.join(word for word in folded.split() if word not in near[0])} "
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
    for name, body in (*list_body_names(language), *((body.name, body.id) for body in known), *aliases):
        small = (name.lower(),) if name.isupper() and len(name) > 2 and not _is_word(name.lower(), language) else ()
        for written in (name, *small):
            if len((folded := _fold_words(written, language)).strip()) > 1:
                names.setdefault(folded, body)
    return tuple(sorted(names.items(), key=lambda item: -len(item[0])))


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

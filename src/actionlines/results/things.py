"""What a text names: a body, line, goal, target, commitment, country, region, indicator or instrument.

    find_things("Sénégal")[0].id, find_things("resolution 80/173")[0].id      # 'SEN', 'A/RES/80/173'

One resolver for the chooser, search, suggestions, the API, the command and questions. A name counts in any of the
six languages, as do ids, acronyms, and symbols with or without blanks; a word may be a letter away from that of a
name. Names of countries in use beside the official ones are those of CLDR, where Babel is installed.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from actionlines.documents.language import language_of
from actionlines.framework import load
from actionlines.framework.called import find_bodies, fold, in_all, list_body_names, list_country_names
from actionlines.framework.model import LANGUAGES
from actionlines.framework.references import list_instruments
from actionlines.framework.starter import in_force, starter_instruments
from actionlines.results.ask import near_word
from actionlines.results.question import parse_question

LONGEST = 300  # characters of what is searched for
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_BARE_ID = re.compile(r"^(?:sdg|gdc|un-commission|itu-region|m49):")
_MOST = 2_000  # names that a beginning of one or two letters leaves to look at


@dataclass(frozen=True, slots=True)
class Thing:
    """What is named, by its id or symbol.

    is_exact    the text is a name of it, or cites it, and names nothing else beside
    is_mended   a word of the text had to be put right first
    """

    id: str
    is_exact: bool
    is_mended: bool = False


def clean_search(text: str) -> str:
    """Return what somebody searches for without control characters and further blanks, at most 300 characters.

    >>> clean_search(" A/RES/80/173\\x00\\n ")
    'A/RES/80/173'
    """
    signs = (" " if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") else sign for sign in text[: 4 * LONGEST])
    return " ".join("".join(signs).split())[:LONGEST].rstrip()


def find_things(
    text: str, symbols: Callable[[], Sequence[str]] = tuple, limit: int = 8, keep: Callable[[str], bool] = bool
) -> list[Thing]:
    """Return what a text names, the nearest first: names and citations of it, then names that hold all its words.

    `symbols` gives the symbols of a register, the starter register's apart. Of partial names only those whose id
    `keep` takes count. The last word may be unfinished.
    """
    text = clean_search(text)
    words = _words_in(text)
    exact = [*dict.fromkeys((*_called(words), *find_bodies(text), *_cited(text, words, symbols)))] if words else []
    # An id, as typed, before other names in the same letters: SIDS the group, and its members as addressees.
    things = [Thing(id_, is_exact=True) for id_ in sorted(exact, key=text.__ne__) if keep(id_)]
    things += [Thing(id_, is_exact=False) for id_ in _holding(words, limit, keep) if id_ not in exact]
    if not things and (mended := _mend(words)) != words:
        called = _called(mended)
        things = [Thing(id_, id_ in called, is_mended=True) for id_ in (*called, *_holding(mended, limit, keep))]
    return list(dict.fromkeys(things))[:limit]


def called_so(text: str) -> tuple[str, ...]:
    """Return the ids of what a text is a name of, as it is written.

    >>> called_so("UIT"), called_so("the wells")
    (('itu',), ())
    """
    return tuple(thing.id for thing in find_things(text) if thing.is_exact and not thing.is_mended)


def _words_in(text: str) -> tuple[str, ...]:
    words = tuple(folded for word in _WORD.findall(text) if (folded := fold(word)))
    return words[1:] if words[:1] == ("the",) and len(words) > 1 else words


def _called(words: Sequence[str]) -> tuple[str, ...]:
    """Return the ids whose name is these words, however they are put together: "elearning", "A RES 80 173"."""
    return _ids_by_name().get(" ".join(words)) or _ids_joined().get("".join(words), ())


def _cited(text: str, words: Sequence[str], symbols: Callable[[], Sequence[str]]) -> tuple[str, ...]:
    """Return the instrument, line, goal or target that a text cites and nothing beside."""
    if not any(sign.isdigit() for sign in text):
        return ()
    known = tuple(dict.fromkeys((*starter_instruments(), *symbols())))
    whole = "".join(words)
    if same := tuple(symbol for symbol in known if _joined(symbol) == whole):
        return same
    languages = dict.fromkeys((language_of(text) or "en", "en", "fr", "es"))
    for language in languages:
        parsed = parse_question(text, language, lambda: known)
        lines = (parsed.line,) if parsed.line in load().action_lines and not parsed.bodies else ()
        cited = next(iter((*parsed.symbols, *lines)), "")
        if cited and not parsed.left and not parsed.place and not parsed.keys - {"other"}:
            # A symbol without a revision means the one in force.
            return (next((symbol for symbol in parsed.symbols if symbol in known), cited),)
    return ()


def _holding(words: Sequence[str], limit: int, keep: Callable[[str], bool]) -> list[str]:
    """Return the ids of names that have all these words, or words that these begin, the nearest name first."""
    if not words or (len(words[0]) < 2 and len(words) == 1 and words[0].isascii()):
        return []
    sets = sorted((_numbers_beginning(word) for word in words), key=len)
    numbers = set.intersection(*sets) if sets[0] else set()
    text = " ".join(words)
    ranks: dict[str, tuple[bool, bool, int]] = {}
    for number in sorted(numbers)[:_MOST]:
        name, ids = _names()[number]
        rank = (not name.startswith(text), f" {text}" not in f" {name}", len(name))
        ranks |= {id_: rank for id_ in ids if id_ not in ranks or rank < ranks[id_]}
    return [id_ for id_ in sorted(ranks, key=lambda id_: ranks[id_]) if keep(id_)][:limit]


def _mend(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with those that no name has, or begins with, replaced by one a letter away."""
    known = _numbers_by_word()
    return tuple(
        word if word in known or _numbers_beginning(word) else near_word(word, known.keys(), _letters()) or word
        for word in words
    )


@cache
def _letters() -> str:
    return "".join(sorted({letter for word in _numbers_by_word() for letter in word if letter.isalpha()}))


def _numbers_beginning(word: str) -> set[int]:
    """Return the numbers of names with a word that begins so."""
    words, table = _sorted_words(), _numbers_by_word()
    numbers: set[int] = set()
    for place in range(bisect_left(words, word), len(words)):
        if not words[place].startswith(word):
            break
        numbers.update(table[words[place]])
    return numbers


@cache
def _sorted_words() -> tuple[str, ...]:
    return tuple(sorted(_numbers_by_word()))


@cache
def _numbers_by_word() -> Mapping[str, tuple[int, ...]]:
    """Return word -> numbers of the names that have it. Chinese has no blanks: what follows each sign is a word."""
    table: dict[str, list[int]] = {}
    for number, (name, _ids) in enumerate(_names()):
        for word in name.split():
            starts = range(len(word)) if _HAN.search(word) else (0,)
            for start in starts:
                table.setdefault(word[start:], []).append(number)
    return {word: tuple(numbers) for word, numbers in table.items()}


@cache
def _names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(_ids_by_name().items())


@cache
def _ids_joined() -> Mapping[str, tuple[str, ...]]:
    """Return the names without blanks -> ids. Digits alone stay apart: 1.78 is not 17.8."""
    joined: dict[str, tuple[str, ...]] = {}
    for name, ids in _names():
        if not (whole := name.replace(" ", "")).isdigit():
            joined.setdefault(whole, ids)
    return joined


@cache
def _ids_by_name() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}
    for id_, name in _list_names():
        if words := " ".join(_words_in(name)):
            names.setdefault(words, {})[id_] = None
    return {name: tuple(ids) for name, ids in names.items()}


def _list_names() -> Iterator[tuple[str, str]]:
    """Yield (id, name) of all that has names."""
    f = load()
    yield from ((body, body) for body in f.bodies)
    for language in LANGUAGES:
        yield from ((body, name) for name, body in list_body_names(language))
        yield from list_country_names(language)
    indicators = {id_: None for id_, row in f.indicators.items() if not row.repeats}
    for table in (f.action_lines, f.goals, f.targets, f.commitments, f.countries, f.areas, indicators):
        for id_ in table:
            yield from ((id_, name) for name in (id_, _BARE_ID.sub("", id_), *in_all(id_).values()))
    for instrument in list_instruments():
        yield instrument.canonical.partition("#")[0], instrument.name
    for symbol, row in starter_instruments().items():
        if in_force(symbol) == symbol:
            yield symbol, row.title


@cache
def _joined(symbol: str) -> str:
    return "".join(_words_in(symbol))

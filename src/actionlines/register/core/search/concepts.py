"""Concepts of the framework as entries, links to them as facets and names, and the things that a text names."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import tantivy

from actionlines.documents.language import language_of
from actionlines.framework import load
from actionlines.framework.called import fold
from actionlines.framework.starter import starter_summaries
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept, kind_of, names_in_all
from actionlines.register.core.kinds import searches
from actionlines.register.core.search.analyser import LANGUAGES
from actionlines.register.core.search.entries import Entry, Words
from actionlines.register.core.search.index_store import schema
from actionlines.register.core.search.queries import Reading, Word, asked, read
from actionlines.results.ask import words_of
from actionlines.results.things import find_things

LEVELS = ("action_line", "goal", "target", "commitment")


def of_links(links: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """The facets that links give: of a line of C7 also C7, of a target also its goal; none of a rejected one."""
    matches: dict[str, list[str]] = {level: [] for level in LEVELS}
    targets, lines = load().targets, load().action_lines
    for link in links:
        level, item = link["level"], link["concept"]
        if link["status"] == "rejected" or level not in matches:
            continue
        matches[level].append(item)
        if level == "target" and item in targets:
            matches["goal"].append(targets[item].goal)
        if level == "action_line" and item in lines and lines[item].parent:
            matches["action_line"].append(lines[item].parent)
    return {level: tuple(dict.fromkeys(values)) for level, values in matches.items() if values}


def names_of(identifiers: Iterable[str]) -> tuple[Words, ...]:
    """The names of concepts and areas in all languages that have one."""
    return tuple(words for identifier in identifiers for words in _names(identifier))


@cache
def _names(identifier: str) -> tuple[Words, ...]:
    f = load()
    for table in (f.action_lines, f.goals, f.countries):
        if identifier in table:
            matches = table[identifier]
            short = (concept(identifier, "en").short, "")  # type: ignore[union-attr]
            return (short, *((name, code) for code, name in matches.names.items()))
    known = concept(identifier, "en")
    return ((known.short, ""), (known.name, "en"), *names_in_all(identifier)) if known else ()


def list_summaries(text: str) -> Iterator[Words]:
    """Yield a summary or title of the starter register in the languages that it is translated into."""
    return ((words, language) for language, words in starter_summaries().get(text, {}).items())


def terms_of(name: str, identifiers: Iterable[str]) -> tuple[Words, ...]:
    """The names of entries of a vocabulary in six languages."""
    return tuple(words for identifier in identifiers for words in _terms(name, identifier))


@cache
def _terms(name: str, identifier: str) -> tuple[Words, ...]:
    return tuple((vocabulary.label(name, identifier, code), code) for code in LANGUAGES)


def entries() -> Iterator[Entry]:
    """Every line, goal, target, commitment, body, country, area and indicator."""
    f = load()
    for line in f.action_lines.values():
        yield _entry(line.id, "action_line", _names(line.id), ((line.description, "en"),))
    for goal in f.goals.values():
        yield _entry(goal.id, "goal", _names(goal.id))
    for target in f.targets.values():
        yield _entry(target.id, "target", _names(target.id), facets={"goal": (target.goal,)})
    for commitment in f.commitments.values():
        yield _entry(commitment.id, "commitment", _names(commitment.id), facets={"goal": commitment.goals})
    for body in f.bodies.values():
        names = ((body.name, "en"), *((acronym, "") for acronym in body.acronyms), *names_in_all(body.id))
        yield _entry(body.id, "body", names, tuple((alias, "en") for alias in body.aliases))
    for country in f.countries.values():
        yield _entry(country.id, "country", _names(country.id))
    for area in f.areas.values():
        yield _entry(area.id, "region", ((area.name, "en"), *names_in_all(area.id)))
    for indicator in f.indicators.values():
        if not indicator.repeats:
            facets = {"target": (indicator.target,)}
            yield _entry(indicator.id, "indicator", _names(indicator.id), facets=facets)


def _entry(
    identifier: str,
    kind: str,
    names: tuple[Words, ...],
    more: tuple[Words, ...] = (),
    facets: Mapping[str, tuple[str, ...]] | None = None,
) -> Entry:
    known = concept(identifier, "en")
    title = known.name if known else identifier
    return Entry(
        kind="concept",
        id=identifier,
        title=((identifier, ""), *names),
        text=more,
        facets={"type": (kind,), **{name: values for name, values in (facets or {}).items() if values}},
        by_title=title,
        shown={"title": title, "language": "en"},
    )


_Q, _MUST = tantivy.Query, tantivy.Occur.Must
_SYMBOLS = 20_000  # of a register, that a number alone may mean
# How sure an English word is, against the surest for the same word of another language; in a title, all of whose
# words are asked for, less will do.
_SURE, _SURE_IN_TITLE = 0.5, 0.2
_TITLES = 30  # that hold the words, among which revisions of one text are
_PARTIAL = 2  # names that hold all words of a search come before its records, no more: they may be something else


def list_things(text: str, index: Any, limit: int = 8, kinds: Collection[str] = ()) -> list[tuple[str, bool]]:
    """Return (key of the entry, whether the text is a name of it) of what a text names, the nearest first; `index` is
    an `Asker`.

    Concepts of these kinds alone, where any are named; then no records.
    """

    def list_symbols() -> list[str]:
        return [symbol for symbol, _ in index.searcher.terms_with_prefix("instrument", "", limit=_SYMBOLS)]

    def is_kept(id_: str) -> bool:
        return kind_of(id_) in kinds if kinds else concept(id_) is not None or bool(_keys_of(index, id_))

    things: dict[str, bool] = {}
    for thing in find_things(text, list_symbols, limit, is_kept):
        for key in (f"concept:{thing.id}",) if concept(thing.id) else _keys_of(index, thing.id):
            things.setdefault(key, thing.is_exact)
    if not kinds:
        _add_titled(things, index, [read(text)], text)
    return sorted(things.items(), key=lambda item: not item[1])[:limit]


def first_things(text: str, index: Any) -> list[tuple[str, bool]]:
    """Return the things that come before all records that a search finds: what the text is a name of, else a few
    whose name holds its words.
    """
    things = dict(list_things(text, index))
    if any(things.values()):
        return [item for item in things.items() if item[1]]
    english, is_whole = read_in_english(text, _SURE_IN_TITLE)
    _add_titled(things, index, [english] if is_whole else [], text)
    has_words = len(read(text).must) > 1 or not text.isascii()
    return list(things.items())[:_PARTIAL] if has_words else []


def _keys_of(index: Any, symbol: str) -> list[str]:
    """Return the key of the instrument with a symbol; none where the register has none."""
    parts = [(_MUST, _Q.term_query(schema(), "instrument", symbol)), (_MUST, _titled_kinds())]
    hits = index.searcher.search(_Q.boolean_query(parts), 1, False).hits
    return [index.searcher.doc(address).get_first("key") for _, address in hits]


def _titled_kinds() -> tantivy.Query:
    return _Q.term_set_query(schema(), "kind", [key for key, search in searches().items() if search.is_titled])


def _add_titled(things: dict[str, bool], index: Any, readings: Iterable[Reading], text: str) -> None:
    """Add the records whose title holds all words of a reading; of the revisions of a text, the newest."""
    for reading in readings:
        clauses = [index.clause(clause, "title") for clause in reading.must]
        if not clauses or None in clauses:
            continue
        query = _Q.boolean_query([*((_MUST, clause) for clause in clauses if clause), (_MUST, _titled_kinds())])
        addresses = [address for _, address in index.searcher.search(query, _TITLES, False).hits]
        newest = index.searcher.fast_field_values("newest", addresses)
        held: dict[str, tuple[int, str]] = {}
        for day, address in zip(newest, addresses, strict=True):
            stored = index.searcher.doc(address)
            title = json.loads(bytes(stored.get_first("shown")))["title"]
            held[title] = max(held.get(title, (0, "")), (day, stored.get_first("key")))
        for title, (_, key) in held.items():
            things[key] = things.get(key, False) or fold(title) == fold(text)


def read_in_english(text: str, least: float = _SURE) -> tuple[Reading, bool]:
    """Return the words of a text of another language in English, and whether each of them is known."""
    if (language := language_of(text)) in ("", "en"):
        return Reading(), False
    ways = words_of(text, language)
    clauses = []
    for way in ways:
        sure = [word for word, share in way.items() if share >= least * max(way.values())]
        if tokens := tuple(dict.fromkeys(token for word in sure for token in asked(word, ("en",)))):
            clauses.append(Word(tokens))
    return Reading(tuple(dict.fromkeys(clauses))), all(ways)

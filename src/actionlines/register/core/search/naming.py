"""The things that a text names, as entries of the index; and its words in English, where it is in another language."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

import tantivy

from actionlines.documents.language import language_of
from actionlines.framework.letters import fold
from actionlines.register.core.concepts import concept, kind_of
from actionlines.register.core.kinds import searches
from actionlines.register.core.search.index_store import schema
from actionlines.register.core.search.queries import Reading, Word, asked, read
from actionlines.results.ask import words_of
from actionlines.results.things import find_things

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
    language = language_of(text)
    if language in ("", "en"):
        return Reading(), False
    ways = words_of(text, language)
    clauses = []
    for way in ways:
        sure = [word for word, share in way.items() if share >= least * max(way.values())]
        if tokens := tuple(dict.fromkeys(token for word in sure for token in asked(word, ("en",)))):
            clauses.append(Word(tokens))
    return Reading(tuple(dict.fromkeys(clauses))), all(ways)

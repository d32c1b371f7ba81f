"""Search over the register: everything public, in any of six languages.

>>> from actionlines.register.core.search import Query, query
>>> hits = query(Query("broadband rural", kind="activity", filters={"country": ["KEN"]}, facets=("goal",)))
>>> hits.total, hits.ids, hits.facets["goal"]                                               # doctest: +SKIP
(2, (12, 7), (('sdg:9', 2), ('sdg:4', 1)))

    query(Query(...))                      one page of hits, counts of facets, words around what was found
    counts(rows, columns, filters=...)     a table of counts: action line x goal
    Query(filters={"asked": ["itu"]})      what ITU is asked, by name or as part of a group
    suggest("broadb")                      completions while somebody types
    things("UIT")                          what the text names: bodies, lines, countries, texts, organisations
    near("brodband")                       did you mean
    every(Query(...))                      all hits without snippets, for downloads
    catch_up()                             brings the index up to what the outbox says has changed
    rebuild()                              builds the whole index again

Facets are those of `index_store.facet_names()`: those of all kinds, and those that a kind declares;
docs/reference/search.md explains them. `country` has the countries of a record and the regions, commissions and
groups that they are in; `area` just what it names.

queries.py                     a question and its answer; typed words -> query
tokens, word_forms, analyser   text -> tokens; arabic.py has the forms of Arabic
entries.py                     an entry of the index; `search.py` of a kind makes them
concepts.py                    the framework as entries, and the things that a text names
index_store                    the folder of the index
index_builder                  all of it written, by this process or several
index_writer, index_worker     what has changed written, by this process or one beside
query_executor, snippets       query -> hits, with the words around what was found
suggestions.py                 completions, did you mean
"""

from collections.abc import Collection, Mapping, Sequence

from actionlines.register.core.search.queries import Hit, Hits, Query, Snippet, Suggestion

__all__ = [
    "Hit",
    "Hits",
    "Query",
    "Snippet",
    "Suggestion",
    "catch_up",
    "counts",
    "every",
    "first_things",
    "invented",
    "near",
    "query",
    "rebuild",
    "suggest",
    "things",
]

# The rest is imported when it is asked for: models of Django cannot be, before its apps are ready.


def query(question: Query) -> Hits:
    """Answer one question. ValueError for a facet or range that does not exist, or a page out of bounds."""
    from actionlines.register.core.search.query_executor import answer

    return answer(question)


def every(question: Query, most: int = 100_000) -> tuple[int, list[Hit]]:
    """(how many in all, all hits up to `most` in order, without snippets): for downloads."""
    from actionlines.register.core.search.query_executor import every as all_of

    return all_of(question, most)


def counts(
    rows: str, columns: str, filters: Mapping[str, Sequence[str]] | None = None, kind: str | tuple[str, ...] = ()
) -> dict[tuple[str, str], int]:
    """(value of the facet `rows`, value of the facet `columns`) -> number of records that have both. A record
    with two goals counts in both columns. With `columns` "", (value, "") -> number of records.

    Of a kind alone its usual filters hold unless the filters name the same facet; an empty one takes all. Invented
    texts count only where there is nothing else.
    """
    from actionlines.register.core.kinds import usual_filters
    from actionlines.register.core.search.query_executor import table

    return table(rows, columns, {**usual_filters(kind), **(filters or {})}, kind)


def invented() -> Sequence[str]:
    """Return the symbols of the invented texts that counts leave out; none where no other text asks anything."""
    from actionlines.register.core.search.query_executor import asker

    return asker().invented()


def suggest(prefix: str, limit: int = 8) -> list[Suggestion]:
    """Titles and names that go on from what was typed."""
    from actionlines.register.core.search.suggestions import suggestions

    return suggestions(prefix, limit)


def things(text: str, limit: int = 8, kinds: Collection[str] = ()) -> list[tuple[str, bool]]:
    """Return (key, such as `concept:itu`, and whether the text is a name of it) of what a text names, the nearest
    first; with `kinds` of concepts only those.
    """
    from actionlines.register.core.search.concepts import list_things
    from actionlines.register.core.search.query_executor import asker

    return list_things(text, asker(), limit, kinds)


def first_things(text: str) -> list[tuple[str, bool]]:
    """Return the same of the few things that come before all that a wide search finds; none for most texts."""
    from actionlines.register.core.search.query_executor import asker

    return asker().things(text)


def near(text: str) -> str:
    """The text with words that nothing holds replaced by words near to them; "" where there are none."""
    from actionlines.register.core.search.suggestions import nearest

    return nearest(text)


def catch_up(wait: float = 2.0) -> int:
    """Write to the index what has changed since the last time; returns how many changes were applied."""
    from actionlines.register.core.search.index_writer import catch_up as apply

    return apply(wait)


def rebuild() -> int:
    """Build the index again from the database, and return the number of entries."""
    from actionlines.register.core.search.index_writer import rebuild as write_all

    return write_all()

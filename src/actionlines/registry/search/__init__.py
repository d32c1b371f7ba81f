"""Search over the register: everything public, in any of six languages.

>>> from actionlines.registry.search import Query, query
>>> hits = query(Query("broadband rural", kind="activity", filters={"country": ["KEN"]}, facets=("goal",)))
>>> hits.total, hits.ids, hits.facets["goal"]                                               # doctest: +SKIP
(2, (12, 7), (('sdg:9', 2), ('sdg:4', 1)))

    query(Query(...))                      one page of hits, counts of facets, words around what was found
    counts(rows, columns, filters=...)     a table of counts: action line x goal
    suggest("broadb")                      completions while somebody types
    near("brodband")                       did you mean
    catch_up()                             brings the index up to what the outbox says has changed
    rebuild()                              makes it anew

Facets: kind status type good_practice language country action_line goal target commitment body instrument
strength deliverable due_year stakeholder organisation technology beneficiary lead document_kind area
(`country`: the countries, regions, commissions and groups of a record; `area`: just what it names).

model.py    what is asked and answered        analyse.py  text -> tokens
entries.py  record -> entry of the index      store.py    the folder, its format, who may write
write.py    catch_up, rebuild                 ask.py      questions
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actionlines.registry.search.model import Hit, Hits, Query, Snippet, Suggestion

__all__ = [
    "Hit",
    "Hits",
    "Query",
    "Snippet",
    "Suggestion",
    "catch_up",
    "counts",
    "near",
    "query",
    "rebuild",
    "suggest",
]


def query(question: Query) -> Hits:
    """Answer one question."""
    return Hits(page=question.page, size=question.size)


def counts(
    rows: str,
    columns: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    kind: str | tuple[str, ...] = (),
) -> dict[tuple[str, str], int]:
    """(value of the facet `rows`, value of the facet `columns`) -> number of records that have both. A record
    with two goals counts in both columns. With `columns` "", (value, "") -> number of records.
    """
    return {}


def suggest(prefix: str, limit: int = 8) -> list[Suggestion]:
    """Titles and names that go on from what was typed."""
    return []


def near(text: str) -> str:
    """The text with words that nothing holds replaced by words near to them; "" where there are none."""
    return ""


def catch_up() -> None:
    """Write to the index what has changed since the last time."""


def rebuild() -> None:
    """Make the index anew from the database."""

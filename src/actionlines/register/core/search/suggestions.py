"""Completions, spelling, words around what was found."""

import tantivy

from actionlines.framework.called import fold
from actionlines.register.core.search.concepts import list_things
from actionlines.register.core.search.index_store import schema
from actionlines.register.core.search.queries import Reading, Suggestion, Word, read
from actionlines.register.core.search.query_executor import Asker, asker
from actionlines.register.core.search.tokens import chunks

_Q, _MUST, _NOT = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.MustNot
_SHORTEST = 2  # letters from which a word is completed; one Chinese sign is enough
_TERMS = 60  # words that go on from a beginning
_LOOKED_THROUGH = 20_000  # words of the index among which a near one is looked for
_ROOM = 3  # of the suggestions, for titles that hold the words typed


def suggestions(prefix: str, limit: int) -> list[Suggestion]:
    """The things that the text names, then records and concepts whose title holds the words typed, the last of them
    perhaps unfinished.
    """
    index = asker()
    named = [key for key, _ in list_things(prefix, index, limit)]
    titled = _list_titled(index, prefix, limit)
    keys = dict.fromkeys((*named[: limit - min(_ROOM, len(titled))], *titled, *named))
    made = (_suggestion(index, key) for key in list(keys)[:limit])
    return [suggestion for suggestion in made if suggestion]


def _suggestion(index: Asker, key: str) -> Suggestion | None:
    for score, address in index.searcher.search(_Q.term_query(schema(), "key", key), 1, False).hits:
        hit = index.hit(score, address, Reading())
        return Suggestion(hit.title, hit.kind, str(hit.id))
    return None


def _list_titled(index: Asker, prefix: str, limit: int) -> list[str]:
    """Return the keys of entries whose title holds the words, the best first."""
    matches = list(chunks(prefix[:200]))
    if not matches or limit < 1:
        return []
    last = matches[-1]
    head = prefix[: last.start]
    # After a whole word one letter is enough; alone it would go on to half of the register.
    least = 1 if head.strip() else _SHORTEST
    ending = _going_on(index, [fold(piece.text) for piece in last.pieces], last.pieces[0].kind == "han", least)
    if ending is None:
        return []
    parts = [(_MUST, ending), (_NOT, _Q.term_set_query(schema(), "kind", ["paragraph", "passage"]))]
    for clause in read(head).must:
        if (query := index.clause(clause, "title")) is None:
            return []
        parts.append((_MUST, query))
    hits = index.searcher.search(_Q.boolean_query(parts), limit, False).hits
    return [index.searcher.doc(address).get_first("key") for _, address in hits]


def _going_on(index: Asker, files: list[str], han: bool, least: int) -> tantivy.Query | None:
    """Titles that hold a word that begins so (or the Chinese signs in a row); None where there is none."""
    if han:
        signs: list[str | tuple[int, str]] = [sign for sign in files if len(sign) == 1]
        if not all(index.searcher.doc_freq("title", sign) for sign in signs):
            return None
        if len(signs) == 1:
            return _Q.term_query(schema(), "title", signs[0])
        return _Q.phrase_query(schema(), "title", signs)
    # A symbol in several parts is in the index as a whole too: the longest of the pieces is what was typed.
    beginning = max(files, key=len, default="")
    if len(beginning) < least:
        return None
    terms = [term for term, _ in index.searcher.terms_with_prefix("title", beginning, limit=_TERMS)]
    return _Q.disjunction_max_query([_Q.term_query(schema(), "title", term) for term in terms]) if terms else None


def nearest(text: str) -> str:
    """The text with unknown words replaced by near ones; "" where nothing had to be or could be replaced."""
    index, changed = asker(), text
    for word in read(text).words:
        clause = read(word).must
        if not clause or not isinstance(clause[0], Word) or index.clause(clause[0]) is not None:
            continue
        if known := _near(index, fold(word)):
            changed = changed.replace(word, known, 1)
    return changed if changed != text else ""


def _near(index: Asker, word: str) -> str:
    most = 1 if len(word) < 6 else 2
    if len(word) < 4:
        return ""
    # Few people mistype the first letter; with it the words to compare are few.
    terms = index.searcher.terms_with_prefix("text", word[0], limit=_LOOKED_THROUGH)
    close = (
        (matches, -frequency, term)
        for term, frequency in terms
        if abs(len(term) - len(word)) <= most and (matches := distance(word, term, most)) <= most
    )
    return min(close, default=(0, 0, ""))[2]


def distance(item: str, other: str, most: int) -> int:
    """Return how many letters to add, leave out, replace or swap; `most + 1` as soon as there are more.

    >>> distance("brodband", "broadband", 2), distance("borad", "broad", 2)
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(item, 1):
        last, before, row = before, row, [i]
        for j, opposite in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != opposite))
            if i > 1 and j > 1 and sign == other[j - 2] and item[i - 2] == opposite:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
